package index

import (
	"context"
	"errors"
)

// Found is what a search found.
type Found struct {
	Hits   []Hit   `json:"hits"`
	Total  int     `json:"total"` // what holds all words of the text, or is like it, within the filters; the hits are some of it
	Facets []Facet `json:"facets,omitempty"`
}

// Find is Search with the number of what was found, and with facets where the
// query asks for them.
func (x *Index) Find(ctx context.Context, q Query) (*Found, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.b == nil {
		return nil, errClosed("index.Find")
	}
	s, err := x.newSearch(ctx, q)
	if err != nil {
		return nil, err
	}
	s.tally = newTally(len(s.look.parts))
	out := &Found{}
	if out.Hits, err = s.run(); err == nil {
		for _, t := range s.tally {
			out.Total += int(t.GetCardinality())
		}
		if q.Facets {
			out.Facets, err = s.facets()
		}
	}
	return out, errors.Join(err, s.look.close())
}
