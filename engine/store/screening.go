package store

import (
	"github.com/dgraph-io/badger/v4"
)

// SaveScreening keeps the bytes of a screening under a name, with a line in the
// audit log that holds them. A name that is taken gets the new bytes; the old
// ones stay in the log.
func (s *Store) SaveScreening(name string, body []byte) error {
	const op = "store.SaveScreening"
	if name == "" || len(name) > maxID {
		return invalid(op, short(name), "got a name of %d bytes, want 1 to %d", len(name), maxID)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return wrap(op, name, s.write(func(txn *badger.Txn) error {
		if err := txn.Set(key1(keyScreening, name), body); err != nil {
			return err
		}
		return s.audit(txn, "screening", s.now(), body)
	}))
}

// Screening gives the bytes that were saved last under a name; NotFound if
// there are none.
func (s *Store) Screening(name string) ([]byte, error) {
	var out []byte
	err := s.db.View(func(txn *badger.Txn) (err error) {
		out, err = get(txn, key1(keyScreening, name))
		return err
	})
	return out, wrap("store.Screening", name, err)
}
