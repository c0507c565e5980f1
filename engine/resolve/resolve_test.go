package resolve

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/store"
)

// company makes a record of one company.
func company(dataset, key, name, country string, more ...func(*engine.Party)) *engine.Record {
	id := engine.NewRecordID(dataset, key)
	p := engine.Party{ID: id.Party(), Kind: engine.Company, Names: []engine.Name{{Text: name}}, Country: country}
	for _, m := range more {
		m(&p)
	}
	return &engine.Record{ID: id, Parties: []engine.Party{p}}
}

func at(text string) func(*engine.Party) {
	return func(p *engine.Party) { p.Addresses = append(p.Addresses, engine.Address{Text: text}) }
}

func lei(v string) func(*engine.Party) {
	return func(p *engine.Party) {
		p.Identifiers = append(p.Identifiers, engine.Identifier{Scheme: "lei", Value: v})
	}
}

// put loads records as a load of its own.
func put(t testing.TB, st *store.Store, day int, recs ...*engine.Record) {
	t.Helper()
	load(t, st, store.Load{Dataset: recs[0].ID.Dataset(), Format: "test", Retrieved: time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC), Stamp: fmt.Sprint(day, len(recs))}, recs...)
}

func mustRun(t testing.TB, st *store.Store, o Options) Stats {
	t.Helper()
	stats, err := Run(context.Background(), st, o)
	if err != nil {
		t.Fatalf("Run(%+v): %v", o, err)
	}
	return stats
}

func entityOf(t testing.TB, st *store.Store, id engine.PartyID) engine.EntityID {
	t.Helper()
	e, err := st.EntityOf(id)
	if err != nil {
		t.Fatalf("EntityOf(%q): %v", id, err)
	}
	return e
}

const door = "Room 1318, 13/F, Harbour Plaza, 610 Wharf Road, Hong Kong"

// TestLife follows two records of one company: they merge, are judged
// different, come together again, and part when what joined them is dropped.
func TestLife(t *testing.T) {
	st := openStore(t)
	follow := Options{bulkShare: 1e9}
	put(t, st, 1, company("a", "1", "Quorvex Plastics Ltd", "HK", at(door)), company("a", "2", "Brimhalt Marine GmbH", "DE"))
	if s := mustRun(t, st, follow); !s.Scratch || s.Created != 2 {
		t.Fatalf("first run = %+v, want from scratch and two created", s)
	}
	first := entityOf(t, st, "a/1")
	put(t, st, 2, company("b", "1", "Quorvex Plastics Limited", "HK", at(door)))
	if s := mustRun(t, st, follow); s.Scratch || s.Created+s.Split+s.Merged != 0 {
		t.Fatalf("second run = %+v, want it followed and no entity made", s)
	}
	if e := entityOf(t, st, "b/1"); e != first {
		t.Fatalf("EntityOf(b/1) = %v, want %v", e, first)
	}
	j, err := st.AddJudgement(engine.Judgement{A: "a/1", B: "b/1", By: "me", Why: "two shops"})
	if err != nil {
		t.Fatal(err)
	}
	if s := mustRun(t, st, follow); s.Split != 1 {
		t.Fatalf("run after judging = %+v, want one split", s)
	}
	second := entityOf(t, st, "b/1")
	if second == first || entityOf(t, st, "a/1") != first {
		t.Fatalf("after judging a/1 is %v and b/1 %v, want %v and another", entityOf(t, st, "a/1"), second, first)
	}
	if e, _ := st.Entity(first); len(e.Possible) != 0 {
		t.Errorf("links of %v = %v, want none to one judged different", first, e.Possible)
	}
	if err := st.UndoJudgement(j.ID, "me", time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC), "wrong"); err != nil {
		t.Fatal(err)
	}
	if s := mustRun(t, st, follow); s.Merged != 1 {
		t.Fatalf("run after undoing = %+v, want one merge", s)
	}
	if to, err := st.Redirect(second); err != nil || to != first {
		t.Errorf("Redirect(%v) = %v, %v; want %v", second, to, err, first)
	}
	if _, err := st.Drop("a"); err != nil {
		t.Fatal(err)
	}
	if s := mustRun(t, st, follow); s.Retired != 1 {
		t.Errorf("run after dropping = %+v, want one retired", s)
	}
	if e, err := st.Entity(first); err != nil || len(e.Parties) != 1 || e.Parties[0] != "b/1" {
		t.Errorf("Entity(%v) = %+v, %v; want b/1 alone", first, e, err)
	}
	if _, err := st.EntityOf("a/2"); !errors.Is(err, engine.NotFound) {
		t.Errorf("EntityOf of a dropped party: %v, want NotFound", err)
	}
}

// TestWhatMerges tells merges from links and from nothing.
func TestWhatMerges(t *testing.T) {
	for _, c := range []struct {
		what string
		a, b *engine.Record
		want string
	}{
		{"same name and door", company("a", "1", "Quorvex Plastics Ltd", "HK", at(door)), company("b", "1", "QUORVEX PLASTICS LIMITED", "HK", at(door)), "same"},
		{"same number, unlike names", company("a", "1", "Quorvex Plastics Ltd", "HK", lei("5493001KJTIIGC8Y1R12")), company("b", "1", "Brimhalt Marine", "HK", lei("5493001KJTIIGC8Y1R12")), "same"},
		{"different exclusive numbers", company("a", "1", "Quorvex Plastics Ltd", "HK", at(door), lei("5493001KJTIIGC8Y1R12")), company("b", "1", "Quorvex Plastics Ltd", "HK", at(door), lei("5493000IBP32UQZ0KL24")), "different"},
		{"same door, another name", company("a", "1", "Quorvex Plastics Ltd", "HK", at(door)), company("b", "1", "Brimhalt Marine Ltd", "HK", at(door)), "different"},
		{"same name in another country", company("a", "1", "Quorvex Plastics Ltd", "HK"), company("b", "1", "Quorvex Plastics Ltd", "DE"), "possibly same"},
		{"only a form", company("a", "1", "Limited", "HK"), company("b", "1", "Limited", "HK"), "different"},
		{"placeholders", company("a", "1", "N/A", "HK"), company("b", "1", "N/A", "HK"), "different"},
	} {
		st := openStore(t)
		put(t, st, 1, c.a)
		put(t, st, 1, c.b)
		mustRun(t, st, Options{})
		got := "different"
		x, y := entityOf(t, st, "a/1"), entityOf(t, st, "b/1")
		e, err := st.Entity(x)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case x == y:
			got = "same"
		case len(e.Possible) == 1 && e.Possible[0].Entity == y:
			got = "possibly same"
		}
		if got != c.want {
			m, err := Explain(st, "a/1", "b/1")
			t.Errorf("%s: %s, want %s (%+v, %v)", c.what, got, c.want, m, err)
		}
	}
}

// TestTwinsInACrowd: very many records of one company are one entity, though
// every key is generic.
func TestTwinsInACrowd(t *testing.T) {
	st := openStore(t)
	var recs []*engine.Record
	for i := range 200 {
		recs = append(recs, company("a", fmt.Sprintf("%03d", i), "Quorvex Ostrivane Plastics Ltd", "HK"))
	}
	put(t, st, 1, recs...)
	stats := mustRun(t, st, Options{})
	if stats.Entities != 1 || stats.Pairs != 0 {
		t.Errorf("200 alike records: %+v, want one entity and no pair scored", stats)
	}
}

// TestCrowdedDoor: an address that very many have does not merge a thing.
func TestCrowdedDoor(t *testing.T) {
	st := openStore(t)
	letters := "abcdefghijklmnoprstu"
	var recs []*engine.Record
	for i := range 120 {
		name := strings.ToUpper(string(letters[i%20])) + "o" + string(letters[i/20]) + "vandril"
		recs = append(recs, company("a", fmt.Sprintf("%03d", i), name+" Ltd", "VG", at(door), func(p *engine.Party) { p.Phones = []string{"+44 1632 960001"} }))
	}
	put(t, st, 1, recs...)
	if stats := mustRun(t, st, Options{}); stats.Entities != 120 {
		t.Errorf("120 companies at one agent's: %+v, want 120 entities", stats)
	}
}

func TestFinder(t *testing.T) {
	st := openStore(t)
	put(t, st, 1, company("a", "1", "Quorvex Plastics Ltd", "HK", at(door)), company("a", "2", "Brimhalt Marine GmbH", "DE"), company("a", "3", "Quorvex Logistics Ltd", "HK"))
	mustRun(t, st, Options{})
	f := NewFinder(st, FinderOptions{})
	ask := norm.Prepare(&engine.Party{ID: "asked/1", Kind: engine.Company, Names: []engine.Name{{Text: "Quorvexx Plastics"}}, Country: "HK", Addresses: []engine.Address{{Text: door}}})
	for range 2 {
		got, err := f.Find(ask, 0)
		if err != nil || len(got) == 0 || got[0].Entity != entityOf(t, st, "a/1") || got[0].Match.Band != engine.Same {
			t.Fatalf("Find(Quorvexx Plastics) = %+v, %v; want a/1 first, same", got, err)
		}
	}
	if _, err := st.Drop("a/1"); err != nil {
		t.Fatal(err)
	}
	mustRun(t, st, Options{})
	got, err := f.Find(ask, 0)
	for _, c := range got {
		if c.Match.Pair.A == "a/1" {
			t.Errorf("Find after the drop = %+v, %v; want no a/1", got, err)
		}
	}
}

// TestExplainIsTheMatch: what Explain says weighs what the store holds.
func TestExplainIsTheMatch(t *testing.T) {
	st := openStore(t)
	put(t, st, 1, company("a", "1", "Quorvex Plastics Ltd", "HK", at(door)), company("a", "2", "Quorvex Plastics", "HK", at(door)), company("a", "3", "Quorvex Plastic Ltd", "SG"))
	mustRun(t, st, Options{})
	n := 0
	err := st.AllMatches(func(m store.StoredMatch) error {
		n++
		e, err := Explain(st, m.Pair.A, m.Pair.B)
		if err == nil && (e.Weight != m.Weight || e.Band != m.Band) {
			t.Errorf("Explain(%v) = %v %v, stored %v %v", m.Pair, e.Weight, e.Band, m.Weight, m.Band)
		}
		return err
	})
	if err != nil || n == 0 {
		t.Errorf("AllMatches: %v, %d matches", err, n)
	}
	if _, err := Explain(st, "a/1", "no/such"); !errors.Is(err, engine.NotFound) {
		t.Errorf("Explain of a party that is not there: %v, want NotFound", err)
	}
}

// TestStopped: a run that is cancelled leaves all as it was, and one after it
// gives what an undisturbed one gives.
func TestStopped(t *testing.T) {
	build := func(disturb bool) results {
		st := openStore(t)
		put(t, st, 1, company("a", "1", "Quorvex Plastics Ltd", "HK", at(door)), company("a", "2", "Brimhalt Marine GmbH", "DE"))
		mustRun(t, st, Options{})
		put(t, st, 2, company("b", "1", "Quorvex Plastics", "HK", at(door)))
		if disturb {
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			for _, all := range []bool{false, true} {
				if _, err := Run(ctx, st, Options{All: all, bulkShare: 1e9}); !errors.Is(err, context.Canceled) {
					t.Fatalf("Run cancelled: %v, want context.Canceled", err)
				}
			}
		}
		mustRun(t, st, Options{bulkShare: 1e9})
		return resultsOf(t, st)
	}
	if d := cmp.Diff(build(false), build(true), cmp.AllowUnexported(engine.Share{})); d != "" {
		t.Errorf("a cancelled run left its mark (-undisturbed +disturbed):\n%s", d)
	}
}

func TestNote(t *testing.T) {
	n := &note{parties: []notedParty{{"a/1", []uint64{1, 1 << 63}, []byte{1}}, {"a/1#owner[0]", nil, []byte{}}}, owned: []engine.PartyID{"b/2"}}
	got, err := decodeNote(n.encode())
	if err != nil || cmp.Diff(n, got, cmp.AllowUnexported(note{}, notedParty{})) != "" {
		t.Errorf("decodeNote(encode) = %+v, %v; want %+v", got, err, n)
	}
}

func FuzzDecodeNote(f *testing.F) {
	f.Add((&note{parties: []notedParty{{"a/1", []uint64{7}, []byte{2}}}, owned: []engine.PartyID{"b"}}).encode())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		if n, err := decodeNote(b); err != nil && !errors.Is(err, engine.Corrupt) {
			t.Errorf("decodeNote(%x) = %v, %v; want Corrupt", b, n, err)
		}
	})
}
