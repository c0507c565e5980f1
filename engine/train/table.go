package train

import (
	"cmp"
	"math"
	"slices"
)

// Table counts pairs by what was met in them.
type Table struct {
	rows map[string]*Row
}

// Add counts a row.
func (t *Table) Add(r Row) {
	if t.rows == nil {
		t.rows = map[string]*Row{}
	}
	key := make([]byte, 0, len(r.Outcome)+8)
	for _, o := range r.Outcome {
		key = append(key, byte(o))
	}
	for bits := math.Float64bits(r.Fixed); bits != 0; bits >>= 8 {
		key = append(key, byte(bits))
	}
	if was, ok := t.rows[string(key)]; ok {
		was.N += r.N
		return
	}
	r.Outcome = slices.Clone(r.Outcome)
	t.rows[string(key)] = &r
}

// Rows are the distinct rows with their counts, in an order of their own that
// does not depend on the order in which they came.
func (t *Table) Rows() []Row {
	out := make([]Row, 0, len(t.rows))
	for _, r := range t.rows {
		out = append(out, *r)
	}
	slices.SortFunc(out, func(a, b Row) int {
		return cmp.Or(slices.Compare(a.Outcome, b.Outcome), cmp.Compare(a.Fixed, b.Fixed))
	})
	return out
}
