package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pierce-er/pierce/engine"
)

// TestKnownIsLoadedByThen: what was known at a time is what a store says into
// which only the loads retrieved by then were made.
func TestKnownIsLoadedByThen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type load struct {
			day  int
			full bool
			recs []*engine.Record
		}
		var loads []load
		days := rapid.Permutation([]int{1, 2, 3, 4, 5, 6}).Draw(t, "days")
		for _, day := range days[:rapid.IntRange(1, 5).Draw(t, "loads")] {
			l := load{day: day, full: rapid.Bool().Draw(t, "full")}
			for k := range 3 {
				if !rapid.Bool().Draw(t, "there") && !(l.full && k == 0) {
					continue
				}
				rec := &engine.Record{ID: engine.RecordID(fmt.Sprintf("d/r%d", k)), Parties: []engine.Party{{ID: engine.PartyID(fmt.Sprintf("d/r%d", k)), Kind: engine.Company}}}
				if rapid.Bool().Draw(t, "claims") {
					rec.Interests = []engine.Interest{{Owner: "d/r0", Owned: "d/r1", Kind: engine.Shares, Share: engine.Percent(int64(rapid.IntRange(1, 3).Draw(t, "share") * 20))}}
				}
				if rapid.Bool().Draw(t, "listed") {
					rec.Listings = []engine.Listing{{Party: "d/r1", List: "l"}}
				}
				l.recs = append(l.recs, rec)
			}
			loads = append(loads, l)
		}
		at := func(day int) time.Time { return time.Date(2024, 1, day, 0, 0, 0, 0, time.UTC) }
		build := func(until int) *Store {
			st, err := Open(Options{InMemory: true})
			if err != nil {
				t.Fatal(err)
			}
			for i, l := range loads {
				if l.day > until {
					continue
				}
				w, err := st.Begin(Load{Dataset: "d", Format: "pierce", Retrieved: at(l.day), Full: l.full, AcceptShrink: true, Stamp: fmt.Sprint(i)})
				if err != nil {
					t.Fatal(err)
				}
				for _, rec := range l.recs {
					r := *rec
					if _, err := w.Put(&r); err != nil {
						t.Fatal(err)
					}
				}
				if _, err := w.Commit(); err != nil {
					_ = w.Abort() // a snapshot with nothing in it is refused, in both stores alike
				}
			}
			return st
		}
		day := rapid.IntRange(1, 6).Draw(t, "known at")
		all, then := build(6), build(day)
		defer all.Close()
		defer then.Close()
		known := all.Known(at(day))
		for _, p := range []engine.PartyID{"d/r0", "d/r1", "d/r2"} {
			got, err1 := known.ClaimsByOwned(p)
			want, err2 := then.ClaimsByOwned(p)
			if diff := cmp.Diff(want, got); err1 != nil || err2 != nil || diff != "" {
				t.Fatalf("Known(%d).ClaimsByOwned(%s): %v, %v (-then +known)\n%s", day, p, err1, err2, diff)
			}
			gotL, err1 := known.ListingsOf(p)
			wantL, err2 := then.ListingsOf(p)
			if diff := cmp.Diff(wantL, gotL); err1 != nil || err2 != nil || diff != "" {
				t.Fatalf("Known(%d).ListingsOf(%s): %v, %v (-then +known)\n%s", day, p, err1, err2, diff)
			}
		}
	})
}
