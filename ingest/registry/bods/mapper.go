package bods

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/scheme"
)

// mapper says what one statement means.
type mapper struct {
	book     *book
	row      *ingest.Row
	s        statement
	warnings []ingest.RowError
}

func (m *mapper) warn(field, value string, err error) {
	m.warnings = append(m.warnings, m.row.Warn(field, value, err))
}

// record maps the statement to its record.
func (m *mapper) record(key string) (*engine.Record, error) {
	if m.s.details == nil || m.s.details.Kind != ingest.Object {
		return nil, m.row.Badf("recordDetails", "", "want an object")
	}
	rec := m.row.Record(m.book.in.ID(key))
	if m.s.kind == "relationship" {
		return rec, m.relationship(rec)
	}
	if _, ok := m.book.faceless[key]; ok {
		return rec, nil // nobody to compare with others; relationships say why
	}
	return rec, m.party(rec)
}

// entityKinds are the kinds of entity.
var entityKinds = map[string]engine.Kind{
	"registeredEntity": engine.Company, "legalEntity": engine.Company, "arrangement": engine.Arrangement,
	"anonymousEntity": engine.Company, "unknownEntity": engine.Unknown, "state": engine.State, "stateBody": engine.State,
}

// party maps an entity or a person.
func (m *mapper) party(rec *engine.Record) error {
	v := m.s.details
	p := engine.Party{ID: rec.ID.Party(), Kind: engine.Person, Names: names(v, m.s.kind)}
	if m.s.kind == "entity" {
		kind, ok := entityKinds[typeOf(v)]
		if !ok {
			kind = engine.Unknown
			if t := typeOf(v); t != "" {
				m.book.in.Unknown("entityType: " + t)
			}
		}
		p.Kind = kind
	}
	if len(p.Names) == 0 {
		return m.row.Badf("name", "", "want a name")
	}
	for _, k := range []string{"jurisdiction", "incorporatedInJurisdiction"} {
		if c := country(v.Get(k)); c != "" {
			p.Country = c
		}
	}
	for _, n := range members(v.Get("nationalities")) {
		if c := country(n); c != "" && !slices.Contains(p.Nations, c) {
			p.Nations = append(p.Nations, c)
		}
	}
	m.dates(&p)
	m.addresses(&p)
	for _, id := range members(v.Get("identifiers")) {
		m.identify(&p, id)
	}
	if d := v.At("entityType", "details").Str(); d != "" {
		p.LegalForm = d
	}
	p.Traded = v.At("publicListing", "hasPublicListing").True()
	for _, k := range []string{"politicalExposure", "pepStatus", "hasPepStatus"} {
		if s := v.Get(k).Str(); s != "" {
			p.Notes = append(p.Notes, k+": "+s)
		}
		if s := v.At(k, "status").Str(); s != "" {
			p.Notes = append(p.Notes, "political exposure: "+s)
		}
	}
	if m.s.closed {
		p.Status = "record closed"
	}
	rec.Parties = []engine.Party{p}
	return nil
}

// nameKinds are the kinds of a person's name.
var nameKinds = map[string]engine.NameKind{
	"legal": engine.Primary, "individual": engine.Primary, "translation": engine.Transliterated, "transliteration": engine.Transliterated,
	"former": engine.Former, "alternative": engine.Alias, "alias": engine.Alias, "aka": engine.Alias, "nick": engine.WeakAlias, "birth": engine.Former,
}

// names are the names of an entity or a person, the primary one first.
func names(v *ingest.Value, kind string) []engine.Name {
	var out []engine.Name
	add := func(text string, k engine.NameKind) {
		if text = strings.Join(strings.Fields(text), " "); text != "" && !slices.ContainsFunc(out, func(n engine.Name) bool { return n.Text == text }) {
			out = append(out, engine.Name{Text: text, Kind: k})
		}
	}
	if kind == "entity" {
		add(v.Get("name").Str(), engine.Primary)
		for _, s := range v.Get("alternateNames").Strings() {
			add(s, engine.Alias)
		}
	}
	for _, n := range members(v.Get("names")) {
		text := n.Get("fullName").Str()
		if text == "" {
			var parts []string
			for _, k := range []string{"givenName", "patronymicName", "familyName"} {
				parts = append(parts, n.Get(k).Str())
			}
			text = strings.Join(parts, " ")
		}
		add(text, nameKinds[n.Get("type").Str()])
	}
	slices.SortStableFunc(out, func(a, b engine.Name) int {
		switch {
		case a.Kind == b.Kind || a.Kind != engine.Primary && b.Kind != engine.Primary:
			return 0
		case a.Kind == engine.Primary:
			return -1
		}
		return 1
	})
	if len(out) > 0 {
		out[0].Kind = engine.Primary
	}
	return out
}

// members are the values of an array.
func members(v *ingest.Value) []*ingest.Value {
	if v == nil || v.Kind != ingest.Array {
		return nil
	}
	out := make([]*ingest.Value, len(v.Members))
	for i := range v.Members {
		out[i] = &v.Members[i]
	}
	return out
}

// dates maps birth and death, founding and dissolution.
func (m *mapper) dates(p *engine.Party) {
	for _, k := range []string{"birthDate", "foundingDate"} {
		if d := m.day(k, m.s.details.Get(k)); d != 0 {
			p.Born = append(p.Born, d)
		}
	}
	for _, k := range []string{"deathDate", "dissolutionDate"} {
		if d := m.day(k, m.s.details.Get(k)); d != 0 {
			p.Died = d
		}
	}
}

// day reads a date, and files one that is none.
func (m *mapper) day(field string, v *ingest.Value) engine.Date {
	if v.Str() == "" {
		return 0
	}
	d, err := day(v)
	if err != nil {
		m.warn(field, v.Str(), err)
		return 0
	}
	return d
}

// addressKinds are the kinds of address.
var addressKinds = map[string]engine.AddressKind{
	"registered": engine.Registered, "business": engine.Business, "residence": engine.Residence, "home": engine.Residence, "placeOfBirth": engine.BirthPlace,
}

func (m *mapper) addresses(p *engine.Party) {
	list := members(m.s.details.Get("addresses"))
	if birth := m.s.details.Get("placeOfBirth"); birth != nil {
		list = append(list, birth)
	}
	for _, a := range list {
		x := engine.Address{Kind: addressKinds[a.Get("type").Str()], Text: a.Get("address").Str(), Postcode: a.Get("postCode").Str(), Country: country(a.Get("country"))}
		if a == m.s.details.Get("placeOfBirth") {
			x.Kind = engine.BirthPlace
		}
		if x.Text != "" || x.Postcode != "" || x.Country != "" {
			p.Addresses = append(p.Addresses, x)
		}
	}
}

// identify maps an identifier. A scheme is a code of org-id.guide, as GB-COH,
// or for people a country and a type, as GBR-PASSPORT.
func (m *mapper) identify(p *engine.Party, id *ingest.Value) {
	value, code := id.Get("id").Str(), strings.ToUpper(id.Get("scheme").Str())
	if value == "" {
		return
	}
	place, kind, _ := strings.Cut(code, "-")
	out := engine.Identifier{Value: value, Country: country(&ingest.Value{Kind: ingest.String, Text: place})}
	switch {
	case code == "XI-LEI" || strings.EqualFold(id.Get("schemeName").Str(), "LEI"):
		out.Scheme, out.Country = scheme.LEI, ""
	case code == "GB-COH":
		out.Scheme = scheme.UKCompany
	case p.Kind == engine.Person && kind == "PASSPORT":
		out.Scheme = scheme.Passport
	case p.Kind == engine.Person && kind == "IDCARD":
		out.Scheme = scheme.NationalID
	case kind == "TAXID":
		out.Scheme = scheme.Of("Tax ID", value, out.Country)
	case code != "" && out.Country != "" && p.Kind != engine.Person:
		out.Scheme = scheme.Company(out.Country, value)
	case code != "":
		out.Scheme = scheme.Slug(code)
	default:
		if out.Scheme = scheme.Of(id.Get("schemeName").Str(), value, p.Country); out.Scheme == "" {
			out.Scheme = "id-number"
		}
	}
	p.Identifiers = append(p.Identifiers, out)
}

// relationship maps who holds what.
func (m *mapper) relationship(rec *engine.Record) error {
	v := m.s.details
	owned, reason := m.end(v.Get("subject"))
	if owned == "" {
		return m.row.Badf("subject", reason, "want the id of an entity")
	}
	base := engine.Interest{Owned: owned, Component: v.Get("isComponent").True()}
	if base.Owner, base.Unnamed = m.end(v.Get("interestedParty")); base.Owner == "" && base.Unnamed == "" {
		return m.row.Badf("interestedParty", "", "want the id of an entity or a person, or a reason")
	}
	whole := len(v.Get("componentRecords").Strings())+len(v.Get("componentStatementIDs").Strings()) > 0
	list := members(v.Get("interests"))
	if len(list) == 0 {
		base.Kind, base.Role = engine.Associate, "no interest stated"
		if base.Unnamed != "" {
			base.Kind = engine.Influence
		}
		rec.Interests = []engine.Interest{base}
		return nil
	}
	for i, x := range list {
		in := base
		in.ID = fmt.Sprint(i)
		m.interest(&in, x, whole)
		rec.Interests = append(rec.Interests, in)
	}
	return nil
}

// end is the party at an end of a relationship, or why none is named.
func (m *mapper) end(v *ingest.Value) (engine.PartyID, string) {
	key := v.Str()
	for _, k := range []string{"describedByEntityStatement", "describedByPersonStatement"} {
		if s := v.Get(k).Str(); s != "" {
			key = s
		}
	}
	if key != "" {
		key = m.book.root(key)
		if why, ok := m.book.faceless[key]; ok {
			return "", why
		}
		return m.book.in.ID(key).Party(), ""
	}
	if u := v.Get("unspecified"); u != nil {
		v = u
	}
	return "", strings.TrimSpace(v.Get("reason").Str() + " " + v.Get("description").Str())
}

// interestKinds are the types of interest in the words of all versions, without
// hyphens and in lower case.
var interestKinds = map[string]engine.InterestKind{
	"shareholding": engine.Shares, "votingrights": engine.Votes, "appointmentofboard": engine.Appointment,
	"otherinfluenceorcontrol": engine.Influence, "influenceorcontrol": engine.Influence, "otherinfluenceorcontroloftrust": engine.Influence,
	"controlviacompanyrulesorarticles": engine.Influence, "controlbylegalframework": engine.Influence,
	"seniormanagingofficial": engine.Officer, "boardmember": engine.Officer, "boardchair": engine.Officer,
	"settlor": engine.Settlor, "settloroftrust": engine.Settlor, "trustee": engine.Trustee, "trusteeoftrust": engine.Trustee,
	"protector": engine.Protector, "protectoroftrust": engine.Protector, "beneficiaryoflegalarrangement": engine.Beneficiary, "beneficiaryoftrust": engine.Beneficiary,
	"rightstosurplusassetsondissolution": engine.Profit, "rightstosurplusassets": engine.Profit, "rightstoprofitorincome": engine.Profit,
	"righttoprofitorincomefromassets": engine.Profit, "enjoymentanduseofassets": engine.Contract,
	"rightsgrantedbycontract": engine.Contract, "conditionalrightsgrantedbycontract": engine.Contract,
	"nominee": engine.Nominee, "nominator": engine.Nominator,
	"unknowninterest": engine.Associate, "unpublishedinterest": engine.Associate,
}

// interest maps one interest.
func (m *mapper) interest(in *engine.Interest, x *ingest.Value, whole bool) {
	in.Role = x.Get("type").Str()
	kind, ok := interestKinds[strings.ToLower(strings.ReplaceAll(in.Role, "-", ""))]
	if !ok {
		kind = engine.Associate
		m.book.in.Unknown("interest type: " + in.Role)
	}
	in.Kind, in.Detail = kind, x.Get("details").Str()
	switch level := x.Get("directOrIndirect").Str() + x.Get("interestLevel").Str(); {
	case level == "direct":
		in.Directness = engine.Direct
	case level == "indirect" || whole:
		in.Directness = engine.Indirect
	case level == "unknown":
		in.Directness = engine.DirectOrIndirect
	}
	in.From, in.Until = m.day("interests.startDate", x.Get("startDate")), m.day("interests.endDate", x.Get("endDate"))
	if in.From != 0 && in.Until != 0 && in.Until < in.From {
		m.warn("interests.endDate", x.Get("endDate").Str(), errors.New("is before the start"))
	}
	share, err := shareOf(x.Get("share"))
	if err != nil {
		m.warn("interests.share", shareText(x.Get("share")), err)
	}
	in.Share = share
}

// shareOf reads a share: exact, or bounds. Until 0.3 whether a bound is open is
// said apart; from 0.4 an open bound is a number of its own.
func shareOf(v *ingest.Value) (engine.Share, error) {
	if v.IsNull() {
		return engine.Share{}, nil
	}
	if v.Kind != ingest.Object {
		return engine.Share{}, errors.New("want an object with exact, or with minimum and maximum")
	}
	for _, k := range []string{"exact", "minimum", "maximum"} {
		if x := v.Get(k); !x.IsNull() && x.Str() == "" {
			return engine.Share{}, fmt.Errorf("%s: want a number", k)
		}
	}
	for _, k := range []string{"exclusiveMinimum", "exclusiveMaximum"} {
		if x := v.Get(k); !x.IsNull() && x.Kind != ingest.Bool && x.Str() == "" {
			return engine.Share{}, fmt.Errorf("%s: want a number, or true or false", k)
		}
	}
	if s := v.Get("exact").Str(); s != "" {
		return engine.ParseShare(s)
	}
	lo, hi := v.Get("minimum").Str(), v.Get("maximum").Str()
	left, right := "[", "]"
	if x := v.Get("exclusiveMinimum"); x.True() {
		left = "("
	} else if s := x.Str(); s != "" {
		lo, left = s, "("
	}
	if x := v.Get("exclusiveMaximum"); x.True() {
		right = ")"
	} else if s := x.Str(); s != "" {
		hi, right = s, ")"
	}
	switch {
	case lo == "" && hi == "":
		return engine.Share{}, nil
	case lo == "":
		lo, left = "0", "["
	case hi == "":
		hi, right = "100", "]"
	}
	if lo == hi && (left == "(") != (right == ")") {
		left, right = "[", "]" // a point with one open end is nothing: the source means the point
	}
	return engine.ParseShare(left + lo + "," + hi + right)
}

// shareText is a share as it stands, for a rejection.
func shareText(v *ingest.Value) string {
	if v.Kind != ingest.Object {
		return v.Text
	}
	var out []string
	for _, x := range v.Members {
		out = append(out, x.Key+" "+x.Text)
	}
	return strings.Join(out, ", ")
}
