package norm

import "strings"

// keys are what two spellings of one building, and of one door in it, share.
// A building is known by its area and street with number, or by its area and
// name; the area is the postcode or else the city (in East Asia the city first, as
// postcodes are often left out), and the country in Hong
// Kong, Macau and Singapore, which are one city each. The country is no part of
// the key elsewhere: many addresses leave it out, and an area, a street and a
// number that all agree do not stand in two countries. A
// door is known by its building with the unit, of a range the first, and the
// floor where the unit's number does not tell it.
func (p *addressParser) keys() (building, unit string) {
	a := p.out
	area := strings.ToLower(a.Postcode)
	switch {
	case a.Country == "HK" || a.Country == "MO" || a.Country == "SG":
		area = strings.ToLower(a.Country)
	case a.City != "" && (area == "" || p.inHan || citiesFirst(a.Country)):
		area = a.City
	}
	if area == "new taipei" { // called Taipei until 2010, and by many since
		area = "taipei"
	}
	if area == "" {
		return "", ""
	}
	house := ""
	switch {
	case a.Street != "" && a.Number != "":
		house = a.Number + " " + a.Street
	case a.Building != "" && distinctive(a.Building):
		house = a.Building
	default:
		return "", ""
	}
	building = area + "|" + house
	switch {
	case a.Unit != "" && (a.Floor == "" || digitCount(a.Unit) >= 3):
		unit = building + "|" + a.Unit
	case a.Unit != "":
		unit = building + "|" + a.Unit + "@" + a.Floor
	case a.Floor != "":
		unit = building + "|@" + a.Floor
	}
	return building, unit
}

// citiesFirst tells the countries whose addresses often leave the postcode
// out.
func citiesFirst(country string) bool {
	switch country {
	case "CN", "TW", "KR", "JP", "VN", "TH", "AE", "SA", "IR", "PK", "IN", "ID":
		return true
	}
	return false
}

// distinctive refuses names such as "block 5" and "building".
func distinctive(name string) bool {
	words, long := 0, false
	for w := range strings.SplitSeq(name, " ") {
		if addressWords()[w].kind == noKind && !hasDigit(w) {
			words++
			long = long || len(w) > 3
		}
	}
	return words > 0 && long
}

func digitCount(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}

// postcode is a postcode in upper case without spaces.
func postcode(s string) string {
	v := compact(s)
	if isPlaceholder(v) || len(v) > 12 {
		return ""
	}
	if len(v) == 9 && allDigits(v) { // ZIP+4: the four say which side of the street
		return v[:5]
	}
	return v
}

// splitPostcode takes a postcode off the end of a folded segment, or, if front
// is set, off its front: five or six digits, with a hyphen (now a space) and three or four in
// America and Japan, or the two halves of a British, Dutch or Canadian one.
func splitPostcode(s, country string, front bool) (rest, code string) {
	words := strings.Fields(s)
	n := len(words)
	if n == 0 {
		return s, ""
	}
	last := words[n-1]
	if n >= 2 {
		before := words[n-2]
		if isOutward(before) && isInward(last) || allDigits(before) && len(before) == 4 && len(last) == 2 && country == "NL" || fits(strings.ToUpper(before), "A9A") && fits(strings.ToUpper(last), "9A9") {
			return strings.Join(words[:n-2], " "), strings.ToUpper(before + last)
		}
		if allDigits(before) && allDigits(last) && (len(before) == 5 && len(last) == 4) {
			return strings.Join(words[:n-2], " "), before
		}
		if allDigits(before) && allDigits(last) && len(before) == 3 && len(last) == 4 && country == "JP" {
			return strings.Join(words[:n-2], " "), before + last
		}
	}
	if allDigits(last) && (len(last) == 5 || len(last) == 6) {
		return strings.Join(words[:n-1], " "), last
	}
	if first := words[0]; front && allDigits(first) && (len(first) >= 4 && len(first) <= 6) && n >= 2 && !hasDigit(strings.Join(words[1:], "")) && !hasStreet(words[1:]) {
		return strings.Join(words[1:], " "), first
	}
	return s, ""
}

// hasStreet tells words of which one is a kind of street.
func hasStreet(words []string) bool {
	for _, w := range words {
		if k := addressWords()[w].kind; k == streetAfter || k == streetBefore || germanStreet(w) {
			return true
		}
	}
	return false
}

// isOutward tells the first half of a British postcode: "ec1a", "sw1", "m1".
func isOutward(w string) bool {
	return len(w) >= 2 && len(w) <= 4 && w[0] >= 'a' && w[0] <= 'z' && hasDigit(w)
}

// isInward tells the second: "1bb".
func isInward(w string) bool { return fits(strings.ToUpper(w), "9AA") }
