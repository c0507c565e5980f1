package app

import (
	"context"
	"errors"
	"runtime"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/ingest"
)

// Screening says what is screened and how. Nothing is written to the store
// unless SaveAs is set.
type Screening struct {
	In      ingest.Options // where the lines come from
	Options query.ScreenOptions
	SaveAs  string // keeps the lines in the store under this name; empty keeps nothing
	Terms   Terms  // of the saved screening
	Skip    int64  // rows, lines and bad ones, that were dealt with before: they are read and not given again
	Reject  func(ingest.RowError) error
	Report  func(lines int64) // called after each line; may be nil
}

// Screened is what became of a manifest.
type Screened struct {
	Lines    int64 `json:"lines"`
	Rejected int64 `json:"rejected"`
	Rows     int64 `json:"-"` // lines and bad rows, those that were skipped among them
}

// ScreenFile is Screen without the choices.
func (a *App) ScreenFile(ctx context.Context, in ingest.Options, o query.ScreenOptions, yield func(*screen.Result) error, reject func(ingest.RowError) error) (Screened, error) {
	return a.Screen(ctx, Screening{In: in, Options: o, Reject: reject}, yield)
}

// Screen screens the lines of a manifest and hands each result to yield, in the
// order of the manifest, and each bad row to Reject. Who the parties are is
// looked up on all cores; memory does not grow with the manifest.
//
// Where the store has licences the manifest is read twice, since licences are
// drawn down in the order of dates; standard input is then kept in a temporary
// file first. A manifest that changes while it is read is Stale.
func (a *App) Screen(ctx context.Context, x Screening, yield func(*screen.Result) error) (Screened, error) {
	s, err := a.Query.NewScreening(x.Options)
	if err != nil {
		return Screened{}, err
	}
	paths := x.In.Paths // before standard input is kept in a file, whose time is our own
	before, err := stampManifest(paths, false)
	if err != nil {
		return Screened{}, err
	}
	if claims := s.Claims(); claims != nil {
		done, err := spool(&x.In)
		if err != nil {
			return Screened{}, err
		}
		defer done()
		if err := settle(ctx, claims, x.In); err != nil {
			return Screened{}, err
		}
	}
	w := &lineWork{s: s, x: &x, yield: yield}
	if x.SaveAs != "" {
		done, err := a.Writing()
		if err != nil {
			return Screened{}, err
		}
		defer done()
		if w.save, err = a.newSaver(s, &x); err != nil {
			return Screened{}, err
		}
	}
	sum, err := w.run(ctx)
	if err != nil {
		return sum, err
	}
	if err := before.same(paths); err != nil {
		return sum, err
	}
	if w.save != nil {
		return sum, w.save.commit(sum)
	}
	return sum, nil
}

// settle reads the manifest for what it asks of licences.
func settle(ctx context.Context, claims *query.Claims, in ingest.Options) error {
	workers := runtime.GOMAXPROCS(0)
	work, failed := make(chan *engine.Record, 16*workers), make(chan error, workers)
	for range workers {
		go func() {
			var first error
			for rec := range work {
				if first == nil {
					first = claims.Add(rec, rec.Line)
				}
			}
			failed <- first
		}()
	}
	_, err := ingest.ReadAll(in, claimFeeder{ctx, work})
	close(work)
	for range workers {
		err = errors.Join(err, <-failed)
	}
	if err != nil {
		return err
	}
	return claims.Settle()
}

// claimFeeder takes what the source reads for the claims; bad rows are told when
// the lines are screened.
type claimFeeder struct {
	ctx  context.Context
	work chan<- *engine.Record
}

func (f claimFeeder) Record(rec *engine.Record) error {
	ofAnyKind(rec)
	f.work <- rec
	return f.ctx.Err()
}

func (f claimFeeder) Reject(ingest.RowError) error { return f.ctx.Err() }

// ofAnyKind lets a party of a row that does not say what it is be a person as well
// as a company.
func ofAnyKind(rec *engine.Record) {
	for i := range rec.Parties {
		if rec.Parties[i].Kind == "" {
			rec.Parties[i].Kind = engine.Unknown
		}
	}
}

// lineWork is a screening under way.
type lineWork struct {
	s     *query.Screening
	x     *Screening
	yield func(*screen.Result) error
	save  *saver
	sum   Screened
}

// lineTask is one row on its way through the workers.
type lineTask struct {
	rec   *engine.Record
	bad   *ingest.RowError
	facts *screen.Facts
	rests query.Rests
	err   error
	done  chan struct{}
}

// ready is what a task waits for that needs no facts.
var ready = func() chan struct{} { c := make(chan struct{}); close(c); return c }()

func (w *lineWork) run(ctx context.Context) (Screened, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	workers := runtime.GOMAXPROCS(0)
	work := make(chan *lineTask, 16*workers)
	queue := make(chan *lineTask, 64*workers) // the same, and bad rows, in order
	for range workers {
		go func() {
			for t := range work {
				t.facts, t.err = w.s.Facts(t.rec, t.rec.Line)
				if t.err == nil && w.save != nil {
					t.rests, t.err = w.s.Rests(t.rec, t.facts)
				}
				close(t.done)
			}
		}()
	}
	finished := make(chan error, 1)
	go func() { finished <- w.score(ctx, cancel, queue) }()
	_, err := ingest.ReadAll(w.x.In, &lineFeeder{ctx: ctx, w: w, work: work, queue: queue})
	close(work)
	close(queue)
	if serr := <-finished; serr != nil {
		err = serr
	}
	return w.sum, err
}

// score takes the rows in their order, waits for each one's facts, and scores
// it. After an error it stops the reader and empties the queue, so that nobody
// waits.
func (w *lineWork) score(ctx context.Context, stop context.CancelCauseFunc, queue <-chan *lineTask) error {
	var failed error
	for t := range queue {
		<-t.done
		if failed == nil {
			failed = ctx.Err()
		}
		if failed != nil {
			continue
		}
		if failed = w.line(t); failed != nil {
			stop(failed)
		}
	}
	return failed
}

// line deals with one row.
func (w *lineWork) line(t *lineTask) error {
	w.sum.Rows++
	skipped := w.sum.Rows <= w.x.Skip
	if errors.Is(t.err, engine.Invalid) { // the line's own fault: it has no day to be asked about
		t.bad = &ingest.RowError{File: t.rec.File, Line: t.rec.Line, Raw: t.rec.Raw, Err: t.err}
	}
	switch {
	case t.bad != nil:
		if !t.bad.Kept {
			w.sum.Rejected++
		}
		if skipped || w.x.Reject == nil {
			return nil
		}
		return w.x.Reject(*t.bad)
	case t.err != nil:
		return t.err
	}
	w.sum.Lines++
	if t.facts == nil {
		return nil // skipped, and nothing that follows depends on it
	}
	r := w.s.Line(t.facts)
	if w.save != nil {
		if err := w.save.add(t.rec, &r, t.rests); err != nil {
			return err
		}
	}
	if w.x.Report != nil {
		w.x.Report(w.sum.Lines)
	}
	if skipped {
		return nil
	}
	return w.yield(&r)
}

// lineFeeder takes what the source reads.
type lineFeeder struct {
	ctx   context.Context
	w     *lineWork
	work  chan<- *lineTask
	queue chan<- *lineTask
	rows  int64
}

// Record sends a record on its way.
func (f *lineFeeder) Record(rec *engine.Record) error {
	if err := f.ctx.Err(); err != nil {
		return err
	}
	ofAnyKind(rec)
	f.rows++
	if f.rows <= f.w.x.Skip && f.w.save == nil && !f.w.s.Remembers(rec) {
		// A line without a day was a bad row then, and is one now.
		f.queue <- &lineTask{rec: rec, done: ready, err: f.w.s.Dated(rec)}
		return nil
	}
	t := &lineTask{rec: rec, done: make(chan struct{})}
	f.work <- t
	f.queue <- t
	return nil
}

// Reject puts a bad row in its place among the lines.
func (f *lineFeeder) Reject(e ingest.RowError) error {
	f.rows++
	f.queue <- &lineTask{bad: &e, done: ready}
	return f.ctx.Err()
}
