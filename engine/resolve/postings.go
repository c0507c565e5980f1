package resolve

import (
	"maps"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// posting is a blocking key's holders before and after the run.
type posting struct {
	before  int              // how many held it
	parties []engine.PartyID // who holds it now, sorted; none where that is not known
	known   bool             // parties are known
	now     int
	dirty   bool
	moved   map[engine.PartyID]bool // where they are not known: who came, and, as false, who went
}

// postings are the blocking keys that a run looks at, over those in the store.
type postings struct {
	st      *store.Store
	c       caps
	all     map[uint64]*posting
	crowded []uint64 // keys whose values were crowded before the run, rising
}

func newPostings(st *store.Store, c caps) (postings, error) {
	crowded, err := st.Crowded()
	return postings{st, c, map[uint64]*posting{}, crowded}, err
}

func (p *postings) get(key uint64) (*posting, error) {
	if got, ok := p.all[key]; ok {
		return got, nil
	}
	got, err := p.read(key)
	if err == nil {
		p.all[key] = got
	}
	return got, err
}

// read gives a key as the last run left it.
func (p *postings) read(key uint64) (*posting, error) {
	in, err := p.st.Crowd(key)
	if err != nil {
		return nil, err
	}
	got := &posting{before: in.Count, now: in.Count, parties: in.Parties, known: len(in.Parties) == in.Count}
	if !got.known {
		got.parties = nil
	}
	return got, nil
}

// readAll gets keys beforehand, on all workers.
func (p *postings) readAll(keys []uint64, workers int) error {
	keys = slices.DeleteFunc(keys, func(k uint64) bool { return p.all[k] != nil })
	slices.Sort(keys)
	keys = slices.Compact(keys)
	got, failed := make([]*posting, len(keys)), make([]error, len(keys))
	parallel(workers, len(keys), func(_, i int) { got[i], failed[i] = p.read(keys[i]) })
	for i, k := range keys {
		if failed[i] != nil {
			return failed[i]
		}
		p.all[k] = got[i]
	}
	return nil
}

// crowding reports whether the values under a key are crowded now.
func (p *postings) crowding(key uint64) bool {
	if got, ok := p.all[key]; ok {
		return p.c.crowding(key, got.now)
	}
	_, was := slices.BinarySearch(p.crowded, key)
	return was
}

// change takes a holder away or adds one.
func (p *postings) change(key uint64, id engine.PartyID, add bool) error {
	got, err := p.get(key)
	if err != nil {
		return err
	}
	if !got.dirty {
		got.dirty, got.parties = true, slices.Clone(got.parties)
	}
	got.move(id, add)
	return nil
}

func (got *posting) move(id engine.PartyID, add bool) {
	if !got.known {
		if got.moved == nil {
			got.moved = map[engine.PartyID]bool{}
		}
		if add {
			got.now++
		} else {
			got.now--
		}
		if was, ok := got.moved[id]; ok && was != add {
			delete(got.moved, id) // came and went
		} else {
			got.moved[id] = add
		}
		return
	}
	i, there := slices.BinarySearch(got.parties, id)
	switch {
	case add && !there:
		got.parties = slices.Insert(got.parties, i, id)
	case !add && there:
		got.parties = slices.Delete(got.parties, i, i+1)
	}
	got.now = len(got.parties)
}

// crossed lists the holders of the keys whose number of holders has passed a
// cap: in again those whose candidates, components or scores may be others, and
// in parted, key by key, those that are merely no candidates of each other any
// more for the key's sake.
func (p *postings) crossed() (again []engine.PartyID, parted [][]engine.PartyID, err error) {
	var passed []uint64
	unknown := map[uint64][]engine.PartyID{}
	for key, got := range p.all {
		if !got.dirty || p.c.sameRole(key, got.before, got.now) {
			continue
		}
		passed = append(passed, key)
		if !got.known {
			unknown[key] = nil
		}
	}
	if len(unknown) > 0 {
		if err := holdersOf(p.st, unknown); err != nil {
			return nil, nil, err
		}
	}
	for _, key := range passed {
		got := p.all[key]
		if !got.known {
			moved := got.moved
			got.parties, got.known, got.moved = unknown[key], true, nil
			for _, id := range slices.Sorted(maps.Keys(moved)) {
				got.move(id, moved[id])
			}
		}
		if p.c.parts(key, got.before, got.now) {
			parted = append(parted, got.parties)
		} else {
			again = append(again, got.parties...)
		}
	}
	return again, parted, nil
}

// holdersOf fills in who held the keys after the last run, sorted, by reading
// the notes of all records.
func holdersOf(st *store.Store, keys map[uint64][]engine.PartyID) error {
	var likely [1 << 10]uint64 // a bit for each of 65,536 hashes: nearly all keys are of no interest
	for k := range keys {
		likely[uint16(k)>>6] |= 1 << (k & 63)
	}
	err := st.Notes(func(_ engine.RecordID, b []byte) error {
		r := noteReader{b: b}
		for range r.count() {
			id := r.bytes()
			for range r.count() {
				k := r.key()
				if likely[uint16(k)>>6]>>(k&63)&1 == 0 {
					continue
				}
				if held, ok := keys[k]; ok {
					keys[k] = append(held, engine.PartyID(id))
				}
			}
			r.bytes()
		}
		if r.bad {
			return corruptNote()
		}
		return nil
	})
	for _, held := range keys {
		slices.Sort(held)
	}
	return err
}

// write puts what has changed.
func (p *postings) write(w *store.Derivation) {
	crowded := slices.Clone(p.crowded)
	for key, got := range p.all {
		i, was := slices.BinarySearch(crowded, key)
		switch is := p.c.crowding(key, got.now); {
		case is && !was:
			crowded = slices.Insert(crowded, i, key)
		case was && !is:
			crowded = slices.Delete(crowded, i, i+1)
		}
		if !got.dirty {
			continue
		}
		parties := got.parties
		if !p.c.keeps(key, got.now) {
			parties = nil
		}
		w.SetPostings(key, parties, got.now, p.c.generic(key, got.now))
	}
	if !slices.Equal(crowded, p.crowded) {
		w.SetCrowded(crowded)
	}
}
