package resolve

import (
	"errors"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
	"github.com/pierce-er/pierce/engine/cluster"
	"github.com/pierce-er/pierce/engine/store"
)

// follower is a run that looks only at what changes touch.
type follower struct {
	*run
	subjects map[engine.PartyID]*subject // as they are now; nil for one that is not there
	post     postings
	notes    map[engine.RecordID]*note // of the changed records, as they will be; nil for none
	gone     map[engine.PartyID]bool
	fresh    map[engine.PartyID]bool // that the last run did not know
	dirty    map[engine.PartyID]bool // whose pairs are worked out anew
	seeds    map[engine.PartyID]bool // whose components are
	owned    map[engine.PartyID]bool // parties of changed records' claims

	stored  map[engine.PartyID][]store.StoredMatch // matches as they were
	matches map[engine.PartyID][]store.StoredMatch // of dirty parties, as they are now
	extra   map[engine.PartyID][]store.StoredMatch // of others, with dirty parties
	kept    *cache[engine.PartyID, *subject]       // from earlier runs; nil for none
	marks   map[engine.EntityID][]cluster.Mark     // of entities that may be linked
}

// follow deals with the records that changed after a change of the log.
func (r *run) follow(since uint64, changed []engine.RecordID) error {
	post, err := newPostings(r.st, r.o.caps)
	if err != nil {
		return err
	}
	f := &follower{run: r, subjects: map[engine.PartyID]*subject{}, post: post,
		notes: map[engine.RecordID]*note{}, gone: map[engine.PartyID]bool{}, fresh: map[engine.PartyID]bool{}, dirty: map[engine.PartyID]bool{},
		seeds: map[engine.PartyID]bool{}, owned: map[engine.PartyID]bool{}, stored: map[engine.PartyID][]store.StoredMatch{},
		matches: map[engine.PartyID][]store.StoredMatch{}, extra: map[engine.PartyID][]store.StoredMatch{}, marks: map[engine.EntityID][]cluster.Mark{}, kept: r.o.Cache.of(r, since)}
	all, err := f.readChanged(changed)
	if err != nil {
		return err
	}
	for i := range all {
		if err := f.take(&all[i]); err != nil {
			return err
		}
	}
	again, parted, err := f.post.crossed()
	if err != nil {
		return err
	}
	matched, err := f.matchedAmong(parted)
	if err != nil {
		return err
	}
	for _, p := range slices.Concat(again, matched) {
		if !f.gone[p] && !f.dirty[p] {
			f.dirty[p] = true
			f.stats.Reopened++
		}
	}
	if err := f.rescore(); err != nil {
		return err
	}
	return f.recluster()
}

// change is a record that changed: as it was noted, and as it is.
type change struct {
	old   *note
	row   recordRow
	there bool
	owned []engine.PartyID
}

// readChanged reads and prepares the changed records, on all workers, and all
// blocking keys that they had or have.
func (f *follower) readChanged(ids []engine.RecordID) ([]change, error) {
	out, failed := make([]change, len(ids)), make([]error, len(ids))
	parallel(f.o.Workers, len(ids), func(_, i int) {
		if failed[i] = f.ctx.Err(); failed[i] == nil {
			failed[i] = f.readChange(ids[i], &out[i])
		}
	})
	var keys []uint64
	for i := range out {
		if failed[i] != nil {
			return nil, failed[i]
		}
		for _, s := range out[i].row.subjects {
			keys = append(keys, s.keys...)
		}
		for _, p := range out[i].old.parties {
			keys = append(keys, p.keys...)
		}
	}
	return out, f.post.readAll(keys, f.o.Workers)
}

func (f *follower) readChange(id engine.RecordID, c *change) (err error) {
	if c.old, err = f.noted(id); err != nil {
		return err
	}
	c.row = recordRow{id: id}
	rec, err := f.st.Record(id)
	switch {
	case errors.Is(err, engine.NotFound):
		return nil
	case err != nil:
		return err
	}
	c.there, c.row = true, f.rowOf(rec)
	c.owned, err = f.ownedBy(c.old, id)
	return err
}

// take moves a changed record's parties between the blocking keys.
func (f *follower) take(c *change) error {
	f.stats.Records++
	old, row, now := c.old, c.row, &note{owned: c.owned}
	for _, p := range slices.Concat(old.owned, now.owned) {
		f.owned[p] = true
	}
	for _, s := range row.subjects {
		f.forgetKept(s.id)
		f.subjects[s.id], f.dirty[s.id], f.fresh[s.id] = s, true, true
		delete(f.gone, s.id)
		now.parties = append(now.parties, noteOf(s, s.keys))
	}
	f.stats.Parties += int64(len(row.subjects))
	for _, p := range old.parties {
		f.forgetKept(p.id)
		delete(f.fresh, p.id)
		s := f.subjects[p.id]
		if s == nil {
			f.gone[p.id], f.subjects[p.id] = true, nil
		}
		if err := f.leave(p, s); err != nil {
			return err
		}
	}
	for _, s := range row.subjects {
		for _, k := range s.keys {
			if err := f.arrive(k, s.id, old); err != nil {
				return err
			}
		}
	}
	f.notes[row.id] = now
	if len(row.subjects) == 0 && len(now.owned) == 0 {
		f.notes[row.id] = nil
	}
	return nil
}

// noted is the note of a record, an empty one where there is none.
func (f *follower) noted(id engine.RecordID) (*note, error) {
	b, err := f.st.Note(id)
	if errors.Is(err, engine.NotFound) {
		return &note{}, nil
	}
	if err != nil {
		return nil, err
	}
	return decodeNote(b)
}

// ownedBy are the parties that a record's claims speak of, in any version or as
// noted: a claim that a later version no longer makes has ended and still
// stands in the history of its owned party.
func (f *follower) ownedBy(old *note, id engine.RecordID) ([]engine.PartyID, error) {
	versions, err := f.st.Versions(id)
	if err != nil && !errors.Is(err, engine.NotFound) {
		return nil, err
	}
	out := slices.Clone(old.owned)
	for _, v := range versions {
		for i := range v.Interests {
			out = append(out, v.Interests[i].Owned)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// leave takes a party off the keys that it no longer has.
func (f *follower) leave(p notedParty, now *subject) error {
	for _, k := range p.keys {
		if now != nil {
			if _, stays := slices.BinarySearch(now.keys, k); stays {
				continue
			}
		}
		if err := f.post.change(k, p.id, false); err != nil {
			return err
		}
		// Those it hung together with by this key may hang together no more.
		if got := f.post.all[k]; block.KindOf(k).Joins() && f.o.caps.joins(k, got.before) {
			for _, other := range got.parties {
				f.seeds[other] = true
			}
		}
	}
	return nil
}

// arrive puts a party on a key unless it was there.
func (f *follower) arrive(key uint64, id engine.PartyID, old *note) error {
	for i := range old.parties {
		if old.parties[i].id == id {
			if _, was := slices.BinarySearch(old.parties[i].keys, key); was {
				_, err := f.post.get(key)
				return err
			}
		}
	}
	return f.post.change(key, id, true)
}

func other(m store.StoredMatch, id engine.PartyID) engine.PartyID {
	if m.Pair.A == id {
		return m.Pair.B
	}
	return m.Pair.A
}

func corruptPosting(id engine.PartyID) error {
	return &engine.Error{Op: "resolve.follow", Code: engine.Corrupt, ID: string(id),
		Err: errors.New("stands under a blocking key, but is in no record"), Hint: "run pierce resolve --all"}
}

func (f *follower) keep(m store.StoredMatch) {
	f.stats.Matches++
	for _, id := range []engine.PartyID{m.Pair.A, m.Pair.B} {
		if f.dirty[id] {
			f.matches[id] = append(f.matches[id], m)
		} else {
			f.extra[id] = append(f.extra[id], m)
		}
	}
}

// matchesOf gives a party's matches as they are now.
func (f *follower) matchesOf(id engine.PartyID) ([]store.StoredMatch, error) {
	if f.dirty[id] || f.gone[id] {
		return f.matches[id], nil
	}
	ms, ok := f.stored[id]
	if !ok {
		var err error
		if ms, err = f.st.Matches(id); err != nil {
			return nil, err
		}
		f.stored[id] = ms
	}
	var out []store.StoredMatch
	for _, m := range ms {
		if o := other(m, id); !f.dirty[o] && !f.gone[o] {
			out = append(out, m)
		}
	}
	return append(out, f.extra[id]...), nil
}
