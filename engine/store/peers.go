package store

import (
	"encoding/binary"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// PeerCursor is the name of the cursor of the statistics of peers: how far in the
// change log they have come.
const PeerCursor = "peers"

// Peers yields the statistics of every group of peers, in the order of groups.
// The bytes belong to the store; only their writer understands them.
func (s *Store) Peers(yield func(group string, b []byte) error) error {
	return wrap("store.Peers", "", s.db.View(func(txn *badger.Txn) error {
		prefix := []byte{keyPeers, 'g'}
		return scan(txn, prefix, true, func(k, v []byte) error {
			group, rest, ok := cutText(k[len(prefix):])
			if !ok || len(rest) > 0 {
				return corrupt("peer group %x", k)
			}
			return yield(group, v)
		})
	}))
}

// PeerPart gives what a record's shipments add to the statistics as they stand;
// NotFound where it adds nothing.
func (s *Store) PeerPart(record engine.RecordID) ([]byte, error) {
	var out []byte
	err := s.db.View(func(txn *badger.Txn) (err error) {
		out, err = get(txn, peerKey('r', record))
		return err
	})
	return out, wrap("store.PeerPart", string(record), err)
}

// PutPeers writes groups and parts, of which nil deletes, and sets the cursor,
// all in one transaction: statistics never count a record twice, nor leave one
// out. A batch of more than some 10,000 is Invalid.
func (s *Store) PutPeers(groups map[string][]byte, parts map[engine.RecordID][]byte, cursor uint64) error {
	const op = "store.PutPeers"
	if len(groups)+len(parts) > 20_000 {
		return invalid(op, "", "got %d groups and records, want 20,000 at most", len(groups)+len(parts))
	}
	return wrap(op, "", s.write(func(txn *badger.Txn) error {
		for g, b := range groups {
			if err := put(txn, peerKey('g', g), b); err != nil {
				return err
			}
		}
		for r, b := range parts {
			if err := put(txn, peerKey('r', r), b); err != nil {
				return err
			}
		}
		return txn.Set(append([]byte{keyCursor}, PeerCursor...), number(cursor))
	}))
}

func put(txn *badger.Txn, key, value []byte) error {
	if value == nil {
		return txn.Delete(key)
	}
	return txn.Set(key, value)
}

func peerKey[A ~string](sub byte, a A) []byte { return appendText([]byte{keyPeers, sub}, string(a)) }

// FirstShipment is the first day of which the store has, or had, a shipment; 0 if
// it has none with a date.
func (s *Store) FirstShipment() (engine.Date, error) {
	var out engine.Date
	err := s.db.View(func(txn *badger.Txn) error {
		it := txn.NewIterator(badger.IteratorOptions{Prefix: []byte{keyShipTime}})
		defer it.Close()
		it.Seek([]byte{keyShipTime, 0, 0, 0, 1})
		if it.Valid() {
			if k := it.Item().Key(); len(k) >= 5 {
				out = engine.Date(binary.BigEndian.Uint32(k[1:]))
			}
		}
		return nil
	})
	return out, wrap("store.FirstShipment", "", err)
}
