package own

import (
	"math/big"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"pgregory.net/rapid"
)

// TestReachBound: the values bounded from above are never below the exact ones,
// and where no holder's share is a range they are the same.
func TestReachBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.Bool().Draw(t, "points")
		w := drawWorld(t, points)
		g := w.graph()
		q := inquiry{d: g.on(0), rule: &testOFAC}
		c := &cascade{d: q.d, rule: q.rule, run: rapid.SampledFrom([]run{upper, hidden}).Draw(t, "run"), mode: 1}
		var seeds []int32
		for _, l := range w.listed {
			e, _ := g.ids.find(engine.EntityID(l))
			seeds = append(seeds, e)
		}
		c.flow(seeds)
		among := map[int32]int32{}
		for e := range int32(g.Len()) {
			if !has(c.tier, e) {
				among[e] = 0
			}
		}
		r := newReach(c, among)
		if len(among) == 0 || !r.exact() {
			return
		}
		r.bound(0)
		for i, n := range r.nodes {
			want, _ := r.best[i].Float64()
			if r.above[i] < want-1e-12 || n.rank >= 0 && r.best[i].Cmp(new(big.Rat)) < 0 || r.best[i].Cmp(ratOne) > 0 {
				t.Fatalf("%s can belong to the set to %v at most, bounded by %v; stakes %v, listed %v", g.ids.id(n.entity), want, r.above[i], w.stakes, w.listed)
			}
			if points && c.run == hidden && r.above[i] > want+1e-6 && !n.whole {
				t.Fatalf("%s: bounded by %v, exact %v; stakes %v, listed %v", g.ids.id(n.entity), r.above[i], want, w.stakes, w.listed)
			}
		}
	})
}
