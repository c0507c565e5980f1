package ofac

import (
	"bytes"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/ingest/watchlist/remark"
)

// Map says what an entry means: one party, its listing, and an interest for
// every party that its remarks link it to.
//
// "Linked To: X" in the remarks of Y gives an interest of kind Associate from X
// to Y: OFAC names X as the one that Y acts for or belongs to, without a share,
// so it counts in no ownership test. The owner of a vessel, which the list
// gives in a column of its own, holds Shares of an unknown size.
func Map(dataset string, e *Entry, names *remark.Names) *engine.Record {
	id := engine.NewRecordID(dataset, e.Main.Num)
	p := engine.Party{ID: id.Party(), Kind: kind(e.Main.Type), Names: []engine.Name{{Text: e.Main.Name}}}
	for _, a := range e.Aliases {
		remark.AddName(&p, a.Name, aliasKind(a.Type))
		p.Notes = remark.Add(p.Notes, a.Remarks)
	}
	for _, a := range e.Addresses {
		address(&p, a)
	}
	columns(&p, &e.Main)
	// OFAC numbers parties, not entries: the same number in another of its
	// publications is the same party, and two numbers are two.
	p.Identifiers = append(p.Identifiers, engine.Identifier{Scheme: "ofac", Value: e.Main.Num, Country: "US"})
	rec := &engine.Record{ID: id, Format: Name, File: e.Main.File, Line: e.Main.Line, Raw: e.raw()}
	seen := map[string]bool{}
	for i, r := range e.Rows() {
		if i > 0 {
			remark.AddName(&p, r.Name, engine.Alias)
		}
		for _, f := range remark.Split(r.Remarks) {
			switch {
			case seen[f.Text] || f.Text == r.Title:
			case f.Label == remark.Link && f.Value != "":
				rec.Interests = append(rec.Interests, link(dataset, &p, f.Value, engine.Associate, f.Label, names))
			default:
				remark.Apply(&p, f)
			}
			seen[f.Text] = true
		}
		if r.Owner != "" {
			rec.Interests = append(rec.Interests, link(dataset, &p, r.Owner, engine.Shares, "Vessel Owner", names))
		}
		rec.Listings = append(rec.Listings, engine.Listing{Party: p.ID, List: listOf(r), Programs: programs(r.Programs), Number: r.Num})
	}
	rec.Parties = []engine.Party{p}
	return rec
}

// kind reads SDN_Type. What is neither a person nor a craft is an entity, and
// those are companies and bodies of every sort: the list does not say which.
func kind(sdnType string) engine.Kind {
	switch strings.ToLower(sdnType) {
	case "individual":
		return engine.Person
	case "vessel":
		return engine.Vessel
	case "aircraft":
		return engine.Aircraft
	}
	return engine.Company
}

// aliasKind reads alt_type: aka, fka (formerly) or nka (now).
func aliasKind(t string) engine.NameKind {
	if strings.EqualFold(t, "fka") {
		return engine.Former
	}
	return engine.Alias
}

// columns adds the title and what the list says of a vessel.
func columns(p *engine.Party, r *Row) {
	for _, s := range []string{r.Title, r.VesselType} {
		if s != "" {
			p.Roles = append(p.Roles, s)
		}
	}
	if r.CallSign != "" {
		remark.Identify(p, "call-sign", r.CallSign, "")
	}
	if r.Flag != "" {
		if p.Country = norm.Country(r.Flag); p.Country == "" {
			p.Notes = remark.Add(p.Notes, "Vessel Flag "+r.Flag)
		}
	}
	for _, n := range []struct{ label, value string }{{"Tonnage ", r.Tonnage}, {"Gross Registered Tonnage ", r.GRT}} {
		if n.value != "" {
			p.Notes = remark.Add(p.Notes, n.label+n.value)
		}
	}
}

// address adds an address row, unless all of it is null.
func address(p *engine.Party, r AddressRow) {
	a := engine.Address{Street: r.Street, City: r.City, Country: r.Country}
	if c := norm.Country(r.Country); c != "" {
		a.Country = c
	}
	// Some addresses in Hong Kong and Macau are filed under China.
	if c := norm.Country(r.City); a.Country == "CN" && (c == "HK" || c == "MO") {
		a.Country = c
	}
	a.CareOf, a.Street = remark.CareOf(a.Street)
	if a != (engine.Address{}) {
		p.Addresses = append(p.Addresses, a)
	}
	p.Notes = remark.Add(p.Notes, r.Remarks)
}

// link makes the interest of a named owner in p.
func link(dataset string, p *engine.Party, owner string, kind engine.InterestKind, role string, names *remark.Names) engine.Interest {
	in := engine.Interest{Owned: p.ID, Kind: kind, Role: role, OwnerName: owner}
	if num := names.Find(owner); num != "" {
		in.Owner = engine.NewRecordID(dataset, num).Party()
	}
	return in
}

// listOf tells the list of a row. The consolidated file holds several lists
// without naming them; their programmes do. Executive Order 13662 stands there
// for the directives of the Sectoral Sanctions Identifications List, and
// 13959 for the Chinese military-industrial companies.
func listOf(r Row) engine.ListID {
	switch {
	case !r.Consolidated:
		return engine.OFACSDN
	case strings.Contains(r.Programs, "UKRAINE-EO13662"):
		return engine.OFACSSI
	case strings.Contains(r.Programs, "CMIC-EO13959"):
		return engine.OFACCMIC
	}
	return engine.OFACNonSDN
}

// programs parts "SDGT] [NPWMD] [IFSR".
func programs(s string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return r == '[' || r == ']' }) {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// raw joins the rows of an entry in the order main, addresses, aliases,
// comment.
func (e *Entry) raw() []byte {
	var b bytes.Buffer
	for _, r := range e.Raw {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.Write(r)
	}
	return b.Bytes()
}
