package eu

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
	"github.com/pierce-er/pierce/ingest/scheme"
	"github.com/pierce-er/pierce/ingest/watchlist/entry"
	"github.com/pierce-er/pierce/ingest/watchlist/remark"
)

// Map says what an entry means: one party and its listing.
func Map(dataset string, e *entry.Entry) (*engine.Record, []ingest.Flaw) {
	id := engine.NewRecordID(dataset, e.Key)
	p := engine.Party{ID: id.Party(), Kind: kindOf(e), Names: namesOf(e)}
	m := mapper{e: e, p: &p}
	for _, h := range []string{"NameAlias_Title", "NameAlias_Function"} {
		for _, v := range e.All(h) {
			p.Roles = remark.Add(p.Roles, v)
		}
	}
	p.Gender = e.Get("NameAlias_Gender")
	for _, v := range e.All("Citizenship_CountryIso2Code") {
		if c := country(v); c != "" {
			p.Nations = remark.Add(p.Nations, c)
		}
	}
	for _, r := range e.Rows {
		m.address(r)
		m.birth(r)
		m.paper(r)
	}
	for _, h := range []string{"Entity_Remark", "NameAlias_Remark", "Address_Remark", "BirthDate_Remark"} {
		for _, v := range e.All(h) {
			p.Notes = remark.Add(p.Notes, v)
		}
	}
	if v := e.Get("Entity_UnitedNationId"); v != "" {
		p.Notes = remark.Add(p.Notes, "UN reference "+v)
	}
	remark.Identify(&p, Name, e.Get("Entity_EU_ReferenceNumber"), "EU")
	rec := &engine.Record{ID: id, Format: Name, File: e.File, Line: e.Line, Raw: e.Raw, Listings: []engine.Listing{m.listing()}}
	rec.Parties = []engine.Party{p}
	return rec, m.flaws
}

// mapper gathers one entry's party.
type mapper struct {
	e     *entry.Entry
	p     *engine.Party
	flaws []ingest.Flaw
}

func (m *mapper) flaw(field, value string, err error) {
	m.flaws = append(m.flaws, ingest.Flaw{Field: field, Value: value, Err: err})
}

// kindOf reads the subject's type.
func kindOf(e *entry.Entry) engine.Kind {
	switch t := strings.ToLower(e.Get("Entity_SubjectType", "Entity_SubjectType_ClassificationCode")); t {
	case "person", "p":
		return engine.Person
	case "enterprise", "e":
		return engine.Company
	}
	switch strings.ToLower(e.Get("Entity_SubjectType_ClassificationCode")) {
	case "person", "p":
		return engine.Person
	case "enterprise", "e":
		return engine.Company
	}
	return engine.Unknown
}

// namesOf are the names of an entry in the order of the file, the first in Latin
// letters, or else the first of all, as the primary one.
func namesOf(e *entry.Entry) []engine.Name {
	p := engine.Party{}
	for _, r := range e.Rows {
		name := r.Get("NameAlias_WholeName")
		if name == "" {
			name = strings.Join(strings.Fields(r.Get("NameAlias_FirstName")+" "+r.Get("NameAlias_MiddleName")+" "+r.Get("NameAlias_LastName")), " ")
		}
		kind := engine.Alias
		switch note := strings.ToLower(r.Get("NameAlias_Remark")); {
		case strings.Contains(note, "low quality"):
			kind = engine.WeakAlias
		case strings.Contains(note, "formerly") || strings.Contains(note, "f.k.a"):
			kind = engine.Former
		case !isLatin(name):
			kind = engine.Transliterated
		}
		remark.AddName(&p, name, kind)
	}
	if len(p.Names) == 0 {
		return nil
	}
	first := max(slices.IndexFunc(p.Names, func(n engine.Name) bool { return n.Kind == engine.Alias }), 0)
	primary := engine.Name{Text: p.Names[first].Text}
	return slices.Insert(slices.Delete(p.Names, first, first+1), 0, primary)
}

// isLatin reports whether a name has no letter of another script.
func isLatin(s string) bool {
	for _, r := range s {
		if r >= 0x250 && (r < 0x1E00 || r > 0x20CF) {
			return false
		}
	}
	return true
}

// listing makes the party's place on the list.
func (m *mapper) listing() engine.Listing {
	e := m.e
	l := engine.Listing{Party: m.p.ID, List: engine.EUFSF, Number: e.Get("Entity_EU_ReferenceNumber"), Programs: e.All("Entity_Regulation_Programme"),
		Citation: e.Get("Entity_Regulation_NumberTitle"), Detail: e.Get("Entity_DesignationDetails")}
	for _, h := range []string{"Entity_DesignationDate", "Entity_Regulation_PublicationDate"} {
		v := e.Get(h)
		d, err := day(v)
		if err != nil {
			m.flaw(h, v, err)
		}
		if d != 0 {
			l.From = d
			break
		}
	}
	return l
}

// contact finds "PHONE[+963 11 000]" and the like.
var contact = regexp.MustCompile(`([A-Z]+)\[([^\]]*)\]`)

// labels of contacts, as remark knows them.
var labels = map[string]string{"PHONE": "Telephone", "EMAIL": "Email Address", "WEB": "Website", "FAX": "Fax"}

func (m *mapper) address(r entry.Row) {
	a := engine.Address{Street: r.Get("Address_Street"), City: r.Get("Address_City"), Region: r.Get("Address_Region"), Postcode: r.Get("Address_ZipCode"), Country: country(r.Get("Address_CountryIso2Code"))}
	if a.Street == "" {
		a.Street = r.Get("Address_Place")
	}
	if box := r.Get("Address_PoBox"); box != "" && a.Street == "" {
		a.Street = "PO Box " + box
	}
	if a.Country == "" {
		a.Country = norm.Country(r.Get("Address_CountryDescription"))
	}
	if a != (engine.Address{}) && !slices.Contains(m.p.Addresses, a) {
		m.p.Addresses = append(m.p.Addresses, a)
	}
	for _, c := range contact.FindAllStringSubmatch(r.Get("Address_ContactInfo"), -1) {
		remark.Apply(m.p, remark.Fact{Label: labels[c[1]], Value: strings.TrimSpace(c[2]), Text: strings.ToLower(c[1]) + " " + c[2]})
	}
}

// birth adds a day, a year or every year of a span, and the place.
func (m *mapper) birth(r entry.Row) {
	born := func(d engine.Date) {
		if d != 0 && !slices.Contains(m.p.Born, d) {
			m.p.Born = append(m.p.Born, d)
		}
	}
	v := r.Get("BirthDate_BirthDate")
	d, err := day(v)
	if err != nil {
		m.flaw("BirthDate_BirthDate", v, err)
		m.p.Notes = remark.Add(m.p.Notes, "DOB "+v)
	}
	if d == 0 && err == nil {
		d = partial(r)
	}
	born(d)
	if from, to := r.Get("BirthDate_YearRangeFrom"), r.Get("BirthDate_YearRangeTo"); from != "" && to != "" {
		a, err1 := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		years, err := date.Years(a, b)
		if err1 != nil || err2 != nil || err != nil {
			m.flaw("BirthDate_YearRangeFrom", from+" to "+to, fmt.Errorf("want two years, the first one first"))
			m.p.Notes = remark.Add(m.p.Notes, "born between "+from+" and "+to)
		}
		for _, y := range years {
			born(y)
		}
	}
	if about := v + r.Get("BirthDate_Year"); about != "" && strings.EqualFold(r.Get("BirthDate_Circa"), "true") {
		m.p.Notes = remark.Add(m.p.Notes, "born approximately "+about)
	}
	a := engine.Address{Kind: engine.BirthPlace, City: r.Get("BirthDate_City", "BirthDate_Place"), Region: r.Get("BirthDate_Region"), Country: country(r.Get("BirthDate_CountryIso2Code"))}
	if a.City+a.Region+a.Country != "" && !slices.Contains(m.p.Addresses, a) {
		m.p.Addresses = append(m.p.Addresses, a)
	}
}

// partial is a date of which the list knows the year, and perhaps the month.
func partial(r entry.Row) engine.Date {
	n := func(heading string) int {
		v, err := strconv.Atoi(r.Get(heading))
		if err != nil || v < 0 || v > 9999 {
			return 0
		}
		return v
	}
	y, mo, d := n("BirthDate_Year"), n("BirthDate_Month"), n("BirthDate_Day")
	if y < 1000 {
		return 0
	}
	for _, out := range []engine.Date{engine.MakeDate(y, min(mo, 99), min(d, 99)), engine.MakeDate(y, min(mo, 99), 0)} {
		if (mo > 0 || d == 0) && out.Valid() {
			return out
		}
	}
	return engine.MakeDate(y, 0, 0)
}

// papers' type codes, as the list writes them, and the labels that package scheme
// knows. Others are looked up by their description.
var papers = map[string]string{"passport": "Passport", "id": "National ID No.", "regnumber": "Registration Number", "fiscalcode": "Tax ID No.", "imo": "IMO number", "swiftbic": "SWIFT/BIC", "ssn": "SSN"}

func (m *mapper) paper(r entry.Row) {
	number := r.Get("Identification_LatinNumber", "Identification_Number")
	if number == "" {
		return
	}
	code, description := strings.ToLower(r.Get("Identification_TypeCode")), r.Get("Identification_TypeDescription")
	label := papers[code]
	if label == "" {
		if label = description; label == "" {
			label = code
		}
	}
	// A registration says in the remark which register's it is: "INN".
	if note := r.Get("Identification_Remark"); note != "" {
		if scheme.Known(note) {
			label = note
		}
		m.p.Notes = remark.Add(m.p.Notes, strings.TrimSpace(description+" "+number+": "+note))
	}
	c := country(r.Get("Identification_CountryIso2Code"))
	if code == "imo" || m.p.Kind == engine.Vessel && strings.HasPrefix(strings.ToUpper(number), "IMO") {
		remark.Identify(m.p, scheme.IMO, strings.TrimSpace(strings.TrimPrefix(strings.ToUpper(number), "IMO")), "")
		return
	}
	for _, flawed := range []struct{ heading, says string }{{"Identification_KnownFalse", "is known to be false"}, {"Identification_ReportedLost", "is reported lost"}} {
		if strings.EqualFold(r.Get(flawed.heading), "true") {
			m.p.Notes = remark.Add(m.p.Notes, number+" "+flawed.says)
		}
	}
	if strings.EqualFold(r.Get("Identification_KnownFalse"), "true") {
		return // somebody else's, or nobody's
	}
	if s := scheme.Of(label, number, c); s != "" {
		remark.Identify(m.p, s, number, c)
	}
}

// country is an ISO 3166-1 code of the list; "00" is not known.
func country(code string) string {
	if len(code) != 2 || code == "00" {
		return ""
	}
	return norm.Country(code)
}
