package norm

import "strings"

// The check functions take a value in upper case without separators and give
// its canonical form and whether its shape and its check digit are right.

type checker = func(v string) (string, bool)

// digits accepts from least to most digits.
func digits(least, most int) checker {
	return func(v string) (string, bool) { return v, allDigits(v) && len(v) >= least && len(v) <= most }
}

// padded accepts up to n digits and fills them up with zeros.
func padded(n int) checker {
	return func(v string) (string, bool) {
		if !allDigits(v) || len(v) == 0 || len(v) > n {
			return v, false
		}
		return strings.Repeat("0", n-len(v)) + v, true
	}
}

// shape accepts values as long as pattern: X is a letter or digit, 9 a digit,
// A a letter.
func shape(pattern string) checker {
	return func(v string) (string, bool) { return v, fits(v, pattern) }
}

func fits(v, pattern string) bool {
	if len(v) != len(pattern) {
		return false
	}
	for i := 0; i < len(v); i++ {
		digit, letter := v[i] >= '0' && v[i] <= '9', v[i] >= 'A' && v[i] <= 'Z'
		switch pattern[i] {
		case '9':
			if !digit {
				return false
			}
		case 'A':
			if !letter {
				return false
			}
		default:
			if !digit && !letter {
				return false
			}
		}
	}
	return true
}

func digitsOrLetters(n int) checker { return shape(strings.Repeat("X", n)) }

func allDigits(v string) bool {
	for i := 0; i < len(v); i++ {
		if v[i] < '0' || v[i] > '9' {
			return false
		}
	}
	return v != ""
}

// weigh is the sum of the digits of v times the weights.
func weigh(v string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += int(v[i]-'0') * w
	}
	return sum
}

// lei: letters stand for 10 to 35, and the whole number leaves 1 when divided
// by 97 (ISO 17442, ISO 7064 MOD 97-10). "5493001KJTIIGC8Y1R12" is right.
func lei(v string) (string, bool) {
	if !fits(v, "XXXXXXXXXXXXXXXXXX99") {
		return v, false
	}
	rest := 0
	for i := 0; i < len(v); i++ {
		if c := v[i]; c <= '9' {
			rest = (rest*10 + int(c-'0')) % 97
		} else {
			rest = (rest*100 + int(c-'A') + 10) % 97
		}
	}
	return v, rest == 1
}

// usccAlphabet leaves out I, O, S, V and Z.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// uscc: check = (31 − Σ value × 3^i mod 31) mod 31; the organisation code
// inside, places 9 to 17, has a check digit of its own (GB 32100).
// "91440300708461136T" is right.
func uscc(v string) (string, bool) {
	if len(v) != 18 {
		return v, false
	}
	sum, weight := 0, 1
	for i := 0; i < 17; i++ {
		n := strings.IndexByte(usccAlphabet, v[i])
		if n < 0 {
			return v, false
		}
		sum += n * weight
		weight = weight * 3 % 31
	}
	return v, usccAlphabet[(31-sum%31)%31] == v[17]
}

// orgCode: 11 − Σ value × weight mod 11, where 10 is X and 11 is 0 (GB 11714).
func orgCode(v string) (string, bool) {
	if len(v) != 9 || !fits(v, "XXXXXXXXX") {
		return v, false
	}
	sum := 0
	for i, w := range [...]int{3, 7, 9, 10, 5, 8, 4, 2} {
		n := int(v[i] - '0')
		if v[i] > '9' {
			n = int(v[i]-'A') + 10
		}
		sum += n * w
	}
	return v, "0X987654321"[sum%11] == v[8]
}

// residentID: 17 digits and ISO 7064 MOD 11-2.
func residentID(v string) (string, bool) {
	if len(v) != 18 || !allDigits(v[:17]) {
		return v, false
	}
	sum := weigh(v, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
	return v, "10X98765432"[sum%11] == v[17]
}

// imo: Σ digit × 7…2, whose last digit is the seventh. "IMO 9074729" is right.
func imo(v string) (string, bool) {
	v = strings.TrimPrefix(v, "IMO")
	if len(v) != 7 || !allDigits(v) {
		return v, false
	}
	return v, weigh(v, 7, 6, 5, 4, 3, 2)%10 == int(v[6]-'0')
}

// inn: 10 digits for companies, 12 for people.
func inn(v string) (string, bool) {
	if !allDigits(v) {
		return v, false
	}
	switch len(v) {
	case 10:
		return v, weigh(v, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == int(v[9]-'0')
	case 12:
		return v, weigh(v, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == int(v[10]-'0') &&
			weigh(v, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == int(v[11]-'0')
	}
	return v, false
}

// ogrn: 13 digits, the last the remainder of the rest by 11; for traders 15,
// by 13.
func ogrn(v string) (string, bool) {
	if !allDigits(v) || len(v) != 13 && len(v) != 15 {
		return v, false
	}
	n := int64(0)
	for _, c := range v[:len(v)-1] {
		n = n*10 + int64(c-'0')
	}
	return v, n%int64(len(v)-2)%10 == int64(v[len(v)-1]-'0')
}

// isin: the letters become two digits, then Luhn.
func isin(v string) (string, bool) {
	if !fits(v, "AAXXXXXXXXX9") {
		return v, false
	}
	var all []byte
	for i := 0; i < len(v); i++ {
		if v[i] <= '9' {
			all = append(all, v[i])
		} else {
			n := v[i] - 'A' + 10
			all = append(all, '0'+n/10, '0'+n%10)
		}
	}
	return v, luhn(string(all))
}

// luhn: every second digit from the right is doubled and its digits added.
func luhn(v string) bool {
	sum := 0
	for i := 0; i < len(v); i++ {
		n := int(v[len(v)-1-i] - '0')
		if i%2 == 1 {
			n *= 2
		}
		sum += n/10 + n%10
	}
	return sum%10 == 0
}

// bic: 8 or 11; the head office's branch XXX is left out.
func bic(v string) (string, bool) {
	if !fits(v, "AAAAAAXX") && !fits(v, "AAAAAAXXXXX") {
		return v, false
	}
	if !countryCodes()[v[4:6]] {
		return v, false
	}
	if len(v) == 8 { // an eight-letter code may itself end in XXX
		return v, true
	}
	return strings.TrimSuffix(v, "XXX"), true
}

// container: letters count from 10, skipping multiples of 11; Σ value × 2^i
// mod 11 mod 10 (ISO 6346). "CSQU3054383" is right.
func container(v string) (string, bool) {
	if !fits(v, "AAAA9999999") {
		return v, false
	}
	sum := 0
	for i := 0; i < 10; i++ {
		n := int(v[i] - '0')
		if v[i] > '9' {
			n = int(v[i]-'A') + 10
			n += (n - 1) / 10
		}
		sum += n << i
	}
	return v, sum%11%10 == int(v[10]-'0')
}
