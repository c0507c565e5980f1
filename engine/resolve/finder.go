package resolve

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/engine/store"
)

// FinderOptions of a Finder. The zero value is the default.
type FinderOptions struct {
	// CacheParties is how many prepared parties and blocking keys are kept in
	// memory, each about 0.7 KB; 0 is 200,000, negative is none. It does not
	// change the result.
	CacheParties int
	// Model scores the pairs; nil is ModelOf the store.
	Model *score.Model
	// Least is the weight in bits from which on a candidate is given; 0 is the
	// model's bound of "possibly same".
	Least float64
}

// Candidate is an entity that a party may be, by its best pair.
type Candidate struct {
	Entity engine.EntityID
	Match  engine.Match // A is the smaller id of the asked party's and the found one's
}

// Finder finds the entities that a party may be. It is safe for use by many at
// once. What it keeps in memory it forgets when the store's results change.
type Finder struct {
	st     *store.Store
	o      FinderOptions
	failed error // why there is no model

	kept atomic.Pointer[kept]
}

// kept is what a Finder has read since the store's results changed last.
type kept struct {
	seq     uint64
	crowded []uint64 // keys of crowded values, rising
	failed  error    // why these could not be read
	noted   bool     // the notes hold the parties as the model lays them out
	parties *cache[engine.PartyID, *score.Side]
	entity  *cache[engine.PartyID, engine.EntityID]
	shown   *cache[engine.PartyID, *score.Side] // with their texts
	keys    *cache[uint64, store.Posting]
}

// NewFinder makes a Finder over a store that has been resolved. Where the
// store's model cannot be read, finding says so.
func NewFinder(st *store.Store, o FinderOptions) *Finder {
	var failed error
	if o.Model == nil {
		if o.Model, failed = ModelOf(st); failed != nil {
			o.Model = score.Default()
		}
	}
	if o.CacheParties == 0 {
		o.CacheParties = 200000
	}
	if o.Least == 0 {
		o.Least = o.Model.Possible
	}
	f := &Finder{st: st, o: o, failed: failed}
	f.current()
	return f
}

// Model is the model by which pairs are scored.
func (f *Finder) Model() *score.Model { return f.o.Model }

// current is what is kept of the store's results as they are.
func (f *Finder) current() *kept {
	seq := f.st.Seq()
	if k := f.kept.Load(); k != nil && k.seq == seq {
		return k
	}
	k := &kept{seq: seq,
		parties: newCache[engine.PartyID, *score.Side](max(f.o.CacheParties, 0), hashParty),
		entity:  newCache[engine.PartyID, engine.EntityID](max(f.o.CacheParties, 0), hashParty),
		shown:   newCache[engine.PartyID, *score.Side](max(f.o.CacheParties/8, 0), hashParty),
		keys:    newCache[uint64, store.Posting](2*max(f.o.CacheParties, 0), func(key uint64) uint64 { return key })}
	k.crowded, k.failed = f.st.Crowded()
	if k.failed == nil {
		k.noted, k.failed = f.noted()
	}
	f.kept.Store(k)
	return k
}

// Find gives at most limit entities (0 is all) that p may be, the likeliest
// first, of equal ones the smaller id. The party itself, if it is in the store,
// is not compared. Forbidden pairs are left out. Cost: about 20 readings of the
// store, and one score for each candidate.
func (f *Finder) Find(p *norm.Prepared, limit int) ([]Candidate, error) {
	return f.FindWith(p, nil, limit)
}

// FindWith is Find that compares p with the parties of extra too, whether or
// not they share a key with it. They need not be sorted nor distinct.
func (f *Finder) FindWith(p *norm.Prepared, extra []engine.PartyID, limit int) ([]Candidate, error) {
	if f.failed != nil {
		return nil, &engine.Error{Op: "resolve.Find", Err: f.failed}
	}
	k := f.current()
	asked := f.o.Model.NewSide(p, score.Crowded{})
	ids, err := f.candidates(k, p, asked)
	if err != nil {
		return nil, &engine.Error{Op: "resolve.Find", Err: err}
	}
	if len(extra) > 0 {
		ids = append(ids, extra...)
		slices.Sort(ids)
		ids = slices.DeleteFunc(slices.Compact(ids), func(id engine.PartyID) bool { return id == p.ID })
	}
	type hit struct {
		weight float64
		id     engine.PartyID
		entity engine.EntityID
	}
	sides, err := f.parties(k, ids)
	if err != nil {
		return nil, &engine.Error{Op: "resolve.Find", Err: err}
	}
	best := map[engine.EntityID]hit{}
	for i, id := range ids {
		if sides[i] == nil {
			continue
		}
		weight, ok := f.weigh(asked, sides[i])
		if !ok {
			continue
		}
		e, err := f.entityOf(k, id)
		if err != nil {
			return nil, &engine.Error{Op: "resolve.Find", Err: err}
		}
		if b, was := best[e]; e == "" || was && (weight < b.weight || weight == b.weight && b.id < id) {
			continue
		}
		best[e] = hit{weight, id, e}
	}
	hits := make([]hit, 0, len(best))
	for _, h := range best {
		hits = append(hits, h)
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), strings.Compare(string(a.entity), string(b.entity)))
	})
	if limit > 0 && len(hits) > limit {
		hits = hits[:limit]
	}
	out := make([]Candidate, 0, len(hits))
	for _, h := range hits {
		full, err := f.full(k, h.id)
		if errors.Is(err, engine.NotFound) {
			continue // its record is gone since the results were made
		}
		if err != nil {
			return nil, &engine.Error{Op: "resolve.Find", Err: err}
		}
		out = append(out, Candidate{Entity: h.entity, Match: f.o.Model.MatchSides(asked, full)})
	}
	return out, nil
}

// weigh scores a candidate, with false for one that is not worth giving.
func (f *Finder) weigh(asked, side *score.Side) (float64, bool) {
	if f.o.Least >= f.o.Model.Possible {
		if asked.ID > side.ID {
			asked, side = side, asked
		}
		out, ok := f.o.Model.Keep(asked, side)
		return out.Weight, ok && out.Weight >= f.o.Least
	}
	out := f.o.Model.Score(asked, side)
	return out.Weight, !out.Forbidden && out.Weight >= f.o.Least
}

// full lays a party out again, with its texts for evidence: few candidates are
// shown, and texts would fill the memory.
func (f *Finder) full(kept *kept, id engine.PartyID) (*score.Side, error) {
	if s, ok := kept.shown.get(id); ok {
		return s, nil
	}
	p, _, err := f.st.Party(id)
	if err != nil {
		return nil, err
	}
	prep := norm.Prepare(p)
	side := f.o.Model.NewSide(prep, kept.crowdedOf(prep))
	kept.shown.put(id, side)
	return side, nil
}

// candidates lists the parties that share a key with p, and tells the
// asked side which of its values are crowded.
func (f *Finder) candidates(kept *kept, p *norm.Prepared, asked *score.Side) ([]engine.PartyID, error) {
	if kept.failed != nil {
		return nil, kept.failed
	}
	seen := make(map[engine.PartyID]bool, 64)
	seen[p.ID] = true
	out := make([]engine.PartyID, 0, 64)
	for _, k := range block.Keys(p) {
		post, err := f.posting(kept, k)
		if err != nil {
			return nil, err
		}
		// Of a key that joins, the first holders stand for the rest: they are
		// one entity, or a few.
		for _, id := range post.Parties[:min(len(post.Parties), block.Cap)] {
			if !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
	}
	asked.Crowded = kept.crowdedOf(p)
	return out, nil
}

// crowdedOf tells which values of a party are crowded.
func (k *kept) crowdedOf(p *norm.Prepared) score.Crowded {
	a, b, c, d := block.Values(p)
	bits := func(keys []uint64) (out uint64) {
		for i, key := range keys[:min(len(keys), 64)] {
			if k.isCrowded(key) {
				out |= 1 << i
			}
		}
		return out
	}
	return score.Crowded{Addresses: bits(a), Phones: bits(b), Emails: bits(c), Domains: bits(d), IDs: bits(block.Numbers(p))}
}

func (f *Finder) posting(kept *kept, key uint64) (store.Posting, error) {
	p, ok := kept.keys.get(key)
	if ok {
		return p, nil
	}
	p, err := f.st.Posting(key)
	if err == nil {
		kept.keys.put(key, p)
	}
	return p, err
}

// isCrowded reports whether very many hold the value of a key.
func (k *kept) isCrowded(key uint64) bool {
	_, crowded := slices.BinarySearch(k.crowded, key)
	return crowded
}

// noted reports whether the last run noted the parties as this model lays them
// out: then they need not be read and prepared.
func (f *Finder) noted() (bool, error) {
	s, ok, err := StampOf(f.st)
	return ok && s.Model == f.o.Model.Version && s.Current(), err
}

// parties gives stored parties, nil for those that are not there.
func (f *Finder) parties(kept *kept, ids []engine.PartyID) ([]*score.Side, error) {
	out := make([]*score.Side, len(ids))
	var records []engine.RecordID
	var places []int
	for i, id := range ids {
		side, ok := kept.parties.get(id)
		if out[i] = side; !ok {
			records, places = append(records, id.Record()), append(places, i)
		}
	}
	if !kept.noted {
		for _, i := range places {
			if err := f.prepare(kept, ids[i], &out[i]); err != nil {
				return nil, err
			}
		}
	} else if len(places) > 0 {
		err := f.st.NotesOf(records, func(n int, note []byte) error {
			i := places[n]
			s, err := notedSubject(note, ids[i], false)
			if err == nil && s != nil {
				s.crowd(kept.isCrowded)
				out[i] = s.side
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	for _, i := range places {
		kept.parties.put(ids[i], out[i])
	}
	return out, nil
}

// prepare lays a stored party out under another model than the last run's.
func (f *Finder) prepare(kept *kept, id engine.PartyID, out **score.Side) error {
	p, _, err := f.st.Party(id)
	if errors.Is(err, engine.NotFound) {
		return nil
	}
	if err == nil {
		prep := norm.Prepare(p)
		*out = f.o.Model.LeanSide(prep, kept.crowdedOf(prep))
	}
	return err
}

// entityOf gives the entity of a stored party, "" where it has none.
func (f *Finder) entityOf(kept *kept, id engine.PartyID) (engine.EntityID, error) {
	e, ok := kept.entity.get(id)
	if ok {
		return e, nil
	}
	e, err := f.st.EntityOf(id)
	if errors.Is(err, engine.NotFound) {
		e, err = "", nil
	}
	if err == nil {
		kept.entity.put(id, e)
	}
	return e, err
}
