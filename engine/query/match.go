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
