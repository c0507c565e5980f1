package index

import (
	"slices"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// TestStore follows a real store through load, resolution, merge and drop.
func TestStore(t *testing.T) {
	at := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	st, err := store.Open(store.Options{InMemory: true, Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}()
	l, err := st.Begin(store.Load{Dataset: "test", Format: "pierce", Retrieved: at, Stamp: "1"})
	if err != nil {
		t.Fatal(err)
	}
	a := parseLine(t, "a", "company SG | Zephyr Quartz Pte. Ltd. | | | us-bis-el 2023-01-01")
	b := parseLine(t, "b", "company SG | Zephyr Quartz Holdings ; alias:翠石控股 | | |")
	b.Shipments = []engine.Shipment{{ID: "BL-77", Goods: []engine.Goods{{Text: "quartz crystals"}}, Parties: []engine.ShipmentParty{{Role: engine.Buyer, Party: "test/a"}}}}
	for _, rec := range []*engine.Record{a, b} {
		if _, err := l.Put(rec); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Commit(); err != nil {
		t.Fatal(err)
	}
	derive := func(changed []engine.EntityID, do func(*store.Derivation)) {
		t.Helper()
		d, err := st.NewDerivation("resolve")
		if err != nil {
			t.Fatal(err)
		}
		do(d)
		if err := d.Commit("resolve", st.Seq(), changed); err != nil {
			t.Fatal(err)
		}
	}
	entity := func(id engine.EntityID, parties ...engine.PartyID) *engine.Entity {
		return &engine.Entity{ID: id, Kind: engine.Company, Name: string(id), Parties: parties}
	}
	derive([]engine.EntityID{"ea", "eb"}, func(d *store.Derivation) {
		d.PutEntity(entity("ea", "test/a"))
		d.SetMember("test/a", "ea")
		d.PutEntity(entity("eb", "test/b"))
		d.SetMember("test/b", "eb")
	})
	x := filled(t, st)
	ask := func(q Query, want ...string) {
		t.Helper()
		if _, err := x.CatchUp(t.Context(), st); err != nil {
			t.Fatal(err)
		}
		if got := found(t, x, q); !slices.Equal(got, want) && len(got)+len(want) > 0 {
			t.Errorf("Search(%+v) = %v, want %v", q, got, want)
		}
	}
	ask(Query{Text: "zephyr quartz pte ltd"}, "ea", "eb")
	ask(Query{Text: "翠石"}, "eb")
	ask(Query{Text: "zephyr", List: engine.BISEL}, "ea")
	ask(Query{Text: "zephyr crystals", Shipments: true}, "test/b")
	derive([]engine.EntityID{"ea", "eb"}, func(d *store.Derivation) {
		d.PutEntity(entity("ea", "test/a", "test/b"))
		d.SetMember("test/b", "ea")
		d.DeleteEntity("eb")
		d.SetRedirect("eb", "ea")
	})
	ask(Query{Text: "翠石"}, "ea")
	ask(Query{Text: "zephyr quartz holdings"}, "ea")
	if _, err := st.Drop("test/b"); err != nil {
		t.Fatal(err)
	}
	ask(Query{Text: "翠石"})
	ask(Query{Text: "BL-77", Shipments: true})
	ask(Query{Text: "zephyr quartz"}, "ea")
}
