package main

import (
	"strings"

	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/all"
)

// formatsCmd lists the source formats.
type formatsCmd struct {
	Name string `arg:"" optional:"" placeholder:"NAME" help:"Tell all about this one; for csv and shipments also how a map is written."`
}

// Help gives an example under the flags.
func (*formatsCmd) Help() string {
	return `Examples:
  pierce formats
  pierce formats csv
  pierce formats --json`
}

// Run prints every format, or one.
func (c *formatsCmd) Run(e *env) error {
	list := all.Sources()
	if c.Name != "" {
		s, err := all.Find(c.Name)
		if err != nil {
			return &usage{err}
		}
		list = []ingest.Source{s}
	}
	for i, s := range list {
		f := s.Format()
		if e.json {
			if err := e.printJSON(f); err != nil {
				return err
			}
			continue
		}
		if i > 0 {
			e.printf("\n")
		}
		printFormat(e, &f, c.Name != "")
	}
	if c.Name != "" && !e.json {
		e.printf("%s", mapHelp[c.Name])
	}
	return nil
}

// printFormat prints a format; in full, its example is not cut.
func printFormat(e *env, f *ingest.Format, full bool) {
	e.printf("%s  %s", f.Name, f.Title)
	if f.Publisher != "" {
		e.printf(" (%s)", f.Publisher)
	}
	e.printf("\n  files    %s\n", wrap(f.Files, e.columns(), "           "))
	for i, line := range strings.Split(strings.TrimSpace(f.Example), "\n") {
		label := "         "
		if i == 0 {
			label = "  example"
		}
		if full {
			e.printf("%s  %s\n", label, wrap(line, e.columns(), "           "))
		} else {
			e.printf("%s  %s\n", label, cut(line, e.columns()-11))
		}
	}
}

// mapHelp tells how a map is written, for the formats that take one.
var mapHelp = map[string]string{
	"csv": `
A map is a JSON file that says which column means what:

  {"key": "Ref",
   "kind": "company",
   "columns": {"Name": "name", "Old name": "name:former", "Address": "address",
               "Country": "country", "UEN": "identifier:sg-uen:SG",
               "Phones": ["phone", "note"], "Founded": "born"},
   "constants": {"list": "my-watch-list"},
   "separator": ";", "dates": "dmy"}

  key        the column that names a row; without it the number of the line
             does, and a file in another order is another set of records
  kind       company, person, vessel, aircraft, arrangement, state, unknown,
             or the column that says it
  columns    heading → what it means, or a list of that:
             name, name:alias, name:former, name:trading, name:transliterated,
             name:weak, address, address:street, :city, :region, :postcode,
             :country, :care_of, :kind, country, nation, born, died, gender,
             identifier:SCHEME or identifier:SCHEME:CC, legal_form, status,
             phone, email, website, role, note, kind, list, list:from,
             list:until, list:number, list:citation, program, ignore
  constants  the same for every row
  separator  between several values in one cell
  dates      dmy or mdy, where a file has dates such as 02/06/2006
  delimiter, encoding, nulls, no_header   where what is found out is wrong
`,
	"shipments": `
The usual headings are recognised without a map. A map is a JSON file as for
csv; its columns mean id, date, mode, goods, goods:hs, goods:quantity,
goods:unit, goods:value, goods:currency, goods:weight, goods:weight_unit,
goods:origin, goods:class, a role (consignee, notify, end-user …), ROLE:address,
ROLE:country, ROLE:identifier:SCHEME, route:loading, route:unloading,
route:destination, numbers:licence and the like:

  {"columns": {"Waybill": "id", "Ship to": "consignee", "Ship to address":
   "consignee:address", "What": "goods", "HTS": "goods:hs"}}
`,
}
