package main

import (
	"math"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"
	"pgregory.net/rapid"

	"github.com/pierce-er/pierce/engine"
)

// TestWaterfall: each bar begins where the one before it ended, the sum is the
// match's own weight, and no line is wider than asked for.
func TestWaterfall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bits := rapid.Float64Range(-60, 60)
		m := engine.Match{Prior: bits.Draw(t, "prior"), Band: engine.Same}
		m.Weight = m.Prior
		for range rapid.IntRange(0, 8).Draw(t, "n") {
			ev := engine.Evidence{Comparison: rapid.SampledFrom([]string{"name", "identifier", "住所"}).Draw(t, "c"), Level: rapid.SampledFrom([]string{"same", "other register number, decides everything"}).Draw(t, "l"), Weight: bits.Draw(t, "w")}
			m.Weight += ev.Weight
			m.Evidence = append(m.Evidence, ev)
		}
		columns := rapid.IntRange(60, 120).Draw(t, "columns")
		w := newWaterfall(&m, 5, columns)
		for i, s := range w.steps {
			if i > 0 && i < len(w.steps)-1 && s.from != w.steps[i-1].until {
				t.Fatalf("step %d begins at %v, the one before ended at %v", i, s.from, w.steps[i-1].until)
			}
			line := w.line(i)
			if n := text.StringWidthWithoutEscSequences(line); n > columns {
				t.Fatalf("line %q is %d columns wide, want at most %d", line, n, columns)
			}
			if mark := strings.ContainsRune(line, markFor); s.weight > 0 != mark && s.weight != 0 {
				t.Fatalf("line %q of %v bits", line, s.weight)
			}
		}
		last := w.steps[len(w.steps)-1]
		if prev := w.steps[len(w.steps)-2]; last.until != m.Weight || math.Abs(prev.until-m.Weight) > 1e-9 {
			t.Fatalf("the sum is %v, the steps end at %v, the match weighs %v", last.until, prev.until, m.Weight)
		}
	})
}

func TestLikelihood(t *testing.T) {
	for p, want := range map[float64]string{0.5: "50.0 %", 0.9998: "99.98 %", 0.99999: "99.999 %", 0.0001: "0.01 %", 1: "100.000000 %"} {
		if got := likelihood(p); got != want {
			t.Errorf("likelihood(%v) = %q, want %q", p, got, want)
		}
	}
}
