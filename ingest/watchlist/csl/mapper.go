package csl

import (
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
	"github.com/pierce-er/pierce/ingest/scheme"
	"github.com/pierce-er/pierce/ingest/watchlist/remark"
)

// lists are the beginnings of the source column and the lists they mean.
var lists = []struct {
	prefix string
	id     engine.ListID
	kind   engine.Kind // of a row that states no type
}{
	{"Specially Designated Nationals", engine.OFACSDN, engine.Unknown},
	{"Entity List", engine.BISEL, engine.Unknown},          // persons stand on it too
	{"Military End User", engine.BISMEU, engine.Company},   // 15 CFR 744 Supplement 7 names organisations alone
	{"Unverified List", engine.BISUVL, engine.Unknown},     //
	{"Denied Persons List", engine.BISDPL, engine.Unknown}, // persons and companies without a mark
	{"ITAR Debarred", engine.StateDTC, engine.Unknown},     //
	{"Nonproliferation Sanctions", engine.StateISN, engine.Unknown},
	{"Sectoral Sanctions Identifications", engine.OFACSSI, engine.Unknown},
	{"Non-SDN Chinese Military-Industrial Complex", engine.OFACCMIC, engine.Company},
	{"Non-SDN Menu-Based", engine.OFACNonSDN, engine.Unknown},
	{"Palestinian Legislative Council", engine.OFACNonSDN, engine.Unknown},
	{"Foreign Sanctions Evaders", engine.OFACNonSDN, engine.Unknown},
	{"Capta", engine.OFACNonSDN, engine.Unknown},
	{"CAPTA", engine.OFACNonSDN, engine.Unknown},
}

// List gives the list that the source column names; a list unknown here gets
// an id of "us-" and its words.
func List(source string) engine.ListID {
	for _, l := range lists {
		if strings.HasPrefix(source, l.prefix) {
			return l.id
		}
	}
	name, _, _ := strings.Cut(source, " - ")
	return engine.ListID("us-" + scheme.Slug(name))
}

// kind reads the type column. Where it is empty, only lists that hold nothing
// but organisations tell the kind; all others leave it Unknown.
func kind(r *Row) engine.Kind {
	switch strings.ToLower(r.Type) {
	case "individual":
		return engine.Person
	case "entity":
		return engine.Company
	case "vessel":
		return engine.Vessel
	case "aircraft":
		return engine.Aircraft
	}
	for _, l := range lists {
		if strings.HasPrefix(r.Source, l.prefix) {
			return l.kind
		}
	}
	return engine.Unknown
}

// Map says what a row means: one party, its listing with notice, dates and
// licence policy, and an interest for every party that it is linked to. Names
// may be nil.
func Map(dataset string, r *Row, names *remark.Names) (*engine.Record, []ingest.Flaw) {
	id := engine.NewRecordID(dataset, r.Key())
	rec := &engine.Record{ID: id, Format: Name, File: r.File, Line: r.Line, Raw: r.Raw}
	p := engine.Party{ID: id.Party(), Kind: kind(r)}
	m := mapper{r: r, p: &p}
	if h := m.names(); h.parent != "" {
		rec.Interests = append(rec.Interests, link(dataset, &p, h.parent, engine.Associate, h.role, names))
	}
	m.people()
	m.vessel()
	for _, a := range split(r.Addresses) {
		p.Addresses = append(p.Addresses, Address(a))
	}
	if strings.HasPrefix(string(List(r.Source)), "us-ofac-") && r.EntityNumber != "" {
		p.Identifiers = append(p.Identifiers, engine.Identifier{Scheme: "ofac", Value: r.EntityNumber, Country: "US"}) // as in OFAC's own files
	}
	for _, text := range split(r.IDs) {
		remark.Apply(&p, Fact(text))
	}
	for _, f := range remark.Split(r.Remarks) {
		if f.Label == remark.Link && f.Value != "" {
			rec.Interests = append(rec.Interests, link(dataset, &p, f.Value, engine.Associate, f.Label, names))
			continue
		}
		remark.Apply(&p, f)
	}
	if r.Owner != "" {
		rec.Interests = append(rec.Interests, link(dataset, &p, r.Owner, engine.Shares, "Vessel Owner", names))
	}
	rec.Parties = []engine.Party{p}
	rec.Listings = []engine.Listing{m.listing()}
	return rec, m.flaws
}

// mapper gathers one row's party.
type mapper struct {
	r     *Row
	p     *engine.Party
	flaws []ingest.Flaw
}

// names adds the name and the other names. One in quotation marks is a weak
// alias. What the State Department adds to a name about its successors is no
// part of it, and neither is the parent that the Entity List names with some.
func (m *mapper) names() house {
	h := partHouse(m.r.Name)
	if h.name != strings.Join(strings.Fields(m.r.Name), " ") {
		m.p.Notes = append(m.p.Notes, m.r.Name)
	}
	m.p.Names = []engine.Name{{Text: h.name}}
	for _, a := range split(m.r.AltNames) {
		kind := engine.Alias
		if len(a) > 2 && a[0] == '"' && a[len(a)-1] == '"' {
			a, kind = a[1:len(a)-1], engine.WeakAlias
		}
		remark.AddName(m.p, a, kind)
	}
	if m.r.Title != "" {
		m.p.Roles = split(m.r.Title)
	}
	return h
}

// people adds births, nationalities and citizenships.
func (m *mapper) people() {
	for _, s := range split(m.r.Born) {
		dates, exact, err := date.Born(s)
		if err != nil {
			m.flaws = append(m.flaws, ingest.Flaw{Field: "dates_of_birth", Value: s, Err: err})
		}
		if err != nil || !exact {
			m.p.Notes = append(m.p.Notes, "DOB "+s)
		}
		m.p.Born = append(m.p.Born, dates...)
	}
	for _, f := range []struct{ label, values string }{{"citizen", m.r.Citizenships}, {"nationality", m.r.Nationalities}, {"POB", m.r.BirthPlaces}} {
		for _, s := range split(f.values) {
			remark.Apply(m.p, remark.Fact{Label: f.label, Value: s, Text: f.label + " " + s})
		}
	}
}

// vessel adds what the list says of a vessel.
func (m *mapper) vessel() {
	r, p := m.r, m.p
	if r.VesselType != "" {
		p.Roles = append(p.Roles, r.VesselType)
	}
	if r.CallSign != "" {
		remark.Identify(p, "call-sign", r.CallSign, "")
	}
	if r.Flag != "" {
		if p.Country = norm.Country(r.Flag); p.Country == "" {
			p.Notes = append(p.Notes, "Vessel Flag "+r.Flag)
		}
	}
	for _, n := range []struct{ label, value string }{{"Tonnage ", r.Tonnage}, {"Gross Registered Tonnage ", r.GRT}} {
		if n.value != "" {
			p.Notes = append(p.Notes, n.label+n.value)
		}
	}
}

// listing makes the party's place on the list.
func (m *mapper) listing() engine.Listing {
	r := m.r
	l := engine.Listing{Party: m.p.ID, List: List(r.Source), Programs: split(r.Programs), Number: r.EntityNumber, Citation: r.Citation}
	l.From, l.Until = m.date("start_date", r.Start), m.date("end_date", r.End)
	if l.From != 0 && l.Until != 0 && l.Until.Latest() < l.From.Earliest() {
		m.flaws = append(m.flaws, ingest.Flaw{Field: "end_date", Value: r.End, Err: errEndsBefore})
		l.Until = 0
	}
	var detail []string
	for _, d := range []struct{ label, value string }{{"License requirement: ", r.LicenseRequirement}, {"License policy: ", r.LicensePolicy}, {"Standard order: ", r.StandardOrder}} {
		if d.value != "" {
			detail = append(detail, d.label+d.value)
		}
	}
	l.Detail = strings.Join(detail, "\n")
	return l
}

func (m *mapper) date(field, value string) engine.Date {
	d, err := engine.ParseDate(value)
	if err != nil {
		m.flaws = append(m.flaws, ingest.Flaw{Field: field, Value: value, Err: err})
	}
	return d
}

// link makes the interest of a named owner in p, on the same list.
func link(dataset string, p *engine.Party, owner string, kind engine.InterestKind, role string, names *remark.Names) engine.Interest {
	in := engine.Interest{Owned: p.ID, Kind: kind, Role: role, OwnerName: owner}
	if key := names.Find(owner); key != "" {
		in.Owner = engine.NewRecordID(dataset, key).Party()
	}
	return in
}

// split parts a field of several values. The Entity List writes the last one
// as "and X".
func split(s string) []string {
	var out []string
	for _, v := range strings.Split(s, ";") {
		v = strings.TrimSpace(v)
		if v = strings.TrimSpace(strings.TrimPrefix(v, "and ")); v != "" {
			out = append(out, v)
		}
	}
	return out
}
