package engine

// Role is what a party does in a shipment.
type Role string

// The roles. Who really buys is asked in the order EndUser, UltimateConsignee,
// Buyer, Notify, Consignee, Forwarder.
const (
	Shipper           Role = "shipper"
	Seller            Role = "seller"
	Consignee         Role = "consignee"
	UltimateConsignee Role = "ultimate-consignee"
	EndUser           Role = "end-user"
	Buyer             Role = "buyer"
	Notify            Role = "notify"
	Forwarder         Role = "forwarder"
	Carrier           Role = "carrier"
	Ship              Role = "vessel"
	Payer             Role = "payer"
	Manufacturer      Role = "manufacturer"
	Site              Role = "site" // where the goods will run
)

// ShipmentParty is a party in its role. Party names a party of the same
// record, or one of another record that the row refers to by id.
type ShipmentParty struct {
	Role  Role    `json:"role" cbor:"1,keyasint,omitempty"`
	Party PartyID `json:"party" cbor:"2,keyasint,omitempty"`
}

// Goods is one line of goods as declared. Numbers are kept as published text,
// since units and thousand signs vary; package goods reads them.
type Goods struct {
	Text     string `json:"text,omitempty" cbor:"1,keyasint,omitempty"`
	HS       string `json:"hs,omitempty" cbor:"2,keyasint,omitempty"`
	Quantity string `json:"quantity,omitempty" cbor:"3,keyasint,omitempty"`
	Unit     string `json:"unit,omitempty" cbor:"4,keyasint,omitempty"`
	Value    string `json:"value,omitempty" cbor:"5,keyasint,omitempty"`
	Currency string `json:"currency,omitempty" cbor:"6,keyasint,omitempty"`
	Weight   string `json:"weight,omitempty" cbor:"7,keyasint,omitempty"`
	WeightIn string `json:"weight_unit,omitempty" cbor:"8,keyasint,omitempty"`
	Origin   string `json:"origin,omitempty" cbor:"9,keyasint,omitempty"` // country of origin, ISO alpha-2 or as published
	Class    string `json:"class,omitempty" cbor:"10,keyasint,omitempty"` // control class as declared, as "3A090.a"
}

// Stop is a place on a shipment's way.
type Stop struct {
	Kind    string `json:"kind" cbor:"1,keyasint,omitempty"` // receipt, loading, transhipment, unloading, delivery, destination
	Place   string `json:"place,omitempty" cbor:"2,keyasint,omitempty"`
	Country string `json:"country,omitempty" cbor:"3,keyasint,omitempty"` // ISO alpha-2, or as published where unknown
	Date    Date   `json:"date,omitempty" cbor:"4,keyasint,omitempty"`
}

// Shipment is goods on their way between parties.
type Shipment struct {
	ID      string            `json:"id,omitempty" cbor:"1,keyasint,omitempty"` // bill of lading, declaration or line id
	Date    Date              `json:"date,omitempty" cbor:"2,keyasint,omitempty"`
	Parties []ShipmentParty   `json:"parties,omitempty" cbor:"3,keyasint,omitempty"`
	Goods   []Goods           `json:"goods,omitempty" cbor:"4,keyasint,omitempty"`
	Route   []Stop            `json:"route,omitempty" cbor:"5,keyasint,omitempty"`
	Mode    string            `json:"mode,omitempty" cbor:"6,keyasint,omitempty"`    // sea, air, road, rail, as published
	Numbers map[string]string `json:"numbers,omitempty" cbor:"7,keyasint,omitempty"` // master_bill, container, vessel_imo, licence …
}

// Licence is an approval to ship items to parties.
type Licence struct {
	ID         string        `json:"licence" cbor:"1,keyasint,omitempty"`
	Holder     PartyID       `json:"holder,omitempty" cbor:"2,keyasint,omitempty"`
	Consignee  PartyID       `json:"consignee,omitempty" cbor:"3,keyasint,omitempty"`
	EndUser    PartyID       `json:"end_user,omitempty" cbor:"4,keyasint,omitempty"`
	Items      []LicenceItem `json:"items,omitempty" cbor:"5,keyasint,omitempty"`
	From       Date          `json:"from,omitempty" cbor:"6,keyasint,omitempty"`
	Until      Date          `json:"until,omitempty" cbor:"7,keyasint,omitempty"`
	Conditions []string      `json:"conditions,omitempty" cbor:"8,keyasint,omitempty"`
	Amendments []Amendment   `json:"amendments,omitempty" cbor:"9,keyasint,omitempty"`
}

// Amendment changes a licence from a day on: what was shipped before that day is
// measured by what stood then. A Quantity is added to the item of the class and
// product, or where it names neither to the first; one below 0 takes away. An
// Until takes the place of the licence's.
type Amendment struct {
	Date     Date   `json:"date" cbor:"1,keyasint,omitempty"`
	Class    string `json:"class,omitempty" cbor:"2,keyasint,omitempty"`
	Product  string `json:"product,omitempty" cbor:"3,keyasint,omitempty"`
	Quantity int64  `json:"quantity,omitempty" cbor:"4,keyasint,omitempty"` // pieces
	Until    Date   `json:"until,omitempty" cbor:"5,keyasint,omitempty"`
}

// LicenceItem is what a licence allows. A Quantity of 0 is "no quantity
// stated".
type LicenceItem struct {
	Class    string `json:"class,omitempty" cbor:"1,keyasint,omitempty"`    // as "3A090.a"
	Product  string `json:"product,omitempty" cbor:"2,keyasint,omitempty"`  // as "H200"
	Quantity int64  `json:"quantity,omitempty" cbor:"3,keyasint,omitempty"` // pieces
	Value    string `json:"value,omitempty" cbor:"4,keyasint,omitempty"`
}
