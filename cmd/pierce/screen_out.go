package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/cmd/internal/export"
	"github.com/pierce-er/pierce/engine/screen"
)

// lineOut is where the results of a screening go.
type lineOut interface {
	line(*screen.Result) error
	skip() int64         // rows that an earlier run dealt with
	end(run error) error // with the error of the screening, if it had one
}

// output gives the output that was asked for.
func (c *screenCmd) output(e *env, a *app.App, x *app.Screening, t *tally) (lineOut, error) {
	if c.Summary {
		return &streamOut{form: noLines{}}, nil
	}
	if c.Out != "-" {
		return c.stage(e, a, x, t)
	}
	out := &streamOut{w: bufio.NewWriterSize(e.stdout, 1<<16), watched: e.width > 0}
	switch c.Format {
	case "csv":
		out.form = csvLines{}
	case "parquet":
		out.table = export.NewTable(out.w)
	case "html":
		out.form = noLines{}
		out.last = func(w io.Writer) error { return e.page(a, t, w) }
	default:
		out.form = jsonLines{}
	}
	if out.form != nil {
		_, err := out.w.Write(out.form.heading())
		return out, err
	}
	return out, nil
}

// form writes a result as bytes that stand by themselves, so that a file can be
// gone on with.
type form interface {
	heading() []byte
	line(to *bytes.Buffer, r *screen.Result) error
}

type (
	noLines   struct{}
	jsonLines struct{}
	csvLines  struct{}
	rowLines  struct{} // of a table that is made of them at the end
)

func (noLines) heading() []byte                                { return nil }
func (noLines) line(*bytes.Buffer, *screen.Result) error       { return nil }
func (jsonLines) heading() []byte                              { return nil }
func (jsonLines) line(b *bytes.Buffer, r *screen.Result) error { return encodeLine(b, r) }
func (rowLines) heading() []byte                               { return nil }
func (rowLines) line(b *bytes.Buffer, r *screen.Result) error {
	return encodeLine(b, export.TableRow(r))
}

func encodeLine(b *bytes.Buffer, v any) error {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// csvHeadings are the columns of a CSV file.
var csvHeadings = []string{"line", "id", "score", "verdicts", "reasons", "parties", "goods", "licence"}

func (csvLines) heading() []byte { return []byte(strings.Join(csvHeadings, ",") + "\n") }
func (csvLines) line(b *bytes.Buffer, r *screen.Result) error {
	w := csv.NewWriter(b)
	err := w.Write(csvLine(r))
	w.Flush()
	return errors.Join(err, w.Error())
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
	licence := ""
	if r.Licence != nil {
		licence = r.Licence.Licence + " " + string(r.Licence.Outcome)
	}
	row = append(row, licence)
	for i := range row {
		row[i] = cell(row[i])
	}
	return row
}

// streamOut writes to standard output as the lines come.
type streamOut struct {
	w       *bufio.Writer // nil where nothing is written
	form    form
	table   *export.Table
	buf     bytes.Buffer
	watched bool // a person is watching
	last    func(io.Writer) error
}

func (s *streamOut) skip() int64 { return 0 }

func (s *streamOut) line(r *screen.Result) error {
	if s.table != nil {
		return s.table.Add(export.TableRow(r))
	}
	s.buf.Reset()
	if err := s.form.line(&s.buf, r); err != nil || s.buf.Len() == 0 {
		return err
	}
	if _, err := s.w.Write(s.buf.Bytes()); err != nil {
		return err
	}
	if s.watched {
		return s.w.Flush()
	}
	return nil
}

func (s *streamOut) end(run error) error {
	if s.w == nil {
		return run
	}
	if s.table != nil {
		run = errors.Join(run, s.table.Close())
	}
	if run == nil && s.last != nil {
		run = s.last(s.w)
	}
	return errors.Join(run, s.w.Flush())
}
