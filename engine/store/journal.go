package store

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// buffer is the sink of a derivation held in memory. One that fits is one
// transaction. A larger one is first written to the journal, then its marker
// with all that makes it count, then applied; Open applies a journal that has
// its marker and forgets one that has not. So a kill at any moment leaves all of
// it or nothing.
type buffer struct {
	s    *Store
	ops  map[string][]byte // nil deletes
	size int
}

func (b *buffer) set(key, value []byte) error {
	b.ops[string(key)] = value
	b.size += len(key) + len(value) + 32
	return nil
}

func (b *buffer) get(key []byte) (out []byte, err error) {
	if v, ok := b.ops[string(key)]; ok {
		if v == nil {
			return nil, engine.NotFound
		}
		return v, nil
	}
	err = b.s.db.View(func(txn *badger.Txn) error {
		out, err = get(txn, key)
		return err
	})
	return out, err
}

// journalMark says that a journal is whole. It stands under the journal's
// number with the chunk number journalEnd.
type journalMark struct {
	Number  uint64 `cbor:"1,keyasint,omitempty"`
	Parts   uint64 `cbor:"2,keyasint,omitempty"`
	Cursor  string `cbor:"3,keyasint,omitempty"`
	At      uint64 `cbor:"4,keyasint,omitempty"`
	Changed []byte `cbor:"5,keyasint,omitempty"` // packed, where Chunks is 0
	Chunks  uint64 `cbor:"6,keyasint,omitempty"` // of changed ids, under Number
}

const journalEnd = ^uint64(0)

func (b *buffer) commit(s *Store, cursor string, at uint64, changed []engine.EntityID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	keys := sortedKeys(b.ops)
	if b.size < batchBytes && len(keys) < batchKeys && len(changed) <= chunkIDs {
		return s.commitSmall(b.ops, keys, cursor, at, changed)
	}
	mark := journalMark{Cursor: cursor, At: at}
	err := s.write(func(txn *badger.Txn) (err error) {
		mark.Number, err = s.take(txn)
		return err
	})
	if err != nil {
		return err
	}
	if mark.Chunks, err = s.writeChunks(mark.Number, changed); err != nil {
		return err
	}
	if mark.Parts, err = s.writeJournal(mark.Number, b.ops, keys); err != nil {
		return err
	}
	if err := s.markJournal(mark); err != nil {
		return err
	}
	return s.applyJournal(mark)
}

// markJournal says that a journal is whole: from here on it happens.
func (s *Store) markJournal(mark journalMark) error {
	v, err := encode(&mark)
	if err != nil {
		return err
	}
	return s.write(func(txn *badger.Txn) error {
		return txn.Set(keyN(keyJournal, mark.Number, journalEnd), v)
	})
}

func sortedKeys(ops map[string][]byte) []string { return slices.Sorted(maps.Keys(ops)) }

// commitSmall writes a whole derivation in one transaction.
func (s *Store) commitSmall(ops map[string][]byte, keys []string, cursor string, at uint64, changed []engine.EntityID) error {
	var seq uint64
	return s.update(func(txn *badger.Txn) error {
		for _, k := range keys {
			if err := apply(txn, []byte(k), ops[k]); err != nil {
				return err
			}
		}
		var err error
		seq, err = s.setFlip(txn, cursor, at, changed, 0, 0)
		return err
	}, func() { s.seq.Store(seq) })
}

func apply(txn *badger.Txn, key, value []byte) error {
	if value == nil {
		return txn.Delete(key)
	}
	return txn.Set(key, value)
}

// journalPart is how many bytes one part of a journal holds, about. Values over
// 1 MB would leave the tree for Badger's value log, whose room comes back late.
const journalPart = 512 << 10

// writeJournal writes the operations in the order of keys, so that equal
// derivations are equal bytes. A part is a list of: length of key, key, length
// of value + 1 or 0 to delete, value.
func (s *Store) writeJournal(number uint64, ops map[string][]byte, keys []string) (uint64, error) {
	var parts uint64
	var buf []byte
	write := func() error {
		err := s.write(func(txn *badger.Txn) error {
			return txn.Set(keyN(keyJournal, number, parts), slices.Clone(buf))
		})
		parts++
		buf = buf[:0]
		return err
	}
	for i, k := range keys {
		buf = binary.AppendUvarint(buf, uint64(len(k)))
		buf = append(buf, k...)
		if v := ops[k]; v == nil {
			buf = binary.AppendUvarint(buf, 0)
		} else {
			buf = binary.AppendUvarint(buf, uint64(len(v))+1)
			buf = append(buf, v...)
		}
		if len(buf) >= journalPart || i == len(keys)-1 {
			if err := write(); err != nil {
				return parts, err
			}
		}
	}
	return parts, nil
}

// parseJournal yields the operations of a part.
func parseJournal(b []byte, yield func(key, value []byte) error) error {
	r := reader{b: b}
	for len(r.b) > 0 {
		key := r.bytes(r.uvarint())
		n := r.uvarint()
		var value []byte
		if n > 0 {
			value = append([]byte{}, r.bytes(n-1)...)
		}
		if r.bad || len(key) == 0 {
			return corrupt("journal: malformed")
		}
		if err := yield(slices.Clone(key), value); err != nil {
			return err
		}
	}
	return nil
}

// applyJournal does what a whole journal says, then makes it count and removes
// it. Doing it again does no harm. The caller holds mu.
func (s *Store) applyJournal(mark journalMark) error {
	for i := range mark.Parts {
		if err := s.applyPart(mark.Number, i); err != nil {
			return err
		}
	}
	var seq uint64
	err := s.update(func(txn *badger.Txn) error {
		ids, err := unpackIDs[engine.EntityID](mark.Changed)
		if len(mark.Changed) > 0 && err != nil {
			return err
		}
		seq, err = s.setFlip(txn, mark.Cursor, mark.At, ids, mark.Number, mark.Chunks)
		return errors.Join(err, txn.Delete(keyN(keyJournal, mark.Number, journalEnd)))
	}, func() { s.seq.Store(seq) })
	if err != nil {
		return err
	}
	return s.forgetJournal(mark.Number)
}

func (s *Store) applyPart(number, part uint64) error {
	wb := s.db.NewWriteBatch()
	defer wb.Cancel()
	err := s.db.View(func(txn *badger.Txn) error {
		b, err := get(txn, keyN(keyJournal, number, part))
		if err != nil {
			return corrupt("journal %d: part %d: %w", number, part, err)
		}
		return parseJournal(b, func(k, v []byte) error {
			if v == nil {
				return wb.Delete(k)
			}
			return wb.Set(k, v)
		})
	})
	if err != nil {
		return err
	}
	return wb.Flush()
}

// forgetJournal removes a journal's parts.
func (s *Store) forgetJournal(number uint64) error {
	return s.deleteAll(keyN(keyJournal, number))
}

// deleteAll removes all keys that begin with prefix, one by one.
func (s *Store) deleteAll(prefix []byte) error {
	wb := s.db.NewWriteBatch()
	defer wb.Cancel()
	err := s.db.View(func(txn *badger.Txn) error {
		return scan(txn, prefix, false, func(k, _ []byte) error { return wb.Delete(slices.Clone(k)) })
	})
	if err != nil {
		return err
	}
	return wb.Flush()
}

// recoverDerivation completes a journal that is whole, forgets those that are
// not, and removes generations that do not count.
func (s *Store) recoverDerivation() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var marks []journalMark
	var numbers []uint64
	err := s.db.View(func(txn *badger.Txn) error {
		return scan(txn, []byte{keyJournal}, true, func(k, v []byte) error {
			if len(k) != 17 {
				return corrupt("journal key %x", k)
			}
			n := binary.BigEndian.Uint64(k[1:])
			numbers = append(numbers, n)
			if binary.BigEndian.Uint64(k[9:]) != journalEnd {
				return nil
			}
			var m journalMark
			err := decode(v, &m)
			marks = append(marks, m)
			return err
		})
	})
	if err != nil {
		return err
	}
	for _, m := range marks {
		if err := s.applyJournal(m); err != nil {
			return err
		}
	}
	for _, n := range slices.Compact(numbers) {
		if err := s.forgetJournal(n); err != nil {
			return err
		}
	}
	return s.dropGenerations()
}
