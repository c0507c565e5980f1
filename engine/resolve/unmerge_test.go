package resolve

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// TestUnmergeIsAsIfNeverLoaded: after any history of loads, judgements, undone
// judgements and drops, resolved along the way, entities, links, matches and
// postings are those of a store into which only what is left was ever loaded.
func TestUnmergeIsAsIfNeverLoaded(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		open := func() *store.Store {
			st, err := store.Open(store.Options{InMemory: true, Now: func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }})
			if err != nil {
				rt.Fatal(err)
			}
			return st
		}
		o := Options{bulkShare: 1e9, caps: caps{3, 2, 4, 6, 2}, Workers: 1}
		run := func(st *store.Store) {
			if _, err := Run(context.Background(), st, o); err != nil {
				rt.Fatal(err)
			}
		}
		lived, fresh := open(), open()
		defer func() {
			if lived.Close() != nil || fresh.Close() != nil {
				rt.Fatal("a store does not close")
			}
		}()
		w := &world{t: rt, st: lived}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			w.step()
			if rapid.Bool().Draw(rt, "resolve now") {
				run(lived)
			}
		}
		run(lived)
		left := map[string][]*engine.Record{}
		if err := lived.Records("", func(r *engine.Record) error {
			c := *r
			c.Interests = nil // what a claim's earlier versions said is history, and stays
			left[r.ID.Dataset()] = append(left[r.ID.Dataset()], &c)
			return nil
		}); err != nil {
			rt.Fatal(err)
		}
		for _, dataset := range []string{"a", "b"} {
			if len(left[dataset]) > 0 {
				load(rt, fresh, store.Load{Dataset: dataset, Format: "test", Retrieved: time.Date(2025, 2, 1, 0, 0, 0, 0, time.UTC), Stamp: dataset}, left[dataset]...)
			}
		}
		if err := lived.Judgements(func(j engine.Judgement) error {
			if !j.Active() {
				return nil
			}
			_, err := fresh.AddJudgement(j)
			return err
		}); err != nil {
			rt.Fatal(err)
		}
		run(fresh)
		got, want := resultsOf(rt, lived), resultsOf(rt, fresh)
		got.Stakes, want.Stakes = nil, nil
		if d := cmp.Diff(want, got, cmp.AllowUnexported(engine.Share{})); d != "" {
			rt.Fatalf("after its history the store differs from one that never knew it (-fresh +lived):\n%s", d)
		}
	})
}
