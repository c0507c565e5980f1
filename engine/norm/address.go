package norm

import (
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// PrepareAddress takes an address apart. Where the source gives parts, they
// are believed; the free text, or the street, is read segment by segment
// between commas. A "care of" is left out: it is another's door. Cost: 4 µs
// for an ordinary line.
func PrepareAddress(a *engine.Address) Address {
	out := Address{Text: a.Line()}
	var parts [8]string
	var words [16]string
	p := addressParser{out: &out, words: addressWords(), parts: parts[:0], buf: words[:0]}
	out.Country = Country(a.Country)
	out.Postcode = postcode(a.Postcode)
	out.City = cityName(a.City)
	text := a.Text
	if text == "" {
		text = a.Street
	}
	p.segments(unglue(spellFloors(stripCareOf(clip(text, maxAddress)))))
	p.tokens(a)
	p.trailing()
	for i := range p.parts {
		p.segment(i)
	}
	if p.hash && out.Number == "" && out.Street != "" && out.Floor == "" { // #321, Street 128: the house
		out.Number, out.Unit = out.Unit, ""
	}
	p.settleStreet()
	out.BuildingKey, out.UnitKey = p.keys()
	return out
}

// maxSegments is how many parts between commas are read.
const maxSegments = 24

// addressParser reads one address.
type addressParser struct {
	out   *Address
	words map[string]addressWord
	parts []string // folded
	buf   []string // room for the words of one part
	inHan bool     // some of it is in Han

	hash                 bool   // a "#" stands in it
	section, lane, alley string // numbers: parts of a street in China and Taiwan
}

// segments splits at commas and line ends, and folds.
func (p *addressParser) segments(text string) {
	for text != "" && len(p.parts) < maxSegments {
		i := strings.IndexAny(text, ",;\n，、；|")
		part := text
		if i < 0 {
			text = ""
		} else {
			part = text[:i]
			text = strings.TrimLeft(text[i:], ",;\n，、；|")
		}
		if strings.Contains(part, "#") {
			p.hash = true
		}
		if f := fold(unitSign(part), maxAddress); f != "" && !placeholder(f) {
			p.parts = append(p.parts, ungluePlaces(f))
		}
	}
}

// ungluePlaces parts the words of a folded segment that were run together.
func ungluePlaces(s string) string {
	if !isASCII(s) {
		return s
	}
	out := s
	for w := range strings.SplitSeq(s, " ") {
		if head, tail, ok := ungluePlace(w); ok {
			out = strings.Replace(out, w, head+" "+tail, 1)
		}
	}
	return out
}

// trailing finds the country, the postcode and the city at the end, and takes
// what it found off.
func (p *addressParser) trailing() {
	for n := len(p.parts); n > 0; n = len(p.parts) {
		rest, code := lastCountry(p.parts[n-1])
		if code != "" && (p.out.Country == "" || p.out.Country == code || code == "HK" || code == "MO" || code == "TW") {
			if p.out.Country == "" || p.out.Country == "CN" {
				p.out.Country = code
			}
			p.parts[n-1] = rest
			if rest == "" {
				p.parts = p.parts[:n-1]
				continue
			}
		}
		break
	}
	for i := len(p.parts) - 1; i >= 0 && i >= len(p.parts)-3; i-- {
		if i > 0 || strings.Count(p.parts[0], " ") >= 3 {
			p.place(i)
		}
	}
	p.parts = slices.DeleteFunc(p.parts, func(s string) bool { return s == "" })
}

// place takes a postcode out of a late segment, and finds the city in it: a
// known place at its end, or one word that stood beside a postcode.
func (p *addressParser) place(i int) {
	before, code := p.parts[i], ""
	if p.out.Postcode == "" || i > 0 {
		before, code = splitPostcode(before, p.out.Country, i > 0)
	}
	if code != "" && p.out.Postcode != "" && p.out.Postcode != code {
		before, code = p.parts[i], "" // a number of another kind
	}
	if code != "" {
		if p.out.Postcode == "" {
			p.out.Postcode = code
		}
		if p.out.Country == "" {
			if rest, country := lastCountry(before); country != "" {
				before, p.out.Country = rest, country
			}
		}
		p.parts[i] = before
	}
	if p.out.City != "" || before == "" {
		return
	}
	if city, whole := knownCity(before); city != "" {
		p.out.City = city
		if whole {
			p.parts[i] = ""
		}
	} else if code != "" && i > 0 && strings.IndexByte(before, ' ') < 0 && !hasDigit(before) && isASCII(before) {
		p.out.City = before
		p.parts[i] = ""
	}
}

// knownCity finds a place of the tables at the end of a segment, before any
// numbers and a word for its rank; whole says that there is nothing else.
func knownCity(s string) (city string, whole bool) {
	for strings.Contains(s, " ") {
		i := strings.LastIndexByte(s, ' ')
		switch w := s[i+1:]; {
		case hasDigit(w), rankWord(w):
			s = s[:i]
			continue
		}
		break
	}
	lex := lexicons()
	for n, from := 0, 0; n < 4; n++ { // the longest first
		word := s[from:]
		e := lex.entries[word]
		if !e.known && strings.Count(word, " ") == 1 { // "hsin chu"
			e = lex.entries[strings.Replace(word, " ", "", 1)]
		}
		if e.known && e.class == Place && len(word) > 2 && !isCountry(e.text) {
			return e.text, from == 0
		}
		next := strings.IndexByte(s[from:], ' ')
		if next < 0 {
			break
		}
		if strings.Count(s[from:], " ") > 2 { // no name of a town in the tables is longer than three words
			n--
		}
		from += next + 1
	}
	return "", false
}

// isCountry tells the name of a country that is no city.
func isCountry(place string) bool {
	switch countryNames()[place] {
	case "", "HK", "MO", "SG", "MC", "LU", "GI", "KW", "PA", "DJ":
		return false
	}
	return true
}

// lastCountry cuts the name of a country off the end of a segment, or one off
// the front of a segment in Han.
func lastCountry(s string) (rest, code string) {
	names := countryNames()
	from := len(s)
	best := ""
	rest = s
	for n := 0; n < 5 && from > 0; n++ {
		from = strings.LastIndexByte(s[:from], ' ')
		word := s[from+1:]
		if c := countryOf(names, word, from < 0); c != "" {
			best, rest = c, strings.TrimSpace(s[:from+1])
		}
		if from < 0 {
			break
		}
	}
	return rest, best
}

// countryOf allows codes only where they are all of a segment, since "IN" and
// "DE" are words; three letters and more are names.
func countryOf(names map[string]string, word string, whole bool) string {
	if len(word) == 2 && !whole && word != "hk" && word != "uk" && word != "us" && word != "cn" {
		return ""
	}
	if len(word) == 2 {
		return Country(word)
	}
	return names[word]
}

// tokens gathers the words of all parts of the address, before any is taken
// off.
func (p *addressParser) tokens(a *engine.Address) {
	n := 4
	for _, s := range p.parts {
		n += strings.Count(s, " ") + 1
	}
	list := make([]string, 0, n)
	for _, s := range p.parts {
		list = p.appendWords(list, s)
	}
	if a.Text == "" {
		for _, s := range [...]string{a.City, a.Region, a.Postcode} {
			list = p.appendWords(list, Fold(s))
		}
	}
	slices.Sort(list)
	p.out.Tokens = slices.Compact(list)
}

func (p *addressParser) appendWords(list []string, folded string) []string {
	for w := range strings.SplitSeq(latin(hangulWords(folded)), " ") {
		if k, ok := p.words[w]; ok && isASCII(k.text) {
			w = k.text
		}
		if w != "" {
			list = append(list, w)
		}
	}
	return list
}

// cityName is the canonical name of a city.
func cityName(s string) string {
	f := Fold(s)
	if placeholder(f) {
		return ""
	}
	if e, ok := lexicons().entries[f]; ok && e.known && e.class == Place {
		return e.text
	}
	for _, rank := range [...]string{"市", " city", " shi"} {
		if t, ok := strings.CutSuffix(f, rank); ok {
			return cityName(t)
		}
	}
	return latin(f)
}
