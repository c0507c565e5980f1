package resolve

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// biography tells one store's history step by step.
type biography struct {
	t  *testing.T
	st *store.Store
	n  int
}

func (b *biography) run(all bool) {
	b.t.Helper()
	if _, err := Run(b.t.Context(), b.st, Options{All: all, bulkShare: 1e9}); err != nil {
		b.t.Fatal(err)
	}
}

// put loads companies "key: name" into dataset a and resolves.
func (b *biography) put(names map[string]string) {
	b.t.Helper()
	b.n++
	var recs []*engine.Record
	for key, name := range names {
		id := engine.NewRecordID("a", key)
		recs = append(recs, &engine.Record{ID: id, Raw: []byte(name), Parties: []engine.Party{{ID: id.Party(), Kind: engine.Company, Country: "GB", Names: []engine.Name{{Text: name}}}}})
	}
	load(b.t, b.st, store.Load{Dataset: "a", Format: "test", Retrieved: time.Date(2025, 1, b.n, 0, 0, 0, 0, time.UTC), Stamp: fmt.Sprint(b.n)}, recs...)
	b.run(false)
}

func (b *biography) judge(x, y string, same bool) string {
	b.t.Helper()
	j, err := b.st.AddJudgement(engine.Judgement{A: engine.PartyID(x), B: engine.PartyID(y), Same: same, By: "me", Why: "because"})
	if err != nil {
		b.t.Fatal(err)
	}
	b.run(false)
	return j.ID
}

func (b *biography) undo(id string) {
	b.t.Helper()
	if err := b.st.UndoJudgement(id, "me", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), "wrong"); err != nil {
		b.t.Fatal(err)
	}
	b.run(false)
}

func (b *biography) of(party string) engine.EntityID {
	b.t.Helper()
	id, err := b.st.EntityOf(engine.PartyID(party))
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

// leads wants an id, old or new, to lead to the entity that the party is of.
func (b *biography) leads(what string, id engine.EntityID, party string) {
	b.t.Helper()
	e, err := b.st.Entity(id)
	if err != nil || !slices.Contains(e.Parties, engine.PartyID(party)) {
		b.t.Errorf("%s: Entity(%s) = %v, %v; want the one of %s", what, id, e, err, party)
	}
}

// TestIdentityThroughMergeAndSplit: an id that went into another comes back
// when its part does, and leads to the other while it is away, whether the log
// is followed or all is done anew.
func TestIdentityThroughMergeAndSplit(t *testing.T) {
	b := &biography{t: t, st: openStore(t)}
	b.put(map[string]string{"1": "Quorvex Plastics Ltd", "2": "Brimhalt Marine GmbH", "3": "Zandorf Logistics SA"})
	e1, e2, e3 := b.of("a/1"), b.of("a/2"), b.of("a/3")
	j1 := b.judge("a/1", "a/2", true)
	j2 := b.judge("a/2", "a/3", true)
	whole := b.of("a/1")
	for party, id := range map[string]engine.EntityID{"a/1": e1, "a/2": e2, "a/3": e3} {
		b.leads("while one", id, party)
		b.leads("while one", id, "a/1")
	}
	b.run(true)
	for _, id := range []engine.EntityID{e1, e2, e3} {
		b.leads("while one, from scratch", id, "a/3")
	}
	if got := b.of("a/1"); got != whole {
		t.Errorf("doing all anew gives the entity the id %s, want %s as before", got, whole)
	}
	b.undo(j2)
	if got := b.of("a/3"); got != e3 {
		t.Errorf("after the split a/3 is %s, want %s as at first", got, e3)
	}
	b.leads("after one split", e2, "a/1")
	b.undo(j1)
	if x, y := b.of("a/1"), b.of("a/2"); x != e1 || y != e2 {
		t.Errorf("after both splits a/1 is %s and a/2 %s, want %s and %s as at first", x, y, e1, e2)
	}
	b.run(true)
	if x, y, z := b.of("a/1"), b.of("a/2"), b.of("a/3"); x != e1 || y != e2 || z != e3 {
		t.Errorf("from scratch: %s %s %s, want %s %s %s", x, y, z, e1, e2, e3)
	}
	var kinds []engine.EventKind
	if err := b.st.Events(func(e engine.Event) error { kinds = append(kinds, e.Kind); return nil }); err != nil {
		t.Fatal(err)
	}
	slices.Sort(kinds)
	want := []engine.EventKind{engine.Created, engine.Created, engine.Created, engine.Merged, engine.Merged, engine.Split, engine.Split}
	slices.Sort(want)
	if !slices.Equal(kinds, want) {
		t.Errorf("events %v, want %v", kinds, want)
	}
}

// TestIdentityFollowsTheLargestPart: of an entity of five that splits in three
// and two, the three keep the id; of two entities that merge, the larger one's
// stands. A record that is dropped takes its id with it, unless others share it.
func TestIdentityFollowsTheLargestPart(t *testing.T) {
	b := &biography{t: t, st: openStore(t)}
	names := map[string]string{}
	for _, k := range []string{"1", "2"} {
		names[k] = "Quorvex Plastics Ltd"
	}
	for _, k := range []string{"3", "4", "5"} {
		names[k] = "Brimhalt Zandorf Marine GmbH"
	}
	b.put(names)
	two, three := b.of("a/1"), b.of("a/3")
	if two != b.of("a/2") || three != b.of("a/4") || three != b.of("a/5") {
		t.Fatal("records of one name are not one entity")
	}
	j := b.judge("a/1", "a/3", true)
	if got := b.of("a/1"); got != three {
		t.Errorf("after the merge of %s (2) and %s (3) the entity is %s, want the larger's", two, three, got)
	}
	b.undo(j)
	if x, y := b.of("a/1"), b.of("a/3"); x != two || y != three {
		t.Errorf("after the split %s and %s, want %s and %s", x, y, two, three)
	}
	for _, key := range []string{"a/3", "a/4", "a/5"} {
		if _, err := b.st.Drop(key); err != nil {
			t.Fatal(err)
		}
		b.run(false)
		if key != "a/5" {
			b.leads("after dropping "+key, three, "a/5")
		}
	}
	if _, err := b.st.Entity(three); !errors.Is(err, engine.NotFound) {
		t.Errorf("Entity(%s) = %v after all its records are dropped, want NotFound", three, err)
	}
}

// TestIdentityOfDroppedBridge: a record that held two others together is
// dropped: they part, and each has the id that it had before the bridge came.
func TestIdentityOfDroppedBridge(t *testing.T) {
	b := &biography{t: t, st: openStore(t)}
	b.put(map[string]string{"1": "Quorvex Plastics Ltd", "3": "Zandorf Logistics SA"})
	e1, e3 := b.of("a/1"), b.of("a/3")
	b.put(map[string]string{"2": "Brimhalt Marine GmbH"})
	b.judge("a/1", "a/2", true)
	b.judge("a/2", "a/3", true)
	if b.of("a/1") != b.of("a/3") {
		t.Fatal("the bridge holds nothing together")
	}
	if _, err := b.st.Drop("a/2"); err != nil {
		t.Fatal(err)
	}
	b.run(false)
	if x, y := b.of("a/1"), b.of("a/3"); x != e1 || y != e3 {
		t.Errorf("without the bridge a/1 is %s and a/3 %s, want %s and %s as before it came", x, y, e1, e3)
	}
	b.put(map[string]string{"2": "Brimhalt Marine GmbH"}) // judgements survive: it holds them together again
	if b.of("a/1") != b.of("a/3") {
		t.Error("the bridge came back and the judgements on it count no more")
	}
}
