package own

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pierce-er/pierce/engine"
)

// TestTraceCut: a tree with more branches than are asked for is cut and says
// so, its ends stay the same, and a listed owner is written out however small.
func TestTraceCut(t *testing.T) {
	const n = 40
	b := NewBuilder(Options{})
	for i := range n {
		for j := range n {
			if i != j {
				b.Stake(engine.Stake{Owner: benchID(j), Owned: benchID(i), Kind: engine.Shares, Share: engine.Percent(2)})
			}
		}
		b.Stake(engine.Stake{Owner: benchID(n + i), Owned: benchID(0), Kind: engine.Shares, Share: engine.Exactly(engine.Whole / 10_000)})
	}
	b.Listing(Listed{Entity: benchID(2*n - 1), List: engine.OFACSDN})
	g := b.Graph()
	all, err := g.Trace(benchID(0), 0, TraceOptions{Branches: -1})
	if err != nil {
		t.Fatal(err)
	}
	if c := branches(all.Owners); c != n*(n-1)+n || slices.Contains(all.Flags, Cut) {
		t.Errorf("Trace without a limit writes %d branches, flags %v; want each of %d stakes once", c, all.Flags, n*(n-1)+n)
	}
	few, err := g.Trace(benchID(0), 0, TraceOptions{Branches: 50})
	if err != nil {
		t.Fatal(err)
	}
	if c := branches(few.Owners); c > 51 || !slices.Contains(few.Flags, Cut) {
		t.Errorf("Trace of at most 50 branches writes %d, flags %v; want 50 and the listed one, and %s", c, few.Flags, Cut)
	}
	if !slices.ContainsFunc(few.Owners, func(b Branch) bool { return b.Owner == benchID(2*n-1) && len(b.Lists) == 1 }) {
		t.Error("Trace of at most 50 branches leaves the listed owner out")
	}
	if d := cmp.Diff(all.Terminals, few.Terminals); d != "" || few.Total != "100" {
		t.Errorf("a cut tree ends elsewhere (total %s):\n%s", few.Total, d)
	}
}

func branches(list []Branch) int {
	n := len(list)
	for i := range list {
		n += branches(list[i].Owners)
	}
	return n
}
