package own

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
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
	names   []string
	edges   []oracleEdge
	through func(listed []string, e string) engine.Share
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

// circular asks whether e is in the largest set that carries itself together
// with the listed, and belongs to them by look-through.
func (o *oracle) circular(seeds []string, e string, strict bool) bool {
	set := map[string]bool{}
	for _, n := range o.names {
		set[n] = true
	}
	for changed := true; changed; {
		changed = false
		for _, n := range o.names {
			if set[n] && !slices.Contains(seeds, n) && !o.falls(set, n, lower, strict) {
				set[n], changed = false, true
			}
		}
	}
	if !set[e] || len(seeds) == 0 {
		return false
	}
	part := o.through(seeds, e).Lo // measured against fractions in TestIntegratedOracle
	return part > half || part == half && !strict
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
		if a == NoUnlessHidden && o.circular(seeds, e, strict) {
			return Unknown, NotCaught
		}
		if t, ok := o.closure(seeds, run(i), strict)[e]; ok {
			if a == NoUnlessHidden {
				t = NotCaught
			}
			return a, t
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
		w.oracle.through = func(listed []string, e string) engine.Share {
			sub := *w
			sub.listed = listed
			share, err := sub.graph().Lookthrough(engine.EntityID(e), testOFAC, 0)
			if err != nil {
				t.Fatal(err)
			}
			return share
		}
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
			for _, v := range g.Captured(rule, 0) {
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
			if d := cmp.Diff(want, got); d != "" {
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
		if d := cmp.Diff(before, yes(t, split.graph(), testOFAC)); d != "" {
			t.Fatalf("cutting stakes in two and turning them round changes what is caught:\n%s", d)
		}
	})
}

func yes(t *rapid.T, g *Graph, rule Rule) []engine.EntityID {
	var out []engine.EntityID
	for _, v := range g.Captured(rule, 0) {
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
