package resolve

import (
	"errors"
	"maps"
	"reflect"
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

// link works out the links of the touched entities, and mends those of the
// entities at their other ends.
func (f *follower) link(g *regrouped) error {
	ends := map[engine.EntityID][]engine.Link{} // links of untouched entities with touched ones
	for _, id := range g.old {
		e, err := f.st.Entity(id)
		if err != nil {
			return err
		}
		for _, l := range e.Possible {
			if _, touched := slices.BinarySearch(g.old, l.Entity); !touched {
				ends[l.Entity] = nil
			}
		}
	}
	for i, group := range g.groups {
		id := g.id.IDs[i]
		best, err := f.linksOf(g, id, group)
		if err != nil {
			return err
		}
		for to, l := range best {
			g.put[id].Possible = append(g.put[id].Possible, l)
			if g.put[to] == nil {
				l.Entity = id
				ends[to] = append(ends[to], l)
			}
		}
		sortLinks(g.put[id].Possible)
	}
	mended := map[engine.EntityID]*engine.Entity{}
	for id, links := range ends {
		if g.put[id] != nil {
			continue
		}
		e, err := f.st.Entity(id)
		if err != nil {
			return err
		}
		for _, l := range e.Possible {
			_, was := slices.BinarySearch(g.old, l.Entity)
			if !was && g.put[l.Entity] == nil {
				links = append(links, l)
			}
		}
		sortLinks(links)
		if len(links) == 0 {
			links = nil
		}
		e.Possible = links
		mended[id] = e
	}
	maps.Copy(g.put, mended)
	return nil
}

// linksOf finds the entities that a group is possibly the same as.
func (f *follower) linksOf(g *regrouped, id engine.EntityID, group []*subject) (map[engine.EntityID]engine.Link, error) {
	best := map[engine.EntityID]engine.Link{}
	for _, s := range group {
		ms, err := f.matchesOf(s.id)
		if err != nil {
			return nil, err
		}
		for _, m := range ms {
			to, err := f.entityOf(g, other(m, s.id))
			if err != nil {
				return nil, err
			}
			if to == id || to == "" {
				continue
			}
			if l, ok := best[to]; !ok || better(m.Weight, m.Pair, l) {
				best[to] = engine.Link{Entity: to, Weight: m.Weight, Pair: m.Pair}
			}
		}
	}
	for _, s := range group {
		for _, v := range f.judged[s.id] {
			if v.same {
				continue
			}
			to, err := f.entityOf(g, v.other)
			if err != nil {
				return nil, err
			}
			delete(best, to)
		}
	}
	own := marksOfAll(group)
	for to := range best {
		marks, err := f.marksOf(g, to)
		if err != nil {
			return nil, err
		}
		if cluster.Conflict(own, marks) {
			delete(best, to)
		}
	}
	return best, nil
}

// marksOf are the marks of an entity as it will be.
func (f *follower) marksOf(g *regrouped, id engine.EntityID) ([]cluster.Mark, error) {
	if m, ok := f.marks[id]; ok {
		return m, nil
	}
	e := g.put[id]
	if e == nil {
		var err error
		if e, err = f.st.Entity(id); err != nil {
			return nil, err
		}
	}
	members := make([]*subject, 0, min(len(e.Parties), marksMost))
	for _, p := range e.Parties[:min(len(e.Parties), marksMost)] {
		s, err := f.subject(p)
		if err != nil {
			return nil, err
		}
		if s != nil {
			members = append(members, s)
		}
	}
	f.marks[id] = marksOfAll(members)
	return f.marks[id], nil
}

// write puts all that has changed.
func (f *follower) write(g *regrouped) error {
	w, err := f.st.NewDerivation(stampName)
	if err != nil {
		return err
	}
	defer w.Abort()
	if err := f.writeEntities(w, g); err != nil {
		return err
	}
	f.writeMatches(w)
	f.post.write(w)
	for id, n := range f.notes {
		if n == nil {
			w.SetNote(id, nil)
			continue
		}
		w.SetNote(id, n.encode())
	}
	if err := f.writeStakes(w, g); err != nil {
		return err
	}
	stamp := f.newStamp()
	stamp.Parties, stamp.Records = f.stamp.Parties, f.stamp.Records
	b, err := stamp.bytes()
	if err != nil {
		return err
	}
	w.SetStamp(b)
	slices.Sort(g.changed)
	return w.Commit(stampName, f.to, slices.Compact(g.changed))
}

func (f *follower) writeEntities(w *store.Derivation, g *regrouped) error {
	for id, e := range g.put {
		was, err := f.st.Entity(id)
		if err != nil && !errors.Is(err, engine.NotFound) {
			return err
		}
		if err != nil || !reflect.DeepEqual(was, e) {
			w.PutEntity(e)
			f.stats.Entities++
		}
		g.changed = append(g.changed, id)
	}
	for _, id := range g.old {
		if g.put[id] == nil {
			w.DeleteEntity(id)
			g.changed = append(g.changed, id)
		}
	}
	for p, e := range g.entity {
		if g.held[p] != e {
			w.SetMember(p, e)
		}
	}
	for p := range f.gone {
		w.DeleteMember(p)
	}
	for old, now := range g.id.Redirects {
		w.SetRedirect(old, now)
	}
	for _, e := range g.id.Events {
		e.Run = f.to
		w.PutEvent(e)
	}
	f.stats.count(g.id.Events)
	return nil
}

// writeMatches replaces the matches of the dirty and the gone.
func (f *follower) writeMatches(w *store.Derivation) {
	for id := range f.stored {
		if !f.dirty[id] && !f.gone[id] {
			continue
		}
		for _, m := range f.stored[id] {
			w.DeleteMatch(m.Pair)
		}
	}
	for _, ms := range f.matches {
		for _, m := range ms {
			w.PutMatch(m)
		}
	}
}
