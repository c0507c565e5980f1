package senzing

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/cespare/xxhash/v2"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
)

// mapper says what one line means.
type mapper struct {
	in       *ingest.Input
	row      *ingest.Row
	first    *survey
	order    date.Order
	party    engine.Party
	rec      *engine.Record
	warnings []ingest.RowError
}

var errBackwards = errors.New("the end lies before the start")

func (m *mapper) warn(field, value string, err error) {
	m.warnings = append(m.warnings, m.row.Warn(field, value, err))
}

// keyOf is the record's key: data source, a slash and the record's own id, or a
// hash of the line where it has none.
func keyOf(r *ingest.Row) string {
	source, id := r.Value.Get("DATA_SOURCE").Str(), r.Value.Get("RECORD_ID").Str()
	if id == "" {
		id = fmt.Sprintf("hash:%016x", xxhash.Sum64String(r.Text))
	}
	return join(source, id)
}

// join is the key of a record of a data source.
func join(source, id string) string {
	if source == "" {
		return id
	}
	return source + "/" + id
}

// record fills rec with the line's party and its relationships.
func (m *mapper) record(rec *engine.Record) error {
	m.rec = rec
	m.party = engine.Party{ID: rec.ID.Party(), Kind: engine.Unknown}
	c := featuresOf(m.row.Value)
	for i := range c.features {
		m.feature(&c.features[i])
	}
	m.kind(c.features)
	m.primaryFirst()
	for _, e := range c.extras {
		if e.inside {
			m.in.Unknown(e.key)
		}
		if e.key == "STATUS" && m.party.Status == "" {
			m.party.Status = e.value
			continue
		}
		m.note(e.key, e.value)
	}
	p := &m.party
	if len(p.Names) == 0 && len(p.Identifiers) == 0 && len(p.Addresses) == 0 && len(p.Phones) == 0 && len(p.Emails) == 0 && len(p.Websites) == 0 {
		return m.row.Badf("FEATURES", "", "want a name, a number, an address, a telephone or an e-mail address")
	}
	rec.Parties = []engine.Party{*p}
	return nil
}

func (m *mapper) note(key, value string) {
	m.party.Notes = append(m.party.Notes, key+": "+value)
}

// feature takes one feature into the party.
func (m *mapper) feature(f *feature) {
	p, number := &m.party, f.get("number")
	switch f.family {
	case "name":
		m.name(f)
	case "address":
		m.address(f)
	case "phone":
		if ext := f.get("extension"); ext != "" && number != "" {
			number += " ext " + ext
		}
		p.Phones = appendNew(p.Phones, number)
	case "email":
		p.Emails = appendNew(p.Emails, number)
	case "website":
		p.Websites = appendNew(p.Websites, number)
	case "employer", "group":
		p.Groups = appendNew(p.Groups, number)
	case "gender":
		p.Gender = number
	case "born", "founded":
		if d := m.date(f.name("number"), number); d != 0 && !slices.Contains(p.Born, d) {
			p.Born = append(p.Born, d)
		}
	case "died":
		p.Died = m.date(f.name("number"), number)
	case "home":
		p.Country = m.country(f.name("number"), number)
	case "nation":
		if number == "" {
			number = f.get("association")
		}
		p.Nations = appendNew(p.Nations, m.country(f.parts[0].key, number))
	case "birthplace":
		p.Addresses = append(p.Addresses, engine.Address{Kind: engine.BirthPlace, Text: number})
	case "anchor", "type":
	case "pointer":
		m.pointer(f, anchor{f.get("domain"), f.get("key")})
	case "disclosed":
		m.pointer(f, anchor{disclosed + f.get("domain"), f.get("key")})
	default:
		m.identifier(f)
	}
}

// country is a country's code; what is none is kept as a note.
func (m *mapper) country(key, s string) string {
	c := norm.Country(s)
	if c == "" && s != "" {
		m.note(key, s)
	}
	return c
}

// recordTypes are the words of RECORD_TYPE.
var recordTypes = map[string]engine.Kind{
	"PERSON": engine.Person, "INDIVIDUAL": engine.Person, "ORGANIZATION": engine.Company, "ORGANISATION": engine.Company, "COMPANY": engine.Company,
	"BUSINESS": engine.Company, "VESSEL": engine.Vessel, "SHIP": engine.Vessel, "AIRCRAFT": engine.Aircraft, "TRUST": engine.Arrangement,
}

// kind tells what the party is: by its record type, else by the sort of name.
func (m *mapper) kind(features []feature) {
	for i := range features {
		f := &features[i]
		if f.family != "type" {
			continue
		}
		k, known := recordTypes[strings.ToUpper(f.parts[0].value)]
		if known {
			m.party.Kind = k
			return
		}
		m.note(f.parts[0].key, f.parts[0].value)
	}
	for i := range features {
		switch f := &features[i]; {
		case f.family != "name":
		case f.get("org") != "":
			m.party.Kind = engine.Company
			return
		case f.get("last") != "" || f.get("first") != "":
			m.party.Kind = engine.Person
			return
		}
	}
}

// nameUses are the words before a name or in its type.
var nameUses = map[string]engine.NameKind{
	"": engine.Primary, "PRIMARY": engine.Primary, "LEGAL": engine.Primary, "NATIVE": engine.Transliterated,
	"DBA": engine.Trading, "TRADE": engine.Trading, "TRADING": engine.Trading, "FORMER": engine.Former, "PREVIOUS": engine.Former, "MAIDEN": engine.Former,
	"LOW QUALITY": engine.WeakAlias, "WEAK": engine.WeakAlias,
}

// name adds a name, a person's out of its parts where it has no whole one.
func (m *mapper) name(f *feature) {
	text := f.get("full")
	if s := f.get("org"); text == "" {
		text = s
	}
	if text == "" {
		text = personName(f)
	}
	kind, known := nameUses[f.use()]
	if !known {
		kind = engine.Alias
	}
	for _, n := range m.party.Names {
		if n.Text == text {
			return
		}
	}
	if text != "" {
		m.party.Names = append(m.party.Names, engine.Name{Text: text, Kind: kind})
	}
}

// personName writes the parts of a name in the order in which they are
// spoken: those of Han or Hangul the family name first, without a space.
func personName(f *feature) string {
	last, first := f.get("last"), f.get("first")
	if last != "" && first != "" && ideographic(last) && ideographic(first) {
		return last + first
	}
	var parts []string
	for _, k := range []string{"prefix", "first", "middle", "last", "suffix"} {
		if s := f.get(k); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}

func ideographic(s string) bool {
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) && !unicode.Is(unicode.Hangul, r) {
			return false
		}
	}
	return true
}

// primaryFirst puts the primary name first; of several primary ones the others are
// aliases, and where there is none the first name is it.
func (m *mapper) primaryFirst() {
	names := m.party.Names
	at := slices.IndexFunc(names, func(n engine.Name) bool { return n.Kind == engine.Primary })
	if at < 0 {
		if len(names) > 0 {
			names[0].Kind = engine.Primary
		}
		return
	}
	first := names[at]
	copy(names[1:], names[:at])
	names[0] = first
	for i := 1; i < len(names); i++ {
		if names[i].Kind == engine.Primary {
			names[i].Kind = engine.Alias
		}
	}
}

// addressUses are the words before an address or in its type.
var addressUses = map[string]engine.AddressKind{
	"HOME": engine.Residence, "RESIDENCE": engine.Residence, "REGISTERED": engine.Registered, "LEGAL": engine.Registered,
	"BUSINESS": engine.Business, "OFFICE": engine.Business, "WORK": engine.Business, "HEADQUARTERS": engine.Headquarters, "HQ": engine.Headquarters,
}

// address adds an address. A first line with nothing beside it but a country is
// the whole address, as many write it.
func (m *mapper) address(f *feature) {
	a := engine.Address{Kind: addressUses[f.use()], Text: f.get("full"), City: f.get("city"), Region: f.get("state"), Postcode: f.get("postcode")}
	var lines []string
	for _, k := range []string{"line1", "line2", "line3", "line4", "line5", "line6"} {
		if s := strings.Trim(f.get(k), ", "); s != "" {
			lines = append(lines, s)
		}
	}
	a.Street = strings.Join(lines, ", ")
	if a.Text == "" && a.City == "" && a.Region == "" && a.Postcode == "" {
		a.Text, a.Street = a.Street, ""
	}
	if s := f.get("country"); s != "" {
		if a.Country = norm.Country(s); a.Country == "" {
			a.Country = s
		}
	}
	if a.Line() != "" {
		m.party.Addresses = append(m.party.Addresses, a)
	}
	from, until := m.span(f)
	if from != 0 || until != 0 {
		m.note(f.parts[0].key, a.Line()+" ("+from.String()+" to "+until.String()+")")
	}
}

func appendNew(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
