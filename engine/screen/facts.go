package screen

import (
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/goods"
	"github.com/pierce-er/pierce/engine/own"
)

// Party is a party of the line and whom it was taken to be.
type Party struct {
	Role        engine.Role
	Text        string          // the name as published; "" where the line leaves it blank
	Country     string          // as published or read, ISO alpha-2
	Entity      engine.EntityID // "" for a party that nothing matches
	Name        string          // of the entity
	Probability float64         // that the party is the entity
	Band        engine.Band
	Lists       []engine.ListID    // that the entity stands on, on the day, whether or not a rule makes anything of them
	Company     *front.Facts       // what is known of the entity; nil if nothing was looked up
	Keys        []string           // equal for two lines' parties that are one: the entity, else the name; never empty for a named party
	Group       []string           // equal for two parties behind which the same one stands: its controllers, its door
	Address     string             // as published
	Neighbour   Neighbour          // the listed party at whose address it is
	Tie         *front.MilitaryTie // what of the name as published ties it to armed forces, whoever it is; nil for nothing
	Nearest     *Near              // for a party that nothing matches: the listed one that came nearest
}

// Near is the listed party that came nearest to one which is taken for nobody:
// what a cleared line was compared with. It is no finding.
type Near struct {
	Entity      engine.EntityID `json:"entity"`
	Name        string          `json:"name"`
	Probability float64         `json:"probability"`
	Why         string          `json:"why"` // why it is below the band "possibly same"
}

// Neighbour is a listed party at whose address a party of the line gives its
// own.
type Neighbour struct {
	Entity engine.EntityID
	Name   string
	Lists  []engine.ListID
	Text   string // the address
	Door   bool   // the very door; else the building alone
}

// Facts are what a line is screened on. Goods and parties may be left out;
// what was not handed in is told as missing.
type Facts struct {
	Line     int64 // of the file, counting from 1
	ID       string
	AsOf     engine.Date // of the verdicts and ages
	Shipment engine.Shipment
	OnList   bool // the line is a counterparty of a list, and ships nothing: that it names no consignee is no sign
	Parties  []Party
	Book     *Book        // licences and what was drawn from them; nil if none are kept
	Goods    []goods.Line // the shipment's goods, where they were read already
	Trail    *Trail       // the lines before this one; nil if none are kept
	Past     []Move       // what receiving parties got, and the senders, by the shipments of the store: those of accelerators
	PastFrom engine.Date  // the first day of which the store has a shipment; 0 if it has none
	Peers    []*PeerStats // by the order of the goods: what stored lines of their kind were worth; nil where there are none
	Snapshot string       // of the data that the facts come from
}

// Verdict is a rule's answer for one party of the line.
type Verdict struct {
	Role engine.Role `json:"role"`
	own.Verdict
}

// Reason is one sign and what it adds to the score.
type Reason struct {
	Sign     string          `json:"sign"`
	Weight   float64         `json:"weight"`   // bits that it adds: 0 where a stronger one of its family counts
	Evidence string          `json:"evidence"` // what was seen
	Family   front.Family    `json:"family"`
	Alone    float64         `json:"alone"` // bits that it would add without the others of its family
	Role     engine.Role     `json:"role,omitempty"`
	Entity   engine.EntityID `json:"entity,omitempty"`
}

// Matched is a party as the result tells it.
type Matched struct {
	Role        engine.Role     `json:"role"`
	Text        string          `json:"text"`
	Entity      engine.EntityID `json:"entity,omitempty"`
	Name        string          `json:"name,omitempty"`
	Probability float64         `json:"probability"`
	Band        engine.Band     `json:"band"`
	Nearest     *Near           `json:"nearest,omitempty"` // of a party that is taken for nobody: the listed one that came nearest
}

// Result is what a line amounts to. Its JSON is what the command prints.
type Result struct {
	Line     int64        `json:"line"`
	ID       string       `json:"id"`
	Verdicts []Verdict    `json:"verdicts"` // of each rule the worst, and every other that is not a no; bis-hq only where the goods are such that it applies
	Score    float64      `json:"score"`    // 0 to 1
	Reasons  []Reason     `json:"reasons"`  // by falling weight
	Parties  []Matched    `json:"parties"`
	Goods    []goods.Line `json:"goods"`
	Snapshot string       `json:"snapshot,omitempty"`
	Prior    float64      `json:"prior"`             // bits
	Licence  *Use         `json:"licence,omitempty"` // what the line asks of the licences
	Missing  []front.Lack `json:"missing,omitempty"` // signs that could not be looked for
}
