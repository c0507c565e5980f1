package index

import (
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// census remembers how many documents hold a term, over one state of the index:
// the words of names that are compared are the same from search to search, and
// counting them anew was a third of a search's time. It is shared by searches.
type census struct {
	snap *scorch.IndexSnapshot // the state; the library gives the same one until it changes

	mu     sync.RWMutex
	counts map[spot]uint64
}

// maxCensus bounds the terms that are remembered, at some 60 bytes each.
const maxCensus = 500_000

func (c *census) get(s spot) (uint64, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	n, ok := c.counts[s]
	return n, ok
}

func (c *census) put(s spot, n uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.counts) >= maxCensus {
		clear(c.counts)
	}
	c.counts[s] = n
}

// censusOf is the census of a state of the index; a new one where the index has
// changed.
func (x *Index) censusOf(snap *scorch.IndexSnapshot) *census {
	x.counting.Lock()
	defer x.counting.Unlock()
	if x.count == nil || x.count.snap != snap {
		x.count = &census{snap: snap, counts: make(map[spot]uint64)}
	}
	return x.count
}
