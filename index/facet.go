package index

import (
	"cmp"
	"errors"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/pierce-er/pierce/engine"
)

// Facet counts, for one property, how many of what was found have each value.
type Facet struct {
	Field  string  `json:"field"`  // country, kind, status, list, dataset, date; of shipments country, dataset, date, hs
	Values []Count `json:"values"` // the commonest first, equals by value; dates by value
}

// Count is a value of a facet and how many have it. What has several values
// counts for each.
type Count struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// maxValues is how many values of a facet are given: the lists that there are,
// and the countries that anyone reads down to.
const maxValues = 50

var entityFacets = []field{fieldKind, fieldCountry, fieldList, fieldStatus, fieldDataset, fieldDate}

var shipmentFacets = []field{fieldCountry, fieldDataset, fieldDate, fieldHS}

// tally adds up what a search found, beside the hits that it shows: a set for
// each part of the index; nil where nobody asks.
type tally []*roaring.Bitmap

// newTally is an empty one.
func newTally(parts int) tally {
	out := make(tally, parts)
	for i := range out {
		out[i] = roaring.New()
	}
	return out
}

// addSets takes in what a tier found.
func (t tally) addSets(sets []*roaring.Bitmap) {
	for i := range t {
		if sets[i] != nil {
			t[i].Or(sets[i])
		}
	}
}

// facets counts the values of what was found. Cost: an intersection of sets for
// each value that the index knows, some 2 ms at a million documents.
func (s *search) facets() ([]Facet, error) {
	fields := entityFacets
	if s.q.Shipments {
		fields = shipmentFacets
	}
	var out []Facet
	for _, f := range fields {
		values, err := s.values(f)
		if err != nil {
			return nil, &engine.Error{Op: "index.Search", Err: err}
		}
		if len(values) > 0 {
			out = append(out, Facet{Field: fieldTable[f].name, Values: values})
		}
	}
	return out, nil
}

// facetLength is the length of the terms that a facet counts, where a field
// holds finer ones too: years, and chapters of the Harmonized System.
func facetLength(f field) int {
	switch f {
	case fieldDate:
		return 4
	case fieldHS:
		return 2
	}
	return 0
}

// values counts one field.
func (s *search) values(f field) ([]Count, error) {
	d, err := s.look.snap.FieldDict(fieldTable[f].name)
	if err != nil {
		return nil, err
	}
	var out []Count
	want := facetLength(f)
	for {
		e, err := d.Next()
		if err != nil {
			return nil, errors.Join(err, d.Close())
		}
		if e == nil {
			break
		}
		if want > 0 && len(e.Term) != want {
			continue
		}
		var n uint64
		for i, p := range s.look.parts {
			set, err := p.holders(spot{f, e.Term})
			if err != nil {
				return nil, errors.Join(err, d.Close())
			}
			if set != nil {
				n += s.tally[i].AndCardinality(set)
			}
		}
		if n > 0 {
			out = append(out, Count{e.Term, int(n)})
		}
	}
	slices.SortFunc(out, func(a, b Count) int {
		if f == fieldDate {
			return cmp.Compare(b.Value, a.Value)
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return out[:min(len(out), maxValues)], d.Close()
}
