package norm

import "strings"

// hangulKinds are the endings of the words of a Korean address, the longest
// first where one ends another. Addresses go from the large to the small
// (Road Name Address Act of 2014): province, city, district, street, number.
var hangulKinds = [...]struct{ word, kind, reading string }{
	{"특별자치시", "city", ""}, {"특별시", "city", ""}, {"광역시", "city", ""}, {"시", "city", ""},
	{"특별자치도", "region", ""}, {"도", "region", "do"},
	{"구", "district", "gu"}, {"군", "district", "gun"}, {"읍", "district", "eup"}, {"면", "district", "myeon"}, {"동", "district", "dong"}, {"리", "district", "ri"},
	{"대로", "street", "daero"}, {"로", "street", "ro"}, {"길", "street", "gil"},
	{"층", "floor", ""}, {"호", "unit", ""}, {"빌딩", "building", ""}, {"타워", "building", ""},
}

// hangulKind is the kind of a word, with what stands before its ending.
func hangulKind(w string) (stem, kind, reading string) {
	for _, k := range hangulKinds {
		if stem, ok := strings.CutSuffix(w, k.word); ok && stem != "" {
			return stem, k.kind, k.reading
		}
	}
	return w, "", ""
}

// hangul reads a part of an address in Hangul, word by word.
func (p *addressParser) hangul(s string) {
	if p.out.Country == "" {
		p.out.Country = "KR"
	}
	street := false
	for w := range strings.FieldsSeq(s) {
		stem, kind, reading := hangulKind(w)
		switch {
		case kind == "city" && p.out.City == "":
			p.out.City = cityName(stem)
		case kind == "street" && (p.out.Street == "" || reading == "gil"):
			p.out.Street, street = latin(stem)+" "+reading, true
			continue
		case kind == "floor" && p.out.Floor == "" && allDigits(stem):
			p.out.Floor = stem
		case kind == "unit" && p.out.Unit == "" && allDigits(stem):
			p.out.Unit = stem
		case kind == "building" && p.out.Building == "":
			p.out.Building = latin(w)
		case street && p.out.Number == "" && w[0] >= '0' && w[0] <= '9':
			p.out.Number = houseNumber(w)
		case p.out.Postcode == "" && len(w) == 5 && allDigits(w):
			p.out.Postcode = w
		}
		street = false
	}
}

// hangulWords writes the words of a Korean address apart from their endings,
// as they are written in Latin letters: "Bundang-gu".
func hangulWords(s string) string {
	if !hasHangul(s) {
		return s
	}
	var out strings.Builder
	for w := range strings.FieldsSeq(s) {
		stem, _, reading := hangulKind(w)
		if reading != "" {
			w = stem + " " + reading
		} else {
			w = stem
		}
		out.WriteString(w)
		out.WriteByte(' ')
	}
	return strings.TrimSpace(out.String())
}

func hasHangul(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x1100 && scriptOf(r) == scriptHangul }) >= 0
}

// koreanStreet tells the endings of Korean streets in Latin letters.
func koreanStreet(w string) bool { return w == "ro" || w == "gil" || w == "daero" }
