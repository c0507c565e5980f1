package own

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	godiff "github.com/google/go-cmp/cmp"
	"github.com/pierce-er/pierce/engine"
	"pgregory.net/rapid"
)

// A slow oracle in fractions, written apart from the code that it checks:
// plain loops to a fixpoint over plain lists.

type oracleEdge struct {
	owner, owned   string
	lo, hi         *big.Rat
	loOpen, hiOpen bool
}

type oracle struct {
	names []string
	edges []oracleEdge
}

// bounds are the sums of the holders in and out of a set.
func (o *oracle) bounds(set map[string]bool, e string) (lo, hi, rest, all *big.Rat, loOpen, hiOpen, restOpen bool) {
	lo, hi, rest, all = new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)
	for _, x := range o.edges {
		if x.owned != e {
			continue
		}
		all.Add(all, x.lo)
		if x.owner != e && set[x.owner] {
			lo.Add(lo, x.lo)
			hi.Add(hi, x.hi)
			loOpen, hiOpen = loOpen || x.loOpen, hiOpen || x.hiOpen
		} else {
			rest.Add(rest, x.lo)
			restOpen = restOpen || x.loOpen
		}
	}
	return lo, hi, rest, all, loOpen, hiOpen, restOpen
}

// falls asks whether a set carries e over one half: surely, possibly, or if
// the rest were in it too.
func (o *oracle) falls(set map[string]bool, e string, which run, strict bool) bool {
	half := big.NewRat(1, 2)
	lo, hi, rest, all, loOpen, hiOpen, restOpen := o.bounds(set, e)
	if which == hidden && o.shut(e) {
		return true
	}
	if !o.held(e) {
		return false
	}
	over := all.Cmp(ratOne) > 0 || all.Cmp(ratOne) == 0 && (loOpen || restOpen)
	left, leftOpen := new(big.Rat).Sub(ratOne, rest), restOpen
	top, topOpen := hi, hiOpen
	if which == hidden {
		top, topOpen = ratOne, false
	}
	if top.Cmp(ratOne) > 0 {
		top, topOpen = ratOne, false
	}
	if !over {
		switch top.Cmp(left) {
		case 1:
			top, topOpen = left, leftOpen
		case 0:
			topOpen = topOpen || leftOpen
		}
	}
	if which == lower {
		c := lo.Cmp(half)
		return c > 0 || c == 0 && (!strict || loOpen)
	}
	c := top.Cmp(half)
	return c > 0 || c == 0 && !strict && !topOpen || lo.Cmp(half) > 0 || lo.Cmp(half) == 0 && (!strict || loOpen)
}

// held reports whether anything is known of the holders of e. That it holds
// nothing of itself says nothing.
func (o *oracle) held(e string) bool {
	return slices.ContainsFunc(o.edges, func(x oracleEdge) bool { return x.owned == e && (x.owner != e || x.lo.Sign() > 0) })
}

// around grows a closed set by what only circles carry: the members of the
// largest set that carries itself, of which enough can reach the set by
// look-through; and what these carry.
func (o *oracle) around(tier map[string]int, which run, strict bool) map[string]bool {
	set := map[string]bool{}
	for e := range tier {
		set[e] = true
	}
	for {
		self := map[string]bool{}
		for _, n := range o.names {
			self[n] = which == hidden || set[n]
		}
		for range o.names { // under the set
			for _, x := range o.edges {
				self[x.owned] = self[x.owned] || self[x.owner]
			}
		}
		for changed := true; changed; {
			changed = false
			for _, n := range o.names {
				if self[n] && !set[n] && !o.round(self, n, which, strict) {
					self[n], changed = false, true
				}
			}
		}
		part := o.most(set, which)
		grown := false
		for _, n := range o.names {
			near := math.Abs(part[n]-0.5) < 1e-6 // a figure in such small fractions is then one half
			if self[n] && !set[n] && (near && !strict || !near && part[n] > 0.5) {
				set[n], grown = true, true
			}
		}
		if !grown {
			return set
		}
		for changed := true; changed; {
			changed = false
			for _, n := range o.names {
				if !set[n] && o.falls(set, n, which, strict) {
					set[n], changed = true, true
				}
			}
		}
	}
}

// round is falls where what an entity holds of itself counts as held by the
// set.
func (o *oracle) round(set map[string]bool, e string, which run, strict bool) bool {
	copied := oracle{names: append([]string{"itself"}, o.names...)}
	for _, x := range o.edges {
		if x.owner == e && x.owned == e {
			if x.lo.Sign() == 0 {
				continue // says nothing
			}
			x.owner = "itself"
		}
		copied.edges = append(copied.edges, x)
	}
	with := map[string]bool{"itself": true}
	for n, in := range set {
		with[n] = in
	}
	if which == hidden && o.shut(e) {
		return true
	}
	return copied.falls(with, e, which, strict)
}

// most is which part of each entity can reach a set at most: in turns, each
// takes the best choice of its holders' shares, from nothing up.
func (o *oracle) most(set map[string]bool, which run) map[string]float64 {
	part := map[string]float64{}
	for e := range set {
		part[e] = 1
	}
	for moved, turns := 1.0, 0; moved > 1e-13 && turns < 4000; turns++ {
		moved = 0
		for _, e := range o.names {
			if set[e] {
				continue
			}
			_, _, _, all, loOpen, _, restOpen := o.bounds(map[string]bool{}, e)
			if over := all.Cmp(ratOne) > 0 || all.Cmp(ratOne) == 0 && (loOpen || restOpen); over {
				if o.linked(set, e, which) {
					part[e] = 1
				}
				continue
			}
			next := o.best(part, e, which)
			moved, part[e] = max(moved, math.Abs(next-part[e])), next
		}
	}
	return part
}

// best gives each holder of e its least, and what is left to the best of them.
func (o *oracle) best(part map[string]float64, e string, which run) float64 {
	type way struct{ value, more float64 }
	var ways []way
	left, sum := 1.0, 0.0
	for _, x := range o.edges {
		if x.owned == e {
			lo, _ := x.lo.Float64()
			hi, _ := x.hi.Float64()
			left, sum = left-lo, sum+lo*part[x.owner]
			ways = append(ways, way{part[x.owner], hi - lo})
		}
	}
	if which == hidden && o.held(e) {
		ways = append(ways, way{1, 1})
	}
	slices.SortFunc(ways, func(a, b way) int { return cmp.Compare(b.value, a.value) })
	for _, w := range ways {
		more := max(min(left, w.more), 0)
		left, sum = left-more, sum+more*w.value
	}
	return sum
}

// linked asks whether anything at all can lead from e to the set.
func (o *oracle) linked(set map[string]bool, e string, which run) bool {
	seen, queue := map[string]bool{e: true}, []string{e}
	for ; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if set[at] || which == hidden && o.held(at) && o.spare(at) {
			return true
		}
		for _, x := range o.edges {
			if x.owned == at && o.room(x) && !seen[x.owner] {
				seen[x.owner] = true
				queue = append(queue, x.owner)
			}
		}
	}
	return false
}

// spare asks whether a part of e can be nobody's, and room whether a holder can
// have anything beside what the others have for sure.
func (o *oracle) spare(e string) bool {
	_, _, _, all, _, _, _ := o.bounds(map[string]bool{}, e)
	return all.Cmp(ratOne) < 0
}

func (o *oracle) room(x oracleEdge) bool {
	return x.lo.Sign() > 0 || x.hi.Sign() > 0 && o.spare(x.owned)
}

// shut asks whether all holders of e, up to the top, are companies without a
// holder outside.
func (o *oracle) shut(e string) bool {
	set := map[string]bool{}
	for _, n := range o.names {
		set[n] = true
	}
	for changed := true; changed; {
		changed = false
		for _, n := range o.names {
			sum := new(big.Rat)
			for _, x := range o.edges {
				if x.owned == n && set[x.owner] {
					sum.Add(sum, x.lo)
				}
			}
			if set[n] && sum.Cmp(ratOne) < 0 {
				set[n], changed = false, true
			}
		}
	}
	return set[e]
}

// closure grows a set in rounds and gives each member's round.
func (o *oracle) closure(seeds []string, which run, strict bool) map[string]int {
	set, tier := map[string]bool{}, map[string]int{}
	for _, s := range seeds {
		set[s], tier[s] = true, 0
	}
	for round := 1; ; round++ {
		var add []string
		for _, e := range o.names {
			if !set[e] && o.falls(set, e, which, strict) {
				add = append(add, e)
			}
		}
		if len(add) == 0 {
			return tier
		}
		for _, e := range add {
			set[e], tier[e] = true, round
		}
	}
}

// answer is the verdict on e for one group of listed parties.
func (o *oracle) answer(seeds []string, e string, strict bool) (Answer, int) {
	for i, a := range []Answer{Yes, Unknown, NoUnlessHidden} {
		tier := o.closure(seeds, run(i), strict)
		if t, ok := tier[e]; ok {
			if a == NoUnlessHidden {
				t = NotCaught
			}
			return a, t
		}
		if a != Yes && o.around(tier, run(i), strict)[e] {
			return a, NotCaught
		}
	}
	if !o.held(e) {
		return NoUnlessHidden, NotCaught
	}
	return No, NotCaught
}

// world is a random graph in both forms.
type world struct {
	oracle oracle
	stakes []engine.Stake
	listed []string
}

func (w *world) graph() *Graph {
	var listings []Listed
	for _, l := range w.listed {
		listings = append(listings, Listed{Entity: engine.EntityID(l), List: "l"})
	}
	var facts []Fact
	for _, n := range w.oracle.names {
		facts = append(facts, Fact{Entity: engine.EntityID(n)})
	}
	return Build(w.stakes, listings, facts)
}

// drawWorld makes a graph of a few companies with loops, self-holdings, ranges
// with open ends, exact halves, and now and then more than 100 %.
func drawWorld(t *rapid.T, exact bool) *world {
	n := rapid.IntRange(2, 8).Draw(t, "companies")
	w := &world{}
	for i := range n {
		w.oracle.names = append(w.oracle.names, fmt.Sprintf("e%c", 'A'+i))
	}
	seen := map[[2]int]bool{}
	for range rapid.IntRange(0, 3*n).Draw(t, "stakes") {
		owner, owned := rapid.IntRange(0, n-1).Draw(t, "owner"), rapid.IntRange(0, n-1).Draw(t, "owned")
		if seen[[2]int{owner, owned}] {
			continue
		}
		seen[[2]int{owner, owned}] = true
		lo := rapid.SampledFrom([]int64{0, 5, 10, 20, 25, 30, 40, 49, 50, 51, 60, 75}).Draw(t, "lo")
		hi := lo
		if !exact && owner != owned {
			hi = min(lo+rapid.SampledFrom([]int64{0, 0, 25, 50, 100}).Draw(t, "width"), 100)
		}
		s := engine.Between(lo*(engine.Whole/100), hi*(engine.Whole/100), false, false)
		if hi > lo {
			s.LoOpen, s.HiOpen = rapid.Bool().Draw(t, "lo open"), rapid.Bool().Draw(t, "hi open")
		}
		w.stakes = append(w.stakes, engine.Stake{Owner: engine.EntityID(w.oracle.names[owner]), Owned: engine.EntityID(w.oracle.names[owned]), Kind: engine.Shares, Share: s})
		w.oracle.edges = append(w.oracle.edges, oracleEdge{w.oracle.names[owner], w.oracle.names[owned], big.NewRat(lo, 100), big.NewRat(hi, 100), s.LoOpen, s.HiOpen})
	}
	for _, name := range w.oracle.names {
		if rapid.IntRange(0, 3).Draw(t, "listed") == 0 {
			w.listed = append(w.listed, name)
		}
	}
	return w
}

// TestCascadeOracle compares every verdict and tier on random graphs with the
// oracle, with and without aggregation, at 50 and over 50.
func TestCascadeOracle(t *testing.T) {
	perPerson := testStrict
	perPerson.PerPerson = true
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, false)
		g := w.graph()
		for _, rule := range []Rule{testOFAC, testStrict, perPerson} {
			for _, e := range w.oracle.names {
				want, tier := w.oracle.answer(w.listed, e, rule.Strict)
				if rule.PerPerson {
					want, tier = w.oracle.answer(nil, e, true)
					for _, l := range w.listed {
						a, k := w.oracle.answer([]string{l}, e, true)
						if rank(a) > rank(want) || a == want && k >= 0 && k < tier {
							want, tier = a, k
						}
					}
				}
				got, err := g.Judge(engine.EntityID(e), rule, 0)
				if err != nil {
					t.Fatal(err)
				}
				if got.Verdict != want || !rule.PerPerson && got.Tier != tier {
					t.Fatalf("Judge(%s, %s, strict %v) = %s at tier %d (%v), want %s at %d; stakes %v, listed %v", e, rule.ID, rule.Strict, got.Verdict, got.Tier, got.Reasons, want, tier, w.stakes, w.listed)
				}
				checkPath(t, &got)
			}
		}
	})
}

// checkPath checks that a path leads from the entity to tier 0, one tier at a
// step.
func checkPath(t *rapid.T, v *Verdict) {
	if v.Verdict != Yes && v.Verdict != Unknown {
		return
	}
	at := v.Entity
	for _, s := range v.Path {
		if s.Owned != at {
			t.Fatalf("path of %s breaks at %s: %+v", v.Entity, at, v.Path)
		}
		at = s.Owner
	}
	if v.Tier > 0 && (len(v.Path) == 0 || len(v.Path) > v.Tier || len(v.Lists) == 0) {
		t.Fatalf("tier %d and a path of %d steps to %v: %+v", v.Tier, len(v.Path), v.Lists, v)
	}
}

// TestCapturedAgrees checks that asking the whole graph is asking each.
func TestCapturedAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, false)
		g := w.graph()
		for _, rule := range []Rule{testOFAC, testUK} {
			got := map[engine.EntityID]Answer{}
			for _, v := range capturedBy(g, rule, 0) {
				got[v.Entity] = v.Verdict
			}
			want := map[engine.EntityID]Answer{}
			for _, e := range w.oracle.names {
				v, err := g.Judge(engine.EntityID(e), rule, 0)
				if err != nil {
					t.Fatal(err)
				}
				if v.Verdict != No && v.Verdict != NoUnlessHidden {
					want[v.Entity] = v.Verdict
				}
			}
			if d := godiff.Diff(want, got); d != "" {
				t.Fatalf("Captured(%s) and Judge differ on %v listed %v:\n%s", rule.ID, w.stakes, w.listed, d)
			}
		}
	})
}

// TestMonotone: another stake, or another listing, never frees an entity;
// a stake cut into two of one holder changes nothing; a listing taken away and
// put back changes nothing; the strict cascade holds no more than the other.
func TestMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, true)
		before := yes(t, w.graph(), testOFAC)
		for _, e := range yes(t, w.graph(), testStrict) {
			if !slices.Contains(before, e) {
				t.Fatalf("%s is caught at more than 50 and not at 50", e)
			}
		}
		more := *w
		more.listed = append(slices.Clone(w.listed), rapid.SampledFrom(w.oracle.names).Draw(t, "also listed"))
		contains(t, yes(t, more.graph(), testOFAC), before, "listing")
		more = *w
		more.stakes = append(slices.Clone(w.stakes), engine.Stake{Owner: "eA", Owned: "eB", Kind: engine.Shares, Share: engine.Percent(30)})
		contains(t, yes(t, more.graph(), testOFAC), before, "stake")
		split := *w
		split.stakes = nil
		for _, s := range w.stakes {
			a, b := s, s
			a.Share, b.Share = engine.Exactly(s.Share.Lo/3), engine.Exactly(s.Share.Lo-s.Share.Lo/3)
			split.stakes = append(split.stakes, a, b)
		}
		slices.Reverse(split.stakes)
		if d := godiff.Diff(before, yes(t, split.graph(), testOFAC)); d != "" {
			t.Fatalf("cutting stakes in two and turning them round changes what is caught:\n%s", d)
		}
	})
}

func yes(t *rapid.T, g *Graph, rule Rule) []engine.EntityID {
	var out []engine.EntityID
	for _, v := range capturedBy(g, rule, 0) {
		if v.Verdict == Yes {
			out = append(out, v.Entity)
		}
	}
	return out
}

func contains(t *rapid.T, all, some []engine.EntityID, why string) {
	for _, e := range some {
		if !slices.Contains(all, e) {
			t.Fatalf("another %s frees %s", why, e)
		}
	}
}
