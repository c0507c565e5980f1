// Package csl reads the Consolidated Screening List that the US International
// Trade Administration publishes as one comma-separated file of the lists of
// the Treasury, of the Bureau of Industry and Security and of the State
// Department. It has 29 columns, or 28 without "_id" in older files; several
// values in one field are parted by "; ". Format: trade.gov, Consolidated
// Screening List; importer InternationalTradeAdministration/csl-importers.
package csl

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/watchlist/remark"
)

// Name is the format's name.
const Name = "csl"

// Row is a row as published.
type Row struct {
	ID, Source, EntityNumber, Type, Programs, Name, Title, Addresses, Citation, Start, End, StandardOrder, LicenseRequirement, LicensePolicy,
	CallSign, VesselType, Tonnage, GRT, Flag, Owner, Remarks, AltNames, Citizenships, Born, Nationalities, BirthPlaces, IDs string

	File string
	Line int64
	Raw  []byte
}

// columns are the headings of Row's fields.
var columns = []struct {
	heading string
	field   func(*Row) *string
}{
	{"_id", func(r *Row) *string { return &r.ID }},
	{"source", func(r *Row) *string { return &r.Source }},
	{"entity_number", func(r *Row) *string { return &r.EntityNumber }},
	{"type", func(r *Row) *string { return &r.Type }},
	{"programs", func(r *Row) *string { return &r.Programs }},
	{"name", func(r *Row) *string { return &r.Name }},
	{"title", func(r *Row) *string { return &r.Title }},
	{"addresses", func(r *Row) *string { return &r.Addresses }},
	{"federal_register_notice", func(r *Row) *string { return &r.Citation }},
	{"start_date", func(r *Row) *string { return &r.Start }},
	{"end_date", func(r *Row) *string { return &r.End }},
	{"standard_order", func(r *Row) *string { return &r.StandardOrder }},
	{"license_requirement", func(r *Row) *string { return &r.LicenseRequirement }},
	{"license_policy", func(r *Row) *string { return &r.LicensePolicy }},
	{"call_sign", func(r *Row) *string { return &r.CallSign }},
	{"vessel_type", func(r *Row) *string { return &r.VesselType }},
	{"gross_tonnage", func(r *Row) *string { return &r.Tonnage }},
	{"gross_registered_tonnage", func(r *Row) *string { return &r.GRT }},
	{"vessel_flag", func(r *Row) *string { return &r.Flag }},
	{"vessel_owner", func(r *Row) *string { return &r.Owner }},
	{"remarks", func(r *Row) *string { return &r.Remarks }},
	{"alt_names", func(r *Row) *string { return &r.AltNames }},
	{"citizenships", func(r *Row) *string { return &r.Citizenships }},
	{"dates_of_birth", func(r *Row) *string { return &r.Born }},
	{"nationalities", func(r *Row) *string { return &r.Nationalities }},
	{"places_of_birth", func(r *Row) *string { return &r.BirthPlaces }},
	{"ids", func(r *Row) *string { return &r.IDs }},
}

// Key is the row's source key: the list with the "_id", which repeats across
// lists; in files without one, the list with the entity number, or else with a
// hash of what the row says.
func (r *Row) Key() string {
	id := r.ID
	if id == "" {
		id = r.EntityNumber
	}
	if id == "" {
		sum := sha256.Sum256([]byte(strings.Join([]string{r.Source, r.Programs, r.Name, r.Addresses, r.Citation, r.Start}, "\x1f")))
		id = hex.EncodeToString(sum[:10])
	}
	return string(List(r.Source)) + ":" + id
}

// Source reads the Consolidated Screening List.
type Source struct{}

// New is the source.
func New() ingest.Source { return Source{} }

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name:      Name,
		Title:     "US Consolidated Screening List, CSV (thirteen lists in one file)",
		Publisher: "US Department of Commerce, International Trade Administration",
		Files:     "consolidated*.csv csl*.csv",
		Example:   `"31","Entity List (EL) - Bureau of Industry and Security","","","","Sample Trading Co.","","12 Sample Road, Hong Kong, CN","87 FR 20299","2022-04-07",…`,
	}
}

// Read hands over one record a row, in the order of the file. All rows are
// held, some 20 MB, since a link may name a party further down.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	var rows []*Row
	var broken error
	for _, f := range in.Files {
		if err := read(f, out, &rows); errors.Is(err, ingest.ErrTruncated) {
			broken = err
		} else if err != nil {
			return err
		}
	}
	names := map[engine.ListID]*remark.Names{}
	for _, r := range rows {
		n := names[List(r.Source)]
		if n == nil {
			n = &remark.Names{}
			names[List(r.Source)] = n
		}
		n.Add(r.Key(), r.Name, false)
		for _, a := range split(r.AltNames) {
			n.Add(r.Key(), a, true)
		}
	}
	for _, r := range rows {
		if err := hand(in, out, r, names[List(r.Source)]); err != nil {
			return err
		}
	}
	return broken
}

// hand maps a row and files what it could not use of it.
func hand(in *ingest.Input, out ingest.Output, r *Row, names *remark.Names) error {
	rec, flaws := Map(in.Dataset, r, names)
	for _, f := range flaws {
		e := ingest.RowError{File: r.File, Line: r.Line, Field: f.Field, Value: f.Value, Raw: r.Raw, Err: f.Err, Kept: true}
		if err := out.Reject(e); err != nil {
			return err
		}
	}
	return out.Record(rec)
}

// read takes one file's rows in.
func read(f ingest.File, out ingest.Output, rows *[]*Row) error {
	c, err := ingest.OpenCSV(f, ingest.CSVOptions{Comma: ',', Format: Name, Want: []string{"source", "name", "addresses", "source_list_url", "ids"}})
	if err != nil {
		return err
	}
	defer c.Close()
	places := make([]int, len(columns))
	for i, col := range columns {
		places[i] = c.Column(col.heading)
	}
	return c.Each(out, func(r *ingest.Row) error {
		row := &Row{File: r.File, Line: r.Line, Raw: r.Raw()}
		for i, col := range columns {
			*col.field(row) = r.Get(places[i])
		}
		switch {
		case row.Source == "":
			return r.Badf("source", "", "want the name of a list")
		case row.Name == "":
			return r.Badf("name", "", "want a name")
		case places[0] >= 0 && row.ID == "" && row.EntityNumber == "":
			return r.Badf("_id", "", "want an id")
		}
		*rows = append(*rows, row)
		return nil
	})
}
