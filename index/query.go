package index

import (
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// Query asks for entities, or for shipments. Every filter that is set must
// hold.
type Query struct {
	Text      string        // as typed, in any script; may be empty where a filter is set
	Kind      engine.Kind   // "" = any
	Country   string        // ISO 3166-1 alpha-2, or a name that norm.Country knows; "" = any
	List      engine.ListID // on this list on the day AsOf; "" = any
	Dataset   string        // a member record is from this dataset; "" = any
	AsOf      engine.Date   // the day for List; 0 = still listed as far as the source says
	Status    Status        // how the entity stands to lists and to life; "" = any
	From      engine.Date   // born or founded, or shipped, on this day or after; 0 = any
	Until     engine.Date   // … before this day; 0 = any
	Limit     int           // most hits, 1 to MaxLimit; 0 = 10
	Offset    int           // hits to leave out before the first; with Limit at most MaxLimit
	Facets    bool          // count what was found by its properties, see Find
	Shipments bool          // shipments instead of entities; Kind, List and Status must be empty
	Shipment  ShipmentFilter
}

// MaxLimit is the most hits that one search gives, or looks behind.
const MaxLimit = 1000

const defaultLimit = 10

func (q *Query) check() error {
	q.Text = strings.TrimSpace(q.Text)
	bad := func(why string) error {
		return &engine.Error{Op: "index.Search", Code: engine.Invalid, Err: errors.New(why)}
	}
	switch {
	case q.Limit < 0 || q.Limit > MaxLimit:
		return bad("want a limit from 1 to 1000, or 0 for 10")
	case q.Offset < 0 || q.Offset+q.Limit > MaxLimit:
		return bad("want no more than the first 1000 hits: narrow the search by a filter")
	case q.AsOf != 0 && (!q.AsOf.Valid() || !q.AsOf.Exact()):
		return bad("want a whole day to ask as of")
	case q.Text == "" && q.Kind == "" && q.Country == "" && q.List == "" && q.Dataset == "" && q.Status == "" && q.From == 0 && q.Until == 0 && q.Shipment.empty():
		return bad("got neither text nor filter")
	}
	if err := q.checkFilters(); err != nil {
		return err
	}
	if q.Limit == 0 {
		q.Limit = defaultLimit
	}
	return nil
}

// Bounds of what is read of a text, so that its cost is bounded too. The
// longest honest query is an address of some 150 letters.
const (
	maxBytes = 4096 // looked at
	maxRunes = 256  // kept
	maxWords = 12   // asked for
	maxPairs = 24   // pairs of CJK characters asked for
)

// reading is a query's text in all its views.
type reading struct {
	typed   string
	folded  string
	script  string
	views   []view
	words   []string // its own words
	latin   []string // its words in Latin letters, where it is in another script that parts them
	runs    [][]rune // its CJK text
	pairs   []string // of runs
	numbers []string // what may be an identifier
	contact []Shared // the phone, e-mail address or domain that the text may be
	address []string // its words as those of an address
}

// view is a text read as one kind of name: a person's has given names and
// titles, a company's a legal form and a trade.
type view struct {
	name    norm.Name
	person  bool
	only    bool // there is another view for the other kind
	tokens  []token
	written []token  // as they stand; nil where each token is one of them
	sounds  []string // skeletons of distinctive words
	sound   string   // all of them as one
	joined  string
}

// read takes a text apart. Nothing in it has a meaning of its own: quotes,
// operators and wildcards are punctuation.
func read(text, country string) *reading {
	text = tidy(text)
	company := norm.CompanyName(text)
	r := &reading{typed: text, folded: company.Folded, script: company.Script}
	r.views = append([]view{newView(company)}, readings(engine.Company, text, country)...)
	r.addPersons(append([]view{newView(norm.PersonName(text))}, readings(engine.Person, text, country)...))
	r.words, r.runs = split(r.folded)
	r.words = distinct(r.words, maxWords)
	if r.script != "Latn" && len(r.runs) == 0 {
		latin, _ := split(company.Latin)
		r.latin = distinct(latin, maxWords)
	}
	for _, run := range r.runs {
		r.pairs = append(r.pairs, pairs(run)...)
	}
	r.pairs = distinct(r.pairs, maxPairs)
	r.numbers = numbers(text)
	r.contact = contactOf(text)
	a := norm.PrepareAddress(&engine.Address{Text: text})
	r.address = distinct(a.Tokens, maxWords)
	return r
}

// readings are the further readings of a text as the name of a kind.
func readings(kind engine.Kind, text, country string) []view {
	var out []view
	for _, n := range norm.Readings(kind, text, country) {
		out = append(out, newView(n))
	}
	return out
}

// addPersons adds the views of the text as a person's name, unless they are
// those of a company's.
func (r *reading) addPersons(views []view) {
	if slices.EqualFunc(views, r.views, func(a, b view) bool { return slices.EqualFunc(a.tokens, b.tokens, token.equal) }) {
		return
	}
	for i := range r.views {
		r.views[i].only = true
	}
	for i := range views {
		views[i].person, views[i].only = true, true
	}
	r.views = append(r.views, views...)
}

func newView(n norm.Name) view {
	v := view{name: n, tokens: tokensOf(&n, maxWords)}
	if words := writtenWords(&n); len(words) > 0 {
		v.tokens, v.written = lays(v.tokens, words[:min(len(words), maxWords)])
	}
	for i := range v.tokens {
		v.tokens[i].read = n.Script == "Hani" || n.Script == "Hans" || n.Script == "Hant"
	}
	v.sounds = distinct(strings.Fields(n.Skeleton), maxWords)
	v.sound = strings.ReplaceAll(n.Skeleton, " ", "")
	for i := range v.tokens {
		v.joined += v.tokens[i].text
	}
	return v
}

// tokensOf are norm's tokens as words to be compared, at most n of them.
func tokensOf(name *norm.Name, n int) []token {
	var out []token
	for _, t := range name.Tokens {
		for w := range strings.FieldsSeq(t.Text) {
			if len(out) < n {
				out = append(out, newToken(w[:min(len(w), maxTerm)], t.Class, float64(t.Bits))) // ASCII
			}
		}
	}
	return out
}

// tidy cuts a text to size and drops what does not show: control characters
// and marks of direction.
func tidy(text string) string {
	if len(text) > maxBytes {
		text = text[:maxBytes]
	}
	var b strings.Builder
	n := 0
	for _, r := range strings.ToValidUTF8(text, " ") {
		if n >= maxRunes {
			break
		}
		switch {
		case unicode.Is(unicode.Cf, r):
			continue
		case unicode.IsControl(r):
			r = ' '
		}
		b.WriteRune(r)
		n++
	}
	return strings.TrimSpace(b.String())
}

// distinct keeps the first of equal words, and at most n.
func distinct(words []string, n int) []string {
	var out []string
	seen := map[string]bool{}
	for _, w := range words {
		if w != "" && len(w) <= maxTerm && !seen[w] && len(out) < n {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

// minNumber is the shortest word that is asked for as an identifier when it
// stands among others; alone, anything is.
const minNumber = 5

// numbers are the parts of a text that may be identifiers: the whole of it,
// since many are written in groups, and every word with a digit or of an
// e-mail or web address.
func numbers(text string) []string {
	out := numberTerms(text)
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' || r == ':' }) {
		if (hasDigit(w) || strings.ContainsAny(w, "@.")) && len(compact(w)) >= minNumber {
			out = append(out, numberTerms(w)...)
		}
	}
	return distinct(out, maxWords)
}
