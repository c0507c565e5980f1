package ingest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pierce-er/pierce/engine"
)

// RowError is a row that could not be used, or with Kept one that was used
// although something in it could not be. It is no error of the run: it is
// filed, counted and shown at the end.
type RowError struct {
	File  string
	Line  int64  // of the row's first line, counting from 1
	Field string // the column or key at fault; empty for the row as a whole
	Value string // what stood there
	Raw   []byte // the row's bytes; a prefix of MaxRawKept for a longer one
	Size  int64  // the row's length in bytes where Raw is a prefix; else 0
	Err   error  // why
	Kept  bool   // the record stands; only this field was set aside
}

// Error reads "file:line: field: got "value": why".
func (e *RowError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d: ", e.File, e.Line)
	if e.Field != "" {
		b.WriteString(e.Field + ": ")
	}
	if e.Value != "" {
		fmt.Fprintf(&b, "got %s: ", Quoted(e.Value))
	}
	fmt.Fprintf(&b, "%v", e.Err)
	return b.String()
}

// maxQuoted is how many bytes of a value a message repeats: a line of a
// terminal. The whole value stands in the row's raw bytes.
const maxQuoted = 80

// Quoted is a value as a message repeats it.
func Quoted(s string) string {
	if len(s) <= maxQuoted {
		return strconv.Quote(s)
	}
	n := maxQuoted
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return fmt.Sprintf("%q… (%d bytes)", s[:n], len(s))
}

// Unwrap gives the cause.
func (e *RowError) Unwrap() error { return e.Err }

// MaxRow is the length in bytes of the longest row that is read. The longest
// honest one known, an entry of a watch list with 700 addresses, has 90 kB.
const MaxRow = 4 << 20

// MaxRawKept is how much of a row longer than MaxRow is filed with its
// rejection: enough to find it again by line and beginning.
const MaxRawKept = 64 << 10

// Row is one row of a table or one object of a JSON file. It is valid until
// the next one is read; strings taken from it stay valid.
type Row struct {
	File   string
	Line   int64    // of the row's first line, counting from 1
	Text   string   // the row as published, in UTF-8, without its line end
	Fields []string // of a table
	Value  *Value   // of a JSON file
}

// Get is the i-th field without spaces around it; "" where the row has none,
// and for i = -1, the place of a column that the table lacks.
func (r *Row) Get(i int) string {
	if i < 0 || i >= len(r.Fields) {
		return ""
	}
	return strings.TrimSpace(r.Fields[i])
}

// Raw is a copy of the row's bytes.
func (r *Row) Raw() []byte { return []byte(r.Text) }

// Record is an empty record that knows where the row stands and what it held.
func (r *Row) Record(id engine.RecordID) *engine.Record {
	return &engine.Record{ID: id, Raw: r.Raw(), File: r.File, Line: r.Line}
}

// Flaw is a field that could not be used; the record stands without.
type Flaw struct {
	Field, Value string
	Err          error
}

// Bad is the row's rejection because of one field.
func (r *Row) Bad(field, value string, err error) *RowError {
	return &RowError{File: r.File, Line: r.Line, Field: field, Value: value, Raw: r.Raw(), Err: err}
}

// Badf is Bad with a reason made here. It names no code: a bad row is always
// engine.Invalid.
func (r *Row) Badf(field, value, format string, args ...any) *RowError {
	return r.Bad(field, value, fmt.Errorf(format, args...))
}

// Warn is what to file about a row that is kept although the field could not
// be used.
func (r *Row) Warn(field, value string, err error) RowError {
	e := r.Bad(field, value, err)
	e.Kept = true
	return *e
}

// handle files err if it is a RowError, filling in where the row stands, and
// gives back every other error.
func (r *Row) handle(err error, out Output) error {
	var bad *RowError
	if !errors.As(err, &bad) {
		return err
	}
	e := *bad
	if e.File == "" {
		e.File = r.File
	}
	if e.Line == 0 {
		e.Line = r.Line
	}
	if e.Raw == nil {
		e.Raw = r.Raw()
	}
	return out.Reject(e)
}
