package app

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/engine/store"
)

// RescreenOptions say what is asked again of a saved screening.
type RescreenOptions struct {
	AsOf  engine.Date // zero: today where the screening was as of its day, else the day it was of
	Today engine.Date // the day it is
	All   bool        // ask every line again, not only those that a change touches
	Seq   uint64      // look at changes since this one too, where it is before the screening's own; with Older
	Older bool
	Dry   bool // write nothing: neither alerts nor the new state of the lines
}

// Rescreened is what a re-screening found.
type Rescreened struct {
	Lines   int64   `json:"lines"`         // of the screening
	Asked   int64   `json:"asked"`         // lines that a change touched, and that were screened again
	Changed int64   `json:"changed"`       // lines that say something else than before
	Quiet   int64   `json:"quiet"`         // of them, those that say only what was acknowledged
	Why     string  `json:"why,omitempty"` // why all lines were asked, where they were
	AsOf    string  `json:"as_of,omitempty"`
	Alerts  []Alert `json:"alerts"`
}

// Alert is a change that a re-screening found in a line.
type Alert struct {
	ID        string           `json:"id"` // NAME/NUMBER
	Screening string           `json:"screening"`
	Line      int64            `json:"line"`
	Shipment  string           `json:"shipment"` // the line's own id
	Kind      string           `json:"kind"`     // added, changed, cleared
	Score     [2]float64       `json:"score"`    // before and after
	Gone      []string         `json:"gone,omitempty"`
	Came      []string         `json:"came,omitempty"`
	Findings  []string         `json:"findings"` // all that the line says now
	Parties   []screen.Matched `json:"parties"`
	Causes    []query.Cause    `json:"causes,omitempty"`
	At        string           `json:"at"`       // RFC 3339, UTC
	Snapshot  string           `json:"snapshot"` // of the data that the line says this on
	Ack       *Acknowledgement `json:"acknowledged,omitempty"`
}

// Acknowledgement is a person's word that an alert was looked at.
type Acknowledgement struct {
	By  string `json:"by"`
	At  string `json:"at"`
	Why string `json:"why"`
}

// The kinds of alert.
const (
	AlertAdded   = "added"   // nothing spoke against the line, and now something does
	AlertChanged = "changed" // something else does
	AlertCleared = "cleared" // nothing does any more
)

// Rescreen asks the lines of a saved screening again that a change of the data
// since touches, keeps what they say now, and gives the differences as alerts.
// What a person has acknowledged of a line stays quiet until the line says more
// than that. It gives what screening everything anew and comparing would.
func (a *App) Rescreen(ctx context.Context, name string, o RescreenOptions) (*Rescreened, error) {
	if !o.Dry {
		done, err := a.Writing()
		if err != nil {
			return nil, err
		}
		defer done()
	}
	h, err := a.Store.Screening(name)
	if errors.Is(err, engine.NotFound) {
		return nil, &engine.Error{Op: "rescreen", ID: name, Code: engine.NotFound, Err: errors.New("no screening is kept under this name"), Hint: "pierce screen --save " + name + " MANIFEST keeps one"}
	}
	if err != nil {
		return nil, err
	}
	r := &rescreening{a: a, ctx: ctx, head: h, o: o, out: &Rescreened{Alerts: []Alert{}, Lines: h.Lines}}
	if r.terms, err = termsOf(h); err != nil {
		return nil, err
	}
	return r.out, r.run()
}

// rescreening is one under way.
type rescreening struct {
	a     *App
	ctx   context.Context
	head  *store.Screening
	terms Terms
	o     RescreenOptions
	s     *query.Screening
	delta *query.Delta
	acked map[int64]map[string]bool // by line: the findings that were acknowledged
	w     *store.ScreeningWriter
	zip   *zstd.Encoder
	out   *Rescreened
}

func (r *rescreening) run() error {
	was := r.terms.World
	if r.o.Older && r.o.Seq < was.Seq {
		was.Seq = r.o.Seq
	}
	var err error
	if r.delta, err = r.a.Query.Since(was); err != nil {
		return err
	}
	if r.o.All && r.delta.All == "" {
		r.delta.All, r.delta.AllKind = "every line was to be asked", query.CauseRecord
	}
	r.out.Why = r.delta.All
	day := r.terms.AsOf
	switch {
	case r.o.AsOf != 0:
		day = r.o.AsOf
	case r.terms.Today && day != 0:
		day = r.o.Today
	}
	if day < r.terms.AsOf && r.delta.All == "" {
		r.delta.All, r.delta.AllKind = "an earlier day is asked about", query.CauseDay
	}
	if day != 0 {
		r.out.AsOf = day.String()
	}
	moved := day != r.terms.AsOf
	if r.delta.Empty() && !moved {
		return nil
	}
	if r.s, err = r.a.Query.NewScreening(query.ScreenOptions{AsOf: day, Volumes: r.terms.Volumes}); err != nil {
		return err
	}
	if err := r.settle(); err != nil {
		return err
	}
	if err := r.acknowledged(); err != nil {
		return err
	}
	if !r.o.Dry {
		if r.w, err = r.a.Store.BeginScreening(r.head.Name, true); err != nil {
			return err
		}
		if r.zip, err = newZip(); err != nil {
			return err
		}
	}
	if err := r.a.savedChunks(r.head, r.chunk); err != nil {
		return err
	}
	if r.o.Dry {
		return nil
	}
	r.terms.AsOf = day
	if r.terms.World, err = r.a.Query.World(); err != nil {
		return err
	}
	return commitScreening(r.w, r.terms, Screened{Lines: r.head.Lines, Rejected: r.head.Rejected})
}

// settle gathers what the saved lines ask of licences.
func (r *rescreening) settle() error {
	claims := r.s.Claims()
	if claims == nil {
		return nil
	}
	err := r.a.savedChunks(r.head, func(_ int, lines []SavedLine) error {
		for i := range lines {
			if err := claims.Add(&lines[i].Record, lines[i].Line); err != nil {
				return err
			}
		}
		return r.ctx.Err()
	})
	if err != nil {
		return err
	}
	return claims.Settle()
}

// acknowledged reads what was acknowledged of each line.
func (r *rescreening) acknowledged() error {
	r.acked = map[int64]map[string]bool{}
	return r.a.eachAlert(r.head.Name, func(al *Alert) error {
		if al.Ack == nil {
			return nil
		}
		if r.acked[al.Line] == nil {
			r.acked[al.Line] = map[string]bool{}
		}
		for _, f := range al.Findings {
			r.acked[al.Line][f] = true
		}
		return nil
	})
}

// again is a line that may say something else.
type again struct {
	line   *SavedLine
	causes []query.Cause
	facts  *screen.Facts
	rests  query.Rests
	err    error
}

// chunk asks the lines of one chunk: whether a change touches them on all cores,
// and what they say now in their order.
func (r *rescreening) chunk(n int, lines []SavedLine) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	asked := make([]*again, len(lines))
	var group sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := range next {
				asked[i] = r.ask(&lines[i])
			}
		})
	}
	for i := range lines {
		next <- i
	}
	close(next)
	group.Wait()
	dirty := false
	for i, x := range asked {
		if x == nil {
			continue
		}
		if x.err != nil {
			return x.err
		}
		r.out.Asked++
		result := r.s.Line(x.facts)
		fresh := savedLine(&lines[i].Record, &result, x.rests)
		if !fresh.Digest.Same(lines[i].Digest) {
			if err := r.alert(x, &lines[i], &fresh, result.Snapshot); err != nil {
				return err
			}
		}
		lines[i], dirty = fresh, true
	}
	if !dirty || r.o.Dry {
		return nil
	}
	return putChunk(r.w, r.zip, n, lines)
}

// ask gathers a line's facts again if a change touches it, else nil.
func (r *rescreening) ask(l *SavedLine) *again {
	l.Record.Line = l.Line
	causes, touched, err := r.delta.Touches(r.s, &l.Record, &l.Rests)
	if err != nil {
		return &again{err: err}
	}
	if !touched && r.terms.AsOf == 0 == (r.s.Day() == 0) {
		return nil
	}
	x := &again{line: l, causes: causes}
	if x.facts, x.err = r.s.Facts(&l.Record, l.Line); x.err == nil {
		x.rests, x.err = r.s.Rests(&l.Record, x.facts)
	}
	return x
}

// alert tells of a line that says something else.
func (r *rescreening) alert(x *again, was, now *SavedLine, snapshot string) error {
	r.out.Changed++
	al := Alert{Screening: r.head.Name, Line: was.Line, Shipment: was.ID, Kind: AlertChanged, Score: [2]float64{was.Digest.Score, now.Digest.Score},
		Gone: findings(was.Digest.Less(now.Digest)), Came: findings(now.Digest.Less(was.Digest)), Findings: findings(now.Digest.Findings),
		Parties: now.Names, Causes: x.causes, At: r.a.now().UTC().Format("2006-01-02T15:04:05Z07:00"), Snapshot: snapshot}
	switch before, after := was.Digest.Against(), now.Digest.Against(); {
	case !before && after:
		al.Kind = AlertAdded
	case before && !after:
		al.Kind = AlertCleared
	}
	if known := r.acked[was.Line]; len(known) > 0 && len(al.Came) > 0 && !slices.ContainsFunc(al.Came, func(f string) bool { return !known[f] }) {
		r.out.Quiet++ // somebody has looked at just this
		return nil
	}
	if !r.o.Dry {
		b, err := pack(al)
		if err != nil {
			return err
		}
		number, err := r.w.Alert(b)
		if err != nil {
			return err
		}
		al.ID = alertID(r.head.Name, number)
	}
	r.out.Alerts = append(r.out.Alerts, al)
	return nil
}
