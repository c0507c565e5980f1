package export

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
)

// BODS writes entities, people and stakes as one package of the Beneficial
// Ownership Data Standard 0.4: an array of statements, the described before
// those that speak of them. Record ids are entity ids, so that two exports can
// be compared.
//
// Left out: vessels and aircraft, listings, links "possibly same as", family,
// agents and successors, for which the standard has no words. A day that is known to
// the month or year alone becomes its first day, as the standard asks.
func BODS(f *Folder, w io.Writer) error {
	out := &array{w: bufio.NewWriter(w)}
	b := &bods{f: f, out: out}
	if err := f.entities(b.described); err != nil {
		return err
	}
	err := f.Store.Entities(func(e *engine.Entity) error {
		if bodsType(e.Kind) == "" {
			return nil
		}
		return f.ties(e, b.relationship)
	})
	if err != nil {
		return err
	}
	return out.close()
}

// array writes a JSON array, a member a line.
type array struct {
	w *bufio.Writer
	n int
}

func (a *array) add(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	head := ",\n"
	if a.n == 0 {
		head = "[\n"
	}
	a.n++
	_, err = a.w.WriteString(head + string(b))
	return err
}

func (a *array) close() error {
	text := "\n]\n"
	if a.n == 0 {
		text = "[]\n"
	}
	if _, err := a.w.WriteString(text); err != nil {
		return err
	}
	return a.w.Flush()
}

// bods writes statements.
type bods struct {
	f   *Folder
	out *array
}

// object keeps its members in the order of writing them down here; the encoder
// sorts them by name.
type object map[string]any

// bodsType is the record type of a kind; "" for what has none.
func bodsType(k engine.Kind) string {
	switch k {
	case engine.Person:
		return "person"
	case engine.Vessel, engine.Aircraft:
		return ""
	}
	return "entity"
}

// statement is the head that all statements have. The id is a hash of what the
// statement says, so that the same content has the same id.
func (b *bods) statement(subject, record, kind, date string, details object) error {
	body, err := json.Marshal(details)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(record + "\x00" + string(body)))
	if date == "" {
		date = b.f.Now.UTC().Format("2006-01-02")
	}
	return b.out.add(object{
		"statementId": hex.EncodeToString(sum[:20]), "statementDate": date, "declarationSubject": subject,
		"recordId": record, "recordType": kind, "recordStatus": "new", "recordDetails": details,
		"publicationDetails": object{"publicationDate": b.f.Now.UTC().Format("2006-01-02"), "bodsVersion": "0.4", "publisher": object{"name": "pierce"}},
		"source":             object{"type": []string{"thirdParty"}},
	})
}

// described writes an entity or a person.
func (b *bods) described(p *query.Profile) error {
	kind := bodsType(p.Kind)
	if kind == "" {
		return nil
	}
	d := object{"isComponent": false}
	if kind == "person" {
		bodsPerson(d, p)
	} else {
		bodsEntity(d, p)
	}
	var ids []object
	for _, x := range p.Identifiers {
		ids = append(ids, bodsIdentifier(x.Value, kind))
	}
	put(d, "identifiers", ids)
	addresses, birth := bodsAddresses(p, kind)
	put(d, "addresses", addresses)
	if birth != nil {
		d["placeOfBirth"] = birth
	}
	date := ""
	for _, s := range p.Seen {
		date = max(date, s.Retrieved.UTC().Format("2006-01-02"))
	}
	return b.statement(string(p.ID), string(p.ID), kind, date, d)
}

// put adds a list that is not empty.
func put[T any](o object, key string, list []T) {
	if len(list) > 0 {
		o[key] = list
	}
}

// bodsEntity adds what an entity has.
func bodsEntity(d object, p *query.Profile) {
	types := map[engine.Kind]string{engine.Company: "registeredEntity", engine.Arrangement: "arrangement", engine.State: "stateBody", engine.Unknown: "legalEntity"}
	kind := types[p.Kind]
	if kind == "" {
		kind = "legalEntity"
	}
	d["entityType"] = object{"type": kind}
	d["name"] = p.Name
	var other []string
	for _, n := range p.Names {
		if n.Value.Text != p.Name && !slices.Contains(other, n.Value.Text) {
			other = append(other, n.Value.Text)
		}
	}
	put(d, "alternateNames", other)
	if p.Country != "" {
		d["jurisdiction"] = bodsCountry(p.Country)
	}
	if len(p.Born) > 0 {
		d["foundingDate"] = day(p.Born[0].Value)
	}
}

// bodsPerson adds what a person has.
func bodsPerson(d object, p *query.Profile) {
	d["personType"] = "knownPerson"
	types := map[engine.NameKind]string{engine.Primary: "legal", engine.Former: "former", engine.Transliterated: "transliteration"}
	var names []object
	for _, n := range p.Names {
		kind := types[n.Value.Kind]
		if kind == "" || kind == "legal" && n.Value.Text != p.Name {
			kind = "alternative"
		}
		names = append(names, object{"type": kind, "fullName": n.Value.Text})
	}
	if len(names) == 0 {
		d["personType"], d["unspecifiedPersonDetails"] = "unknownPerson", object{"reason": "informationUnknownToPublisher"}
	}
	put(d, "names", names)
	var nations []object
	for _, n := range p.Nations {
		nations = append(nations, bodsCountry(n.Value))
	}
	put(d, "nationalities", nations)
	if len(p.Born) > 0 {
		d["birthDate"] = p.Born[0].Value.String()
	}
}

func bodsCountry(code string) object {
	out := object{"name": countryName(code)}
	if len(code) == 2 {
		out["code"] = code
	}
	return out
}

// bodsIdentifier writes the schemes for which org-id.guide has a code by it,
// the others by name.
func bodsIdentifier(x engine.Identifier, kind string) object {
	out := object{"id": x.Value, "schemeName": x.Scheme}
	switch {
	case x.Scheme == "lei":
		out["scheme"] = "XI-LEI"
	case x.Scheme == "gb-coh":
		out["scheme"] = "GB-COH"
	case kind == "person" && x.Scheme == "passport" && x.Country != "":
		out["scheme"] = x.Country + "-PASSPORT"
	}
	return out
}

// bodsAddresses writes addresses on one line, with their country; a person's
// first place of birth stands apart.
func bodsAddresses(p *query.Profile, kind string) (out []object, birth object) {
	types := map[engine.AddressKind]string{engine.Registered: "registered", engine.Business: "business", engine.Headquarters: "business", engine.Residence: "residence"}
	for _, a := range p.Addresses {
		x := object{"address": a.Value.Line()}
		t := types[a.Value.Kind]
		if t != "" && (kind == "person") == (t == "residence") {
			x["type"] = t
		}
		if a.Value.Postcode != "" {
			x["postCode"] = a.Value.Postcode
		}
		if a.Value.Country != "" {
			x["country"] = bodsCountry(a.Value.Country)
		}
		if a.Value.Kind != engine.BirthPlace {
			out = append(out, x)
			continue
		}
		if birth == nil && kind == "person" {
			x["type"] = "placeOfBirth"
			birth = x
		}
	}
	return out, birth
}

// bodsInterests are the words for kinds of interest.
var bodsInterests = map[engine.InterestKind]string{
	engine.Shares: "shareholding", engine.Votes: "votingRights", engine.Appointment: "appointmentOfBoard", engine.Profit: "rightsToProfitOrIncome",
	engine.Nominee: "nominee", engine.Nominator: "nominator", engine.Settlor: "settlor", engine.Trustee: "trustee", engine.Protector: "protector",
	engine.Beneficiary: "beneficiaryOfLegalArrangement", engine.Consolidation: "otherInfluenceOrControl", engine.Contract: "rightsGrantedByContract",
	engine.Influence: "otherInfluenceOrControl", engine.Officer: "boardMember", engine.Branch: "otherInfluenceOrControl", engine.Associate: "unknownInterest",
}

// relationship writes a stake or an office.
func (b *bods) relationship(t tie) error {
	kind, ok := bodsInterests[t.kind]
	if !ok {
		return nil
	}
	var party any = string(t.owner)
	if t.owner == "" {
		party = object{"reason": "unknown", "description": t.reason}
	} else if e, err := b.f.Store.Entity(t.owner); err != nil || bodsType(e.Kind) == "" {
		return nil
	}
	in := object{"type": kind, "directOrIndirect": "direct"}
	switch {
	case slices.Contains(t.flags, "indirect"):
		in["directOrIndirect"] = "indirect"
	case slices.Contains(t.flags, "either"):
		in["directOrIndirect"] = "unknown"
	}
	if t.share.Known {
		in["share"] = bodsShare(t.share)
	}
	if s := day(t.from); s != "" {
		in["startDate"] = s
	}
	if s := day(t.until); s != "" {
		in["endDate"] = s
	}
	if details := strings.TrimSpace(detail(t)); details != "" {
		in["details"] = details
	}
	d := object{"isComponent": false, "subject": string(t.owned), "interestedParty": party, "interests": []object{in}}
	record := fmt.Sprintf("%s-%s-%s-%s-%s", t.owned, t.owner, t.kind, t.from, t.role)
	sum := sha256.Sum256([]byte(record + t.reason))
	return b.statement(string(t.owned), "r"+hex.EncodeToString(sum[:10]), "relationship", "", d)
}

// detail says what the standard's type does not.
func detail(t tie) string {
	parts := []string{t.role}
	if bodsInterests[t.kind] == "otherInfluenceOrControl" || t.kind == engine.Associate {
		parts = append(parts, string(t.kind))
	}
	for _, r := range t.sources {
		parts = append(parts, "source "+string(r))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "; ")
}

// bodsShare writes a share with its open ends. The standard has decimals alone:
// a third lies between two of them.
func bodsShare(s engine.Share) object {
	out := object{}
	bound := func(u int64, open, upper bool) {
		r := new(big.Rat).Mul(engine.Rat(u), big.NewRat(100, 1))
		n, exact := r.FloatPrec()
		if exact && n <= bodsPlaces {
			n = max(n, 0)
		} else {
			n, open = bodsPlaces, true
		}
		text := r.FloatString(n)
		if back, ok := new(big.Rat).SetString(text); !exact && ok && (upper && back.Cmp(r) < 0 || !upper && back.Cmp(r) > 0) {
			step := new(big.Rat).SetFrac64(1, 1_000_000_000)
			if !upper {
				step.Neg(step)
			}
			text = back.Add(back, step).FloatString(n)
		}
		name := map[[2]bool]string{{false, false}: "minimum", {false, true}: "exclusiveMinimum", {true, false}: "maximum", {true, true}: "exclusiveMaximum"}[[2]bool{upper, open}]
		out[name] = json.Number(text)
	}
	if s.Exact() {
		if text := engine.FormatUnits(s.Lo); !strings.ContainsAny(text, " /") {
			return object{"exact": json.Number(text)}
		}
	}
	bound(s.Lo, s.LoOpen, false)
	bound(s.Hi, s.HiOpen, true)
	return out
}

// bodsPlaces is how many decimals a share is written with.
const bodsPlaces = 9
