package store

import (
	"encoding/binary"
	"slices"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// ReplaceDerived writes all derived results anew. What fn puts goes straight
// to disk beside the old results, which readers see until fn calls Commit, as
// its last act; that flips to the new ones in one transaction and then removes
// the old. Redirects and events are carried over; every other family begins
// empty. If fn fails or does not commit, the old results stay.
//
// A key that is set twice keeps the last value; SetStakes may be called once
// for an entity.
func (s *Store) ReplaceDerived(name string, fn func(w *Derivation) error) error {
	const op = "store.ReplaceDerived"
	old := s.gen.Load()
	b := &bulk{s: s, gen: old + 1, wb: s.db.NewWriteBatch()}
	defer func() { b.wb.Cancel() }()
	d := &Derivation{s: s, name: name, gen: b.gen, put: b, events: map[uint64]uint64{}, bulk: true}
	if err := s.dropGenerations(); err != nil {
		return wrap(op, name, err)
	}
	if err := d.carryOver(old); err != nil {
		return wrap(op, name, err)
	}
	err := fn(d)
	if err == nil && !d.done {
		err = invalid(op, name, "the derivation was not committed")
	}
	if err == nil {
		err = d.err
	}
	d.done = true
	if s.gen.Load() == old {
		b.wb.Cancel()
	}
	if drop := s.dropGenerations(); err == nil {
		err = drop
	}
	return wrap(op, name, err)
}

// carryOver copies what is history, not result.
func (d *Derivation) carryOver(old uint32) error {
	return d.s.db.View(func(txn *badger.Txn) error {
		for _, sub := range []byte{derRedirect, derEvent} {
			from := derived(old, sub)
			err := scan(txn, from, true, func(k, v []byte) error {
				if sub == derEvent && len(k) == 22 {
					run := binary.BigEndian.Uint64(k[6:])
					d.events[run] = max(d.events[run], binary.BigEndian.Uint64(k[14:])+1)
				}
				return d.put.set(append(derived(d.gen, sub), k[len(from):]...), slices.Clone(v))
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// bulk is the sink that writes as it goes, under a generation that does not
// count yet.
type bulk struct {
	s   *Store
	gen uint32
	wb  *badger.WriteBatch
	put int // bytes since it was last asked whether the disk has room
}

func (b *bulk) set(key, value []byte) error {
	if b.put += len(key) + len(value); b.put >= lookEvery {
		b.put = 0
		if err := b.s.room(); err != nil {
			return err
		}
	}
	if value == nil {
		return b.wb.Delete(key)
	}
	return b.wb.Set(key, value)
}

// get finds nothing: a bulk writer sets each key once.
func (b *bulk) get([]byte) ([]byte, error) { return nil, engine.NotFound }

func (b *bulk) commit(s *Store, cursor string, at uint64, changed []engine.EntityID) error {
	if err := b.wb.Flush(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var owner, n uint64
	if len(changed) > chunkIDs {
		err := s.write(func(txn *badger.Txn) (err error) {
			owner, err = s.take(txn)
			return err
		})
		if err != nil {
			return err
		}
		if n, err = s.writeChunks(owner, changed); err != nil {
			return err
		}
	}
	var seq uint64
	return s.update(func(txn *badger.Txn) (err error) {
		if seq, err = s.setFlip(txn, cursor, at, changed, owner, n); err != nil {
			return err
		}
		return txn.Set(metaKey(metaGeneration), number(uint64(b.gen)))
	}, func() {
		s.seq.Store(seq)
		s.gen.Store(b.gen)
	})
}

// dropGenerations removes the derived families of all generations but the one
// that counts.
func (s *Store) dropGenerations() error {
	var gone [][]byte
	err := s.db.View(func(txn *badger.Txn) error {
		it := txn.NewIterator(badger.IteratorOptions{Prefix: []byte{keyDerived}})
		defer it.Close()
		for it.Seek([]byte{keyDerived}); it.ValidForPrefix([]byte{keyDerived}); {
			k := it.Item().Key()
			if len(k) < 6 {
				return corrupt("derived key %x", k)
			}
			gen := binary.BigEndian.Uint32(k[1:])
			if gen != s.gen.Load() {
				gone = append(gone, slices.Clone(k[:5]))
			}
			it.Seek(binary.BigEndian.AppendUint32([]byte{keyDerived}, gen+1))
		}
		return nil
	})
	if err != nil || len(gone) == 0 {
		return err
	}
	return s.db.DropPrefix(gone...)
}
