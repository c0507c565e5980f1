// Package gleif reads what the Global Legal Entity Identifier Foundation
// publishes as comma-separated files: legal entities (LEI-CDF 3.1), who
// consolidates whom (RR-CDF 2.1) and why a parent is not reported (Reporting
// Exceptions 2.1). Which of the three a file is, its headings tell. Columns
// that a file lacks are taken as empty, so that cut-down copies can be read.
package gleif

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// Name is the format's name.
const Name = "gleif"

// Source reads the three files of the LEI system.
type Source struct{}

// New is the source.
func New() ingest.Source { return Source{} }

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name:      Name,
		Title:     "GLEIF golden copy CSV: LEI records, relationships and reporting exceptions",
		Publisher: "Global Legal Entity Identifier Foundation",
		Files:     "*lei*.csv *rr*.csv *repex*.csv",
		Example:   `"5299000000000000X012","SAMPLE HOLDING LIMITED","en",…`,
	}
}

// Read hands over one record a row, in the order of the files. Its cost is
// that of one row, whatever the size of the file.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	for _, f := range in.Files {
		if err := read(in, f, out); err != nil {
			return err
		}
	}
	return nil
}

// table is a file with the places of its columns, and how its rows are mapped.
type table struct {
	in    *ingest.Input
	out   ingest.Output
	csv   *ingest.CSV
	row   *ingest.Row
	place map[string]int
}

func read(in *ingest.Input, f ingest.File, out ingest.Output) error {
	c, err := ingest.OpenCSV(f, ingest.CSVOptions{Comma: ',', Format: Name})
	if err != nil {
		return err
	}
	defer c.Close()
	t := &table{in: in, out: out, csv: c, place: map[string]int{}}
	for i, h := range c.Header {
		if _, ok := t.place[h]; !ok {
			t.place[h] = i
		}
	}
	use := t.use()
	if use == nil {
		return ingest.WrongFormat(f.Name, Name, []byte(strings.Join(c.Header, ",")),
			"has neither the columns of LEI records (LEI, Entity.LegalName), nor of relationships (Relationship.StartNode.NodeID), nor of exceptions (LEI, Exception.Category)")
	}
	return c.Each(out, func(r *ingest.Row) error {
		t.row = r
		return use()
	})
}

// use tells by the headings which file this is.
func (t *table) use() func() error {
	has := func(h string) bool { _, ok := t.place[h]; return ok }
	switch {
	case has("Relationship.StartNode.NodeID") && has("Relationship.EndNode.NodeID") && has("Relationship.RelationshipType"):
		return newRelationships(t).use
	case has("LEI") && has("Exception.Category") || has("LEI") && has("ExceptionCategory"):
		return newExceptions(t).use
	case has("LEI") && has("Entity.LegalName"):
		return newEntities(t).use
	}
	return nil
}

// column is the place of the first heading that the file has; -1 if none.
func (t *table) column(names ...string) int {
	for _, n := range names {
		if i, ok := t.place[n]; ok {
			return i
		}
	}
	return -1
}

// get is the field at a place, "" where the file has none.
func (t *table) get(place int) string { return t.row.Get(place) }

// numbered are the places of "prefix.1suffix", "prefix.2suffix" and so on, as
// far as the file has them without a gap.
func (t *table) numbered(prefix string, suffixes ...string) [][]int {
	var out [][]int
	for n := 1; ; n++ {
		var places []int
		found := false
		for _, s := range suffixes {
			p := t.column(prefix + "." + strconv.Itoa(n) + s)
			found = found || p >= 0
			places = append(places, p)
		}
		if !found {
			return out
		}
		out = append(out, places)
	}
}

// date reads a date of the file, of which the time of day is dropped. One that
// does not exist is filed, and left out.
func (t *table) date(field, value string) (engine.Date, error) {
	d, err := engine.ParseDate(value)
	if err != nil {
		return 0, t.out.Reject(t.row.Warn(field, value, err))
	}
	return d, nil
}

// lei checks the shape of an LEI: twenty capital letters and digits. The
// check digits are package norm's affair.
func (t *table) lei(field, value string) error {
	ok := len(value) == 20
	for _, c := range value {
		ok = ok && (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z')
	}
	if !ok {
		return t.row.Bad(field, value, fmt.Errorf("want twenty capital letters and digits"))
	}
	return nil
}
