package query

import (
	"cmp"
	"slices"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// Said is a value with the records that say so.
type Said[T any] struct {
	Value   T                 `json:"value"`
	Records []engine.RecordID `json:"records"`
}

// Seen is a record of an entity and when it was retrieved.
type Seen struct {
	Record    engine.RecordID `json:"record"`
	Party     engine.PartyID  `json:"party"`
	Format    string          `json:"format,omitempty"`
	Retrieved time.Time       `json:"retrieved"`
	Ended     engine.Date     `json:"ended,omitempty"` // the first full snapshot without it
}

// Profile is everything that the sources say of an entity, each value once
// with the records behind it.
type Profile struct {
	engine.Entity
	Names       []Said[engine.Name]       `json:"names,omitempty"`
	Identifiers []Said[engine.Identifier] `json:"identifiers,omitempty"`
	Addresses   []Said[engine.Address]    `json:"addresses,omitempty"`
	Born        []Said[engine.Date]       `json:"born,omitempty"`
	Nations     []Said[string]            `json:"nations,omitempty"`
	Status      []Said[string]            `json:"status,omitempty"`
	Notes       []Said[string]            `json:"notes,omitempty"`
	Listings    []store.Listed            `json:"listings,omitempty"`
	Seen        []Seen                    `json:"seen"`

	complete bool // a source states that it names every holder
}

// Profile gathers what the sources say of an entity. Cost: one read a party.
func (q *Query) Profile(id engine.EntityID) (*Profile, error) {
	e, err := q.st.Entity(id)
	if err != nil {
		return nil, err
	}
	p := &Profile{Entity: *e}
	for _, pid := range e.Parties {
		party, rec, err := q.st.Party(pid)
		if err != nil {
			return nil, err
		}
		p.add(party, rec)
		listed, err := q.st.ListingsOf(pid)
		if err != nil {
			return nil, err
		}
		p.Listings = append(p.Listings, listed...)
	}
	slices.SortStableFunc(p.Listings, func(a, b store.Listed) int {
		return cmp.Or(cmp.Compare(a.List, b.List), cmp.Compare(a.From, b.From), cmp.Compare(a.Record, b.Record))
	})
	return p, nil
}

func (p *Profile) add(party *engine.Party, rec *engine.Record) {
	p.Seen = append(p.Seen, Seen{Record: rec.ID, Party: party.ID, Format: rec.Format, Retrieved: rec.Retrieved, Ended: rec.Ended})
	for _, n := range party.Names {
		p.Names = say(p.Names, n, rec.ID)
	}
	for _, x := range party.Identifiers {
		p.Identifiers = say(p.Identifiers, x, rec.ID)
	}
	for _, a := range party.Addresses {
		p.Addresses = say(p.Addresses, a, rec.ID)
	}
	for _, d := range party.Born {
		p.Born = say(p.Born, d, rec.ID)
	}
	for _, n := range party.Nations {
		p.Nations = say(p.Nations, n, rec.ID)
	}
	if party.Status != "" {
		p.Status = say(p.Status, party.Status, rec.ID)
	}
	for _, n := range party.Notes {
		p.Notes = say(p.Notes, n, rec.ID)
	}
	p.complete = p.complete || party.Complete
}

// say adds a record to a value, or the value to the list.
func say[T comparable](list []Said[T], v T, by engine.RecordID) []Said[T] {
	for i := range list {
		if list[i].Value == v {
			if !slices.Contains(list[i].Records, by) {
				list[i].Records = append(list[i].Records, by)
			}
			return list
		}
	}
	return append(list, Said[T]{Value: v, Records: []engine.RecordID{by}})
}

// ListedOn are the lists that an entity is on, on a day, sorted; none for "".
func (q *Query) ListedOn(id engine.EntityID, asOf engine.Date) ([]engine.ListID, error) {
	if id == "" {
		return nil, nil
	}
	f, err := q.factsOf(id)
	if err != nil {
		return nil, err
	}
	var out []engine.ListID
	for _, l := range f.listings {
		if engine.Covers(l.From, l.Until, asOf) != engine.No {
			out = append(out, l.List)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}
