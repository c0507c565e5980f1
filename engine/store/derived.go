package store

import (
	"encoding/binary"
	"math"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// StoredMatch is what is kept of a scored pair: enough to cluster by. The
// evidence is worked out again when someone asks why.
type StoredMatch struct {
	Pair      engine.Pair
	Weight    float64 // bits
	Band      engine.Band
	Forbidden bool
}

// maxRedirects bounds how many merges an old id is followed through; a longer
// chain is a loop.
const maxRedirects = 1000

// EntityOf gives the entity that a party is part of. The error is NotFound
// before the party was resolved.
func (s *Store) EntityOf(id engine.PartyID) (engine.EntityID, error) {
	var out engine.EntityID
	err := s.db.View(func(txn *badger.Txn) error {
		b, err := get(txn, derivedKey(s.gen.Load(), derMember, id))
		out = engine.EntityID(b)
		return err
	})
	return out, wrap("store.EntityOf", string(id), err)
}

// Entity gives an entity; an id that went into another is followed. The error
// is NotFound for an id that never was.
func (s *Store) Entity(id engine.EntityID) (*engine.Entity, error) {
	out := new(engine.Entity)
	err := s.db.View(func(txn *badger.Txn) error {
		b, err := followed(txn, s.gen.Load(), id)
		if err != nil {
			return err
		}
		return decode(b, out)
	})
	if err != nil {
		return nil, wrap("store.Entity", string(id), err)
	}
	return out, nil
}

// followed reads an entity, through redirects.
func followed(txn *badger.Txn, gen uint32, id engine.EntityID) ([]byte, error) {
	for range maxRedirects {
		b, err := get(txn, derivedKey(gen, derEntity, id))
		if err != error(engine.NotFound) {
			return b, err
		}
		to, err := get(txn, derivedKey(gen, derRedirect, id))
		if err != nil {
			return nil, err
		}
		id = engine.EntityID(to)
	}
	return nil, corrupt("redirects of %q go round", id)
}

// Redirect gives the id under which an entity stands now: id itself where it
// stands, else what took its place. The error is NotFound for an id that never
// was, or whose last successor is gone.
func (s *Store) Redirect(id engine.EntityID) (engine.EntityID, error) {
	e, err := s.Entity(id)
	if err != nil {
		return "", wrap("store.Redirect", string(id), err)
	}
	return e.ID, nil
}

// Entities yields all entities in the order of ids.
func (s *Store) Entities(yield func(*engine.Entity) error) error {
	return wrap("store.Entities", "", s.db.View(func(txn *badger.Txn) error {
		return scan(txn, derived(s.gen.Load(), derEntity), true, func(_, v []byte) error {
			e := new(engine.Entity)
			if err := decode(v, e); err != nil {
				return err
			}
			return yield(e)
		})
	}))
}

// Members yields the entity of each party, in the order of parties.
func (s *Store) Members(yield func(engine.PartyID, engine.EntityID) error) error {
	return wrap("store.Members", "", s.db.View(func(txn *badger.Txn) error {
		prefix := derived(s.gen.Load(), derMember)
		return scan(txn, prefix, true, func(k, v []byte) error {
			id, rest, ok := cutText(k[len(prefix):])
			if !ok || len(rest) > 0 {
				return corrupt("member key %x", k)
			}
			return yield(engine.PartyID(id), engine.EntityID(v))
		})
	}))
}

// Matches gives the stored matches of a party, in the order of the other
// party.
func (s *Store) Matches(id engine.PartyID) ([]StoredMatch, error) {
	var out []StoredMatch
	err := s.db.View(func(txn *badger.Txn) error {
		return scan(txn, derivedKey(s.gen.Load(), derMatch, id), true, func(k, v []byte) error {
			m, err := parseMatch(k[6:], v)
			if err == nil {
				out = append(out, m)
			}
			return err
		})
	})
	return out, wrap("store.Matches", string(id), err)
}

// AllMatches yields each stored match once, in the order of pairs.
func (s *Store) AllMatches(yield func(StoredMatch) error) error {
	return wrap("store.AllMatches", "", s.db.View(func(txn *badger.Txn) error {
		return scan(txn, derived(s.gen.Load(), derMatch), true, func(k, v []byte) error {
			a, _, _ := cutText(k[6:])
			m, err := parseMatch(k[6:], v)
			if err != nil || engine.PartyID(a) != m.Pair.A {
				return err
			}
			return yield(m)
		})
	}))
}

func matchKey(gen uint32, a, b engine.PartyID) []byte {
	return appendText(derivedKey(gen, derMatch, a), string(b))
}

// bands are the bands as stored, by number.
var bands = [...]engine.Band{engine.Different, engine.PossiblySame, engine.Same}

// value is the match as stored: weight:8 band:1 forbidden:1.
func (m *StoredMatch) value() []byte {
	b := binary.BigEndian.AppendUint64(make([]byte, 0, 10), math.Float64bits(m.Weight))
	band := byte(0)
	for i, name := range bands {
		if name == m.Band {
			band = byte(i)
		}
	}
	forbidden := byte(0)
	if m.Forbidden {
		forbidden = 1
	}
	return append(b, band, forbidden)
}

// parseMatch reads the two parties of a key and the value.
func parseMatch(parties, v []byte) (StoredMatch, error) {
	a, rest, ok := cutText(parties)
	b, rest2, ok2 := cutText(rest)
	if !ok || !ok2 || len(rest2) > 0 || len(v) != 10 || int(v[8]) >= len(bands) || v[9] > 1 {
		return StoredMatch{}, corrupt("match %x: %x", parties, v)
	}
	w := math.Float64frombits(binary.BigEndian.Uint64(v))
	if math.IsNaN(w) {
		return StoredMatch{}, corrupt("match of %q and %q: weight is not a number", a, b)
	}
	return StoredMatch{engine.NewPair(engine.PartyID(a), engine.PartyID(b)), w, bands[v[8]], v[9] == 1}, nil
}

// Posting is the holders of one blocking key.
type Posting struct {
	Key     uint64
	Count   int              // how many hold it
	Generic bool             // held by so many that it proposes nothing
	Parties []engine.PartyID // sorted; none where generic, but see Crowd
}

func (p *Posting) value() []byte { return p.append(nil) }

// append writes the posting without its key.
func (p *Posting) append(dst []byte) []byte {
	generic := byte(0)
	if p.Generic {
		generic = 1
	}
	dst = binary.AppendUvarint(append(dst, generic), uint64(p.Count))
	return packIDs(dst, p.Parties)
}

// parsePosting reads a posting, with the holders of a generic one where they are
// kept and asked for.
func parsePosting(key uint64, v []byte, crowd bool) (Posting, error) {
	p := Posting{Key: key}
	if len(v) == 0 || v[0] > 1 {
		return p, corrupt("posting %x", v)
	}
	p.Generic = v[0] == 1
	r := reader{b: v[1:]}
	n := r.uvarint()
	if r.bad || n > math.MaxInt32 {
		return p, corrupt("posting %x", v)
	}
	p.Count = int(n)
	if p.Generic && !crowd {
		return p, nil
	}
	var err error
	p.Parties, err = unpackIDs[engine.PartyID](r.b)
	return p, err
}

func postingsKey(gen uint32, key uint64) []byte {
	return binary.BigEndian.AppendUint64(derived(gen, derPostings), key)
}
