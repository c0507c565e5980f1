package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/fixtures/synth"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/all"
)

// world is one pass over a synthetic world.
type world struct {
	o        options
	dir      string
	progress io.Writer
	files    synth.Manifest
	app      *app.App
	report   report
}

// asOf is the day on which questions about owners are asked: the world's facts
// lie before it.
var asOf = engine.MakeDate(2026, 11, 1)

func (w *world) run(ctx context.Context) (err error) {
	w.report = report{Records: w.o.records, CPUs: runtime.GOMAXPROCS(0), Go: runtime.Version(), Commit: commit()}
	if w.files, err = synth.Write(w.dir, synth.Options{Seed: w.o.seed, Records: w.o.records}); err != nil {
		return err
	}
	if err := w.ceilings(); err != nil {
		return err
	}
	if w.app, err = app.Open(app.Options{Dir: filepath.Join(w.dir, "data"), Create: true, Now: time.Now}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.app.Close()) }()
	for _, step := range []func(context.Context) error{w.build, w.accuracy, w.ask, w.screen, w.follow} {
		if err := errors.Join(ctx.Err(), step(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// commit is the version that the program was built from, "" where it is not
// known.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return ""
}

// ceilings measures what the libraries do alone, and reads the names of the
// registry for it.
func (w *world) ceilings() error {
	var loads []ingest.Options
	for _, l := range w.files.Loads {
		o, err := w.input(l)
		if err != nil {
			return err
		}
		loads = append(loads, o)
	}
	lines, err := w.manifest()
	if err != nil {
		return err
	}
	var names []string
	err = synth.Parties(synth.Options{Seed: w.o.seed, Records: min(w.o.records, mostRaw/10)}, func(p engine.Party, _ string) error {
		names = append(names, p.Name())
		return nil
	})
	return errors.Join(err, w.rawParser(parserOnly, "records", loads...), w.rawParser(linesOnly, "lines", lines), w.rawBadger(), w.rawBleve(names))
}

// input says how a load's files are read.
func (w *world) input(l synth.Load) (ingest.Options, error) {
	src, err := all.Find(l.Format)
	if err != nil {
		return ingest.Options{}, err
	}
	day, err := engine.ParseDate(l.Retrieved)
	o := ingest.Options{Source: src, Dataset: l.Dataset, Retrieved: day.Time(), Full: l.Full, Now: time.Now}
	for _, f := range l.Files {
		o.Paths = append(o.Paths, filepath.Join(w.dir, filepath.FromSlash(f)))
	}
	return o, err
}

// build loads, resolves and indexes.
func (w *world) build(ctx context.Context) error {
	var input int64
	return errors.Join(
		w.stage("load", "records", badgerWrite, func() (rows int64, err error) {
			for _, l := range w.files.Loads {
				o, err := w.input(l)
				if err != nil {
					return rows, err
				}
				s, err := ingest.Run(ctx, w.app.Store, o)
				if err == nil && s.Rejected > 0 {
					err = fmt.Errorf("%s: %d rows rejected", l.Dataset, s.Rejected)
				}
				if err != nil {
					return rows, err
				}
				rows += s.Records
				for _, p := range o.Paths {
					n, err := size(p)
					if err != nil {
						return rows, err
					}
					input += n
				}
			}
			return rows, nil
		}),
		w.stage("resolve from nothing", "parties", badgerWrite, func() (int64, error) {
			s, err := resolve.Run(ctx, w.app.Store, resolve.Options{All: true, Now: time.Now})
			return s.Parties, err
		}),
		w.stage("index, all views", "entities", bleveIndex, func() (int64, error) {
			done, err := w.app.Writing()
			if err != nil {
				return 0, err
			}
			defer done()
			s, err := w.app.Reindex(ctx)
			return s.Entities, err
		}),
		w.disk(&input))
}

// disk works out the size of store and index by that of the input.
func (w *world) disk(input *int64) error {
	n, err := size(filepath.Join(w.dir, "data"))
	w.report.DiskShare = float64(n) / float64(max(*input, 1))
	w.app.Query.Refresh()
	return err
}

// maxLines is how many lines of the manifest are screened: enough for a rate.
const maxLines = 20_000

// manifest is the beginning of the shipments' file, as a file of its own.
func (w *world) manifest() (ingest.Options, error) {
	o, err := w.input(w.files.Shipments)
	if err != nil {
		return o, err
	}
	text, err := os.ReadFile(o.Paths[0])
	if err != nil {
		return o, err
	}
	lines := bytes.SplitAfterN(text, []byte("\n"), maxLines+2)
	o.Paths, o.Full = []string{filepath.Join(w.dir, "manifest.csv")}, false
	return o, os.WriteFile(o.Paths[0], bytes.Join(lines[:min(len(lines), maxLines+1)], nil), 0o600)
}

// screen scores the lines as the command does, twice: with nothing in memory,
// and again.
func (w *world) screen(ctx context.Context) error {
	o, err := w.manifest()
	if err != nil {
		return err
	}
	pass := func() (int64, error) {
		done, err := w.app.ScreenFile(ctx, o, query.ScreenOptions{AsOf: asOf}, func(*screen.Result) error { return nil }, func(e ingest.RowError) error { return &e })
		return done.Lines, err
	}
	return errors.Join(w.stage("screen lines, cold", "lines", linesOnly, pass), w.stage("screen them again", "lines", linesOnly, pass))
}
