package store

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/pierce-er/pierce/engine"
)

// derive puts n entities of one party each, with a stake in the next.
func derive(d *Derivation, n int, gen string) (changed []engine.EntityID) {
	id := func(i int) engine.EntityID { return engine.EntityID(fmt.Sprintf("e%05d%s", i%n, gen)) }
	for i := range n {
		p := engine.PartyID(fmt.Sprintf("d/%05d", i))
		d.PutEntity(&engine.Entity{ID: id(i), Name: gen, Parties: []engine.PartyID{p}})
		d.SetMember(p, id(i))
		d.SetStakes(id(i), []engine.Stake{{Owner: id(i + 1), Owned: id(i), Kind: engine.Shares, Share: engine.Percent(50)}})
		changed = append(changed, id(i))
	}
	return changed
}

// check compares the store's derived results with those of derive.
func check(t *testing.T, s *Store, n int, gen string, cursor uint64) {
	t.Helper()
	got := 0
	if err := s.Entities(func(e *engine.Entity) error {
		if of, err := s.EntityOf(e.Parties[0]); err != nil || of != e.ID || e.Name != gen {
			t.Errorf("EntityOf(%q) = %q, %v; want %q of %q", e.Parties[0], of, err, e.ID, gen)
		}
		for _, list := range []func(engine.EntityID) ([]engine.Stake, error){s.StakesByOwned, s.StakesByOwner} {
			if st, err := list(e.ID); err != nil || len(st) != 1 {
				t.Errorf("stakes of %q = %v, %v; want one each way", e.ID, st, err)
			}
		}
		got++
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if c, err := s.Cursor("resolve"); got != n || c != cursor || err != nil {
		t.Errorf("%d entities at cursor %d, %v; want %d at %d", got, c, err, n, cursor)
	}
	if r, err := s.Verify(true); err != nil || !r.OK() {
		t.Errorf("Verify(true) = %v, %v", r.Problems, err)
	}
}

func TestDerivationSmallAndLarge(t *testing.T) {
	for _, n := range []int{3, 9000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			s := open(t)
			d, err := s.NewDerivation("resolve")
			if err != nil {
				t.Fatal(err)
			}
			ids := derive(d, n, "a")
			d.SetStamp([]byte("model 1"))
			if _, err := s.EntityOf("d/00000"); !errors.Is(err, engine.NotFound) {
				t.Errorf("EntityOf before Commit = %v, want NotFound", err)
			}
			if err := d.Commit("resolve", 0, ids); err != nil {
				t.Fatal(err)
			}
			check(t, s, n, "a", 0)
			var got []engine.EntityID
			if err := s.Changes(0, func(c Change) error { got = append(got, c.Entities...); return nil }); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(ids, got); diff != "" {
				t.Errorf("changed entities (-want +got):\n%s", diff)
			}
			if b, err := s.Stamp("resolve"); err != nil || string(b) != "model 1" {
				t.Errorf("Stamp = %q, %v", b, err)
			}
		})
	}
}

// TestJournal cuts a large derivation short before and after its marker.
func TestJournal(t *testing.T) {
	for _, marked := range []bool{false, true} {
		t.Run(fmt.Sprint(marked), func(t *testing.T) {
			dir := t.TempDir()
			s := openDir(t, dir)
			d, err := s.NewDerivation("resolve")
			if err != nil {
				t.Fatal(err)
			}
			ids := derive(d, 50, "a")
			b := d.put.(*buffer)
			keys := sortedKeys(b.ops)
			mark := journalMark{Number: 7, Cursor: "resolve", At: 0, Changed: packIDs(nil, ids)}
			if mark.Parts, err = s.writeJournal(mark.Number, b.ops, keys); err != nil {
				t.Fatal(err)
			}
			if marked {
				if err := s.markJournal(mark); err != nil {
					t.Fatal(err)
				}
				if err := s.applyPart(mark.Number, 0); err != nil { // half way
					t.Fatal(err)
				}
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = openDir(t, dir)
			defer s.Close()
			want, seq := 0, uint64(0)
			if marked {
				want, seq = 50, 1
			}
			check(t, s, want, "a", 0)
			if s.Seq() != seq {
				t.Errorf("Seq() = %d, want %d", s.Seq(), seq)
			}
			if r, err := s.Verify(false); err != nil || r.Keys["J"] != 0 {
				t.Errorf("journal keys left: %d, %v", r.Keys["J"], err)
			}
		})
	}
}

func TestReplaceDerived(t *testing.T) {
	s := open(t)
	d, err := s.NewDerivation("resolve")
	if err != nil {
		t.Fatal(err)
	}
	derive(d, 5, "a")
	d.SetRedirect("eold", "e00000a")
	d.PutEvent(engine.Event{Kind: engine.Merged, Entity: "e00000a", From: "eold", Run: 1})
	if err := d.Commit("", 0, nil); err != nil {
		t.Fatal(err)
	}
	fail := errors.New("no")
	if err := s.ReplaceDerived("resolve", func(w *Derivation) error { derive(w, 9, "b"); return fail }); !errors.Is(err, fail) {
		t.Errorf("ReplaceDerived = %v, want %v", err, fail)
	}
	check(t, s, 5, "a", 0)
	if err := s.ReplaceDerived("resolve", func(w *Derivation) error { derive(w, 9, "b"); return nil }); !errors.Is(err, engine.Invalid) {
		t.Errorf("ReplaceDerived without Commit = %v, want Invalid", err)
	}
	check(t, s, 5, "a", 0)
	if err := s.ReplaceDerived("resolve", func(w *Derivation) error {
		w.SetRedirect("e00000a", "e00000b")
		return w.Commit("resolve", 0, derive(w, 9000, "b"))
	}); err != nil {
		t.Fatal(err)
	}
	check(t, s, 9000, "b", 0)
	if e, err := s.Redirect("eold"); err != nil || e != "e00000b" {
		t.Errorf("Redirect(eold) = %q, %v; want e00000b, through both", e, err)
	}
	events := 0
	if err := s.Events(func(engine.Event) error { events++; return nil }); err != nil || events != 1 {
		t.Errorf("%d events, %v; want the old one carried over", events, err)
	}
}

func TestMatchesAndPostings(t *testing.T) {
	s := open(t)
	d, err := s.NewDerivation("resolve")
	if err != nil {
		t.Fatal(err)
	}
	m := []StoredMatch{
		{Pair: engine.NewPair("d/1", "d/2"), Weight: 7.5, Band: engine.Same},
		{Pair: engine.NewPair("d/1", "d/3"), Weight: -math.MaxFloat64, Band: engine.Different, Forbidden: true},
	}
	d.PutMatch(m[0])
	d.PutMatch(m[1])
	d.PutMatch(StoredMatch{Pair: engine.NewPair("d/8", "d/9")})
	d.DeleteMatch(engine.NewPair("d/9", "d/8"))
	d.SetPostings(1, []engine.PartyID{"d/1", "d/10", "d/2"}, 3, false)
	d.SetPostings(2, []engine.PartyID{"d/1"}, 5000, true)
	d.SetPostings(3, nil, 0, false)
	if err := d.Commit("", 0, nil); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[engine.PartyID][]StoredMatch{"d/1": m, "d/2": m[:1], "d/3": m[1:], "d/8": nil} {
		if got, err := s.Matches(id); err != nil || !cmp.Equal(want, got) {
			t.Errorf("Matches(%q) = %v, %v; want %v", id, got, err, want)
		}
	}
	var all []StoredMatch
	if err := s.AllMatches(func(m StoredMatch) error { all = append(all, m); return nil }); err != nil || !cmp.Equal(m, all) {
		t.Errorf("AllMatches = %v, %v; want %v", all, err, m)
	}
	for key, want := range map[uint64]Posting{
		1: {Key: 1, Count: 3, Parties: []engine.PartyID{"d/1", "d/10", "d/2"}},
		2: {Key: 2, Count: 5000, Generic: true},
		3: {Key: 3},
	} {
		if got, err := s.Posting(key); err != nil || !cmp.Equal(want, got, cmpopts.EquateEmpty()) {
			t.Errorf("Posting(%d) = %v, %v; want %v", key, got, err, want)
		}
	}
	if got, err := s.Crowd(2); err != nil || !cmp.Equal(got, Posting{Key: 2, Count: 5000, Generic: true, Parties: []engine.PartyID{"d/1"}}) {
		t.Errorf("Crowd(2) = %v, %v; want the party that was put", got, err)
	}
	d, _ = s.NewDerivation("resolve")
	d.PutMatch(StoredMatch{Pair: engine.NewPair("d/1", "d/2"), Weight: math.NaN()})
	if err := d.Commit("", 0, nil); !errors.Is(err, engine.Invalid) {
		t.Errorf("Commit with a weight that is not a number = %v, want Invalid", err)
	}
}

// TestStakesAreReplaced: owners that no longer hold are no longer found.
func TestStakesAreReplaced(t *testing.T) {
	s := open(t)
	for _, owners := range [][]engine.EntityID{{"e1", "e2"}, {"e2", "e3"}, {}} {
		d, err := s.NewDerivation("resolve")
		if err != nil {
			t.Fatal(err)
		}
		var st []engine.Stake
		for _, o := range owners {
			st = append(st, engine.Stake{Owner: o, Owned: "e9", Kind: engine.Votes})
		}
		d.SetStakes("e9", st)
		if err := d.Commit("", 0, nil); err != nil {
			t.Fatal(err)
		}
		var got []engine.EntityID
		for _, o := range []engine.EntityID{"e1", "e2", "e3"} {
			if st, err := s.StakesByOwner(o); err != nil {
				t.Fatal(err)
			} else if len(st) > 0 {
				got = append(got, o)
			}
		}
		if !cmp.Equal(owners, got, cmpopts.EquateEmpty()) {
			t.Errorf("owners of e9 = %v, want %v", got, owners)
		}
	}
}
