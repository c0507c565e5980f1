package resolve

import (
	"context"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/engine/store"
)

// TestNotedSubject: a subject that was noted and read again holds what it held,
// and lies as another of the same record does not.
func TestNotedSubject(t *testing.T) {
	m := score.Default()
	rapid.Check(t, func(t *rapid.T) {
		n := &note{}
		var want []*subject
		for _, id := range []engine.PartyID{"a/1", "a/1#owner[0]", "a/1#owner[1]"} {
			p := drawParty(t, id)
			s := newSubject(m, &p, false)
			want, n.parties = append(want, s), append(n.parties, noteOf(s, s.keys))
		}
		b := n.encode()
		for _, w := range want {
			got, err := notedSubject(b, w.id, true)
			if err != nil || got == nil {
				t.Fatalf("notedSubject(%s) = %v, %v", w.id, got, err)
			}
			crowded := func(k uint64) bool { return k%3 == 0 }
			got.crowd(crowded)
			w.crowd(crowded)
			if string(got.side.Append(nil)) != string(w.side.Append(nil)) || got.side.Crowded != w.side.Crowded {
				t.Fatalf("side of %s: %+v, want %+v", w.id, got.side, w.side)
			}
			g, x := *got, *w
			g.side, x.side = nil, nil
			if len(x.values) == 0 {
				g.values, x.values = nil, nil
			}
			if len(x.keys) == 0 {
				g.keys, x.keys = nil, nil
			}
			if !reflect.DeepEqual(g, x) {
				t.Fatalf("notedSubject(%s) = %+v, want %+v", w.id, g, x)
			}
		}
		if got, err := notedSubject(b, "a/1#owner[2]", true); got != nil || err != nil {
			t.Fatalf("notedSubject of one that is not there = %v, %v", got, err)
		}
	})
}

// FuzzNotedSubject: whatever the bytes, a subject, none or Corrupt.
func FuzzNotedSubject(f *testing.F) {
	s := newSubject(score.Default(), &engine.Party{ID: "a/1", Kind: engine.Company, Names: []engine.Name{{Text: "Quorvex Plastics Ltd"}}, Phones: []string{"+44 1632 960001"}}, false)
	f.Add((&note{parties: []notedParty{noteOf(s, s.keys)}}).encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := notedSubject(b, "a/1", true); err != nil && s != nil {
			t.Errorf("notedSubject(%x) = %v and %v", b, s, err)
		}
	})
}

// TestFinderByNotes: what the notes hold of the parties gives the candidates
// that preparing the parties anew gives, after changes too.
func TestFinderByNotes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st, err := store.Open(store.Options{InMemory: true})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := st.Close(); err != nil {
				t.Fatal(err)
			}
		}()
		w := &world{t: t, st: st}
		for range 3 {
			w.step()
			if _, err := Run(context.Background(), w.st, Options{bulkShare: 1e9, caps: caps{3, 2, 4, 6, 2}}); err != nil {
				t.Fatal(err)
			}
			noted, slow := NewFinder(w.st, FinderOptions{Least: -30}), NewFinder(w.st, FinderOptions{Least: -30})
			if k := noted.current(); !k.noted {
				t.Fatal("the notes are not used")
			}
			slow.current().noted = false
			for range 4 {
				p := drawParty(t, "asked/1")
				prep := norm.Prepare(&p)
				got, err := noted.Find(prep, 0)
				if err != nil {
					t.Fatal(err)
				}
				want, err := slow.Find(prep, 0)
				if err != nil || !reflect.DeepEqual(got, want) {
					t.Fatalf("by notes %+v\nby parties %+v, %v", got, want, err)
				}
			}
		}
	})
}
