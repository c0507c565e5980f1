package store

import (
	"encoding/binary"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// Postings that a bulk derivation writes are packed: those whose blocking keys
// agree in their highest packBits bits make one value. A later derivation
// writes single ones beside them, which count in their stead; one without
// holders says that there are none any more. A million parties have some ten
// million keys, and to Badger each entry costs as much as ten times its bytes
// in a larger one.

// packBits gives each kind of key 65,536 packs: some 15 keys a pack where a
// million parties are resolved, 150 at ten million, which still is one block.
const packBits = 20

func packKey(gen uint32, key uint64) []byte {
	return binary.BigEndian.AppendUint32(derived(gen, derPack), uint32(key>>(64-packBits)))
}

// pack is the pack that a bulk derivation is filling.
type pack struct {
	last  uint64 // key
	value []byte // each posting as the lower six bytes of its key, its length and its value
	any   bool
}

// packPosting adds a posting to its pack. Keys are to come in rising order; one
// that does not is written alone.
func (d *Derivation) packPosting(p *Posting) {
	if d.pack.any && p.Key <= d.pack.last {
		d.set(postingsKey(d.gen, p.Key), p.value())
		return
	}
	if d.pack.any && p.Key>>(64-packBits) != d.pack.last>>(64-packBits) {
		d.flushPack()
	}
	var low [8]byte
	binary.BigEndian.PutUint64(low[:], p.Key)
	d.scratch = p.append(d.scratch[:0])
	b := append(d.pack.value, low[2:]...)
	b = binary.AppendUvarint(b, uint64(len(d.scratch)))
	d.pack = pack{last: p.Key, value: append(b, d.scratch...), any: true}
}

// flushPack writes the pack that was being filled.
func (d *Derivation) flushPack() {
	if len(d.pack.value) > 0 {
		d.set(packKey(d.gen, d.pack.last), append(make([]byte, 0, len(d.pack.value)), d.pack.value...))
		d.pack.value = d.pack.value[:0]
	}
}

// eachPacked yields the keys and values of a pack in their order, until yield
// gives false. The values share the pack's memory.
func eachPacked(first uint64, value []byte, yield func(key uint64, value []byte) bool) error {
	const low = 1<<48 - 1
	for r := (reader{b: value}); len(r.b) > 0; {
		var key [8]byte
		copy(key[2:], r.bytes(6))
		v := r.bytes(r.uvarint())
		if r.bad {
			return corrupt("pack of postings %x", first>>(64-packBits))
		}
		if !yield(first&^low|binary.BigEndian.Uint64(key[:])&low, v) {
			return nil
		}
	}
	return nil
}

// posting finds a blocking key: single, or else in its pack. It is empty for
// one that nobody holds.
func (s *Store) posting(txn *badger.Txn, key uint64, crowd bool) (p Posting, err error) {
	gen := s.gen.Load()
	p = Posting{Key: key}
	read := func(k []byte, fn func(v []byte) error) error {
		item, err := txn.Get(k)
		if err != nil {
			return err
		}
		return item.Value(fn)
	}
	err = read(postingsKey(gen, key), func(v []byte) (err error) {
		p, err = parsePosting(key, v, crowd)
		return err
	})
	if err == badger.ErrKeyNotFound {
		err = read(packKey(gen, key), func(v []byte) error {
			var failed error
			err := eachPacked(key, v, func(k uint64, v []byte) bool {
				if k == key {
					p, failed = parsePosting(key, v, crowd)
				}
				return k < key
			})
			if err == nil {
				err = failed
			}
			return err
		})
	}
	if err == badger.ErrKeyNotFound {
		return p, nil
	}
	return p, err
}

// allPostings yields all blocking keys that anybody holds, in their order.
func (s *Store) allPostings(txn *badger.Txn, yield func(Posting) error) error {
	gen := s.gen.Load()
	o := badger.DefaultIteratorOptions
	o.Prefix = derived(gen, derPostings)
	single := txn.NewIterator(o)
	defer single.Close()
	single.Rewind()
	give := func(key uint64, v []byte) error {
		p, err := parsePosting(key, v, false)
		if err != nil || p.Count == 0 {
			return err
		}
		return yield(p)
	}
	// upTo yields the single ones before a key, and says whether the key itself
	// was one of them.
	upTo := func(key uint64, all bool) (found bool, err error) {
		for ; single.Valid() && !found; single.Next() {
			k := single.Item().Key()
			if len(k) != 14 {
				return false, corrupt("posting key %x", k)
			}
			at := binary.BigEndian.Uint64(k[6:])
			if !all && at > key {
				break
			}
			found = !all && at == key
			if err := single.Item().Value(func(v []byte) error { return give(at, v) }); err != nil {
				return false, err
			}
		}
		return found, nil
	}
	err := scan(txn, derived(gen, derPack), true, func(k, v []byte) error {
		if len(k) != 10 {
			return corrupt("pack key %x", k)
		}
		var failed error
		first := uint64(binary.BigEndian.Uint32(k[6:])) << (64 - packBits)
		err := eachPacked(first, v, func(key uint64, v []byte) bool {
			var found bool
			if found, failed = upTo(key, false); failed == nil && !found {
				failed = give(key, v)
			}
			return failed == nil
		})
		if err == nil {
			err = failed
		}
		return err
	})
	if err == nil {
		_, err = upTo(0, true)
	}
	return err
}

// Posting gives a blocking key with its holders and their number.
func (s *Store) Posting(key uint64) (p Posting, err error) {
	err = s.db.View(func(txn *badger.Txn) (err error) {
		p, err = s.posting(txn, key, false)
		return err
	})
	return p, wrap("store.Posting", "", err)
}

// Crowd is Posting that gives the holders of a generic key too, where they were
// few enough to be kept.
func (s *Store) Crowd(key uint64) (p Posting, err error) {
	err = s.db.View(func(txn *badger.Txn) (err error) {
		p, err = s.posting(txn, key, true)
		return err
	})
	return p, wrap("store.Crowd", "", err)
}

// Postings gives the holders of a blocking key, sorted. A generic key gives
// none; Posting tells how many there are. A key that nobody holds gives none and
// no error.
func (s *Store) Postings(key uint64) (parties []engine.PartyID, generic bool, err error) {
	p, err := s.Posting(key)
	return p.Parties, p.Generic, err
}

// AllPostings yields all blocking keys, in the order of keys.
func (s *Store) AllPostings(yield func(Posting) error) error {
	return wrap("store.AllPostings", "", s.db.View(func(txn *badger.Txn) error { return s.allPostings(txn, yield) }))
}

// SetCrowded keeps the blocking keys whose values very many hold, in rising
// order, as one value: whether a value is crowded is asked of every party that is
// compared, and there are few such keys.
func (d *Derivation) SetCrowded(keys []uint64) {
	b := make([]byte, 0, 8*len(keys))
	for _, k := range keys {
		b = binary.BigEndian.AppendUint64(b, k)
	}
	d.set(derived(d.gen, derCrowded), b)
}

// Crowded gives the keys of SetCrowded, none before the first.
func (s *Store) Crowded() ([]uint64, error) {
	var out []uint64
	err := s.db.View(func(txn *badger.Txn) error {
		b, err := get(txn, derived(s.gen.Load(), derCrowded))
		if err == error(engine.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if len(b)%8 != 0 {
			return corrupt("crowded keys: %d bytes", len(b))
		}
		out = make([]uint64, 0, len(b)/8)
		for ; len(b) > 0; b = b[8:] {
			out = append(out, binary.BigEndian.Uint64(b))
		}
		return nil
	})
	return out, wrap("store.Crowded", "", err)
}
