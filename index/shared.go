package index

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// Pivot is something that two parties may share, by which a reader goes from
// one to the others.
type Pivot string

// The pivots that the index knows. Who shares an officer is told by the store.
const (
	SameAddress Pivot = "address" // the same door, or the same building where no door is told
	SamePhone   Pivot = "phone"
	SameEmail   Pivot = "email"
	SameDomain  Pivot = "domain" // of a website or an e-mail address, but not of a host that serves everyone
)

// Pivots are all of them, in the order of their declaration.
func Pivots() []Pivot { return []Pivot{SameAddress, SamePhone, SameEmail, SameDomain} }

// Shared is a value that a party has and others may have too.
type Shared struct {
	Pivot Pivot  `json:"by"`
	Value string `json:"value"` // as published
	Whole bool   `json:"-"`     // of an address: the building is meant, since no door is told
	term  string
}

// SharedOf are the values of a party that others may have too, each once:
// addresses that name a building or are written out the same, phones as they
// are dialled within a country, e-mail addresses, and domains.
func SharedOf(p *engine.Party) []Shared {
	var out []Shared
	seen := map[string]bool{}
	put := func(v Shared) {
		if v.term != "" && !seen[v.term] {
			seen[v.term] = true
			out = append(out, v)
		}
	}
	for i := range p.Addresses {
		a := norm.PrepareAddress(&p.Addresses[i])
		put(sharedAddress(&a))
	}
	for _, v := range p.Phones {
		put(sharedValue(SamePhone, v, norm.Phone(v)))
	}
	for _, v := range p.Emails {
		put(sharedValue(SameEmail, v, norm.Email(v)))
		if _, host, ok := strings.Cut(norm.Email(v), "@"); ok {
			put(sharedValue(SameDomain, host, norm.Domain(host)))
		}
	}
	for _, v := range p.Websites {
		put(sharedValue(SameDomain, v, norm.Domain(v)))
	}
	return out
}

func sharedValue(by Pivot, value, canonical string) Shared {
	if canonical == "" {
		return Shared{}
	}
	return Shared{Pivot: by, Value: value, term: string(by[0]) + hashed(canonical)}
}

// contactOf is what a text as a whole may be: a phone number, an e-mail
// address, or a website. Any of them finds who has it, however it is spelt.
func contactOf(text string) []Shared {
	var out []Shared
	for _, v := range []Shared{sharedValue(SamePhone, text, norm.Phone(text)), sharedValue(SameEmail, text, norm.Email(text)), sharedValue(SameDomain, text, norm.Domain(text))} {
		if v.term == "" || v.Pivot == SamePhone && strings.ContainsFunc(text, unicode.IsLetter) {
			continue
		}
		out = append(out, v)
	}
	return out
}

// meant tells which of the values, as published, has the same meaning.
func (v *Shared) meant(value string) bool {
	switch v.Pivot {
	case SamePhone:
		return sharedValue(SamePhone, value, norm.Phone(value)).term == v.term
	case SameEmail:
		return sharedValue(SameEmail, value, norm.Email(value)).term == v.term
	case SameDomain:
		_, host, _ := strings.Cut(norm.Email(value), "@")
		return slices.ContainsFunc([]string{host, value}, func(d string) bool { return sharedValue(SameDomain, d, norm.Domain(d)).term == v.term })
	}
	return false
}

// minSharedWords is how many words an address has at least that is known by
// its words alone: a town or a country is no address.
const minSharedWords = 4

// sharedAddress is the door of an address; its building where no door is told;
// or all its words where neither is, with a number among them.
func sharedAddress(a *norm.Address) Shared {
	out := Shared{Pivot: SameAddress, Value: a.Text}
	switch {
	case a.UnitKey != "":
		out.term = "a" + hashed(a.UnitKey)
	case a.BuildingKey != "":
		out.term, out.Whole = "b"+hashed(a.BuildingKey), true
	case len(a.Tokens) >= minSharedWords && hasDigit(strings.Join(a.Tokens, "")):
		out.term = "w" + hashed(strings.Join(a.Tokens, " "))
	}
	return out
}

// addShared adds what others may share with a party. A door is also found
// where only its building is asked for.
func (d *document) addShared(p *engine.Party) {
	for _, v := range SharedOf(p) {
		d.add(fieldShared, v.term)
	}
	for i := range p.Addresses {
		if a := norm.PrepareAddress(&p.Addresses[i]); a.BuildingKey != "" {
			d.add(fieldShared, "b"+hashed(a.BuildingKey))
		}
	}
}

// Sharing finds the entities that have a value, those with short names first
// where there are more than limit, at most MaxLimit; total is how many there
// are. Cost: some 20 µs an entity that is given.
//
// Errors: those of ctx.
func (x *Index) Sharing(ctx context.Context, v Shared, limit int) (hits []Hit, total int, err error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.b == nil {
		return nil, 0, errClosed("index.Sharing")
	}
	l, err := x.newLook(ctx)
	if err != nil {
		return nil, 0, err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	sets, err := l.sets(term(fieldShared, v.term), term(fieldType, typeEntity))
	if err != nil {
		return nil, 0, err
	}
	docs, err := l.pick(sets, min(max(limit, 1), MaxLimit), 1)
	if err != nil {
		return nil, 0, err
	}
	for _, d := range docs {
		id, b, err := l.load(d)
		if err != nil {
			return nil, 0, err
		}
		hits = append(hits, Hit{Entity: engine.EntityID(id), Name: b.Name, Kind: b.Kind, Country: b.Country, Listed: b.listed(), By: sharedReason(v.Pivot), Score: 1, Why: "same " + string(v.Pivot)})
	}
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Entity, b.Entity)) })
	for i := range hits {
		hits[i].Rank = i + 1
	}
	return hits, int(size(sets)), nil
}

func sharedReason(p Pivot) Reason {
	if p == SameAddress {
		return ByAddress
	}
	return ByNumber
}

// Key tells values apart that others would be found by: two spellings of one
// door have the same.
func (v Shared) Key() Shared { return Shared{Pivot: v.Pivot, term: v.term} }
