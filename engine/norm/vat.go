package norm

import "strings"

// vat: the code of a country (EL for Greece, XI for Northern Ireland) and its
// own number, whose shape and, where the country has one and it is known here,
// check digit are right. Countries without a rule here take two to twelve letters or
// digits.
func vat(v string) (string, bool) {
	if len(v) < 4 || len(v) > 14 || !fits(v, "AA"+strings.Repeat("X", len(v)-2)) {
		return v, false
	}
	code, body := v[:2], v[2:]
	if code == "GR" {
		code = "EL"
	}
	if check, ok := vatRule(code); ok {
		_, valid := check(body)
		return code + body, valid
	}
	return v, countryCodes()[code] && len(body) <= 12
}

// vatRule is what the number of a country looks like.
func vatRule(code string) (checker, bool) {
	switch code {
	case "AT":
		return shape("A99999999"), true
	case "BE":
		return belgian, true
	case "BG":
		return digits(9, 10), true
	case "CY":
		return shape("99999999A"), true
	case "CZ":
		return digits(8, 10), true
	case "DE":
		return mod1110(9), true
	case "DK":
		return danish, true
	case "EE":
		return weighed(10, 3, 7, 1, 3, 7, 1, 3, 7, 1), true
	case "EL":
		return greek9, true
	case "ES":
		return shape("X9999999X"), true
	case "FI":
		return elevens(8, -1, 7, 9, 10, 5, 8, 4, 2), true
	case "FR":
		return french, true
	case "GB", "XI":
		return british, true
	case "HR":
		return mod1110(11), true
	case "HU":
		return weighed(10, 9, 7, 3, 1, 9, 7, 3, 1), true
	case "IE":
		return func(v string) (string, bool) { return v, fits(v, "9X99999A") || fits(v, "9999999AA") }, true
	case "IT":
		return luhnOf(11), true
	case "LT":
		return func(v string) (string, bool) { return v, allDigits(v) && (len(v) == 9 || len(v) == 12) }, true
	case "LU":
		return func(v string) (string, bool) { return v, fits(v, "99999999") && number(v[:6])%89 == number(v[6:]) }, true
	case "LV":
		return shape("99999999999"), true
	case "MT":
		return weighed(37, 3, 4, 6, 7, 8, 9, 10, 1), true
	case "NL":
		return shape("XXXXXXXXXXXX"), true
	case "PL":
		return nip, true
	case "PT":
		return elevens(9, 0, 9, 8, 7, 6, 5, 4, 3, 2), true
	case "RO":
		return romanian, true
	case "SE":
		return func(v string) (string, bool) { return v, fits(v, "999999999999") && luhn(v[:10]) }, true
	case "SI":
		return elevens(8, 0, 8, 7, 6, 5, 4, 3, 2), true
	case "SK":
		return func(v string) (string, bool) { return v, fits(v, "9999999999") && number(v)%11 == 0 }, true
	}
	return nil, false
}

func number(v string) int {
	n := 0
	for i := 0; i < len(v); i++ {
		n = n*10 + int(v[i]-'0')
	}
	return n
}

// weighed takes digits whose weighted sum is a multiple of mod; the last two
// of Malta's are one number.
func weighed(mod int, weights ...int) checker {
	return func(v string) (string, bool) {
		if len(v) != len(weights) || !allDigits(v) {
			return v, false
		}
		if mod == 37 {
			return v, (weigh(v[:6], weights[:6]...)+number(v[6:]))%37 == 0
		}
		return v, weigh(v, weights...)%mod == 0
	}
}

// greek9: nine digits, the last Σ digit × 2^n mod 11 mod 10.
func greek9(v string) (string, bool) {
	v = zeroFill(v, 9)
	if !fits(v, "999999999") {
		return v, false
	}
	return v, weigh(v, 256, 128, 64, 32, 16, 8, 4, 2)%11%10 == int(v[8]-'0')
}

// french: two letters or digits and a SIREN; two digits are a check of it.
func french(v string) (string, bool) {
	if len(v) != 11 || !allDigits(v[2:]) {
		return v, false
	}
	if !allDigits(v[:2]) {
		return v, true
	}
	return v, (12+3*(number(v[2:])%97))%97 == number(v[:2])
}

// british: nine digits with weights 8 to 2 and two check digits by 97, or,
// since 2010, less 55; twelve for a branch.
func british(v string) (string, bool) {
	if len(v) != 9 && len(v) != 12 || !allDigits(v) {
		return v, fits(v, "AA999")
	}
	sum := (weigh(v, 8, 7, 6, 5, 4, 3, 2) + number(v[7:9])) % 97
	return v, sum == 0 || sum == 42
}
