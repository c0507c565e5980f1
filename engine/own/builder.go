package own

import (
	"maps"
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// Fact is what a graph needs to know of an entity besides its stakes.
type Fact struct {
	Entity      engine.EntityID
	Kind        engine.Kind
	Name        string
	Country     string            // jurisdiction, ISO alpha-2
	Seat        string            // country of its headquarters address, ISO alpha-2; "" if none is known
	Traded      bool              // its shares trade on an exchange
	Complete    bool              // a source states that it names every holder
	Undisclosed bool              // its register publishes no holders
	Possible    []engine.EntityID // entities that it might be the same as, without being merged
}

// Listed is an entity's place on a list.
type Listed struct {
	Entity   engine.EntityID
	List     engine.ListID
	Programs []string
	From     engine.Date
	Until    engine.Date
	Record   engine.RecordID
}

// Options say how a graph is built. The zero value is for tracing single
// entities; it changes no answer.
type Options struct {
	Lean bool // drop the sources of stakes and the names: for questions over a whole store
}

// Builder takes stakes, listings and facts in any order.
type Builder struct {
	g       *Graph
	options Options
	metas   map[meta]uint32
	shares  map[engine.Share]uint32
	listed  map[listedKey]bool
}

type listedKey struct {
	entity int32
	list   engine.ListID
	record engine.RecordID
	from   engine.Date
	until  engine.Date
}

// NewBuilder starts an empty graph.
func NewBuilder(o Options) *Builder {
	return &Builder{g: newGraph(), options: o, metas: map[meta]uint32{}, shares: map[engine.Share]uint32{}, listed: map[listedKey]bool{}}
}

// Stake adds a stake. Kinds that are neither ownership nor control nor part of
// an arrangement (officers, agents, relatives) are passed over.
func (b *Builder) Stake(s engine.Stake) {
	kind, ok := kindCode[s.Kind]
	if !ok || s.Owned == "" {
		return
	}
	g := b.g
	share, can := possible(s.Share)
	ref := stakeRef{owner: nobody, owned: g.ids.add(s.Owned), share: b.share(share)}
	if s.Owner != "" {
		ref.owner = g.ids.add(s.Owner)
	}
	m := meta{kind: kind, from: s.From, until: s.Until}
	for _, f := range s.Flags {
		m.flags |= flagBit[f]
	}
	if !can {
		m.flags |= flagImpossible
	}
	if ref.owner == ref.owned {
		m.flags |= flagSelf
	}
	if s.Owner == "" {
		m.reason = s.Reason
	}
	ref.meta = b.meta(m)
	g.stakes = append(g.stakes, ref)
	if !b.options.Lean {
		g.sources = append(g.sources, s.Sources)
	}
}

// Listing adds a listing. The same one twice is one.
func (b *Builder) Listing(l Listed) {
	if l.Entity == "" || l.List == "" {
		return
	}
	i := b.g.ids.add(l.Entity)
	k := listedKey{i, l.List, l.Record, l.From, l.Until}
	if b.listed[k] {
		return
	}
	b.listed[k] = true
	b.g.listings[i] = append(b.g.listings[i], l)
}

// Fact adds what is known of an entity. Of several facts about one entity, the
// last stands.
func (b *Builder) Fact(f Fact) {
	if f.Entity == "" {
		return
	}
	g := b.g
	i := g.ids.add(f.Entity)
	for int(i) >= len(g.facts) {
		g.facts = append(g.facts, factRow{})
	}
	g.facts[i] = factRow{kind: kindIndex[f.Kind], given: true, country: g.places.add(f.Country), seat: g.places.add(f.Seat),
		traded: f.Traded, complete: f.Complete, undisclosed: f.Undisclosed}
	if f.Name != "" && !b.options.Lean {
		g.names[i] = f.Name
	}
	for _, other := range f.Possible {
		if other != "" && other != f.Entity {
			g.link(i, g.ids.add(other))
		}
	}
}

// Graph puts what was added into order and gives the graph. The builder must
// not be used afterwards.
func (b *Builder) Graph() *Graph {
	g := b.g
	for i, ls := range g.listings {
		slices.SortFunc(ls, compareListed)
		g.listings[i] = ls
	}
	for i, links := range g.possible {
		slices.Sort(links)
		g.possible[i] = slices.Compact(links)
	}
	n := g.ids.len()
	for len(g.facts) < n {
		g.facts = append(g.facts, factRow{})
	}
	g.upStart, g.up = compress(n, len(g.stakes), func(i int) int32 { return g.stakes[i].owned })
	g.downStart, g.down = compress(n, len(g.stakes), func(i int) int32 { return g.stakes[i].owner })
	b.g, b.metas, b.shares, b.listed = nil, nil, nil, nil
	return g
}

// Build is a graph of what is handed in.
func Build(stakes []engine.Stake, listings []Listed, facts []Fact) *Graph {
	b := NewBuilder(Options{})
	for _, s := range stakes {
		b.Stake(s)
	}
	for _, l := range listings {
		b.Listing(l)
	}
	for _, f := range facts {
		b.Fact(f)
	}
	return b.Graph()
}

func (b *Builder) meta(m meta) uint32 {
	i, ok := b.metas[m]
	if !ok {
		i = uint32(len(b.g.metas))
		b.metas[m] = i
		b.g.metas = append(b.g.metas, m)
	}
	return i
}

func (b *Builder) share(s engine.Share) uint32 {
	i, ok := b.shares[s]
	if !ok {
		i = uint32(len(b.g.shares))
		b.shares[s] = i
		b.g.shares = append(b.g.shares, s)
	}
	return i
}

// compress sorts the numbers 0 … m-1 by key, keeping their order within a key,
// and gives where each key's numbers begin. Negative keys are left out.
func compress(n, m int, key func(int) int32) (start, sorted []int32) {
	start = make([]int32, n+1)
	kept := 0
	for i := range m {
		if k := key(i); k >= 0 {
			start[k+1]++
			kept++
		}
	}
	for k := range n {
		start[k+1] += start[k]
	}
	sorted = make([]int32, kept)
	next := slices.Clone(start)
	for i := range m {
		if k := key(i); k >= 0 {
			sorted[next[k]] = int32(i)
			next[k]++
		}
	}
	return start, sorted
}

// With is the graph with further listings: what if these were listed? The
// graph itself stays as it is. A listing of an entity that the graph does not
// know is left out.
func (g *Graph) With(extra []Listed) *Graph {
	out := *g
	out.listings = maps.Clone(g.listings)
	if out.listings == nil {
		out.listings = map[int32][]Listed{}
	}
	for _, l := range extra {
		if e, ok := g.ids.find(l.Entity); ok {
			out.listings[e] = append(slices.Clone(out.listings[e]), l)
		}
	}
	return &out
}
