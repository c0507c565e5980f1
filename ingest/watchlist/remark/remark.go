// Package remark reads the language in which the US Treasury writes what its
// lists know about a party: the remarks of OFAC's own files, and the same
// words, turned around, in the ids of the Consolidated Screening List.
//
// A remark is a row of facts parted by semicolons, "DOB 10 Dec 1948; alt.
// Passport A12 (Iran) expires 21 Aug 2005; Linked To: X.", and a fact is a
// label with a value. What no rule here knows is kept as a note, word for word.
package remark

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/ingest/date"
	"github.com/pierce-er/pierce/ingest/scheme"
)

// Fact is one label with its value, as published.
type Fact struct {
	Label   string
	Value   string
	Country string // of the authority that gave a number: ISO alpha-2, or ""
	Text    string // the whole as published
}

// commaLink is how the comments of 2018 part their links.
var commaLink = regexp.MustCompile(`,\s+Linked To: `)

// Split parts remarks into facts, in order, without the brackets that the
// Consolidated Screening List puts around its links and without the full stop
// at the end.
func Split(remarks string) []Fact {
	remarks = strings.TrimSpace(commaLink.ReplaceAllString(remarks, "; Linked To: "))
	var out []Fact
	parts := strings.Split(remarks, ";")
	for i, p := range parts {
		p = strings.TrimSpace(p)
		if i == len(parts)-1 {
			p = dropStop(p)
		}
		if p = unbracket(p); strings.Trim(p, ".,;()' ") != "" {
			out = append(out, read(p))
		}
	}
	return out
}

// unbracket takes away the brackets around "(Linked To: A; Linked To: B)",
// which the split may have left on one side only. Brackets inside of a name
// come in pairs and stay.
func unbracket(s string) string {
	s = strings.TrimPrefix(s, "(Linked To:")
	if s != "" && s[0] == ' ' {
		s = "Linked To:" + s
	}
	if strings.HasPrefix(s, "Linked To:") && strings.Count(s, ")") > strings.Count(s, "(") {
		s = strings.TrimSuffix(s, ")")
	}
	return s
}

// dropStop takes the sentence's full stop away, unless the last word is an
// abbreviation that may own it, as in "S. DE R.L." or "CO., LTD.".
func dropStop(s string) string {
	t, ok := strings.CutSuffix(s, ".")
	if !ok {
		return s
	}
	word := t[strings.LastIndexAny(t, " ,")+1:]
	link := strings.HasPrefix(s, "Linked To: ")
	if link && (strings.Contains(word, ".") || abbreviations[strings.ToUpper(word)]) {
		return s
	}
	return t
}

var abbreviations = map[string]bool{"LTD": true, "CO": true, "INC": true, "CORP": true, "LTDA": true, "CIA": true, "ING": true, "S": true}

// heads are labels that are told by their first words: the rest is the value.
// They come before any look at numbers, longest first where one begins another.
var heads = []string{
	"Linked To:", "DOB", "POB", "nationality", "citizen", "Gender", "a.k.a.", "f.k.a.", "n.k.a.",
	"Website", "Email Address", "Email", "Phone Number", "Phone No.", "Telephone No.", "Telephone:", "Telephone", "PHONE", "Fax No.", "Fax:", "Fax",
	"Nationality of Registration", "Organization Established Date", "Organization Type:", "Vessel Year of Build",
	"Aircraft Manufacture Date", "Aircraft Model", "Aircraft Operator", "Former Vessel Flag", "Other Vessel Type",
	"Digital Currency Address -", "Secondary sanctions risk:", "Additional Sanctions Information -",
	"Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions:", "Target Type", "Issuer Name",
	"Executive Order", "CAATSA Section", "Listing Date", "Effective Date", "Purchase/Sales For Divestment Date",
	"For more information on directives", "IFCA Determination", "arrested",
}

// read takes one fact apart.
func read(text string) Fact {
	f := Fact{Text: text}
	s := cutAlt(text)
	for _, h := range heads {
		if rest, ok := cutHead(s, h); ok {
			f.Label, f.Value = strings.TrimRight(h, ":- "), rest
			return f
		}
	}
	if label, rest, ok := number(s); ok {
		f.Label = label
		f.Value, f.Country = Value(rest)
		if f.Country == "" && scheme.Slug(label) == "bik" {
			f.Country = norm.Country(bracketed(label))
		}
	}
	return f
}

// cutAlt takes away the mark of a second value of one kind.
func cutAlt(s string) string {
	if len(s) > 5 && strings.EqualFold(s[:5], "alt. ") {
		return s[5:]
	}
	return s
}

// cutHead cuts a head off s, if s is the head and then a value.
func cutHead(s, head string) (string, bool) {
	if len(s) < len(head) || s[:len(head)] != head {
		return "", false
	}
	rest := s[len(head):]
	if last := head[len(head)-1]; last != ':' && last != '-' && rest != "" && rest[0] != ' ' && rest[0] != '(' && rest[0] != ':' {
		return "", false
	}
	return strings.TrimSpace(strings.TrimPrefix(rest, ":")), true
}

// number finds the label of a number: the most words from the front that are a
// label of package scheme, or else the words before the first digit where they
// name some kind of number.
func number(s string) (label, value string, ok bool) {
	words := strings.Fields(s)
	for n := min(len(words)-1, maxLabel); n > 0; n-- {
		if l := strings.Join(words[:n], " "); scheme.Known(l) {
			return l, strings.Join(words[n:], " "), true
		}
	}
	for n := 1; n < len(words) && n <= maxLabel; n++ {
		if !strings.ContainsAny(words[n], "0123456789") {
			continue
		}
		l := strings.Join(words[:n], " ")
		if strings.ContainsAny(l, "0123456789") || !numberWords[scheme.Slug(words[n-1])] {
			return "", "", false
		}
		return l, strings.Join(words[n:], " "), true
	}
	return "", "", false
}

// maxLabel is the most words of a label: "Aircraft Construction Number (also
// called L/N or S/N or F/N)" has nine.
const maxLabel = 10

// numberWords are the words that a label of a number ends with.
var numberWords = map[string]bool{"no": true, "number": true, "id": true, "code": true, "card": true, "certificate": true,
	"license": true, "licence": true, "permit": true, "registry": true, "document": true, "identification": true, "passport": true, "": true}

// Value parts "A12 (Iran) issued 14 Dec 2005 expires 21 Aug 2015" into the
// number and the authority's country. A last bracket that names no country
// stays with the number.
func Value(s string) (value, country string) {
	for _, mark := range []string{" issued ", " expires "} {
		if i := strings.Index(s, mark); i > 0 {
			s = s[:i]
		}
	}
	s = strings.TrimSpace(s)
	if i := strings.LastIndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") {
		if c := norm.Country(s[i+1 : len(s)-1]); c != "" {
			return strings.TrimSpace(s[:i]), c
		}
	}
	return s, ""
}

func bracketed(s string) string {
	_, rest, _ := strings.Cut(s, "(")
	in, _, _ := strings.Cut(rest, ")")
	return in
}

// born adds what a fact says about a birth, a founding or a building. What
// cannot be read, and what the source hedges, stays as a note as well.
func born(p *engine.Party, f Fact) {
	dates, exact, err := date.Born(f.Value)
	if err != nil || !exact {
		note(p, f.Text)
	}
	for _, d := range dates {
		if !hasDate(p.Born, d) {
			p.Born = append(p.Born, d)
		}
	}
}

func hasDate(all []engine.Date, d engine.Date) bool {
	for _, have := range all {
		if have == d {
			return true
		}
	}
	return false
}

func note(p *engine.Party, text string) { p.Notes = Add(p.Notes, text) }

// Add appends the values that a list does not have and that are not empty.
func Add(list []string, values ...string) []string {
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" && !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}

// CareOf parts "c/o GRUPO X, S.A., Calle 5" into whose door it is and the
// rest. A comma before a legal form does not end the name.
func CareOf(street string) (careOf, rest string) {
	if len(street) < 4 || !strings.EqualFold(street[:4], "c/o ") {
		return "", street
	}
	parts := strings.Split(street[4:], ", ")
	n := 1
	for n < len(parts) && legalForm(parts[n]) {
		n++
	}
	return strings.Join(parts[:n], ", "), strings.Join(parts[n:], ", ")
}

// legalForm reports whether a part of an address is a legal form, as "S.A. DE
// C.V." or "LTD.": short, without digits, and dotted or a known abbreviation.
func legalForm(s string) bool {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(s) > 16 || strings.ContainsAny(s, "0123456789") {
		return false
	}
	return strings.Count(s, ".") >= 2 || abbreviations[strings.TrimSuffix(s, ".")]
}

// IsHead reports whether a text begins with one of the labels that take all
// that follows them as their value.
func IsHead(s string) bool {
	for _, h := range heads {
		if h = strings.TrimRight(h, ":- "); strings.HasPrefix(s, h) {
			return true
		}
	}
	return false
}
