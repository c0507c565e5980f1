package resolve

import (
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/engine/store"
)

// Explain scores any two parties, candidates or not, with all evidence, as a
// run would. The error is NotFound for a party that is not there.
func Explain(st *store.Store, a, b engine.PartyID) (engine.Match, error) {
	m, err := ModelOf(st)
	if err != nil {
		return engine.Match{}, &engine.Error{Op: "resolve.Explain", Err: err}
	}
	x, err := loadSubject(st, m, a)
	if err != nil {
		return engine.Match{}, &engine.Error{Op: "resolve.Explain", Err: err}
	}
	y, err := loadSubject(st, m, b)
	if err != nil {
		return engine.Match{}, &engine.Error{Op: "resolve.Explain", Err: err}
	}
	return m.MatchSides(x.side, y.side), nil
}

// loadSubject prepares a stored party with its texts.
func loadSubject(st *store.Store, m *score.Model, id engine.PartyID) (*subject, error) {
	p, _, err := st.Party(id)
	if err != nil {
		return nil, err
	}
	s := newSubject(m, p, true)
	return s, crowdFrom(st, s)
}

// crowdFrom tells a subject which of its values are crowded in the store.
func crowdFrom(st *store.Store, s *subject) error {
	var failed error
	s.crowd(func(k uint64) bool {
		p, err := st.Posting(k)
		if err != nil {
			failed = err
		}
		return shippedCaps.crowding(k, p.Count)
	})
	return failed
}
