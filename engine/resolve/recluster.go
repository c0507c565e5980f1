package resolve

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/cluster"
	"github.com/pierce-er/pierce/engine/store"
)

// regrouped is the touched entities as they will be.
type regrouped struct {
	groups  [][]*subject // members sorted by id; groups by their first
	id      cluster.Identity
	old     []engine.EntityID                  // touched ids as they were, sorted
	held    map[engine.PartyID]engine.EntityID // of touched parties, as it was
	entity  map[engine.PartyID]engine.EntityID // of touched parties, as it will be
	put     map[engine.EntityID]*engine.Entity // to be written
	changed []engine.EntityID
}

// recluster divides the touched components anew and writes what follows.
func (f *follower) recluster() error {
	g := &regrouped{held: map[engine.PartyID]engine.EntityID{}, entity: map[engine.PartyID]engine.EntityID{}, put: map[engine.EntityID]*engine.Entity{}}
	done := map[engine.PartyID]bool{}
	for _, id := range slices.Sorted(maps.Keys(f.seeds)) {
		if done[id] || f.gone[id] {
			continue
		}
		members, err := f.component(id, done)
		if err != nil {
			return err
		}
		if len(members) == 0 {
			continue
		}
		if err := f.divide(members, g); err != nil {
			return err
		}
	}
	slices.SortFunc(g.groups, func(a, b []*subject) int { return strings.Compare(string(a[0].id), string(b[0].id)) })
	if err := f.name(g); err != nil {
		return err
	}
	if err := f.link(g); err != nil {
		return err
	}
	return f.write(g)
}

// component collects, sorted, what hangs together with a party: those next to
// it, then those next to these, and so on.
func (f *follower) component(start engine.PartyID, done map[engine.PartyID]bool) ([]*subject, error) {
	var members []*subject
	grown := map[uint64]bool{}
	done[start] = true
	for layer := []engine.PartyID{start}; len(layer) > 0; {
		if err := f.fetch(slices.Clone(layer)); err != nil {
			return nil, err
		}
		var next []engine.PartyID
		for _, id := range layer {
			s := f.subjects[id]
			if s == nil {
				continue
			}
			members = append(members, s)
			near, err := f.neighbours(s, grown)
			if err != nil {
				return nil, err
			}
			for _, n := range near {
				if !done[n] {
					done[n] = true
					next = append(next, n)
				}
			}
		}
		layer = next
	}
	slices.SortFunc(members, func(a, b *subject) int { return strings.Compare(string(a.id), string(b.id)) })
	return members, f.ctx.Err()
}

// neighbours are the parties that hang together with s directly. The holders of
// a key that joins are given once: grown tells which were.
func (f *follower) neighbours(s *subject, grown map[uint64]bool) ([]engine.PartyID, error) {
	var out []engine.PartyID
	ms, err := f.matchesOf(s.id)
	if err != nil {
		return nil, err
	}
	for _, m := range ms {
		hangs, err := f.hangs(s, m)
		if err != nil {
			return nil, err
		}
		if hangs {
			out = append(out, other(m, s.id))
		}
	}
	for _, v := range f.judged[s.id] {
		if v.same {
			out = append(out, v.other)
		}
	}
	keys, err := f.strong(s)
	for _, k := range keys {
		if !grown[k] {
			grown[k] = true
			out = append(out, f.post.all[k].parties...)
		}
	}
	return out, err
}

// hangs reports whether a match of s holds it together with the other, as it
// does in bulk.
func (f *follower) hangs(s *subject, m store.StoredMatch) (bool, error) {
	if m.Band == engine.Same || !f.o.Model.NearWeight(m.Weight) || s.kind != engine.Person {
		return m.Band == engine.Same, nil
	}
	o, err := f.subject(other(m, s.id))
	return err == nil && o != nil && f.o.Model.Near(s.side, o.side, m.Weight), err
}

// strong are the keys that join a subject to others now.
func (f *follower) strong(s *subject) ([]uint64, error) {
	var out []uint64
	for _, k := range s.keys {
		if !kindJoins(k) {
			continue
		}
		got, err := f.post.get(k)
		if err != nil {
			return nil, err
		}
		if f.o.caps.joins(k, got.now) {
			out = append(out, k)
		}
	}
	return out, nil
}

// divide partitions one component and adds its groups.
func (f *follower) divide(members []*subject, g *regrouped) error {
	at := make(map[engine.PartyID]uint32, len(members))
	for i, s := range members {
		at[s.id] = uint32(i)
	}
	var edges []edge
	var failed error
	for i, s := range members {
		ms, err := f.matchesOf(s.id)
		failed = errors.Join(failed, err)
		for _, m := range ms {
			j, ok := at[other(m, s.id)]
			if !ok || uint32(i) >= j {
				continue
			}
			hangs, err := f.hangs(s, m)
			failed = errors.Join(failed, err)
			if hangs {
				edges = append(edges, edge{uint32(i), j, m.Band == engine.Same, m.Weight})
			}
		}
	}
	parts := partition(f.o.Model, members, edges, decide(members, f.judged), func(s *subject) []uint64 {
		keys, err := f.strong(s)
		failed = errors.Join(failed, err)
		return keys
	})
	for _, p := range parts {
		group := make([]*subject, len(p))
		for i, m := range p {
			group[i] = members[m]
		}
		g.groups = append(g.groups, group)
	}
	return failed
}

// name gives the groups their ids.
func (f *follower) name(g *regrouped) error {
	old := map[engine.EntityID]bool{}
	was := func(id engine.PartyID) error {
		e, err := f.st.EntityOf(id)
		if errors.Is(err, engine.NotFound) {
			return nil
		}
		if err == nil {
			g.held[id], old[e] = e, true
		}
		return err
	}
	ids := make([][]engine.PartyID, len(g.groups))
	for i, group := range g.groups {
		for _, s := range group {
			ids[i] = append(ids[i], s.id)
			if err := was(s.id); err != nil {
				return err
			}
		}
	}
	for id := range f.gone {
		if err := was(id); err != nil {
			return err
		}
	}
	g.old = slices.Sorted(maps.Keys(old))
	var failed error
	g.id = cluster.Assign(ids, func(p engine.PartyID) engine.EntityID { return g.held[p] }, g.old, func(id engine.EntityID) bool {
		there, err := f.exists(id)
		failed = errors.Join(failed, err)
		return there
	})
	for i, group := range g.groups {
		e := makeEntity(g.id.IDs[i], group)
		g.put[e.ID] = e
		for _, s := range group {
			g.entity[s.id] = e.ID
		}
	}
	return failed
}

// entityOf is the entity of a party as it will be, "" if it has none.
func (f *follower) entityOf(g *regrouped, id engine.PartyID) (engine.EntityID, error) {
	if e, ok := g.entity[id]; ok || f.gone[id] {
		return e, nil
	}
	e, err := f.st.EntityOf(id)
	if errors.Is(err, engine.NotFound) {
		return "", nil
	}
	return e, err
}
