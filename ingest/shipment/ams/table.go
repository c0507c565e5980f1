package ams

import (
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// kind tells the tables apart.
type kind string

const (
	header kind = "header"
	other  kind = "other" // of the manifest, and not read
)

// marks are headings that one table has and no other; the order settles ties.
var marks = []struct {
	heading string
	kind    kind
}{
	{"vessel_name", header}, {"foreign_port_of_lading", header}, {"master_bol_number", "billgen"},
	{"consignee_name", "consignee"}, {"shipper_party_name", "shipper"}, {"notify_party_name", "notifyparty"},
	{"description_text", "cargodesc"}, {"harmonized_number", "tariff"}, {"equipment_description_code", "container"}, {"seal_number_1", "container"},
	{"marks_and_numbers_1", "marksnumbers"}, {"hazmat_code", "hazmat"}, {"hazmat_class", "hazmat"},
}

// table is a table of the manifest, in one file or several.
type table struct {
	kind  kind
	files []ingest.File
}

// item is one row.
type item struct {
	key  string
	kind kind
	file string
	line int64
	text string
	cols *columns
	cell []string // as cols has them
}

// columns are the headings of a file, shared by its rows.
type columns struct{ at map[string]int }

// get is the cell under a heading; "" where there is none.
func (i *item) get(heading string) string {
	n, ok := i.cols.at[heading]
	if !ok || n >= len(i.cell) {
		return ""
	}
	v := strings.TrimSpace(i.cell[n])
	if slices.Contains([]string{"NULL", "null", "N/A", "-", "None"}, v) {
		return ""
	}
	return v
}

func (i *item) bad(err error) ingest.RowError {
	return ingest.RowError{File: i.file, Line: i.line, Field: "identifier", Value: i.key, Raw: []byte(i.text), Err: err}
}

// open reads a file's header.
func open(f ingest.File) (*ingest.CSV, *columns, error) {
	c, err := ingest.OpenCSV(f, ingest.CSVOptions{Format: Name, Want: []string{"identifier"}})
	if err != nil {
		return nil, nil, err
	}
	cols := &columns{at: map[string]int{}}
	for i, h := range c.Header {
		h = strings.ToLower(strings.TrimSpace(h))
		if _, ok := cols.at[h]; !ok {
			cols.at[h] = i
		}
	}
	return c, cols, nil
}

// kindOf tells which table a file is, by its headings and else by its name.
func kindOf(f ingest.File, cols *columns) kind {
	for _, m := range marks {
		if _, ok := cols.at[m.heading]; ok {
			return m.kind
		}
	}
	name := strings.ToLower(path.Base(strings.ReplaceAll(f.Name, "!", "/")))
	for _, k := range []kind{"hazmat", "container", "tariff", "cargodesc", "marksnumbers", "notifyparty", "consignee", "shipper", "billgen", header} {
		if strings.Contains(name, string(k)) {
			return k
		}
	}
	return other
}

// find sorts the input's files into tables, the header first and the others by
// name. An input without a header table is of another format.
func find(in *ingest.Input) ([]*table, error) {
	byKind := map[kind]*table{}
	var out []*table
	for _, f := range in.Files {
		c, cols, err := open(f)
		if err != nil {
			return nil, err
		}
		k := kindOf(f, cols)
		if err := c.Close(); err != nil {
			return nil, err
		}
		if k == other {
			in.Unknown("table " + f.Name)
			continue
		}
		if byKind[k] == nil {
			byKind[k] = &table{kind: k}
			out = append(out, byKind[k])
		}
		byKind[k].files = append(byKind[k].files, f)
	}
	if byKind[header] == nil {
		return nil, &engine.Error{Op: "ams.Read", Code: engine.Invalid, ID: in.Files[0].Name, Err: errors.New("has no header table, with identifier and vessel_name"),
			Hint: "name the archive or the folder that holds all tables of the manifest; a single flat table is --as shipments"}
	}
	slices.SortStableFunc(out, func(a, b *table) int {
		if (a.kind == header) != (b.kind == header) {
			if a.kind == header {
				return -1
			}
			return 1
		}
		return strings.Compare(string(a.kind), string(b.kind))
	})
	return out, nil
}

// inOrder reads the table through once and tells whether its identifiers rise.
func (t *table) inOrder() (bool, error) {
	rows := t.rows(silent{})
	defer rows.close() // read only
	last := ""
	for {
		i, err := rows.next()
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, ingest.ErrTruncated): // told when it is read in earnest
			return true, nil
		case err != nil:
			return false, err
		case before(i.key, last):
			return false, nil
		}
		last = i.key
	}
}

// silent files nothing.
type silent struct{}

func (silent) Record(*engine.Record) error  { return nil }
func (silent) Reject(ingest.RowError) error { return nil }

// rows reads a table's files one after another.
type rows struct {
	table *table
	out   ingest.Output
	at    int
	csv   *ingest.CSV
	cols  *columns
}

func (t *table) rows(out ingest.Output) *rows { return &rows{table: t, out: out} }

func (r *rows) close() error {
	if r.csv == nil {
		return nil
	}
	c := r.csv
	r.csv = nil
	return c.Close()
}

// next gives the next good row, files the others, and gives io.EOF at the end.
func (r *rows) next() (*item, error) {
	for {
		if r.csv == nil {
			if r.at == len(r.table.files) {
				return nil, io.EOF
			}
			var err error
			if r.csv, r.cols, err = open(r.table.files[r.at]); err != nil {
				return nil, err
			}
		}
		row, err := r.csv.Read()
		var bad *ingest.RowError
		switch {
		case errors.Is(err, io.EOF):
			r.at++
			if err := r.close(); err != nil {
				return nil, err
			}
			continue
		case errors.As(err, &bad):
			if err := r.out.Reject(*bad); err != nil {
				return nil, err
			}
			continue
		case err != nil:
			return nil, err
		}
		i := &item{kind: r.table.kind, file: row.File, line: row.Line, text: row.Text, cols: r.cols, cell: slices.Clone(row.Fields)}
		if i.key = i.get("identifier"); i.key == "" {
			if err := r.out.Reject(*row.Badf("identifier", "", "want the identifier of a bill")); err != nil {
				return nil, err
			}
			continue
		}
		return i, nil
	}
}
