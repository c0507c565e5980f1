package norm

import "strings"

// airWaybill: the carrier's three digits, seven, and their remainder by 7.
// "160-12345675" is right.
func airWaybill(v string) (string, bool) {
	if len(v) != 11 || !allDigits(v) {
		return v, false
	}
	n := 0
	for _, c := range v[3:10] {
		n = n*10 + int(c-'0')
	}
	return v, n%7 == int(v[10]-'0')
}

// customs: ten letters and digits, of which the first five are the place and
// its kind; newer registers give the Unified Social Credit Code, and some put
// the ten before or behind three more.
func customs(v string) (string, bool) {
	switch len(v) {
	case 18:
		return uscc(v)
	case 13:
		v = v[:10]
	}
	return v, fits(v, "9999XXXXXX")
}

// sam: twelve letters and digits without I and O, the first no zero.
func sam(v string) (string, bool) {
	return v, fits(v, "XXXXXXXXXXXX") && v[0] != '0' && !strings.ContainsAny(v, "IO")
}

// cage: five letters and digits without I and O, the last a digit in the
// United States, the first or last elsewhere.
func cage(v string) (string, bool) {
	return v, fits(v, "XXXXX") && !strings.ContainsAny(v, "IO") && (v[0] <= '9' || v[4] <= '9')
}
