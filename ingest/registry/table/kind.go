package table

import (
	"errors"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// kindWords are what tables call a kind, beside its own name, in lower case
// with a space between words. An entity is what lists call whoever is no
// individual, ship or aircraft.
var kindWords = map[string]engine.Kind{
	"individual": engine.Person, "natural person": engine.Person, "human": engine.Person, "private person": engine.Person, "p": engine.Person,
	"个人": engine.Person, "個人": engine.Person, "自然人": engine.Person, "физическое лицо": engine.Person, "физлицо": engine.Person,

	"entity": engine.Company, "organization": engine.Company, "organisation": engine.Company, "legal entity": engine.Company, "legal person": engine.Company,
	"juridical person": engine.Company, "business": engine.Company, "firm": engine.Company, "corporation": engine.Company, "corporate": engine.Company,
	"corporate entity": engine.Company, "e": engine.Company,
	"公司": engine.Company, "企业": engine.Company, "企業": engine.Company, "法人": engine.Company, "юридическое лицо": engine.Company, "юрлицо": engine.Company,

	"ship": engine.Vessel, "船舶": engine.Vessel, "судно": engine.Vessel,
	"plane": engine.Aircraft, "airplane": engine.Aircraft,
	"trust": engine.Arrangement, "fund": engine.Arrangement,
	"government": engine.State, "public body": engine.State, "publicbody": engine.State,
}

// kindOf is the kind that a cell names; "" where it names none.
func kindOf(v string) engine.Kind {
	w := strings.Join(strings.Fields(strings.NewReplacer("_", " ", "-", " ").Replace(strings.ToLower(v))), " ")
	if k := engine.Kind(w); slices.Contains(engine.Kinds(), k) {
		return k
	}
	return kindWords[w]
}

// kind reads a kind; a word that is none leaves the party unknown.
func (m *mapper) kind(v string) {
	k := kindOf(v)
	if k == "" {
		k = engine.Unknown
		if !m.plan.rows.IsNull(v) {
			m.warn("kind", v, errors.New("is no kind of party; the row stands as unknown"))
		}
	}
	m.party.Kind = k
}

// perhapsKind reads the kind off columns whose headings alone do not say that
// they hold one: "type" is as often "supplier" or "gold" as "individual". A
// cell that is no kind is no mistake there, and one letter is too little.
func (m *mapper) perhapsKind() {
	for _, c := range m.plan.perhaps {
		if m.party.Kind != engine.Unknown {
			return
		}
		if v := m.row.Get(c); len(v) > 1 && kindOf(v) != "" {
			m.party.Kind = kindOf(v)
		}
	}
}
