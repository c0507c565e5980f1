package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pierce-er/pierce/engine"
)

// day is midnight of a day in January 2024.
func day(n int) time.Time { return time.Date(2024, 1, n, 0, 0, 0, 0, time.UTC) }

func open(t testing.TB) *Store {
	t.Helper()
	s, err := Open(Options{InMemory: true, Now: func() time.Time { return day(31) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// company is a record with one party, of dataset "d".
func company(key, name string) *engine.Record {
	id := engine.NewRecordID("d", key)
	return &engine.Record{ID: id, Format: "pierce", File: "f", Line: 1, Raw: []byte(name),
		Parties: []engine.Party{{ID: id.Party(), Kind: engine.Company, Names: []engine.Name{{Text: name}}}}}
}

// load puts records in one load and commits it.
func load(t testing.TB, s *Store, l Load, recs ...*engine.Record) LoadStats {
	t.Helper()
	if l.Dataset == "" {
		l.Dataset = "d"
	}
	ld, err := s.Begin(l)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range recs {
		if _, err := ld.Put(r); err != nil {
			t.Fatal(err)
		}
	}
	st, err := ld.Commit()
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func changed(t testing.TB, s *Store, since uint64) []engine.RecordID {
	t.Helper()
	var out []engine.RecordID
	seq := since
	if err := s.Changes(since, func(c Change) error {
		if seq++; c.Seq != seq {
			t.Errorf("Changes(%d) yields seq %d, want %d", since, c.Seq, seq)
		}
		out = append(out, c.Records...)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if seq != s.Seq() {
		t.Errorf("Changes(%d) ends at %d, want %d", since, seq, s.Seq())
	}
	return out
}

func TestFullSnapshotEndsRecords(t *testing.T) {
	s := open(t)
	var first, second []*engine.Record
	for i := range 10 {
		r := company(fmt.Sprint(i), "Alpha")
		first = append(first, r)
		if i > 0 {
			second = append(second, r)
		}
	}
	second[0] = company("1", "Beta")
	if got, want := load(t, s, Load{Retrieved: day(1), Full: true}, first...), (LoadStats{Added: 10, Seq: 1}); got != want {
		t.Errorf("first load = %+v, want %+v", got, want)
	}
	if got, want := load(t, s, Load{Retrieved: day(2), Full: true}, second...), (LoadStats{Changed: 1, Same: 8, Removed: 1, Seq: 3}); got != want {
		t.Errorf("second load = %+v, want %+v", got, want)
	}
	if diff := cmp.Diff([]engine.RecordID{"d/1", "d/0"}, changed(t, s, 1)); diff != "" {
		t.Errorf("changes of the second load (-want +got):\n%s", diff)
	}
	for id, want := range map[engine.RecordID][2]string{"d/0": {"Alpha", "2024-01-02"}, "d/1": {"Beta", ""}, "d/2": {"Alpha", ""}} {
		r, err := s.Record(id)
		if err != nil || r.Parties[0].Name() != want[0] || r.Ended.String() != want[1] {
			t.Errorf("Record(%q) = %+v, %v; want %v", id, r, err, want)
		}
	}
	if _, err := s.Record("d/x"); !errors.Is(err, engine.NotFound) {
		t.Errorf("Record(d/x) = %v, want NotFound", err)
	}
	vs, err := s.Versions("d/1")
	if err != nil || len(vs) != 2 || vs[0].Parties[0].Name() != "Alpha" || !vs[1].Retrieved.Equal(day(2)) {
		t.Errorf("Versions(d/1) = %+v, %v", vs, err)
	}
}
