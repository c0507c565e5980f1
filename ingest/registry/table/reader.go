// Package table reads any table of parties, CSV or JSON, of which a map says
// what the columns mean. The targets of the map are
//
//	name, name:alias, name:weak, name:former, name:trading, name:transliterated
//	address (the whole of it), address:street, address:city, address:region, address:postcode, address:country, address:care_of, address:kind
//	country, nation, born, died, gender, legal_form, status, kind
//	identifier:SCHEME, identifier:SCHEME:COUNTRY
//	phone, email, website, role, note
//	list, program, list:from, list:until, list:number, list:citation
//	ignore
//
// The same target may be that of several columns: two that are address are two
// addresses, all address:… together are one. Constants fill a target for all
// rows whose columns leave it empty.
//
// The source key of a row is the cell of the map's key column; without one, or
// where the cell is empty, it is the number of the row's line, behind the
// file's name if there are several files. Where two rows have one key and
// different content, the first stands and the other is filed: three prefixes
// of the IEEE's list of manufacturers are such.
package table

import (
	"strconv"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
)

// Source reads tables of parties. The zero Source wants a map.
type Source struct {
	// Recognise makes do without a map: what the columns mean is then told
	// from the headings that lists of counterparties usually have, file by
	// file, as each is read, so that a pipe is read like a file. A table with
	// none that means a name is Invalid.
	Recognise bool
}

// Format tells what the source reads.
func (s Source) Format() ingest.Format {
	return ingest.Format{
		Name: "csv", Title: "Any table of parties, CSV or JSON, with a map of its columns", Publisher: "any",
		Files: "*.csv *.tsv *.txt *.json *.jsonl *.xlsx *.xlsm", NeedsMap: !s.Recognise,
		Example: "Registry,Assignment,Organization Name,Organization Address",
	}
}

// Read maps every row.
func (s Source) Read(in *ingest.Input, out ingest.Output) error {
	var p *plan
	if in.Map != nil || !s.Recognise {
		var err error
		if p, err = compile(in.Map); err != nil {
			return err
		}
	}
	for _, f := range in.Files {
		if err := read(in, p, f, out); err != nil {
			return err
		}
	}
	return nil
}

// read reads one file; without a plan, by its headings.
func read(in *ingest.Input, p *plan, f ingest.File, out ingest.Output) error {
	t, err := ingest.OpenTable(f, in.Map, "csv")
	if err != nil {
		return err
	}
	defer t.Close()
	if p == nil {
		if p, err = recognise(f.Name, t.Headings); err != nil {
			return err
		}
	}
	if err := t.Want(p.headings); err != nil {
		return err
	}
	m := mapper{in: in, plan: p, order: date.Order(p.rows.Dates)}
	if m.order == date.NoOrder {
		m.order = date.OrderIn(string(t.Head))
	}
	return t.Each(out, func(row *ingest.Row, n int64) error {
		m.row, m.warnings = row, m.warnings[:0]
		rec, err := m.record(key(in, p, row, n))
		if err != nil {
			return err
		}
		if err := out.Record(rec); err != nil {
			return err
		}
		if err := ingest.RejectAll(out, m.warnings); err != nil {
			return err
		}
		return nil
	})
}

// key is the record's id. Objects of a JSON table may share a line, so that
// they are counted instead.
func key(in *ingest.Input, p *plan, row *ingest.Row, n int64) engine.RecordID {
	if k := row.Get(p.key); !p.rows.IsNull(k) {
		return in.ID(k)
	}
	if row.Value == nil {
		n = row.Line
	}
	k := strconv.FormatInt(n, 10)
	if len(in.Files) > 1 {
		k = row.File + ":" + k
	}
	if p.key >= 0 {
		k = "line " + k
	}
	return in.ID(k)
}
