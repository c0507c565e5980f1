package index

import (
	"cmp"
	"slices"

	"github.com/pierce-er/pierce/engine/norm"
)

// tier is one question to the index, and what a hit is worth on its strength
// alone, before names are compared.
type tier struct {
	name  tierName
	floor float64
	part  bool // only some of the words are asked for: the floor is for the best hit
	last  bool // asked only while nothing fits well
	// counts says that whatever the tier finds is a hit, shown or not: it holds
	// all words of the text.
	counts bool
	ask    func(*asker) *ask
}

type tierName string

// The tiers. Their order is that of tiersOf.
const (
	byNumber   tierName = "identifier"
	byWhole    tierName = "whole name"
	byWords    tierName = "all words"
	byBegin    tierName = "beginnings"
	byTypo     tierName = "misspelt"
	bySound    tierName = "skeleton"
	byAddress  tierName = "address"
	byAnything tierName = "name, place or date"
	bySome     tierName = "some words"
	bySomePart tierName = "part of an address"
	byFilter   tierName = "filter"
)

// The floors: what a document is worth that was found, but whose names do not
// show it. An address is less than any good name; some words of one are next
// to nothing. A hit below minScore is not shown: at that height one common
// word in a long name is all that two have in common.
// Every word in some name of the entity, though never in the same one, is
// worth less than a name that shows most of them.
const (
	floorAddress  = 0.7
	floorAnything = 0.65
	floorWords    = 0.5
	floorBegin    = 0.45
	floorPart     = 0.45
	minScore      = 0.2
	besideBest    = 0.5
)

var entityTiers = []tier{
	{name: byNumber, floor: 1, counts: true, ask: (*asker).number},
	{name: byWhole, floor: floorWords, counts: true, ask: (*asker).whole},
	{name: byWords, floor: floorWords, counts: true, ask: (*asker).allWords},
	{name: byWords, floor: floorWords, counts: true, ask: (*asker).allMeant},
	{name: byBegin, floor: floorBegin, ask: (*asker).beginnings},
	{name: bySome},
	{name: byAddress, floor: floorAddress, last: true, counts: true, ask: (*asker).atAddress},
	{name: byAnything, floor: floorAnything, last: true, counts: true, ask: (*asker).anything},
	{name: bySomePart, floor: floorPart, part: true, last: true, ask: (*asker).someAddress},
}

var shipmentTiers = []tier{
	{name: byNumber, floor: 1, counts: true, ask: (*asker).number},
	{name: byWhole, counts: true, ask: (*asker).whole},
	{name: byAnything, floor: 0.9, counts: true, ask: (*asker).anything},
	{name: byBegin, floor: 0.7, ask: (*asker).beginnings},
	{name: byTypo, floor: 0.7, ask: (*asker).misspelt},
	{name: bySound, ask: (*asker).sounds},
	{name: bySome, floor: floorPart, part: true, last: true, ask: (*asker).someWords},
}

// asker turns a reading into questions. A question that the reading has no
// words for is nil.
type asker struct {
	r         *reading
	shipments bool
	count     func(f field, term string) uint64 // documents that hold a term
}

// Budgets, in documents that hold a word.
const (
	// common is a word that is taken to be spelt as meant: looking for others
	// close to it would bring in more than it finds.
	common = 1000
	// budget is how many documents a question made of alternatives may add
	// up: at some 10 million a second, 2 ms.
	budget = 20_000
)

func (a *asker) number() *ask {
	of := terms(fieldID, a.r.numbers)
	for i := range a.r.contact {
		of = append(of, term(fieldShared, a.r.contact[i].term))
	}
	return anyOf(of)
}

// whole asks for the whole name in any view.
func (a *asker) whole() *ask {
	var names []string
	for i := range a.r.views {
		n := &a.r.views[i].name
		names = append(names, n.Folded, n.Latin, n.Core)
	}
	var qs []*ask
	for _, n := range distinctNames(names) {
		qs = append(qs, term(fieldFull, hashed(n)))
	}
	if short := asAcronym(asWritten(a.r.views[0].tokens, a.r.views[0].written)); short != "" && !a.shipments {
		qs = append(qs, term(fieldFull, acronymTerm(short)))
	}
	return anyOf(qs)
}

// distinctNames keeps the first of equal names.
func distinctNames(names []string) []string {
	var out []string
	for _, n := range names {
		if n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// meant are the norm tokens of a view that must be there: those that mean
// something, or all of them if none does.
func (v *view) meant() []string {
	var out []string
	for i := range v.tokens {
		if v.tokens[i].counts() {
			out = append(out, v.tokens[i].text)
		}
	}
	if len(out) == 0 {
		for i := range v.tokens {
			out = append(out, v.tokens[i].text)
		}
	}
	return distinct(out, maxWords)
}

// allWords asks for every word as it was typed.
func (a *asker) allWords() *ask {
	return allOf(append(terms(fieldWord, a.r.words), terms(fieldPair, a.r.pairs)...))
}

// allMeant asks for every word in the other views of the text: what norm takes
// it to mean, and how it reads in Latin letters.
func (a *asker) allMeant() *ask {
	qs := []*ask{allOf(terms(fieldWord, a.r.latin))}
	for i := range a.r.views {
		qs = append(qs, allOf(terms(fieldWord, a.r.views[i].meant())))
	}
	return anyOf(qs)
}

// beginnings asks for every word or a word that begins like it.
func (a *asker) beginnings() *ask {
	if len(a.r.words) == 0 {
		return nil
	}
	var qs []*ask
	for _, w := range a.r.words {
		qs = append(qs, a.beginning(w))
	}
	return allOf(append(qs, terms(fieldPair, a.r.pairs)...))
}

func (a *asker) beginning(w string) *ask {
	switch n := letters(w); {
	case n < minPrefix:
		return term(fieldWord, w)
	case n <= maxPrefix:
		return term(fieldPrefix, w)
	case a.count(fieldPrefix, string([]rune(w)[:maxPrefix])) > common: // too many words begin so
		return anyOf([]*ask{term(fieldPrefix, w), a.wordOrGoods(fieldWord, w)})
	}
	prefix := func(f field) *ask { return &ask{op: opBegins, field: f, text: w} }
	if a.shipments {
		return anyOf([]*ask{term(fieldPrefix, w), prefix(fieldWord), prefix(fieldGoods)})
	}
	return anyOf([]*ask{term(fieldPrefix, w), prefix(fieldWord)})
}

// misspelt asks for every word that means something, with typing errors in
// those that are long enough and not common.
func (a *asker) misspelt() *ask {
	var qs []*ask
	for _, w := range a.r.views[0].meant() {
		qs = append(qs, a.spelt(fieldWord, w))
	}
	return allOf(qs)
}

// spelt asks for a word with the typing errors that its length allows.
func (a *asker) spelt(f field, w string) *ask {
	errs := typos(letters(w))
	if errs == 0 || hasDigit(w) || a.count(f, w) > common {
		return a.wordOrGoods(f, w)
	}
	return a.fuzzy(f, w, errs)
}

// fuzzy asks for a word with at most errs typing errors.
func (a *asker) fuzzy(f field, w string, errs int) *ask {
	in := func(f field) *ask { return &ask{op: opNear, field: f, text: w, errs: errs} }
	if a.shipments && f == fieldWord {
		return anyOf([]*ask{in(fieldWord), in(fieldGoods)})
	}
	return in(f)
}

func (a *asker) wordOrGoods(f field, w string) *ask {
	if a.shipments && f == fieldWord {
		return anyOf([]*ask{term(fieldWord, w), term(fieldGoods, w)})
	}
	return term(f, w)
}

// sounds asks for every skeleton; long ones may differ in one consonant, since
// romanisations do.
func (a *asker) sounds() *ask {
	var qs []*ask
	for _, s := range a.r.views[0].sounds {
		qs = append(qs, term(fieldSkeleton, s))
	}
	return allOf(qs)
}

// atAddress asks for every word in an address. One word alone is a name or a
// place; both are found otherwise.
func (a *asker) atAddress() *ask {
	words := a.r.address
	if len(words)+len(a.r.pairs) < 2 {
		return nil
	}
	own := append(terms(fieldAddress, a.r.words), terms(fieldAddress, a.r.pairs)...)
	return anyOf([]*ask{allOf(own), allOf(terms(fieldAddress, words))})
}

// anything asks for every word, be it of a name, a place, a date, a number, or
// of goods.
func (a *asker) anything() *ask {
	words := slices.Concat(a.r.words, a.r.pairs)
	if len(words) < 2 && !a.shipments {
		return nil
	}
	var qs []*ask
	for _, w := range words {
		where := []*ask{term(fieldWord, w), term(fieldAddress, w), term(fieldPair, w)}
		if c := norm.Country(w); c != "" {
			where = append(where, term(fieldCountry, c))
		}
		if hasDigit(w) {
			where = append(where, term(fieldDate, w), term(fieldID, w))
		}
		if a.shipments {
			where = append(where, term(fieldGoods, w), term(fieldHS, w))
		}
		qs = append(qs, anyOf(where))
	}
	return allOf(qs)
}

// someWords asks for any of the rare words. Common words are left out, so that
// the answer comes at the price of the rare ones. A word that no document holds
// is taken to have one typing error; all that two would bring in by itself is
// noise.
func (a *asker) someWords() *ask {
	words := distinct(slices.Concat(a.r.views[0].meant(), a.r.words, a.r.latin), 2*maxWords)
	var qs []*ask
	for _, w := range a.rare(fieldWord, words) {
		if a.count(fieldWord, w) > 0 || typos(letters(w)) == 0 || hasDigit(w) {
			qs = append(qs, a.wordOrGoods(fieldWord, w))
		} else {
			qs = append(qs, a.fuzzy(fieldWord, w, 1))
		}
	}
	for _, p := range a.rare(fieldPair, a.r.pairs) {
		qs = append(qs, term(fieldPair, p))
	}
	for _, s := range a.r.views[0].sounds {
		if n := a.count(fieldSkeleton, s); n > 0 && n <= common {
			qs = append(qs, term(fieldSkeleton, s))
		}
	}
	return someOf(qs, 0)
}

// someAddress asks for the rare words of an address, all but a third of what
// they tell.
func (a *asker) someAddress() *ask {
	kept := a.rare(fieldAddress, slices.Concat(a.r.address, a.r.pairs))
	if len(kept) < 3 {
		return nil
	}
	return someOf(terms(fieldAddress, kept), 2.0/3)
}

// rare are the words of the fewest documents, as many as the budget bears. A
// word of none is kept: it may be misspelt.
func (a *asker) rare(f field, words []string) []string {
	type counted struct {
		word string
		n    uint64
	}
	var all []counted
	for _, w := range words {
		all = append(all, counted{w, a.count(f, w)})
	}
	slices.SortStableFunc(all, func(x, y counted) int { return cmp.Compare(x.n, y.n) })
	var out []string
	var sum uint64
	for _, c := range all {
		if sum += c.n; sum > budget {
			break
		}
		out = append(out, c.word)
	}
	return out
}
