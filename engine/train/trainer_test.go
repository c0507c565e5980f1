package train

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/score"
)

// TestNothingTrained: without pairs the model stays as it is, byte for byte.
func TestNothingTrained(t *testing.T) {
	m := score.Default()
	res, err := New(m).Fit(1e6)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(res.Model.Bytes(), m.Bytes()) {
		t.Error("Fit of no pairs changes the model")
	}
	if len(res.Levels) < 30 {
		t.Errorf("Fit lists %d levels, want all that can be trained", len(res.Levels))
	}
}

// TestPlan: every level of the model is counted, or is a rule.
func TestPlan(t *testing.T) {
	m := score.Default()
	p := NewPlan(m)
	for _, l := range m.Levels {
		r := p.Read([]score.Observation{{Comparison: l.Comparison, Level: l.Level, Weight: l.Weight}}, false)
		met := r.Fixed != 0
		for c, o := range r.Outcome {
			met = met || o >= 0 && !p.Comparisons[c].Levels[o].Silent
		}
		if !met {
			t.Errorf("Read of %s: %s = %+v, want it counted", l.Comparison, l.Level, r)
		}
	}
	for k := block.Kind(0); k.String() != "unknown"; k++ {
		if PassOf(k) < 0 {
			t.Errorf("PassOf(%v) = -1, want a pass", k)
		}
	}
}

// small makes a store of companies: each third twice, with the telephone changed
// in every second copy and another street in every tenth, in two countries.
func small(n int) []*norm.Prepared {
	var out []*norm.Prepared
	rng := rand.New(rand.NewPCG(3, 4))
	syllables := []string{"ba", "dor", "kel", "min", "quo", "ra", "sta", "tiv", "vex", "zan"}
	for i := range n {
		name := ""
		for range 4 {
			name += syllables[rng.IntN(len(syllables))]
		}
		name += " " + syllables[rng.IntN(len(syllables))] + syllables[rng.IntN(len(syllables))] + " Trading Ltd"
		street, phone := fmt.Sprintf("%d Mill Lane", 1+rng.IntN(4000)), fmt.Sprintf("+44 1632 %06d", rng.IntN(1e6))
		country := []string{"GB", "GB", "IE"}[rng.IntN(3)]
		for k := range 1 + (2-i%3)/2 {
			p := &engine.Party{ID: engine.PartyID(fmt.Sprintf("x/%d.%d", i, k)), Kind: engine.Company, Names: []engine.Name{{Text: name}}, Country: country,
				Phones: []string{phone}, Addresses: []engine.Address{{Street: street, City: "Leeds", Postcode: fmt.Sprintf("LS%d", 1+rng.IntN(9)), Country: country}}}
			if k == 1 && rng.IntN(2) == 0 {
				p.Phones[0] = fmt.Sprintf("+44 1632 %06d", rng.IntN(1e6))
			}
			if k == 1 && rng.IntN(10) == 0 {
				p.Addresses[0].Street = "9 Canal Street"
			}
			out = append(out, norm.Prepare(p))
		}
	}
	return out
}

// fit trains on the small store; flip adds the pairs the other way round.
func fit(t *testing.T, flip bool) *Result {
	t.Helper()
	m := score.Default()
	tr := New(m)
	var sides []*score.Side
	holders := map[uint64][]int{}
	var keys []uint64
	for i, p := range small(900) {
		sides = append(sides, m.LeanSide(p, score.Crowded{}))
		for _, k := range block.Keys(p) {
			if len(holders[k]) == 0 {
				keys = append(keys, k)
			}
			holders[k] = append(holders[k], i)
		}
	}
	add := func(fn func(a, b *score.Side), i, j int) {
		if flip {
			i, j = j, i
		}
		fn(sides[i], sides[j])
	}
	for i := range sides {
		for j := range i {
			if (i*31+j)%17 == 0 {
				add(tr.Random, i, j)
			}
		}
	}
	seen := map[[3]int]bool{} // pass and pair: each is counted once
	for n := range keys {
		k := keys[n]
		if flip {
			k = keys[len(keys)-1-n]
		}
		for x, i := range holders[k][:min(len(holders[k]), block.Cap)] {
			for _, j := range holders[k][:x] {
				at := [3]int{PassOf(block.KindOf(k)), i, j}
				if seen[at] {
					continue
				}
				seen[at] = true
				add(func(a, b *score.Side) { tr.Blocked(PassOf(block.KindOf(k)), a, b) }, i, j)
			}
		}
	}
	res, err := tr.Fit(len(sides))
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// TestFit: in a store where telephones change, one that differs says less than
// shipped; two countries say less than many; signs, order, drift and rules hold;
// and the order in which pairs come does not matter to a single byte.
func TestFit(t *testing.T) {
	res := fit(t, false)
	byName := map[string]Change{}
	for _, c := range res.Levels {
		byName[c.Comparison+": "+c.Level] = c
		if c.Kept == "" {
			t.Logf("%-10s %-20s %6.2f -> %6.2f  m %.4f u %.4f (%.0f, %.0f)", c.Comparison, c.Level, c.Shipped, c.Trained, c.M, c.U, c.Matches, c.Others)
		}
		if c.Shipped*c.Trained < 0 || math.Abs(c.Trained-c.Shipped) > maxDrift*Reach(1200)+0.01 || c.Kept != "" && c.Trained != c.Shipped {
			t.Errorf("Fit of %s: %s = %v, shipped %v, kept %q", c.Comparison, c.Level, c.Trained, c.Shipped, c.Kept)
		}
		for _, d := range res.Levels {
			if c.Comparison == d.Comparison && c.Shipped < d.Shipped && c.Trained > d.Trained {
				t.Errorf("Fit turns %s round: %s %v, %s %v", c.Comparison, c.Level, c.Trained, d.Level, d.Trained)
			}
		}
	}
	if c := byName["country: same"]; !(c.Trained < c.Shipped-0.3) {
		t.Errorf("Fit of country: same = %+v, want less than shipped: five of nine pairs share one", c)
	}
	if c := byName["phone: same"]; !(c.M > 0.4 && c.M < 0.65) {
		t.Errorf("Fit of phone: same = %+v, want an m near the half that was kept", c)
	}
	if c := byName["address: same building"]; !(c.M > 0.75) {
		t.Errorf("Fit of address: same building = %+v, want an m near 0.8, where one in ten moved and one in nine has the postcode too", c)
	}
	for i := 1; i < len(res.Climb); i++ {
		if res.Climb[i] < res.Climb[i-1]-1e-6 {
			t.Errorf("Fit step %d lowers the log likelihood from %v to %v", i, res.Climb[i-1], res.Climb[i])
		}
	}
	if again := fit(t, true); !bytes.Equal(res.Model.Bytes(), again.Model.Bytes()) {
		t.Error("Fit of the same pairs in another order gives another model")
	}
}

// TestPrior: 100 sure pairs among a million are odds of 1 in 10,000.
func TestPrior(t *testing.T) {
	var weights []float64
	for range 100 {
		weights = append(weights, 60)
	}
	for range 1000 {
		weights = append(weights, -20)
	}
	for _, c := range []struct{ scale, all, was, want float64 }{
		{1, 1e6, -13, -13.28}, {10, 1e6, -11, -9.97}, {1, 1e6, -16, -14}, {1, 1e6, -8, -10}, {0, 0, -16, -16},
	} {
		if got := Prior(weights, c.scale, c.all, c.was, 1); got != c.want {
			t.Errorf("Prior(…, %v, %v, %v, 1) = %v, want %v", c.scale, c.all, c.was, got, c.want)
		}
	}
	if got := Prior(weights[90:], 1, 1e6, -13, 1); got != -13 {
		t.Errorf("Prior of 10 pairs = %v, want -13 as it was", got)
	}
	if got := Prior(weights, 1, 1e6, -16, Reach(1000)); got != -15.5 {
		t.Errorf("Prior of 1,000 parties = %v, want a quarter of the way that is open: -15.5", got)
	}
}
