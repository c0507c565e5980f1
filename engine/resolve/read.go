package resolve

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
)

// readBatch is how many records are prepared by one worker at a time: some
// milliseconds of work.
const readBatch = 256

// adaptEvery is after how many batches the collection of garbage is adapted.
const adaptEvery = 16

// recordRow is a record with the subjects that are its parties.
type recordRow struct {
	id       engine.RecordID
	subjects []*subject
}

// ownID is the record's id as a part of its first party's, or a copy.
func (r *recordRow) ownID() engine.RecordID {
	if len(r.subjects) > 0 && strings.HasPrefix(string(r.subjects[0].id), string(r.id)) {
		return engine.RecordID(r.subjects[0].id[:len(r.id)])
	}
	return engine.RecordID(strings.Clone(string(r.id)))
}

// readAll prepares all parties of all current records. Rows come in the order
// of record ids, whatever the number of workers.
func (r *run) readAll() ([]recordRow, error) {
	type job struct {
		recs []*engine.Record
		out  *[]recordRow
	}
	jobs := make(chan job, 2*r.o.Workers)
	var wg sync.WaitGroup
	for range r.o.Workers {
		wg.Go(func() {
			for j := range jobs {
				for _, rec := range j.recs {
					*j.out = append(*j.out, r.rowOf(rec))
				}
				packSubjects(*j.out)
			}
		})
	}
	var parts []*[]recordRow
	var batch []*engine.Record
	send := func() {
		out := new([]recordRow)
		*out = make([]recordRow, 0, len(batch))
		parts = append(parts, out)
		jobs <- job{batch, out}
		batch = nil
	}
	err := r.st.Records("", func(rec *engine.Record) error {
		r.stats.Records++
		if len(rec.Parties) > 0 {
			rec.Raw = nil
			if batch = append(batch, rec); len(batch) == readBatch {
				send()
				if r.garbage != nil && len(parts)%adaptEvery == 0 {
					r.garbage.adapt()
				}
				r.o.Report(Progress{Stage: "read", Done: r.stats.Records})
			}
		}
		return r.ctx.Err()
	})
	send()
	close(jobs)
	wg.Wait()
	var rows []recordRow
	for _, p := range parts {
		rows = append(rows, *p...)
	}
	return rows, err
}

// rowOf prepares the parties of a record. Of two under one id the first counts.
func (r *run) rowOf(rec *engine.Record) recordRow {
	row := recordRow{id: rec.ID, subjects: make([]*subject, 0, len(rec.Parties))}
	if rec.Deleted {
		return row
	}
	for i := range rec.Parties {
		p := &rec.Parties[i]
		if p.ID.Record() != rec.ID || slices.ContainsFunc(row.subjects, func(s *subject) bool { return s.id == p.ID }) {
			continue
		}
		row.subjects = append(row.subjects, newSubject(r.o.Model, p, false))
	}
	return row
}

// sortedSubjects lists the subjects of all rows by id.
func sortedSubjects(rows []recordRow) []*subject {
	n := 0
	for i := range rows {
		n += len(rows[i].subjects)
	}
	out := make([]*subject, 0, n)
	for i := range rows {
		out = append(out, rows[i].subjects...)
	}
	byID := func(a, b *subject) int { return strings.Compare(string(a.id), string(b.id)) }
	if !slices.IsSortedFunc(out, byID) {
		slices.SortFunc(out, byID)
	}
	return out
}

// held is a key with one of its holders.
type held struct {
	key uint64
	who uint32
}

// keyGroups are the holders of each key, found by the key's place.
type keyGroups struct {
	key    []uint64 // rising
	start  []uint32 // where the holders of the n-th key begin in who; one more at the end
	who    []uint32 // holders, rising within a key
	groups []uint32 // for each subject in turn, the places of its keys
	first  []uint32 // where the subject's keys begin in groups; one more at the end
}

// groupKeys sorts the keys of all subjects, and takes them off the subjects:
// there are too many to hold them twice. Kind after kind is sorted by itself, so
// that what is sorted is a part of all.
func groupKeys(subjects []*subject, workers int) *keyGroups {
	g := &keyGroups{first: make([]uint32, len(subjects)+1)}
	var size [block.Kinds]int
	n := 0
	for i, s := range subjects {
		g.first[i] = uint32(n)
		n += len(s.keys)
		for _, k := range s.keys {
			size[block.KindOf(k)]++
		}
	}
	g.first[len(subjects)] = uint32(n)
	g.groups, g.who = make([]uint32, n), make([]uint32, 0, n)
	next := slices.Clone(g.first)
	var room []held
	for kind, size := range size {
		room = slices.Grow(room[:0], size)[:size]
		sortKeys(subjects, block.Kind(kind), room, workers)
		g.add(room, next)
	}
	for _, s := range subjects {
		s.keys = nil
	}
	g.start = append(g.start, uint32(n))
	return g
}

// add takes the sorted keys of one kind in.
func (g *keyGroups) add(sorted []held, next []uint32) {
	distinct := 0
	for i := range sorted {
		if i == 0 || sorted[i].key != sorted[i-1].key {
			distinct++
		}
	}
	g.key, g.start = slices.Grow(g.key, distinct), slices.Grow(g.start, distinct+1)
	for i, h := range sorted {
		if i == 0 || h.key != sorted[i-1].key {
			g.key, g.start = append(g.key, h.key), append(g.start, uint32(len(g.who)))
		}
		g.who = append(g.who, h.who)
		// Keys come in rising order for each subject too.
		g.groups[next[h.who]] = uint32(len(g.start) - 1)
		next[h.who]++
	}
}

// sortKeys fills out with the keys of one kind: it spreads them over buckets by
// their hash, and sorts those side by side.
func sortKeys(subjects []*subject, kind block.Kind, out []held, workers int) {
	const buckets = 1 << 8
	bucketOf := func(key uint64) int { return int(key >> 52 & (buckets - 1)) }
	var size [buckets + 1]int
	each := func(yield func(key uint64, who int)) {
		for i, s := range subjects {
			at, _ := slices.BinarySearch(s.keys, uint64(kind)<<60)
			for _, k := range s.keys[at:] {
				if block.KindOf(k) != kind {
					break
				}
				yield(k, i)
			}
		}
	}
	each(func(k uint64, _ int) { size[bucketOf(k)+1]++ })
	for i := range buckets {
		size[i+1] += size[i]
	}
	at := size
	each(func(k uint64, who int) {
		b := bucketOf(k)
		out[at[b]] = held{k, uint32(who)}
		at[b]++
	})
	parallel(workers, buckets, func(_, b int) {
		slices.SortFunc(out[size[b]:size[b+1]], func(x, y held) int {
			return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.who, y.who))
		})
	})
}

// holders are those of the n-th key.
func (g *keyGroups) holders(n uint32) []uint32 { return g.who[g.start[n]:g.start[n+1]] }

// places are where a subject's keys stand.
func (g *keyGroups) places(subject uint32) []uint32 {
	return g.groups[g.first[subject]:g.first[subject+1]]
}

// keysOf are a subject's keys, rising.
func (g *keyGroups) keysOf(subject uint32) []uint64 {
	places := g.places(subject)
	out := make([]uint64, len(places))
	for i, n := range places {
		out[i] = g.key[n]
	}
	return out
}

// parallel calls fn for 0 to n-1, on so many workers, in no order. The first
// argument is the worker's number.
func parallel(workers, n int, fn func(worker, i int)) {
	if workers = min(workers, n); workers <= 1 {
		for i := range n {
			fn(0, i)
		}
		return
	}
	var wg sync.WaitGroup
	var next atomic.Int64
	for w := range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				fn(w, i)
			}
		})
	}
	wg.Wait()
}
