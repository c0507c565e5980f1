package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Map says what the columns of a table mean. It is a JSON file:
//
//	{"format":"csv", "dataset":"ieee", "key":"Assignment", "kind":"company",
//	 "columns":{"Organization Name":"name", "Organization Address":"address", "Tel":["phone","note"]},
//	 "constants":{"country":"SG"}}
//
// What the targets are, the source named by Format says. Headings are compared
// letter by letter, and where that finds none, by letters and digits alone in
// lower case. The columns of a JSON table are keys, or paths of keys joined by
// dots.
type Map struct {
	Format    string             `json:"format,omitempty"`    // the source that reads the table, "csv" or "shipments"; empty: whichever is asked to
	Dataset   string             `json:"dataset,omitempty"`   // the default dataset of what is read with it
	Key       string             `json:"key,omitempty"`       // the column that holds the source key; empty: the number of the line
	Kind      string             `json:"kind,omitempty"`      // a kind of party, for all rows, or the column that holds it; empty: unknown
	Columns   map[string]Targets `json:"columns"`             // heading to what it means
	Constants map[string]string  `json:"constants,omitempty"` // what is the same for all rows: target to value
	Nulls     []string           `json:"nulls,omitempty"`     // cells that mean nothing, beside the empty one; default: the usual ones
	Separator string             `json:"separator,omitempty"` // between several values in one cell; empty: a cell is one value
	Delimiter string             `json:"delimiter,omitempty"` // between columns: one character, or "tab"; empty: found out
	Encoding  string             `json:"encoding,omitempty"`  // character set; empty: found out
	Dates     string             `json:"dates,omitempty"`     // order of the parts of 02/06/2006: "dmy" or "mdy"; empty: found out
	NoHeader  bool               `json:"no_header,omitempty"` // the first row is data, and the headings are "1", "2" …
}

// Targets are what a column means: one target or several.
type Targets []string

// UnmarshalJSON reads a text or a list of texts.
func (t *Targets) UnmarshalJSON(b []byte) error {
	var one string
	if err := json.Unmarshal(b, &one); err == nil {
		*t = Targets{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(t))
}

// defaultNulls are cells that publishers write for nothing.
var defaultNulls = []string{"-", "--", "-0-", "N/A", "n/a", "#N/A", "NULL", "null", "None", "none", "无", "無", "なし", "없음"}

// LoadMap reads a map from a file.
func LoadMap(path string) (*Map, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, openError(path, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, MaxRow))
	if err != nil {
		return nil, openError(path, err)
	}
	m, err := ParseMap(b)
	if err != nil {
		return nil, &engine.Error{Op: "ingest.LoadMap", Code: engine.Invalid, ID: path, Err: err}
	}
	return m, nil
}

// ParseMap reads a map and checks what can be checked without its table.
func ParseMap(b []byte) (*Map, error) {
	var m Map
	dec := json.NewDecoder(bytes.NewReader(uncommented(bytes.TrimPrefix(b, utf8BOM))))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return nil, notJSON(b, err)
	}
	switch {
	case len(m.Columns) == 0:
		return nil, errors.New("is no map: columns is empty")
	case m.Dates != "" && m.Dates != "dmy" && m.Dates != "mdy":
		return nil, fmt.Errorf("got dates %q, want dmy or mdy", m.Dates)
	case m.Delimiter != "" && m.Delimiter != "tab" && len(m.Delimiter) != 1:
		return nil, fmt.Errorf("got delimiter %q, want one character, or tab", m.Delimiter)
	}
	return &m, nil
}

// uncommented is JSON without the comments that a person, or pierce map, put
// behind // at the end of lines.
func uncommented(b []byte) []byte {
	out := make([]byte, 0, len(b))
	inside, comment := false, false
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case c == '\n':
			inside, comment = false, false // no text of JSON goes on over a line's end
		case comment:
			c = ' '
		case inside && c == '\\' && i+1 < len(b) && b[i+1] != '\n':
			out = append(out, c)
			i++
			c = b[i]
		case c == '"':
			inside = !inside
		case !inside && c == '/' && i+1 < len(b) && b[i+1] == '/':
			comment, c = true, ' '
		}
		out = append(out, c)
	}
	return out
}

// notJSON says where a map is broken and what to do.
func notJSON(b []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	at := int64(-1)
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset
	case errors.As(err, &kind):
		at = kind.Offset
	case strings.Contains(err.Error(), "unknown field"):
		return fmt.Errorf("is no map: %w; want format, dataset, key, kind, columns, constants, nulls, separator, delimiter, encoding, dates or no_header", err)
	}
	if at >= 0 && at <= int64(len(b)) {
		return fmt.Errorf("is no map: line %d: %w; pierce map FILE writes one to begin with", 1+bytes.Count(b[:at], []byte{'\n'}), err)
	}
	return fmt.Errorf("is no map: %w; pierce map FILE writes one to begin with", err)
}

// Comma is the delimiter as CSVOptions has it.
func (m *Map) Comma() byte {
	switch {
	case m.Delimiter == "tab":
		return '\t'
	case m.Delimiter != "":
		return m.Delimiter[0]
	}
	return 0
}

// Headings are the columns that the map names, sorted, the key's and the
// kind's among them.
func (m *Map) Headings() []string {
	var out []string
	for h := range m.Columns {
		out = append(out, h)
	}
	if m.Key != "" {
		out = append(out, m.Key)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// IsNull reports whether a cell, without spaces around it, means nothing.
func (m *Map) IsNull(cell string) bool {
	return cell == "" || slices.Contains(m.Null(), cell)
}

// Null are the cells that mean nothing, beside the empty one. The caller must
// not change them.
func (m *Map) Null() []string {
	if m.Nulls != nil {
		return m.Nulls
	}
	return defaultNulls
}

// Values are the values in a cell: none for a null, and several where the map
// has a separator.
func (m *Map) Values(cell string) []string {
	if m.IsNull(cell) {
		return nil
	}
	if m.Separator == "" {
		return []string{cell}
	}
	var out []string
	for _, v := range strings.Split(cell, m.Separator) {
		if v = strings.TrimSpace(v); !m.IsNull(v) {
			out = append(out, v)
		}
	}
	return out
}
