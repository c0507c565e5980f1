package store

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pierce-er/pierce/engine"
)

// TestPackedPostings: whatever a derivation from scratch packs and later ones
// put beside it, each key has the holders that it was given last.
func TestPackedPostings(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, err := Open(Options{InMemory: true})
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		want := map[uint64]Posting{}
		draw := func(w *Derivation, keys []uint64) {
			for _, k := range keys {
				p := Posting{Key: k}
				for i := range rapid.IntRange(0, 3).Draw(rt, "holders") {
					p.Parties = append(p.Parties, engine.PartyID(fmt.Sprintf("a/%d", i)))
				}
				p.Count = len(p.Parties)
				if rapid.IntRange(0, 9).Draw(rt, "generic") == 0 {
					p = Posting{Key: k, Count: 77, Generic: true}
				}
				w.SetPostings(k, p.Parties, p.Count, p.Generic)
				if p.Generic && rapid.Bool().Draw(rt, "crowd") {
					w.SetPostings(k, []engine.PartyID{"a/1", "a/2"}, p.Count, true)
				}
				if want[k] = p; p.Count == 0 {
					delete(want, k)
				}
			}
		}
		key := rapid.Custom(func(t *rapid.T) uint64 {
			return rapid.SampledFrom([]uint64{0, 1 << 43, 1 << 44, 1 << 60, 15 << 60, ^uint64(0) - 9}).Draw(t, "of") + rapid.Uint64Range(0, 9).Draw(t, "and")
		})
		keys := rapid.SliceOfNDistinct(key, 0, 30, rapid.ID[uint64])
		all := keys.Draw(rt, "packed")
		slices.Sort(all)
		if err := s.ReplaceDerived("t", func(w *Derivation) error { draw(w, all); return w.Commit("t", 1, nil) }); err != nil {
			rt.Fatal(err)
		}
		w, err := s.NewDerivation("t")
		if err != nil {
			rt.Fatal(err)
		}
		draw(w, keys.Draw(rt, "single"))
		if err := w.Commit("t", 2, nil); err != nil {
			rt.Fatal(err)
		}
		got, last := map[uint64]Posting{}, uint64(0)
		if err := s.AllPostings(func(p Posting) error {
			if len(got) > 0 && p.Key <= last {
				rt.Fatalf("AllPostings gives %x after %x", p.Key, last)
			}
			got[p.Key], last = p, p.Key
			return nil
		}); err != nil {
			rt.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			rt.Fatalf("AllPostings (-put +got):\n%s", d)
		}
		for k, p := range want {
			if one, err := s.Posting(k); err != nil || !cmp.Equal(one, p) {
				rt.Fatalf("Posting(%x) = %+v, %v, want %+v", k, one, err, p)
			}
		}
		if p, err := s.Posting(5 << 50); err != nil || p.Count != 0 {
			rt.Fatalf("Posting of a key of nobody = %+v, %v", p, err)
		}
	})
}
