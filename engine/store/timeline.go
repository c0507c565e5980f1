package store

import (
	"github.com/pierce-er/pierce/engine"
)

// version is a span of time over which all sightings of a record had the same
// content and no full snapshot lacked it.
type version struct {
	from  instant // of its first sighting
	last  instant // of its last sighting
	until instant // where ended: of the snapshot that lacks it
	ended bool    // a snapshot lacked the record before any later sighting; not asked of what was deleted
	said  sighting
	held  []byte // the content
}

// versionsOf folds sightings, all of one record and in order, into versions.
func versionsOf(all []sighting, snapshots []instant) ([]version, error) {
	return versionsKnown(all, snapshots, all)
}

// versionsKnown is versionsOf for some of a record's sightings: a content may
// be held by one of the others.
func versionsKnown(all []sighting, snapshots []instant, contents []sighting) ([]version, error) {
	var out []version
	for i := range all {
		c := &all[i]
		if n := len(out) - 1; n >= 0 {
			v := &out[n]
			end, ok := firstAfter(snapshots, v.last)
			if ok && end < c.at && !v.deleted() {
				v.ended, v.until = true, end
			} else if v.said.hash == c.hash {
				v.last = c.at
				if v.held == nil && c.content != nil {
					v.held, v.said = c.content, *c
				}
				continue
			}
		}
		out = append(out, version{from: c.at, last: c.at, said: *c, held: c.content})
	}
	if n := len(out) - 1; n >= 0 {
		v := &out[n]
		v.until, v.ended = firstAfter(snapshots, v.last)
	}
	return out, fill(out, contents)
}

// fill finds the content of versions whose own sightings do not hold it. Where
// contents were not read at all, nothing is missing.
func fill(out []version, all []sighting) error {
	byHash := map[hash8]*sighting{}
	read := false
	for i := range all {
		if all[i].content != nil {
			byHash[all[i].hash] = &all[i]
			read = true
		}
	}
	for i := range out {
		if !read || out[i].held != nil {
			continue
		}
		c := byHash[out[i].said.hash]
		if c == nil {
			return corrupt("a version without content")
		}
		out[i].held = c.content
		out[i].said.file, out[i].said.line = c.file, c.line
	}
	return nil
}

func (v *version) deleted() bool { return v.said.flags&isDeleted != 0 }

// decode gives the record with all that the store sets. The result belongs to
// the caller.
func (v *version) decode() (*engine.Record, error) {
	rec := new(engine.Record)
	if err := decode(v.held, rec); err != nil {
		return nil, err
	}
	rec.File, rec.Line, rec.Retrieved = v.said.file, v.said.line, v.from.time()
	switch {
	case v.deleted():
		rec.Ended = v.from.day()
	case v.ended:
		rec.Ended = v.until.day()
	}
	return rec, nil
}

// tale tells, for one kind of statement inside records, which statements are
// one over several versions and what their dates are. K is what two statements
// must share to speak of the same thing, S what they must share to say the same
// of it, published dates included.
type tale[T any, K, S comparable] struct {
	of   func(*engine.Record) []T
	says func(*T) (K, S)
	span func(*T) (from, until *engine.Date)
}

// told is a statement as it stands after the versions read so far.
type told[T any, K, S comparable] struct {
	what T
	at   *engine.Record // the last version that states it
	key  K
	said S
}

// tell reads a record's versions, oldest first, into the statements as they
// stand:
//
//   - One that a later version states again is one, worded as last stated.
//   - One that a later version lacks ends on the day of that version's
//     retrieval, unless its source gave an earlier end.
//   - Where that version says something else of the same thing (another share),
//     its word wins for the time it speaks of: the old statement ends where the
//     new one begins. An old one that would begin no earlier than it ends was
//     corrected, and is gone.
//   - One that the first version lacks, and that has no beginning of its own,
//     begins on the day of the first version that has it. What the first
//     version states without a beginning stays open to the past.
//   - All end on the day on which the record ends.
//
// The order is that in which statements ended, then that of the last version.
func (t tale[T, K, S]) tell(versions []*engine.Record) []told[T, K, S] {
	var done, open []told[T, K, S]
	for i, v := range versions {
		day := engine.DateOf(v.Retrieved)
		now := t.distinct(v)
		starts := t.date(now, open, i > 0, day)
		for _, o := range gone(open, now) {
			end := day
			if s, ok := starts[o.key]; ok {
				end = s
			}
			done = t.close(done, o, end)
		}
		done = t.overrule(done, starts)
		open = now
		if v.Ended != 0 {
			for _, o := range open {
				done = t.close(done, o, v.Ended)
			}
			open = nil
		}
	}
	return append(done, open...)
}

// statement is the thing and what is said of it.
type statement[K, S comparable] struct {
	key  K
	said S
}

func (o *told[T, K, S]) id() statement[K, S] { return statement[K, S]{o.key, o.said} }

// distinct gives a version's statements; lines that are alike are one.
func (t tale[T, K, S]) distinct(v *engine.Record) []told[T, K, S] {
	all := t.of(v)
	out := make([]told[T, K, S], 0, len(all))
	have := make(map[statement[K, S]]bool, len(all))
	for i := range all {
		o := told[T, K, S]{what: all[i], at: v}
		o.key, o.said = t.says(&all[i])
		if !have[o.id()] {
			have[o.id()] = true
			out = append(out, o)
		}
	}
	return out
}

// date gives the statements of a version their beginnings: those of before
// keep theirs, new ones without one begin on the version's day unless it is the
// first. It gives, for each thing of which something new is said, the first day
// that this speaks of.
func (t tale[T, K, S]) date(now, before []told[T, K, S], later bool, day engine.Date) map[K]engine.Date {
	old := make(map[statement[K, S]]int, len(before))
	for i := range before {
		old[before[i].id()] = i
	}
	starts := map[K]engine.Date{}
	for i := range now {
		from, until := t.span(&now[i].what)
		if j, ok := old[now[i].id()]; ok {
			was, _ := t.span(&before[j].what)
			*from = *was
			continue
		}
		if later && *from == 0 && (*until == 0 || until.Earliest() > day) {
			*from = day
		}
		start := day
		if *from != 0 {
			start = min(start, from.Earliest())
		}
		if s, ok := starts[now[i].key]; !ok || start < s {
			starts[now[i].key] = start
		}
	}
	return starts
}

// gone gives the statements of before that now lacks.
func gone[T any, K, S comparable](before, now []told[T, K, S]) []told[T, K, S] {
	have := make(map[statement[K, S]]bool, len(now))
	for i := range now {
		have[now[i].id()] = true
	}
	var out []told[T, K, S]
	for i := range before {
		if !have[before[i].id()] {
			out = append(out, before[i])
		}
	}
	return out
}

// overrule cuts what ended back to where something new that is said of the same
// thing begins.
func (t tale[T, K, S]) overrule(done []told[T, K, S], starts map[K]engine.Date) []told[T, K, S] {
	var out []told[T, K, S]
	for _, o := range done {
		if s, ok := starts[o.key]; ok {
			out = t.close(out, o, s)
		} else {
			out = append(out, o)
		}
	}
	return out
}

// close ends a statement on a day, unless it ends earlier; one that would be
// empty is left out.
func (t tale[T, K, S]) close(done []told[T, K, S], o told[T, K, S], day engine.Date) []told[T, K, S] {
	from, until := t.span(&o.what)
	if *until != 0 && until.Earliest() <= day {
		return append(done, o)
	}
	if *from != 0 && from.Earliest() >= day {
		return done
	}
	*until = day
	return append(done, o)
}
