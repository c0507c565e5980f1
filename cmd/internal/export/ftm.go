package export

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
)

// FTM writes FollowTheMoney entities as JSON lines: a thing for every entity,
// Ownership, Directorship, Family, Associate, Representation, Succession and
// UnknownLink for what joins them, Sanction for listings. Ids are entity ids;
// a link's id is a hash of what it joins. A range of a share is written in the
// words that FollowTheMoney keeps as text, as "[25,50)".
//
// Left out: links "possibly same as", which no schema says, and ties of nobody.
func FTM(f *Folder, w io.Writer) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	m := &ftm{f: f, put: func(v any) error { return enc.Encode(v) }}
	err := f.entities(func(p *query.Profile) error {
		if err := m.thing(p); err != nil {
			return err
		}
		return f.ties(&p.Entity, m.link)
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

type ftm struct {
	f   *Folder
	put func(any) error
}

// Thing is one FollowTheMoney entity: a line of the export.
type Thing struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
}

func (t *Thing) add(property string, values ...string) {
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" && !slices.Contains(t.Properties[property], v) {
			t.Properties[property] = append(t.Properties[property], v)
		}
	}
}

// ftmSchemas are the schemas of the kinds of entity.
var ftmSchemas = map[engine.Kind]string{
	engine.Company: "Company", engine.Person: "Person", engine.Vessel: "Vessel", engine.Aircraft: "Airplane", engine.Arrangement: "LegalEntity",
	engine.State: "PublicBody", engine.Unknown: "LegalEntity",
}

// ftmNames are the properties for the kinds of name.
var ftmNames = map[engine.NameKind]string{
	engine.Primary: "alias", engine.Alias: "alias", engine.WeakAlias: "weakAlias", engine.Former: "previousName", engine.Trading: "alias", engine.Transliterated: "alias",
}

// ftmNumbers are the properties for schemes of identifiers; others go to the
// general one of the schema.
var ftmNumbers = map[string]string{
	"lei": "leiCode", "ru-inn": "innCode", "ru-ogrn": "ogrnCode", "ru-kpp": "kppCode", "duns": "dunsCode", "uei": "uniqueEntityId", "cage": "cageCode", "us-cik": "cikCode",
	"isin": "isinCode", "bic": "swiftBic", "vat": "vatCode", "passport": "passportNumber", "imo": "imoNumber", "mmsi": "mmsi", "icij": "icijId",
}

// ftmOnly are properties that not every schema has.
var ftmOnly = map[string][]string{
	"isinCode": {"Company"}, "cikCode": {"Company"}, "kppCode": {"Company"}, "cageCode": {"Company", "PublicBody"},
	"passportNumber": {"Person"}, "imoNumber": {"Vessel", "Company", "PublicBody"}, "mmsi": {"Vessel"},
}

// thing writes an entity and its listings.
func (m *ftm) thing(p *query.Profile) error {
	if err := m.put(FTMThing(p)); err != nil {
		return err
	}
	for _, t := range FTMSanctions(p) {
		if err := m.put(t); err != nil {
			return err
		}
	}
	return nil
}

// FTMThing is an entity as FollowTheMoney has it, without its links and
// listings.
func FTMThing(p *query.Profile) *Thing {
	schema := ftmSchemas[p.Kind]
	if schema == "" {
		schema = "LegalEntity"
	}
	t := &Thing{ID: string(p.ID), Schema: schema, Properties: map[string][]string{}}
	t.add("name", p.Name)
	for _, n := range p.Names {
		if n.Value.Text != p.Name {
			t.add(ftmNames[n.Value.Kind], n.Value.Text)
		}
	}
	asset := schema == "Vessel" || schema == "Airplane"
	country := strings.ToLower(p.Country)
	switch {
	case schema == "Vessel":
		t.add("flag", country)
	case schema == "Person", asset:
		t.add("country", country)
	default:
		t.add("jurisdiction", country)
	}
	for _, n := range p.Nations {
		if schema == "Person" {
			t.add("nationality", strings.ToLower(n.Value))
		}
	}
	for _, a := range p.Addresses {
		t.add("address", a.Value.Line())
	}
	for _, d := range p.Born {
		t.add(map[bool]string{true: "birthDate", false: "incorporationDate"}[schema == "Person"], dateOf(d.Value, asset))
	}
	if asset {
		delete(t.Properties, "incorporationDate")
		for _, d := range p.Born {
			t.add("buildDate", dateOf(d.Value, false))
		}
	}
	for _, x := range p.Identifiers {
		property := ftmNumbers[x.Value.Scheme]
		if only := ftmOnly[property]; property == "" || only != nil && !slices.Contains(only, schema) || asset && only == nil {
			property = map[bool]string{true: "idNumber", false: "registrationNumber"}[schema == "Person"]
		}
		if len(x.Value.Value) > maxNumber {
			property = "notes"
		}
		t.add(property, x.Value.Value)
	}
	if len(p.Listings) > 0 {
		t.add("topics", "sanction")
	}
	return t
}

// maxNumber is the longest text that FollowTheMoney takes for an identifier;
// the addresses of some currencies are longer.
const maxNumber = 64

// dateOf is a date as precise as it is known; none for what has another word.
func dateOf(d engine.Date, none bool) string {
	if none {
		return ""
	}
	return d.String()
}

// FTMSanctions are an entity's listings as FollowTheMoney has them.
func FTMSanctions(p *query.Profile) []*Thing {
	var out []*Thing
	for _, l := range p.Listings {
		t := &Thing{ID: id("sanction", string(p.ID), string(l.List), l.From.String(), string(l.Record)), Schema: "Sanction", Properties: map[string][]string{}}
		t.add("entity", string(p.ID))
		t.add("program", l.Programs...)
		t.add("authority", string(l.List))
		t.add("authorityId", l.Number)
		t.add("startDate", l.From.String())
		t.add("endDate", l.Until.String())
		out = append(out, t)
	}
	return out
}

// ftmLinks are the schemas of links, with the properties of their two ends.
var ftmLinks = map[engine.InterestKind][3]string{
	engine.Shares: {"Ownership", "owner", "asset"}, engine.Nominee: {"Ownership", "owner", "asset"}, engine.Nominator: {"Ownership", "owner", "asset"},
	engine.Officer: {"Directorship", "director", "organization"}, engine.Family: {"Family", "person", "relative"}, engine.Associate: {"UnknownLink", "subject", "object"},
	engine.Agent: {"Representation", "agent", "client"}, engine.Successor: {"Succession", "predecessor", "successor"},
}

// ftmEnds are the kinds of entity that an end of a schema takes.
var ftmEnds = map[string][]engine.Kind{
	"director": {engine.Company, engine.Person, engine.Arrangement, engine.State, engine.Unknown}, "organization": {engine.Company, engine.State},
	"person": {engine.Person}, "relative": {engine.Person}, "agent": {engine.Company, engine.Person, engine.Arrangement, engine.State, engine.Unknown},
	"client": {engine.Company, engine.Person, engine.Arrangement, engine.State, engine.Unknown}, "predecessor": {engine.Company, engine.Person, engine.Arrangement, engine.State, engine.Unknown},
	"successor": {engine.Company, engine.Person, engine.Arrangement, engine.State, engine.Unknown}, "owner": {engine.Company, engine.Person, engine.Arrangement, engine.State, engine.Unknown},
	"asset": {engine.Company, engine.Vessel, engine.Aircraft},
}

// takes reports whether an end of a schema takes an entity.
func (m *ftm) takes(end string, e engine.EntityID) bool {
	kinds := ftmEnds[end]
	if kinds == nil {
		return true
	}
	x, err := m.f.Store.Entity(e)
	if err != nil {
		return false
	}
	return slices.Contains(kinds, x.Kind) || x.Kind == "" && slices.Contains(kinds, engine.Unknown)
}

// link writes a tie. One whose ends its schema does not take is an UnknownLink.
func (m *ftm) link(t tie) error {
	if t.owner == "" {
		return nil
	}
	l, ok := ftmLinks[t.kind]
	if !ok || !m.takes(l[1], t.owner) || !m.takes(l[2], t.owned) {
		l = ftmLinks[engine.Associate]
	}
	x := &Thing{ID: id("link", string(t.owner), string(t.owned), string(t.kind), t.from.String(), t.until.String(), t.role), Schema: l[0], Properties: map[string][]string{}}
	x.add(l[1], string(t.owner))
	x.add(l[2], string(t.owned))
	role := t.role
	if role == "" && t.kind != engine.Shares {
		role = string(t.kind)
	}
	if l[0] == "Family" {
		x.add("relationship", role)
	} else {
		x.add("role", role)
	}
	if t.share.Known && l[0] == "Ownership" {
		text := t.share.String()
		if t.share.Exact() {
			text = engine.FormatUnits(t.share.Lo)
		}
		x.add("percentage", text)
	}
	x.add("startDate", t.from.String())
	x.add("endDate", t.until.String())
	for _, r := range t.sources {
		x.add("recordId", string(r))
	}
	return m.put(x)
}

// id is a short hash of what a line joins.
func id(kind string, parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return fmt.Sprintf("%s-%s", kind, hex.EncodeToString(sum[:10]))
}
