package own

import (
	"fmt"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"pgregory.net/rapid"
)

// TestTally: what a few holders of a crowd leave to the others is the same by
// the tally as by looking at each, on ranges with open ends, unknown and
// overfull shares, claims that are joint or indirect, nominees and coarse dates.
func TestTally(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := NewBuilder(Options{})
		unit := engine.Whole / 400
		for i := range crowd + 30 {
			lo := rapid.Int64Range(0, 4).Draw(t, "lo") * unit
			s := engine.Stake{Owner: engine.EntityID(fmt.Sprint("o", i%(crowd+20))), Owned: "e", Kind: engine.Shares,
				Share: engine.Between(lo, lo+unit, rapid.Bool().Draw(t, "open"), rapid.Bool().Draw(t, "open"))}
			switch rapid.IntRange(0, 12).Draw(t, "what") {
			case 0:
				s.Share = engine.Share{}
			case 1:
				s.Flags = []string{Joint}
			case 2:
				s.Flags = []string{Indirect}
			case 3:
				s.Kind = engine.Nominee
			case 4:
				s.From = 20240000
			case 5:
				s.Owner = ""
			}
			b.Stake(s)
		}
		g := b.Graph()
		d := g.on(20240601)
		e, _ := g.ids.find("e")
		c := &cascade{d: d, rule: &testOFAC, run: upper, mode: rapid.IntRange(0, 1).Draw(t, "mode"), tier: map[int32]int32{}}
		for range rapid.IntRange(0, 6).Draw(t, "members") {
			if o, ok := g.ids.find(engine.EntityID(fmt.Sprint("o", rapid.IntRange(0, crowd+19).Draw(t, "member")))); ok {
				c.tier[o] = 0
			}
		}
		for _, l := range []lens{economic, voting, decisive} {
			col := d.column(e, l)
			held, rest, blind, ok := c.beside(col)
			if !ok {
				continue
			}
			wantHeld, wantRest, wantBlind := c.split(col)
			if len(held) != len(wantHeld) || rest != wantRest || blind != wantBlind {
				t.Fatalf("beside = %d held, %+v, %v; by looking at each %d, %+v, %v", len(held), rest, blind, len(wantHeld), wantRest, wantBlind)
			}
		}
	})
}

// TestCrowdedRegister: every rule answers on a company of 10,000 holders,
// whoever they are, and the disclosure regimes name an owner among them.
func TestCrowdedRegister(t *testing.T) {
	for name, g := range crowds(10_000) {
		for _, rule := range Standing(20280101) {
			v, err := g.Judge(benchID(0), rule, 20280101)
			if err != nil || v.Verdict == "" {
				t.Errorf("%s: Judge(%s) = %+v, %v", name, rule.ID, v.Verdict, err)
			}
			if want := name == "persons"; rule.Discloses() && rule.ID != "bis-hq" && want && v.Verdict != No {
				t.Errorf("%s: %s = %s, want no: each holds one in ten thousand", name, rule.ID, v.Verdict)
			}
		}
	}
}

// TestTallyOfManyUnknown: of more holders of unknown share than sums have room
// for, what a few leave is still told by the tally.
func TestTallyOfManyUnknown(t *testing.T) {
	for _, n := range []int{250_000, 260_000, 1_100_000} {
		if n > 300_000 && testing.Short() {
			continue
		}
		b := NewBuilder(Options{})
		for i := range n {
			b.Stake(engine.Stake{Owner: engine.EntityID(fmt.Sprint("o", i)), Owned: "e", Kind: engine.Shares})
		}
		g := b.Graph()
		d := g.on(20240601)
		e, _ := g.ids.find("e")
		c := &cascade{d: d, rule: &testOFAC, run: upper, tier: map[int32]int32{}}
		for _, o := range []engine.EntityID{"o7", "o3000"} {
			at, _ := g.ids.find(o)
			c.tier[at] = 0
		}
		col := d.column(e, economic)
		held, rest, blind, ok := c.beside(col)
		wantHeld, wantRest, wantBlind := c.split(col)
		if !ok || len(held) != len(wantHeld) || rest != wantRest || blind != wantBlind {
			t.Errorf("beside of %d unknown holders = %d held, %+v, %v, %v; by looking at each %d, %+v, %v", n, len(held), rest, blind, ok, len(wantHeld), wantRest, wantBlind)
		}
	}
}
