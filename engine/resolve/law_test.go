package resolve

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/store"
)

func openStore(t testing.TB) *store.Store {
	t.Helper()
	st, err := store.Open(store.Options{InMemory: true, Now: func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// load puts records into the store as one load.
func load(t interface{ Fatal(...any) }, st *store.Store, l store.Load, recs ...*engine.Record) {
	ld, err := st.Begin(l)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range recs {
		if _, err := ld.Put(r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := ld.Commit(); err != nil {
		t.Fatal(err)
	}
}

// The words of small worlds: few, so that names, numbers and addresses meet.
var (
	firsts = []string{"Quorvex", "Brimhalt", "Zandorf", "Quorvix"}
	trades = []string{"Plastics", "Logistics", "Marine"}
	forms  = []string{"", " Ltd", " GmbH"}
	phones = []string{"+44 1632 960001", "+44 1632 960002"}
	doors  = []string{"Unit 5, 12/F, Harbour House, 77 Wharf Street, Hong Kong", "4 Mill Lane, Leeds LS1 4AB", "9 Canal Street, Leeds LS2 8PP"}
	// Invented numbers with valid check digits.
	leis = []string{"5493001KJTIIGC8Y1R12", "5493000IBP32UQZ0KL24"}
	// Of an exclusive scheme: two of them make two companies.
	numbers = []string{"91440305308944171D", "91320505672910381C"}
)

// drawParty draws a party of few and common traits.
func drawParty(t *rapid.T, id engine.PartyID) engine.Party {
	some := func(label string, of []string) string {
		return rapid.SampledFrom(of).Draw(t, label)
	}
	p := engine.Party{ID: id, Kind: engine.Company}
	if rapid.IntRange(0, 9).Draw(t, "person") == 0 {
		p.Kind = engine.Person
	}
	p.Names = []engine.Name{{Text: some("first", firsts) + " " + some("trade", trades) + some("form", forms)}}
	if rapid.IntRange(0, 3).Draw(t, "number") == 0 {
		p.Identifiers = []engine.Identifier{{Scheme: "cn-uscc", Value: some("cn-uscc", numbers)}}
	}
	switch rapid.IntRange(0, 4).Draw(t, "traits") {
	case 0:
		p.Phones = []string{some("phone", phones)}
	case 1:
		p.Addresses = []engine.Address{{Text: some("door", doors)}}
	case 2:
		p.Identifiers = append(p.Identifiers, engine.Identifier{Scheme: "lei", Value: some("lei", leis)})
	case 3:
		p.Phones = []string{some("phone", phones)}
		p.Addresses = []engine.Address{{Text: some("door", doors)}}
		p.Country = some("country", []string{"GB", "HK"})
	}
	return p
}

func drawRecord(t *rapid.T, dataset string) *engine.Record {
	id := engine.NewRecordID(dataset, fmt.Sprintf("k%d", rapid.IntRange(0, 7).Draw(t, "key")))
	rec := &engine.Record{ID: id, Parties: []engine.Party{drawParty(t, id.Party())}}
	if rapid.IntRange(0, 2).Draw(t, "many values") == 0 {
		rec.Parties[0] = *drawMany(t, id.Party())
	}
	if rapid.IntRange(0, 3).Draw(t, "owner inside") == 0 {
		p := drawParty(t, id.Part("owner", 0))
		rec.Parties = append(rec.Parties, p)
		rec.Interests = append(rec.Interests, engine.Interest{Owner: p.ID, Owned: id.Party(), Kind: engine.Shares, Share: engine.Percent(60)})
	}
	if rapid.IntRange(0, 3).Draw(t, "owns other") == 0 {
		owned := engine.NewRecordID(rapid.SampledFrom([]string{"a", "b"}).Draw(t, "owned dataset"), fmt.Sprintf("k%d", rapid.IntRange(0, 7).Draw(t, "owned key")))
		rec.Interests = append(rec.Interests, engine.Interest{Owner: id.Party(), Owned: owned.Party(), Kind: engine.Shares, Share: engine.Percent(25)})
	}
	return rec
}

// world draws what happens to a store, step by step.
type world struct {
	t  *rapid.T
	st *store.Store
	n  int
}

func (w *world) step() {
	t := w.t
	w.n++
	dataset := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "dataset")
	switch rapid.SampledFrom([]string{"load", "load", "load", "full", "drop record", "drop dataset", "judge", "judge", "undo"}).Draw(t, "step") {
	case "load", "full":
		full := rapid.Bool().Draw(t, "full")
		recs := map[engine.RecordID]*engine.Record{}
		for range rapid.IntRange(1, 6).Draw(t, "records") {
			r := drawRecord(t, dataset)
			recs[r.ID] = r
		}
		var ids []string
		for id := range recs {
			ids = append(ids, string(id))
		}
		sort.Strings(ids)
		var list []*engine.Record
		for _, id := range ids {
			list = append(list, recs[engine.RecordID(id)])
		}
		day := rapid.IntRange(1, 28).Draw(t, "day")
		load(t, w.st, store.Load{Dataset: dataset, Format: "test", Retrieved: time.Date(2025, 1, day, 0, 0, w.n, 0, time.UTC), Full: full, AcceptShrink: true, Stamp: fmt.Sprint(w.n)}, list...)
	case "drop record":
		w.drop(fmt.Sprintf("%s/k%d", dataset, rapid.IntRange(0, 7).Draw(t, "key")))
	case "drop dataset":
		w.drop(dataset)
	case "judge":
		a := engine.PartyID(fmt.Sprintf("a/k%d", rapid.IntRange(0, 7).Draw(t, "a")))
		b := engine.PartyID(fmt.Sprintf("b/k%d", rapid.IntRange(0, 7).Draw(t, "b")))
		if _, err := w.st.AddJudgement(engine.Judgement{A: a, B: b, Same: rapid.Bool().Draw(t, "same"), By: "me", Why: "because"}); err != nil {
			t.Fatal(err)
		}
	case "undo":
		var ids []string
		if err := w.st.Judgements(func(j engine.Judgement) error {
			if j.Active() {
				ids = append(ids, j.ID)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if len(ids) > 0 {
			if err := w.st.UndoJudgement(rapid.SampledFrom(ids).Draw(t, "id"), "me", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), "wrong"); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func (w *world) drop(what string) {
	if _, err := w.st.Drop(what); err != nil && !errors.Is(err, engine.NotFound) {
		w.t.Fatal(err)
	}
}

// results is all that a run derives, with entities named by their first party.
type results struct {
	Entities map[engine.PartyID]engine.Entity
	Members  map[engine.PartyID]engine.PartyID
	Matches  []store.StoredMatch
	Postings []store.Posting
	Crowded  []uint64
	Stakes   []engine.Stake
}

func resultsOf(t interface{ Fatal(...any) }, st *store.Store) results {
	r := results{Entities: map[engine.PartyID]engine.Entity{}, Members: map[engine.PartyID]engine.PartyID{}}
	first := map[engine.EntityID]engine.EntityID{}
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	check(st.Entities(func(e *engine.Entity) error {
		first[e.ID] = engine.EntityID(e.Parties[0])
		return nil
	}))
	check(st.Entities(func(e *engine.Entity) error {
		c := *e
		c.ID = first[e.ID]
		c.Possible = nil
		for _, l := range e.Possible {
			l.Entity = first[l.Entity]
			c.Possible = append(c.Possible, l)
		}
		sortLinks(c.Possible)
		r.Entities[e.Parties[0]] = c
		return nil
	}))
	check(st.Members(func(p engine.PartyID, e engine.EntityID) error {
		r.Members[p] = engine.PartyID(first[e])
		return nil
	}))
	check(st.AllMatches(func(m store.StoredMatch) error { r.Matches = append(r.Matches, m); return nil }))
	check(st.AllPostings(func(p store.Posting) error { r.Postings = append(r.Postings, p); return nil }))
	var err error
	r.Crowded, err = st.Crowded()
	check(err)
	check(st.Stakes(func(s engine.Stake) error {
		s.Owner, s.Owned = first[s.Owner], first[s.Owned]
		r.Stakes = append(r.Stakes, s)
		return nil
	}))
	sort.SliceStable(r.Stakes, func(i, j int) bool {
		return fmt.Sprintf("%+v", r.Stakes[i]) < fmt.Sprintf("%+v", r.Stakes[j])
	})
	return r
}

// checkLinks: entities whose members have different numbers of an exclusive
// scheme are not linked.
func checkLinks(t *rapid.T, st *store.Store) {
	numbersOf := func(e *engine.Entity) map[string]bool {
		out := map[string]bool{}
		for _, id := range e.Parties {
			p, _, err := st.Party(id)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range p.Identifiers {
				if v := norm.Identifier(n); v.Exclusive && v.Scheme == "cn-uscc" {
					out[v.Value] = true
				}
			}
		}
		return out
	}
	err := st.Entities(func(e *engine.Entity) error {
		for _, l := range e.Possible {
			o, err := st.Entity(l.Entity)
			if err != nil {
				return err
			}
			a, b := numbersOf(e), numbersOf(o)
			meet := len(a) == 0 || len(b) == 0
			for n := range a {
				meet = meet || b[n]
			}
			if !meet {
				t.Fatalf("%s with %v is linked to %s with %v by %v", e.Parties, a, o.Parties, b, l.Pair)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestFollowingIsScratch: however records and judgements come and go, and
// whenever in between the log is followed, the results are those of doing all
// from scratch. The caps are small, so that keys turn generic and back.
func TestFollowingIsScratch(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		st, err := store.Open(store.Options{InMemory: true, Now: func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }})
		if err != nil {
			rt.Fatal(err)
		}
		defer func() {
			if err := st.Close(); err != nil {
				rt.Fatal(err)
			}
		}()
		o := Options{bulkShare: 1e9, caps: caps{3, 2, 4, 6, 2}, Workers: 2}
		cache := NewCache(200)
		w := &world{t: rt, st: st}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			w.step()
			if rapid.IntRange(0, 2).Draw(rt, "resolve now") > 0 {
				if o.Cache = nil; rapid.IntRange(0, 3).Draw(rt, "cache") > 0 {
					o.Cache = cache
				}
				if _, err := Run(context.Background(), st, o); err != nil {
					rt.Fatal(err)
				}
			}
		}
		stats, err := Run(context.Background(), st, o)
		if err != nil {
			rt.Fatal(err)
		}
		followed := resultsOf(rt, st)
		checkLinks(rt, st)
		o.All = true
		if _, err := Run(context.Background(), st, o); err != nil {
			rt.Fatal(err)
		}
		if d := cmp.Diff(resultsOf(rt, st), followed, cmp.AllowUnexported(engine.Share{})); d != "" {
			rt.Fatalf("Run followed (%+v) differs from scratch (-scratch +followed):\n%s", stats, d)
		}
	})
}

// TestFallingBackIsFollowed: when the holders of a key fall back under its cap,
// who is left is found without doing all anew, however many there were.
func TestFallingBackIsFollowed(t *testing.T) {
	for _, crowd := range []int{5, 7, 40} { // with their number kept, and beyond
		st := openStore(t)
		var all []*engine.Record
		for i := range crowd {
			dataset := "stays"
			if i >= 2 {
				dataset = "goes"
			}
			all = append(all, company(dataset, fmt.Sprint(i), firsts[i%2]+" Plastics Ltd", "HK", at(door)))
		}
		for i := range 100 {
			all = append(all, company("other", fmt.Sprint(i), "Ostrivane "+strings.Repeat("a", i)+"x GmbH", "DE"))
		}
		for _, r := range all {
			put(t, st, 1, r)
		}
		o := Options{bulkShare: 1e9, caps: caps{3, 2, 4, 6, 2}}
		mustRun(t, st, o)
		if _, err := st.Drop("goes"); err != nil {
			t.Fatal(err)
		}
		stats := mustRun(t, st, o)
		if stats.Scratch || stats.Parties > int64(crowd) {
			t.Errorf("dropping %d of %d at one door: %+v, want it followed and only them looked at", crowd-2, crowd, stats)
		}
		followed := resultsOf(t, st)
		o.All = true
		mustRun(t, st, o)
		if d := cmp.Diff(resultsOf(t, st), followed, cmp.AllowUnexported(engine.Share{})); d != "" {
			t.Errorf("dropping %d of %d at one door differs from scratch (-scratch +followed):\n%s", crowd-2, crowd, d)
		}
	}
}
