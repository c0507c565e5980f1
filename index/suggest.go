package index

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// Suggestion is an entity whose name a reader may be typing.
type Suggestion struct {
	Text    string          `json:"text"`   // the name or number that goes on as typed, as published
	Pieces  []Piece         `json:"pieces"` // of Text
	Entity  engine.EntityID `json:"entity"`
	Name    string          `json:"name"` // of the entity
	Kind    engine.Kind     `json:"kind,omitempty"`
	Country string          `json:"country,omitempty"`
	Listed  bool            `json:"listed,omitempty"` // on some list, as far as its sources say
}

// Bounds of suggestions.
const (
	defaultSuggestions = 8
	maxSuggestions     = 50
	// suggested is how many documents of each rank are looked at: enough for the
	// shortest names among them to be worth showing.
	suggested = 40
	// minTypedNumber is the length from which a word with digits is taken for
	// the beginning of an identifier.
	minTypedNumber = 5
)

// Suggest gives entities whose names, or identifiers, go on as the text begins:
// its last word may be half typed. Names that begin so come before those that
// hold it further on, listed parties before others, short names before long;
// equals by id. Where nothing goes on so, what Search finds is given, so that a
// slip does not end the typing. limit is at most 50; 0 is 8. Any text is valid;
// a single letter of a script with few letters suggests nothing.
//
// Errors: those of ctx.
func (x *Index) Suggest(ctx context.Context, text string, limit int) ([]Suggestion, error) {
	if limit <= 0 {
		limit = defaultSuggestions
	}
	limit = min(limit, maxSuggestions)
	out, err := x.suggest(ctx, text, limit)
	if err != nil || len(out) > 0 || letters(strings.TrimSpace(text)) < minNear {
		return out, err
	}
	hits, err := x.Search(ctx, Query{Text: text, Limit: limit})
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		s := Suggestion{Text: h.Name, Entity: h.Entity, Name: h.Name, Kind: h.Kind, Country: h.Country, Listed: h.Listed}
		if h.Matched != "" {
			s.Text = h.Matched
		}
		s.Pieces = Mark(text, s.Text)
		out = append(out, s)
	}
	return out, nil
}

// typing is a text that is not yet at its end.
type typing struct {
	r     *reading
	words []string // whole words
	last  string   // the word that may be half typed; "" where the text ends in CJK or a space
	start string   // how a name begins that begins so, see startTerms
	runs  []string // pairs of CJK characters
}

func newTyping(text string) *typing {
	r := read(text, "")
	t := &typing{r: r, words: r.words, runs: r.pairs}
	tidied := tidy(text)
	if n := len(t.words); n > 0 && strings.HasSuffix(r.folded, t.words[n-1]) && !endsWord(text) {
		t.last, t.words = t.words[n-1], t.words[:n-1]
	}
	if tidied != "" {
		words, runs := split(norm.Fold(tidied))
		if starts := startsOf(r.folded, words, runs); len(starts) > 0 {
			t.start = starts[len(starts)-1]
		}
	}
	return t
}

// endsWord reports whether the last word of a text is whole: a space follows.
func endsWord(text string) bool {
	for _, c := range text[max(0, len(text)-1):] {
		return unicode.IsSpace(c)
	}
	return false
}

// startTerms are the terms by which a name is found from its beginning: of the
// first word two to four letters, of CJK text one or two characters, in the
// script as published and in Latin letters.
func startTerms(n *norm.Name, words []string, runs [][]rune) []string {
	out := startsOf(n.Folded, words, runs)
	if n.Script != "Latn" {
		if latin, _ := split(n.Latin); len(latin) > 0 {
			out = append(out, prefixes(latin[0])...)
		}
	}
	return out
}

func startsOf(folded string, words []string, runs [][]rune) []string {
	if len(runs) > 0 && (len(words) == 0 || strings.HasPrefix(folded, string(runs[0]))) {
		if len(runs[0]) == 1 {
			return []string{string(runs[0])}
		}
		return []string{string(runs[0][:1]), string(runs[0][:2])}
	}
	if len(words) > 0 {
		return prefixes(words[0])
	}
	return nil
}

// asks are the questions of a text: all words, the last as a beginning; and the
// same within names that begin so.
func (t *typing) asks() (within, starts *ask) {
	var all []*ask
	for _, w := range t.words {
		all = append(all, term(fieldWord, w))
	}
	if letters(t.last) >= minPrefix {
		all = append(all, (&asker{r: t.r, count: func(field, string) uint64 { return 0 }}).beginning(t.last))
	} else if t.last != "" && len(t.words)+len(t.runs) == 0 {
		return nil, nil
	}
	if len(t.runs) == 1 && letters(t.runs[0]) == 1 && len(all) == 0 {
		return nil, term(fieldStart, t.runs[0]) // one character stands for its pairs nowhere else
	}
	for _, p := range t.runs {
		all = append(all, term(fieldPair, p))
	}
	within = allOf(all)
	if within != nil && t.start != "" {
		starts = allOf([]*ask{term(fieldStart, t.start), within})
	}
	return within, starts
}

// suggest looks for names that go on as the text begins.
func (x *Index) suggest(ctx context.Context, text string, limit int) ([]Suggestion, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.b == nil {
		return nil, errClosed("index.Suggest")
	}
	t := newTyping(text)
	within, starts := t.asks()
	var number *ask
	if c := compact(tidy(text)); hasDigit(c) && len(c) >= minTypedNumber && len(c) <= maxTerm {
		number = &ask{op: opBegins, field: fieldID, text: c}
	}
	if within == nil && starts == nil && number == nil {
		return nil, nil
	}
	l, err := x.newLook(ctx)
	if err != nil {
		return nil, err
	}
	out, err := t.among(l, limit, within, starts, number)
	return out, errors.Join(err, l.close())
}

// among loads the likeliest documents and ranks them.
func (t *typing) among(l *look, limit int, within, starts, number *ask) ([]Suggestion, error) {
	entity, listed := term(fieldType, typeEntity), term(fieldStatus, string(Listed))
	var all []offer
	taken := map[docAt]bool{}
	for _, step := range []struct{ ask, filter *ask }{{number, entity}, {starts, listed}, {starts, entity}, {within, listed}, {within, entity}} {
		if step.ask == nil || len(all) >= 2*suggested && step.filter == entity {
			continue
		}
		sets, err := l.sets(step.ask, step.filter)
		if err != nil {
			return nil, err
		}
		docs, err := l.pick(without(sets, setsOf(taken, len(sets))), suggested, len(t.words)+len(t.runs)+1)
		if err != nil {
			return nil, err
		}
		for _, d := range docs {
			taken[d] = true
			id, b, err := l.load(d)
			if err != nil {
				return nil, err
			}
			all = append(all, t.offer(id, b, step.ask == number))
		}
	}
	slices.SortFunc(all, func(a, b offer) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.length, b.length), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Entity, b.Entity))
	})
	out := make([]Suggestion, min(len(all), limit))
	for i := range out {
		out[i] = all[i].Suggestion
		out[i].Pieces = t.r.mark(out[i].Text, true)
	}
	return out, nil
}

// setsOf are documents as sets.
func setsOf(docs map[docAt]bool, parts int) []*roaring.Bitmap {
	out := make([]*roaring.Bitmap, parts)
	for i := range out {
		out[i] = roaring.New()
	}
	for d := range docs {
		out[d.part].Add(d.doc)
	}
	return out
}

// offer is a suggestion with its rank.
type offer struct {
	Suggestion
	rank   int // the less the better
	length int
}

// The ranks of a name. A listed party gains one rank: who is typing asks more
// often after those, and to overlook one costs most.
const (
	rankWhole  = 0 // the text is all of it
	rankStart  = 2 // the name begins with the text
	rankWords  = 4 // its words are in the name
	rankNumber = 6
	rankElse   = 8
)

// offer finds the name of a document that goes on best.
func (t *typing) offer(id string, b *body, number bool) offer {
	out := offer{Suggestion: Suggestion{Entity: engine.EntityID(id), Name: b.Name, Text: b.Name, Kind: b.Kind, Country: b.Country}, rank: rankElse}
	out.Listed = b.listed()
	for i := range b.Names {
		n := &b.Names[i]
		if r := t.rank(n); r < out.rank || r == out.rank && letters(n.Text) < out.length {
			out.rank, out.Text, out.length = r, n.Text, letters(n.Text)
		}
	}
	if number && out.rank == rankElse {
		typed := compact(t.r.typed)
		for _, n := range b.Numbers {
			if strings.HasPrefix(compact(n.Value), typed) {
				out.rank, out.Text, out.length = rankNumber, n.Value, letters(n.Value)
				break
			}
		}
	}
	if out.length == 0 {
		out.length = letters(out.Text)
	}
	if !out.Listed {
		out.rank++
	}
	return out
}

// rank tells how a name goes on from the text, in its script or in Latin
// letters.
func (t *typing) rank(n *bodyName) int {
	typed := t.r.folded
	for _, view := range []string{n.Folded, n.Latin} {
		switch {
		case view == "":
		case view == typed:
			return rankWhole
		case strings.HasPrefix(view, typed), strings.HasPrefix(strings.ReplaceAll(view, " ", ""), strings.ReplaceAll(typed, " ", "")):
			return rankStart
		}
	}
	if t.last == "" && len(t.words) == 0 {
		if strings.Contains(n.Folded, typed) {
			return rankWords
		}
		return rankElse
	}
	have := append(append(strings.Fields(n.Folded), strings.Fields(n.Latin)...), strings.Fields(n.Tokens)...)
	for _, w := range t.words {
		if !slices.Contains(have, w) {
			return rankElse
		}
	}
	if t.last != "" && !slices.ContainsFunc(have, func(w string) bool { return strings.HasPrefix(w, t.last) }) {
		return rankElse
	}
	return rankWords
}
