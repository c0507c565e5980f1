package query

import (
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/resolve"
)

// Apart is what keeps two entities from being one: two of their parties that
// can not be one, or that a person judged different.
type Apart struct {
	Pair   engine.Pair `json:"pair"`
	Why    string      `json:"why"`              // what forbids it, or the judgement's reason
	Judged string      `json:"judged,omitempty"` // the judgement's id
}

// Bounds of a search for what keeps two entities apart. An entity of a hundred
// parties is rare, and the first few reasons are as good as all.
const (
	maxApartPairs = 2_000
	maxApart      = 5
)

// Apart finds what keeps the entities of two parties apart: judgements
// "different" first, then pairs of parties of which something that both know
// differs and may not. At most five, from the first 2,000 pairs; none where
// nothing forbids that they be one. Cost: one scoring a pair.
func (q *Query) Apart(x, y engine.EntityID) ([]Apart, error) {
	var of [2]*engine.Entity
	for i, id := range [2]engine.EntityID{x, y} {
		var err error
		if of[i], err = q.st.Entity(id); err != nil {
			return nil, err
		}
	}
	if of[0].ID == of[1].ID {
		return nil, nil
	}
	side := map[engine.PartyID]int{}
	for i, e := range of {
		for _, p := range e.Parties {
			side[p] = i + 1
		}
	}
	var out []Apart
	err := q.st.Judgements(func(j engine.Judgement) error {
		if j.Active() && !j.Same && side[j.A]+side[j.B] == 3 {
			out = append(out, Apart{Pair: engine.NewPair(j.A, j.B), Why: j.Why, Judged: j.ID})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	n := 0
	for _, a := range of[0].Parties {
		for _, b := range of[1].Parties {
			if n++; n > maxApartPairs || len(out) >= maxApart {
				return out, nil
			}
			m, err := resolve.Explain(q.st, a, b)
			if err != nil {
				return nil, err
			}
			if m.Forbidden != "" {
				out = append(out, Apart{Pair: m.Pair, Why: m.Forbidden})
			}
		}
	}
	return out, nil
}
