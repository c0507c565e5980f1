package train

import (
	"fmt"
	"strings"

	"github.com/pierce-er/pierce/engine/score"
)

// Comparison is one column of what is counted: its outcomes exclude each other.
type Comparison struct {
	Name   string
	Levels []Level
}

// Level is one outcome of a comparison.
type Level struct {
	Name   string
	Weight float64 // bits, as the model has it
	Silent bool    // the model says nothing here and weighs nothing, as of two kinds that agree
}

// policy are the levels that are rules, "comparison: level", those that are part
// of how names are weighed, and those that say the same as another comparison: a
// domain that spells a name is shared by all who have the name. They are never
// trained, and count in the fitting with the weight that they have.
func policy(comparison, level string) bool {
	switch comparison {
	case "place", "number", "initial", "word", "arm", "whole", "generation":
		return true
	case "identifier":
		return strings.HasSuffix(level, ", decides")
	}
	switch comparison + ": " + level {
	case "form: branch", "form: not for profit", "form: excludes", "form: same, and all words", "kind: other, decides", "domain: same, spells the name":
		return true
	}
	return false
}

// onesided reports whether a comparison speaks only for one party, or only
// against: where it is silent, its other outcome is met.
func (c *Comparison) onesided() bool {
	speaksFor, against := false, false
	for _, l := range c.Levels {
		speaksFor, against = speaksFor || l.Weight > 0, against || l.Weight < 0
	}
	return speaksFor != against
}

// The bands of a name's weight. Below half a band there are too few pairs in
// each, above twice that the bands would not show where a curve bends.
const (
	bandWidth = 4
	bandLeast = -8 // below is one band
	bandMost  = 20 // above is one band
	bandCount = (bandMost-bandLeast)/bandWidth + 2
)

// bandOf is the band of a name's weight, 0 for the lowest.
func bandOf(w float64) int {
	switch {
	case w < bandLeast:
		return 0
	case w >= bandMost:
		return bandCount - 1
	}
	return 1 + int(w-bandLeast)/bandWidth
}

// bandMiddle is what a band weighs before anything is counted.
func bandMiddle(band int) float64 {
	return bandLeast + (float64(band)-0.5)*bandWidth
}

// The names of the two columns that names make.
const (
	companyNames = "name of a company"
	personNames  = "name of a person"
)

// Plan says what of a model is counted and where.
type Plan struct {
	Comparisons []Comparison
	columns     map[string]int    // by name of the comparison
	levels      map[[2]string]int // by comparison and level: its place in the column
}

// NewPlan lays out the trainable levels of a model, in the order of its file.
func NewPlan(m *score.Model) *Plan {
	p := &Plan{columns: map[string]int{}, levels: map[[2]string]int{}}
	for _, name := range []string{companyNames, personNames} {
		c := Comparison{Name: name}
		for b := range bandCount {
			label := fmt.Sprintf("%+d to %+d", bandLeast+(b-1)*bandWidth, bandLeast+b*bandWidth)
			switch b {
			case 0:
				label = fmt.Sprintf("below %+d", bandLeast)
			case bandCount - 1:
				label = fmt.Sprintf("from %+d", bandMost)
			}
			c.Levels = append(c.Levels, Level{Name: label, Weight: bandMiddle(b)})
		}
		p.columns[name] = len(p.Comparisons)
		p.Comparisons = append(p.Comparisons, c)
	}
	for _, l := range m.Levels {
		if l.Comparison == "name" || policy(l.Comparison, l.Level) {
			continue
		}
		at, ok := p.columns[l.Comparison]
		if !ok {
			at = len(p.Comparisons)
			p.columns[l.Comparison] = at
			p.Comparisons = append(p.Comparisons, Comparison{Name: l.Comparison})
		}
		c := &p.Comparisons[at]
		p.levels[[2]string{l.Comparison, l.Level}] = len(c.Levels)
		c.Levels = append(c.Levels, Level{Name: l.Level, Weight: l.Weight})
	}
	for i := range p.Comparisons {
		if c := &p.Comparisons[i]; c.onesided() {
			c.Levels = append(c.Levels, Level{Name: "nothing", Silent: true})
		}
	}
	return p
}

// Row is what was met in some pairs: of each comparison the place of its level,
// -1 where nothing is known.
type Row struct {
	Outcome []int8
	Fixed   float64 // bits of the levels that are rules
	N       float64 // how many pairs, or of how much weight
}

// Read lays out the evidence of a pair. Of several levels of one comparison, as
// of several numbers, the first in the model's order counts.
func (p *Plan) Read(seen []score.Observation, personal bool) Row {
	r := Row{Outcome: make([]int8, len(p.Comparisons)), N: 1}
	for i := range r.Outcome {
		r.Outcome[i] = -1
		if c := &p.Comparisons[i]; c.Levels[len(c.Levels)-1].Silent {
			r.Outcome[i] = int8(len(c.Levels) - 1)
		}
	}
	for _, s := range seen {
		switch {
		case s.Comparison == "name":
			column := p.columns[companyNames]
			if personal {
				column = p.columns[personNames]
			}
			r.Outcome[column] = int8(bandOf(s.Weight))
		case policy(s.Comparison, s.Level):
			r.Fixed += s.Weight
		default:
			column := p.columns[s.Comparison]
			l := int8(p.levels[[2]string{s.Comparison, s.Level}])
			if s.Weight != p.Comparisons[column].Levels[l].Weight {
				r.Fixed += s.Weight // worked out for this pair: no level's weight
				continue
			}
			if was := r.Outcome[column]; was < 0 || l < was {
				r.Outcome[column] = l
			}
		}
	}
	return r
}

// without moves what some columns hold to what is fixed, at the model's weight.
// A key that proposes pairs by a name chooses among names alike whether or not
// they are one party's, by no more than a factor that is the same for all its
// pairs and falls to the pass's share of true ones: what the names weigh still
// tells them apart, but how often they agree there says nothing about all pairs.
func (p *Plan) without(r Row, columns []int) Row {
	for _, c := range columns {
		if o := r.Outcome[c]; o >= 0 {
			r.Fixed += p.Comparisons[c].Levels[o].Weight
			r.Outcome[c] = -1
		}
	}
	return r
}
