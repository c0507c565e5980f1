package engine

// Kind says what a party is.
type Kind string

// The kinds of party. Arrangement is a trust, fund or nomination that is no
// legal person; State is a state or a body of one.
const (
	Company     Kind = "company"
	Person      Kind = "person"
	Vessel      Kind = "vessel"
	Aircraft    Kind = "aircraft"
	Arrangement Kind = "arrangement"
	State       Kind = "state"
	Unknown     Kind = "unknown"
)

// Kinds are the kinds of party, the most usual first.
func Kinds() []Kind {
	return []Kind{Company, Person, Vessel, Aircraft, Arrangement, State, Unknown}
}

// NameKind says how a name is used. The zero NameKind is the primary name.
type NameKind string

// The kinds of name. A weak alias is one that its source marks as of low
// quality. A transliterated name is the primary name in another script.
const (
	Primary        NameKind = ""
	Alias          NameKind = "alias"
	WeakAlias      NameKind = "weak"
	Former         NameKind = "former"
	Trading        NameKind = "trading"
	Transliterated NameKind = "transliterated"
)

// Name is a name as published.
type Name struct {
	Text  string   `json:"text" cbor:"1,keyasint,omitempty"`
	Kind  NameKind `json:"kind,omitempty" cbor:"2,keyasint,omitempty"`
	Lang  string   `json:"lang,omitempty" cbor:"3,keyasint,omitempty"` // BCP 47, where the source says
	From  Date     `json:"from,omitempty" cbor:"4,keyasint,omitempty"`
	Until Date     `json:"until,omitempty" cbor:"5,keyasint,omitempty"`
}

// Identifier is a number that some authority gave a party.
type Identifier struct {
	Scheme  string `json:"scheme" cbor:"1,keyasint,omitempty"`            // a scheme of package norm, as "lei" or "cn-uscc"; else the source's own word
	Value   string `json:"value" cbor:"2,keyasint,omitempty"`             // as published
	Country string `json:"country,omitempty" cbor:"3,keyasint,omitempty"` // ISO 3166-1 alpha-2 of the authority, where said
}

// AddressKind says what a party does at an address. The zero AddressKind is
// "not said".
type AddressKind string

// The kinds of address.
const (
	Registered   AddressKind = "registered"
	Headquarters AddressKind = "headquarters"
	Business     AddressKind = "business"
	Residence    AddressKind = "residence"
	BirthPlace   AddressKind = "birth"
)

// Address is an address as published: a free text, or parts, or both.
type Address struct {
	Kind     AddressKind `json:"kind,omitempty" cbor:"1,keyasint,omitempty"`
	Text     string      `json:"text,omitempty" cbor:"2,keyasint,omitempty"`    // free text, as published
	CareOf   string      `json:"care_of,omitempty" cbor:"3,keyasint,omitempty"` // whose door it is, if not the party's
	Street   string      `json:"street,omitempty" cbor:"4,keyasint,omitempty"`  // unit, floor, building, street, joined by ", "
	City     string      `json:"city,omitempty" cbor:"5,keyasint,omitempty"`
	Region   string      `json:"region,omitempty" cbor:"6,keyasint,omitempty"`
	Postcode string      `json:"postcode,omitempty" cbor:"7,keyasint,omitempty"`
	Country  string      `json:"country,omitempty" cbor:"8,keyasint,omitempty"` // ISO 3166-1 alpha-2, or as published where unknown
}

// Line is the address on one line: the free text, or else the parts that are
// there, joined by ", ".
func (a Address) Line() string {
	if a.Text != "" {
		return a.Text
	}
	var out string
	for _, s := range []string{a.CareOf, a.Street, a.City, a.Region, a.Postcode, a.Country} {
		if s == "" {
			continue
		}
		if out != "" {
			out += ", "
		}
		out += s
	}
	return out
}

// Party is a company, person, vessel or other actor as one record tells of it.
type Party struct {
	ID          PartyID      `json:"id" cbor:"1,keyasint,omitempty"`
	Kind        Kind         `json:"kind,omitempty" cbor:"2,keyasint,omitempty"`
	Names       []Name       `json:"names,omitempty" cbor:"3,keyasint,omitempty"` // the primary one first
	Identifiers []Identifier `json:"identifiers,omitempty" cbor:"4,keyasint,omitempty"`
	Addresses   []Address    `json:"addresses,omitempty" cbor:"5,keyasint,omitempty"`
	Country     string       `json:"country,omitempty" cbor:"6,keyasint,omitempty"`     // jurisdiction of a company, flag of a vessel, residence of a person; ISO alpha-2
	Nations     []string     `json:"nations,omitempty" cbor:"7,keyasint,omitempty"`     // nationalities and citizenships; ISO alpha-2
	Born        []Date       `json:"born,omitempty" cbor:"8,keyasint,omitempty"`        // birth, incorporation or build; several where the source gives alternatives
	Died        Date         `json:"died,omitempty" cbor:"9,keyasint,omitempty"`        // death or dissolution
	LegalForm   string       `json:"legal_form,omitempty" cbor:"10,keyasint,omitempty"` // as published, or an ISO 20275 code
	Status      string       `json:"status,omitempty" cbor:"11,keyasint,omitempty"`     // as published
	Phones      []string     `json:"phones,omitempty" cbor:"12,keyasint,omitempty"`
	Emails      []string     `json:"emails,omitempty" cbor:"13,keyasint,omitempty"`
	Websites    []string     `json:"websites,omitempty" cbor:"14,keyasint,omitempty"`
	Roles       []string     `json:"roles,omitempty" cbor:"15,keyasint,omitempty"` // titles, positions, business activity, as published
	Notes       []string     `json:"notes,omitempty" cbor:"16,keyasint,omitempty"` // what the source says and no field holds
	Gender      string       `json:"gender,omitempty" cbor:"17,keyasint,omitempty"`
	Groups      []string     `json:"groups,omitempty" cbor:"19,keyasint,omitempty"`            // employers and associations, by name
	Traded      bool         `json:"traded,omitempty" cbor:"20,keyasint,omitempty"`            // its shares trade on an exchange: dispersed holders
	Complete    bool         `json:"complete_register,omitempty" cbor:"18,keyasint,omitempty"` // the source states that it names every holder of this party
}

// Name is the party's primary name, or its first, or "".
func (p *Party) Name() string {
	for _, n := range p.Names {
		if n.Kind == Primary {
			return n.Text
		}
	}
	if len(p.Names) > 0 {
		return p.Names[0].Text
	}
	return ""
}
