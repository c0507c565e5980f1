package own

import (
	"slices"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"pgregory.net/rapid"
)

// TestTurns: each fact that a verdict names turns it when it is so, and no
// longer does one unit short of it.
func TestTurns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, false)
		for _, rule := range []Rule{testOFAC, testStrict} {
			for _, e := range w.oracle.names {
				v, err := w.graph().Judge(engine.EntityID(e), rule, 0)
				if err != nil {
					t.Fatal(err)
				}
				for _, turn := range v.Turns {
					if turn.What == TurnGain {
						continue // other holders would have to sell
					}
					at, beyond := turn.Share.Lo, turn.Share.Lo-1
					if turn.Share.LoOpen {
						at, beyond = at+1, at
					}
					if turn.What == TurnLoss {
						at, beyond = turn.Share.Hi-1, turn.Share.Hi
						if !turn.Share.HiOpen {
							at, beyond = turn.Share.Hi, turn.Share.Hi+1
						}
					}
					if got := w.with(t, &turn, at, e, rule); (got == Yes) != (turn.What != TurnLoss) {
						t.Fatalf("%s of %s is %s; with %+v at %d it is %s; stakes %v, listed %v", rule.ID, e, v.Verdict, turn, at, got, w.stakes, w.listed)
					}
					if got := w.with(t, &turn, beyond, e, rule); (got == Yes) != (turn.What == TurnLoss) {
						t.Fatalf("%s of %s is %s; with %+v one unit short, %d, it is %s; stakes %v, listed %v", rule.ID, e, v.Verdict, turn, beyond, got, w.stakes, w.listed)
					}
				}
			}
		}
	})
}

// with judges the world where a turn's fact is so.
func (w *world) with(t *rapid.T, turn *Turn, units int64, e string, rule Rule) Answer {
	copied := *w
	copied.stakes, copied.listed = slices.Clone(w.stakes), slices.Clone(w.listed)
	if turn.What == TurnRest {
		copied.stakes = append(copied.stakes, engine.Stake{Owner: "eNew", Owned: turn.Owned, Kind: engine.Shares, Share: engine.Exactly(units)})
		copied.listed = append(copied.listed, "eNew")
	}
	for i := range copied.stakes {
		if s := &copied.stakes[i]; turn.What != TurnRest && s.Owner == turn.Owner && s.Owned == turn.Owned {
			s.Share = engine.Exactly(units)
		}
	}
	v, err := copied.graph().Judge(engine.EntityID(e), rule, 0)
	if err != nil {
		t.Fatal(err)
	}
	return v.Verdict
}
