package resolve

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// TestDroppedHistoryIsTakenBack: a record's first version holds a claim that
// its second no longer makes, and both are loaded before anything is resolved.
// The claim has ended and stands as history; when the record is dropped, the
// stake goes with it, followed or from scratch.
func TestDroppedHistoryIsTakenBack(t *testing.T) {
	st, err := store.Open(store.Options{InMemory: true})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	company := func(id engine.RecordID, name string) engine.Record {
		return engine.Record{ID: id, Raw: []byte(name), Parties: []engine.Party{{ID: id.Party(), Kind: engine.Company, Names: []engine.Name{{Text: name}}}}}
	}
	put := func(day int, recs ...engine.Record) {
		t.Helper()
		l, err := st.Begin(store.Load{Dataset: recs[0].ID.Dataset(), Retrieved: time.Date(2025, 1, day, 0, 0, 0, 0, time.UTC), Stamp: recs[0].ID.Key() + time.Duration(day).String()})
		if err != nil {
			t.Fatal(err)
		}
		for i := range recs {
			if _, err := l.Put(&recs[i]); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := l.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	run := func(all bool) results {
		t.Helper()
		if _, err := Run(t.Context(), st, Options{All: all, bulkShare: 2}); err != nil {
			t.Fatal(err)
		}
		return resultsOf(t, st)
	}
	put(1, company("b/other", "Zandorf Plastics Ltd"))
	run(true)
	claims := company("b/holder", "Brimhalt Marine Ltd")
	claims.Interests = []engine.Interest{{Owner: "b/holder", Owned: "a/held", Kind: engine.Shares, Share: engine.Percent(25)}}
	put(2, claims)
	put(3, company("b/holder", "Brimhalt Marine Limited"))
	run(false)
	put(4, company("a/held", "Quorvex Logistics Ltd"))
	if got := run(false).Stakes; len(got) != 1 {
		t.Fatalf("stakes before the drop: %v, want the one that ended", got)
	}
	if _, err := st.Drop("b/holder"); err != nil {
		t.Fatal(err)
	}
	followed := run(false)
	if diff := cmp.Diff(run(true), followed); diff != "" {
		t.Errorf("after the drop, following differs from scratch (-scratch +followed):\n%s", diff)
	}
}
