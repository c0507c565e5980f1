package engine

// Entity is the parties that are taken to be one company, person or vessel.
// It is derived from records, matches and judgements.
type Entity struct {
	ID       EntityID  `json:"entity" cbor:"1,keyasint,omitempty"`
	Kind     Kind      `json:"kind" cbor:"2,keyasint,omitempty"`
	Name     string    `json:"name" cbor:"3,keyasint,omitempty"`    // the name that stands for it in a table
	Parties  []PartyID `json:"parties" cbor:"4,keyasint,omitempty"` // sorted
	Country  string    `json:"country,omitempty" cbor:"5,keyasint,omitempty"`
	Possible []Link    `json:"possibly_same_as,omitempty" cbor:"6,keyasint,omitempty"` // sorted by falling weight
}

// Link is a possible identity with another entity that was too weak to merge.
type Link struct {
	Entity EntityID `json:"entity" cbor:"1,keyasint,omitempty"`
	Weight float64  `json:"weight" cbor:"2,keyasint,omitempty"` // bits, of the best pair between the two
	Pair   Pair     `json:"pair" cbor:"3,keyasint,omitempty"`
}

// EventKind is what happened to an entity.
type EventKind string

// The kinds of event.
const (
	Created EventKind = "created"
	Merged  EventKind = "merged" // From went into Entity
	Split   EventKind = "split"  // Entity came out of From
	Retired EventKind = "retired"
)

// Event is a change in how parties are put together.
type Event struct {
	Kind   EventKind `json:"kind" cbor:"1,keyasint,omitempty"`
	Entity EntityID  `json:"entity" cbor:"2,keyasint,omitempty"`
	From   EntityID  `json:"from,omitempty" cbor:"3,keyasint,omitempty"`
	Run    uint64    `json:"run" cbor:"4,keyasint,omitempty"`
}
