package un

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
	"github.com/pierce-er/pierce/ingest/scheme"
	"github.com/pierce-er/pierce/ingest/watchlist/remark"
)

// Map says what an entry means: one party and its listing. Entities are
// companies and groups of every sort; the list does not tell them apart.
func Map(dataset string, e *Entry) (*engine.Record, []ingest.Flaw) {
	id := engine.NewRecordID(dataset, clean(e.ID))
	p := engine.Party{ID: id.Party(), Kind: engine.Company, Gender: clean(e.Gender)}
	if e.XMLName.Local == "INDIVIDUAL" {
		p.Kind = engine.Person
	}
	m := mapper{e: e, p: &p}
	m.names()
	m.places()
	m.births()
	m.documents()
	for _, s := range append(append([]string{}, e.Title...), e.Designation...) {
		if s = clean(s); s != "" {
			p.Roles = append(p.Roles, s)
		}
	}
	for _, s := range e.Nationality {
		if s = clean(s); s != "" {
			remark.Apply(&p, remark.Fact{Label: "nationality", Value: s, Text: "nationality " + s})
		}
	}
	m.note(e.Comments)
	l := engine.Listing{Party: p.ID, List: engine.UNSC, Number: clean(e.Reference)}
	if s := clean(e.List); s != "" {
		l.Programs = []string{s}
	}
	l.From, l.Until = m.date("LISTED_ON", e.ListedOn), m.date("DELISTED_ON", e.DelistedOn)
	rec := &engine.Record{ID: id, Format: Name, File: e.File, Line: e.Line, Raw: e.Raw, Parties: []engine.Party{p}, Listings: []engine.Listing{l}}
	return rec, m.flaws
}

// mapper gathers one entry's party.
type mapper struct {
	e     *Entry
	p     *engine.Party
	flaws []ingest.Flaw
}

func (m *mapper) flaw(field, value string, err error) {
	m.flaws = append(m.flaws, ingest.Flaw{Field: field, Value: value, Err: err})
}

// note keeps what no field holds.
func (m *mapper) note(s string) {
	if s = clean(s); s != "" {
		m.p.Notes = append(m.p.Notes, s)
	}
}

// name is the entry's name in Latin letters.
func (e *Entry) name() string {
	return clean(e.First + " " + e.Second + " " + e.Third + " " + e.Fourth)
}

// names adds the name, the original script's and the aliases. A name or alias
// that holds several, parted by semicolons, becomes several.
func (m *mapper) names() {
	for i, s := range strings.Split(m.e.name(), ";") {
		kind := engine.Primary
		if i > 0 {
			kind = engine.Alias
		}
		remark.AddName(m.p, clean(s), kind)
	}
	for _, s := range m.e.Original {
		for _, s := range strings.Split(s, ";") {
			remark.AddName(m.p, clean(s), engine.Transliterated)
		}
	}
	for _, a := range append(append([]Alias{}, m.e.Aliases...), m.e.Others...) {
		kind := engine.Alias
		switch strings.ToLower(clean(a.Quality)) {
		case "low":
			kind = engine.WeakAlias
		case "f.k.a.":
			kind = engine.Former
		}
		text := strings.ReplaceAll(a.Name, " b) ", ";")
		for _, s := range strings.Split(text, ";") {
			remark.AddName(m.p, clean(s), kind)
		}
		if d := m.date("DATE_OF_BIRTH", a.Birth); d != 0 {
			m.born(d)
		}
		if a.Note != "" && a.Name != "" {
			m.note(a.Name + ": " + a.Note)
		}
	}
}

// places adds addresses and places of birth; notes on them, which tell when
// and how surely, are kept.
func (m *mapper) places() {
	for _, a := range append(append([]Place{}, m.e.Addresses...), m.e.Seats...) {
		m.place(a, "")
	}
	for _, a := range m.e.BirthPlaces {
		m.place(a, engine.BirthPlace)
	}
}

func (m *mapper) place(from Place, kind engine.AddressKind) {
	a := engine.Address{Street: clean(from.Street), City: clean(from.City), Region: clean(from.Province), Postcode: clean(from.Zip), Country: clean(from.Country)}
	if c := norm.Country(a.Country); c != "" {
		a.Country = c
	}
	if a == (engine.Address{}) {
		m.note(from.Note)
		return
	}
	a.Kind = kind
	if note := clean(from.Note); note != "" {
		m.note("address " + a.Line() + ": " + note)
	}
	m.p.Addresses = append(m.p.Addresses, a)
}

// births adds dates of birth: a day, a year, or every year of a span.
func (m *mapper) births() {
	for _, b := range m.e.Births {
		if clean(b.Type) == "APPROXIMATELY" {
			m.note("born approximately " + b.Date + b.Year)
		}
		m.note(b.Note)
		for _, s := range []string{b.Date, b.Year} {
			if d := m.date("INDIVIDUAL_DATE_OF_BIRTH", s); d != 0 {
				m.born(d)
			}
		}
		if clean(b.From+b.To) == "" {
			continue
		}
		from, err1 := strconv.Atoi(clean(b.From))
		to, err2 := strconv.Atoi(clean(b.To))
		years, err := date.Years(from, to)
		if err1 != nil || err2 != nil || err != nil {
			m.flaw("INDIVIDUAL_DATE_OF_BIRTH", b.From+" to "+b.To, fmt.Errorf("want two years, the first one first"))
			m.note("born between " + b.From + " and " + b.To)
		}
		for _, y := range years {
			m.born(y)
		}
	}
}

func (m *mapper) born(d engine.Date) {
	for _, have := range m.p.Born {
		if have == d {
			return
		}
	}
	m.p.Born = append(m.p.Born, d)
}

// date reads a day. Some have a time zone behind them, "2015-07-01-04:00".
func (m *mapper) date(field, s string) engine.Date {
	day := clean(s)
	if len(day) > 10 && strings.IndexByte("+-Z", day[10]) >= 0 {
		day = day[:10]
	}
	d, err := engine.ParseDate(day)
	if err != nil {
		m.flaw(field, s, err)
	}
	return d
}

// documents adds identity papers. The second type is the more exact one, but
// often only a name of the paper in the issuer's words; the first one tells
// the scheme where it says anything.
func (m *mapper) documents() {
	for _, d := range m.e.Documents {
		label := clean(d.Type)
		if label == "" || !scheme.Known(label) {
			label = clean(label + " " + d.Type2)
		}
		number, rest := Number(clean(d.Number))
		country := norm.Country(clean(d.Issuer))
		if country == "" {
			country = norm.Country(clean(d.IssuedIn))
		}
		if number == "" {
			m.note(d.Note)
			continue
		}
		if label == "" {
			label = scheme.NationalID
		}
		remark.Identify(m.p, scheme.Of(label, number, country), number, country)
		if note := clean(rest + " " + d.Note); note != "" {
			m.note("document " + number + ": " + note)
		}
	}
}

// Number parts what the list writes as a document's number, such as "CAR
// diplomatic passport no. D898" or "381110042 (Expired 25 Jan. 2016)", into
// the number and the words around it.
func Number(s string) (number, rest string) {
	if i := strings.Index(s, " ("); i > 0 {
		s, rest = s[:i], s[i+1:]
	}
	for _, mark := range []string{" no. ", " No. ", " number ", ": "} {
		if i := strings.LastIndex(s, mark); i >= 0 {
			rest = clean(s[:i] + " " + rest)
			s = s[i+len(mark):]
		}
	}
	return clean(s), rest
}

// clean is s with single blanks, none at its ends: the list breaks lines
// inside of values.
func clean(s string) string { return strings.Join(strings.Fields(s), " ") }
