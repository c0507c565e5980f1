package store

import (
	"errors"
	"strings"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// PutResult is what a record meant to the store.
type PutResult uint8

// The results. Changed is also said of a record that had ended and is back.
const (
	Added     PutResult = iota // the first time that the record is seen
	Changed                    // newer than what is current, and other
	Same                       // nothing new
	History                    // older than what is current, and other
	Duplicate                  // the same load has the key with other content: refused, the first stays
)

// String is the result in lower case.
func (p PutResult) String() string {
	return [...]string{"added", "changed", "same", "history", "duplicate"}[p]
}

// What a batch may hold before it is committed. Badger takes at most 3.1 MB and
// 32,000 keys in a transaction, by the size of its memtables (badgerOptions). A
// record that is alone in its batch may have postings of as many keys as a whole
// batch and of 1.5 MiB, and in the tree a content of 1 MiB: that fits as well.
const (
	batchRecords   = 4000
	batchBytes     = 5 << 19
	batchKeys      = 24_000
	maxPostings    = batchKeys
	maxPostingSize = 3 << 19
)

// Loader puts the records of one load into the store. It is for one goroutine.
type Loader struct {
	s     *Store
	row   loadRow
	load  Load
	fresh bool   // the dataset had no sighting when the load began
	seen  *bloom // ids put by this load, where fresh
	snaps []instant
	prior *history // of what is committed, as of the last flush

	cur    *batch // being filled
	flying *batch // being committed, or nil
	failed error  // of a commit: what its batch held is not in the store
	done   bool
}

// batch is what one transaction will hold.
type batch struct {
	pairs   []pair
	bytes   int
	records int
	changed []engine.RecordID
	own     map[engine.RecordID]sighting
	over    chan error // tells the end of the commit
}

type pair struct{ key, value []byte }

// pairSize is what a pair takes in a batch beside its bytes.
const pairSize = 32

func newBatch() *batch { return &batch{own: map[engine.RecordID]sighting{}} }

func (b *batch) push(key, value []byte) {
	b.pairs = append(b.pairs, pair{key, value})
	b.bytes += len(key) + len(value) + pairSize
}

// full reports whether a record of so many keys and bytes should go into the
// next batch.
func (b *batch) full(keys, bytes int) bool {
	return b.records >= batchRecords || b.records > 0 && (b.bytes+bytes >= batchBytes || len(b.pairs)+keys > batchKeys)
}

// Begin opens a load. One that was cut short and has the same dataset, format,
// stamp and Full is taken up again where its last batch ended; another full
// load of the dataset that was cut short is given up, and removed. The error is
// Locked where the dataset has an open Loader, Invalid where the load cannot
// be. The Loader must be ended by Commit, Abort or Suspend.
func (s *Store) Begin(load Load) (*Loader, error) {
	const op = "store.Begin"
	if load.Dataset == "" || len(load.Dataset) > 128 || strings.ContainsAny(load.Dataset, "/\x00") {
		return nil, invalid(op, "", "got dataset %q, want 1 to 128 bytes without a slash", load.Dataset)
	}
	if load.Retrieved.IsZero() {
		return nil, invalid(op, load.Dataset, "no retrieval time given")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.loading[load.Dataset] {
		return nil, &engine.Error{Op: op, Code: engine.Locked, ID: load.Dataset, Err: errors.New("another load of this dataset is under way")}
	}
	l := &Loader{s: s, load: load, cur: newBatch()}
	resumed, err := l.takeUp()
	if err == nil && !resumed {
		err = l.start()
	}
	if err != nil {
		return nil, wrap(op, load.Dataset, err)
	}
	l.snaps = s.cat.Load().snapshots[load.Dataset]
	s.loading[load.Dataset] = true
	return l, nil
}

// takeUp looks for a load to resume and removes what others left. The caller
// holds mu.
func (l *Loader) takeUp() (bool, error) {
	found := false
	for _, r := range l.s.cat.Load().of(l.load.Dataset) {
		same := r.Format == l.load.Format && r.Stamp == l.load.Stamp && r.Stamp != "" && r.Full == l.load.Full
		switch {
		case (r.State == streaming || r.State == pending) && same && !found:
			found, l.row = true, r
		case r.State == streaming:
			r.State = committed // what it brought stands; it will not be resumed
			if err := l.s.saveLoad(r); err != nil {
				return false, err
			}
		case r.State.hidden():
			if err := l.s.removeLoad(r); err != nil {
				return false, err
			}
		}
	}
	return found, nil
}

// start writes the row of a new load. The caller holds mu.
func (l *Loader) start() error {
	empty, err := l.s.noKeys(appendOpen([]byte{keyVersion}, l.load.Dataset+"/"))
	if err != nil {
		return err
	}
	if l.fresh = empty; empty {
		l.seen = newBloom()
	}
	l.row = loadRow{Dataset: l.load.Dataset, Format: l.load.Format, Retrieved: instantOf(l.load.Retrieved),
		Full: l.load.Full, Stamp: l.load.Stamp}
	if l.load.Full {
		l.row.State = pending
	}
	return l.s.update(func(txn *badger.Txn) error {
		if l.row.Number, err = l.s.take(txn); err != nil {
			return err
		}
		return setLoad(txn, l.row)
	}, func() { l.s.cat.Store(l.s.cat.Load().with([]loadRow{l.row})) })
}

// Resume gives how many rows of the input are already dealt with, as Mark
// said last before a batch was committed, and the retrieval time of the load,
// which for one that was taken up is that of its beginning. The caller skips so
// many rows.
func (l *Loader) Resume() (rows int64, retrieved time.Time) {
	return l.row.Rows, l.row.Retrieved.time()
}

// Mark says that the first rows rows of the input are dealt with: put, or
// rejected. It is committed with the next batch. Putting a row again after a
// kill is harmless: it is Same.
func (l *Loader) Mark(rows int64) { l.row.Rows = max(l.row.Rows, rows) }

// Put adds a record to the load. The record is not kept and may be used again
// by the caller. The error is Invalid for an id of another dataset or of more
// than 4,096 bytes, for a record of more than 8 MiB (in memory: 1 MiB), and for
// one that names other parties more than 24,000 times or in more than 1.5 MiB of
// ids: the caller may reject the row and go on. Any other error ends the load.
func (l *Loader) Put(rec *engine.Record) (PutResult, error) {
	const op = "store.Put"
	if err := l.usable(); err != nil {
		return 0, wrap(op, short(string(rec.ID)), err)
	}
	if err := l.check(rec); err != nil {
		return 0, wrap(op, short(string(rec.ID)), err)
	}
	content, hash, flags, err := encodeContent(rec)
	if err != nil {
		return 0, wrap(op, string(rec.ID), err)
	}
	if limit := l.s.maxContent(); len(content) > limit {
		return 0, invalid(op, string(rec.ID), "a record of %d bytes, want at most %d", len(content), limit)
	}
	in := sighting{at: l.row.Retrieved, hash: hash, load: l.row.Number, flags: flags}
	prior, err := l.sightings(rec.ID)
	if err != nil {
		return 0, wrap(op, string(rec.ID), err)
	}
	p := place(prior, l.snaps, in)
	if !p.write {
		l.count(p.result)
		return p.result, nil
	}
	if p.content {
		in.flags |= hasContent
		in.file, in.line, in.content = rec.File, rec.Line, content
	}
	posts, err := postings(rec, p)
	if err != nil {
		return 0, wrap(op, string(rec.ID), err)
	}
	if l.cur.full(1+len(posts.keys), posts.size+2*len(rec.ID)+len(content)) {
		if err := l.flush(); err != nil {
			return 0, wrap(op, l.row.Dataset, err)
		}
	}
	l.count(p.result)
	l.add(rec, in, p, posts)
	return p.result, nil
}

// posts are the postings of a record, and their size in a batch.
type posts struct {
	keys [][]byte
	size int
}

// postings gives those to be written with a sighting. More than a transaction
// takes are Invalid.
func postings(rec *engine.Record, p placement) (out posts, err error) {
	if !p.content {
		return out, nil
	}
	out.keys = postingsOf(rec)
	bytes := 0
	for _, k := range out.keys {
		bytes += len(k)
	}
	if len(out.keys) > maxPostings || bytes > maxPostingSize {
		return out, invalid("", "", "a record that names parties %d times, in %d bytes of ids: want at most %d and %d",
			len(out.keys), bytes, maxPostings, maxPostingSize)
	}
	out.size = bytes + pairSize*len(out.keys)
	return out, nil
}

// maxContent is the longest content of a record on disk. What is over 1 MB
// Badger keeps outside of its tree, and of the transaction's size.
const maxContent = 8 << 20

// maxContent is the longest content that the store takes. In memory Badger
// takes values up to 1 MB.
func (s *Store) maxContent() int {
	if s.db.Opts().InMemory {
		return 1<<20 - 1<<13
	}
	return maxContent
}

// usable refuses a loader that has ended or lost a batch.
func (l *Loader) usable() error {
	if l.done {
		return invalid("", "", "the load is over")
	}
	return l.failed
}

// add puts the sighting and its postings into the batch.
func (l *Loader) add(rec *engine.Record, in sighting, p placement, posts posts) {
	l.row.Seen++
	l.cur.records++
	l.cur.push(versionKey(rec.ID, &in), in.value())
	for _, k := range posts.keys {
		l.cur.push(k, nil)
	}
	if p.result != Same {
		l.cur.changed = append(l.cur.changed, rec.ID)
		l.cur.bytes += len(rec.ID)
	}
	in.content = nil
	l.cur.own[rec.ID] = in
}

func (l *Loader) count(r PutResult) {
	st := &l.row.Stats
	*[...]*int64{&st.Added, &st.Changed, &st.Same, &st.History, &st.Duplicate}[r]++
}

// check refuses ids that the keys cannot hold.
func (l *Loader) check(rec *engine.Record) error {
	if rec.ID.Dataset() != l.row.Dataset || len(rec.ID) <= len(l.row.Dataset)+1 {
		return invalid("", "", "got a record of dataset %q without key or of another dataset, want %q", short(rec.ID.Dataset()), l.row.Dataset)
	}
	if len(rec.ID) > maxID {
		return invalid("", "", "an id of %d bytes, want at most %d", len(rec.ID), maxID)
	}
	for _, id := range idsOf(rec) {
		if len(id) > maxID {
			return invalid("", "", "the id %q of %d bytes, want at most %d", short(id), len(id), maxID)
		}
	}
	return nil
}

// sightings gives those of a record that count or are this load's own, in
// order. Where the dataset was empty at the beginning, only ids that this load
// has put already are looked up.
func (l *Loader) sightings(id engine.RecordID) ([]sighting, error) {
	if l.fresh && !l.seen.add(xxhash.Sum64String(string(id))) {
		return nil, nil
	}
	for _, b := range []*batch{l.cur, l.flying} {
		if b == nil {
			continue
		}
		if own, ok := b.own[id]; ok {
			return []sighting{own}, nil // place looks no further than the load's own
		}
	}
	if l.prior == nil {
		l.prior = l.s.openHistory()
	}
	all, err := l.prior.of(id, false)
	if err != nil {
		return nil, err
	}
	return l.prior.cat.counting(all, l.row.Number), nil
}

// short cuts a text that may be very long for a message.
func short(s string) string {
	if len(s) > 80 {
		return s[:80] + "…"
	}
	return s
}
