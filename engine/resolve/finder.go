package resolve

import (
	"cmp"
	"container/list"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/engine/store"
)

// FinderOptions of a Finder. The zero value is the default.
type FinderOptions struct {
	// CacheParties is how many prepared parties and blocking keys are kept in
	// memory, each about 1 KB; 0 is 200,000, negative is none. It does not
	// change the result.
	CacheParties int
	// Model scores the pairs; nil is score.Default.
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
	st *store.Store
	o  FinderOptions

	mu      sync.Mutex
	seq     uint64
	parties cache[engine.PartyID, found]
	keys    cache[uint64, store.Posting]
}

// found is a party with its entity.
type found struct {
	subject *subject
	entity  engine.EntityID
}

// NewFinder makes a Finder over a store that has been resolved.
func NewFinder(st *store.Store, o FinderOptions) *Finder {
	if o.Model == nil {
		o.Model = score.Default()
	}
	if o.CacheParties == 0 {
		o.CacheParties = 200000
	}
	if o.Least == 0 {
		o.Least = o.Model.Possible
	}
	f := &Finder{st: st, o: o}
	f.clear()
	return f
}

func (f *Finder) clear() {
	f.seq = f.st.Seq()
	f.parties = newCache[engine.PartyID, found](max(f.o.CacheParties, 0))
	f.keys = newCache[uint64, store.Posting](max(f.o.CacheParties, 0))
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
	f.mu.Lock()
	if f.seq != f.st.Seq() {
		f.clear()
	}
	f.mu.Unlock()
	asked := f.o.Model.NewSide(p, score.Crowded{})
	ids, err := f.candidates(p, asked)
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
		found  found
	}
	best := map[engine.EntityID]hit{}
	for _, id := range ids {
		c, err := f.party(id)
		if err != nil {
			return nil, &engine.Error{Op: "resolve.Find", Err: err}
		}
		if c.subject == nil || c.entity == "" {
			continue
		}
		out := f.o.Model.Score(asked, c.subject.side)
		if b, ok := best[c.entity]; out.Forbidden || out.Weight < f.o.Least || ok && out.Weight <= b.weight {
			continue
		}
		best[c.entity] = hit{out.Weight, c}
	}
	hits := make([]hit, 0, len(best))
	for _, h := range best {
		hits = append(hits, h)
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), strings.Compare(string(a.found.entity), string(b.found.entity)))
	})
	if limit > 0 && len(hits) > limit {
		hits = hits[:limit]
	}
	out := make([]Candidate, len(hits))
	for i, h := range hits {
		out[i] = Candidate{Entity: h.found.entity, Match: f.o.Model.MatchSides(asked, h.found.subject.side)}
	}
	return out, nil
}

// candidates lists, sorted, the parties that share a key with p, and tells the
// asked side which of its values are crowded.
func (f *Finder) candidates(p *norm.Prepared, asked *score.Side) ([]engine.PartyID, error) {
	seen := map[engine.PartyID]bool{p.ID: true}
	var out []engine.PartyID
	for _, k := range block.Keys(p) {
		post, err := f.posting(k)
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
	slices.Sort(out)
	asked.Crowded = f.crowded(p)
	return out, nil
}

// crowded tells which values of an asked party are crowded.
func (f *Finder) crowded(p *norm.Prepared) score.Crowded {
	a, b, c, d := block.Values(p)
	bits := func(keys []uint64) (out uint64) {
		for i, k := range keys[:min(len(keys), 64)] {
			if post, err := f.posting(k); k != 0 && err == nil && shippedCaps.crowding(k, post.Count) {
				out |= 1 << i
			}
		}
		return out
	}
	return score.Crowded{Addresses: bits(a), Phones: bits(b), Emails: bits(c), Domains: bits(d)}
}

func (f *Finder) posting(key uint64) (store.Posting, error) {
	f.mu.Lock()
	p, ok := f.keys.get(key)
	f.mu.Unlock()
	if ok {
		return p, nil
	}
	p, err := f.st.Posting(key)
	if err == nil {
		f.mu.Lock()
		f.keys.put(key, p)
		f.mu.Unlock()
	}
	return p, err
}

// party gives a stored party with its entity; an empty one if it is not there.
func (f *Finder) party(id engine.PartyID) (found, error) {
	f.mu.Lock()
	c, ok := f.parties.get(id)
	f.mu.Unlock()
	if ok {
		return c, nil
	}
	s, err := loadSubject(f.st, f.o.Model, id)
	if err == nil {
		c.subject = s
		c.entity, err = f.st.EntityOf(id)
	}
	if errors.Is(err, engine.NotFound) {
		c, err = found{}, nil
	}
	if err == nil {
		f.mu.Lock()
		f.parties.put(id, c)
		f.mu.Unlock()
	}
	return c, err
}

// cache keeps the values that were asked for last.
type cache[K comparable, V any] struct {
	most  int
	order *list.List // of *cached, the last asked first
	at    map[K]*list.Element
}

type cached[K comparable, V any] struct {
	key   K
	value V
}

func newCache[K comparable, V any](most int) cache[K, V] {
	return cache[K, V]{most, list.New(), map[K]*list.Element{}}
}

func (c *cache[K, V]) get(k K) (v V, ok bool) {
	e, ok := c.at[k]
	if !ok {
		return v, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*cached[K, V]).value, true
}

func (c *cache[K, V]) put(k K, v V) {
	if _, ok := c.at[k]; ok || c.most == 0 {
		return
	}
	c.at[k] = c.order.PushFront(&cached[K, V]{k, v})
	if len(c.at) > c.most {
		last := c.order.Back()
		c.order.Remove(last)
		delete(c.at, last.Value.(*cached[K, V]).key)
	}
}
