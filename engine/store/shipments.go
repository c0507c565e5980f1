package store

import (
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// ShipmentsOf gives the records whose current version has a shipment with the
// party, in the order of their first such shipment's day, then of id. A shipment
// happened even if its record has ended since.
func (s *Store) ShipmentsOf(id engine.PartyID) ([]engine.RecordID, error) {
	h := s.openHistory()
	defer h.close()
	var out []engine.RecordID
	have := map[engine.RecordID]bool{}
	prefix := key1(keyShipOf, id)
	err := scan(h.txn, prefix, false, func(k, _ []byte) error {
		if len(k) < len(prefix)+4 {
			return corrupt("posting %x", k)
		}
		text, rest, ok := cutText(k[len(prefix)+4:])
		if !ok || len(rest) > 0 {
			return corrupt("posting %x", k)
		}
		rid := engine.RecordID(text)
		if have[rid] {
			return nil
		}
		rec, err := h.record(rid)
		if err == error(engine.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		have[rid] = true
		if ships(rec, id) {
			out = append(out, rid)
		}
		return nil
	})
	return out, wrap("store.ShipmentsOf", string(id), err)
}

// ships reports whether a record has a shipment with the party.
func ships(rec *engine.Record, id engine.PartyID) bool {
	return slices.ContainsFunc(rec.Shipments, func(s engine.Shipment) bool {
		return slices.ContainsFunc(s.Parties, func(p engine.ShipmentParty) bool { return p.Party == id })
	})
}

// Licences yields the licences of current versions, in the order of record,
// then of the row. Where the record has ended, a licence ends that day unless
// it ended earlier.
func (s *Store) Licences(yield func(engine.Licence, engine.RecordID) error) error {
	h := s.openHistory()
	defer h.close()
	return wrap("store.Licences", "", eachPosting(h.txn, []byte{keyLicence}, func(id engine.RecordID) error {
		rec, err := h.record(id)
		if err == error(engine.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, l := range rec.Licences {
			if rec.Ended != 0 && (l.Until == 0 || l.Until.Earliest() > rec.Ended) {
				l.Until = rec.Ended
			}
			if err := yield(l, id); err != nil {
				return err
			}
		}
		return nil
	}))
}
