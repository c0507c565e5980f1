package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/score"
)

// step is one line of a waterfall: what it weighs, and the sum up to it.
type step struct {
	label  string
	weight float64
	from   float64 // the sum before it
	until  float64 // and after
}

// stepsOf lays a match out: the prior, a step a piece of evidence, and the sum.
// Each begins where the one before ended; the sum begins at 0.
func stepsOf(m *engine.Match) []step {
	out := []step{{"prior odds of any two", m.Prior, 0, m.Prior}}
	sum := m.Prior
	for _, ev := range m.Evidence {
		out = append(out, step{ev.Comparison + ": " + ev.Level, ev.Weight, sum, sum + ev.Weight})
		sum += ev.Weight
	}
	return append(out, step{"= " + string(m.Band), m.Weight, 0, m.Weight})
}

// waterfall draws steps as bars on one axis.
type waterfall struct {
	steps  []step
	label  int     // columns of the labels
	width  int     // columns of the bars
	lo, hi float64 // bits at the two ends
	same   float64 // from here on the band is "same"
}

// The columns of a line: weight, label, bars.
const (
	weightColumns = 8
	labelLeast    = 12
	labelMost     = 30
	barsLeast     = 20
)

// newWaterfall lays the bars out for a width in columns.
func newWaterfall(m *engine.Match, same float64, columns int) *waterfall {
	w := &waterfall{steps: stepsOf(m), same: same, label: labelLeast}
	for _, s := range w.steps {
		w.label = max(w.label, min(text.StringWidthWithoutEscSequences(s.label), labelMost))
		w.lo, w.hi = min(w.lo, s.until), max(w.hi, s.until)
	}
	w.hi = max(w.hi, same)
	w.width = max(columns-weightColumns-w.label-1, barsLeast)
	return w
}

// column is where a sum stands among the bars.
func (w *waterfall) column(sum float64) int {
	if w.hi <= w.lo {
		return 0
	}
	return int(math.Round((sum - w.lo) / (w.hi - w.lo) * float64(w.width-1)))
}

// The marks of a waterfall: what speaks for one party, what against, even odds,
// and the bound of "same". They differ by shape, so that none needs a colour.
const (
	markFor     = '█'
	markAgainst = '░'
	markEven    = '│'
	markSame    = '┊'
)

// line draws the i-th step.
func (w *waterfall) line(i int) string {
	s := w.steps[i]
	bars := []rune(strings.Repeat(" ", w.width))
	bars[w.column(0)], bars[w.column(w.same)] = markEven, markSame
	mark := markFor
	if s.weight < 0 {
		mark = markAgainst
	}
	a, b := w.column(s.from), w.column(s.until)
	for c := min(a, b); c <= max(a, b) && s.weight != 0; c++ {
		bars[c] = mark
	}
	label := cut(s.label, w.label)
	pad := strings.Repeat(" ", w.label-text.StringWidthWithoutEscSequences(label))
	return strings.TrimRight(fmt.Sprintf("%-*s%s%s %s", weightColumns, fmt.Sprintf("%+.2f", s.weight), label, pad, string(bars)), " ")
}

// printMatch prints a match as a waterfall, with both values of each comparison
// and, if docs are wanted, what each level means.
func (e *env) printMatch(b *engine.Match, m *score.Model, docs bool) {
	w := newWaterfall(b, m.Same, min(e.columns(), 100))
	e.printf("bits\n")
	indent := strings.Repeat(" ", weightColumns)
	for i := range w.steps {
		e.printf("%s\n", w.line(i))
		if i == 0 || i > len(b.Evidence) {
			continue
		}
		ev := &b.Evidence[i-1]
		switch {
		case ev.A == "" && ev.B == "":
		case ev.A == ev.B:
			e.printf("%sboth  %s\n", indent, wrap(ev.A, e.columns(), indent+"      "))
		default:
			e.printf("%s   A  %s\n%s   B  %s\n", indent, wrap(ev.A, e.columns(), indent+"      "), indent, wrap(ev.B, e.columns(), indent+"      "))
		}
		if ev.Detail != "" {
			e.printf("%s      %s\n", indent, wrap(ev.Detail, e.columns(), indent+"      "))
		}
		if doc := m.Doc(ev.Comparison, ev.Level); docs && doc != "" {
			e.printf("%s      %s\n", indent, wrap("‹"+doc+"›", e.columns(), indent+"      "))
		}
	}
	e.printf("%sa chance of %s; %c even odds, %c same from %+.1f bits\n", indent, likelihood(b.Probability), markEven, markSame, m.Same)
}

// likelihood writes a probability for a reader: as many digits as tell it from
// certainty.
func likelihood(p float64) string {
	for digits := 1; digits < 6; digits++ {
		if s := fmt.Sprintf("%.*f", digits, 100*p); s != fmt.Sprintf("%.*f", digits, 100.0) && s != fmt.Sprintf("%.*f", digits, 0.0) {
			return s + " %"
		}
	}
	return fmt.Sprintf("%.6f %%", 100*p)
}
