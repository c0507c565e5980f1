package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/ingest"
)

// scoreCmd scores pairs of names that somebody has laid side by side.
type scoreCmd struct {
	Pairs  string `required:"" placeholder:"FILE" help:"A table with the columns name1 and name2, and if there are kind (or schema) and country (or country1, country2); - is standard input."`
	Kind   string `placeholder:"KIND" help:"What the names are of, where no column says it: company, person, vessel, aircraft. Default: not known."`
	Model  string `placeholder:"FILE" help:"A model as pierce export --as model writes it. Default: the one that ships."`
	Out    string `short:"o" placeholder:"FILE" default:"-" help:"Where to write; default standard output."`
	Strict bool   `help:"Exit 1 if a row could not be read."`
}

// Help gives examples under the flags.
func (*scoreCmd) Help() string {
	return `Needs no data folder. Writes the columns of the table and three more:

  score  the calibrated probability, from 0 to 1, that the two names are one
         party's, given that somebody thought of comparing them
  band   same, possibly same, or different
  why    what was compared, and what each is worth in bits

Rows that cannot be read go to standard error with their line.

Examples:
  pierce score --pairs pairs.csv > scored.csv
  pierce score --pairs - --kind person --json < pairs.csv`
}

// scored are the columns that score adds; old ones of these names give way.
var scored = []string{"score", "band", "why"}

// Run scores every row.
func (c *scoreCmd) Run(e *env) error {
	m, err := askedModel(e, c.Model)
	if err != nil {
		return err
	}
	s, err := e.sheetOf(c.Pairs)
	if err != nil {
		return err
	}
	p, err := newPairReader(e, s, c.Kind)
	if err != nil {
		return err
	}
	if c.Out == "-" {
		return c.run(e, m, p, e.stdout)
	}
	return writeFile(e.path(c.Out), func(w io.Writer) error { return c.run(e, m, p, w) })
}

// askedModel is the model for names laid side by side: of a file, or the one
// that ships.
func askedModel(e *env, path string) (*score.Model, error) {
	m, err := readModel(e, path)
	if m == nil {
		m = score.Default()
	}
	return m.Asked(), err
}

// run reads, scores and writes row by row.
func (c *scoreCmd) run(e *env, m *score.Model, p *pairReader, w io.Writer) error {
	out := &pairWriter{w: w, head: p.sheet.csv.Header, json: e.json}
	if err := out.begin(); err != nil {
		return err
	}
	var good, bad int64
	err := p.each(func(row *ingest.Row, pair app.NamePair) error {
		if err := e.ctx.Err(); err != nil {
			return err
		}
		good++
		match := pair.Match(m)
		return out.row(row, &match)
	}, func(r *ingest.RowError) error {
		bad++
		_, err := fmt.Fprintf(e.stderr, "%s\n", plain(r.Error()))
		return err
	})
	if err := errors.Join(err, out.end()); err != nil {
		return err
	}
	if bad > 0 && (c.Strict || good == 0) {
		return &engine.Error{Op: "score", ID: c.Pairs, Code: engine.Invalid, Err: fmt.Errorf("%s of %s rows could not be read", thousands(bad), thousands(good+bad))}
	}
	return nil
}

// pairReader reads pairs of names from a sheet.
type pairReader struct {
	sheet              *sheet
	name1, name2, kind int
	country1, country2 int
	fallback           engine.Kind
	strange            map[string]bool // kinds that are not known
	note               func(string)
}

// newPairReader finds the columns; kind is for rows that say none.
func newPairReader(e *env, s *sheet, kind string) (*pairReader, error) {
	p := &pairReader{sheet: s, strange: map[string]bool{}, note: func(text string) { fmt.Fprintf(e.stderr, "note: %s\n", plain(text)) }}
	var ok bool
	if p.fallback, ok = app.KindOf(kind); !ok {
		return nil, usagef("--kind: got %q, want company, person, vessel, aircraft, arrangement, state or unknown", kind)
	}
	var err1, err2 error
	p.name1, err1 = s.need("name1", "name_a")
	p.name2, err2 = s.need("name2", "name_b")
	p.kind = s.column("kind", "schema")
	p.country1, p.country2 = s.column("country1", "country_a", "country"), s.column("country2", "country_b", "country")
	return p, errors.Join(err1, err2)
}

// each reads every pair.
func (p *pairReader) each(use func(*ingest.Row, app.NamePair) error, bad func(*ingest.RowError) error) error {
	return p.sheet.each(func(row *ingest.Row) error {
		return use(row, p.pair(row))
	}, bad)
}

// pair reads one row. Other systems have more kinds than pierce; what it does
// not know is unknown, and told once.
func (p *pairReader) pair(row *ingest.Row) app.NamePair {
	pair := app.NamePair{Name1: row.Get(p.name1), Name2: row.Get(p.name2), Kind: p.fallback,
		Country1: strings.ToUpper(row.Get(p.country1)), Country2: strings.ToUpper(row.Get(p.country2))}
	if word := row.Get(p.kind); word != "" {
		kind, ok := app.KindOf(word)
		if !ok && !p.strange[word] {
			p.strange[word] = true
			p.note(fmt.Sprintf("line %d: the kind %s is none that is known; its pairs are scored without one", row.Line, ingest.Quoted(word)))
		}
		pair.Kind = kind
	}
	return pair
}

// pairWriter writes scored rows as CSV, or as an object a line.
type pairWriter struct {
	w    io.Writer
	csv  *csv.Writer
	head []string
	keep []int // of head
	json bool
}

// begin writes the heading.
func (o *pairWriter) begin() error {
	for i, h := range o.head {
		if !slices.Contains(scored, h) {
			o.keep = append(o.keep, i)
		}
	}
	if o.json {
		return nil
	}
	o.csv = csv.NewWriter(o.w)
	var heads []string
	for _, i := range o.keep {
		heads = append(heads, cell(o.head[i]))
	}
	return o.csv.Write(append(heads, scored...))
}

// row writes one row: its own cells as they were, and what was found.
func (o *pairWriter) row(row *ingest.Row, m *engine.Match) error {
	if o.json {
		return o.object(row, m)
	}
	out := make([]string, 0, len(o.keep)+len(scored))
	for _, i := range o.keep {
		out = append(out, valueCell(row.Fields[i]))
	}
	return o.csv.Write(append(out, probability(m.Probability), string(m.Band), cell(app.Reason(m))))
}

// valueCell is cell for what may be a number: that runs nowhere, and stays.
func valueCell(s string) string {
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return s
	}
	return cell(s)
}

// probability writes a chance with eight decimals: nearer to 0 or 1 than that no
// calibration tells two apart.
func probability(p float64) string { return strconv.FormatFloat(p, 'f', 8, 64) }

// object writes a row as JSON, its own cells first, in their order.
func (o *pairWriter) object(row *ingest.Row, m *engine.Match) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	put := func(sep, key string, v any) error {
		b.WriteString(sep)
		if err := enc.Encode(key); err != nil {
			return err
		}
		b.Truncate(b.Len() - 1) // the encoder's line end
		b.WriteByte(':')
		err := enc.Encode(v)
		b.Truncate(b.Len() - 1)
		return err
	}
	sep := "{"
	for _, i := range o.keep {
		if err := put(sep, o.head[i], row.Fields[i]); err != nil {
			return err
		}
		sep = ","
	}
	err := errors.Join(put(sep, "score", m.Probability), put(",", "band", m.Band), put(",", "why", app.Reason(m)),
		put(",", "prior", m.Prior), put(",", "weight", m.Weight), put(",", "evidence", m.Evidence))
	if err != nil {
		return err
	}
	b.WriteString("}\n")
	_, err = o.w.Write(b.Bytes())
	return err
}

// end writes what is still held back.
func (o *pairWriter) end() error {
	if o.csv == nil {
		return nil
	}
	o.csv.Flush()
	return o.csv.Error()
}
