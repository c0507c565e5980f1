// Package eu reads the consolidated list of persons, groups and entities under
// financial sanctions of the European Union, in its CSV form 1.1: semicolons
// between the fields, and a row for each name, address, birth, paper and
// citizenship of an entry. Format: European Commission, Financial Sanctions
// Files, "Consolidated financial sanctions file 1.1", CSV.
package eu

import (
	"errors"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
	"github.com/pierce-er/pierce/ingest/watchlist/entry"
)

// Name is the format's name.
const Name = "eu-fsf"

// logicalID is the heading of an entry's id.
const logicalID = "Entity_LogicalId"

// Source reads the list.
type Source struct{}

// New is the source.
func New() ingest.Source { return Source{} }

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name:      Name,
		Title:     "EU consolidated financial sanctions list, CSV 1.1",
		Publisher: "European Commission, Financial Sanctions Files",
		Files:     "*FSF*.csv *FULL*.csv eu*.csv",
		Example:   `2026-09-29;900001;EU.0.00;;2026-09-15;;;enterprise;E;regulation;council;2026-09-15;…;Sample Trading LLC;…`,
	}
}

// Read hands over one record an entry, in the order of the file. All rows are
// held, some 40 MB. The day on which the file was generated counts as its
// retrieval, where the caller states none.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	var all entry.Entries
	var broken error
	for _, f := range in.Files {
		if err := read(f, out, &all); errors.Is(err, ingest.ErrTruncated) {
			broken = err
		} else if err != nil {
			return err
		}
	}
	for _, e := range all.List {
		if d, err := day(e.Get("fileGenerationDate")); err == nil && d != 0 {
			in.SetRetrieved(d.Time())
			break
		}
	}
	for _, e := range all.List {
		if err := hand(in, out, e); err != nil {
			return err
		}
	}
	if len(all.List) == 0 && broken == nil {
		return &engine.Error{Op: "eu.Read", Code: engine.Invalid, Err: errors.New("the list holds no entry")}
	}
	return broken
}

// hand maps an entry and files what it could not use of it.
func hand(in *ingest.Input, out ingest.Output, e *entry.Entry) error {
	if len(namesOf(e)) == 0 {
		return e.Reject(out, "NameAlias_WholeName", "", errors.New("want a name"), false)
	}
	rec, flaws := Map(in.Dataset, e)
	for _, f := range flaws {
		if err := e.Reject(out, f.Field, f.Value, f.Err, true); err != nil {
			return err
		}
	}
	return out.Record(rec)
}

// read takes one file's rows in.
func read(f ingest.File, out ingest.Output, all *entry.Entries) error {
	c, err := ingest.OpenCSV(f, ingest.CSVOptions{Comma: ';', Format: Name, Want: []string{logicalID, "NameAlias_WholeName", "Entity_SubjectType"}})
	if err != nil {
		return err
	}
	defer c.Close()
	return all.Read(c, out, logicalID)
}

// day reads a day as the list writes it, the year or the day first.
func day(s string) (engine.Date, error) {
	if strings.Contains(s, "/") {
		return date.British(s)
	}
	return engine.ParseDate(s)
}
