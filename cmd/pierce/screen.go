package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/all"
	"github.com/pierce-er/pierce/ingest/registry/table"
)

// screenCmd scores a manifest.
type screenCmd struct {
	As       string   `placeholder:"FORMAT" help:"The manifest's format: shipments, parties (a list of counterparties), or any other of pierce formats. Default: found out."`
	Map      string   `placeholder:"FILE" help:"Which column means what."`
	Encoding string   `placeholder:"NAME" help:"Character set, as gb18030. Default: found out from the bytes."`
	AsOf     string   `placeholder:"DATE|line" help:"The day of the verdicts; line takes each line's own date. Default: today."`
	Format   string   `enum:"jsonl,csv,parquet,html" default:"jsonl" help:"jsonl, csv, parquet (a row a line), or html (one page: counts, and the 50 worst lines with who owns them)."`
	Summary  bool     `help:"Print a table of the worst lines for a reader instead."`
	Out      string   `short:"o" placeholder:"FILE" default:"-" help:"Where to write; default standard output. FILE appears when it is whole; until then FILE.partial grows."`
	Resume   bool     `help:"Go on with FILE.partial where a run that was killed left it; in the end FILE has the same bytes."`
	Save     string   `placeholder:"NAME" help:"Keep the screening in the store under this name, for pierce rescreen."`
	USVolume string   `name:"us-volume" placeholder:"FILE" help:"What was shipped for end use in the United States: CSV with product, from, until, pieces. For the cap of half of that to China and Macau."`
	FailOn   []string `placeholder:"WHAT,…" help:"Exit 5 if a line has one of these: a verdict (yes, unknown, depends-on-date, no-unless-hidden), RULE=VERDICT, listed (a party is, or may be, on a list), sign:NAME, licence (used beyond its terms), reject, or a score such as 0.9. Repeat it or separate by commas."`
	Manifest string   `arg:"" placeholder:"MANIFEST" help:"A file; - reads standard input."`
}

// Help gives examples under the flags.
func (*screenCmd) Help() string {
	return `One object a line, in the order of the manifest, the same bytes for the same
input. The score is the logistic of a prior and the strongest sign of each
family, in bits, so that the reasons add up; verdicts stand apart from it. Bad
rows go to standard error.

Licences are drawn down in the order of the lines' dates, whatever their order
in the file; of one day what is in the store comes first, then the lines as they
stand. A line that repeats another word for word draws once.

Examples:
  pierce screen manifest.csv > lines.jsonl
  pierce screen -o lines.parquet --format parquet --resume manifest.csv.gz
  pierce screen --format html -o worst.html manifest.csv
  pierce screen --as-of line --fail-on yes,listed,licence,0.9 manifest.csv
  pierce screen --fail-on ofac-50=yes --fail-on sign:transshipment-hub m.csv
  pierce screen --as parties --save vendors vendors.csv
  pierce screen --summary manifest.csv`
}

// Run screens.
func (c *screenCmd) Run(e *env) error {
	x, err := c.options(e)
	if err != nil {
		return err
	}
	if c.FailOn != nil && len(c.FailOn) == 0 {
		return usagef("--fail-on is empty: want yes, unknown, depends-on-date, no-unless-hidden, reject, or a score") // an unset variable of a script must not open the gate
	}
	gate, err := newGate(c.FailOn)
	if err != nil {
		return err
	}
	a, err := e.decide()
	if err != nil {
		return err
	}
	t := &tally{Gate: gate, Manifest: filepath.Base(c.Manifest)}
	out, err := c.output(e, a, x, t)
	if err != nil {
		return err
	}
	x.Skip, t.asOf = out.skip(), x.Options.AsOf
	bar := e.progress()
	defer bar.done()
	x.Report = func(lines int64) { bar.count("screening", lines, 0) }
	x.Reject = func(bad ingest.RowError) error {
		t.reject(&bad)
		_, err := fmt.Fprintf(e.stderr, "%s\n", plain((&bad).Error()))
		return err
	}
	_, err = a.Screen(e.ctx, *x, func(r *screen.Result) error {
		t.add(r)
		return out.line(r)
	})
	bar.done()
	if err = out.end(err); err != nil {
		return err
	}
	return c.conclude(e, a, t)
}

// conclude says what came of it all, and asks the gate.
func (c *screenCmd) conclude(e *env, a *app.App, t *tally) error {
	if c.Save != "" {
		fmt.Fprintf(e.stderr, "kept in the store as %q\n", c.Save)
	}
	if c.Summary {
		t.print(e)
	} else {
		fmt.Fprintf(e.stderr, "%s\n", wrap(t.counts(), e.columns(), "  "))
	}
	if err := e.against(a); err != nil {
		return err
	}
	if t.Lines == 0 && t.Rejected > 0 {
		// A pipeline must not take a manifest of which nothing was screened for a clean one.
		return &engine.Error{Op: "screen", ID: c.Manifest, Code: engine.Invalid, Err: fmt.Errorf("nothing was screened: all %s rows were rejected", thousands(t.Rejected))}
	}
	return t.Gate.err(t.Rejected)
}

// options checks the flags.
func (c *screenCmd) options(e *env) (*app.Screening, error) {
	x := &app.Screening{SaveAs: c.Save, In: ingest.Options{Encoding: c.Encoding, Stdin: e.stdin, Now: e.now, Paths: []string{e.path(c.Manifest)}, Dataset: "manifest"}}
	x.Terms = app.Terms{As: c.As, Today: c.AsOf == ""}
	var err error
	if c.AsOf != "line" {
		if x.Options.AsOf, err = e.asOf(c.AsOf); err != nil {
			return nil, err
		}
	}
	if c.Map != "" {
		if x.In.Map, err = ingest.LoadMap(e.path(c.Map)); err != nil {
			return nil, err
		}
	}
	if c.As == "" {
		x.In.Source = detected(&x.In)
	} else if c.As == "parties" {
		x.In.Source = table.Source{Recognise: true}
	} else if x.In.Source, err = all.Find(c.As); err != nil {
		return nil, &usage{err}
	}
	if f := x.In.Source.Format(); f.NeedsMap && x.In.Map == nil {
		return nil, usagef("--as %s needs --map FILE, which says what each column means", f.Name)
	}
	if c.USVolume != "" {
		if x.Options.Volumes, err = e.volumes(c.USVolume); err != nil {
			return nil, err
		}
	}
	if c.Save != "" && c.Manifest != "-" {
		if x.Terms.Manifest, err = app.StampManifest(x.In.Paths...); err != nil {
			return nil, err
		}
	}
	switch {
	case c.Resume && (c.Out == "-" || c.Manifest == "-" || c.Summary):
		return nil, usagef("--resume needs -o FILE and a manifest that is a file: standard streams cannot be gone back to")
	case c.Summary && c.Out != "-":
		return nil, usagef("--summary prints; for a file want --format html -o FILE")
	}
	return x, nil
}

// volumes reads what was shipped for end use in the United States.
func (e *env) volumes(path string) ([]screen.Volume, error) {
	s, err := e.sheetOf(path)
	if err != nil {
		return nil, err
	}
	product, err := s.need("product")
	if err != nil {
		return nil, err
	}
	pieces, err := s.need("pieces", "us_pieces", "units", "us_units", "quantity")
	if err != nil {
		return nil, err
	}
	from, until := s.column("from", "start"), s.column("until", "end")
	var out []screen.Volume
	err = s.all(func(row *ingest.Row) error {
		v := screen.Volume{Product: row.Get(product)}
		if _, err := fmt.Sscanf(strings.ReplaceAll(row.Get(pieces), ",", ""), "%d", &v.Pieces); err != nil || v.Pieces < 0 || v.Product == "" {
			return row.Badf("pieces", row.Get(pieces), "want a product and a whole number of pieces")
		}
		for _, d := range []struct {
			column int
			to     *engine.Date
		}{{from, &v.From}, {until, &v.Until}} {
			if text := row.Get(d.column); text != "" {
				day, err := engine.ParseDate(text)
				if err != nil {
					return row.Badf("date", text, "want a day as 2026-01-15")
				}
				*d.to = day
			}
		}
		out = append(out, v)
		return nil
	})
	if err == nil && len(out) == 0 {
		err = &engine.Error{Op: "screen", ID: path, Code: engine.Invalid, Err: errors.New("no figures in it")}
	}
	return out, err
}

// against says on standard error what the lines were screened against, and how
// old it is: a list that is not loaded, or an old one, clears nobody.
func (e *env) against(a *app.App) error {
	all, err := a.Store.Datasets()
	if err != nil {
		return err
	}
	var parts []string
	for _, d := range all {
		parts = append(parts, fmt.Sprintf("%s %s", plain(d.Dataset), d.Retrieved.Format("2006-01-02")))
	}
	fmt.Fprintf(e.stderr, "%s\n", wrap("screened against "+strings.Join(parts, ", "), e.columns(), "  "))
	return nil
}
