package resolve

import (
	"errors"
	"maps"
	"reflect"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/cluster"
	"github.com/pierce-er/pierce/engine/store"
)

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
