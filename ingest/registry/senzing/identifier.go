package senzing

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/ingest/scheme"
)

//go:embed states.txt
var statesText string

// state is who gives driving licences.
type state struct{ code, country string }

// states maps codes and names in capitals. Of a code that two countries have,
// the first counts.
var states = sync.OnceValue(func() map[string]state {
	out := map[string]state{}
	for line := range strings.Lines(statesText) {
		country, rest, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || country == "#" {
			continue
		}
		for s := range strings.SplitSeq(rest, "|") {
			code, name, _ := strings.Cut(s, " ")
			for _, w := range []string{code, strings.ToUpper(name)} {
				if _, taken := out[w]; !taken {
					out[w] = state{code, country}
				}
			}
		}
	}
	return out
})

// schemes are the families that are one scheme each.
var schemes = map[string]string{
	"passport": scheme.Passport, "ssn": "ssn", "ssn-last": "ssn-last4", "duns": "duns", "npi": "us-npi", "lei": scheme.LEI,
}

// identifier adds a number.
func (m *mapper) identifier(f *feature) {
	if f.family == "social" {
		m.identify(f.parts[0].part, f.parts[0].value, "")
		return
	}
	number, kind := f.get("number"), f.get("type")
	if number == "" {
		for _, p := range f.parts {
			m.note(p.key, p.value)
		}
		return
	}
	country := ""
	if s := f.get("country"); s != "" {
		country = m.country(f.name("country"), s)
	}
	switch f.family {
	case "licence":
		m.licence(f, number)
	case "national":
		m.identify(labelled(kind, scheme.NationalID, number, country), number, country)
	case "tax":
		m.identify(labelled(kind, scheme.TaxID, number, country), number, country)
	case "other", "group-id":
		m.identify(labelled(kind, "other-id", number, country), number, country)
	case "trusted", "account":
		name := f.family
		if slug := scheme.Slug(kind); slug != "" {
			name += "-" + slug
		}
		m.identify(name, number, "")
	default:
		m.identify(schemes[f.family], number, country)
	}
}

// labelled is the scheme of a number by its type, where it states one.
func labelled(kind, otherwise, number, country string) string {
	if s := scheme.Of(kind, number, country); s != "" {
		return s
	}
	switch otherwise {
	case scheme.TaxID:
		return scheme.Of("tax-id", number, country)
	case scheme.NationalID:
		return scheme.Of("national-id-no", number, country)
	}
	return otherwise
}

// licence adds a driving licence. Its authority is a state, and two states give
// the same numbers: the state's code is a part of the number.
func (m *mapper) licence(f *feature, number string) {
	authority := f.get("state")
	s, known := states()[strings.ToUpper(authority)]
	switch {
	case known:
		m.identify("driving-licence", s.code+"-"+number, s.country)
	case norm.Country(authority) != "":
		m.identify("driving-licence", number, norm.Country(authority))
	default:
		if authority != "" {
			m.note(f.name("state"), authority)
		}
		m.identify("driving-licence", number, "")
	}
}

func (m *mapper) identify(scheme, value, country string) {
	id := engine.Identifier{Scheme: scheme, Value: value, Country: country}
	for _, have := range m.party.Identifiers {
		if have == id {
			return
		}
	}
	if scheme != "" && value != "" {
		m.party.Identifiers = append(m.party.Identifiers, id)
	}
}
