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

// closeUp takes out spaces, except those that part two numbers.
func closeUp(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == ' ' && !(i > 0 && i+1 < len(s) && hasDigit(s[i-1:i]) && hasDigit(s[i+1:i+2])) {
			continue
		}
		out = append(out, s[i])
	}
	return string(out)
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
			if allDigits(next) && i+2 == len(words) && p.out.Unit == "" { // "8F-4"
				p.out.Unit = next
				i++
			}
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
		case k.kind == streetAfter && i > 0 && !(i == 1 && hasDigit(words[0]) && len(w) <= 2):
			from := i - 1
			for from > 0 && (!hasDigit(words[from-1]) || ordinal(words[from])) && p.words[words[from-1]].kind == noKind && i-from < 5 {
				from--
			}
			if hasDigit(words[from]) && !ordinal(words[from]) && from+1 < i {
				from++
			}
			return p.setStreetAfter(words, from, i, k.text)
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
	if p.out.Number == "" && len(words) <= 2 && hasDigit(words[len(words)-1]) && (len(words) == 1 && len(words[0]) <= 5 || p.words[words[0]].kind == numberWord) {
		p.out.Number = houseNumber(words[len(words)-1])
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

func hasHan(s string) bool {
	for _, r := range s {
		if isHan(r) {
			return true
		}
	}
	return false
}

// han reads an address in Han, from the large to the small: each part ends in
// the word for its kind.
func (p *addressParser) han(s string) {
	p.inHan = true
	if code := countryNames()[s]; code != "" {
		p.country(code)
		return
	}
	for _, c := range [...][2]string{{"中华人民共和国", "CN"}, {"中国", "CN"}, {"香港特别行政区", "HK"}, {"香港", "HK"}, {"澳门", "MO"}, {"台湾", "TW"}} {
		if rest, ok := strings.CutPrefix(s, c[0]); ok {
			p.country(c[1])
			s = rest
		}
	}
	if n := digitsAhead(s); n >= 3 && n <= 6 && n < len(s) && isHanAt(s, n) {
		if p.out.Postcode == "" {
			p.out.Postcode = s[:n]
		}
		s = s[n:]
	}
	from := 0
	for i := 0; i < len(s); {
		kind, n := hanKind(s[i:])
		if i == from && (strings.HasPrefix(s[i:], "科技园") || strings.HasPrefix(s[i:], "工业园")) {
			i += n
			from = i
			continue
		}
		if n > 0 && i == from && (kind == "district" || kind == "city" || kind == "region") { // 前镇|区
			i += n
			from = i
			continue
		}
		if n == 0 || i == from {
			_, size := utf8.DecodeRuneInString(s[i:])
			i += size
			continue
		}
		p.hanPart(s[from:i], kind)
		i += n
		from = i
	}
	p.hanRest(s[from:])
}

func digitsAhead(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// isHanAt tells whether a Han letter, but none that ends a house number,
// stands at s[i].
func isHanAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	kind, _ := hanKind(s[i:])
	return isHan(r) && kind == ""
}

func (p *addressParser) country(code string) {
	if p.out.Country == "" || p.out.Country == "CN" {
		p.out.Country = code
	}
}

// hanKinds are the words that end a part, the longest first where one begins
// another.
var hanKinds = [...]struct{ word, kind string }{
	{"特别行政区", "region"}, {"自治区", "region"}, {"省", "region"}, {"市", "city"}, {"新区", "district"}, {"区", "district"}, {"县", "district"}, {"镇", "district"}, {"乡", "district"}, {"街道办事处", "district"}, {"街道", "district"}, {"村", "district"},
	{"大道", "avenue"}, {"大街", "street"}, {"马路", "road"}, {"公路", "highway"}, {"路", "road"}, {"街", "street"}, {"道", "road"}, {"胡同", "lane"}, {"巷", "lane"}, {"弄", "lane"}, {"段", "section"},
	{"号楼", "building"}, {"号院", "number"}, {"号", "number"}, {"栋", "building"}, {"幢", "building"}, {"座", "building"}, {"大厦", "named"}, {"大楼", "named"}, {"广场", "named"}, {"中心", "named"}, {"工业园", "named"}, {"科技园", "named"}, {"花园", "named"}, {"商业大厦", "named"}, {"单元", "entrance"},
	{"层", "floor"}, {"楼", "floor"}, {"室", "unit"}, {"房", "unit"}, {"铺", "unit"},
}

func hanKind(s string) (kind string, n int) {
	for i := range hanKinds {
		if strings.HasPrefix(s, hanKinds[i].word) {
			return hanKinds[i].kind, len(hanKinds[i].word)
		}
	}
	return "", 0
}

func (p *addressParser) hanPart(value, kind string) {
	switch kind {
	case "road", "street", "avenue", "lane", "highway":
		value = p.hanPlaces(value)
	}
	text := numbered(value)
	switch kind {
	case "city":
		if p.out.City == "" {
			p.out.City = cityName(value)
		}
	case "road", "street", "avenue", "lane", "highway":
		if p.out.Street == "" {
			p.out.Street = text + " " + kind
		}
	case "number":
		if p.out.Number == "" {
			p.out.Number = hanDigits(value)
		}
	case "building":
		if p.out.Building == "" {
			p.out.Building = "block " + hanDigits(value)
		}
	case "named":
		p.out.Building = strings.TrimSpace(text + " " + hanBuilding)
	case "floor":
		if p.out.Floor == "" {
			p.out.Floor = hanDigits(value)
		}
	case "unit":
		if p.out.Unit == "" {
			p.out.Unit = hanDigits(value)
		}
	}
}

// hanPlaces takes known places off the front of a street's name, the first of
// them being the city, as long as two letters are left: 九龙|弥敦.
func (p *addressParser) hanPlaces(s string) string {
	parser := parser{lex: lexicons()}
	for {
		e, n := parser.longest(s)
		if n == 0 || e.class != Place || utf8.RuneCountInString(s[n:]) < 2 {
			return s
		}
		if p.out.City == "" {
			p.out.City = e.text
		}
		s = s[n:]
	}
}

// numbered reads a street's name; a number that ends it is written in digits,
// so that 成功二路 and "Chenggong 2nd Road" meet.
func numbered(s string) string {
	r, size := utf8.DecodeLastRuneInString(s)
	if len(s) > size {
		if d := hanNumber(string(r)); d != "" {
			return latin(s[:len(s)-size]) + " " + d
		}
		if d := direction(latin(string(r))); len(d) > 3 && strings.ContainsRune("东西南北", r) {
			return latin(s[:len(s)-size]) + " " + d
		}
	}
	return latin(s)
}

// direction writes out the side of a street: "w" and "xi" are "west".
func direction(w string) string {
	switch w {
	case "e", "dong":
		return "east"
	case "w", "xi":
		return "west"
	case "s", "nan":
		return "south"
	case "n", "bei":
		return "north"
	}
	return w
}

// hanBuilding stands for every word for a large building.
const hanBuilding = "building"

// hanRest reads what has no word for its kind: a bare number at the end is the
// unit.
func (p *addressParser) hanRest(s string) {
	if d := hanDigits(s); d != "" && hasDigit(d) && len(d) <= 6 && p.out.Unit == "" && (p.out.Number != "" || p.out.Building != "") {
		p.out.Unit = d
	}
}

// hanDigits is the number that a part holds, in either kind of digits; else
// its reading.
func hanDigits(s string) string {
	if d := hanNumber(s); d != "" {
		return d
	}
	from := strings.IndexAny(s, "0123456789")
	if from < 0 {
		return latin(s)
	}
	if from > 0 && s[from-1] >= 'a' && s[from-1] <= 'z' {
		from--
	}
	end := from
	for end < len(s) && s[end] < utf8.RuneSelf && s[end] != ' ' {
		end++
	}
	return houseNumber(s[from:end])
}
