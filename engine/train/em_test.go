package train

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/pierce-er/pierce/engine"
)

// chance draws a distribution over n outcomes, none rarer than 1 in 50.
func chance(t *rapid.T, n int) []float64 {
	out := make([]float64, n)
	var all float64
	for i := range out {
		out[i] = float64(rapid.IntRange(2, 100).Draw(t, "chance"))
		all += out[i]
	}
	for i := range out {
		out[i] /= all
	}
	return out
}

// TestClimbs: whatever the rows, no step lowers the likelihood, all chances stay
// chances, and each comparison's add up to one.
func TestClimbs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "comparisons")
		var u, shipped [][]float64
		for range n {
			levels := rapid.IntRange(2, 4).Draw(t, "levels")
			u, shipped = append(u, chance(t, levels)), append(shipped, chance(t, levels))
		}
		var ps []Pass
		for range rapid.IntRange(0, 3).Draw(t, "passes") {
			var tab Table
			for range rapid.IntRange(0, 30).Draw(t, "rows") {
				r := Row{N: float64(rapid.IntRange(0, 1000).Draw(t, "n")), Fixed: float64(rapid.SampledFrom([]int{0, 0, 32, -32, -9}).Draw(t, "fixed"))}
				for c := range n {
					r.Outcome = append(r.Outcome, int8(rapid.IntRange(-1, len(u[c])-1).Draw(t, "outcome")))
				}
				tab.Add(r)
			}
			ps = append(ps, Pass{Rows: tab.Rows()})
		}
		f, err := EM(u, shipped, ps)
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(f.Climb); i++ {
			if !(f.Climb[i] >= f.Climb[i-1]-1e-9*math.Abs(f.Climb[i-1])) {
				t.Fatalf("EM step %d lowers the log likelihood from %v to %v", i, f.Climb[i-1], f.Climb[i])
			}
		}
		for c := range f.M {
			var all float64
			for _, m := range f.M[c] {
				if !(m > 0 && m <= 1) {
					t.Fatalf("EM m of comparison %d = %v, want chances", c, f.M[c])
				}
				all += m
			}
			if math.Abs(all-1) > 1e-9 {
				t.Fatalf("EM m of comparison %d = %v, which add up to %v", c, f.M[c], all)
			}
		}
		for _, s := range f.Share {
			if !(s > 0 && s < 1) {
				t.Fatalf("EM shares = %v", f.Share)
			}
		}
	})
}

// TestRecovers: from pairs that are drawn by a known m, u and share of true
// pairs, with a third of the values missing, EM finds m within 0.03 and the share
// within 0.02, though it begins with weights that are wrong by up to two bits.
func TestRecovers(t *testing.T) {
	m := [][]float64{{0.9, 0.07, 0.03}, {0.8, 0.2}, {0.6, 0.3, 0.1}, {0.95, 0.05}}
	u := [][]float64{{0.01, 0.09, 0.9}, {0.3, 0.7}, {0.02, 0.08, 0.9}, {0.4, 0.6}}
	begin := [][]float64{{0.7, 0.2, 0.1}, {0.5, 0.5}, {0.4, 0.3, 0.3}, {0.7, 0.3}}
	for _, lambda := range []float64{0.02, 0.2, 0.6} {
		rng := rand.New(rand.NewPCG(7, uint64(1000*lambda)))
		pick := func(p []float64) int8 {
			x := rng.Float64()
			for i, c := range p {
				if x -= c; x < 0 {
					return int8(i)
				}
			}
			return int8(len(p) - 1)
		}
		var passes []Pass
		for without := range 2 { // two passes, each without one comparison
			var tab Table
			for range 40000 {
				from := u
				if rng.Float64() < lambda {
					from = m
				}
				r := Row{N: 1}
				for c := range from {
					o := pick(from[c])
					if rng.IntN(3) == 0 {
						o = -1
					}
					r.Outcome = append(r.Outcome, o)
				}
				r.Outcome[without] = -1
				tab.Add(r)
			}
			passes = append(passes, Pass{Rows: tab.Rows()})
		}
		f, err := EM(u, begin, passes)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("share %.2f: %d steps, found %.3f, m %.3f", lambda, len(f.Climb)-1, f.Share, f.M)
		for p := range f.Share {
			if math.Abs(f.Share[p]-lambda) > 0.02 {
				t.Errorf("EM share of pass %d = %.3f, drawn with %.3f", p, f.Share[p], lambda)
			}
		}
		tolerance := 0.03
		if lambda < 0.1 {
			tolerance = 0.08 // 800 true pairs a pass
		}
		for c := range m {
			for l := range m[c] {
				if math.Abs(f.M[c][l]-m[c][l]) > tolerance {
					t.Errorf("share %.2f: EM m[%d][%d] = %.3f, drawn with %.3f", lambda, c, l, f.M[c][l], m[c][l])
				}
			}
		}
	}
}

func TestEMRefuses(t *testing.T) {
	u := [][]float64{{0.5, 0.5}}
	for _, r := range []Row{{Outcome: []int8{2}, N: 1}, {Outcome: nil, N: 1}, {Outcome: []int8{0}, N: math.NaN()}, {Outcome: []int8{0}, N: 1, Fixed: math.NaN()}} {
		if _, err := EM(u, u, []Pass{{Rows: []Row{r}}}); !errors.Is(err, engine.Invalid) {
			t.Errorf("EM(%+v) = %v, want Invalid", r, err)
		}
	}
}
