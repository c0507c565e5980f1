package query

import (
	"cmp"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/store"
)

// Bond is one match that holds an entity together, with its evidence.
type Bond struct {
	engine.Match
	Judged string `json:"judged,omitempty"` // the judgement that outranks the score
}

// Holding is what keeps the parties of one entity together: the strongest
// matches that connect all of them, weakest last.
type Holding struct {
	Entity  engine.EntityID `json:"entity"`
	Name    string          `json:"name"`
	Bonds   []Bond          `json:"bonds"`
	Weakest *Bond           `json:"weakest,omitempty"`
}

// Explain scores a pair and says which judgements stand on it.
func (q *Query) Explain(a, b engine.PartyID) (Bond, error) {
	m, err := resolve.Explain(q.st, a, b)
	if err != nil {
		return Bond{}, err
	}
	judged, err := q.judged()
	if err != nil {
		return Bond{}, err
	}
	return Bond{Match: m, Judged: judged[m.Pair]}, nil
}

// judged maps each pair to the judgement that stands on it.
func (q *Query) judged() (map[engine.Pair]string, error) {
	out := make(map[engine.Pair]string)
	err := q.st.Judgements(func(j engine.Judgement) error {
		if j.Active() {
			out[engine.NewPair(j.A, j.B)] = j.ID
		}
		return nil
	})
	return out, err
}

// Chain is the way from one party of an entity to another over its bonds: how
// two parties that were never compared are one all the same.
func (h *Holding) Chain(a, b engine.PartyID) []Bond {
	next := make(map[engine.PartyID][]int)
	for i := range h.Bonds {
		p := h.Bonds[i].Pair
		next[p.A] = append(next[p.A], i)
		next[p.B] = append(next[p.B], i)
	}
	came := map[engine.PartyID]int{a: -1}
	queue := []engine.PartyID{a}
	for len(queue) > 0 && came[b] == 0 {
		at := queue[0]
		queue = queue[1:]
		for _, i := range next[at] {
			to := other(h.Bonds[i].Pair, at)
			if _, seen := came[to]; !seen {
				came[to] = i + 1
				queue = append(queue, to)
			}
		}
	}
	var out []Bond
	for at := b; at != a; {
		i, ok := came[at]
		if !ok || i <= 0 {
			return nil
		}
		out = append(out, h.Bonds[i-1])
		at = other(h.Bonds[i-1].Pair, at)
	}
	slices.Reverse(out)
	return out
}

func other(p engine.Pair, than engine.PartyID) engine.PartyID {
	if p.A == than {
		return p.B
	}
	return p.A
}

// Holding finds the strongest matches that connect the parties of an entity: a
// maximum spanning tree over the stored matches and the judgements. Cost: one
// read a party, and one scoring a bond.
func (q *Query) Holding(id engine.EntityID) (*Holding, error) {
	e, err := q.st.Entity(id)
	if err != nil {
		return nil, err
	}
	edges, err := q.edges(e)
	if err != nil {
		return nil, err
	}
	judged, err := q.judged()
	if err != nil {
		return nil, err
	}
	h := &Holding{Entity: e.ID, Name: e.Name}
	root := make(map[engine.PartyID]engine.PartyID)
	find := func(p engine.PartyID) engine.PartyID {
		for root[p] != "" {
			p = root[p]
		}
		return p
	}
	for _, m := range edges {
		a, b := find(m.Pair.A), find(m.Pair.B)
		if a == b {
			continue
		}
		root[a] = b
		full, err := resolve.Explain(q.st, m.Pair.A, m.Pair.B)
		if err != nil {
			return nil, err
		}
		h.Bonds = append(h.Bonds, Bond{Match: full, Judged: judged[full.Pair]})
	}
	for i := range h.Bonds {
		if b := &h.Bonds[i]; b.Judged == "" && (h.Weakest == nil || b.Weight < h.Weakest.Weight) {
			h.Weakest = b
		}
	}
	return h, nil
}

// edges are the matches and positive judgements inside an entity, judgements
// first, then by falling weight.
func (q *Query) edges(e *engine.Entity) ([]store.StoredMatch, error) {
	inside := make(map[engine.PartyID]bool, len(e.Parties))
	for _, p := range e.Parties {
		inside[p] = true
	}
	var judged, scored []store.StoredMatch
	err := q.st.Judgements(func(j engine.Judgement) error {
		if j.Active() && j.Same && inside[j.A] && inside[j.B] {
			judged = append(judged, store.StoredMatch{Pair: engine.NewPair(j.A, j.B)})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, p := range e.Parties {
		ms, err := q.st.Matches(p)
		if err != nil {
			return nil, err
		}
		for _, m := range ms {
			if m.Pair.A == p && inside[m.Pair.B] {
				scored = append(scored, m)
			}
		}
	}
	slices.SortFunc(scored, func(a, b store.StoredMatch) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Pair.A, b.Pair.A), cmp.Compare(a.Pair.B, b.Pair.B))
	})
	return append(judged, scored...), nil
}
