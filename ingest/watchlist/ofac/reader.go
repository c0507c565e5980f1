// Package ofac reads the lists of the Office of Foreign Assets Control as it
// publishes them in comma-separated files without a header: the Specially
// Designated Nationals list (sdn.csv, add.csv, alt.csv, sdn_comments.csv) and
// the consolidated non-SDN list (cons_prim.csv, cons_add.csv, cons_alt.csv,
// cons_comments.csv). A file's part is told by its number of columns, 12, 6, 5
// or 2, so names do not matter, except that a main file whose name begins with
// "cons" is the consolidated list's. The main file alone is enough: addresses,
// aliases and overlong remarks are then missing.
//
// A null is "-0-", several programmes are written "A] [B", the last line is a
// lone 0x1A. Format: OFAC, "Specially Designated Nationals List - Data Formats
// & Data Schemas", dat_spec.
package ofac

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/watchlist/remark"
)

// Name is the format's name.
const Name = "ofac"

// Row is a row of sdn.csv or cons_prim.csv, nulls as "".
type Row struct {
	Num, Name, Type, Programs, Title, CallSign, VesselType, Tonnage, GRT, Flag, Owner, Remarks string

	Consolidated bool // stands in the consolidated list's file
	File         string
	Line         int64
}

// AddressRow is a row of add.csv or cons_add.csv. City holds the city with the
// state, province and postal code.
type AddressRow struct{ Street, City, Country, Remarks string }

// AliasRow is a row of alt.csv or cons_alt.csv. Type is aka, fka or nka.
type AliasRow struct{ Type, Name, Remarks string }

// Entry is all that the files say under one ent_num.
type Entry struct {
	Main      Row
	More      []Row // the same ent_num in the other list's file
	Addresses []AddressRow
	Aliases   []AliasRow
	Raw       [][]byte // main rows, addresses, aliases, comments; each group in the order of its file
}

// Rows are the entry's main rows, the first one first.
func (e *Entry) Rows() []Row { return append([]Row{e.Main}, e.More...) }

// Source reads OFAC's lists.
type Source struct{}

// New is the source.
func New() ingest.Source { return Source{} }

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name:      Name,
		Title:     "OFAC SDN and consolidated lists, legacy CSV (sdn with add, alt and comments, or sdn alone)",
		Publisher: "US Department of the Treasury, Office of Foreign Assets Control",
		Files:     "sdn*.csv add*.csv alt*.csv cons_*.csv",
		Example:   `4810,"SAMPLE TRADING CO.",-0- ,"SDGT] [IFSR",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Tax ID No. 123 (Iran); Linked To: SAMPLE HOLDING."`,
	}
}

// The number of columns of each file.
const (
	mainColumns    = 12
	addressColumns = 6
	aliasColumns   = 5
	commentColumns = 2
)

// list is what was read so far. The whole list has some 10 MB, and a link may
// name an entry further down, so all is read before anything is handed on.
type list struct {
	order   []*Entry
	entries map[string]*Entry
	loose   []looseRow      // rows that hang on an ent_num, in the order of the files
	mains   map[bool]string // the main file of each list, the consolidated one under true
}

// looseRow is a row of a file other than the main one.
type looseRow struct {
	num string
	row ingest.Row
}

// Read hands over one record for each ent_num, in the order of the main files.
// Of a file that is cut off, what could be read is handed over before the
// error.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	l := &list{entries: map[string]*Entry{}, mains: map[bool]string{}}
	var broken error
	for _, f := range in.Files {
		if err := l.read(f, out); errors.Is(err, ingest.ErrTruncated) {
			broken = err
		} else if err != nil {
			return err
		}
	}
	if len(l.order) == 0 && broken == nil {
		return &engine.Error{Op: "ofac.Read", Code: engine.Invalid, Err: errors.New("no file has the 12 columns of sdn.csv, or none of its rows could be used")}
	}
	if err := l.attach(out); err != nil {
		return err
	}
	names := l.names()
	for _, e := range l.order {
		if err := out.Record(Map(in.Dataset, e, names)); err != nil {
			return err
		}
	}
	return broken
}

// read takes one file in.
func (l *list) read(f ingest.File, out ingest.Output) error {
	c, err := ingest.OpenCSV(f, ingest.CSVOptions{Comma: ',', NoHeader: true, Format: Name})
	if err != nil {
		return err
	}
	defer c.Close()
	base := strings.ToLower(path.Base(f.Name[strings.LastIndexByte(f.Name, '!')+1:]))
	consolidated := strings.HasPrefix(base, "cons")
	columns := 0
	return c.Each(out, func(r *ingest.Row) error {
		if columns == 0 {
			if columns = len(r.Fields); !known(columns) {
				return ingest.WrongFormat(f.Name, Name, []byte(r.Text), fmt.Sprintf("has %d columns, want 12 (sdn), 6 (add), 5 (alt) or 2 (comments)", columns))
			}
		}
		if columns == mainColumns {
			if err := l.oneMain(f.Name, consolidated); err != nil {
				return err
			}
		}
		num := field(r, 0)
		if !number(num) {
			return r.Badf("ent_num", num, "want a number")
		}
		if columns != mainColumns {
			l.loose = append(l.loose, looseRow{num, ingest.Row{File: r.File, Line: r.Line, Text: r.Text, Fields: append([]string(nil), r.Fields...)}})
			return nil
		}
		return l.main(r, consolidated)
	})
}

// oneMain refuses a second main file of the same list: it is another day's, and
// the two read as one would be a list that was never published.
func (l *list) oneMain(file string, consolidated bool) error {
	have, ok := l.mains[consolidated]
	if !ok {
		l.mains[consolidated] = file
		return nil
	}
	if have == file {
		return nil
	}
	kind := "sdn.csv"
	if consolidated {
		kind = "cons_prim.csv"
	}
	return &engine.Error{Op: "ofac.Read", Code: engine.Invalid, ID: file,
		Err: fmt.Errorf("got two %s: %s and %s", kind, have, file), Hint: "load each snapshot by itself with its own --retrieved"}
}

func known(columns int) bool {
	return columns == mainColumns || columns == addressColumns || columns == aliasColumns || columns == commentColumns
}

// main takes a row of a main file in.
func (l *list) main(r *ingest.Row, consolidated bool) error {
	m := Row{
		Num: field(r, 0), Name: field(r, 1), Type: field(r, 2), Programs: field(r, 3), Title: field(r, 4), CallSign: field(r, 5),
		VesselType: field(r, 6), Tonnage: field(r, 7), GRT: field(r, 8), Flag: field(r, 9), Owner: field(r, 10),
		Consolidated: consolidated, File: r.File, Line: r.Line,
	}
	// Remarks are cut at a thousand characters, even inside a word or before a
	// blank, and go on in the comments: so they are not trimmed here.
	if m.Remarks = r.Fields[11]; strings.TrimSpace(m.Remarks) == null {
		m.Remarks = ""
	}
	if m.Name == "" {
		return r.Badf("SDN_Name", r.Fields[1], "want a name")
	}
	e := l.entries[m.Num]
	if e == nil {
		e = &Entry{Main: m, Raw: [][]byte{r.Raw()}}
		l.entries[m.Num] = e
		l.order = append(l.order, e)
		return nil
	}
	for _, have := range e.Rows() {
		if have.File == m.File {
			return r.Badf("ent_num", m.Num, "stands in line %d already", have.Line)
		}
	}
	e.More = append(e.More, m)
	e.Raw = append(e.Raw, r.Raw())
	return nil
}

// attach hangs addresses, aliases and comments on their entries, and rejects
// those whose ent_num no main file has.
func (l *list) attach(out ingest.Output) error {
	for _, columns := range []int{addressColumns, aliasColumns, commentColumns} {
		for i := range l.loose {
			x := &l.loose[i]
			r := &x.row
			if len(r.Fields) != columns {
				continue
			}
			e := l.entries[x.num]
			if e == nil {
				if err := out.Reject(*r.Badf("ent_num", x.num, "no main row has it")); err != nil {
					return err
				}
				continue
			}
			e.attach(r)
		}
	}
	l.loose = nil
	return nil
}

// attach takes a row of another file in.
func (e *Entry) attach(r *ingest.Row) {
	e.Raw = append(e.Raw, r.Raw())
	switch len(r.Fields) {
	case addressColumns:
		e.Addresses = append(e.Addresses, AddressRow{field(r, 2), field(r, 3), field(r, 4), field(r, 5)})
	case aliasColumns:
		e.Aliases = append(e.Aliases, AliasRow{field(r, 2), field(r, 3), field(r, 4)})
	case commentColumns:
		// Mirrors pair a new list with old comments: remarks that end with a
		// full stop before the thousandth character are whole.
		if m := &e.Main; len(m.Remarks) >= maxRemarks || !strings.HasSuffix(m.Remarks, ".") {
			m.Remarks += r.Fields[1]
		}
	}
}

// maxRemarks is the length at which the main file cuts remarks off.
const maxRemarks = 1000

// names are those of the whole list.
func (l *list) names() *remark.Names {
	n := &remark.Names{}
	for _, e := range l.order {
		n.Add(e.Main.Num, e.Main.Name, false)
		for _, a := range e.Aliases {
			n.Add(e.Main.Num, a.Name, true)
		}
	}
	return n
}

// null is how the files write that there is nothing.
const null = "-0-"

// field is the i-th field, "" for a null.
func field(r *ingest.Row, i int) string {
	if s := r.Get(i); s != null {
		return s
	}
	return ""
}

// number reports whether s is an ent_num.
func number(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != "" && len(s) <= 12
}
