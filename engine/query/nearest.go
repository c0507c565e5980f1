package query

import (
	"fmt"
	"math"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/screen"
)

// maxNear is how many listed parties a party that nobody matches is compared
// with, to tell which of them came nearest: those whose words fit best. Each
// costs some 40 µs.
const maxNear = 2

// nearest is the listed party that came nearest to a party which is taken for
// nobody, and why it is not taken for that one; nil where no listed name has
// enough in common with its names to be compared.
func (s *Screening) nearest(p *norm.Prepared, likeliest []engine.PartyID) (*screen.Near, error) {
	model := s.q.finder.Model()
	var best *screen.Near
	most := math.Inf(-1)
	for _, id := range likeliest[:min(len(likeliest), maxNear)] {
		entity, listed, err := s.listedParty(id)
		if err != nil {
			return nil, err
		}
		if listed == nil || len(listed.Names) == 0 {
			continue
		}
		m := model.Match(p, listed)
		if m.Weight <= most {
			continue
		}
		most = m.Weight
		best = &screen.Near{Entity: entity, Name: listed.Names[0].Text, Probability: m.Probability, Why: whyNot(&m, model.Possible)}
	}
	return best, nil
}

// whyNot says why a match is below the band "possibly same": what forbids it,
// or what speaks most against it, and how much is missing.
func whyNot(m *engine.Match, possible float64) string {
	if m.Forbidden != "" {
		return m.Forbidden
	}
	worst := -1
	for i := range m.Evidence {
		if m.Evidence[i].Weight < 0 && (worst < 0 || m.Evidence[i].Weight < m.Evidence[worst].Weight) {
			worst = i
		}
	}
	missing := fmt.Sprintf("%.1f bits below possibly same", possible-m.Weight)
	if m.Weight >= possible { // the store knows more of it, or of what it shares, than the two names do
		missing = "weighed among all records it is not"
	}
	if worst < 0 {
		return "too little in common: " + missing
	}
	e := &m.Evidence[worst]
	out := fmt.Sprintf("%s: %s (%+.1f bits)", e.Comparison, e.Level, e.Weight)
	if e.Detail != "" {
		out = fmt.Sprintf("%s: %s, %s (%+.1f bits)", e.Comparison, e.Level, e.Detail, e.Weight)
	}
	return out + "; " + missing
}
