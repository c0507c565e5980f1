package norm

import (
	"regexp"
	"strings"
	"unicode"
)

// stripCareOf drops "c/o Name," and its like up to the next comma: it is
// another's name, and what follows is where that other is.
func stripCareOf(s string) string {
	if len(s) < 4 {
		return s
	}
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		return s
	}
	for _, mark := range [...]string{"c/o ", "c/o:", "c/o.", "c/- ", "care of ", "℅", "attn ", "attn:", "attn.", "attention:", "in care of ", "на имя ", "转交", "気付"} {
		i := strings.Index(lower, mark)
		if i < 0 || i > 0 && !strings.ContainsRune(" ,;(\n", rune(lower[i-1])) {
			continue
		}
		j := strings.IndexAny(s[i:], ",;\n")
		if j < 0 {
			return s[:i]
		}
		return s[:i] + s[i+j+1:]
	}
	return s
}

// unitSign writes out "#12-34", which in Singapore is unit 34 on floor 12.
func unitSign(s string) string {
	i := strings.IndexByte(s, '#')
	if i < 0 || i+1 >= len(s) {
		return s
	}
	rest := s[i+1:]
	end := strings.IndexAny(rest, " ,")
	if end < 0 {
		end = len(rest)
	}
	if floor, unit, ok := strings.Cut(rest[:end], "-"); ok && unit != "" {
		return s[:i] + " floor " + floor + " unit " + unit + " " + rest[end:]
	}
	return s[:i] + " unit " + rest
}

// floorUnit is a floor with the number of a door behind it, as 8F-4, 8F.-4,
// 12FL-1 or 16樓之3, and doorFloor the two turned round, as 11-1F.
var (
	floorUnit = regexp.MustCompile(`(?i)\b(\d{1,3}) ?(?:f|fl|th fl|th floor)\.? ?(?:-|之) ?(\d{1,3})\b`)
	doorFloor = regexp.MustCompile(`(?i)\b(\d{1,3})-(\d{1,3}) ?(?:f|fl|/f)\b\.?`)
)

// spellFloors writes out floors that carry the number of a door. Of a range of
// floors, as 30-31F, the first stands.
func spellFloors(s string) string {
	if !strings.Contains(s, "-") && !strings.Contains(s, "之") || !numberedFloor(s) {
		return s
	}
	s = floorUnit.ReplaceAllString(s, " floor $1 unit $2 ")
	return doorFloor.ReplaceAllStringFunc(s, func(m string) string {
		part := doorFloor.FindStringSubmatch(m)
		if len(part[2]) < len(part[1]) || len(part[2]) == len(part[1]) && part[2] < part[1] {
			return " floor " + part[1] + " unit " + part[2] + " "
		}
		return " floor " + part[1] + " "
	})
}

// numberedFloor tells a digit with f behind it: a quick look that spares most
// addresses the search.
func numberedFloor(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i]|0x20 == 'f' {
			j := i - 1
			if s[j] == ' ' && j > 0 {
				j--
			}
			if s[j] >= '0' && s[j] <= '9' {
				return true
			}
		}
	}
	return false
}

// unglue parts words that a table ran together where a line ended: a word of
// addresses in small letters and a capital behind it, as RoadTaipei, CityTaiwan.
func unglue(s string) string {
	camel := false
	for i := 1; i < len(s) && !camel; i++ {
		camel = s[i] >= 'A' && s[i] <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z'
	}
	if !camel || !isASCII(s) {
		return s
	}
	words := addressWords()
	var out []byte
	from := 0 // start of the letters before i
	for i := 0; i < len(s); i++ {
		c := s[i]
		if i > 0 && c >= 'A' && c <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z' && i+1 < len(s) && s[i+1] >= 'a' && s[i+1] <= 'z' {
			w := strings.ToLower(s[from:i])
			if k := words[w].kind; (k != noKind && k != unitWord || rankWord(w) || countryNames()[w] != "" && len(w) > 4) && len(w) > 1 {
				out = append(out, ", "...)
				from = i
			}
		}
		if !unicode.IsLetter(rune(c)) {
			from = i + 1
		}
		out = append(out, c)
	}
	return string(out)
}

// rankWord tells the words for the rank of a place.
func rankWord(w string) bool {
	switch w {
	case "city", "county", "hsien", "shi", "district", "dist", "municipality", "province", "township", "town", "village", "vil", "hsiang", "shiang", "siang", "prefecture", "region", "area", "zone", "park":
		return true
	}
	return false
}

// ungluePlace parts a folded word that is a word of addresses and a place, or
// digits and a place, run together, as "roadtaipei", "2taipei", "city242".
func ungluePlace(w string) (head, tail string, ok bool) {
	if len(w) < 6 {
		return "", "", false
	}
	i := 0
	for i < len(w) && w[i] >= '0' && w[i] <= '9' {
		i++
	}
	if i > 0 {
		return w[:i], w[i:], isTown(w[i:])
	}
	for i = len(w); i > 0 && w[i-1] >= '0' && w[i-1] <= '9'; i-- {
	}
	if i < len(w) {
		return w[:i], w[i:], len(w)-i >= 3 && (rankWord(w[:i]) || isTown(w[:i]))
	}
	for _, word := range [...]string{"road", "rd", "street", "st", "district", "dist", "city", "county", "township", "town", "hsien", "shiang", "hsiang", "area", "park", "zone", "lane"} {
		if tail, ok := strings.CutPrefix(w, word); ok && isTown(tail) {
			return word, tail, true
		}
	}
	return "", "", false
}

// isTown tells the name of a town or country in Latin letters, of five or more.
func isTown(w string) bool {
	e := lexicons().entries[w]
	return len(w) >= 5 && e.known && e.class == Place && e.anchor == 0
}
