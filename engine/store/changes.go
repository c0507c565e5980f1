package store

import (
	"encoding/binary"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// Kinds of Change.
const (
	KindRecords  = "records"  // a load or a drop changed records, or a judgement speaks of them
	KindEntities = "entities" // a resolution changed entities
)

// Change is one entry of the change log. Seq counts from 1 without gaps. A
// change is never visible before what it speaks of.
type Change struct {
	Seq      uint64
	Kind     string
	Records  []engine.RecordID // in the order of the load, each at most once a batch
	Entities []engine.EntityID
	At       time.Time
}

// changeRow is one or several entries as stored, under the last one's number.
type changeRow struct {
	Kind   string  `cbor:"1,keyasint,omitempty"`
	At     instant `cbor:"2,keyasint,omitempty"`
	Last   uint64  `cbor:"3,keyasint,omitempty"`
	Count  uint64  `cbor:"4,keyasint,omitempty"` // entries Last-Count+1 to Last
	IDs    []byte  `cbor:"5,keyasint,omitempty"` // packed, where Count is 1 and Chunks is 0
	Chunks uint64  `cbor:"6,keyasint,omitempty"` // the owner of the chunks, one an entry
}

func setChange(txn *badger.Txn, c changeRow) error {
	b, err := encode(&c)
	if err != nil {
		return err
	}
	return txn.Set(keyN(keyChange, c.Last), b)
}

// readSeq finds the last entry of the log.
func (s *Store) readSeq() error {
	return s.db.View(func(txn *badger.Txn) error {
		it := txn.NewIterator(badger.IteratorOptions{Reverse: true})
		defer it.Close()
		it.Seek([]byte{keyChange, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF})
		if it.ValidForPrefix([]byte{keyChange}) {
			k := it.Item().Key()
			if len(k) != 9 {
				return corrupt("change key %x", k)
			}
			s.seq.Store(binary.BigEndian.Uint64(k[1:]))
		}
		return nil
	})
}

// Seq is the number of the last entry of the change log, 0 if there is none.
func (s *Store) Seq() uint64 { return s.seq.Load() }

// Changes yields the entries after since, in order, as they stood when it was
// called. A large load or resolution makes many entries of some thousand ids
// each.
func (s *Store) Changes(since uint64, yield func(Change) error) error {
	return wrap("store.Changes", "", s.db.View(func(txn *badger.Txn) error {
		return scanFrom(txn, []byte{keyChange}, keyN(keyChange, since+1), true, func(k, v []byte) error {
			var row changeRow
			if err := decode(v, &row); err != nil {
				return err
			}
			if len(k) != 9 || row.Last != binary.BigEndian.Uint64(k[1:]) || row.Count == 0 || row.Count > row.Last {
				return corrupt("change %x: entries %d to %d", k, row.Last-row.Count+1, row.Last)
			}
			first := row.Last - row.Count + 1
			for seq := max(first, since+1); seq <= row.Last; seq++ {
				c, err := row.entry(txn, seq, seq-first)
				if err != nil {
					return err
				}
				if err := yield(c); err != nil {
					return err
				}
			}
			return nil
		})
	}))
}

// entry reads the n-th entry of a row.
func (c *changeRow) entry(txn *badger.Txn, seq, n uint64) (Change, error) {
	out := Change{Seq: seq, Kind: c.Kind, At: c.At.time()}
	b := c.IDs
	if c.Chunks != 0 {
		var err error
		if b, err = get(txn, keyN(keyChunk, c.Chunks, n)); err != nil {
			return out, corrupt("change %d: chunk %d of %d: %w", seq, n, c.Chunks, err)
		}
	}
	var err error
	if c.Kind == KindEntities {
		out.Entities, err = unpackIDs[engine.EntityID](b)
	} else {
		out.Records, err = unpackIDs[engine.RecordID](b)
	}
	return out, err
}

// Cursor is the last change that the named follower has dealt with, 0 if none.
func (s *Store) Cursor(name string) (uint64, error) {
	var n uint64
	err := s.db.View(func(txn *badger.Txn) error {
		b, err := get(txn, append([]byte{keyCursor}, name...))
		if err == error(engine.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		n, err = parseNumber(b)
		return err
	})
	return n, wrap("store.Cursor", name, err)
}

// SetCursor remembers how far a follower has come that keeps its results
// elsewhere, as the index does. A derivation sets its cursor by Commit.
func (s *Store) SetCursor(name string, seq uint64) error {
	return wrap("store.SetCursor", name, s.write(func(txn *badger.Txn) error {
		return txn.Set(append([]byte{keyCursor}, name...), number(seq))
	}))
}
