package norm

import (
	"strings"
	"unicode/utf8"
)

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
		if n > 0 && inStreetName(s[i+n:], kind) {
			i += n
			continue
		}
		if n > 0 && i == from && (kind == "district" || kind == "county" || kind == "region") { // 前镇|区
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

// inStreetName tells a word for a rank or a road that is part of a street's
// name, as in 工区路, 公道五路, 工业区35路: nothing but a number stands between it
// and the road.
func inStreetName(rest, kind string) bool {
	if kind != "district" && kind != "road" && kind != "city" {
		return false
	}
	rest = strings.TrimLeft(rest, "0123456789")
	for {
		r, size := utf8.DecodeRuneInString(rest)
		if size == 0 || !strings.ContainsRune("一二三四五六七八九十", r) {
			break
		}
		rest = rest[size:]
	}
	return strings.HasPrefix(rest, "路") || strings.HasPrefix(rest, "街") && !strings.HasPrefix(rest, "街道") || strings.HasPrefix(rest, "大道")
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
	{"特别行政区", "region"}, {"自治区", "region"}, {"省", "region"}, {"市", "city"}, {"新区", "district"}, {"区", "district"}, {"县", "county"}, {"镇", "district"}, {"乡", "district"}, {"街道办事处", "district"}, {"街道", "district"}, {"村", "district"},
	{"大道", "avenue"}, {"大街", "street"}, {"马路", "road"}, {"公路", "highway"}, {"路", "road"}, {"街", "street"}, {"道", "road"}, {"胡同", "lane"}, {"巷", "lane"}, {"弄", "alley"}, {"段", "section"},
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
	case "road", "street", "avenue", "highway":
		value = afterVillage(p.hanPlaces(value))
	case "section", "lane", "alley":
		p.hanBlock(value, kind)
		return
	case "county", "district":
		p.hanTown(value, kind)
		return
	}
	text := numbered(value)
	switch kind {
	case "city":
		if p.out.City == "" {
			p.out.City = cityName(value)
		}
	case "road", "street", "avenue", "highway":
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
	s = strings.ReplaceAll(s, "行", "形") // read xing in streets, not hang as in banks
	from := len(s)
	for from > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:from])
		if !strings.ContainsRune("一二三四五六七八九十", r) {
			break
		}
		from -= size
	}
	if from > 0 && from < len(s) {
		if d := hanNumber(s[from:]); d != "" {
			return latin(s[:from]) + " " + d
		}
	}
	r, size := utf8.DecodeLastRuneInString(s)
	if len(s) > size {
		if d := direction(latin(string(r))); len(d) > 3 && strings.ContainsRune("东西南北", r) {
			return latin(s[:len(s)-size]) + " " + d
		}
	}
	return latin(s)
}

// afterVillage drops the village and neighbourhood that Taiwan writes before a
// street: 南势里2邻|南东.
func afterVillage(s string) string {
	for _, mark := range [...]string{"邻", "里", "村"} {
		if i := strings.LastIndex(s, mark); i >= 0 {
			if rest := s[i+len(mark):]; i >= 3 && utf8.RuneCountInString(rest) >= 2 {
				return rest
			}
		}
	}
	return s
}

// hanBlock takes the number of a section, lane or alley. A lane with a name is
// a street.
func (p *addressParser) hanBlock(value, kind string) {
	n := hanDigits(value)
	into := map[string]*string{"section": &p.section, "lane": &p.lane, "alley": &p.alley}[kind]
	switch {
	case hasDigit(n) && *into == "":
		*into = n
	case p.out.Street == "" && kind == "lane":
		p.out.Street = numbered(p.hanPlaces(value)) + " lane"
	}
}

// hanTown takes a county for the city where none is known, and the place that
// begins a district's name, as in 新竹科学园|区.
func (p *addressParser) hanTown(value, kind string) {
	if p.out.City != "" {
		return
	}
	parser := parser{lex: lexicons()}
	if e, n := parser.longest(value); n > 0 && e.class == Place && (kind == "county" || n < len(value)) && !isCountry(e.text) {
		p.out.City = e.text
	}
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
	if head, tail, ok := strings.Cut(s, "floor"); ok { // written out by spellFloors
		s = head
		floor, unit, _ := strings.Cut(tail, "unit")
		if p.out.Floor == "" && allDigits(floor) {
			p.out.Floor = floor
		}
		if p.out.Unit == "" && allDigits(unit) {
			p.out.Unit = unit
		}
	}
	if floor, ok := strings.CutSuffix(s, "f"); ok && allDigits(floor) && p.out.Floor == "" {
		p.out.Floor = floor
		return
	}
	if d := hanDigits(s); d != "" && hasDigit(d) && len(d) <= 6 && p.out.Unit == "" && (p.out.Number != "" || p.out.Building != "") {
		p.out.Unit = d
	}
}

// hanDigits is the number that a part holds, in either kind of digits; else
// its reading.
func hanDigits(s string) string {
	if below, ok := strings.CutPrefix(s, "地下"); ok {
		return "b" + hanDigits(below)
	}
	if i := strings.IndexAny(s, "之及、"); i > 0 { // 二之1: the first
		s = s[:i]
	}
	if head, _, ok := strings.Cut(s, "and"); ok && head != "" {
		s = head
	}
	if d := hanNumber(s); d != "" {
		return d
	}
	if d := mixedNumber(s); d != "" {
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

// mixedNumber is a number of which some digits are Han and some are not, as
// 三0八; "" for any other.
func mixedNumber(s string) string {
	var out []byte
	for _, r := range s {
		i := strings.IndexRune("〇一二三四五六七八九", r)
		switch {
		case r >= '0' && r <= '9':
			out = append(out, byte(r))
		case i >= 0:
			out = append(out, byte('0'+i/3))
		default:
			return ""
		}
	}
	return houseNumber(string(out))
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

func hasHan(s string) bool {
	for _, r := range s {
		if isHan(r) {
			return true
		}
	}
	return false
}
