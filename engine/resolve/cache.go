package resolve

import (
	"sync"

	"github.com/cespare/xxhash/v2"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// Cache keeps prepared parties from one following run to the next, for a
// process that runs often: reading and preparing the parties that new records
// are compared with is most of what following costs. It does not change the
// result, since all that changes a party stands in the log that is followed.
type Cache struct {
	mu      sync.Mutex
	st      *store.Store
	model   string
	at      uint64 // change up to which it agrees with the results
	most    int
	parties *cache[engine.PartyID, *subject]
}

// NewCache keeps about so many parties, each of 1 to 2 KB; 0 is 200,000.
func NewCache(parties int) *Cache {
	if parties <= 0 {
		parties = 200000
	}
	return &Cache{most: parties}
}

// of gives the parties that are kept for a run that follows the log from a
// change on; none where the last run to get there was another's. It is nil where
// there is no cache.
func (c *Cache) of(r *run, since uint64) *cache[engine.PartyID, *subject] {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.parties == nil || c.st != r.st || c.model != r.o.Model.Version || c.at != since {
		c.at = since
		c.st, c.model, c.parties = r.st, r.o.Model.Version, newCache[engine.PartyID, *subject](c.most, hashParty)
	}
	return c.parties
}

// reached notes that a run has followed the log from since to to.
func (c *Cache) reached(since, to uint64) {
	if c != nil {
		c.mu.Lock()
		if c.at == since {
			c.at = to
		}
		c.mu.Unlock()
	}
}

// clear forgets all.
func (c *Cache) clear() {
	if c != nil {
		c.mu.Lock()
		c.parties = nil
		c.mu.Unlock()
	}
}

func hashParty(id engine.PartyID) uint64 { return xxhash.Sum64String(string(id)) }

// shards is over how many locks a cache is spread.
const shards = 64

// cache keeps the values that were asked for of late, for use by many at once.
// It is two generations of maps: what is asked for moves to the young one, and
// when that is full the old one goes.
type cache[K comparable, V any] struct {
	hash  func(K) uint64
	most  int // of a generation of a shard
	shard [shards]struct {
		mu         sync.Mutex
		young, old map[K]V
	}
}

// newCache keeps about so many values, between half and all of most.
func newCache[K comparable, V any](most int, hash func(K) uint64) *cache[K, V] {
	c := &cache[K, V]{hash: hash}
	if most > 0 {
		c.most = max(1, most/shards/2)
	}
	return c
}

func (c *cache[K, V]) get(k K) (v V, ok bool) {
	s := &c.shard[c.hash(k)%shards]
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, ok = s.young[k]; ok {
		return v, true
	}
	if v, ok = s.old[k]; ok {
		c.add(k, v)
	}
	return v, ok
}

func (c *cache[K, V]) put(k K, v V) {
	if c.most == 0 {
		return
	}
	s := &c.shard[c.hash(k)%shards]
	s.mu.Lock()
	defer s.mu.Unlock()
	c.add(k, v)
}

// add puts a value into the young generation of its shard, which is locked.
func (c *cache[K, V]) add(k K, v V) {
	s := &c.shard[c.hash(k)%shards]
	if s.young == nil || len(s.young) >= c.most {
		s.young, s.old = make(map[K]V), s.young
	}
	s.young[k] = v
}

// drop forgets a value.
func (c *cache[K, V]) drop(k K) {
	s := &c.shard[c.hash(k)%shards]
	s.mu.Lock()
	delete(s.young, k)
	delete(s.old, k)
	s.mu.Unlock()
}
