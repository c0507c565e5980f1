package icij

import (
	"errors"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
)

// mapper says what one row means.
type mapper struct {
	in       *ingest.Input
	t        *table
	places   *places
	warnings []ingest.RowError
}

func (m *mapper) warn(field, value string, err error) {
	m.warnings = append(m.warnings, m.t.row.Warn(field, value, err))
}

// node begins the record of a node.
func (m *mapper) node() (*engine.Record, error) {
	id := m.t.get("node_id")
	if id == "" {
		return nil, m.t.row.Badf("node_id", "", "want an id")
	}
	return m.t.row.Record(m.in.ID(id)), nil
}

// party begins a node that is somebody.
func (m *mapper) party(kind engine.Kind) (*engine.Record, *engine.Party, error) {
	rec, err := m.node()
	if err != nil {
		return nil, nil, err
	}
	p := engine.Party{ID: rec.ID.Party(), Kind: kind}
	for _, n := range []struct {
		column string
		kind   engine.NameKind
	}{{"name", engine.Primary}, {"original_name", engine.Alias}, {"former_name", engine.Former}} {
		for text := range strings.SplitSeq(m.t.get(n.column), ";") {
			if text = strings.TrimSpace(text); text != "" && !named(&p, text) {
				p.Names = append(p.Names, engine.Name{Text: text, Kind: n.kind})
			}
		}
	}
	if len(p.Names) == 0 {
		return nil, nil, m.t.row.Badf("name", "", "want a name")
	}
	for _, c := range countries(m.t) {
		if p.Country == "" {
			p.Country = c
		} else if c != p.Country {
			p.Notes = append(p.Notes, "country: "+c)
		}
	}
	for _, id := range m.places.of[rec.ID.Key()] {
		if a, ok := m.places.text[id]; ok {
			p.Addresses = append(p.Addresses, a)
		}
	}
	for _, k := range []string{"sourceID", "note", "valid_until", "service_provider"} {
		if s := m.t.get(k); s != "" {
			p.Notes = append(p.Notes, k+": "+s)
		}
	}
	return rec, &p, nil
}

func named(p *engine.Party, text string) bool {
	for _, n := range p.Names {
		if n.Text == text {
			return true
		}
	}
	return false
}

// countries are those that a row gives, by codes or by names.
func countries(t *table) []string {
	var out []string
	for _, k := range []string{"country_codes", "countries"} {
		for s := range strings.SplitSeq(t.get(k), ";") {
			if c := norm.Country(strings.TrimSpace(s)); c != "" {
				out = append(out, c)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return out
}

// company maps a row of the entities.
func company(m *mapper) (*engine.Record, error) {
	rec, p, err := m.party(engine.Company)
	if err != nil {
		return nil, err
	}
	if c := norm.Country(m.t.get("jurisdiction_description")); c != "" {
		p.Country = c
	}
	if s := m.t.get("address"); s != "" {
		p.Addresses = append(p.Addresses, engine.Address{Text: s})
	}
	p.LegalForm, p.Status = m.t.get("company_type", "type"), m.t.get("status")
	if d := m.day("incorporation_date"); d != 0 {
		p.Born = []engine.Date{d}
	}
	for _, k := range []string{"inactivation_date", "struck_off_date", "dorm_date"} {
		if d := m.day(k); d != 0 && p.Died == 0 && k != "dorm_date" {
			p.Died = d
		}
	}
	for _, k := range []struct{ column, scheme string }{{"ibcRUC", "ibc-ruc"}, {"internal_id", "icij-internal"}} {
		if s := m.t.get(k.column); s != "" {
			p.Identifiers = append(p.Identifiers, engine.Identifier{Scheme: k.scheme, Value: s, Country: p.Country})
		}
	}
	rec.Parties = []engine.Party{*p}
	return rec, nil
}

// officer maps a row of the officers, intermediaries and others. Whether it is
// a person or a company the table does not say.
func officer(m *mapper) (*engine.Record, error) {
	rec, p, err := m.party(engine.Unknown)
	if err != nil {
		return nil, err
	}
	if s := m.t.get("address"); s != "" {
		p.Addresses = append(p.Addresses, engine.Address{Text: s})
	}
	rec.Parties = []engine.Party{*p}
	return rec, nil
}

// place maps a row of the addresses: a record without a party.
func place(m *mapper) (*engine.Record, error) { return m.node() }

// address reads a row of the addresses.
func address(t *table) engine.Address {
	a := engine.Address{Text: t.get("address")}
	if a.Text == "" {
		a.Text = t.get("name")
	}
	if list := countries(t); len(list) > 0 {
		a.Country = list[0]
	}
	return a
}

// day reads a date as the tables write them: 23-MAR-2006 or 2006-03-23.
func (m *mapper) day(column string) engine.Date {
	s := m.t.get(column)
	if s == "" {
		return 0
	}
	d, err := date.Any(s, date.NoOrder)
	if err != nil {
		m.warn(column, s, err)
		return 0
	}
	return d
}

// errBackwards tells of a span that ends before it begins.
var errBackwards = errors.New("is before the start")

// links are words in the text of a relationship and what they say, looked at
// in this order.
var links = []struct {
	word string
	kind engine.InterestKind
}{
	{"nominee", engine.Nominee}, {"beneficiary", engine.Beneficiary}, {"beneficial owner", engine.Shares}, {"ultimate owner", engine.Shares},
	{"shareholder", engine.Shares}, {"stockholder", engine.Shares}, {"owner", engine.Shares}, {"member", engine.Shares},
	{"settlor", engine.Settlor}, {"trustee", engine.Trustee}, {"protector", engine.Protector}, {"founder", engine.Settlor},
	{"power of attorney", engine.Agent}, {"signatory", engine.Agent}, {"agent", engine.Agent}, {"intermediary", engine.Agent}, {"custodian", engine.Agent},
	{"director", engine.Officer}, {"secretary", engine.Officer}, {"president", engine.Officer}, {"chairman", engine.Officer}, {"treasurer", engine.Officer},
	{"officer", engine.Officer}, {"partner", engine.Officer}, {"auditor", engine.Associate}, {"connected", engine.Associate},
}

// relationship maps who is what of whom. A node that the tables take for
// another of the same name is only linked: deciding that is for resolution.
func relationship(m *mapper) (*engine.Record, error) {
	from, to, kind := m.t.get("node_id_start", "START_ID"), m.t.get("node_id_end", "END_ID"), m.t.get("rel_type", "TYPE")
	switch {
	case from == "":
		return nil, m.t.row.Badf("node_id_start", "", "want a node's id")
	case to == "":
		return nil, m.t.row.Badf("node_id_end", "", "want a node's id")
	case kind == "":
		return nil, m.t.row.Badf("rel_type", "", "want what the relationship is")
	}
	text := m.t.get("link")
	rec := m.t.row.Record(m.in.ID(strings.Join([]string{from, kind, to, text, m.t.get("start_date")}, ">")))
	if kind == "registered_address" {
		return rec, nil // stands in the party
	}
	in := engine.Interest{Owner: m.in.ID(from).Party(), Owned: m.in.ID(to).Party(), Kind: kindOf(kind, text), Role: text, Detail: m.t.get("status")}
	if in.Role == "" {
		in.Role = strings.ReplaceAll(kind, "_", " ")
	}
	in.From, in.Until = m.day("start_date"), m.day("end_date")
	if in.From != 0 && in.Until != 0 && in.Until.Earliest() < in.From.Earliest() {
		m.warn("end_date", m.t.get("end_date"), errBackwards)
	}
	if in.Owner == in.Owned && in.Kind != engine.Shares {
		return rec, nil // says nothing
	}
	rec.Interests = []engine.Interest{in}
	return rec, nil
}

// kindOf is what a relationship says of who holds what.
func kindOf(kind, text string) engine.InterestKind {
	text = strings.ToLower(text)
	switch kind {
	case "intermediary_of":
		return engine.Agent
	case "officer_of":
		for _, l := range links {
			if strings.Contains(text, l.word) {
				return l.kind
			}
		}
		return engine.Officer
	}
	return engine.Associate
}
