// Package entry puts the rows of a watch list together that speak of one entry.
// The lists of the United Kingdom and of the European Union repeat an entry for
// each of its names, addresses and papers.
package entry

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/ingest"
)

// maxRaw is how much of an entry's rows is kept as published. Reasons of some
// kilobytes stand in each row again, and one entry may have a hundred rows.
const maxRaw = 1 << 20

// Row is one row, its fields found by their headings.
type Row struct {
	columns map[string]int // by heading in lower case
	fields  []string
}

// Get is the first field under the headings that is not empty.
func (r Row) Get(headings ...string) string {
	for _, h := range headings {
		if i, ok := r.columns[strings.ToLower(h)]; ok && i < len(r.fields) {
			if v := strings.Join(strings.Fields(r.fields[i]), " "); v != "" {
				return v
			}
		}
	}
	return ""
}

// Entry is all rows of one key, in the order of the file.
type Entry struct {
	Key  string
	File string
	Line int64  // of the first row
	Raw  []byte // the rows as published, a line each; whole rows up to 1 MiB
	Rows []Row
}

// Get is the first field under the headings that is not empty, of any row.
func (e *Entry) Get(headings ...string) string {
	for _, r := range e.Rows {
		if v := r.Get(headings...); v != "" {
			return v
		}
	}
	return ""
}

// All are the different fields under the headings that are not empty.
func (e *Entry) All(headings ...string) []string {
	var out []string
	for _, r := range e.Rows {
		if v := r.Get(headings...); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// Reject files a field of the entry; kept tells that the record stands.
func (e *Entry) Reject(out ingest.Output, field, value string, err error, kept bool) error {
	return out.Reject(ingest.RowError{File: e.File, Line: e.Line, Field: field, Value: value, Raw: e.Raw, Err: err, Kept: kept})
}

// Entries are those read so far, in the order of their first rows.
type Entries struct {
	List  []*Entry
	byKey map[string]*Entry
}

// Read takes the rows of a table in. The key of a row is the first of the fields
// under the headings that is not empty; a row without one is rejected.
func (e *Entries) Read(c *ingest.CSV, out ingest.Output, headings ...string) error {
	if e.byKey == nil {
		e.byKey = map[string]*Entry{}
	}
	columns := map[string]int{}
	for i, h := range c.Header {
		if h = strings.ToLower(h); h != "" {
			if _, twice := columns[h]; !twice {
				columns[h] = i
			}
		}
	}
	return c.Each(out, func(r *ingest.Row) error {
		row := Row{columns, slices.Clone(r.Fields)}
		key := row.Get(headings...)
		if key == "" {
			return r.Bad(headings[0], "", errors.New("want an id"))
		}
		x := e.byKey[key]
		if x == nil {
			x = &Entry{Key: key, File: r.File, Line: r.Line, Raw: r.Raw()}
			e.byKey[key], e.List = x, append(e.List, x)
		} else if len(x.Raw)+len(r.Text) < maxRaw {
			x.Raw = append(append(x.Raw, '\n'), r.Text...)
		}
		x.Rows = append(x.Rows, row)
		return nil
	})
}

// Numbered parts a field that counts its values, as "(1) A (2) B"; one without
// numbers is one value.
func Numbered(s string) []string {
	var out []string
	rest := strings.TrimSpace(s)
	for n := 1; rest != ""; n++ {
		mark, next := "("+strconv.Itoa(n)+")", "("+strconv.Itoa(n+1)+")"
		trimmed, ok := strings.CutPrefix(rest, mark)
		if !ok && n == 1 {
			return []string{rest}
		}
		value := trimmed
		if i := strings.Index(trimmed, next); i >= 0 {
			value, rest = trimmed[:i], trimmed[i:]
		} else {
			rest = ""
		}
		if value = strings.Trim(value, " ;,"); value != "" {
			out = append(out, value)
		}
	}
	return out
}
