package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/all"
	"github.com/pierce-er/pierce/ingest/registry/table"
)

// screenCmd scores a manifest.
type screenCmd struct {
	As       string   `default:"shipments" placeholder:"FORMAT" help:"The manifest's format: shipments, parties (a list of counterparties), or any other of pierce formats."`
	Map      string   `placeholder:"FILE" help:"Which column means what."`
	Encoding string   `placeholder:"NAME" help:"Character set, as gb18030. Default: found out from the bytes."`
	AsOf     string   `placeholder:"DATE|line" help:"The day of the verdicts; line takes each line's own date. Default: today."`
	Format   string   `enum:"jsonl,csv" default:"jsonl" help:"jsonl or csv."`
	Summary  bool     `help:"Print a table of the worst lines for a reader instead."`
	Out      string   `short:"o" placeholder:"FILE" default:"-" help:"Where to write; default standard output."`
	Save     string   `placeholder:"NAME" help:"Keep the screening in the store under this name."`
	FailOn   []string `placeholder:"WHAT" help:"Exit 5 if a line has this: a verdict (yes, unknown, depends-on-date, no-unless-hidden), listed (a party is, or may be, on a list), reject, or a score such as 0.9."`
	Manifest string   `arg:"" placeholder:"MANIFEST" help:"A file; - reads standard input."`
}

// Help gives examples under the flags.
func (*screenCmd) Help() string {
	return `One object a line, in the order of the manifest, the same bytes for the same
input. The score is the logistic of a prior and the strongest sign of each
family, in bits, so that the reasons add up; verdicts stand apart from it. Bad
rows go to standard error.

Examples:
  pierce screen manifest.csv > lines.jsonl
  pierce screen --as-of line --fail-on yes,listed,0.9 manifest.csv
  pierce screen --as parties --map vendors.map.json vendors.csv
  pierce screen --summary manifest.csv`
}

// Run screens.
func (c *screenCmd) Run(e *env) error {
	o, in, err := c.options(e)
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
	var saved []screen.Result
	var sum tableOfLines
	run := func(w io.Writer) error {
		write, flush := c.writer(e, w, &sum)
		bar := e.progress()
		defer bar.done()
		done, err := a.ScreenFile(e.ctx, in, o, func(r *screen.Result) error {
			gate.look(r)
			sum.lines++
			bar.count("screening", sum.lines, 0)
			if c.Save != "" {
				saved = append(saved, *r)
			}
			return write(r)
		}, func(bad ingest.RowError) error {
			_, err := fmt.Fprintf(e.stderr, "%s\n", plain((&bad).Error()))
			return err
		})
		sum.rejected = done.Rejected
		gate.rejected = done.Rejected
		return errors.Join(err, flush())
	}
	if c.Out == "-" || c.Summary {
		err = run(e.stdout)
	} else {
		err = writeFile(e.path(c.Out), run)
	}
	if err != nil {
		return err
	}
	if c.Save != "" {
		if err := a.SaveScreening(c.Save, saved); err != nil {
			return err
		}
		fmt.Fprintf(e.stderr, "kept in the store as %q\n", c.Save)
	}
	if c.Summary {
		sum.print(e)
	}
	if err := e.against(a); err != nil {
		return err
	}
	if sum.lines == 0 && sum.rejected > 0 {
		// A pipeline must not take a manifest of which nothing was screened for a clean one.
		return &engine.Error{Op: "screen", ID: c.Manifest, Code: engine.Invalid, Err: fmt.Errorf("nothing was screened: all %s rows were rejected", thousands(sum.rejected))}
	}
	return gate.err()
}

// options checks the flags.
func (c *screenCmd) options(e *env) (query.ScreenOptions, ingest.Options, error) {
	var o query.ScreenOptions
	in := ingest.Options{Encoding: c.Encoding, Stdin: e.stdin, Now: e.now, Paths: []string{e.path(c.Manifest)}}
	var err error
	if c.AsOf != "line" {
		if o.AsOf, err = e.asOf(c.AsOf); err != nil {
			return o, in, err
		}
	}
	if c.Map != "" {
		if in.Map, err = ingest.LoadMap(e.path(c.Map)); err != nil {
			return o, in, err
		}
	}
	if c.As == "parties" {
		in.Source = table.Source{Recognise: true}
	} else if in.Source, err = all.Find(c.As); err != nil {
		return o, in, &usage{err}
	}
	if in.Source.Format().NeedsMap && in.Map == nil {
		return o, in, usagef("--as %s needs --map FILE, which says what each column means", c.As)
	}
	in.Dataset = "manifest"
	return o, in, nil
}

// writer gives what writes a result in the chosen form, and what ends it.
func (c *screenCmd) writer(e *env, w io.Writer, sum *tableOfLines) (write func(*screen.Result) error, flush func() error) {
	switch {
	case c.Summary:
		return func(r *screen.Result) error { sum.add(r); return nil }, func() error { return nil }
	case c.Format == "csv":
		out := csv.NewWriter(w)
		err := out.Write([]string{"line", "id", "score", "verdicts", "reasons", "parties", "goods"})
		return func(r *screen.Result) error { return out.Write(csvLine(r)) },
			func() error { out.Flush(); return errors.Join(err, out.Error()) }
	}
	buf := bufio.NewWriterSize(w, 1<<16)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	return func(r *screen.Result) error {
		if err := enc.Encode(r); err != nil {
			return err
		}
		if e.width > 0 {
			return buf.Flush() // a person is watching
		}
		return nil
	}, buf.Flush
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
	fmt.Fprintf(e.stderr, "screened against %s\n", wrap(strings.Join(parts, ", "), e.columns(), "  "))
	return nil
}

// csvLine is a result as a row.
func csvLine(r *screen.Result) []string {
	var verdicts, reasons, parties, goods []string
	for _, v := range r.Verdicts {
		verdicts = append(verdicts, v.Rule+"="+string(v.Verdict.Verdict)+" ("+string(v.Role)+")")
	}
	for _, x := range r.Reasons {
		reasons = append(reasons, x.Sign)
	}
	for _, p := range r.Parties {
		parties = append(parties, string(p.Role)+"="+string(p.Entity))
	}
	for _, g := range r.Goods {
		goods = append(goods, strings.Join(append(slices.Clone(g.Products), g.Class), " "))
	}
	row := []string{strconv.FormatInt(r.Line, 10), r.ID, strconv.FormatFloat(r.Score, 'f', 4, 64)}
	for _, many := range [][]string{verdicts, reasons, parties, goods} {
		row = append(row, strings.Join(many, "; "))
	}
	for i := range row {
		row[i] = cell(row[i])
	}
	return row
}

// gate is --fail-on: what, in any line, makes the exit code 5.
type gate struct {
	answers  []own.Answer
	score    float64
	reject   bool
	listed   bool
	rejected int64
	met      string
}

func newGate(flags []string) (*gate, error) {
	g := &gate{score: math.Inf(1)}
	for _, f := range flags {
		a := own.Answer(f)
		switch {
		case f == "reject":
			g.reject = true
		case f == "listed":
			g.listed = true
		case slices.Contains([]own.Answer{own.Yes, own.Unknown, own.NoUnlessHidden, own.DependsOnDate}, a):
			g.answers = append(g.answers, a)
		default:
			v, err := strconv.ParseFloat(f, 64)
			if err != nil || !(v > 0 && v <= 1) {
				return nil, usagef("--fail-on: got %q, want yes, unknown, depends-on-date, no-unless-hidden, listed, reject, or a score over 0 and up to 1", f)
			}
			g.score = v
		}
	}
	return g, nil
}

// look notes the first line that meets the gate.
func (g *gate) look(r *screen.Result) {
	if g.met != "" {
		return
	}
	if r.Score >= g.score {
		g.met = fmt.Sprintf("line %d scores %.3f", r.Line, r.Score)
	}
	for _, x := range r.Reasons {
		if g.listed && x.Sign == "listed-party" && g.met == "" {
			g.met = fmt.Sprintf("line %d, %s", r.Line, plain(x.Evidence))
		}
	}
	for _, v := range r.Verdicts {
		if v.Verdict.Verdict == own.Unknown && slices.Equal(v.Reasons, []string{own.ReasonNotListed}) {
			continue // a list rule says "unknown" of everyone it does not name
		}
		if slices.Contains(g.answers, v.Verdict.Verdict) {
			g.met = fmt.Sprintf("line %d, %s is %s for %s", r.Line, v.Rule, v.Verdict.Verdict, plain(v.Name))
			return
		}
	}
}

func (g *gate) err() error {
	if g.met == "" && g.reject && g.rejected > 0 {
		g.met = fmt.Sprintf("%d rows were rejected", g.rejected)
	}
	if g.met == "" {
		return nil
	}
	return &failOn{g.met}
}

// worstLines is how many lines a summary shows.
const worstLines = 15

// tableOfLines is a summary under way.
type tableOfLines struct {
	lines    int64
	rejected int64
	yes      map[string]int64
	worst    []screen.Result
}

// add keeps the worst lines: those that a rule catches first, then by score.
func (t *tableOfLines) add(r *screen.Result) {
	if t.yes == nil {
		t.yes = make(map[string]int64)
	}
	for _, rule := range caughtBy(r) {
		t.yes[rule]++
	}
	at := len(t.worst)
	for at > 0 && worse(r, &t.worst[at-1]) {
		at--
	}
	if at < worstLines {
		t.worst = slices.Insert(t.worst, at, *r)
		t.worst = t.worst[:min(len(t.worst), worstLines)]
	}
}

// worse reports whether a reader should look at a before b: a line that a rule
// catches comes before one that only scores high.
func worse(a, b *screen.Result) bool {
	ca, cb := len(caughtBy(a)) > 0, len(caughtBy(b)) > 0
	if ca != cb {
		return ca
	}
	return a.Score > b.Score
}

// caughtBy are the rules that say yes to a party of the line, each once.
func caughtBy(r *screen.Result) []string {
	var out []string
	for _, v := range r.Verdicts {
		if v.Verdict.Verdict == own.Yes && !slices.Contains(out, v.Rule) {
			out = append(out, v.Rule)
		}
	}
	return out
}

func (t *tableOfLines) print(e *env) {
	g := e.newGrid([]int{3, 5}, "score", "line", "who", "caught by", "why")
	for i := range t.worst {
		r := &t.worst[i]
		var why []string
		for _, x := range r.Reasons {
			if x.Weight > 0 {
				why = append(why, strings.ReplaceAll(x.Sign, "-", " ")+" +"+strconv.FormatFloat(x.Weight, 'f', -1, 64))
			}
		}
		g.add(fmt.Sprintf("%.3f", r.Score), r.ID, who(r), strings.Join(caughtBy(r), "\n"), strings.Join(why, ", "))
	}
	g.print(e.stdout)
	if t.lines > int64(len(t.worst)) {
		e.printf("The %d worst of %s lines: those that a rule catches first, then by score, the logistic of -10 and the bits shown.\n", len(t.worst), thousands(t.lines))
	}
	e.printf("%s lines", thousands(t.lines))
	for _, rule := range own.RuleIDs() {
		if n := t.yes[rule]; n > 0 {
			e.printf(", %s with %s = yes", thousands(n), rule)
		}
	}
	if t.rejected > 0 {
		e.printf(", %s rows rejected", thousands(t.rejected))
	}
	e.printf("\n")
}

// who is the party that a rule catches, with its role, or else the one that
// really buys, as far as the line tells.
func who(r *screen.Result) string {
	for _, v := range r.Verdicts {
		if v.Verdict.Verdict == own.Yes {
			return string(v.Role) + ": " + v.Name
		}
	}
	for _, role := range []engine.Role{engine.EndUser, engine.UltimateConsignee, engine.Buyer, engine.Notify, engine.Consignee, engine.Forwarder, engine.Seller, engine.Shipper, engine.Manufacturer} {
		for _, p := range r.Parties {
			if p.Role == role && p.Text != "" {
				if p.Name != "" {
					return p.Name
				}
				return p.Text
			}
		}
	}
	return ""
}
