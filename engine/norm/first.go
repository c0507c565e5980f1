package norm

import (
	"sort"
	"strings"

	"github.com/anyascii/go"
	"golang.org/x/text/unicode/norm"

	"github.com/pierce-er/pierce/engine"
)

// Fold is a first version.
func Fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(norm.NFKC.String(s)), func(r rune) bool {
		return r < 128 && !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	}), " ")
}

// Latin is a first version.
func Latin(s string) string { return strings.ToLower(anyascii.Transliterate(Fold(s))) }

// CompanyName is a first version.
func CompanyName(text string) Name {
	n := Name{Text: text, Folded: Fold(text)}
	n.Latin = Latin(text)
	var core []string
	for _, w := range strings.Fields(n.Latin) {
		t := Token{Text: w, Bits: 16}
		switch w {
		case "ltd", "limited", "inc", "llc", "co", "corp", "gmbh":
			t.Class, t.Bits = Form, 4
			n.Form = "ltd"
		default:
			core = append(core, w)
		}
		n.Tokens = append(n.Tokens, t)
	}
	if core == nil {
		core = strings.Fields(n.Latin)
	}
	n.Core = strings.Join(core, " ")
	n.Skeleton = n.Core
	return n
}

// PersonName is a first version.
func PersonName(text string) Name { return CompanyName(text) }

// Identifier is a first version.
func Identifier(id engine.Identifier) ID {
	v := strings.ToUpper(strings.ReplaceAll(id.Value, " ", ""))
	return ID{Scheme: id.Scheme, Value: v, Country: id.Country, Valid: true, Strong: id.Scheme == "lei", Exclusive: id.Scheme == "lei"}
}

// PrepareAddress is a first version.
func PrepareAddress(a *engine.Address) Address {
	t := strings.Fields(Latin(a.Line()))
	sort.Strings(t)
	return Address{Text: a.Line(), Tokens: t, Country: Country(a.Country), City: Latin(a.City), Postcode: a.Postcode}
}

// Country is a first version.
func Country(s string) string {
	if len(s) == 2 {
		return strings.ToUpper(s)
	}
	return ""
}

func countries(p *engine.Party, as []Address) []string {
	m := map[string]bool{}
	for _, c := range append([]string{p.Country}, p.Nations...) {
		m[Country(c)] = true
	}
	for _, a := range as {
		m[a.Country] = true
	}
	delete(m, "")
	var out []string
	for c := range m {
		out = append(out, c)
	}
	sort.Strings(out)
	return out
}

func prepareContacts(p *engine.Party, out *Prepared) {
	out.Phones, out.Emails = p.Phones, p.Emails
}
