package store

import (
	"errors"
	"fmt"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"pgregory.net/rapid"
)

// TestRecords: all current versions come in the order of ids, and a reader may
// stop at any of them.
func TestRecords(t *testing.T) {
	s := open(t)
	const n = 3*runRecords + 7
	var recs []*engine.Record
	for i := range n {
		recs = append(recs, company(fmt.Sprintf("%05d", i), "A"))
	}
	load(t, s, Load{Retrieved: day(1)}, recs...)
	load(t, s, Load{Retrieved: day(2)}, company("00001", "B"), &engine.Record{ID: "d/00000", Deleted: true})
	enough := errors.New("enough")
	for _, stop := range []int{1, 2, runRecords, runRecords + 1, n - 1, n} {
		got, last := 0, engine.RecordID("")
		err := s.Records("d/", func(r *engine.Record) error {
			if got++; r.ID <= last || r.Deleted || (r.ID == "d/00001") != (r.Parties[0].Name() == "B") {
				t.Errorf("Records yields %q (%q) after %q", r.ID, r.Parties[0].Name(), last)
			}
			if last = r.ID; got == stop {
				return enough
			}
			return nil
		})
		if want := min(stop, n-1); got != want || (stop < n) != errors.Is(err, enough) {
			t.Errorf("Records stopped at %d yields %d, %v", stop, got, err)
		}
	}
	for _, prefix := range []string{"e/", "d"} {
		got := 0
		if err := s.Records(prefix, func(*engine.Record) error { got++; return nil }); err != nil || (got > 0) != (prefix == "d") {
			t.Errorf("Records(%q) yields %d, %v", prefix, got, err)
		}
	}
}

// TestHistoryInAnyOrder reads histories forwards, backwards and by leaps, of
// records that are there and that are not: each is what a reader of its own finds.
func TestHistoryInAnyOrder(t *testing.T) {
	s := open(t)
	for i := range 3 {
		ld := begin(t, s, Load{Retrieved: day(1 + i)})
		for n := i; n < 60; n += 2 + i {
			if _, err := ld.Put(company(fmt.Sprintf("%d", n), fmt.Sprint("A", i))); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := ld.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		h := s.openHistory()
		defer h.close()
		at := 0
		for _, step := range rapid.SliceOfN(rapid.IntRange(-3, 7), 1, 60).Draw(t, "steps") {
			at = (at + step + 70) % 70
			id := engine.RecordID(fmt.Sprintf("d/%d", at))
			fresh := s.openHistory()
			want, err := fresh.of(id, true)
			fresh.close()
			if err != nil {
				t.Fatal(err)
			}
			if got, err := h.of(id, true); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("of(%s) = %v, %v; want %v", id, got, err, want)
			}
		}
	})
}
