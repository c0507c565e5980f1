package app

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"sync"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/ingest"
)

// Screened is what became of a manifest.
type Screened struct {
	Lines    int64
	Rejected int64
}

// screening is one record on its way through the workers.
type screening struct {
	rec   *engine.Record
	line  int64
	facts *screen.Facts
	err   error
	done  chan struct{}
}

// ScreenFile screens the lines of a manifest and hands each result to yield,
// in the order of the manifest, and each bad row to reject. Lines are looked
// up on all cores and scored one after another, since they draw on the same
// licences. Memory does not grow with the manifest.
func (a *App) ScreenFile(ctx context.Context, in ingest.Options, o query.ScreenOptions, yield func(*screen.Result) error, reject func(ingest.RowError) error) (Screened, error) {
	s, err := a.Query.NewScreening(o)
	if err != nil {
		return Screened{}, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	workers := runtime.GOMAXPROCS(0)
	work := make(chan *screening, 16*workers)
	queue := make(chan *screening, 64*workers) // the same, in order
	for range workers {
		go func() {
			for x := range work {
				x.facts, x.err = s.Facts(x.rec, x.line)
				close(x.done)
			}
		}()
	}
	var sum Screened
	finished := make(chan error, 1)
	var mu sync.Mutex // bad rows are found by the reader, and by what follows it
	rejected := func(e ingest.RowError) error {
		mu.Lock()
		defer mu.Unlock()
		if !e.Kept {
			sum.Rejected++
		}
		return reject(e)
	}
	go func() { finished <- scoreLines(ctx, s, queue, yield, rejected, &sum.Lines) }()
	feed := &feeder{ctx: ctx, work: work, queue: queue, reject: rejected}
	_, err = ingest.ReadAll(in, feed)
	close(work)
	close(queue)
	if serr := <-finished; serr != nil {
		err = serr
	}
	return sum, err
}

// scoreLines takes the records in their order, waits for each one's facts, and
// scores it. After an error it empties the queue, so that nobody waits.
func scoreLines(ctx context.Context, s *query.Screening, queue <-chan *screening, yield func(*screen.Result) error, reject func(ingest.RowError) error, lines *int64) error {
	var failed error
	for x := range queue {
		<-x.done
		if failed != nil {
			continue
		}
		if failed = ctx.Err(); failed != nil {
			continue
		}
		switch {
		case errors.Is(x.err, engine.Invalid): // the line's own fault: it has no day to be asked about
			failed = reject(ingest.RowError{File: x.rec.File, Line: x.line, Raw: x.rec.Raw, Err: x.err})
		case x.err != nil:
			failed = x.err
		default:
			r := s.Line(x.facts)
			*lines++
			failed = yield(&r)
		}
	}
	return failed
}

// feeder takes what the source reads.
type feeder struct {
	ctx    context.Context
	work   chan<- *screening
	queue  chan<- *screening
	reject func(ingest.RowError) error
}

// Record sends a record on its way.
func (f *feeder) Record(rec *engine.Record) error {
	if err := f.ctx.Err(); err != nil {
		return err
	}
	for i := range rec.Parties {
		if rec.Parties[i].Kind == "" {
			rec.Parties[i].Kind = engine.Unknown // a person as well as a company: the row does not say
		}
	}
	x := &screening{rec: rec, line: rec.Line, done: make(chan struct{})}
	f.work <- x
	f.queue <- x
	return nil
}

// Reject hands on a bad row.
func (f *feeder) Reject(e ingest.RowError) error { return f.reject(e) }

// savedLine is what is kept of a line under a name: enough to tell later what
// changed, and whom it touches.
type savedLine struct {
	Line     int64             `json:"line"`
	ID       string            `json:"id"`
	Score    float64           `json:"score"`
	Entities []engine.EntityID `json:"entities,omitempty"`
	Verdicts []string          `json:"verdicts,omitempty"` // rule=answer@entity
	Signs    []string          `json:"signs,omitempty"`
}

// SaveScreening keeps what a screening said under a name, with an entry in the
// audit log.
func (a *App) SaveScreening(name string, results []screen.Result) error {
	done, err := a.Writing()
	if err != nil {
		return err
	}
	defer done()
	var body bytes.Buffer
	z := gzip.NewWriter(&body)
	enc := json.NewEncoder(z)
	for i := range results {
		r := &results[i]
		l := savedLine{Line: r.Line, ID: r.ID, Score: r.Score}
		for _, p := range r.Parties {
			if p.Entity != "" {
				l.Entities = append(l.Entities, p.Entity)
			}
		}
		for _, v := range r.Verdicts {
			l.Verdicts = append(l.Verdicts, v.Rule+"="+string(v.Verdict.Verdict)+"@"+string(v.Entity))
		}
		for _, x := range r.Reasons {
			l.Signs = append(l.Signs, x.Sign)
		}
		if err := enc.Encode(l); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return a.Store.SaveScreening(name, body.Bytes())
}
