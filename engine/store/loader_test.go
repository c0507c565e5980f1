package store

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pierce-er/pierce/engine"
)

func begin(t *testing.T, s *Store, l Load) *Loader {
	t.Helper()
	l.Dataset = "d"
	ld, err := s.Begin(l)
	if err != nil {
		t.Fatal(err)
	}
	return ld
}

func TestPutResults(t *testing.T) {
	s := open(t)
	type step struct {
		key, name string
		want      PutResult
	}
	for _, l := range []struct {
		at    int
		full  bool
		steps []step
	}{
		{5, true, []step{{"a", "A", Added}, {"b", "B", Added}, {"a", "A", Same}, {"a", "X", Duplicate}, {"a", "A", Same}, {"c", "C", Added}}},
		{5, true, []step{{"a", "A", Same}, {"a", "X", Duplicate}, {"b", "B", Same}, {"c", "C", Same}}},
		{7, false, []step{{"a", "A", Same}, {"b", "B7", Changed}, {"e", "E", Added}}},
		{6, false, []step{{"a", "A", Same}, {"b", "B", Same}, {"c", "C6", Changed}}},
		{4, false, []step{{"a", "A", History}, {"b", "B4", History}}},
		{8, true, []step{{"a", "A", Same}, {"b", "B7", Same}, {"e", "E", Same}}},
		{9, false, []step{{"c", "C6", Changed}}},
		{7, false, []step{{"c", "C7", History}}},
	} {
		ld := begin(t, s, Load{Retrieved: day(l.at), Full: l.full, AcceptShrink: true})
		for _, st := range l.steps {
			if got, err := ld.Put(company(st.key, st.name)); err != nil || got != st.want {
				t.Errorf("day %d: Put(%s, %q) = %v, %v; want %v", l.at, st.key, st.name, got, err, st.want)
			}
		}
		if _, err := ld.Commit(); err != nil {
			t.Fatal(err)
		}
	}
}

// interests are n claims, each with two postings.
func interests(n int, owner string) (out []engine.Interest) {
	for i := range n {
		out = append(out, engine.Interest{Owner: engine.PartyID(fmt.Sprintf("%s/%d", owner, i)), Owned: "d/x"})
	}
	return out
}

// TestPutAtTheLimits puts, changes and drops records on disk that have as many
// postings, and as long ones, as are taken, each after a batch that is as good as
// full.
func TestPutAtTheLimits(t *testing.T) {
	s, err := Open(Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	many, changed, wide := company("x", "A"), company("x", "B"), company("y", "A")
	many.Interests, changed.Interests = interests(maxPostings/2, "o"), interests(maxPostings/2, "p")
	wide.Interests = interests(370, strings.Repeat("o", 4000))
	wide.Raw = bytes.Repeat([]byte{'r'}, 1<<20-2<<10) // with its interests the content leaves the tree
	tall := company("z", "A")
	tall.Interests = interests(180, strings.Repeat("o", 4000))
	tall.Raw = bytes.Repeat([]byte{'r'}, 200<<10)
	for i, rec := range []*engine.Record{many, changed, wide, tall} {
		ld := begin(t, s, Load{Retrieved: day(1 + i)})
		for n := 0; ld.cur.bytes < batchBytes-4096 && len(ld.cur.pairs) < batchKeys-10; n++ {
			r := company(fmt.Sprint("fill", i, n), strings.Repeat("f", 1000))
			if _, err := ld.Put(r); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := ld.Put(rec); err != nil {
			t.Fatalf("Put(%s, %d interests) = %v, %v", rec.ID, len(rec.Interests), got, err)
		}
		if _, err := ld.Commit(); err != nil {
			t.Fatalf("Commit after %s with %d interests: %v", rec.ID, len(rec.Interests), err)
		}
	}
	if n, err := s.Drop("d/x"); n != 1 || err != nil {
		t.Errorf("Drop(d/x) = %d, %v; want 1", n, err)
	}
	if c, err := s.ClaimsByOwner("p/7"); len(c) != 0 || err != nil {
		t.Errorf("ClaimsByOwner after Drop = %v, %v; want none", c, err)
	}
	if r, err := s.Verify(true); !r.OK() || err != nil {
		t.Errorf("Verify after Drop = %v, %v", r.Problems, err)
	}
}

func TestPutRefuses(t *testing.T) {
	s := open(t)
	ld := begin(t, s, Load{Retrieved: day(1)})
	_, err := s.Begin(Load{Dataset: "d", Retrieved: day(1)})
	wantCode(t, "second Begin", err, engine.Locked, false)
	_, err = s.Drop("d")
	wantCode(t, "Drop while loading", err, engine.Locked, false)
	long := company("x", "A")
	long.Interests = []engine.Interest{{Owner: engine.PartyID(strings.Repeat("o", 5000)), Owned: "d/x"}}
	many := company("x", "A")
	many.Interests = interests(maxPostings/2+1, "o")
	big := company("x", strings.Repeat("A", 3<<20))
	for name, r := range map[string]*engine.Record{
		"other dataset": {ID: "e/1"}, "no key": {ID: "d/"}, "no slash": {ID: "d"}, "empty": {},
		"long id": company(strings.Repeat("k", 5000), "A"), "long owner": long, "many": many, "big": big,
	} {
		_, err := ld.Put(r)
		wantCode(t, "Put "+name, err, engine.Invalid, false)
	}
	if got, err := ld.Put(company("1", "A")); got != Added || err != nil {
		t.Errorf("Put after refusals = %v, %v; want added", got, err)
	}
	if _, err := ld.Commit(); err != nil {
		t.Fatal(err)
	}
	_, err = ld.Put(company("2", "A"))
	wantCode(t, "Put after Commit", err, engine.Invalid, false)
	for _, l := range []Load{{Dataset: "d"}, {Retrieved: day(1)}, {Dataset: "a/b", Retrieved: day(1)}} {
		_, err := s.Begin(l)
		wantCode(t, fmt.Sprintf("Begin(%+v)", l), err, engine.Invalid, false)
	}
}

func TestShrinkIsRefused(t *testing.T) {
	s := open(t)
	list := func(n int) (out []*engine.Record) {
		for i := range n {
			out = append(out, company(fmt.Sprint(i), "A"))
		}
		return out
	}
	load(t, s, Load{Retrieved: day(1), Full: true}, list(10)...)
	load(t, s, Load{Retrieved: day(2), Full: true}, list(8)...) // a fifth exactly
	seq := s.Seq()
	for _, n := range []int{6, 0} {
		l := Load{Retrieved: day(3), Full: true, Stamp: fmt.Sprint(n)}
		ld := begin(t, s, l)
		for i, r := range list(n) {
			if _, err := ld.Put(r); err != nil {
				t.Fatal(err)
			}
			ld.Mark(int64(i + 1))
		}
		_, err := ld.Commit()
		wantCode(t, fmt.Sprintf("Commit of %d after 8", n), err, engine.Invalid, true)
		if s.Seq() != seq {
			t.Errorf("Seq() = %d after a refusal, want %d", s.Seq(), seq)
		}
		if r, err := s.Record("d/7"); err != nil || r.Ended != 0 {
			t.Errorf("Record after a refusal = %v, %v; want it to stand", r, err)
		}
		if err := ld.Suspend(); err != nil {
			t.Fatal(err)
		}
	}
	ld := begin(t, s, Load{Retrieved: day(3), Full: true, Stamp: "0", AcceptShrink: true})
	if st, err := ld.Commit(); err != nil || st.Removed != 8 {
		t.Errorf("Commit with AcceptShrink = %+v, %v; want 8 removed", st, err)
	}
	ld = begin(t, open(t), Load{Retrieved: day(1), Full: true})
	_, err := ld.Commit()
	wantCode(t, "Commit of an empty first list", err, engine.Invalid, true)
}

func TestAbortLeavesNothing(t *testing.T) {
	s := open(t)
	load(t, s, Load{Retrieved: day(1), Full: true}, company("1", "A"))
	before, err := s.Verify(true)
	if err != nil {
		t.Fatal(err)
	}
	ld := begin(t, s, Load{Retrieved: day(2), Full: true})
	r := company("2", "B")
	r.Listings = []engine.Listing{{Party: "d/2", List: engine.UNSC}}
	for _, r := range []*engine.Record{r, company("1", "A2")} {
		if _, err := ld.Put(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := ld.settle(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(ld.Abort(), ld.Abort()); err != nil {
		t.Fatal(err)
	}
	after, err := s.Verify(true)
	if err != nil || cmp.Diff(before, after) != "" {
		t.Errorf("after Abort (-before +after), %v:\n%s", err, cmp.Diff(before, after))
	}
}

func TestDrop(t *testing.T) {
	s := open(t)
	a := company("1", "A")
	a.Interests = []engine.Interest{{Owner: "d/2", Owned: "d/1", Kind: engine.Shares}}
	a.Shipments = []engine.Shipment{{Date: 20240101, Parties: []engine.ShipmentParty{{Role: engine.Consignee, Party: "d/1"}}}}
	a.Licences = []engine.Licence{{ID: "L", Holder: "d/1"}}
	load(t, s, Load{Retrieved: day(1), Full: true}, a, company("2", "B"), company("3", "C"))
	seq := s.Seq()
	if n, err := s.Drop("d/1"); n != 1 || err != nil {
		t.Errorf("Drop(d/1) = %d, %v; want 1", n, err)
	}
	if diff := cmp.Diff([]engine.RecordID{"d/1"}, changed(t, s, seq)); diff != "" {
		t.Errorf("changes of Drop(d/1) (-want +got):\n%s", diff)
	}
	_, err := s.Record("d/1")
	wantCode(t, "Record after Drop", err, engine.NotFound, false)
	for _, id := range []string{"d/1", "x", "x/1"} {
		_, err := s.Drop(id)
		wantCode(t, "Drop of "+id, err, engine.NotFound, false)
	}
	if n, err := s.Drop("d"); n != 2 || err != nil {
		t.Errorf("Drop(d) = %d, %v; want 2", n, err)
	}
	r, err := s.Verify(true)
	if err != nil || !r.OK() || r.Versions != 0 {
		t.Errorf("Verify after Drop = %+v, %v", r, err)
	}
	for _, f := range []string{"v", "o", "w", "s", "h", "c", "b", "d", "f"} {
		if r.Keys[f] != 0 {
			t.Errorf("%d keys of family %s after Drop", r.Keys[f], f)
		}
	}
	if st := load(t, s, Load{Retrieved: day(1)}, a); st.Added != 1 {
		t.Errorf("load after Drop = %+v, want 1 added", st)
	}
}

func TestShipmentsAndLicences(t *testing.T) {
	s := open(t)
	for i, on := range []engine.Date{20240301, 20240101, 20240201} {
		r := company(fmt.Sprint("s", i), "A")
		r.Shipments = []engine.Shipment{{Date: on, Parties: []engine.ShipmentParty{{Role: engine.Notify, Party: "d/x"}}}}
		r.Licences = []engine.Licence{{ID: fmt.Sprint("L", i), Holder: "d/x", Until: 20250000}}
		load(t, s, Load{Retrieved: day(1)}, r)
	}
	got, err := s.ShipmentsOf("d/x")
	if diff := cmp.Diff([]engine.RecordID{"d/s1", "d/s2", "d/s0"}, got); diff != "" || err != nil {
		t.Errorf("ShipmentsOf (-want +got), %v:\n%s", err, diff)
	}
	load(t, s, Load{Retrieved: day(2)}, company("s1", "A"), &engine.Record{ID: "d/s2", Deleted: true})
	if got, err = s.ShipmentsOf("d/x"); err != nil || !cmp.Equal(got, []engine.RecordID{"d/s0"}) {
		t.Errorf("ShipmentsOf = %v, %v; want d/s0 alone", got, err)
	}
	load(t, s, Load{Retrieved: day(3), Full: true, AcceptShrink: true}, company("s1", "A"))
	var ids []string
	if err := s.Licences(func(l engine.Licence, _ engine.RecordID) error {
		ids = append(ids, l.ID+" "+l.Until.String())
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"L0 2024-01-03"}, ids); diff != "" {
		t.Errorf("Licences (-want +got):\n%s", diff)
	}
}
