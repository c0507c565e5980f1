package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/all"
	"github.com/pierce-er/pierce/ingest/registry/table"
	shipments "github.com/pierce-er/pierce/ingest/shipment/table"
)

// ingestCmd loads files.
type ingestCmd struct {
	As           string   `placeholder:"FORMAT" help:"The files' format; pierce formats lists them. Default: found out from what they hold."`
	Dataset      string   `placeholder:"NAME" help:"What to call the dataset. Default: the format's name."`
	Retrieved    string   `placeholder:"DATE" help:"When the files were taken from their publisher, as 2024-05-31 or with a time. Default: what the file says, else now. Decides which version of a record counts."`
	Full         bool     `help:"The files are the whole dataset: records that are not in them are ended. Nothing is visible until the last row is read."`
	AcceptShrink bool     `help:"With --full: accept a dataset that shrank by more than a fifth."`
	Strict       bool     `help:"Exit 1 if any row was rejected."`
	OnlyLoad     bool     `help:"Load, but do not resolve and index."`
	Map          string   `placeholder:"FILE" help:"Which column means what, for --as csv and --as shipments."`
	Encoding     string   `placeholder:"NAME" help:"Character set, as gb18030. Default: found out from the bytes."`
	Paths        []string `arg:"" placeholder:"PATH" help:"Files or folders; - reads standard input. gz, zst and zip are unpacked."`
}

// Help gives examples under the flags.
func (*ingestCmd) Help() string {
	return `Bad rows are filed under DATA/rejects with their line and reason; the good ones
stand. A load that was interrupted goes on where it stopped when the same
command is run again.

Examples:
  pierce ingest --as ofac --full --retrieved 2023-12-28 ./ofac/
  pierce ingest --as uk-psc persons-with-significant-control-snapshot.zip
  pierce ingest --as csv --map vendors.map.json vendors.csv
  zcat extract.jsonl.gz | pierce ingest --as pierce --dataset hk-registry -`
}

// Run loads, resolves and indexes.
func (c *ingestCmd) Run(e *env) error {
	o, err := c.options(e)
	if err != nil {
		return err
	}
	a, err := e.open(true)
	if err != nil {
		return err
	}
	done, err := a.Writing()
	if err != nil {
		return err
	}
	defer done()
	o.Rejects = a.Rejects()
	bar := e.progress()
	o.Report = func(p ingest.Progress) { bar.bytes("loading", p.Bytes, p.Of, p.Rows) }
	stats, err := ingest.Run(e.ctx, a.Store, o)
	bar.done()
	if err != nil {
		return c.stopped(e, a, stats, err)
	}
	sum := loadSummary{Format: c.As, Dataset: o.Dataset, Stats: stats}
	if !c.OnlyLoad {
		settled, err := e.settle(a, resolve.Options{})
		if err != nil {
			return err
		}
		sum.settled = &settled
	}
	if err := sum.print(e); err != nil {
		return err
	}
	if c.Strict && stats.Rejected > 0 {
		return &engine.Error{Op: "ingest", Err: fmt.Errorf("%d rows were rejected, and --strict was given", stats.Rejected),
			Hint: "the good rows are loaded; the bad ones are in " + stats.RejectFile}
	}
	return nil
}

// stopped deals with a load that ended early: without --full the rows before
// the error stand, so they are resolved and indexed all the same.
func (c *ingestCmd) stopped(e *env, a *app.App, stats ingest.Stats, err error) error {
	if c.Full || c.OnlyLoad || stats.Records == 0 || e.ctx.Err() != nil {
		return err
	}
	if _, serr := e.settle(a, resolve.Options{}); serr != nil {
		return errors.Join(err, serr)
	}
	fmt.Fprintf(e.stderr, "%s rows before the error were loaded and stand\n", thousands(stats.Records))
	return err
}

// options checks the flags.
func (c *ingestCmd) options(e *env) (ingest.Options, error) {
	src, err := c.source(e)
	if err != nil {
		return ingest.Options{}, err
	}
	f := src.Format()
	o := ingest.Options{Source: src, Dataset: c.Dataset, Full: c.Full, AcceptShrink: c.AcceptShrink, Strict: c.Strict && c.Full,
		Encoding: c.Encoding, Stdin: e.stdin, Now: e.now}
	if c.Map != "" {
		if o.Map, err = ingest.LoadMap(e.path(c.Map)); err != nil {
			return o, err
		}
		if o.Dataset == "" {
			o.Dataset = o.Map.Dataset
		}
	}
	if o.Dataset == "" {
		o.Dataset = f.DefaultDataset()
	}
	if strings.ContainsAny(o.Dataset, "/#") || strings.TrimSpace(o.Dataset) == "" {
		return o, usagef("--dataset: got %q, want a name without / and #", o.Dataset)
	}
	if c.Retrieved != "" {
		if o.Retrieved, err = parseRetrieved(c.Retrieved); err != nil {
			return o, err
		}
		if o.Retrieved.After(e.now()) {
			return o, usagef("--retrieved: %s is in the future", c.Retrieved)
		}
	}
	if f.NeedsMap && c.Map == "" {
		return o, usagef("--as %s needs --map FILE, which says what each column means", f.Name)
	}
	for _, p := range c.Paths {
		p = e.path(p)
		if p != "-" {
			if _, err := os.Stat(p); errors.Is(err, os.ErrNotExist) {
				return o, &engine.Error{Op: "ingest", ID: p, Code: engine.NotFound, Err: errors.New("no such file or folder")}
			}
		}
		o.Paths = append(o.Paths, p)
	}
	return o, nil
}

// source is the format's; without one it is found out, from the map or from
// what the files hold.
func (c *ingestCmd) source(e *env) (ingest.Source, error) {
	if c.As != "" {
		src, err := all.Find(c.As)
		if err != nil {
			return nil, &usage{err}
		}
		return src, nil
	}
	o := ingest.Options{Stdin: e.stdin, Encoding: c.Encoding}
	for _, p := range c.Paths {
		o.Paths = append(o.Paths, e.path(p))
	}
	var src ingest.Source
	var err error
	if c.Map != "" {
		if o.Map, err = ingest.LoadMap(e.path(c.Map)); err == nil {
			src = detected(&o)
		}
	} else {
		src, err = all.Detect(&o)
	}
	if err != nil {
		return nil, err
	}
	e.stdin = o.Stdin
	c.As = src.Format().Name
	return src, nil
}

// detected is the source that a map names or that the files look like;
// shipments, whose errors tell the headings, where they look like none.
func detected(o *ingest.Options) ingest.Source {
	if o.Map != nil {
		if o.Map.Format == "csv" {
			return table.Source{}
		}
		return shipments.Source{}
	}
	if src, err := all.Detect(o); err == nil {
		return src
	}
	return shipments.Source{}
}

// parseRetrieved reads a day, or a moment in RFC 3339.
func parseRetrieved(s string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC(), nil
	}
	d, err := engine.ParseDate(s)
	if err != nil || !d.Exact() || len(s) > 10 || d.Time().IsZero() {
		return time.Time{}, usagef("--retrieved: got %q, want a day as 2024-05-31 or a moment as 2024-05-31T08:00:00Z", s)
	}
	return d.Time(), nil
}

// settle resolves and indexes with progress.
func (e *env) settle(a *app.App, o resolve.Options) (app.Settled, error) {
	bar := e.progress()
	defer bar.done()
	o.Report = func(p resolve.Progress) { bar.count(p.Stage, p.Done, p.Total) }
	return a.Settle(e.ctx, o)
}

// loadSummary is what a load prints at its end.
type loadSummary struct {
	Format  string `json:"format"`
	Dataset string `json:"dataset"`
	ingest.Stats
	settled *app.Settled
	Settled any `json:"settled,omitempty"`
}

func (s loadSummary) print(e *env) error {
	if e.json {
		if s.settled != nil {
			s.Settled = s.settled.Resolve
		}
		return e.printJSON(s)
	}
	e.printf("%s: %s rows, %s records: %s added, %s changed, %s removed, %s as before\n", s.Dataset, thousands(s.Rows), thousands(s.Records),
		thousands(s.Added), thousands(s.Changed), thousands(s.Removed), thousands(s.Same))
	for _, n := range []struct {
		count int64
		what  string
	}{
		{s.History, "older than what is known: kept as history"},
		{s.Duplicate, "with a key that came before in the same load: the first stands"},
		{s.Warnings, "kept, with something in them that could not be used: filed as well"},
		{s.Resumed, "were there from the load that was interrupted"},
	} {
		if n.count > 0 {
			e.printf("  %s %s\n", thousands(n.count), n.what)
		}
	}
	if s.RejectFile != "" {
		e.printf("  %s rejected: see %s\n", thousands(s.Rejected), s.RejectFile)
	}
	if s.settled != nil {
		e.printf("%s\n", resolvedLine(s.settled.Resolve))
	}
	return nil
}

// thousands writes n with thin groups: 1,234,567.
func thousands(n int64) string {
	s := fmt.Sprint(n)
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if neg {
		return "-" + s
	}
	return s
}
