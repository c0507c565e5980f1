package ingest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// Run loads what the options name into the store, and tells what that did.
//
// Killed at any moment and run again with the same options and files, it goes
// on after the last batch that was committed, and the store, the counts and
// the file of rejected rows are in the end those of an undisturbed run. When
// ctx is cancelled it commits what it has, with a checkpoint, and gives ctx's
// error.
//
// A load is refused, and changes nothing, where a file is missing, empty, or
// of another format, and where it gives no record. A file that is cut off, or
// that cannot be read any further, gives its error: with Full nothing changes,
// without it the rows before it stand and Stats counts them.
func Run(ctx context.Context, st *store.Store, o Options) (Stats, error) {
	const op = "ingest.Run"
	if o.Now == nil {
		return Stats{}, &engine.Error{Op: op, Code: engine.Invalid, Err: errors.New("no clock was given")}
	}
	in, err := o.input(op)
	if err != nil {
		return Stats{}, err
	}
	r := &run{st: st, o: &o, in: in, start: o.Now(), total: in.total()}
	r.stats = Stats{Dataset: in.Dataset, Files: int64(len(in.Files))}
	if r.stamp, err = stamp(ctx, in, &o); err != nil {
		return r.stats, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	events, failure := r.read(ctx)
	err = r.store(ctx, events)
	cancel()
	for range events { // so that the reader sees the end and stops
	}
	return r.finish(err, <-failure)
}

// run is one load under way. Its fields belong to the goroutine that called
// Run, but for in, which is the reader's until it is done, and retrieved, which
// the reader sets before it hands over the first row.
type run struct {
	st        *store.Store
	o         *Options
	in        *Input
	stamp     string
	start     time.Time
	shown     time.Time
	total     int64
	loader    *store.Loader
	retrieved time.Time // as known at the first row
	done      int64     // rows that an interrupted load committed
	filed     int64     // rows rejected, by the source or the store
	records   int64     // records read
	stats     Stats
	rej       *rejects
}

// event is a row: one of the two is set.
type event struct {
	rec *engine.Record
	bad *RowError
}

// Rows travel from the reader to the store in bundles, since handing over each
// by itself costs 0.2 µs and a wake-up; four bundles on the way keep both busy.
const (
	bundleRows = 256
	bundles    = 4
)

// read starts the reader. Its error comes once events is closed.
func (r *run) read(ctx context.Context) (<-chan []event, <-chan error) {
	events, failure := make(chan []event, bundles), make(chan error, 1)
	go func() {
		b := &bundle{ctx: ctx, to: events, first: func() { r.retrieved = r.in.RetrievedOrNow() }}
		err := r.in.say(b)
		if err == nil {
			err = r.o.Source.Read(r.in, b)
		}
		if flushed := b.flush(); err == nil {
			err = flushed
		}
		failure <- err
		close(events)
	}()
	return events, failure
}

// bundle is the Output that a source writes to.
type bundle struct {
	ctx   context.Context
	to    chan<- []event
	list  []event
	first func() // called before the first row
}

func (b *bundle) Record(rec *engine.Record) error { return b.add(event{rec: rec}) }
func (b *bundle) Reject(e RowError) error         { return b.add(event{bad: &e}) }

func (b *bundle) add(e event) error {
	if b.first != nil {
		b.first()
		b.first = nil
	}
	if b.list == nil {
		b.list = make([]event, 0, bundleRows)
	}
	if b.list = append(b.list, e); len(b.list) < bundleRows {
		return nil
	}
	return b.flush()
}

func (b *bundle) flush() error {
	if len(b.list) == 0 {
		return b.ctx.Err()
	}
	select {
	case b.to <- b.list:
		b.list = nil
		return nil
	case <-b.ctx.Done():
		return b.ctx.Err()
	}
}

// store takes the rows until there are no more, the context ends, or the store
// fails.
func (r *run) store(ctx context.Context, events <-chan []event) error {
	for {
		select {
		case list, ok := <-events:
			if !ok {
				return ctx.Err()
			}
			for i := range list {
				if err := r.take(&list[i]); err != nil {
					return err
				}
			}
			r.report(false)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// take deals with one row.
func (r *run) take(e *event) error {
	if r.loader == nil {
		if err := r.begin(); err != nil {
			return err
		}
	}
	r.stats.Rows++
	if e.bad != nil && e.bad.Kept {
		r.stats.Warnings++
	}
	if e.rec != nil {
		r.records++
	} else if !e.bad.Kept {
		r.filed++
	}
	if r.stats.Rows <= r.done {
		return nil
	}
	if e.bad != nil {
		return r.reject(e.bad)
	}
	rec := e.rec
	if rec.Format == "" {
		rec.Format = r.o.Source.Format().Name
	}
	if err := r.rej.flush(); err != nil {
		return err
	}
	result, err := r.loader.Put(rec)
	switch {
	case err != nil && aboutRecord(err, r.in.Dataset):
		r.filed++
		return r.reject(&RowError{File: rec.File, Line: rec.Line, Raw: rec.Raw, Err: err})
	case err != nil:
		return err
	case result == store.Duplicate:
		r.filed++
		return r.reject(&RowError{File: rec.File, Line: rec.Line, Field: "key", Value: rec.ID.Key(), Raw: rec.Raw, Err: errDuplicate})
	}
	r.loader.Mark(r.stats.Rows)
	return nil
}

var errDuplicate = errors.New("the same key came before in this load with other content; the first stands")

// aboutRecord tells a record that the store refuses from a store that fails.
func aboutRecord(err error, dataset string) bool {
	var e *engine.Error
	return errors.Is(err, engine.Invalid) && errors.As(err, &e) && e.ID != dataset
}

// reject files a row.
func (r *run) reject(e *RowError) error {
	if err := r.rej.add(r.stats.Rows, e); err != nil {
		return err
	}
	r.loader.Mark(r.stats.Rows)
	return nil
}

// begin opens the load at the first row: by then the source has read when the
// file was published.
func (r *run) begin() error {
	loader, err := r.st.Begin(store.Load{Dataset: r.in.Dataset, Format: r.o.Source.Format().Name, Retrieved: r.retrieved,
		Full: r.o.Full, AcceptShrink: r.o.AcceptShrink, Stamp: r.stamp})
	if err != nil {
		return err
	}
	r.loader = loader
	r.done, r.stats.Retrieved = loader.Resume()
	r.stats.Resumed = r.done
	r.rej, err = openRejects(r.rejectPath(), r.done)
	return err
}

// rejectPath is the file of rejected rows: named after the dataset and the
// stamp, or for a stream, which has none, the moment.
func (r *run) rejectPath() string {
	if r.o.Rejects == "" {
		return ""
	}
	name := r.stamp
	if name == "" {
		name = r.start.UTC().Format("20060102T150405.000Z")
	}
	return filepath.Join(r.o.Rejects, r.in.Dataset+"-"+name+".jsonl")
}

// finish ends the load: stored is why storing ended, read why reading did.
func (r *run) finish(stored, read error) (Stats, error) {
	r.stats.Unknown = r.in.unknown
	if r.loader == nil {
		if stored == nil {
			stored = read
		}
		if stored == nil {
			stored = r.noRecord("it holds no row")
		}
		return r.stats, stored
	}
	r.report(true)
	err := r.end(stored, read)
	path, closed := r.rej.close()
	r.stats.RejectFile = path
	if err == nil {
		err = closed
	}
	return r.stats, err
}

// end commits, suspends or gives up the load.
func (r *run) end(stored, read error) error {
	giveUp := func(why error) error { return errors.Join(why, r.loader.Abort()) }
	if err := r.rej.flush(); err != nil {
		return giveUp(err)
	}
	r.stats.Records, r.stats.Rejected = r.records, r.filed
	switch {
	case errors.Is(stored, context.Canceled), errors.Is(stored, context.DeadlineExceeded):
		return errors.Join(stored, r.loader.Suspend())
	case stored != nil:
		return giveUp(stored)
	case read != nil && r.o.Full:
		return giveUp(read)
	case read == nil && r.records == 0:
		return giveUp(r.noRecord(fmt.Sprintf("all its %d rows were rejected", r.stats.Rows)))
	}
	var strict error
	if bad := max(r.filed, r.rej.lines-r.stats.Warnings); r.o.Strict && bad > 0 {
		strict = &engine.Error{Op: "ingest.Run", Code: engine.Invalid, ID: r.in.Dataset, Err: fmt.Errorf("%d of %d rows were rejected", bad, r.stats.Rows)}
		if r.o.Full {
			return giveUp(strict)
		}
	}
	loaded, err := r.loader.Commit()
	if err != nil {
		return giveUp(err)
	}
	r.count(loaded)
	return errors.Join(read, strict)
}

// count sums up what the store says of the whole load, what an interrupted run
// of it committed included, and what follows for the rows that it did not get.
func (r *run) count(l store.LoadStats) {
	s := &r.stats
	s.Added, s.Changed, s.Same, s.History, s.Duplicate, s.Removed, s.Seq = l.Added, l.Changed, l.Same, l.History, l.Duplicate, l.Removed, l.Seq
	s.Records = s.Added + s.Changed + s.Same + s.History
	s.Rejected = s.Rows - s.Records - s.Warnings - s.Duplicate
}

// noRecord is the error of an input that gave nothing to load.
func (r *run) noRecord(why string) error {
	return &engine.Error{Op: "ingest.Run", Code: engine.Invalid, ID: r.in.Files[0].Name, Err: errors.New("nothing was loaded: " + why)}
}

// reportEvery is how often progress is shown: often enough to move, and rare
// enough to cost nothing.
const reportEvery = 100 * time.Millisecond

func (r *run) report(last bool) {
	if r.o.Report == nil {
		return
	}
	now := r.o.Now()
	if !last && now.Sub(r.shown) < reportEvery {
		return
	}
	r.shown = now
	p := Progress{Rows: r.stats.Rows, Rejected: r.filed, Of: r.total, Elapsed: now.Sub(r.start), Skipping: r.stats.Rows < r.done}
	if f := r.in.Files[0]; f.read != nil {
		p.Bytes = f.read.Load()
	}
	r.o.Report(p)
}
