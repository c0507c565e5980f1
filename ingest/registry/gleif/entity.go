package gleif

import (
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest/scheme"
)

// entities maps rows of LEI records.
type entities struct {
	*table
	lei, name, lang, status, registration, category, subCategory, jurisdiction, legalForm, otherForm, created, expired, reason int
	authority, otherAuthority, number                                                                                          int
	successor, successorName                                                                                                   int
	associated, associatedType                                                                                                 int
	legal, seat                                                                                                                addressColumns
	others, latin, successors                                                                                                  [][]int
}

// addressColumns are the places of one address.
type addressColumns struct {
	first, number, within, mail, city, region, country, postcode int
	more                                                         [][]int
}

func newEntities(t *table) *entities {
	e := &entities{table: t,
		lei: t.column("LEI"), name: t.column("Entity.LegalName"), lang: t.column("Entity.LegalName.xmllang"),
		status: t.column("Entity.EntityStatus"), registration: t.column("Registration.RegistrationStatus"),
		category: t.column("Entity.EntityCategory"), subCategory: t.column("Entity.EntitySubCategory"),
		jurisdiction: t.column("Entity.LegalJurisdiction"),
		legalForm:    t.column("Entity.LegalForm.EntityLegalFormCode"), otherForm: t.column("Entity.LegalForm.OtherLegalForm"),
		created: t.column("Entity.EntityCreationDate"), expired: t.column("Entity.EntityExpirationDate"), reason: t.column("Entity.EntityExpirationReason"),
		authority:      t.column("Entity.RegistrationAuthority.RegistrationAuthorityID"),
		otherAuthority: t.column("Entity.RegistrationAuthority.OtherRegistrationAuthorityID"),
		number:         t.column("Entity.RegistrationAuthority.RegistrationAuthorityEntityID"),
		successor:      t.column("Entity.SuccessorEntity.SuccessorLEI"), successorName: t.column("Entity.SuccessorEntity.SuccessorEntityName"),
		associated: t.column("Entity.AssociatedEntity.AssociatedLEI"), associatedType: t.column("Entity.AssociatedEntity.type"),
		legal: newAddress(t, "Entity.LegalAddress"), seat: newAddress(t, "Entity.HeadquartersAddress"),
	}
	e.others = t.numbered("Entity.OtherEntityNames.OtherEntityName", "", ".type", ".xmllang")
	e.latin = t.numbered("Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName", "", ".type", ".xmllang")
	e.successors = t.numbered("Entity.SuccessorEntity", ".SuccessorLEI", ".SuccessorEntityName")
	return e
}

func newAddress(t *table, prefix string) addressColumns {
	return addressColumns{
		first: t.column(prefix + ".FirstAddressLine"), number: t.column(prefix + ".AddressNumber"), within: t.column(prefix + ".AddressNumberWithinBuilding"),
		mail: t.column(prefix + ".MailRouting"), city: t.column(prefix + ".City"), region: t.column(prefix + ".Region"), country: t.column(prefix + ".Country"),
		postcode: t.column(prefix + ".PostalCode"), more: t.numbered(prefix+".AdditionalAddressLine", ""),
	}
}

// use maps a row.
func (e *entities) use() error {
	lei := e.get(e.lei)
	if err := e.table.lei("LEI", lei); err != nil {
		return err
	}
	if e.get(e.name) == "" {
		return e.row.Badf("Entity.LegalName", "", "want a name")
	}
	rec := e.row.Record(e.in.ID(lei))
	p := engine.Party{ID: rec.ID.Party(), Country: country(e.get(e.jurisdiction)), Status: e.statusText()}
	e.kind(&p)
	e.names(&p)
	p.Identifiers = append(p.Identifiers, engine.Identifier{Scheme: scheme.LEI, Value: lei})
	e.registered(&p)
	e.addresses(&p)
	created, err := e.date("Entity.EntityCreationDate", e.get(e.created))
	if err != nil {
		return err
	}
	if created != 0 {
		p.Born = []engine.Date{created}
	}
	if p.Died, err = e.date("Entity.EntityExpirationDate", e.get(e.expired)); err != nil {
		return err
	}
	if s := e.get(e.reason); s != "" {
		p.Notes = append(p.Notes, "expired: "+s)
	}
	rec.Interests = e.links(&p)
	rec.Parties = []engine.Party{p}
	return e.out.Record(rec)
}

// statusText joins the entity's status with the registration's: an LEI that is
// LAPSED has not been renewed, so what it says may be old.
func (e *entities) statusText() string {
	a, b := e.get(e.status), e.get(e.registration)
	if a != "" && b != "" {
		return a + ", registration " + b
	}
	return a + b
}

// kind reads the category. FUND is an arrangement, RESIDENT_GOVERNMENT_ENTITY
// and INTERNATIONAL_ORGANIZATION are states and their bodies, SOLE_PROPRIETOR
// a person in business. A BRANCH is no person of its own.
func (e *entities) kind(p *engine.Party) {
	p.LegalForm = e.get(e.legalForm)
	if other := e.get(e.otherForm); other != "" && (p.LegalForm == "" || p.LegalForm == "8888") {
		p.LegalForm = other
	}
	category := e.get(e.category)
	p.Kind = engine.Company
	switch category {
	case "FUND":
		p.Kind = engine.Arrangement
	case "RESIDENT_GOVERNMENT_ENTITY", "INTERNATIONAL_ORGANIZATION":
		p.Kind = engine.State
	}
	for _, s := range []string{category, e.get(e.subCategory)} {
		if s != "" && s != "GENERAL" {
			p.Notes = append(p.Notes, "category: "+s)
		}
	}
}

// names adds the legal name, the others and their transliterations. The type
// of a former name is PREVIOUS_LEGAL_NAME, of the others TRADING_OR_OPERATING_NAME,
// ALTERNATIVE_LANGUAGE_LEGAL_NAME, AUTO_ASCII_TRANSLITERATED_LEGAL_NAME and
// PREFERRED_ASCII_TRANSLITERATED_LEGAL_NAME.
func (e *entities) names(p *engine.Party) {
	p.Names = []engine.Name{{Text: e.get(e.name), Lang: e.get(e.lang)}}
	add := func(columns [][]int, usual engine.NameKind) {
		for _, c := range columns {
			text := e.get(c[0])
			if text == "" || hasName(p, text) {
				continue
			}
			n := engine.Name{Text: text, Kind: usual, Lang: e.get(c[2])}
			switch t := e.get(c[1]); {
			case strings.HasPrefix(t, "PREVIOUS"):
				n.Kind = engine.Former
			case strings.HasPrefix(t, "TRADING"):
				n.Kind = engine.Trading
			case strings.Contains(t, "TRANSLITERATED"), strings.HasPrefix(t, "ALTERNATIVE_LANGUAGE"):
				n.Kind = engine.Transliterated
			}
			p.Names = append(p.Names, n)
		}
	}
	add(e.others, engine.Alias)
	add(e.latin, engine.Transliterated)
}

func hasName(p *engine.Party, text string) bool {
	for _, n := range p.Names {
		if n.Text == text {
			return true
		}
	}
	return false
}

// registered adds the number in the register of the entity's home.
func (e *entities) registered(p *engine.Party) {
	authority, number := e.get(e.authority), e.get(e.number)
	switch {
	case number == "" || null(number):
	case mangled(number):
		p.Notes = append(p.Notes, "number in register "+authority+" lost in a spreadsheet: "+number)
	default:
		place := p.Country
		if known, ok := authorities[authority]; ok {
			place = known
		}
		p.Identifiers = append(p.Identifiers, engine.Identifier{Scheme: authorityScheme(authority, number), Value: number, Country: place})
		if other := e.get(e.otherAuthority); other != "" {
			p.Notes = append(p.Notes, "register: "+other)
		}
	}
}

// null reports whether a number says that there is none.
func null(s string) bool {
	switch strings.ToUpper(s) {
	case "N/A", "NA", "NONE", "NULL", "-", "NOT APPLICABLE", "NOT AVAILABLE":
		return true
	}
	return strings.Trim(s, "0 -.") == ""
}

// addresses adds the registered office and the headquarters.
func (e *entities) addresses(p *engine.Party) {
	for _, a := range []struct {
		kind    engine.AddressKind
		columns *addressColumns
	}{{engine.Registered, &e.legal}, {engine.Headquarters, &e.seat}} {
		c := a.columns
		var street []string
		add := func(place int) {
			if s := e.get(place); s != "" && !contains(street, s) {
				street = append(street, s)
			}
		}
		add(c.within)
		add(c.first)
		for _, m := range c.more {
			add(m[0])
		}
		add(c.mail)
		out := engine.Address{Kind: a.kind, Street: strings.Join(street, ", "), City: e.get(c.city), Region: e.get(c.region), Postcode: e.get(c.postcode), Country: e.get(c.country)}
		if out != (engine.Address{Kind: a.kind}) {
			p.Addresses = append(p.Addresses, out)
		}
	}
}

// contains reports whether a line of the street already holds s.
func contains(lines []string, s string) bool {
	for _, l := range lines {
		if l == s {
			return true
		}
	}
	return false
}

// links are the interests that an entity's own record tells of: its successor,
// which goes on with its business from the day of its end, and, in older
// files, the entity that a fund belongs to. A successor without an LEI is a
// note.
func (e *entities) links(p *engine.Party) []engine.Interest {
	var out []engine.Interest
	add := func(lei, name string) {
		switch {
		case lei != "":
			out = append(out, engine.Interest{Owner: p.ID, Owned: e.in.ID(lei).Party(), Kind: engine.Successor, From: p.Died, Role: "SuccessorEntity", Detail: name})
		case name != "":
			p.Notes = append(p.Notes, "successor: "+name)
		}
	}
	if len(e.successors) == 0 {
		add(e.get(e.successor), e.get(e.successorName))
	}
	for _, c := range e.successors {
		add(e.get(c[0]), e.get(c[1]))
	}
	if lei := e.get(e.associated); lei != "" {
		out = append(out, engine.Interest{Owner: e.in.ID(lei).Party(), Owned: p.ID, Kind: engine.Associate, Role: e.get(e.associatedType)})
	}
	return out
}
