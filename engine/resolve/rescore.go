package resolve

import (
	"errors"
	"maps"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// subject gives a party as it is now, nil if it is not there.
func (f *follower) subject(id engine.PartyID) (*subject, error) {
	s, ok := f.subjects[id]
	if !ok {
		var fresh bool
		var err error
		if s, fresh, err = f.read(id); err != nil {
			return nil, err
		}
		f.put(id, s, fresh)
	}
	return s, nil
}

// fetch makes parties ready on all workers, so that subject has them.
func (f *follower) fetch(ids []engine.PartyID) error {
	ids = slices.DeleteFunc(ids, func(id engine.PartyID) bool { _, ok := f.subjects[id]; return ok })
	slices.Sort(ids)
	ids = slices.Compact(ids)
	got, fresh, failed := make([]*subject, len(ids)), make([]bool, len(ids)), make([]error, len(ids))
	parallel(f.o.Workers, len(ids), func(_, i int) {
		if failed[i] = f.ctx.Err(); failed[i] == nil {
			got[i], fresh[i], failed[i] = f.read(ids[i])
		}
	})
	for i, id := range ids {
		if failed[i] != nil {
			return failed[i]
		}
		f.put(id, got[i], fresh[i])
	}
	return nil
}

func (f *follower) put(id engine.PartyID, s *subject, fresh bool) {
	f.subjects[id] = s
	if fresh {
		f.stats.Parties++
	}
}

// read gives a party as it is kept from an earlier run, or, afresh, as the last
// run noted it, and which of its values are crowded now. It may be called side by side
// for different parties.
func (f *follower) read(id engine.PartyID) (s *subject, fresh bool, err error) {
	if f.kept != nil {
		s, _ = f.kept.get(id)
	}
	if s == nil {
		b, err := f.st.Note(id.Record())
		if errors.Is(err, engine.NotFound) {
			return nil, false, nil
		}
		if err == nil {
			s, err = notedSubject(b, id, true)
		}
		if err != nil || s == nil {
			return nil, false, err
		}
		fresh = true
		if f.kept != nil {
			f.kept.put(id, s)
		}
	}
	s.crowd(f.post.crowding)
	return s, fresh, nil
}

// forgetKept forgets a party of a changed record.
func (f *follower) forgetKept(id engine.PartyID) {
	if f.kept != nil {
		f.kept.drop(id)
	}
}

// rescore works out all pairs of the dirty parties.
func (f *follower) rescore() error {
	dirty := slices.Sorted(maps.Keys(f.dirty))
	if err := f.fetch(slices.Clone(dirty)); err != nil {
		return err
	}
	dirty = slices.DeleteFunc(dirty, func(id engine.PartyID) bool {
		if f.subjects[id] == nil {
			delete(f.dirty, id)
			return true
		}
		return false
	})
	var keys []uint64
	for _, id := range dirty {
		// Those of changed records were prepared before the counts were known.
		f.subjects[id].crowd(f.post.crowding)
		keys = append(keys, f.subjects[id].keys...)
	}
	if err := f.post.readAll(keys, f.o.Workers); err != nil {
		return err
	}
	if err := f.forget(dirty); err != nil {
		return err
	}
	others, err := f.candidates(dirty)
	if err != nil {
		return err
	}
	found, failed := make([][]store.StoredMatch, len(dirty)), make([]error, len(dirty))
	parallel(f.o.Workers, len(dirty), func(_, i int) {
		if failed[i] = f.ctx.Err(); failed[i] == nil {
			found[i] = f.pair(f.subjects[dirty[i]], others[i])
		}
	})
	for i := range dirty {
		if failed[i] != nil {
			return failed[i]
		}
		f.stats.Pairs += int64(len(others[i]))
		if !f.reaches(f.subjects[dirty[i]]) {
			f.stats.Unreached++
		}
		for _, m := range found[i] {
			f.keep(m)
		}
	}
	f.stats.perParty(len(dirty))
	return nil
}

// matchedAmong lists, of parties that a key brings together no longer, those that
// match another of them and meet it in no other key: only what was kept of their
// pairs may be lost. Looking
// for that costs a short reading a party; working all their pairs out anew costs
// as much as a new record each.
func (f *follower) matchedAmong(parted [][]engine.PartyID) ([]engine.PartyID, error) {
	var ask []engine.PartyID
	for _, holders := range parted {
		for _, id := range holders {
			if !f.gone[id] && !f.dirty[id] {
				ask = append(ask, id)
			}
		}
	}
	slices.Sort(ask)
	ask = slices.Compact(ask)
	had, failed := make([][]store.StoredMatch, len(ask)), make([]error, len(ask))
	parallel(f.o.Workers, len(ask), func(_, i int) {
		if failed[i] = f.ctx.Err(); failed[i] == nil {
			had[i], failed[i] = f.st.Matches(ask[i])
		}
	})
	if err := errors.Join(failed...); err != nil {
		return nil, err
	}
	var pairs []engine.Pair
	for _, holders := range parted { // sorted
		for _, id := range holders {
			i, ok := slices.BinarySearch(ask, id)
			if !ok {
				continue
			}
			for _, m := range had[i] {
				if _, in := slices.BinarySearch(holders, other(m, id)); in {
					pairs = append(pairs, m.Pair)
				}
			}
		}
	}
	return f.strangers(pairs)
}

// strangers lists the parties of those pairs that no key proposes now.
func (f *follower) strangers(pairs []engine.Pair) ([]engine.PartyID, error) {
	var out []engine.PartyID
	for _, p := range pairs {
		if f.gone[p.A] || f.gone[p.B] || f.dirty[p.A] && f.dirty[p.B] {
			continue
		}
		a, err := f.subject(p.A)
		if err != nil {
			return nil, err
		}
		b, err := f.subject(p.B)
		if err != nil {
			return nil, err
		}
		if a == nil || b == nil {
			return nil, corruptPosting(p.A)
		}
		met, err := f.meet(a, b)
		if err != nil {
			return nil, err
		}
		if !met {
			out = append(out, p.A, p.B)
		}
	}
	return out, nil
}

// meet reports whether a key proposes two parties.
func (f *follower) meet(a, b *subject) (bool, error) {
	for _, k := range a.keys {
		if _, both := slices.BinarySearch(b.keys, k); !both {
			continue
		}
		got, err := f.post.get(k)
		if err != nil || f.o.caps.proposes(k, got.now) {
			return err == nil, err
		}
	}
	return false, nil
}

// reaches reports whether a party holds a key that would bring another to it.
func (f *follower) reaches(s *subject) bool {
	return slices.ContainsFunc(s.keys, func(k uint64) bool { return f.o.caps.reaches(k, f.post.all[k].now) })
}

// forget notes the matches that the dirty and the gone had, and whom they held
// to them.
func (f *follower) forget(dirty []engine.PartyID) error {
	all := slices.Concat(slices.Sorted(maps.Keys(f.gone)), dirty)
	had, failed := make([][]store.StoredMatch, len(all)), make([]error, len(all))
	parallel(f.o.Workers, len(all), func(_, i int) {
		if !f.fresh[all[i]] {
			had[i], failed[i] = f.st.Matches(all[i])
		}
	})
	for i, id := range all {
		if failed[i] != nil {
			return failed[i]
		}
		f.stored[id], f.seeds[id] = had[i], true
		for _, m := range had[i] {
			if m.Band == engine.Same || f.o.Model.NearWeight(m.Weight) {
				f.seeds[other(m, id)] = true
			}
		}
		for _, v := range f.judged[id] {
			f.seeds[v.other] = true
		}
	}
	return nil
}

// candidates lists for each dirty party those that it is to be compared with,
// and makes them ready. A pair of two dirty ones stands with the smaller id.
func (f *follower) candidates(dirty []engine.PartyID) ([][]engine.PartyID, error) {
	out := make([][]engine.PartyID, len(dirty))
	var all []engine.PartyID
	seen := map[engine.PartyID]bool{}
	for i, id := range dirty {
		clear(seen)
		seen[id] = true
		for _, k := range f.subjects[id].keys {
			got, err := f.post.get(k)
			if err != nil {
				return nil, err
			}
			if !f.o.caps.proposes(k, got.now) {
				continue
			}
			for _, o := range got.parties {
				if seen[o] || f.dirty[o] && o < id {
					continue
				}
				seen[o] = true
				out[i] = append(out[i], o)
			}
		}
		all = append(all, out[i]...)
	}
	if err := f.fetch(all); err != nil {
		return nil, err
	}
	for _, list := range out {
		for _, o := range list {
			if f.subjects[o] == nil {
				return nil, corruptPosting(o)
			}
		}
	}
	return out, nil
}

// pair scores a party against others.
func (f *follower) pair(s *subject, others []engine.PartyID) []store.StoredMatch {
	var out []store.StoredMatch
	for _, id := range others {
		x, y := s.side, f.subjects[id].side
		if s.id > id {
			x, y = y, x
		}
		if got, ok := f.o.Model.Keep(x, y); ok {
			out = append(out, store.StoredMatch{Pair: engine.NewPair(s.id, id), Weight: got.Weight, Band: got.Band})
		}
	}
	return out
}
