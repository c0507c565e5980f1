package ftm

import (
	"errors"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest/scheme"
)

// linkSchema says how a link of FollowTheMoney points.
type linkSchema struct {
	owner, owned string // properties
	kind         engine.InterestKind
}

// linkSchemas are the schemas that link two parties. The agent of a
// Representation acts for the client: it stands where an owner does.
var linkSchemas = map[string]linkSchema{
	"Ownership":      {"owner", "asset", engine.Shares},
	"Directorship":   {"director", "organization", engine.Officer},
	"Membership":     {"member", "organization", engine.Associate},
	"Employment":     {"employee", "employer", engine.Associate},
	"UnknownLink":    {"subject", "object", engine.Associate},
	"Representation": {"agent", "client", engine.Agent},
	"Succession":     {"predecessor", "successor", engine.Successor},
	"Family":         {"person", "relative", engine.Family},
	"Associate":      {"person", "associate", engine.Associate},
}

// link makes one interest for each pair of ends. A link that lacks an end is
// rejected.
func (m *mapper) link(rec *engine.Record, l linkSchema) error {
	owners, owned := m.all(l.owner), m.all(l.owned)
	if len(owners) == 0 {
		return m.row.Badf("properties."+l.owner, "", "want an entity's id")
	}
	if len(owned) == 0 {
		return m.row.Badf("properties."+l.owned, "", "want an entity's id")
	}
	base := engine.Interest{Kind: l.kind, Detail: m.detail()}
	for _, k := range []string{"role", "relationship", "ownershipType", "sharesType", "legalBasis"} {
		if base.Role = m.join(k); base.Role != "" {
			break
		}
	}
	if l.kind == engine.Shares && strings.Contains(strings.ToLower(base.Role), "nominee") {
		base.Kind = engine.Nominee
	}
	if l.kind == engine.Shares && strings.Contains(strings.ToLower(base.Role), "nominator") {
		base.Kind = engine.Nominator
	}
	base.From, base.Until = m.span("startDate", "date")
	if l.kind == engine.Shares {
		m.share(&base)
	}
	for _, from := range owners {
		for _, to := range owned {
			in := base
			in.Owner, in.Owned = m.in.ID(from).Party(), m.in.ID(to).Party()
			rec.Interests = append(rec.Interests, in)
		}
	}
	return nil
}

// share reads the percentage, which is free text. One that is none, over 100
// or contradicted by another leaves the share unknown and is filed.
func (m *mapper) share(in *engine.Interest) {
	for i, s := range m.all("percentage") {
		v, err := engine.ParseShare(strings.TrimSpace(s))
		if err != nil || i > 0 && v != in.Share {
			if err == nil {
				err = errManyShares
			}
			m.warn("properties.percentage", s, err)
			in.Share = engine.Share{}
			in.Detail = strings.TrimSpace(in.Detail + "\npercentage: " + m.join("percentage"))
			return
		}
		in.Share = v
	}
}

var errManyShares = errors.New("the line gives several percentages")

// detail keeps what else a link says of itself.
func (m *mapper) detail() string {
	var out []string
	for _, k := range []string{"status", "sharesCount", "sharesValue", "description", "summary"} {
		if s := m.join(k); s != "" {
			out = append(out, k+": "+s)
		}
	}
	return strings.Join(out, "\n")
}

// sanction makes a listing of each entity that the line names; they are
// parties of other records.
func (m *mapper) sanction(rec *engine.Record) error {
	parties := m.all("entity")
	if len(parties) == 0 {
		return m.row.Badf("properties.entity", "", "want an entity's id")
	}
	l := engine.Listing{List: m.list(), Number: m.one("authorityId", "unscId")}
	l.Programs = append(m.all("program"), m.all("programId")...)
	l.From, l.Until = m.span("listingDate", "startDate")
	var detail []string
	for _, k := range []string{"authority", "reason", "status", "provisions", "duration"} {
		if s := m.join(k); s != "" {
			detail = append(detail, k+": "+s)
		}
	}
	l.Detail = strings.Join(detail, "\n")
	for _, id := range parties {
		l.Party = m.in.ID(id).Party()
		rec.Listings = append(rec.Listings, l)
	}
	return nil
}

// datasets are the collections of OpenSanctions that are one list each.
var datasets = map[string]engine.ListID{
	"us_ofac_sdn": engine.OFACSDN, "us_ofac_cons": engine.OFACNonSDN, "us_bis_denied": engine.BISDPL, "us_dod_chinese_milcorps": engine.DOD1260H,
	"un_sc_sanctions": engine.UNSC, "eu_fsf": engine.EUFSF, "gb_fcdo_sanctions": engine.UKSL, "gb_hmt_sanctions": engine.UKSL,
}

// words in a program or an authority, in lower case, that name a list. They
// are looked at in this order.
var words = []struct {
	all  []string
	list engine.ListID
}{
	{[]string{"military end user"}, engine.BISMEU},
	{[]string{"unverified list"}, engine.BISUVL},
	{[]string{"denied persons"}, engine.BISDPL},
	{[]string{"entity list"}, engine.BISEL},
	{[]string{"1260h"}, engine.DOD1260H},
	{[]string{"military-industrial complex"}, engine.OFACCMIC},
	{[]string{"sectoral sanctions"}, engine.OFACSSI},
	{[]string{"nonproliferation sanctions"}, engine.StateISN},
	{[]string{"itar debarred"}, engine.StateDTC},
	{[]string{"specially designated"}, engine.OFACSDN},
	{[]string{"ofac", "sdn"}, engine.OFACSDN},
	{[]string{"security council"}, engine.UNSC},
	{[]string{"european union"}, engine.EUFSF},
	{[]string{"uk sanctions list"}, engine.UKSL},
}

// list tells the list of a sanction: by the words of its program and
// authority, by its dataset where that is one list, and else by a slug of the
// dataset or the authority.
func (m *mapper) list() engine.ListID {
	text := strings.ToLower(strings.Join(append(append(m.all("program"), m.all("programId")...), m.all("authority")...), " | "))
next:
	for _, w := range words {
		for _, s := range w.all {
			if !strings.Contains(text, s) {
				continue next
			}
		}
		return w.list
	}
	sets := m.row.Value.Get("datasets").Strings()
	for _, d := range sets {
		if l, ok := datasets[d]; ok {
			return l
		}
	}
	for _, s := range append(sets, m.one("authority")) {
		if s := scheme.Slug(s); s != "" {
			return engine.ListID(s)
		}
	}
	return "unknown"
}
