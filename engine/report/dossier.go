// Package report makes the dossier of an entity: what is known of it, what the
// rules say, on which evidence, and what is missing, in one file that can be
// checked years later.
//
//	Dossier ──JSON──▶ digest (SHA-256 of the content)
//	        ──HTML──▶ one page for readers, with the content inside it
//	        ──PDF───▶ that page printed, with the content attached
//
// Every file ends in, or holds, a seal: the SHA-256 of all its other bytes. A
// seal shows that a file was altered by accident or by hand. Whoever can make a
// seal can make another: what ties a file to its maker is the digest, noted
// elsewhere on the day that it was made.
//
// The package is pure: the facts are handed in, and the same facts give the
// same bytes.
package report

import (
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/own"
)

// Version is the version of what a dossier holds. Verify reads this one and
// all before it.
const Version = 1

// Dossier is all that a file says of one entity on one day.
type Dossier struct {
	Version  int                                 `json:"dossier"`
	Entity   engine.EntityID                     `json:"entity"`
	Name     string                              `json:"name"`
	Kind     engine.Kind                         `json:"kind"`
	Country  string                              `json:"country,omitempty"`
	AsOf     engine.Date                         `json:"as_of"` // the day that is asked about
	Made     engine.Date                         `json:"made"`  // the day on which it was made
	Facts    []Fact                              `json:"facts"`
	Listings []Listing                           `json:"listings,omitempty"`
	Tree     own.Tree                            `json:"tree"`
	Lists    map[engine.EntityID][]engine.ListID `json:"owners_listed,omitempty"` // who above stands on which lists on the day
	Cut      bool                                `json:"cut,omitempty"`           // the walk to the top met more entities than it may visit
	Holdings []Holding                           `json:"holdings,omitempty"`
	Shipped  []Shipment                          `json:"shipments,omitempty"`
	Signs    []front.Sign                        `json:"signs,omitempty"`
	Verdicts []Verdict                           `json:"verdicts"`
	Bonds    []Bond                              `json:"merged_on,omitempty"` // why its records are taken for one
	Possible []Possible                          `json:"possibly_same_as,omitempty"`
	Judged   []engine.Judgement                  `json:"judgements,omitempty"` // undone ones among them
	Missing  []string                            `json:"missing,omitempty"`    // what is not known and would matter
	Evidence []Source                            `json:"evidence"`             // every record that the above rests on
	Loaded   []Dataset                           `json:"loaded"`               // what was asked, and how old it is
	Stamp    Stamp                               `json:"made_from"`
	Picture  string                              `json:"picture,omitempty"` // the owners as SVG
}

// Fact is one thing that sources say of the entity.
type Fact struct {
	What    string            `json:"what"` // "name", "identifier", "address", "born or incorporated" …
	Text    string            `json:"text"`
	Records []engine.RecordID `json:"records"`
}

// Listing is the entity's own place on a list, whether or not it stands.
type Listing struct {
	engine.Listing
	Record engine.RecordID `json:"record"`
	Stands bool            `json:"stands"` // on the day asked about
}

// Holding is something that the entity holds, directly or through others.
type Holding struct {
	Depth int `json:"depth"` // 1 for what it holds itself
	own.Step
}

// Shipment is a shipment in which the entity took part, by the record of it.
type Shipment struct {
	Record engine.RecordID `json:"record"`
	ID     string          `json:"id,omitempty"`
	Date   engine.Date     `json:"date,omitempty"`
	Role   engine.Role     `json:"role"`
	With   []string        `json:"with,omitempty"`  // "shipper: Example Ltd"
	Goods  []string        `json:"goods,omitempty"` // as declared
	Route  []string        `json:"route,omitempty"`
}

// Verdict is a rule's answer with the text of the rule beside it.
type Verdict struct {
	own.Verdict
	Title   string      `json:"title"`
	Text    string      `json:"text"`
	From    engine.Date `json:"from,omitempty"` // of the rule's row
	Until   engine.Date `json:"until,omitempty"`
	Because string      `json:"because"`
}

// Bond is one match that holds the entity's records together.
type Bond struct {
	A      engine.PartyID `json:"a"`
	B      engine.PartyID `json:"b"`
	Bits   float64        `json:"bits"`
	Why    string         `json:"why"`
	Judged string         `json:"judged,omitempty"` // the judgement that outranks the score
}

// Possible is another entity that this might be the same as.
type Possible struct {
	Entity engine.EntityID `json:"entity"`
	Name   string          `json:"name"`
	Bits   float64         `json:"bits"`
	Lists  []engine.ListID `json:"lists,omitempty"`
}

// Source is a record as evidence: where it was read and when.
type Source struct {
	Record    engine.RecordID `json:"record"`
	Format    string          `json:"format,omitempty"`
	File      string          `json:"file,omitempty"`
	Line      int64           `json:"line,omitempty"`
	Retrieved time.Time       `json:"retrieved"`
	Ended     engine.Date     `json:"ended,omitempty"`
	SHA256    string          `json:"sha256"`        // of the row as published, the whole of it
	Text      string          `json:"text"`          // the row as published, up to MaxText bytes
	Cut       bool            `json:"cut,omitempty"` // Text is not the whole row
}

// MaxText is how much of a record as published goes into a dossier, in bytes: a
// long row of a register is some 3 kB, and its SHA-256 covers the rest.
const MaxText = 8 << 10

// Dataset is what was loaded of a dataset when the dossier was made.
type Dataset struct {
	Name      string    `json:"dataset"`
	Format    string    `json:"format"`
	Records   int64     `json:"records"`
	Retrieved time.Time `json:"retrieved"`
}

// Stamp says what the dossier was made with.
type Stamp struct {
	Pierce     string `json:"pierce"` // version of the program
	Store      int    `json:"store_format"`
	Seq        uint64 `json:"snapshot"` // the store's newest change
	Model      string `json:"model"`
	Normaliser string `json:"normaliser"`
	Scheme     int    `json:"scheme"`
	Rules      string `json:"rules"` // SHA-256 of the table of rules
}
