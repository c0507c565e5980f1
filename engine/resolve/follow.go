package resolve

import (
	"errors"
	"maps"
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
	f := &follower{run: r, subjects: map[engine.PartyID]*subject{}, post: postings{r.st, r.o.caps, map[uint64]*posting{}},
		notes: map[engine.RecordID]*note{}, gone: map[engine.PartyID]bool{}, dirty: map[engine.PartyID]bool{},
		seeds: map[engine.PartyID]bool{}, owned: map[engine.PartyID]bool{}, stored: map[engine.PartyID][]store.StoredMatch{},
		matches: map[engine.PartyID][]store.StoredMatch{}, extra: map[engine.PartyID][]store.StoredMatch{}, marks: map[engine.EntityID][]cluster.Mark{}, kept: r.o.Cache.of(r, since)}
	for _, id := range changed {
		if err := f.take(id); err != nil {
			return err
		}
	}
	crossed, err := f.post.crossed()
	if err != nil {
		return err
	}
	for _, p := range crossed {
		if !f.gone[p] {
			f.dirty[p] = true
		}
	}
	if err := f.rescore(); err != nil {
		return err
	}
	return f.recluster()
}

// take reads a changed record and moves its parties between the blocking keys.
func (f *follower) take(id engine.RecordID) error {
	if err := f.ctx.Err(); err != nil {
		return err
	}
	f.stats.Records++
	old, err := f.noted(id)
	if err != nil {
		return err
	}
	row := recordRow{id: id}
	rec, err := f.st.Record(id)
	switch {
	case errors.Is(err, engine.NotFound):
	case err != nil:
		return err
	default:
		row = f.rowOf(rec)
	}
	now := &note{}
	if rec != nil {
		if now.owned, err = f.ownedBy(old, id); err != nil {
			return err
		}
	}
	for _, p := range slices.Concat(old.owned, now.owned) {
		f.owned[p] = true
	}
	for _, s := range row.subjects {
		f.forgetKept(s.id)
		f.subjects[s.id], f.dirty[s.id] = s, true
		delete(f.gone, s.id)
		now.parties = append(now.parties, notedParty{s.id, s.keys})
	}
	f.stats.Parties += int64(len(row.subjects))
	for _, p := range old.parties {
		f.forgetKept(p.id)
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
	f.notes[id] = now
	if len(row.subjects) == 0 && len(now.owned) == 0 {
		f.notes[id] = nil
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

// subject gives a party as it is now, nil if it is not there.
func (f *follower) subject(id engine.PartyID) (*subject, error) {
	s, ok := f.subjects[id]
	if !ok {
		var err error
		if s, err = f.read(id); err != nil {
			return nil, err
		}
		f.subjects[id] = s
		if s != nil {
			if err := f.crowd(s); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

// read gives a party as it is kept from an earlier run, or as it is stored.
func (f *follower) read(id engine.PartyID) (*subject, error) {
	if f.kept != nil {
		if s, ok := f.kept.get(id); ok {
			return s, nil
		}
	}
	p, rec, err := f.st.Party(id)
	if errors.Is(err, engine.NotFound) || err == nil && rec.Deleted {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	f.stats.Parties++
	s := newSubject(f.o.Model, p, false)
	if f.kept != nil {
		f.kept.put(id, s)
	}
	return s, nil
}

// forgetKept forgets a party of a changed record.
func (f *follower) forgetKept(id engine.PartyID) {
	if f.kept != nil {
		f.kept.drop(id)
	}
}

// crowd tells a subject which of its values are crowded now.
func (f *follower) crowd(s *subject) error {
	var failed error
	s.crowd(func(k uint64) bool {
		got, err := f.post.get(k)
		if err != nil {
			failed = err
			return false
		}
		return f.o.caps.crowding(k, got.now)
	})
	return failed
}

// rescore works out all pairs of the dirty parties.
func (f *follower) rescore() error {
	for id := range f.gone {
		if err := f.forget(id); err != nil {
			return err
		}
	}
	dirty := slices.Sorted(maps.Keys(f.dirty))
	for _, id := range dirty {
		s, err := f.subject(id)
		if err != nil {
			return err
		}
		if s == nil {
			delete(f.dirty, id)
			continue
		}
		// Those of changed records were prepared before the counts were known.
		if err := f.crowd(s); err != nil {
			return err
		}
		if err := f.forget(id); err != nil {
			return err
		}
	}
	for _, id := range dirty {
		if s := f.subjects[id]; s != nil {
			if err := f.pair(s); err != nil {
				return err
			}
		}
	}
	return nil
}

// forget notes the matches that a party had, and whom they held to it.
func (f *follower) forget(id engine.PartyID) error {
	ms, err := f.st.Matches(id)
	if err != nil {
		return err
	}
	f.stored[id] = ms
	f.seeds[id] = true
	for _, m := range ms {
		if m.Band == engine.Same || f.o.Model.NearWeight(m.Weight) {
			f.seeds[other(m, id)] = true
		}
	}
	for _, v := range f.judged[id] {
		f.seeds[v.other] = true
	}
	return nil
}

func other(m store.StoredMatch, id engine.PartyID) engine.PartyID {
	if m.Pair.A == id {
		return m.Pair.B
	}
	return m.Pair.A
}

// pair scores a dirty party against all its candidates. A pair of two dirty
// ones is scored once, by the one with the smaller id.
func (f *follower) pair(s *subject) error {
	if err := f.ctx.Err(); err != nil {
		return err
	}
	seen := map[engine.PartyID]bool{s.id: true}
	for _, k := range s.keys {
		got, err := f.post.get(k)
		if err != nil {
			return err
		}
		if !f.o.caps.proposes(got.now) {
			continue
		}
		for _, id := range got.parties {
			if seen[id] || f.dirty[id] && id < s.id {
				continue
			}
			seen[id] = true
			o, err := f.subject(id)
			if err != nil {
				return err
			}
			if o == nil {
				return corruptPosting(k, id)
			}
			f.stats.Pairs++
			x, y := s.side, o.side
			if s.id > id {
				x, y = y, x
			}
			if out, ok := f.o.Model.Keep(x, y); ok {
				f.keep(store.StoredMatch{Pair: engine.NewPair(s.id, id), Weight: out.Weight, Band: out.Band})
			}
		}
	}
	return nil
}

func corruptPosting(key uint64, id engine.PartyID) error {
	return &engine.Error{Op: "resolve.follow", Code: engine.Corrupt, ID: string(id),
		Err: errors.New("stands under blocking key " + block.KindOf(key).String() + ", but is in no record"), Hint: "run pierce resolve --all"}
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
