package index

import (
	"slices"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// body is what is stored with a document: enough to rank and explain a hit
// without a look into the store, and no more.
type body struct {
	_       struct{}      `cbor:",toarray"`
	Name    string        // the entity's name, or the shipment's goods in short
	Kind    engine.Kind   // of an entity
	Country string        // of an entity
	Record  string        // of a shipment
	Date    engine.Date   // of a shipment
	Names   []bodyName    // of an entity, or of a shipment's parties; at most maxNames
	Numbers []bodyNumber  // identifiers, phones, bills …; at most maxNumbers
	Listed  []bodyListing // sorted by list
}

// bodyName is a name with the tokens by which it is compared.
type bodyName struct {
	_       struct{} `cbor:",toarray"`
	Text    string
	Kind    engine.NameKind
	Script  string
	Folded  string
	Tokens  string // the texts of norm's tokens, joined by spaces
	Classes []byte // norm.TokenClass of each
	Bits    []byte // their rarity, rounded
	Consons string // norm.Name.Skeleton
	Latin   string // the words as they stand, where Folded is in another script that parts words

	lay, asWritten []token // made when first compared, see lays
}

// bodyNumber is an identifier as published, under the scheme that a reader is
// told.
type bodyNumber struct {
	_      struct{} `cbor:",toarray"`
	Scheme string
	Value  string
}

// bodyListing is a span on a list.
type bodyListing struct {
	_     struct{} `cbor:",toarray"`
	List  engine.ListID
	From  engine.Date
	Until engine.Date
}

// Bounds of a body. An entity put together from thousands of records would
// otherwise make every search that finds it slow; what lies beyond is still
// found, only not compared.
const (
	maxNames   = 48
	maxNumbers = 48
)

func newBodyName(n *norm.Name) bodyName {
	out := bodyName{Text: n.Text, Kind: n.Kind, Script: n.Script, Folded: n.Folded, Consons: n.Skeleton}
	if n.Script != "Latn" {
		if out.Latin = joinWords(writtenWords(n)); out.Latin == "" {
			out.Latin = n.Latin
		}
	}
	var texts []string
	for _, t := range n.Tokens {
		for w := range strings.FieldsSeq(t.Text) {
			texts = append(texts, w)
			out.Classes = append(out.Classes, byte(t.Class))
			out.Bits = append(out.Bits, byte(min(max(t.Bits, 0), 60)))
		}
	}
	out.Tokens = strings.Join(texts, " ")
	return out
}

// tokens takes the tokens out again.
func (n *bodyName) tokens() []token {
	words := strings.Fields(n.Tokens)
	if len(words) != len(n.Classes) || len(words) != len(n.Bits) {
		return nil
	}
	out := make([]token, len(words))
	for i, w := range words {
		out[i] = newToken(w, norm.TokenClass(n.Classes[i]), float64(n.Bits[i]))
	}
	return out
}

// lays are the tokens and, where they differ in number, the words as written.
func (n *bodyName) lays() (lay, written []token) {
	words, runs := split(n.Folded)
	if len(runs) > 0 {
		return n.tokens(), nil
	}
	if n.Latin != "" {
		words = strings.Fields(n.Latin)
	}
	return lays(n.tokens(), words)
}

func (b *body) encode() ([]byte, error) {
	out, err := cbor.Marshal(b)
	if err != nil {
		return nil, &engine.Error{Op: "index.encode", ID: b.Name, Err: err}
	}
	return out, nil
}

func decodeBody(raw []byte) (*body, error) {
	var b body
	if err := cbor.Unmarshal(raw, &b); err != nil {
		return nil, &engine.Error{Op: "index.decode", Code: engine.Corrupt, Err: err, Hint: "pierce index --rebuild"}
	}
	return &b, nil
}

// listedOn reports whether the entity stood on the list on the day asOf; the
// zero Date asks whether it still does. Perhaps counts as yes: a filter that
// hides what may be listed would be a silent "clear".
func (b *body) listedOn(list engine.ListID, asOf engine.Date) bool {
	for _, l := range b.Listed {
		if l.List == list && engine.Covers(l.From, l.Until, asOf) != engine.No {
			return true
		}
	}
	return false
}

// listed reports whether the entity stands on a list as far as its sources say.
func (b *body) listed() bool {
	return slices.ContainsFunc(b.Listed, func(l bodyListing) bool { return l.Until == 0 })
}
