package own

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pierce-er/pierce/engine"
	"pgregory.net/rapid"
)

// hostileDates and hostileUnits are what a broken or malicious source may hand
// over.
var (
	hostileDates = []engine.Date{0, 20200101, 20200000, 20200500, 20190101, 99991231, -1, 1, math.MaxInt32, math.MinInt32, 20209999}
	hostileUnits = []int64{0, 1, -1, engine.Whole, engine.Whole + 1, engine.Whole / 2, math.MaxInt64, math.MinInt64, engine.Whole * 1_000_000}
)

// hostileClaims makes claims of bytes, eight for each.
func hostileClaims(b []byte) []Claim {
	pick := func(n byte, of int) int { return int(n) % of }
	var out []Claim
	for ; len(b) >= 8; b = b[8:] {
		c := Claim{OwnedEntity: "eA", OwnerEntity: []engine.EntityID{"", "eA", "eB", "eC", "eD"}[pick(b[0], 5)],
			Record: engine.RecordID([]string{"a/1", "a/2", "b/1", ""}[pick(b[1], 4)])}
		c.Kind = engine.InterestKinds[pick(b[2], len(engine.InterestKinds))]
		c.ID = []string{"", "1", "2"}[pick(b[7], 3)]
		c.Share = engine.Share{Lo: hostileUnits[pick(b[3], len(hostileUnits))], Hi: hostileUnits[pick(b[4], len(hostileUnits))],
			LoOpen: b[7]&8 != 0, HiOpen: b[7]&16 != 0, Known: b[7]&32 == 0}
		c.From, c.Until = hostileDates[pick(b[5], len(hostileDates))], hostileDates[pick(b[6], len(hostileDates))]
		c.Directness = []engine.Directness{"", engine.Direct, engine.Indirect, engine.DirectOrIndirect}[b[1]>>4&3]
		c.Aggregate, c.Component = b[7]&64 != 0, b[7]&128 != 0
		out = append(out, c)
	}
	return out
}

// askAll asks a graph everything and checks what must hold of any graph.
func askAll(t *testing.T, g *Graph, e engine.EntityID, asOf engine.Date, rules []Rule) {
	t.Helper()
	if !g.Has(e) {
		return
	}
	tree, err := g.Trace(e, asOf, TraceOptions{})
	if err != nil || tree.Total != "100" {
		t.Fatalf("Trace(%s, %v) adds up to %s, %v: %+v", e, asOf, tree.Total, err, tree.Terminals)
	}
	for _, x := range tree.Terminals {
		if x.Share.Lo < 0 || x.Share.Hi > engine.Whole || x.Share.Lo > x.Share.Hi {
			t.Fatalf("Trace(%s, %v): terminal %+v", e, asOf, x)
		}
	}
	for _, rule := range rules {
		v, err := g.Judge(e, rule, asOf)
		if err != nil {
			t.Fatal(err)
		}
		if v.Sum.Known && (v.Sum.Lo < 0 || v.Sum.Hi > engine.Whole || v.Sum.Lo > v.Sum.Hi) {
			t.Fatalf("Judge(%s, %s, %v) sums to %+v", e, rule.ID, asOf, v.Sum)
		}
		capturedBy(g, rule, asOf)
	}
}

// FuzzHostile hands claims that no honest source makes to Reconcile, and what
// comes of them to a graph: nothing panics, shares stay between nothing and
// the whole, the order of claims does not matter, and trees add up.
func FuzzHostile(f *testing.F) {
	f.Add([]byte("01234567abcdefgh"))
	f.Add([]byte{2, 0, 0, 3, 4, 0, 0, 0, 3, 1, 5, 3, 3, 0, 0, 0, 1, 0, 0, 5, 5, 0, 0, 0})
	f.Add([]byte{2, 0, 0, 6, 6, 0, 0, 0, 3, 0, 0, 7, 6, 8, 9, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		claims := hostileClaims(b[:min(len(b), 400)])
		stakes := Reconcile("eA", claims)
		for _, s := range stakes {
			if s.Share.Known && (s.Share.Lo < 0 || s.Share.Hi > engine.Whole || s.Share.Lo > s.Share.Hi) || s.Owned != "eA" {
				t.Fatalf("Reconcile gives %+v", s)
			}
		}
		slices.Reverse(claims)
		if d := cmp.Diff(stakes, Reconcile("eA", claims)); d != "" {
			t.Fatalf("the order of the claims matters:\n%s", d)
		}
		var raw []engine.Stake
		for i, c := range claims { // the builder takes them unreconciled, as links between any two
			raw = append(raw, engine.Stake{Owner: c.OwnerEntity, Owned: engine.EntityID(fmt.Sprintf("e%c", 'A'+i%4)), Kind: c.Kind, Share: c.Share, From: c.From, Until: c.Until})
		}
		listed := []Listed{{Entity: "eB", List: engine.OFACSDN}, {Entity: "eC", List: engine.UKSL, From: 20200000, Until: 20190101}}
		for _, list := range [][]engine.Stake{stakes, raw} {
			g := Build(list, listed, []Fact{{Entity: "eA"}, {Entity: "eB", Possible: []engine.EntityID{"eB", "eD", ""}}})
			askAll(t, g, "eA", 0, Rules())
			askAll(t, g, "eA", 20200601, Rules())
		}
	})
}

// TestImpossibleShares: what cannot be is cut to what can, or not known, and
// flagged either way.
func TestImpossibleShares(t *testing.T) {
	big := int64(math.MaxInt64)
	for _, c := range []struct {
		in, want engine.Share
		ok       bool
	}{
		{engine.Percent(25), engine.Percent(25), true},
		{engine.Share{}, engine.Share{}, true},
		{engine.Between(engine.Whole, 0, false, false), engine.Share{}, false},
		{engine.Between(5, 5, true, false), engine.Share{}, false},
		{engine.Exactly(big), engine.Percent(100), false},
		{engine.Exactly(-big), engine.Percent(0), false},
		{engine.Between(-1, big, true, true), engine.Between(0, engine.Whole, false, false), false},
		{engine.Share{Lo: 7, Hi: 3}, engine.Share{}, false},
	} {
		if got, ok := possible(c.in); got != c.want || ok != c.ok {
			t.Errorf("possible(%+v) = %+v, %v; want %+v, %v", c.in, got, ok, c.want, c.ok)
		}
		stakes := Reconcile("eA", []Claim{{Interest: engine.Interest{Kind: engine.Shares, Share: c.in}, OwnerEntity: "eB", OwnedEntity: "eA", Record: "a/1"}})
		if len(stakes) != 1 || stakes[0].Share != c.want || slices.Contains(stakes[0].Flags, Impossible) == c.ok {
			t.Errorf("Reconcile of %+v = %+v; want share %+v, flagged %v", c.in, stakes, c.want, !c.ok)
		}
	}
}

// TestCrowds: a hundred thousand owners of everything, nominees and nominators
// among them, claims with a date each, and reversed ones. No sum overflows and
// nothing takes the square of the number.
func TestCrowds(t *testing.T) {
	const n = 100_000
	claim := func(i int) Claim {
		return Claim{Interest: engine.Interest{Kind: engine.Shares, Share: engine.Percent(100)}, OwnerEntity: benchID(i + 1), OwnedEntity: benchID(0), Record: "a/1"}
	}
	for _, c := range []struct {
		name   string
		change func(*Claim, int)
		stakes int
		flag   string
	}{
		{"owners", func(*Claim, int) {}, n, Overreported},
		{"nominees and nominators", func(c *Claim, i int) {
			c.Kind = []engine.InterestKind{engine.Shares, engine.Nominator, engine.Nominee}[i%3]
			c.Share = engine.Exactly(int64(i % 7))
		}, n, ""},
		{"reversed", func(c *Claim, i int) {
			c.OwnerEntity, c.From, c.Until = benchID(1), 20240101, 20200101
			c.Record = engine.RecordID(fmt.Sprint("a/", i))
		}, 1, Reversed},
		{"a date each", func(c *Claim, i int) {
			c.OwnerEntity, c.From, c.Share = benchID(1), engine.Date(i+1), engine.Exactly(int64(i))
		}, 1, Impossible},
		{"an id each", func(c *Claim, i int) { c.OwnerEntity, c.ID = benchID(1), fmt.Sprint(i) }, 1, Overreported},
	} {
		claims := make([]Claim, n)
		for i := range claims {
			claims[i] = claim(i)
			c.change(&claims[i], i)
		}
		stakes := Reconcile(benchID(0), claims)
		if len(stakes) != c.stakes || c.flag != "" && !slices.Contains(stakes[0].Flags, c.flag) {
			t.Errorf("%s: %d stakes, the first %+v; want %d with flag %q", c.name, len(stakes), stakes[0], c.stakes, c.flag)
		}
		askAll(t, Build(stakes, []Listed{{Entity: benchID(1), List: engine.OFACSDN}}, nil), benchID(0), 0, []Rule{testOFAC})
	}
}

// TestBoundSaturates: sums stop far over the whole and below the end of an
// int64.
func TestBoundSaturates(t *testing.T) {
	sum := full
	for range 80 {
		if sum = sum.plus(sum); sum.lo < engine.Whole || sum.hi < sum.lo {
			t.Fatalf("a sum of wholes is %+v", sum)
		}
	}
}

// TestFractions: the quick ways to multiply and add fractions are the plain
// ones.
func TestFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		long := func(name string) *big.Rat {
			r := big.NewRat(1, 1)
			for range rapid.IntRange(0, 20).Draw(t, name) {
				r.Mul(r, big.NewRat(rapid.Int64Range(0, engine.Whole).Draw(t, "units"), engine.Whole))
			}
			return r
		}
		a, b, short := long("a"), long("b"), engine.Rat(rapid.Int64Range(0, engine.Whole).Draw(t, "short"))
		product := mulSmall(a, short)
		if want := new(big.Rat).Mul(a, short); product.Cmp(want) != 0 || product.Num().Cmp(want.Num()) != 0 || product.Denom().Cmp(want.Denom()) != 0 {
			t.Fatalf("mulSmall(%v, %v) = %v, want %v", a, short, product, want)
		}
		for _, x := range []*big.Rat{b, product} {
			if got, want := addSharing(a, x), new(big.Rat).Add(a, x); got.Cmp(want) != 0 {
				t.Fatalf("addSharing(%v, %v) = %v, want %v", a, x, got, want)
			}
		}
	})
}
