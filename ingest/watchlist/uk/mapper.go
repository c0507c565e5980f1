package uk

import (
	"fmt"
	"regexp"
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

// Other is the list of those whose assets the UK Sanctions List does not freeze:
// travel bans, disqualified directors, specified ships. What such a one owns is
// not frozen either, so that the rule on owners reads engine.UKSL alone.
const Other engine.ListID = "uk-sl-other"

// Map says what an entry means: one party, its listing, and an interest for every
// parent, subsidiary and ship owner that it names. Names may be nil.
func Map(dataset string, e *entry.Entry, names *remark.Names) (*engine.Record, []ingest.Flaw) {
	id := engine.NewRecordID(dataset, e.Key)
	p := engine.Party{ID: id.Party(), Kind: kindOf(e), Names: namesOf(e)}
	m := mapper{e: e, p: &p}
	m.places()
	m.person()
	m.ship()
	m.papers()
	for _, v := range e.All("Title") {
		p.Roles = remark.Add(p.Roles, v)
	}
	for _, h := range []string{"Position", "Type of entity"} {
		for _, v := range e.All(h) {
			p.Roles = remark.Add(p.Roles, entry.Numbered(v)...)
		}
	}
	for _, f := range []struct{ heading, label string }{{"Phone number", "Telephone"}, {"Email address", "Email Address"}, {"Website", "Website"}} {
		for _, v := range e.All(f.heading) {
			for _, one := range entry.Numbered(v) {
				for _, s := range strings.FieldsFunc(one, func(r rune) bool { return r == ';' || r == ',' }) {
					remark.Apply(&p, remark.Fact{Label: f.label, Value: strings.TrimSpace(s), Text: f.label + " " + s})
				}
			}
		}
	}
	for _, h := range []string{"Other Information", "UK Statement of Reasons"} {
		p.Notes = remark.Add(p.Notes, e.All(h)...)
	}
	if v := e.Get("UN Reference Number"); v != "" {
		p.Notes = remark.Add(p.Notes, "UN reference "+v)
	}
	rec := &engine.Record{ID: id, Format: Name, File: e.File, Line: e.Line, Raw: e.Raw, Interests: m.interests(dataset, names), Listings: []engine.Listing{m.listing()}}
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

// kindOf reads the designation's type.
func kindOf(e *entry.Entry) engine.Kind {
	switch strings.ToLower(e.Get("Designation Type", "Individual, Entity, Ship", "Group Type")) {
	case "individual":
		return engine.Person
	case "entity":
		return engine.Company
	case "ship":
		return engine.Vessel
	}
	return engine.Unknown
}

// listing makes the party's place on the list. The day of designation is the UK's
// own; a list of the United Nations may have named the party before.
func (m *mapper) listing() engine.Listing {
	l := engine.Listing{Party: m.p.ID, List: engine.UKSL, Number: m.e.Key, Programs: m.e.All("Regime Name", "Regime")}
	imposed := m.e.All("Sanctions Imposed")
	if l.Detail = strings.Join(imposed, "; "); l.Detail != "" && !strings.Contains(strings.ToLower(l.Detail), "asset freeze") {
		l.List = Other
	}
	for _, h := range []string{"Date Designated", "UK Sanctions List Date Designated", "Listed On"} {
		v := m.e.Get(h)
		d, err := date.British(v)
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

// places adds addresses and the place of birth.
func (m *mapper) places() {
	for _, r := range m.e.Rows {
		var parts []string
		for n := 1; n <= 6; n++ {
			if v := r.Get("Address Line "+strconv.Itoa(n), "Address "+strconv.Itoa(n)); v != "" {
				parts = append(parts, strings.TrimRight(v, ", "))
			}
		}
		country := r.Get("Address Country", "Country")
		if post := r.Get("Address Postal Code", "Post/Zip Code"); post != "" {
			parts = append(parts, post)
		}
		m.place(strings.Join(parts, ", "), country, "")
		m.place(r.Get("Town of birth"), r.Get("Country of birth"), engine.BirthPlace)
	}
}

func (m *mapper) place(text, country string, kind engine.AddressKind) {
	a := engine.Address{Kind: kind, Text: text, Country: norm.Country(country)}
	if country != "" {
		if a.Text != "" {
			a.Text += ", "
		}
		a.Text += country
	}
	if a.Text == "" {
		return
	}
	for _, have := range m.p.Addresses {
		if have == a {
			return
		}
	}
	m.p.Addresses = append(m.p.Addresses, a)
}

// person adds dates of birth, nations and the gender.
func (m *mapper) person() {
	for _, h := range []string{"D.O.B", "DOB"} {
		for _, v := range m.e.All(h) {
			for _, one := range entry.Numbered(v) {
				d, err := Born(one)
				if err != nil {
					m.flaw(h, one, err)
					m.p.Notes = remark.Add(m.p.Notes, "DOB "+one)
					continue
				}
				have := false
				for _, b := range m.p.Born {
					have = have || b == d
				}
				if !have {
					m.p.Born = append(m.p.Born, d)
				}
			}
		}
	}
	for _, v := range m.e.All("Nationality(/ies)", "Nationality") {
		for _, one := range entry.Numbered(v) {
			remark.Apply(m.p, remark.Fact{Label: "nationality", Value: strings.Trim(one, ". "), Text: "nationality " + one})
		}
	}
	m.p.Gender = m.e.Get("Gender")
}

// Born reads "07/10/1952" and what the lists write where day or month are not
// known: "00/00/1958", "dd/mm/1958", "dd/10/1958".
func Born(s string) (engine.Date, error) {
	parts := strings.Split(strings.TrimSpace(s), "/")
	if len(parts) != 3 {
		return date.Words(s)
	}
	n := [3]int{}
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil && (i == 2 || strings.Trim(strings.ToLower(p), "dm") != "") {
			return 0, fmt.Errorf("want a day that exists, as 31/12/1958, dd/12/1958 or dd/mm/1958")
		}
		n[i] = v
	}
	if n[1] == 0 {
		n[0] = 0
	}
	d := engine.MakeDate(n[2], n[1], n[0])
	if n[2] < 1000 || n[2] > 9999 || n[0] < 0 || n[1] < 0 || n[1] > 12 || n[0] > 31 || !d.Valid() {
		return 0, fmt.Errorf("want a day that exists, as 31/12/1958, dd/12/1958 or dd/mm/1958")
	}
	return d, nil
}

// number is a word that may be an authority's number: five digits or more among
// letters and hyphens.
var number = regexp.MustCompile(`[0-9A-Za-zА-Яа-я/.-]*\d[0-9A-Za-zА-Яа-я/.-]*`)

// papers adds passports, national numbers and registrations. What the list says
// beside a number tells its scheme where it is a label that is known.
func (m *mapper) papers() {
	for _, f := range []struct{ heading, older, info, olderInfo, label string }{
		{"Passport number", "Passport Number", "Passport additional information", "Passport Details", "Passport"},
		{"National Identifier number", "National Identification Number", "National Identifier additional information", "National Identification Details", "National ID No."},
	} {
		for _, r := range m.e.Rows {
			infos := entry.Numbered(r.Get(f.info, f.olderInfo))
			for i, v := range entry.Numbered(r.Get(f.heading, f.older)) {
				label, note := f.label, ""
				if i < len(infos) {
					note = infos[i]
				}
				if scheme.Known(note) {
					label = note
				}
				country := norm.Country(note)
				if country == "" && len(m.p.Nations) == 1 && label != f.label {
					country = m.p.Nations[0] // a number of a kind that only the nation's own authority gives
				}
				remark.Identify(m.p, scheme.Of(label, v, country), v, country)
				if note != "" {
					m.p.Notes = remark.Add(m.p.Notes, f.label+" "+v+": "+note)
				}
			}
		}
	}
	for _, v := range m.e.All("Business registration number (s)", "Business registration number(s)") {
		for _, one := range entry.Numbered(v) {
			m.registration(one)
		}
	}
	if m.e.Get(uniqueID) != "" {
		remark.Identify(m.p, Name, m.e.Get(uniqueID), "GB")
	}
	if v := m.e.Get("OFSI Group ID", groupID); v != "" && v != "0" {
		remark.Identify(m.p, "ofsi", v, "GB")
	}
}

// registration reads "1027700132195", "OGRN 1027700132195" and "Tax ID No.
// 7707083893 (Russia)". Text with no number or with several stays a note too.
func (m *mapper) registration(text string) {
	country := ""
	for _, a := range m.p.Addresses {
		if a.Kind != engine.BirthPlace && country == "" {
			country = a.Country
		}
	}
	var found []string
	for _, w := range number.FindAllString(text, -1) {
		if strings.Count(w, "")-1 >= 5 {
			found = append(found, strings.Trim(w, "./-"))
		}
	}
	if len(found) != 1 {
		m.p.Notes = remark.Add(m.p.Notes, "Business registration "+text)
		return
	}
	before, after, _ := strings.Cut(text, found[0])
	label := strings.Trim(before, " :.()")
	rest := strings.Trim(after, " :.()")
	if c := norm.Country(rest); c != "" {
		country, rest = c, ""
	}
	switch {
	case scheme.Known(label):
	case scheme.Known(rest):
		label = rest
	default:
		label = "Registration Number"
	}
	remark.Identify(m.p, scheme.Of(label, found[0], country), found[0], country)
	if before != "" || after != "" {
		m.p.Notes = remark.Add(m.p.Notes, "Business registration "+text)
	}
}

// ship adds what the list says of a vessel.
func (m *mapper) ship() {
	for _, v := range m.e.All("IMO number") {
		if imo := strings.TrimSpace(strings.TrimPrefix(strings.ToUpper(v), "IMO")); imo != "" {
			remark.Identify(m.p, scheme.IMO, imo, "")
		}
	}
	if v := m.e.Get("Current believed flag of ship"); v != "" {
		if m.p.Country = norm.Country(v); m.p.Country == "" {
			m.p.Notes = remark.Add(m.p.Notes, "Flag "+v)
		}
	}
	m.p.Roles = remark.Add(m.p.Roles, m.e.All("Type of ship")...)
	for _, h := range []string{"Previous flags", "Tonnage of ship", "Length of ship", "Year Built", "Hull identification number (HIN)"} {
		for _, v := range m.e.All(h) {
			m.p.Notes = remark.Add(m.p.Notes, h+": "+v)
		}
	}
}

// interests are the parents, subsidiaries and owners that the entry names, linked
// to their own entries where the list has them. The list tells no share.
func (m *mapper) interests(dataset string, names *remark.Names) []engine.Interest {
	var out []engine.Interest
	for _, f := range []struct {
		heading, role string
		kind          engine.InterestKind
	}{{"Parent company", "Parent company", engine.Influence}, {"Current owner/operator (s)", "Owner or operator", engine.Associate}, {"Previous owner/operator (s)", "Previous owner or operator", engine.Associate}} {
		for _, v := range m.e.All(f.heading) {
			for _, one := range entry.Numbered(v) {
				in := engine.Interest{Owned: m.p.ID, Kind: f.kind, Role: f.role, OwnerName: one}
				if key := names.Find(one); key != "" && key != m.e.Key {
					in.Owner = engine.NewRecordID(dataset, key).Party()
				}
				out = append(out, in)
			}
		}
	}
	for _, v := range m.e.All("Subsidiaries") {
		for _, one := range entry.Numbered(v) {
			key := names.Find(one)
			if key == "" || key == m.e.Key {
				m.p.Notes = remark.Add(m.p.Notes, "Subsidiary: "+one)
				continue
			}
			out = append(out, engine.Interest{Owner: m.p.ID, Owned: engine.NewRecordID(dataset, key).Party(), Kind: engine.Influence, Role: "Parent company"})
		}
	}
	return out
}
