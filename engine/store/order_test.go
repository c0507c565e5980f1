package store

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/pierce-er/pierce/engine"
	"pgregory.net/rapid"
)

// row is a record of the law tests: what it says depends on key and variant.
type row struct {
	key     string
	variant int // negative: deleted
}

// testLoad is a load of the law tests.
type testLoad struct {
	day   int
	full  bool
	rows  []row
	abort bool // given up at its end
}

// record builds the record of a row: variants differ in name, claims and
// listings, so that claims come, change and go.
func (r row) record() *engine.Record {
	rec := company(r.key, fmt.Sprint("Name ", r.variant))
	if r.variant < 0 {
		rec.Deleted = true
		return rec
	}
	id := rec.ID.Party()
	for i := range r.variant {
		rec.Interests = append(rec.Interests, engine.Interest{Owner: engine.PartyID(fmt.Sprint("d/o", i)), Owned: id,
			Kind: engine.Shares, Share: engine.Percent(int64(10 * r.variant / 2))})
	}
	if r.variant%2 == 1 {
		rec.Listings = []engine.Listing{{Party: id, List: engine.OFACSDN}}
	}
	return rec
}

// run puts a load into the store, twice cut short and resumed where it is
// long enough.
func (l testLoad) run(t *rapid.T, s *Store) {
	desc := Load{Dataset: "d", Format: "pierce", Retrieved: day(l.day), Full: l.full, AcceptShrink: true, Stamp: fmt.Sprint(l)}
	ld, err := s.Begin(desc)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range l.rows {
		if i == 2 || i == 3 {
			if err := ld.Suspend(); err != nil {
				t.Fatal(err)
			}
			if ld, err = s.Begin(desc); err != nil {
				t.Fatal(err)
			}
			if got, _ := ld.Resume(); got != int64(i) {
				t.Fatalf("Resume() = %d rows, want %d", got, i)
			}
		}
		if _, err := ld.Put(r.record()); err != nil {
			t.Fatal(err)
		}
		ld.Mark(int64(i + 1))
	}
	if l.abort && l.full {
		err = ld.Abort()
	} else {
		_, err = ld.Commit()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func drawLoads(t *rapid.T) []testLoad {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) testLoad {
		return testLoad{
			day:   rapid.IntRange(1, 5).Draw(t, "day"),
			full:  rapid.Bool().Draw(t, "full"),
			abort: rapid.IntRange(0, 5).Draw(t, "abort") == 0,
			rows: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) row {
				return row{rapid.SampledFrom([]string{"a", "a\x00", "a\x00\x01", "b/c", "ü"}).Draw(t, "key"), rapid.IntRange(-1, 3).Draw(t, "variant")}
			}), 0, 6).Draw(t, "rows"),
		}
	}), 1, 6).Draw(t, "loads")
}

// state is all that the store says of each record.
func state(t *rapid.T, s *Store) map[engine.RecordID][]string {
	out := map[engine.RecordID][]string{}
	err := s.eachHistory("", false, func(id engine.RecordID, _ []sighting, _ *catalog) error {
		if d := describe(t, s, id); d != nil {
			out[id] = d
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// describe is all that the store says of one record, nil if it is not there.
func describe(t *rapid.T, s *Store, id engine.RecordID) []string {
	vs, err := s.Versions(id)
	if errors.Is(err, engine.NotFound) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, v := range vs {
		name := "-"
		if len(v.Parties) > 0 {
			name = v.Parties[0].Name()
		}
		out = append(out, fmt.Sprintf("%s %s ended %q deleted %v", name, v.Retrieved.Format("02"), v.Ended, v.Deleted))
	}
	claims, err := s.ClaimsByOwned(id.Party())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range claims {
		out = append(out, fmt.Sprintf("owner %s %s [%s,%s)", c.Owner, c.Share, c.From, c.Until))
	}
	listings, err := s.ListingsOf(id.Party())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range listings {
		out = append(out, fmt.Sprintf("listed [%s,%s)", c.From, c.Until))
	}
	return out
}

// oracle works the current names and ends out the slow way, from the
// definition: one sighting a key and load, the first; the newest, by day and
// then hash, is current; it ended at the first full load later than its last
// sighting.
func oracle(loads []testLoad) map[engine.RecordID]string {
	type seen struct {
		day  int
		hash string
		rec  *engine.Record
	}
	all := map[engine.RecordID][]seen{}
	var full []int
	for _, l := range loads {
		if l.full && l.abort {
			continue
		}
		if l.full {
			full = append(full, l.day)
		}
		have := map[string]bool{}
		for _, r := range l.rows {
			if have[r.key] {
				continue
			}
			have[r.key] = true
			rec := r.record()
			_, h, _, _ := encodeContent(rec)
			all[rec.ID] = append(all[rec.ID], seen{l.day, string(h[:]), rec})
		}
	}
	slices.Sort(full)
	out := map[engine.RecordID]string{}
	for id, list := range all {
		last := slices.MaxFunc(list, func(a, b seen) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.hash, b.hash)) })
		ended := ""
		for _, d := range full {
			if d > last.day {
				ended = engine.DateOf(day(d)).String()
				break
			}
		}
		if last.rec.Deleted {
			out[id] = "deleted"
			continue
		}
		out[id] = last.rec.Parties[0].Name() + " " + ended
	}
	return out
}

// current is what the oracle tells, as the store tells it.
func current(t *rapid.T, s *Store) map[engine.RecordID]string {
	out := map[engine.RecordID]string{}
	for id := range state(t, s) {
		r, err := s.Record(id)
		if err != nil {
			t.Fatal(err)
		}
		if r.Deleted {
			out[id] = "deleted"
			continue
		}
		out[id] = r.Parties[0].Name() + " " + r.Ended.String()
	}
	return out
}

func memory(t *rapid.T) *Store {
	s, err := Open(Options{InMemory: true})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestOrderDoesNotMatter: any order of the same loads, cut short, resumed,
// given up and repeated, gives the same state, which is the oracle's; and a
// follower who looks only at what the change log names has the same picture.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loads := drawLoads(t)
		a, b := memory(t), memory(t)
		defer a.Close()
		defer b.Close()
		mirror, seq := map[engine.RecordID][]string{}, uint64(0)
		for _, l := range loads {
			l.run(t, a)
			if err := a.Changes(seq, func(c Change) error {
				for _, id := range c.Records {
					if mirror[id] = describe(t, a, id); mirror[id] == nil {
						delete(mirror, id)
					}
				}
				seq = c.Seq
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		for _, l := range rapid.Permutation(loads).Draw(t, "order") {
			l.run(t, b)
		}
		again := rapid.SampledFrom(loads).Draw(t, "again")
		again.run(t, b)
		if diff := gocmp.Diff(oracle(loads), current(t, a)); diff != "" {
			t.Errorf("current versions (-oracle +store):\n%s", diff)
		}
		if diff := gocmp.Diff(state(t, a), state(t, b)); diff != "" {
			t.Errorf("state after another order (-first +second):\n%s", diff)
		}
		if diff := gocmp.Diff(state(t, a), mirror); diff != "" {
			t.Errorf("a follower of the change log (-store +follower):\n%s", diff)
		}
		for _, s := range []*Store{a, b} {
			if r, err := s.Verify(true); err != nil || !r.OK() {
				t.Errorf("Verify(true) = %v, %v", r.Problems, err)
			}
		}
	})
}
