package index

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// subject is all that an entity's document is made from.
type subject struct {
	entity   *engine.Entity
	parties  []*engine.Party
	listings []engine.Listing // as they stand, with the ends that the store knows
}

// entityDocument makes the document of an entity. Parties of one cluster say
// the same names over and over; each is prepared once.
func entityDocument(s *subject) (*document, error) {
	d := &document{id: string(s.entity.ID)}
	b := &body{Name: s.entity.Name, Kind: s.entity.Kind, Country: s.entity.Country}
	d.add(fieldType, typeEntity)
	d.add(fieldKind, string(s.entity.Kind))
	d.add(fieldCountry, s.entity.Country)
	seen := map[string]bool{}
	for _, p := range s.parties {
		d.add(fieldDataset, p.ID.Dataset())
		d.addNames(b, p, seen)
		d.addContacts(b, p, seen)
		d.addPlaces(p, seen)
		d.addShared(p)
		for _, born := range p.Born {
			d.add(fieldDate, dateTerms(born)...)
		}
	}
	for _, v := range s.statuses() {
		d.add(fieldStatus, string(v))
	}
	for _, l := range s.listings {
		d.add(fieldList, string(l.List))
		d.addNumber(b, seen, string(l.List), l.Number)
		b.Listed = append(b.Listed, bodyListing{List: l.List, From: l.From, Until: l.Until})
	}
	slices.SortFunc(b.Listed, func(x, y bodyListing) int {
		return cmp.Or(cmp.Compare(x.List, y.List), cmp.Compare(x.From, y.From), cmp.Compare(x.Until, y.Until))
	})
	b.Listed = slices.Compact(b.Listed)
	var err error
	d.body, err = b.encode()
	return d, err
}

// addNames adds every name of a party in every view and in every reading of
// its script. seen keeps what other
// parties of the document brought already.
func (d *document) addNames(b *body, p *engine.Party, seen map[string]bool) {
	for i := range p.Names {
		text := p.Names[i].Text
		key := "name\x00" + text
		if text == "" || seen[key] {
			continue
		}
		seen[key] = true
		n := norm.NameOf(p.Kind, text)
		n.Kind = p.Names[i].Kind
		if len(n.Tokens) == 0 || seen["folded\x00"+n.Folded] {
			continue
		}
		seen["folded\x00"+n.Folded] = true
		d.addName(&n)
		b.addName(&n)
		if p.Kind != engine.Person {
			d.addAcronyms(&n)
		}
		for _, r := range norm.Readings(p.Kind, text, norm.Country(p.Country)) {
			r.Kind = n.Kind
			d.addName(&r)
			b.addName(&r)
		}
	}
}

// addName keeps a name, or another reading of the one before, to be compared.
func (b *body) addName(n *norm.Name) {
	if len(b.Names) < maxNames {
		b.Names = append(b.Names, newBodyName(n))
	}
}

// addName adds the views of one name: its own words, the words read out in
// Latin letters, norm's tokens (in which 科技 and "technologies" are one), the
// pairs of CJK text and their readings (whoever types "zhongduan" means two
// characters somewhere in a name), the skeletons, and the whole name.
func (d *document) addName(n *norm.Name) {
	words, runs := split(n.Folded)
	d.add(fieldStart, startTerms(n, words, runs)...)
	d.add(fieldLength, lengthTerm(len(words)+len(runs)))
	if n.Script != "Latn" {
		d.add(fieldFull, hashed(n.Latin))
		if len(runs) == 0 { // CJK text is read out as one long word that no one types
			latin, _ := split(n.Latin)
			words = append(words, latin...)
		}
	}
	for _, t := range n.Tokens {
		words = append(words, strings.Fields(t.Text)...)
	}
	for _, run := range runs {
		for _, p := range pairs(run) {
			d.add(fieldPair, p)
			d.add(fieldPrefix, norm.Latin(p)) // no word of its own: typing errors are not looked for in it
		}
	}
	for _, w := range words {
		d.add(fieldWord, w)
		d.add(fieldPrefix, prefixes(w)...)
	}
	d.add(fieldSkeleton, strings.Fields(n.Skeleton)...)
	d.add(fieldFull, hashed(n.Folded))
	if n.Core != "" {
		d.add(fieldFull, hashed(n.Core))
	}
}

// addAcronyms adds the first letters of a name in a script that parts words.
func (d *document) addAcronyms(n *norm.Name) {
	if words := writtenWords(n); len(words) >= minAcronym {
		for _, a := range acronyms(asWritten(lays(tokensOf(n, maxAcronym+4), words))) {
			d.add(fieldFull, acronymTerm(a))
		}
	}
}

// addNumber adds an identifier under which the document is found, and tells
// the body about it.
func (d *document) addNumber(b *body, seen map[string]bool, scheme, value string) {
	terms := numberTerms(value)
	if len(terms) == 0 || seen["number\x00"+terms[0]] {
		return
	}
	seen["number\x00"+terms[0]] = true
	d.add(fieldID, terms...)
	if len(b.Numbers) < maxNumbers {
		b.Numbers = append(b.Numbers, bodyNumber{Scheme: scheme, Value: value})
	}
}

// addContacts adds identifiers, canonical and as published, and what else
// reaches one party and few others: phones, e-mail addresses, websites.
func (d *document) addContacts(b *body, p *engine.Party, seen map[string]bool) {
	for _, id := range p.Identifiers {
		canonical := norm.Identifier(id)
		d.addNumber(b, seen, canonical.Scheme, id.Value)
		if canonical.Value != "" {
			d.add(fieldID, numberTerms(canonical.Value)...)
		}
	}
	for _, v := range p.Phones {
		d.addNumber(b, seen, "phone", v)
	}
	for _, v := range p.Emails {
		d.addNumber(b, seen, "email", v)
	}
	for _, v := range p.Websites {
		d.addNumber(b, seen, "website", v)
	}
	d.add(fieldID, compact(p.ID.Dataset()+string(p.ID.Record().Key())), compact(p.ID.Record().Key()))
}

// addPlaces adds addresses and the countries of a party.
func (d *document) addPlaces(p *engine.Party, seen map[string]bool) {
	d.add(fieldCountry, norm.Country(p.Country))
	for _, c := range p.Nations {
		d.add(fieldCountry, norm.Country(c))
	}
	for i := range p.Addresses {
		line := p.Addresses[i].Line()
		if line == "" || seen["address\x00"+line] {
			continue
		}
		seen["address\x00"+line] = true
		a := norm.PrepareAddress(&p.Addresses[i])
		d.addAddress(&a, line)
	}
}

// addAddress adds the words of an address, as published and as norm reads it.
func (d *document) addAddress(a *norm.Address, line string) {
	words, runs := split(norm.Fold(line))
	for _, w := range slices.Concat(words, a.Tokens) {
		d.add(fieldAddress, strings.Fields(w)...)
	}
	for _, run := range runs {
		d.add(fieldAddress, pairs(run)...)
	}
	d.add(fieldCountry, a.Country)
}
