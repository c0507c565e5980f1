package norm

import (
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Scheme is a kind of identifier that this package knows.
type Scheme struct {
	Name      string
	Title     string
	Country   string // ISO alpha-2 of the authority; "" for an international scheme, or one that each country has
	Strong    bool   // a valid value decides alone
	Exclusive bool   // a party has one, within a country: two different ones are two parties
	Checked   bool   // the scheme has a check digit and check verifies it
	Source    string // where the facts are from; "unverified" where no document was at hand
	check     func(v string) (canonical string, ok bool)
}

// Identifier brings an identifier to its canonical form: the scheme's name
// where the scheme is known under that or another word, the value in upper
// case without separators and padded where the scheme says so, the country of
// the authority. A wrong shape or a wrong check digit makes it invalid; an
// invalid one is never Strong or Exclusive. An identifier of an unknown scheme
// is kept, valid and weak. Value is "" where nothing is left, and for what
// stands where there is none ("N/A", "000000").
func Identifier(id engine.Identifier) ID {
	value := compact(id.Value)
	country := Country(id.Country)
	if value == "" || isPlaceholder(value) {
		return ID{Scheme: id.Scheme}
	}
	s, ok := findScheme(id.Scheme, country)
	if !ok {
		name := strings.ReplaceAll(Fold(id.Scheme), " ", "-")
		return ID{Scheme: name, Value: value, Country: country, Valid: true}
	}
	out := ID{Scheme: s.Name, Value: value, Country: country}
	if s.Country != "" {
		out.Country = s.Country
	}
	out.Valid = true
	if s.check != nil {
		var canonical string
		if canonical, out.Valid = s.check(value); out.Valid {
			out.Value = canonical
		}
	}
	// A number that every country gives decides only where it is said which.
	located := s.Country != "" || country != "" || s.International()
	out.Strong = s.Strong && out.Valid && located
	out.Exclusive = s.Exclusive && out.Valid && located
	return out
}

// International reports whether values are unique the world over.
func (s *Scheme) International() bool {
	switch s.Name {
	case "lei", "imo", "imo-company", "mmsi", "isin", "bic", "duns", "vat", "container", "awb":
		return true
	}
	return s.Country != ""
}

// compact is the value in upper case, full-width forms made plain, without
// spaces and punctuation.
func compact(s string) string {
	clean := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z') {
			clean = false
			break
		}
	}
	if clean {
		return clip(s, maxName)
	}
	v := strings.ReplaceAll(Fold(s), " ", "")
	if !isASCII(v) { // letters of two alphabets may meet in one word now
		v = strings.ReplaceAll(Fold(v), " ", "")
	}
	return strings.ToUpper(v)
}

// isPlaceholder tells values that stand for none: words, and runs such as
// 000000, 999999 and 123456789. Shorter runs are numbers that some company has.
func isPlaceholder(v string) bool {
	if placeholder(strings.ToLower(v)) || len(v) < 2 {
		return true
	}
	same, steps := true, true
	for i := 1; i < len(v); i++ {
		same = same && v[i] == v[0]
		steps = steps && (v[i] == v[i-1]+1 || v[i] == '0' && v[i-1] == '9')
	}
	return same && (len(v) >= 6 || v[0] == '0' || v[0] == '9') || steps && len(v) >= 9
}

// Schemes are the schemes that this package knows, in the order of their
// names.
func Schemes() []Scheme { return append([]Scheme(nil), schemeTable()...) }

// findScheme finds a scheme by its name or another word for it. A word that
// many countries use is told apart by the country.
func findScheme(word, country string) (*Scheme, bool) {
	words := schemeWords()
	if country != "" {
		if i, ok := words[country+" "+word]; ok {
			return &schemeTable()[i], true
		}
	}
	if i, ok := words[word]; ok {
		return &schemeTable()[i], true
	}
	key := Fold(word)
	for _, prefix := range [...]string{country + " ", ""} {
		if prefix == " " {
			continue
		}
		if i, ok := words[prefix+key]; ok {
			return &schemeTable()[i], true
		}
	}
	return nil, false
}
