package store

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// Derivation writes one unit of derived results: after Commit all of it is
// there, before it, or after a kill, nothing. It is for one goroutine. What is
// put is not seen by the store's readers before Commit.
type Derivation struct {
	s      *Store
	name   string
	gen    uint32
	put    sink
	events map[uint64]uint64 // written so far, by run
	err    error             // the first that happened
	done   bool
	bulk   bool
	// What a bulk derivation packs postings with.
	pack    pack
	scratch []byte
}

// sink takes keys and values; a nil value deletes. The sink keeps both.
type sink interface {
	set(key, value []byte) error
	get(key []byte) ([]byte, error)                                             // what the store will hold; NotFound
	commit(s *Store, cursor string, at uint64, changed []engine.EntityID) error // flips
}

// NewDerivation begins a unit of derived results that is held in memory until
// Commit. The name is that of its stamp.
func (s *Store) NewDerivation(name string) (*Derivation, error) {
	gen := s.gen.Load()
	return &Derivation{s: s, name: name, gen: gen, put: &buffer{s: s, ops: map[string][]byte{}}, events: map[uint64]uint64{}}, nil
}

func (d *Derivation) set(key, value []byte) {
	if d.err == nil {
		d.err = d.put.set(key, value)
	}
}

func (d *Derivation) encode(key []byte, v any) {
	b, err := encode(v)
	if err != nil && d.err == nil {
		d.err = err
	}
	d.set(key, b)
}

// PutEntity writes an entity.
func (d *Derivation) PutEntity(e *engine.Entity) { d.encode(derivedKey(d.gen, derEntity, e.ID), e) }

// DeleteEntity removes an entity; its members are set or deleted apart.
func (d *Derivation) DeleteEntity(id engine.EntityID) { d.set(derivedKey(d.gen, derEntity, id), nil) }

// SetMember says which entity a party is part of.
func (d *Derivation) SetMember(party engine.PartyID, entity engine.EntityID) {
	d.set(derivedKey(d.gen, derMember, party), []byte(entity))
}

// DeleteMember forgets a party.
func (d *Derivation) DeleteMember(party engine.PartyID) {
	d.set(derivedKey(d.gen, derMember, party), nil)
}

// SetRedirect says which entity took an old one's place. It is followed only
// while there is no entity under the old id.
func (d *Derivation) SetRedirect(old, to engine.EntityID) {
	d.set(derivedKey(d.gen, derRedirect, old), []byte(to))
}

// PutMatch writes a match. A weight that is not a number is Invalid.
func (d *Derivation) PutMatch(m StoredMatch) {
	if math.IsNaN(m.Weight) && d.err == nil {
		d.err = invalid("store.PutMatch", string(m.Pair.A), "the weight with %q is not a number", m.Pair.B)
	}
	v := m.value()
	d.set(matchKey(d.gen, m.Pair.A, m.Pair.B), v)
	d.set(matchKey(d.gen, m.Pair.B, m.Pair.A), v)
}

// DeleteMatch removes a match.
func (d *Derivation) DeleteMatch(p engine.Pair) {
	d.set(matchKey(d.gen, p.A, p.B), nil)
	d.set(matchKey(d.gen, p.B, p.A), nil)
}

// SetPostings writes the holders of a blocking key: parties sorted, and their
// count. Of a generic key the parties may be left out; if they are given, Crowd
// finds them. A key without holders is removed. A bulk derivation that gives the
// keys in rising order writes them packed.
func (d *Derivation) SetPostings(key uint64, parties []engine.PartyID, count int, generic bool) {
	p := Posting{Key: key, Count: count, Generic: generic, Parties: parties}
	if !generic && len(parties) == 0 {
		p.Count = 0
	}
	if !d.bulk {
		d.set(postingsKey(d.gen, key), p.value())
		return
	}
	if p.Count > 0 {
		d.packPosting(&p)
	}
}

// SetStakes replaces all stakes in an entity; none removes them.
func (d *Derivation) SetStakes(owned engine.EntityID, stakes []engine.Stake) {
	key := derivedKey(d.gen, derStakes, owned)
	old, err := d.stakes(key)
	if err != nil {
		d.err = errors.Join(d.err, err)
		return
	}
	for i := range old {
		if o := old[i].Owner; o != "" {
			d.set(appendText(derivedKey(d.gen, derStakeOwner, o), string(owned)), nil)
		}
	}
	if len(stakes) == 0 {
		if len(old) > 0 {
			d.set(key, nil)
		}
		return
	}
	for i := range stakes {
		if o := stakes[i].Owner; o != "" {
			d.set(appendText(derivedKey(d.gen, derStakeOwner, o), string(owned)), []byte{})
		}
	}
	d.encode(key, stakes)
}

// stakes reads the stakes as this derivation leaves them so far.
func (d *Derivation) stakes(key []byte) ([]engine.Stake, error) {
	b, err := d.put.get(key)
	if err == error(engine.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []engine.Stake
	return out, decode(b, &out)
}

// PutEvent writes an event. Each derivation needs a run number of its own: the
// change that it ends at serves.
func (d *Derivation) PutEvent(e engine.Event) {
	k := binary.BigEndian.AppendUint64(derived(d.gen, derEvent), e.Run)
	d.encode(binary.BigEndian.AppendUint64(k, d.events[e.Run]), e)
	d.events[e.Run]++
}

// SetStamp keeps what the run depends on (model, options, versions) under the
// derivation's name.
func (d *Derivation) SetStamp(stamp []byte) {
	d.set(append(derived(d.gen, derStamp), d.name...), append([]byte{}, stamp...))
}

// Commit makes all that was put visible, sets the cursor, and writes changed
// into the change log. All of it happens or none, whenever the process dies. A
// cursor name of "" sets none. The error may be one of an earlier Put.
func (d *Derivation) Commit(cursorName string, cursor uint64, changed []engine.EntityID) error {
	const op = "store.Derivation.Commit"
	if d.done {
		return invalid(op, d.name, "the derivation is over")
	}
	d.done = true
	d.flushPack()
	if d.err != nil {
		return wrap(op, d.name, d.err)
	}
	d.err = d.put.commit(d.s, cursorName, cursor, changed)
	return wrap(op, d.name, d.err)
}

// Abort forgets what was put. After Commit it does nothing.
func (d *Derivation) Abort() {
	d.done = true
	d.put = &buffer{s: d.s}
}

// setFlip writes what makes a derivation count, apart from its results: the
// cursor and the change-log entries. chunks is the owner of the written chunks
// of changed, n their number; where n is 0, ids go into the entry itself. It
// gives the log's last number.
func (s *Store) setFlip(txn *badger.Txn, cursor string, at uint64, changed []engine.EntityID, chunks, n uint64) (uint64, error) {
	seq := s.seq.Load()
	if cursor != "" {
		if err := txn.Set(append([]byte{keyCursor}, cursor...), number(at)); err != nil {
			return 0, err
		}
	}
	row := changeRow{Kind: KindEntities, At: instantOf(s.now())}
	switch {
	case n > 0:
		row.Last, row.Count, row.Chunks = seq+n, n, chunks
	case len(changed) > 0:
		row.Last, row.Count, row.IDs = seq+1, 1, packIDs(nil, changed)
	default:
		return seq, nil
	}
	return row.Last, setChange(txn, row)
}

// writeChunks writes ids as chunks of the owner and gives their number.
func (s *Store) writeChunks(owner uint64, ids []engine.EntityID) (uint64, error) {
	var n uint64
	for len(ids) > 0 {
		part := ids[:min(len(ids), chunkIDs)]
		ids = ids[len(part):]
		err := s.write(func(txn *badger.Txn) error { return txn.Set(keyN(keyChunk, owner, n), packIDs(nil, part)) })
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
