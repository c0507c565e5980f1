// Package icij reads the tables of the Offshore Leaks database: entities,
// officers, intermediaries, others, addresses, and the relationships between
// them. Which of them a file is, its headings tell. Format: International
// Consortium of Investigative Journalists, offshoreleaks-data-packages.
//
// Every node is a record of its own, and every relationship one that speaks of
// two. An address that a relationship gives a party is put into the party; for
// that the addresses and the relationships are read twice, and kept in memory.
// What comes from standard input is one table and stays apart.
package icij

import (
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// Name is the format's name.
const Name = "icij"

// Source reads the tables.
type Source struct{}

// New is the source.
func New() ingest.Source { return Source{} }

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name:      Name,
		Title:     "Offshore Leaks: nodes and relationships, CSV",
		Publisher: "International Consortium of Investigative Journalists",
		Files:     "nodes-*.csv relationships.csv",
		Example:   `10000001,"SAMPLE HOLDINGS LTD","","",BVI,"British Virgin Islands",…`,
	}
}

// places are addresses by their node, and the address nodes of parties.
type places struct {
	text map[string]engine.Address
	of   map[string][]string
}

// Read hands over one record a row, in the order of the files.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	p := &places{text: map[string]engine.Address{}, of: map[string][]string{}}
	if err := ingest.ReadAhead(in, p.collect); err != nil {
		return err
	}
	for _, f := range in.Files {
		if err := read(in, f, p, out); err != nil {
			return err
		}
	}
	return nil
}

// table is an open file.
type table struct {
	csv *ingest.CSV
	row *ingest.Row
}

// get is a row's value in the first of the columns that is there.
func (t *table) get(names ...string) string { return t.row.Get(t.csv.Column(names...)) }

// has reports whether the file has a column.
func (t *table) has(name string) bool { return t.csv.Column(name) >= 0 }

func open(f ingest.File) (*table, error) {
	c, err := ingest.OpenCSV(f, ingest.CSVOptions{Comma: ',', Format: Name})
	if err != nil {
		return nil, err
	}
	t := &table{csv: c}
	if !t.has("node_id") && !t.has("rel_type") {
		c.Close()
		return nil, ingest.WrongFormat(f.Name, Name, []byte(strings.Join(c.Header, ",")), `has neither a column "node_id" nor "rel_type"`)
	}
	return t, nil
}

// collect reads a file for addresses, and for who stands at them.
func (p *places) collect(f ingest.File) error {
	t, err := open(f)
	if err != nil {
		return err
	}
	defer t.csv.Close()
	links := t.has("rel_type")
	if !links && !isAddresses(t) {
		return nil
	}
	return t.csv.Each(ingest.Nowhere{}, func(r *ingest.Row) error {
		t.row = r
		switch {
		case !links:
			p.text[t.get("node_id")] = address(t)
		case t.get("rel_type") == "registered_address":
			from := t.get("node_id_start", "START_ID")
			if len(p.of[from]) < maxAddresses {
				p.of[from] = append(p.of[from], t.get("node_id_end", "END_ID"))
			}
		}
		return nil
	})
}

// maxAddresses bounds the addresses that one party takes: agents have thousands.
const maxAddresses = 50

// isAddresses tells the table of addresses: it has addresses, and neither
// companies' nor people's columns.
func isAddresses(t *table) bool {
	return t.has("address") && !t.has("jurisdiction") && !t.has("internal_id") && !t.has("incorporation_date")
}

func read(in *ingest.Input, f ingest.File, p *places, out ingest.Output) error {
	t, err := open(f)
	if err != nil {
		return err
	}
	defer t.csv.Close()
	use := relationship
	switch {
	case t.has("rel_type"):
	case isAddresses(t):
		use = place
	case t.has("jurisdiction") || t.has("incorporation_date"):
		use = company
	default:
		use = officer
	}
	return t.csv.Each(out, func(r *ingest.Row) error {
		t.row = r
		m := &mapper{in: in, t: t, places: p}
		rec, err := use(m)
		if err != nil {
			return err
		}
		if err := ingest.RejectAll(out, m.warnings); err != nil {
			return err
		}
		return out.Record(rec)
	})
}
