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

// NotesOf yields what Note gives for each record that has a note, with its place
// among those asked for, in one state of the store. The bytes belong to the
// store.
func (s *Store) NotesOf(records []engine.RecordID, yield func(i int, note []byte) error) error {
	return wrap("store.NotesOf", "", s.db.View(func(txn *badger.Txn) error {
		gen := s.gen.Load()
		for i, id := range records {
			item, err := txn.Get(derivedKey(gen, derNote, id))
			if err == badger.ErrKeyNotFound {
				continue
			}
			if err == nil {
				err = item.Value(func(v []byte) error { return yield(i, v) })
			}
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

// Notes yields all notes, in the order of records. The bytes belong to the
// store.
func (s *Store) Notes(yield func(record engine.RecordID, note []byte) error) error {
	return wrap("store.Notes", "", s.db.View(func(txn *badger.Txn) error {
		prefix := derived(s.gen.Load(), derNote)
		return scan(txn, prefix, true, func(k, v []byte) error {
			id, rest, ok := cutText(k[len(prefix):])
			if !ok || len(rest) > 0 {
				return corrupt("note key %x", k)
			}
			return yield(engine.RecordID(id), v)
		})
	}))
}
