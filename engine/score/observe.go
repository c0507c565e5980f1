package score

// Observation is one piece of evidence without its texts, for counting how
// often each level is met.
type Observation struct {
	Comparison string
	Level      string
	Weight     float64 // bits, as added
}

// Observe is Score that also appends to seen what was added, in order, so that
// a model can be trained on the very levels by which it scores. Cost: that of
// Score, and no memory where seen has room.
func (m *Model) Observe(a, b *Side, seen []Observation) (Outcome, []Observation) {
	t := tally{m: m, seen: &seen}
	t.run(a, b)
	return t.outcome(), seen
}

// Personal reports whether the names of two sides are weighed as people's.
func Personal(a, b *Side) bool { return personal(a, b) }
