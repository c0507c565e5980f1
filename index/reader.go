package index

import (
	"errors"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// Reader is what the index reads of a *store.Store. Its methods are called
// from several goroutines.
type Reader interface {
	Seq() uint64
	Changes(since uint64, yield func(store.Change) error) error
	Entities(yield func(*engine.Entity) error) error
	Entity(engine.EntityID) (*engine.Entity, error)
	EntityOf(engine.PartyID) (engine.EntityID, error)
	Party(engine.PartyID) (*engine.Party, *engine.Record, error)
	ListingsOf(engine.PartyID) ([]store.Listed, error)
	Records(prefix string, yield func(*engine.Record) error) error
	Record(engine.RecordID) (*engine.Record, error)
}

// source makes documents from the store.
type source struct{ r Reader }

// entity makes the document of an entity, or nil if there is none to make: it
// is gone, or was merged into another, whose own change makes that document.
func (s source) entity(id engine.EntityID) (*document, error) {
	e, err := s.r.Entity(id)
	if errors.Is(err, engine.NotFound) || err == nil && e.ID != id {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s.document(e)
}

// document makes the document of an entity as the store gave it. A party whose
// record was dropped since is left out; an entity without any is no document.
func (s source) document(e *engine.Entity) (*document, error) {
	sub := &subject{entity: e}
	for _, id := range e.Parties {
		p, _, err := s.r.Party(id)
		if errors.Is(err, engine.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		sub.parties = append(sub.parties, p)
		listed, err := s.r.ListingsOf(id)
		if err != nil {
			return nil, err
		}
		for _, l := range listed {
			sub.listings = append(sub.listings, l.Listing)
		}
	}
	if len(sub.parties) == 0 {
		return nil, nil
	}
	return entityDocument(sub)
}

// shipments makes the documents of a record's shipments. The names of parties
// that stand in other records are those at the time of indexing.
func (s source) shipments(rec *engine.Record) ([]*document, error) {
	var out []*document
	for n := range rec.Shipments {
		var parties []*engine.Party
		for _, sp := range rec.Shipments[n].Parties {
			p := rec.Party(sp.Party)
			if p == nil {
				var err error
				p, _, err = s.r.Party(sp.Party)
				if errors.Is(err, engine.NotFound) {
					continue
				}
				if err != nil {
					return nil, err
				}
			}
			parties = append(parties, p)
		}
		d, err := shipmentDocument(rec, n, parties)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

var _ Reader = (*store.Store)(nil)
