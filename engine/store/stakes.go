package store

import (
	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// StakesByOwned gives the stakes in an entity, in the order in which they were
// set.
func (s *Store) StakesByOwned(id engine.EntityID) ([]engine.Stake, error) {
	var out []engine.Stake
	err := s.db.View(func(txn *badger.Txn) (err error) {
		out, err = stakesIn(txn, s.gen.Load(), id)
		return err
	})
	return out, wrap("store.StakesByOwned", string(id), err)
}

func stakesIn(txn *badger.Txn, gen uint32, owned engine.EntityID) ([]engine.Stake, error) {
	b, err := get(txn, derivedKey(gen, derStakes, owned))
	if err == error(engine.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []engine.Stake
	return out, decode(b, &out)
}

// StakesByOwner gives the stakes that an entity holds, in the order of the
// owned, then in that in which they were set.
func (s *Store) StakesByOwner(id engine.EntityID) ([]engine.Stake, error) {
	var out []engine.Stake
	gen := s.gen.Load()
	err := s.db.View(func(txn *badger.Txn) error {
		prefix := derivedKey(gen, derStakeOwner, id)
		return scan(txn, prefix, false, func(k, _ []byte) error {
			owned, rest, ok := cutText(k[len(prefix):])
			if !ok || len(rest) > 0 {
				return corrupt("stake key %x", k)
			}
			all, err := stakesIn(txn, gen, engine.EntityID(owned))
			if err != nil {
				return err
			}
			for _, st := range all {
				if st.Owner == id {
					out = append(out, st)
				}
			}
			return nil
		})
	})
	return out, wrap("store.StakesByOwner", string(id), err)
}

// Stakes yields all stakes, in the order of the owned.
func (s *Store) Stakes(yield func(engine.Stake) error) error {
	return wrap("store.Stakes", "", s.db.View(func(txn *badger.Txn) error {
		return scan(txn, derived(s.gen.Load(), derStakes), true, func(_, v []byte) error {
			var all []engine.Stake
			if err := decode(v, &all); err != nil {
				return err
			}
			for _, st := range all {
				if err := yield(st); err != nil {
					return err
				}
			}
			return nil
		})
	}))
}

// Events yields what happened to entities, in the order of runs and of what
// each wrote.
func (s *Store) Events(yield func(engine.Event) error) error {
	return wrap("store.Events", "", s.db.View(func(txn *badger.Txn) error {
		return scan(txn, derived(s.gen.Load(), derEvent), true, func(_, v []byte) error {
			var e engine.Event
			if err := decode(v, &e); err != nil {
				return err
			}
			return yield(e)
		})
	}))
}

// Stamp gives the bytes that the last derivation of this name was stamped
// with; NotFound if there is none.
func (s *Store) Stamp(name string) ([]byte, error) {
	var out []byte
	err := s.db.View(func(txn *badger.Txn) (err error) {
		out, err = get(txn, append(derived(s.gen.Load(), derStamp), name...))
		return err
	})
	return out, wrap("store.Stamp", name, err)
}
