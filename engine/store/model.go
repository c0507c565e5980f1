package store

import (
	"github.com/dgraph-io/badger/v4"
)

// modelName is the one key of its family.
const modelName = "score"

// SetModel keeps the bytes of the model that scores pairs in the stead of the
// one that ships, with a line in the audit log that holds them; nil forgets it.
// Only the writer understands the bytes. Results are those of another model from
// then on, until they are derived again.
func (s *Store) SetModel(model []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return wrap("store.SetModel", "", s.write(func(txn *badger.Txn) error {
		key := append([]byte{keyModel}, modelName...)
		if model == nil {
			if err := txn.Delete(key); err != nil {
				return err
			}
		} else if err := txn.Set(key, model); err != nil {
			return err
		}
		return s.audit(txn, "model", s.now(), model)
	}))
}

// Model gives the bytes that were set last; NotFound where there are none.
func (s *Store) Model() ([]byte, error) {
	var out []byte
	err := s.db.View(func(txn *badger.Txn) (err error) {
		out, err = get(txn, append([]byte{keyModel}, modelName...))
		return err
	})
	return out, wrap("store.Model", "", err)
}
