package ftm

import (
	"errors"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/scheme"
)

// mapper says what one line means.
type mapper struct {
	in       *ingest.Input
	row      *ingest.Row
	props    *ingest.Value
	extra    *attachments
	schema   string
	warnings []ingest.RowError
}

func (m *mapper) warn(field, value string, err error) {
	m.warnings = append(m.warnings, m.row.Warn(field, value, err))
}

// partySchemas are the schemas that give a party, and its kind. A LegalEntity
// is a person or a company; the model leaves it open.
var partySchemas = map[string]engine.Kind{
	"Person": engine.Person, "Company": engine.Company, "Organization": engine.Company, "LegalEntity": engine.Unknown,
	"PublicBody": engine.State, "Vessel": engine.Vessel, "Airplane": engine.Aircraft,
}

// record fills rec by the line's schema.
func (m *mapper) record(rec *engine.Record) error {
	if kind, ok := partySchemas[m.schema]; ok {
		return m.thing(rec, kind)
	}
	if l, ok := linkSchemas[m.schema]; ok {
		return m.link(rec, l)
	}
	switch m.schema {
	case "Sanction":
		return m.sanction(rec)
	case "Address", "Identification", "Passport":
	default:
		m.in.Unknown("schema: " + m.schema)
	}
	return nil
}

// thing maps a party.
func (m *mapper) thing(rec *engine.Record, kind engine.Kind) error {
	p := engine.Party{ID: rec.ID.Party(), Kind: kind, Gender: m.one("gender")}
	m.names(&p)
	if len(p.Names) == 0 {
		return m.row.Badf("properties.name", "", "want a name")
	}
	m.countries(&p)
	m.contacts(&p)
	for _, pair := range identifiers {
		for _, v := range m.all(pair.property) {
			m.identify(&p, pair.scheme, v)
		}
	}
	p.Identifiers = appendIDs(p.Identifiers, m.extra.ids[rec.ID.Key()])
	for _, k := range []string{"birthDate", "incorporationDate", "buildDate"} {
		for _, s := range m.all(k) {
			if d := m.date(k, s); d != 0 {
				p.Born = append(p.Born, d)
			}
		}
	}
	for _, k := range []string{"deathDate", "dissolutionDate"} {
		if s := m.one(k); s != "" {
			p.Died = m.date(k, s)
		}
	}
	p.LegalForm, p.Status = m.one("legalForm"), m.one("status")
	for _, k := range []string{"position", "sector", "classification", "type"} {
		p.Roles = append(p.Roles, m.all(k)...)
	}
	for _, t := range m.all("topics") {
		p.Notes = append(p.Notes, "topic: "+t)
	}
	for _, k := range []string{"notes", "summary", "program"} {
		p.Notes = append(p.Notes, m.all(k)...)
	}
	rec.Parties = []engine.Party{p}
	for _, parent := range m.all("parent") {
		rec.Interests = append(rec.Interests, engine.Interest{Owner: m.in.ID(parent).Party(), Owned: p.ID, Kind: engine.Shares, Role: "parent"})
	}
	return nil
}

// names adds names of every sort, and a person's out of its parts where it has
// no whole one.
func (m *mapper) names(p *engine.Party) {
	add := func(text string, kind engine.NameKind) {
		for _, have := range p.Names {
			if have.Text == text {
				return
			}
		}
		if text != "" {
			p.Names = append(p.Names, engine.Name{Text: text, Kind: kind})
		}
	}
	for i, s := range m.all("name") {
		kind := engine.Alias
		if i == 0 {
			kind = engine.Primary
		}
		add(s, kind)
	}
	if len(p.Names) == 0 {
		var parts []string
		for _, k := range []string{"firstName", "secondName", "middleName", "fatherName", "lastName"} {
			if s := m.one(k); s != "" {
				parts = append(parts, s)
			}
		}
		add(strings.Join(parts, " "), engine.Primary)
	}
	if len(p.Names) == 0 {
		add(m.row.Value.Get("caption").Str(), engine.Primary)
	}
	for _, s := range m.all("alias") {
		add(s, engine.Alias)
	}
	for _, s := range m.all("weakAlias") {
		add(s, engine.WeakAlias)
	}
	for _, s := range m.all("previousName") {
		add(s, engine.Former)
	}
}

// countries adds where a party is at home, and a person's nations.
func (m *mapper) countries(p *engine.Party) {
	p.Country = country(m.one("jurisdiction", "flag", "mainCountry", "residency"))
	if p.Country == "" && p.Kind != engine.Person {
		p.Country = country(m.one("country"))
	}
	for _, k := range []string{"nationality", "citizenship"} {
		for _, s := range m.all(k) {
			if c := country(s); c != "" && !contains(p.Nations, c) {
				p.Nations = append(p.Nations, c)
			}
		}
	}
	if p.Kind == engine.Person {
		for _, s := range m.all("country") {
			p.Notes = append(p.Notes, "country: "+s)
		}
	}
}

// country reads a code of FollowTheMoney: ISO alpha-2 in lower case, also with
// a part, as "us-de", and some of its own for what is no country.
func country(s string) string {
	c, _, _ := strings.Cut(s, "-")
	return norm.Country(strings.ToUpper(c))
}

// contacts adds addresses, phones, e-mail and websites.
func (m *mapper) contacts(p *engine.Party) {
	for _, s := range m.all("address") {
		p.Addresses = append(p.Addresses, address{Text: s})
	}
	for _, id := range m.all("addressEntity") {
		a, ok := m.extra.addresses[id]
		if !ok || a == (address{}) {
			continue
		}
		same := false
		for i := range p.Addresses {
			if p.Addresses[i].Text == a.Text && a.Text != "" {
				p.Addresses[i], same = a, true
			}
		}
		if !same {
			p.Addresses = append(p.Addresses, a)
		}
	}
	for _, s := range m.all("birthPlace") {
		p.Addresses = append(p.Addresses, address{Kind: engine.BirthPlace, Text: s})
	}
	p.Phones, p.Emails, p.Websites = m.all("phone"), m.all("email"), m.all("website")
}

// address maps an Address.
func (m *mapper) address() address {
	var street []string
	for _, k := range []string{"postOfficeBox", "street", "street2", "street3"} {
		street = append(street, m.all(k)...)
	}
	return address{Text: m.one("full"), Street: strings.Join(street, ", "), City: m.one("city", "place"), Region: m.one("state", "region"),
		Postcode: m.one("postalCode"), Country: country(m.one("country"))}
}

// identifiers are the properties that hold numbers, and their schemes. A
// registration number's scheme depends on the country.
var identifiers = []struct{ property, scheme string }{
	{"registrationNumber", scheme.Registration}, {"ogrnCode", "ru-ogrn"}, {"innCode", "ru-inn"}, {"kppCode", "ru-kpp"}, {"okpoCode", "ru-okpo"},
	{"leiCode", scheme.LEI}, {"dunsCode", "duns"}, {"uniqueEntityId", "uei"}, {"cageCode", "cage"}, {"cikCode", "us-cik"},
	{"isinCode", "isin"}, {"isin", "isin"}, {"swiftBic", "bic"}, {"vatCode", "vat"}, {"taxNumber", scheme.TaxID}, {"usccCode", "cn-uscc"},
	{"idNumber", scheme.NationalID}, {"passportNumber", scheme.Passport}, {"socialSecurityNumber", "us-ssn"}, {"bikCode", "ru-bik"},
	{"imoNumber", scheme.IMO}, {"mmsi", scheme.MMSI}, {"callSign", "call-sign"}, {"serialNumber", "aircraft-msn"},
	{"ticker", "ticker"}, {"permId", "permid"}, {"bvdId", "bvd"}, {"icijId", "icij"}, {"opencorporatesUrl", "opencorporates"},
	{"wikidataId", "wikidata"}, {"ibcRuc", "ibc-ruc"}, {"npiCode", "npi"}, {"fnsCode", "ru-fns"},
}

// identify adds a number. A company's IMO number is of another series than a
// ship's.
func (m *mapper) identify(p *engine.Party, name, value string) {
	place := ""
	switch name {
	case scheme.Registration:
		place = p.Country
		name = scheme.Company(place, value)
		if m.schema == "Vessel" || m.schema == "Airplane" {
			name = "vessel-registration"
		}
	case scheme.TaxID:
		place = p.Country
		name = scheme.Of("Tax ID", value, place)
	case scheme.NationalID:
		if len(p.Nations) == 1 {
			place = p.Nations[0]
		} else if p.Kind != engine.Person {
			place = p.Country
			name = "id-number"
		}
	case scheme.IMO:
		if m.schema != "Vessel" {
			name = scheme.IMOCompany
		}
		value = strings.TrimSpace(strings.TrimPrefix(strings.ToUpper(value), "IMO"))
	}
	if strings.HasPrefix(name, "ru-") {
		place = "RU"
	}
	p.Identifiers = appendIDs(p.Identifiers, []engine.Identifier{{Scheme: name, Value: value, Country: place}})
}

// identification maps an Identification: the holder's number.
func (m *mapper) identification() []engine.Identifier {
	place := country(m.one("country"))
	label := m.one("type")
	if m.schema == "Passport" {
		label = "Passport"
	}
	if label == "" {
		label = scheme.NationalID
	}
	var out []engine.Identifier
	for _, n := range append(m.all("number"), m.all("passportNumber")...) {
		if s := scheme.Of(label, n, place); s != "" {
			out = append(out, engine.Identifier{Scheme: s, Value: n, Country: place})
		}
	}
	return out
}

// appendIDs appends identifiers that are not there.
func appendIDs(all, more []engine.Identifier) []engine.Identifier {
next:
	for _, id := range more {
		for _, have := range all {
			if have == id {
				continue next
			}
		}
		if id.Value != "" {
			all = append(all, id)
		}
	}
	return all
}

// date reads a date, of which FollowTheMoney gives as many parts as are known.
// One that does not exist is filed.
func (m *mapper) date(field, s string) engine.Date {
	d, err := engine.ParseDate(s)
	if err != nil {
		m.warn("properties."+field, s, err)
	}
	return d
}

var errBackwards = errors.New("the end lies before the start")

// span is the time of a link or a listing.
func (m *mapper) span(starts ...string) (from, until engine.Date) {
	for _, k := range starts {
		if s := m.one(k); s != "" && from == 0 {
			from = m.date(k, s)
		}
	}
	if s := m.one("endDate"); s != "" {
		until = m.date("endDate", s)
	}
	if from != 0 && until != 0 && from.Earliest() > until.Latest() {
		m.warn("properties.startDate", from.String()+" to "+until.String(), errBackwards)
		from = 0
	}
	return from, until
}

func contains(all []string, s string) bool {
	for _, have := range all {
		if have == s {
			return true
		}
	}
	return false
}
