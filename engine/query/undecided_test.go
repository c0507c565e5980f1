package query

import (
	"slices"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// TestUndecidedOrder: one listed and one free comes before two on different
// lists, that before owners, that before nothing, whatever the weight; among
// equals the heavier, then the larger.
func TestUndecidedOrder(t *testing.T) {
	side := func(name string, lists []engine.ListID, above []engine.EntityID, stakes, parties int) UndecidedSide {
		return UndecidedSide{Entity: engine.EntityID("e" + name), Name: name, Lists: lists, Above: above, Stakes: stakes, Parties: parties}
	}
	sdn, un, both := []engine.ListID{"sdn"}, []engine.ListID{"un"}, []engine.ListID{"sdn", "un"}
	top := []engine.EntityID{"etop"}
	cases := []struct {
		name    string
		a, b    UndecidedSide
		weight  float64
		touches Touch
	}{
		{"heavy-listed", side("a", sdn, nil, 0, 1), side("b", nil, nil, 0, 1), 3, TouchListed},
		{"owner-listed", side("a", nil, nil, 1, 1), side("b", nil, top, 1, 1), 1, TouchListed},
		{"two-lists", side("a", sdn, nil, 0, 1), side("b", both, nil, 0, 1), 4, TouchLists},
		{"list-and-owner", side("a", un, nil, 0, 1), side("b", nil, top, 1, 1), 2, TouchLists},
		{"owners", side("a", sdn, nil, 2, 1), side("b", sdn, nil, 0, 1), 4, TouchOwners},
		{"owns-the-other", side("top", nil, nil, 1, 1), side("b", nil, []engine.EntityID{"etop"}, 1, 1), 1, TouchOwners},
		{"large", side("a", nil, nil, 0, 9), side("b", nil, nil, 0, 1), 2, TouchNothing},
		{"small", side("a", sdn, nil, 0, 1), side("b", sdn, nil, 0, 1), 2, TouchNothing},
	}
	u := &queue{q: &Query{facts: map[engine.EntityID]*facts{"etop": {}}}}
	var got []Undecided
	for _, c := range slices.Backward(cases) {
		x := Undecided{Pair: engine.Pair{A: engine.PartyID(c.name)}, Weight: c.weight, Touches: TouchNothing, A: c.a, B: c.b}
		u.weigh(&x)
		if x.Touches != c.touches {
			t.Errorf("%s: touches %q, want %q", c.name, x.Touches, c.touches)
		}
		if (x.Touches == TouchNothing) != (len(x.Why) == 0) {
			t.Errorf("%s: touches %q and says %q", c.name, x.Touches, x.Why)
		}
		got = append(got, x)
	}
	slices.SortFunc(got, compareUndecided)
	for i, c := range cases {
		if got[i].Pair.A != engine.PartyID(c.name) {
			t.Errorf("place %d is %s, want %s", i+1, got[i].Pair.A, c.name)
		}
	}
}
