package query

import (
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/resolve"
)

// Match finds the entities that a stranger's party might be, the likeliest
// first. Cost: some twenty reads of postings, and one of each party that
// shares a rare value with it.
func (q *Query) Match(p *engine.Party, limit int) ([]resolve.Candidate, error) {
	return q.finder.Find(norm.Prepare(p), limit)
}

// Meant finds the entities that a stranger's party is, or may be, as a screening
// finds those of a line: besides the entities of Match, the listed ones that it
// may be by a slip, or by their common short name. At most some ten, the
// likeliest first. Cost: that of Match, and the first time after a change a
// reading of every listed party, about a second for 30,000 of them.
func (q *Query) Meant(p *engine.Party) ([]resolve.Candidate, error) {
	w, err := q.watching()
	if err != nil {
		return nil, err
	}
	s := &Screening{q: q, watch: w}
	found, _, err := s.find(norm.Prepare(spoken(p)))
	return found, err
}
