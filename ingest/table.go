package ingest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/pierce-er/pierce/engine"
)

// Table reads a table whose shape is not known beforehand: CSV, or JSON
// objects in lines or in an array.
type Table struct {
	Headings []string // of a CSV table; of a JSON table, the keys of its first object
	Head     []byte   // the beginning of the text

	csv    *CSV
	json   *JSON
	name   string
	format string
	want   []string
	places []int      // of want, in a CSV table
	paths  [][]string // of want, in a JSON table
	seen   []bool     // which of want some object had
	first  *Row       // read already, for its keys
	failed error      // what reading it gave
	fields []string
	n      int64
}

// OpenTable opens a table; format stands in errors.
func OpenTable(f File, m *Map, format string) (*Table, error) {
	text, err := f.Open()
	if err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(text, readBuffer)
	both := readCloser{in, text}
	t := &Table{name: f.Name, format: format}
	if b := firstByte(in); b == '[' || b == '{' {
		return t, t.openJSON(both, f)
	}
	o := CSVOptions{Format: format}
	if m != nil {
		o.Comma, o.NoHeader = m.Comma(), m.NoHeader
	}
	if t.csv, err = newCSV(both, f, o); err != nil {
		return nil, err
	}
	t.Headings, t.Head = t.csv.Header, t.csv.Head
	if o.NoHeader {
		return t, t.numberColumns()
	}
	return t, nil
}

// firstByte is the first byte that is no white space; 0 where there is none
// among the first.
func firstByte(in *bufio.Reader) byte {
	for n := 1; n <= 512; n++ {
		b, err := in.Peek(n)
		if err != nil {
			return 0
		}
		if c := b[n-1]; c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c
		}
	}
	return 0
}

// openJSON reads the first object for its keys, and keeps it.
func (t *Table) openJSON(text io.ReadCloser, f File) (err error) {
	if t.json, err = newJSON(text, f, t.format); err != nil {
		return err
	}
	head := t.json.in.buf[t.json.in.start:t.json.in.end]
	t.Head = slices.Clone(head)
	row, err := t.json.Read()
	if t.failed = err; err != nil {
		return nil // Each comes to it
	}
	for i := range row.Value.Members {
		t.Headings = append(t.Headings, row.Value.Members[i].Key)
	}
	t.first = row
	return nil
}

// numberColumns names the columns of a table without a header, by its first
// line.
func (t *Table) numberColumns() error {
	line, _, _ := strings.Cut(string(t.Head), string(rune(t.csv.in.eol)))
	for i := range splitQuoted(strings.TrimSuffix(line, "\r"), t.csv.o.Comma, nil) {
		t.Headings = append(t.Headings, strconv.Itoa(i+1))
	}
	return nil
}

// Close closes the file.
func (t *Table) Close() error {
	if t.csv != nil {
		return t.csv.Close()
	}
	return t.json.Close()
}

// Want says which columns the rows shall give, in which order. A heading that
// a CSV table lacks is an error that names the nearest one there is. A heading
// wanted again is the next column of that heading, so that a party in a second
// column of the same name is not passed over; where there is none, the first.
func (t *Table) Want(headings []string) error {
	t.want = headings
	t.places, t.paths, t.seen = make([]int, len(headings)), make([][]string, len(headings)), make([]bool, len(headings))
	for i, h := range headings {
		t.paths[i] = strings.Split(h, ".")
		t.places[i] = t.find(h)
		if j := t.again(h, headings[:i]); j >= 0 {
			t.places[i] = j
		}
		if t.csv != nil && t.places[i] < 0 {
			return t.missing(h)
		}
	}
	return nil
}

// again is the column of a heading that was wanted before; -1 if it was not, or
// if so many columns do not have it.
func (t *Table) again(heading string, before []string) int {
	nth := 0
	for _, b := range before {
		if b == heading {
			nth++
		}
	}
	if nth == 0 {
		return -1
	}
	for i, h := range t.Headings {
		if h != heading {
			continue
		}
		if nth == 0 {
			return i
		}
		nth--
	}
	return -1
}

func (t *Table) find(heading string) int {
	if i := slices.Index(t.Headings, heading); i >= 0 {
		return i
	}
	return slices.IndexFunc(t.Headings, func(h string) bool { return FoldHeading(h) == FoldHeading(heading) })
}

// missing is the error for a column that is not there.
func (t *Table) missing(heading string) error {
	err := &engine.Error{Op: "ingest.OpenTable", Code: engine.Invalid, ID: t.name, Err: fmt.Errorf("has no column %q", heading)}
	if near := nearest(heading, t.Headings); near != "" {
		err.Err = fmt.Errorf("has no column %q; the nearest is %q", heading, near)
	}
	if g := Guess(t.Head); g != "" && g != t.format {
		err.Hint = "the file looks like --as " + g
	}
	return err
}

// Each calls use for every good row, whose Fields are the wanted columns in
// their order, and files the others. Any error but a *RowError ends it. The
// second argument of use counts the rows from 1.
func (t *Table) Each(out Output, use func(row *Row, n int64) error) error {
	if t.csv != nil {
		return t.csv.Each(out, func(row *Row) error {
			t.n++
			t.fields = t.fields[:0]
			for _, i := range t.places {
				t.fields = append(t.fields, row.Get(i))
			}
			return t.use(row, use)
		})
	}
	if t.failed != nil {
		if errors.Is(t.failed, io.EOF) {
			return nil
		}
		if err := reject(t.failed, out); err != nil {
			return err
		}
	}
	if t.first != nil {
		row := t.first
		t.first = nil
		if err := t.object(row, use); err != nil {
			if err = row.handle(err, out); err != nil {
				return err
			}
		}
	}
	if err := t.json.Each(out, func(row *Row) error { return t.object(row, use) }); err != nil {
		return err
	}
	for i, seen := range t.seen {
		if !seen && t.n > 0 {
			return t.missing(t.want[i])
		}
	}
	return nil
}

// object takes the wanted fields out of an object.
func (t *Table) object(row *Row, use func(*Row, int64) error) error {
	t.n++
	t.fields = t.fields[:0]
	for i, path := range t.paths {
		v := row.Value.Get(t.want[i])
		if v == nil {
			v = row.Value.At(path...)
		}
		t.seen[i] = t.seen[i] || v != nil
		t.fields = append(t.fields, cell(v))
	}
	return t.use(row, use)
}

// use hands over the row with the wanted fields in place of its own.
func (t *Table) use(row *Row, use func(*Row, int64) error) error {
	own := row.Fields
	row.Fields = t.fields
	err := use(row, t.n)
	row.Fields = own
	return err
}

// cell is a JSON value as a table would have it: the values of a list are
// joined by "; ".
func cell(v *Value) string {
	if v != nil && v.Kind == Array {
		return strings.Join(v.Strings(), "; ")
	}
	if v != nil && v.Kind == Bool {
		return v.Text
	}
	return v.Str()
}

// FoldHeading is a heading by its letters and digits alone, in lower case:
// "Weight (Kilograms)" is "weightkilograms".
func FoldHeading(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// nearest is the heading with the fewest different letters, if that is less
// than half of them.
func nearest(heading string, all []string) string {
	best, least := "", 0
	for _, h := range all {
		a, b := []rune(FoldHeading(heading)), []rune(FoldHeading(h))
		d := edits(a, b)
		if d*2 <= max(len(a), len(b)) && (best == "" || d < least) {
			best, least = h, d
		}
	}
	return best
}

// edits is the number of letters to put in, leave out or change between a and
// b.
func edits(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0]++
		for j := range b {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
