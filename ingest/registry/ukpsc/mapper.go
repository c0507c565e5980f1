package ukpsc

import (
	"errors"
	"fmt"
	"strconv"
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
	data     *ingest.Value
	kind     string
	warnings []ingest.RowError
}

func (m *mapper) text(keys ...string) string {
	s := m.data.At(keys...).Str()
	switch strings.ToLower(s) {
	case "n/a", "na", "none", "null", "not applicable", "unknown", "-", ".":
		return ""
	}
	return s
}

func (m *mapper) warn(field, value string, err error) {
	m.warnings = append(m.warnings, m.row.Warn(field, value, err))
}

// record maps the line: the company as a party inside of the record, the
// holder, if one is named, as the record's own party, and an interest for each
// nature of control.
func (m *mapper) record(number string) (*engine.Record, error) {
	self := m.text("links", "self")
	if self == "" {
		return nil, m.row.Bad("links.self", "", errNoKey)
	}
	if number == "" {
		return nil, m.row.Badf("company_number", "", "want a company number")
	}
	rec := m.row.Record(m.in.ID(self))
	about := company(rec.ID, number)
	if m.kind == exemptionsKind {
		rec.Parties = []engine.Party{about}
		return rec, m.exemptions(rec, about.ID)
	}
	from, until, err := m.span()
	if err != nil {
		return nil, err
	}
	base := engine.Interest{Owned: about.ID, From: from, Until: until, Directness: engine.DirectOrIndirect}
	if m.kind == statementKind || strings.HasPrefix(m.kind, "super-secure") {
		rec.Parties = []engine.Party{about}
		if code := m.text("statement"); tellsOfNobody(code) {
			rec.Parties[0].Notes = []string{"statement: " + code}
			return rec, nil
		}
		base.Kind, base.Directness, base.Role = engine.Influence, "", m.kind
		if base.Unnamed = m.text("statement"); base.Unnamed == "" {
			base.Unnamed = m.kind
		}
		base.Detail = m.text("linked_psc_name")
		rec.Interests = []engine.Interest{base}
		return rec, nil
	}
	holder, err := m.holder(rec.ID)
	if err != nil {
		return nil, err
	}
	rec.Parties = []engine.Party{holder, about}
	base.Owner = holder.ID
	rec.Interests = m.natures(base)
	return rec, nil
}

// known reports whether the snapshot has lines of the kind.
func known(kind string) bool {
	switch kind {
	case statementKind, exemptionsKind:
		return true
	}
	for _, who := range []string{"individual", "corporate-entity", "legal-person", "super-secure"} {
		if kind == who+"-person-with-significant-control" || kind == who+"-beneficial-owner" {
			return true
		}
	}
	return false
}

// tellsOfNobody reports whether a statement is about the register itself, not
// about a holder whom it does not name: that all were identified, or what
// changed before the sale of land.
func tellsOfNobody(code string) bool {
	return code == "all-beneficial-owners-identified" || strings.HasSuffix(code, "-relevant-period") || strings.HasSuffix(code, "-a-beneficial-owner")
}

// natures makes an interest of each nature of control. Companies House asks
// for what is held "directly or indirectly" and does not tell the two apart. A
// code that the grammar does not know, and a holder without any, is control of
// an unknown sort.
func (m *mapper) natures(base engine.Interest) []engine.Interest {
	var out []engine.Interest
	for _, code := range m.data.Get("natures_of_control").Strings() {
		in := base
		in.ID, in.Role = code, code
		n, ok := ParseNature(code)
		if !ok {
			m.in.Unknown("natures_of_control: " + code)
			n = Nature{Kind: engine.Influence}
		}
		in.Kind, in.Share = n.Kind, n.Share
		if n.As != "" {
			in.Detail = "as " + n.As
		}
		if !hasID(out, code) {
			out = append(out, in)
		}
	}
	if out == nil {
		base.Kind, base.Role = engine.Influence, m.kind
		out = []engine.Interest{base}
	}
	return out
}

func hasID(all []engine.Interest, id string) bool {
	for _, in := range all {
		if in.ID == id {
			return true
		}
	}
	return false
}

// holder is the person or company in control.
func (m *mapper) holder(id engine.RecordID) (engine.Party, error) {
	p := engine.Party{ID: id.Party(), Kind: engine.Company}
	if strings.HasPrefix(m.kind, "individual") {
		p.Kind = engine.Person
	}
	name := m.name(&p)
	if name == "" {
		return p, m.row.Badf("name", "", "want a name")
	}
	p.Names = []engine.Name{{Text: name}}
	m.address(&p, "address", "")
	m.address(&p, "principal_office_address", engine.Headquarters)
	if p.Kind == engine.Person {
		m.person(&p)
	} else {
		m.body(&p)
	}
	if m.data.Get("is_sanctioned").True() {
		p.Notes = append(p.Notes, "the register marks it as sanctioned")
	}
	return p, nil
}

// name joins the elements of a name, or takes the whole; the title is kept
// apart, since "name" holds it too.
func (m *mapper) name(p *engine.Party) string {
	var parts []string
	for _, k := range []string{"forename", "middle_name", "surname"} {
		if s := m.text("name_elements", k); s != "" {
			parts = append(parts, s)
		}
	}
	if title := m.text("name_elements", "title"); title != "" && len(parts) > 0 {
		p.Roles = append(p.Roles, title)
	}
	if len(parts) == 0 {
		return m.text("name")
	}
	return strings.Join(parts, " ")
}

// person adds birth, nationality and residence. The register publishes the
// month of birth alone.
func (m *mapper) person(p *engine.Party) {
	if b := m.data.Get("date_of_birth"); !b.IsNull() {
		d, err := born(b)
		if err != nil {
			m.warn("date_of_birth", b.Get("month").Str()+"/"+b.Get("year").Str(), err)
		} else {
			p.Born = []engine.Date{d}
		}
	}
	for _, s := range strings.FieldsFunc(m.text("nationality"), func(r rune) bool { return r == ',' || r == '/' }) {
		s = strings.TrimSpace(s)
		if c := Nationality(s); c != "" {
			p.Nations = append(p.Nations, c)
		} else if s != "" {
			p.Notes = append(p.Notes, "nationality "+s)
		}
	}
	if s := m.text("country_of_residence"); s != "" {
		if p.Country = place(s); p.Country == "" {
			p.Notes = append(p.Notes, "country of residence "+s)
		}
	}
}

func born(b *ingest.Value) (engine.Date, error) {
	var n [3]int
	for i, k := range []string{"year", "month", "day"} {
		s := b.Get(k).Str()
		if s == "" {
			continue
		}
		v, err := strconv.Atoi(s)
		if err != nil || v < 1 || v > 9999 {
			return 0, fmt.Errorf("got %s %q, want a number", k, s)
		}
		n[i] = v
	}
	d := engine.MakeDate(n[0], n[1], n[2])
	if n[0] == 0 || n[1] > 12 || n[2] > 31 || !d.Valid() {
		return 0, errors.New("want a month that exists")
	}
	return d, nil
}

// body adds where a company or another legal person is registered.
func (m *mapper) body(p *engine.Party) {
	id := func(k string) string { return m.text("identification", k) }
	p.LegalForm = id("legal_form")
	registered, in := id("country_registered"), id("place_registered")
	if p.Country = place(registered); p.Country == "" {
		p.Country = place(in)
	}
	if p.Country == "" && strings.Contains(strings.ToLower(in+registered), "companies house") {
		p.Country = "GB"
	}
	for _, n := range []struct{ label, text string }{{"legal authority: ", id("legal_authority")}, {"place registered: ", in}, {"country registered: ", registered}} {
		if n.text != "" && place(n.text) == "" {
			p.Notes = append(p.Notes, n.label+n.text)
		}
	}
	if number := id("registration_number"); number != "" {
		if p.Country == "GB" { // other registers tell their numbers apart by length
			if padded := PadNumber(number); scheme.Company("GB", padded) == scheme.UKCompany {
				number = padded
			}
		}
		p.Identifiers = append(p.Identifiers, engine.Identifier{Scheme: scheme.Company(p.Country, number), Value: number, Country: p.Country})
	}
}

// address adds an address of the holder.
func (m *mapper) address(p *engine.Party, key string, kind engine.AddressKind) {
	get := func(k string) string { return m.text(key, k) }
	var street []string
	if box := get("po_box"); box != "" {
		street = append(street, "PO Box "+box)
	}
	for _, k := range []string{"premises", "address_line_1", "address_line_2"} {
		if s := get(k); s != "" {
			street = append(street, s)
		}
	}
	a := engine.Address{CareOf: get("care_of"), Street: strings.Join(street, ", "), City: get("locality"), Region: get("region"), Postcode: get("postal_code"), Country: get("country")}
	if c := place(a.Country); c != "" {
		a.Country = c
	}
	if a == (engine.Address{}) {
		return
	}
	a.Kind = kind
	p.Addresses = append(p.Addresses, a)
}

// place is the country of a name as people fill it in.
func place(s string) string {
	if strings.EqualFold(s, "england & wales") {
		return "GB"
	}
	return norm.Country(s)
}

// span is when control began and ended. A day that does not exist counts as
// its month. An end that cannot be read at all costs the row: without it the
// interest would be in force for ever.
func (m *mapper) span() (from, until engine.Date, err error) {
	from, ok := m.day("notified_on")
	if !ok {
		from = 0
	}
	if until, ok = m.day("ceased_on"); !ok {
		return 0, 0, m.row.Badf("ceased_on", m.text("ceased_on"), "want a date")
	}
	if until != 0 && from.Earliest() > until.Latest() {
		m.warn("notified_on", from.String(), errors.New("lies after ceased_on"))
		from = 0
	}
	return from, until, nil
}

// day reads a date, false if not even its month can be read.
func (m *mapper) day(key string) (engine.Date, bool) {
	s := m.text(key)
	d, err := engine.ParseDate(s)
	if err == nil {
		return d, true
	}
	m.warn(key, s, err)
	if len(s) >= 7 {
		if d, err = engine.ParseDate(s[:7]); err == nil {
			return d, true
		}
	}
	return 0, false
}

// exemptions makes an interest without an owner for each span in which the
// company need not name its holders, and why: mostly because a stock exchange
// has it disclose them elsewhere.
func (m *mapper) exemptions(rec *engine.Record, about engine.PartyID) error {
	all := m.data.Get("exemptions")
	if all == nil {
		return m.row.Badf("exemptions", "", "want exemptions")
	}
	for i := range all.Members {
		e := &all.Members[i]
		reason := e.Get("exemption_type").Str()
		if reason == "" {
			reason = strings.ReplaceAll(e.Key, "_", "-")
		}
		spans := e.Get("items")
		if spans == nil {
			continue
		}
		for j := range spans.Members {
			in := engine.Interest{Owned: about, Kind: engine.Influence, Role: exemptionsKind, Unnamed: reason}
			from, err1 := engine.ParseDate(spans.Members[j].Get("exempt_from").Str())
			until, err2 := engine.ParseDate(spans.Members[j].Get("exempt_to").Str())
			if err := errors.Join(err1, err2); err != nil || until != 0 && from > until {
				m.warn("exemptions", reason, errors.Join(errors.New("want dates that run forward"), err))
				continue
			}
			in.From, in.Until = from, until
			rec.Interests = append(rec.Interests, in)
		}
	}
	return nil
}
