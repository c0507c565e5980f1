// Package sketch writes a map for a table that nobody has mapped yet: what each
// column means as far as its heading and a sample of its cells tell, and what
// it is not sure of, marked for the reader to settle.
package sketch

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
	parties "github.com/pierce-er/pierce/ingest/registry/table"
	shipments "github.com/pierce-er/pierce/ingest/shipment/table"
)

// Sketch is a map with what is known of each of its columns.
type Sketch struct {
	File    string
	Format  string // "csv" for parties, "shipments"
	Key     string // the column that names a row
	Kind    string // the column that tells what a party is
	Dates   date.Order
	Columns []Column
	Units   map[string]string // constants that headings imply
	doubt   bool              // whether dates can be read in two ways
}

// Column is one column with what it was taken for.
type Column struct {
	Heading string
	Target  string
	Why     string   // what is doubtful about it; empty where nothing is
	Sample  []string // up to three different cells
}

// Doubtful is how many columns a reader should look at.
func (s *Sketch) Doubtful() int {
	n := 0
	for _, c := range s.Columns {
		if c.Why != "" {
			n++
		}
	}
	return n
}

// sampleRows is how many rows are looked at: enough for columns that are mostly
// empty, and read in no time.
const sampleRows = 500

// maxColumns is how many columns a map is written for.
const maxColumns = 2000

// Of sketches a map for the table in a file. The format is "csv" or
// "shipments"; where it is empty, a table with a shipper, consignee or the like
// is one of shipments.
func Of(f ingest.File, format string) (*Sketch, error) {
	t, err := ingest.OpenTable(f, nil, "csv")
	if err != nil {
		return nil, err
	}
	defer t.Close()
	if len(t.Headings) == 0 {
		return nil, &engine.Error{Op: "sketch.Of", Code: engine.Invalid, ID: f.Name, Err: errors.New("has no headings")}
	}
	headings := slices.Clone(t.Headings[:min(len(t.Headings), maxColumns)])
	headings = slices.DeleteFunc(headings, func(h string) bool { return strings.TrimSpace(h) == "" })
	seen := map[string]bool{}
	headings = slices.DeleteFunc(headings, func(h string) bool { again := seen[h]; seen[h] = true; return again })
	cells, err := sample(t, headings)
	if err != nil {
		return nil, err
	}
	s := &Sketch{File: f.Name, Format: format, Units: map[string]string{}}
	guesses := shipments.Recognise(headings)
	if s.Format == "" {
		s.Format = "csv"
		if shipments.Moves(headings) {
			s.Format = "shipments"
		}
	}
	for i, h := range headings {
		s.Columns = append(s.Columns, Column{Heading: h, Sample: some(cells[i])})
	}
	if s.Format == "shipments" {
		s.shipments(guesses)
	} else {
		s.parties()
	}
	for i := range s.Columns {
		if c := &s.Columns[i]; c.Target == "" {
			c.Target, c.Why = "ignore", "not known; "+looksLike(cells[i], s.Format)
		}
	}
	s.dates(cells)
	return s, nil
}

// errEnough ends the reading of a sample.
var errEnough = errors.New("enough rows")

// sample reads the cells of the first rows, column by column. Rows that cannot
// be read are passed over: a load files them.
func sample(t *ingest.Table, headings []string) ([][]string, error) {
	out := make([][]string, len(headings))
	if err := t.Want(headings); err != nil {
		return nil, err
	}
	err := t.Each(silent{}, func(row *ingest.Row, n int64) error {
		for i := range headings {
			if v := row.Get(i); v != "" {
				out[i] = append(out[i], v)
			}
		}
		if n >= sampleRows {
			return errEnough
		}
		return nil
	})
	var e *engine.Error
	if errors.Is(err, errEnough) || errors.As(err, &e) && t.Headings != nil && strings.Contains(e.Error(), "has no column") {
		err = nil
	}
	return out, err
}

// silent files nothing.
type silent struct{}

func (silent) Record(*engine.Record) error  { return nil }
func (silent) Reject(ingest.RowError) error { return nil }

// some are up to three different cells.
func some(cells []string) []string {
	var out []string
	for _, c := range cells {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
		if len(out) == 3 {
			break
		}
	}
	return out
}

// shipments takes what the headings of a table of shipments mean. Of several
// columns for what a shipment has once, the first by rank is taken.
func (s *Sketch) shipments(guesses []shipments.Guess) {
	taken := map[string]string{}
	for _, g := range guesses {
		i := slices.IndexFunc(s.Columns, func(c Column) bool { return c.Heading == g.Heading })
		if i < 0 {
			continue
		}
		c := &s.Columns[i]
		once := slices.Contains([]string{"id", "date", "mode", "goods", "goods:value", "goods:weight", "goods:hs", "goods:quantity", "goods:unit"}, g.Target)
		if first := taken[g.Target]; once && first != "" {
			c.Target, c.Why = "ignore", fmt.Sprintf("%s too, but %q is taken for it", g.Target, first)
			continue
		}
		taken[g.Target] = g.Heading
		c.Target = g.Target
		if g.Implied != "" {
			s.Units[g.Implied] = g.Value
		}
	}
}

// parties takes what the headings of a list of parties mean.
func (s *Sketch) parties() {
	for i := range s.Columns {
		c := &s.Columns[i]
		switch what := parties.Meaning(c.Heading); {
		case what == "key" && s.Key == "":
			s.Key, c.Target = c.Heading, "ignore"
		case what == "key":
			c.Target, c.Why = "ignore", fmt.Sprintf("an id too, but %q names the row", s.Key)
		case what == "kind":
			c.Target = "kind"
		default:
			c.Target = what
		}
	}
	if slices.ContainsFunc(s.Columns, func(c Column) bool { return c.Target == "name" }) {
		return
	}
	for i := range s.Columns { // the first that holds names of companies
		if c := &s.Columns[i]; c.Target == "" && slices.ContainsFunc(c.Sample, isFirm) {
			c.Target, c.Why = "name", "taken for the name because of its cells"
			return
		}
	}
}

// dates finds out the order of dates like 02/06/2006.
func (s *Sketch) dates(cells [][]string) {
	var all strings.Builder
	numeric := false
	for i, c := range s.Columns {
		if c.Target != "date" && c.Target != "born" && !strings.HasSuffix(c.Target, ":date") && !strings.HasPrefix(c.Target, "list:") {
			continue
		}
		for _, v := range cells[i] {
			a, err1 := date.Any(v, date.DayFirst)
			b, err2 := date.Any(v, date.MonthFirst)
			numeric = numeric || err1 == nil && err2 == nil && a != b
			all.WriteString(" " + v)
		}
	}
	s.Dates = date.OrderIn(all.String())
	s.doubt = numeric && s.Dates == date.NoOrder
}

// WriteTo writes the map as JSON with comments, which ingest.ParseMap reads.
func (s *Sketch) WriteTo(out io.Writer) (int64, error) {
	w := &counted{w: bufio.NewWriter(out)}
	w.line("// A map of %s, for --as %s --map. Written from its headings and first rows.", flat(s.File), s.Format)
	w.line("// Lines marked (?) are for you to settle; pierce formats %s tells all targets.", s.Format)
	w.line("{")
	w.line("  \"format\": %s,", quote(s.Format))
	w.line("  \"dataset\": %s,", quote(dataset(s.File)))
	switch {
	case s.doubt:
		w.line("  \"dates\": \"dmy\",  // (?) dates such as 02/06/2006 can be read in two ways: dmy or mdy")
	case s.Dates != date.NoOrder:
		w.line("  \"dates\": %s,", quote(string(s.Dates)))
	}
	if s.Key != "" {
		w.line("  \"key\": %s,", quote(s.Key))
	}
	if len(s.Units) > 0 {
		var parts []string
		for k, v := range s.Units {
			parts = append(parts, quote(k)+": "+quote(v))
		}
		slices.Sort(parts)
		w.line("  \"constants\": {%s},", strings.Join(parts, ", "))
	}
	w.line("  \"columns\": {")
	for i, c := range s.Columns {
		comma := ","
		if i == len(s.Columns)-1 {
			comma = ""
		}
		w.line("    %s: %s%s%s", quote(c.Heading), quote(c.Target), comma, remark(c))
	}
	w.line("  }")
	w.line("}")
	return w.n, errors.Join(w.err, w.w.Flush())
}

// remark is the comment behind a column.
func remark(c Column) string {
	var parts []string
	if c.Why != "" {
		parts = append(parts, "(?) "+flat(c.Why))
	}
	if len(c.Sample) > 0 {
		cells := make([]string, len(c.Sample))
		for i, v := range c.Sample {
			cells[i] = flat(v)
		}
		parts = append(parts, "e.g. "+strings.Join(cells, " | "))
	} else {
		parts = append(parts, "empty in the first rows")
	}
	return "  // " + strings.Join(parts, "; ")
}

// counted counts what is written.
type counted struct {
	w   *bufio.Writer
	n   int64
	err error
}

func (c *counted) line(format string, args ...any) {
	n, err := fmt.Fprintf(c.w, format+"\n", args...)
	c.n += int64(n)
	if c.err == nil {
		c.err = err
	}
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""` // a text always has a form in JSON
	}
	return string(b)
}

// maxShown is how many letters of a cell a comment shows.
const maxShown = 40

// flat is a text that stays on its line and says nothing to a terminal.
func flat(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return ' '
		}
		return r
	}, s)
	if r := []rune(s); len(r) > maxShown*2 {
		s = string(r[:maxShown*2]) + "…"
	}
	return s
}

// dataset makes a dataset's name of a file's.
func dataset(file string) string {
	name := path.Base(strings.ReplaceAll(file, "!", "/"))
	name, _, _ = strings.Cut(name, ".")
	name = strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, name), "-")
	if name == "" {
		return "table"
	}
	return name[:min(len(name), 60)]
}
