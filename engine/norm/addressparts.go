package norm

import (
	"strings"
	"unicode/utf8"
)

// segment reads one part of an address.
func (p *addressParser) segment(i int) {
	s := p.parts[i]
	if r, _ := utf8.DecodeRuneInString(s); hasHan(s) || scriptOf(r) == scriptHan {
		p.han(closeUp(s))
		return
	}
	if hasHangul(s) {
		p.hangul(s)
		return
	}
	words := p.buf
	for w := range strings.SplitSeq(latin(s), " ") {
		if len(words) < maxWords {
			words = append(words, w)
		}
	}
	words = p.unitAndFloor(words)
	if p.out.Street == "" && p.street(words) {
		p.latePostcode(words)
		return
	}
	p.building(words, i)
}

// latePostcode takes a long number behind the street, where an address has no
// commas, for the postcode.
func (p *addressParser) latePostcode(words []string) {
	for i := len(words) - 1; i >= 3 && p.out.Postcode == ""; i-- {
		if w := words[i]; (len(w) == 5 || len(w) == 6) && allDigits(w) && w != p.out.Number {
			p.out.Postcode = w
		}
	}
}

// unitAndFloor takes "unit 5", "13 f", "13th floor", "level 3" out of words.
func (p *addressParser) unitAndFloor(words []string) []string {
	rest := words[:0]
	for i := 0; i < len(words); i++ {
		w := words[i]
		kind := p.words[w].kind
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		if used := p.block(words, i); used > 0 {
			i += used - 1
			continue
		}
		switch {
		case kind == unitWord && next != "" && (hasDigit(next) || len(next) == 1) && p.out.Unit == "":
			p.out.Unit = next
			i++
			i = skipRange(words, i)
		case p.out.Floor == "" && floorNumber(w) != "" && p.words[next].kind == floorWord && len(next) > 0 && !(len(next) <= 2 && next != "f" && next != "fl"):
			p.out.Floor = floorNumber(w)
			i++
		case kind == floorWord && len(w) > 1 && floorNumber(next) != "" && p.out.Floor == "":
			p.out.Floor = floorNumber(next)
			i++
		case p.out.Floor == "" && len(w) > 1 && w[len(w)-1] == 'f' && allDigits(w[:len(w)-1]):
			p.out.Floor = w[:len(w)-1]
		case p.out.Floor == "" && len(w) > 2 && strings.HasSuffix(w, "fl") && allDigits(w[:len(w)-2]):
			p.out.Floor = w[:len(w)-2]
		case p.out.Unit == "" && kind == noKind && p.gluedUnit(w):
		case p.out.Floor == "" && len(w) == 2 && w[0] == 'b' && hasDigit(w) && len(words) <= 2: // a basement
			p.out.Floor = w
		case kind == boxWord && next != "":
			i++
		default:
			if n, ok := strings.CutPrefix(w, "no"); ok && allDigits(n) {
				w = n
			}
			rest = append(rest, w)
		}
	}
	return rest
}

// gluedUnit takes "rm1" or "unit12" for the door.
func (p *addressParser) gluedUnit(w string) bool {
	head := strings.TrimRight(w, "0123456789")
	if len(head) < 2 || head == w || p.words[head].kind != unitWord {
		return false
	}
	p.out.Unit = w[len(head):]
	return true
}

// skipRange passes over the rest of "1318 19" and "5 and 6", of which the
// first stands for all.
func skipRange(words []string, i int) int {
	if i+1 < len(words) && words[i+1] == "and" && i+2 < len(words) && hasDigit(words[i+2]) {
		return i + 2
	}
	if i+1 < len(words) && allDigits(words[i+1]) && len(words[i+1]) <= len(words[i]) && i+2 >= len(words) {
		return i + 1
	}
	return i
}

// floorNumber is the digits of "13", "13th", "g" and "ground"; "" for others.
func floorNumber(w string) string {
	switch w {
	case "g", "ground", "gf":
		return "0"
	case "first":
		return "1"
	case "second":
		return "2"
	case "third":
		return "3"
	}
	for _, suffix := range [...]string{"st", "nd", "rd", "th"} {
		w = strings.TrimSuffix(w, suffix)
	}
	if allDigits(w) && len(w) <= 3 {
		return w
	}
	return ""
}

// street finds a street and its number in words.
func (p *addressParser) street(words []string) bool {
	for i, w := range words {
		k := p.words[w]
		switch {
		case k.kind == streetBefore && i+1 < len(words) && (i == 0 || hasDigit(words[i-1]) || p.words[words[i-1]].kind == numberWord):
			return p.setStreet(words, i, len(words), k.text)
		case k.kind == streetAfter && len(k.text) > 3 && (i == 0 || allDigits(words[i-1])) && i+1 < len(words) && allDigits(words[i+1]) && len(words[i+1]) <= 4: // Street 128
			p.out.Street = k.text + " " + words[i+1]
			if i > 0 {
				p.out.Number = houseNumber(words[i-1])
			}
			return true
		case k.kind == streetAfter && i > 0 && !(i == 1 && hasDigit(words[0]) && len(w) <= 2):
			from := i - 1
			for from > 0 && (!hasDigit(words[from-1]) || ordinal(words[from])) && p.words[words[from-1]].kind == noKind && i-from < 5 {
				from--
			}
			if hasDigit(words[from]) && !ordinal(words[from]) && from+1 < i {
				from++
			}
			return p.setStreetAfter(words, from, i, k.text)
		case p.out.Country == "KR" && i > 0 && koreanStreet(w):
			from := i - 1
			return p.setStreetAfter(words, from, i, w)
		case germanStreet(w):
			return p.setStreet(words, i, i+1, "")
		}
	}
	return false
}

// ordinal tells "2nd" and its like, which belong to a street's name.
func ordinal(w string) bool { return hasDigit(w) && !allDigits(w) && floorNumber(w) != "" }

// germanStreet tells words that end in the kind of street.
func germanStreet(w string) bool {
	for _, kind := range [...]string{"strasse", "straße", "gasse", "platz", "straat", "vagen", "gatan", "gata", "vej", "gade", "veien", "utca", "laan", "plein", "allee"} {
		if len(w) > len(kind)+2 && strings.HasSuffix(w, kind) {
			return true
		}
	}
	return len(w) > 6 && strings.HasSuffix(w, "str")
}

// setStreet takes words from i to end, less numbers, as the street, and the
// number that stands before, behind or among them.
func (p *addressParser) setStreet(words []string, i, end int, kind string) bool {
	var name []string
	for j := i; j < end; j++ {
		w := words[j]
		if j == i && kind != "" {
			w = kind
		}
		if hasDigit(w) && j > i {
			if p.out.Number == "" {
				p.out.Number = houseNumber(w)
			}
			continue
		}
		if p.words[w].kind != numberWord {
			name = append(name, w)
		}
	}
	p.out.Street = strings.Join(name, " ")
	if strings.HasSuffix(p.out.Street, "str") && len(name) == 1 {
		p.out.Street += "asse"
	}
	if p.out.Number == "" && i > 0 && hasDigit(words[i-1]) {
		p.out.Number = houseNumber(words[i-1])
	}
	for j := end; p.out.Number == "" && j < len(words) && j < end+2; j++ {
		if hasDigit(words[j]) {
			p.out.Number = houseNumber(words[j])
		}
	}
	return true
}

// setStreetAfter takes words from one to the kind of street at i as the
// street, and the number before it, or right behind.
func (p *addressParser) setStreetAfter(words []string, from, i int, kind string) bool {
	name := append([]string(nil), words[from:i]...)
	for j := range name {
		if n := floorNumber(name[j]); n != "" && j > 0 {
			name[j] = n // "2nd" is 2
		}
	}
	if last := len(name) - 1; last > 0 {
		name[last] = direction(name[last])
	}
	if n := p.streetNumber(words, from, i); n != "" {
		name = append(name, n)
	}
	p.out.Street = strings.Join(name, " ") + " " + kind
	for j := from - 1; j >= 0 && p.out.Number == ""; j-- {
		if hasDigit(words[j]) {
			p.out.Number = houseNumber(words[j])
			if j > 0 && allDigits(words[j-1]) && allDigits(words[j]) && len(words[j-1]) >= len(words[j]) {
				p.out.Number = words[j-1] // of a range, the first
			}
		}
	}
	if p.out.Number == "" && i+1 < len(words) && hasDigit(words[i+1]) && len(words[i+1]) <= 5 {
		p.out.Number = houseNumber(words[i+1])
	}
	if p.out.Building == "" && from > 1 {
		p.building(words[:from], 0)
	}
	return true
}

// bareNumber is the house number of a segment that is nothing else, as "125",
// "no 125", "no 111 6"; of several the first.
func (p *addressParser) bareNumber(words []string) string {
	from := 0
	if p.words[words[0]].kind == numberWord {
		from = 1
	}
	if rest := words[from:]; len(rest) > 0 && len(rest) <= 5 && hasDigit(rest[0]) && (from == 1 || len(rest) <= 2 && len(rest[0]) <= 5) {
		for _, w := range rest[1:] {
			if !hasDigit(w) && w != "and" {
				return ""
			}
		}
		return houseNumber(rest[0])
	}
	return ""
}

// streetNumber is the number that tells streets of one name apart and stands
// behind the kind of street: a Roman one, as in Innovation Road II, or in China
// and Taiwan a small one where the house's stands in front.
func (p *addressParser) streetNumber(words []string, from, i int) string {
	if i+1 >= len(words) {
		return ""
	}
	next := words[i+1]
	if e := p.roman(next); e != "" {
		return e
	}
	chinese := p.out.Country == "TW" || p.out.Country == "CN"
	if before := p.out.Number != "" || from > 0 && hasDigit(words[from-1]); chinese && before && allDigits(next) && len(next) <= 2 {
		return houseNumber(next)
	}
	return ""
}

// roman is a Roman number of up to ten in digits.
func (p *addressParser) roman(w string) string {
	switch w {
	case "i":
		return "1"
	case "v":
		return "5"
	case "vi":
		return "6"
	case "x":
		return "10"
	}
	if e := lexicons().entries[w]; e.known && e.class == Number && e.anchor == '>' {
		return e.text
	}
	return ""
}

// houseNumber is a number without leading zeros.
func houseNumber(w string) string {
	if t := strings.TrimLeft(w, "0"); t != "" {
		return t
	}
	return w
}

// building takes a segment with a word for a building for the building, one
// that is a number alone for the house number, and the first other one before
// the street for a building without such a word.
func (p *addressParser) building(words []string, at int) {
	if len(words) == 0 {
		return
	}
	if n := p.bareNumber(words); n != "" && p.out.Number == "" {
		p.out.Number = n
		return
	}
	for i, w := range words {
		if p.words[w].kind != buildingWord || len(w) < 3 {
			continue
		}
		if p.out.Building == "" {
			from := 0
			for from < i && (allDigits(words[from]) || p.words[words[from]].kind == numberWord) {
				from++
			}
			name := append([]string(nil), words[from:]...)
			name[i-from] = p.words[w].text
			p.out.Building = strings.Join(name, " ")
		}
		return
	}
	if at >= 1 && p.out.City == "" && !hasDigit(words[0]) {
		text := strings.Join(words, " ")
		if e := lexicons().entries[text]; e.known && e.class == Place {
			p.out.City = e.text
		}
	}
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }
