package ukcompanies

import (
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
	"github.com/pierce-er/pierce/ingest/scheme"
)

// Map adds to rec what a row means: one company.
func Map(r *Row, rec *engine.Record) []ingest.Flaw {
	m := mapper{r: r}
	p := engine.Party{ID: rec.ID.Party(), Kind: engine.Company, Country: m.home(), LegalForm: r.Category, Status: r.Status}
	m.names(&p)
	p.Identifiers = []engine.Identifier{{Scheme: scheme.UKCompany, Value: r.CompanyNumber, Country: "GB"}}
	if a := m.address(); a != (engine.Address{Kind: engine.Registered}) {
		p.Addresses = []engine.Address{a}
	}
	if d := m.date("IncorporationDate", r.Incorporation); d != 0 {
		p.Born = []engine.Date{d}
	}
	p.Died = m.date("DissolutionDate", r.Dissolution)
	for _, s := range r.SIC {
		if s != "None Supplied" {
			p.Roles = append(p.Roles, s)
		}
	}
	if r.Accounts != "" && r.Accounts != "NO ACCOUNTS FILED" {
		p.Notes = append(p.Notes, "accounts: "+r.Accounts)
	}
	if p.Country == "" && r.Origin != "" {
		p.Notes = append(p.Notes, "country of origin: "+r.Origin)
	}
	// A number that begins with BR is an establishment in the United Kingdom
	// of a company abroad: no legal person of its own.
	if strings.HasPrefix(r.CompanyNumber, "BR") {
		p.Notes = append(p.Notes, "category: BRANCH")
	}
	rec.Parties = []engine.Party{p}
	return m.flaws
}

type mapper struct {
	r     *Row
	flaws []ingest.Flaw
}

// home is where the company is at home: the register's own country, unless the
// country of origin is another.
func (m *mapper) home() string {
	if m.r.Origin == "" {
		return "GB"
	}
	return place(m.r.Origin)
}

// names adds the name and the former ones, each until the day of the change
// and from the change before it.
func (m *mapper) names(p *engine.Party) {
	p.Names = []engine.Name{{Text: m.r.CompanyName}}
	for i, prev := range m.r.Previous {
		n := engine.Name{Text: prev.Name, Kind: engine.Former, Until: m.date("PreviousName.CONDATE", prev.Until)}
		if i == 0 {
			p.Names[0].From = n.Until
		} else if last := &p.Names[len(p.Names)-1]; last.Until == 0 || n.Until <= last.Until {
			last.From = n.Until
		}
		p.Names = append(p.Names, n)
	}
}

// address is the registered office.
func (m *mapper) address() engine.Address {
	r := m.r
	a := engine.Address{Kind: engine.Registered, CareOf: r.CareOf, City: r.PostTown, Region: r.County, Postcode: r.PostCode, Country: r.Country}
	var street []string
	if r.POBox != "" {
		street = append(street, "PO Box "+r.POBox)
	}
	for _, s := range []string{r.AddressLine1, r.AddressLine2} {
		if s != "" {
			street = append(street, s)
		}
	}
	a.Street = strings.Join(street, ", ")
	if c := place(r.Country); c != "" {
		a.Country = c
	}
	return a
}

// place is the country of a name as the register writes it.
func place(s string) string {
	if strings.EqualFold(s, "england & wales") {
		return "GB"
	}
	return norm.Country(s)
}

func (m *mapper) date(field, s string) engine.Date {
	d, err := date.British(s)
	if err != nil {
		m.flaws = append(m.flaws, ingest.Flaw{Field: field, Value: s, Err: err})
	}
	return d
}
