// Package ukcompanies reads BasicCompanyData, the table of all companies on
// the register that Companies House publishes every month: 55 columns, whose
// headings have blanks before them, and dates with the day first. Format:
// Companies House, "Free company data product".
package ukcompanies

import (
	"strconv"

	"github.com/pierce-er/pierce/ingest"
)

// Name is the format's name.
const Name = "uk-companies"

// Row is a row as published.
type Row struct {
	CompanyName, CompanyNumber, CareOf, POBox, AddressLine1, AddressLine2, PostTown, County, Country, PostCode string

	Category, Status, Origin, Dissolution, Incorporation, Accounts string

	SIC      []string
	Previous []Previous // the newest first
}

// Previous is a former name and the day on which it was given up.
type Previous struct{ Until, Name string }

// Source reads the table.
type Source struct{}

// New is the source.
func New() ingest.Source { return Source{} }

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name:      Name,
		Title:     "UK companies, BasicCompanyData CSV",
		Publisher: "Companies House",
		Files:     "BasicCompanyData*.csv",
		Example:   `"SAMPLE TRADING LIMITED","01234567","","","12 SAMPLE ROAD","","LONDON","","ENGLAND","N1 1AA","Private Limited Company","Active","United Kingdom","","06/04/2016",…`,
	}
}

// columns are the places of Row's fields.
type columns struct {
	single   []int
	sic      []int
	previous [][2]int
}

// headings of the single fields, in the order of fields.
var headings = []string{"CompanyName", "CompanyNumber", "RegAddress.CareOf", "RegAddress.POBox", "RegAddress.AddressLine1", "RegAddress.AddressLine2",
	"RegAddress.PostTown", "RegAddress.County", "RegAddress.Country", "RegAddress.PostCode", "CompanyCategory", "CompanyStatus", "CountryOfOrigin",
	"DissolutionDate", "IncorporationDate", "Accounts.AccountCategory"}

// fields are the places in r of the headings' values.
func fields(r *Row) []*string {
	return []*string{&r.CompanyName, &r.CompanyNumber, &r.CareOf, &r.POBox, &r.AddressLine1, &r.AddressLine2,
		&r.PostTown, &r.County, &r.Country, &r.PostCode, &r.Category, &r.Status, &r.Origin,
		&r.Dissolution, &r.Incorporation, &r.Accounts}
}

func find(c *ingest.CSV) columns {
	var out columns
	for _, h := range headings {
		out.single = append(out.single, c.Column(h))
	}
	for n := 1; n <= 4; n++ {
		out.sic = append(out.sic, c.Column("SICCode.SicText_"+strconv.Itoa(n)))
	}
	for n := 1; n <= 10; n++ {
		prefix := "PreviousName_" + strconv.Itoa(n)
		out.previous = append(out.previous, [2]int{c.Column(prefix + ".CONDATE"), c.Column(prefix + ".CompanyName")})
	}
	return out
}

// Read hands over one record a row, in the order of the files.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	for _, f := range in.Files {
		if err := read(in, f, out); err != nil {
			return err
		}
	}
	return nil
}

func read(in *ingest.Input, f ingest.File, out ingest.Output) error {
	c, err := ingest.OpenCSV(f, ingest.CSVOptions{Comma: ',', Format: Name, Want: []string{"CompanyName", "CompanyNumber", "CompanyStatus"}})
	if err != nil {
		return err
	}
	defer c.Close()
	at := find(c)
	return c.Each(out, func(r *ingest.Row) error {
		row := at.row(r)
		switch {
		case row.CompanyNumber == "":
			return r.Badf("CompanyNumber", "", "want a company number")
		case row.CompanyName == "":
			return r.Badf("CompanyName", "", "want a name")
		}
		rec := r.Record(in.ID(row.CompanyNumber))
		for _, flaw := range Map(row, rec) {
			if err := out.Reject(r.Warn(flaw.Field, flaw.Value, flaw.Err)); err != nil {
				return err
			}
		}
		return out.Record(rec)
	})
}

// row takes the fields.
func (at *columns) row(r *ingest.Row) *Row {
	row := &Row{}
	for i, f := range fields(row) {
		*f = r.Get(at.single[i])
	}
	for _, i := range at.sic {
		if s := r.Get(i); s != "" {
			row.SIC = append(row.SIC, s)
		}
	}
	for _, i := range at.previous {
		if name := r.Get(i[1]); name != "" {
			row.Previous = append(row.Previous, Previous{r.Get(i[0]), name})
		}
	}
	return row
}
