package store

import (
	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// SetNote keeps what the derivation needs to remember of a record; nil forgets
// it. Only the writer understands the bytes.
func (d *Derivation) SetNote(record engine.RecordID, note []byte) {
	d.set(derivedKey(d.gen, derNote, record), note)
}

// Note gives what the last derivation that dealt with a record noted. The
// error is NotFound where there is nothing.
func (s *Store) Note(record engine.RecordID) ([]byte, error) {
	var out []byte
	err := s.db.View(func(txn *badger.Txn) (err error) {
		out, err = get(txn, derivedKey(s.gen.Load(), derNote, record))
		return err
	})
	return out, wrap("store.Note", string(record), err)
}
