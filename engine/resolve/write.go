package resolve

import (
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/cluster"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/store"
)

// writeKeys writes what does not depend on which subjects are one: the notes of
// records, and then, when noted is closed, the blocking keys with their holders.
func (b *bulk) writeKeys(w *store.Derivation, noted chan<- struct{}) error {
	w.SetCrowded(b.crowded)
	err := b.putNotes(w)
	close(noted)
	if err != nil {
		return err
	}
	return b.putPostings(w)
}

// write names the entities and writes all that follows from them.
func (b *bulk) write(w *store.Derivation) error {
	held, old, err := b.before()
	if err != nil {
		return err
	}
	groups := make([][]engine.PartyID, len(b.groups))
	flat := make([]engine.PartyID, 0, len(b.subjects))
	for g, members := range b.groups {
		n := len(flat)
		for _, m := range members {
			flat = append(flat, b.subjects[m].id)
		}
		groups[g] = flat[n:len(flat):len(flat)]
	}
	id := cluster.Assign(groups, func(p engine.PartyID) engine.EntityID { return held[p] }, old, func(engine.EntityID) bool { return false })
	claims, err := b.claims(id.IDs)
	if err != nil {
		return err
	}
	links := b.links(id.IDs)
	b.stats.Entities = int64(len(groups))
	b.stats.count(id.Events)
	for g, members := range b.groups {
		b.putEntity(w, id.IDs[g], members, links[g])
		if stakes := own.Reconcile(id.IDs[g], claims[uint32(g)]); len(stakes) > 0 {
			w.SetStakes(id.IDs[g], stakes)
			b.stats.Stakes += int64(len(stakes))
		}
		if err := b.ctx.Err(); err != nil {
			return err
		}
		if g%10000 == 0 {
			b.o.Report(Progress{Stage: "write", Done: int64(g), Total: int64(len(groups))})
		}
	}
	for _, e := range b.edges {
		w.PutMatch(b.match(e))
	}
	for old, now := range id.Redirects {
		w.SetRedirect(old, now)
	}
	for _, e := range id.Events {
		e.Run = b.to
		w.PutEvent(e)
	}
	stamp := b.newStamp()
	stamp.Parties, stamp.Records = b.stats.Parties, b.stats.Records
	bytes, err := stamp.bytes()
	if err != nil {
		return err
	}
	w.SetStamp(bytes)
	return w.Commit(stampName, b.to, changedIDs(id.IDs, old))
}

// before reads which entity each party was part of.
func (b *bulk) before() (map[engine.PartyID]engine.EntityID, []engine.EntityID, error) {
	held, old := map[engine.PartyID]engine.EntityID{}, []engine.EntityID(nil)
	err := b.st.Entities(func(e *engine.Entity) error {
		old = append(old, e.ID)
		for _, p := range e.Parties {
			held[p] = e.ID
		}
		return nil
	})
	return held, old, err
}

// changedIDs are all ids that are or were, sorted.
func changedIDs(a, b []engine.EntityID) []engine.EntityID {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

func (b *bulk) putEntity(w *store.Derivation, id engine.EntityID, places []uint32, links []engine.Link) {
	members := make([]*subject, len(places))
	for i, m := range places {
		members[i] = b.subjects[m]
		w.SetMember(members[i].id, id)
	}
	e := makeEntity(id, members)
	e.Possible = links
	w.PutEntity(e)
}

func (b *bulk) match(e edge) store.StoredMatch {
	m := store.StoredMatch{Pair: engine.NewPair(b.subjects[e.a].id, b.subjects[e.b].id), Weight: e.weight, Band: engine.PossiblySame}
	if e.same {
		m.Band = engine.Same
	}
	return m
}

func (b *bulk) putPostings(w *store.Derivation) error {
	var parties []engine.PartyID
	for n, key := range b.keys.key {
		h := b.keys.holders(uint32(n))
		if n%stride == 0 && b.ctx.Err() != nil {
			return b.ctx.Err()
		}
		parties = parties[:0]
		if b.o.caps.keeps(key, len(h)) {
			for _, x := range h {
				parties = append(parties, b.subjects[x].id)
			}
		}
		w.SetPostings(key, parties, len(h), b.o.caps.generic(key, len(h)))
	}
	return nil
}

// stride is how many small steps are made between two looks at the context.
const stride = 4096

// putNotes goes through records and claims side by side: both come in the order
// of records.
func (b *bulk) putNotes(w *store.Derivation) error {
	next := 0
	upTo := func(id engine.RecordID) {
		for ; next < len(b.rows) && b.rows[next].id < id; next++ {
			b.putNote(w, &b.rows[next], nil)
		}
	}
	var at engine.RecordID
	var owned []engine.PartyID
	done := func() {
		if at == "" {
			return
		}
		upTo(at)
		row := &recordRow{id: at} // perhaps one without parties of its own
		if next < len(b.rows) && b.rows[next].id == at {
			row = &b.rows[next]
			next++
		}
		slices.Sort(owned)
		b.putNote(w, row, slices.Compact(owned))
	}
	err := b.st.Claims(func(c store.Claim) error {
		if c.Record != at {
			done()
			at, owned = c.Record, owned[:0]
		}
		owned = append(owned, c.Owned)
		return b.ctx.Err()
	})
	if err != nil {
		return err
	}
	done()
	for ; next < len(b.rows); next++ {
		b.putNote(w, &b.rows[next], nil)
	}
	return b.ctx.Err()
}

func (b *bulk) putNote(w *store.Derivation, row *recordRow, owned []engine.PartyID) {
	n := note{owned: owned, parties: make([]notedParty, len(row.subjects))}
	room := b.room[:0]
	for i, s := range row.subjects {
		keys, at := b.keys.keysOf(s.place), len(room)
		room = s.appendBody(room, keys)
		n.parties[i] = notedParty{s.id, keys, room[at:]}
	}
	b.room = room // none is kept: encoding copies it
	w.SetNote(row.id, n.encode())
}

// claims reads all claims, by the owned entity's place.
func (b *bulk) claims(ids []engine.EntityID) (map[uint32][]own.Claim, error) {
	byOwned := map[uint32][]own.Claim{}
	err := b.st.Claims(func(c store.Claim) error {
		to := b.place(c.Owned)
		if to < 0 {
			return nil
		}
		g := b.groupOf[to]
		claim := own.Claim{Interest: c.Interest, OwnedEntity: ids[g], Record: c.Record, Retrieved: c.Retrieved}
		if from := b.place(c.Owner); c.Owner != "" && from >= 0 {
			claim.OwnerEntity = ids[b.groupOf[from]]
		}
		byOwned[g] = append(byOwned[g], claim)
		return b.ctx.Err()
	})
	return byOwned, err
}

// marksOf are the marks of an entity.
func (b *bulk) marksOf(group uint32) []cluster.Mark {
	places := b.groups[group]
	members := make([]*subject, min(len(places), marksMost))
	for i := range members {
		members[i] = b.subjects[places[i]]
	}
	return marksOfAll(members)
}

// links finds, for each entity, those that are possibly the same: by their best
// pair, unless the marks of all their members exclude it.
func (b *bulk) links(ids []engine.EntityID) [][]engine.Link {
	type ends struct{ x, y uint32 }
	best := map[ends]engine.Link{}
	for _, e := range b.edges {
		x, y := b.groupOf[e.a], b.groupOf[e.b]
		if x == y {
			continue
		}
		k := ends{min(x, y), max(x, y)}
		p := engine.NewPair(b.subjects[e.a].id, b.subjects[e.b].id)
		if l, ok := best[k]; !ok || better(e.weight, p, l) {
			best[k] = engine.Link{Weight: e.weight, Pair: p}
		}
	}
	for id, vs := range b.judged {
		for _, v := range vs {
			if i, j := b.place(id), b.place(v.other); !v.same && i >= 0 && j >= 0 {
				x, y := b.groupOf[i], b.groupOf[j]
				delete(best, ends{min(x, y), max(x, y)})
			}
		}
	}
	out := make([][]engine.Link, len(ids))
	for k, l := range best {
		if cluster.Conflict(b.marksOf(k.x), b.marksOf(k.y)) {
			continue
		}
		l.Entity = ids[k.y]
		out[k.x] = append(out[k.x], l)
		l.Entity = ids[k.x]
		out[k.y] = append(out[k.y], l)
	}
	for i := range out {
		sortLinks(out[i])
	}
	return out
}
