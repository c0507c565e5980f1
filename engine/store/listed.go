package store

import (
	"errors"

	"github.com/pierce-er/pierce/engine"
)

// ListedParties yields, sorted and each once, the parties that some version of
// some record lists, whether or not the listing still stands. It reads no
// record: what became of a party Parties tells.
func (s *Store) ListedParties(yield func(engine.PartyID) error) error {
	txn := s.db.NewTransaction(false)
	defer txn.Discard()
	last, any := engine.PartyID(""), false
	err := scan(txn, []byte{keyListingOf}, false, func(k, _ []byte) error {
		text, _, ok := cutText(k[1:])
		if !ok {
			return corrupt("posting %x", k)
		}
		if id := engine.PartyID(text); !any || id != last {
			last, any = id, true
			return yield(id)
		}
		return nil
	})
	return wrap("store.ListedParties", "", err)
}

// Parties yields those of the parties that their records' current versions
// have, in the order asked for, in one state of the store. Ids that are sorted
// cost a third of what Party costs for each.
func (s *Store) Parties(ids []engine.PartyID, yield func(*engine.Party) error) error {
	h := s.openHistory()
	defer h.close()
	var rec *engine.Record
	for _, id := range ids {
		if rec == nil || rec.ID != id.Record() {
			var err error
			if rec, err = h.record(id.Record()); errors.Is(err, engine.NotFound) {
				rec = nil
				continue
			} else if err != nil {
				return wrap("store.Parties", string(id), err)
			}
		}
		if p := rec.Party(id); p != nil {
			if err := yield(p); err != nil {
				return err
			}
		}
	}
	return nil
}
