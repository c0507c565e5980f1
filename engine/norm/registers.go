package norm

import "strings"

// The check digits of national registers. Those marked with a share were tried
// on the numbers that LEI records and the lists of OFAC state for the country:
// that share of the numbers of the right length passes.

// elevens takes a number of n digits whose last is what the weighted sum of
// the others lacks to a multiple of 11; where that is 10, give says what stands.
func elevens(n int, ten int, weights ...int) checker {
	return func(v string) (string, bool) {
		v = zeroFill(v, n)
		if len(v) != n || !allDigits(v) {
			return v, false
		}
		c := (11 - weigh(v, weights...)%11) % 11
		if c == 10 {
			c = ten
		}
		return v, c == int(v[n-1]-'0')
	}
}

// zeroFill puts back one or two leading zeros that a spreadsheet took.
func zeroFill(v string, n int) string {
	if len(v) < n && len(v) >= n-2 && allDigits(v) {
		return strings.Repeat("0", n-len(v)) + v
	}
	return v
}

// uen: nnnnnnnnX for businesses, yyyynnnnnX for local companies (24 of 25),
// TyyPQnnnnX for the rest; the last letter is a check.
func uen(v string) (string, bool) {
	switch {
	case fits(v, "99999999A"):
		return v, "XMKECAWLJDB"[weigh(v, 10, 4, 9, 3, 8, 2, 7, 1)%11] == v[8]
	case fits(v, "999999999A"):
		return v, "ZKCMDNERGWH"[weigh(v, 10, 8, 6, 4, 9, 7, 5, 3, 1)%11] == v[9]
	case fits(v, "A99AA9999A") || fits(v, "A99AX9999A"):
		const letters = "ABCDEFGHJKLMNPQRSTUVWX0123456789"
		sum := 0
		for i, w := range [...]int{4, 3, 5, 3, 10, 2, 2, 5, 7} {
			n := strings.IndexByte(letters, v[i])
			if n < 0 {
				return v, false
			}
			sum += n * w
		}
		return v, letters[(sum+11-5)%11] == v[9]
	}
	return v, false
}

// edrpou: eight digits of a company of Ukraine (18 of 18), or ten of a person (32 of
// 32).
func edrpou(v string) (string, bool) {
	if len(v) == 10 && allDigits(v) {
		sum := weigh(v[1:], 5, 7, 9, 4, 6, 10, 5, 7) - int(v[0]-'0') + 11
		return v, sum%11%10 == int(v[9]-'0')
	}
	v = zeroFill(v, 8)
	if len(v) != 8 || !allDigits(v) {
		return v, false
	}
	weights := []int{1, 2, 3, 4, 5, 6, 7}
	if v >= "30000000" && v <= "60000000" {
		weights = []int{7, 1, 2, 3, 4, 5, 6}
	}
	return v, twiceEleven(v, weights, 2)
}

// twiceEleven tells a number whose last digit is the weighted sum of the
// others mod 11, or, where that is 10, the sum with each weight raised by
// more.
func twiceEleven(v string, weights []int, more int) bool {
	c := weigh(v, weights...) % 11
	if c == 10 {
		raised := make([]int, len(weights))
		for i, w := range weights {
			raised[i] = w + more
		}
		c = weigh(v, raised...) % 11 % 10
	}
	return c == int(v[len(v)-1]-'0')
}

// okpo: eight digits for organisations of Russia, ten for traders (243 of 246).
func okpo(v string) (string, bool) {
	v = zeroFill(v, 8)
	if len(v) != 8 && len(v) != 10 || !allDigits(v) {
		return v, false
	}
	return v, twiceEleven(v, []int{1, 2, 3, 4, 5, 6, 7, 8, 9}[:len(v)-1], 2)
}

// binKZ: twelve digits of Kazakhstan, for companies and for people alike.
func binKZ(v string) (string, bool) {
	if len(v) != 12 || !allDigits(v) {
		return v, false
	}
	c := weigh(v, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) % 11
	if c == 10 {
		c = weigh(v, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2) % 11
	}
	return v, c == int(v[11]-'0')
}

// unp: nine digits of Belarus (63 of 65); traders' begin with two letters, and
// are not checked.
func unp(v string) (string, bool) {
	if fits(v, "AA9999999") {
		return v, true
	}
	return v, fits(v, "999999999") && weigh(v, 29, 23, 19, 17, 13, 7, 5, 3)%11 == int(v[8]-'0')
}

// iranian: eleven digits of a legal person (151 of 154), or the ten of a human
// (175 of 178).
func iranian(v string) (string, bool) {
	if !allDigits(v) {
		return v, false
	}
	switch len(v) {
	case 10:
		c := weigh(v, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11
		if c >= 2 {
			c = 11 - c
		}
		return v, c == int(v[9]-'0')
	case 11:
		sum, d := 0, int(v[9]-'0')+2
		for i, w := range [...]int{29, 27, 23, 19, 17, 29, 27, 23, 19, 17} {
			sum += (int(v[i]-'0') + d) * w
		}
		return v, sum%11%10 == int(v[10]-'0')
	}
	return v, false
}

// turkish: ten digits of a taxpayer, or the eleven of a citizen (37 of 37).
func turkish(v string) (string, bool) {
	if len(v) != 11 || !allDigits(v) {
		return turkishTax(v)
	}
	odd := weigh(v, 1, 0, 1, 0, 1, 0, 1, 0, 1)
	even := weigh(v, 0, 1, 0, 1, 0, 1, 0, 1)
	return v, (odd*7-even+90)%10 == int(v[9]-'0') && (odd+even+int(v[9]-'0'))%10 == int(v[10]-'0')
}

// eleven5 is the number of Argentina (7 of 7) and Peru (25 of 25): eleven
// digits with weights 5 4 3 2 7 6 5 4 3 2.
func eleven5(v string) (string, bool) {
	if len(v) != 11 || !allDigits(v) {
		return v, false
	}
	c := 11 - weigh(v, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11
	if c == 10 {
		return v, v[10] == '0' || v[10] == '9'
	}
	return v, c%11%10 == int(v[10]-'0') || c == 11 && v[10] == '0' || c == 11 && v[10] == '1'
}

// nit: the number of Colombia with its check digit (194 of 196).
func nit(v string) (string, bool) {
	if len(v) < 9 || len(v) > 11 || !allDigits(v) {
		return v, false
	}
	sum := 0
	weights := [...]int{3, 7, 13, 17, 19, 23, 29, 37, 41, 43}
	for i := 0; i+1 < len(v); i++ {
		sum += int(v[len(v)-2-i]-'0') * weights[i]
	}
	c := sum % 11
	if c >= 2 {
		c = 11 - c
	}
	return v, c == int(v[len(v)-1]-'0')
}

// rut: the number of Chile, whose check is a digit or K.
func rut(v string) (string, bool) {
	n := len(v) - 1
	if n < 6 || n > 8 || !allDigits(v[:n]) {
		return v, false
	}
	sum := 0
	for i := 0; i < n; i++ {
		sum += int(v[n-1-i]-'0') * (2 + i%6)
	}
	return v, "0K987654321"[sum%11] == v[n]
}

// rfc: three or four letters, the day of birth or founding, and a suffix of
// three that lists often leave out. No check digit is verified.
func rfc(v string) (string, bool) {
	letters := 0
	for letters < len(v) && (v[letters] >= 'A' && v[letters] <= 'Z') {
		letters++
	}
	rest := v[letters:]
	return v, (letters == 3 || letters == 4) && (len(rest) == 6 || len(rest) == 9) && allDigits(rest[:6]) && rest[2:4] <= "12" && rest[4:6] <= "31"
}

// bulgarian: nine digits (33 of 33), or the thirteen of a branch, of which the
// first nine are the company's.
func bulgarian(v string) (string, bool) {
	if v = strings.TrimPrefix(v, "BG"); len(v) == 13 && allDigits(v) {
		v = v[:9]
	}
	if len(v) != 9 || !allDigits(v) {
		return v, false
	}
	return v, twiceEleven(v, []int{1, 2, 3, 4, 5, 6, 7, 8}, 2)
}

// lithuanian: nine digits (10 of 10).
func lithuanian(v string) (string, bool) {
	if len(v) != 9 || !allDigits(v) {
		return v, false
	}
	c := weigh(v, 1, 2, 3, 4, 5, 6, 7, 8) % 11
	if c == 10 {
		c = weigh(v, 3, 4, 5, 6, 7, 8, 9, 1) % 11 % 10
	}
	return v, c == int(v[8]-'0')
}

// estonian: eight digits (45 of 45).
func estonian(v string) (string, bool) {
	return v, fits(v, "99999999") && twiceEleven(v, []int{1, 2, 3, 4, 5, 6, 7}, 2)
}

// czech: eight digits of the Czech Republic and Slovakia (all of 42).
func czech(v string) (string, bool) {
	v = zeroFill(v, 8)
	if len(v) != 8 || !allDigits(v) {
		return v, false
	}
	return v, (11-weigh(v, 8, 7, 6, 5, 4, 3, 2)%11)%10 == int(v[7]-'0')
}

// swedish: ten digits by Luhn (215 of 215).
func swedish(v string) (string, bool) {
	if v = strings.TrimPrefix(v, "SE"); len(v) == 12 && (strings.HasPrefix(v, "16") || strings.HasSuffix(v, "01")) {
		if v[:2] == "16" {
			v = v[2:]
		} else {
			v = v[:10]
		}
	}
	return v, fits(v, "9999999999") && luhn(v)
}

// luhnOf takes n digits by Luhn.
func luhnOf(n int) checker {
	return func(v string) (string, bool) {
		v = zeroFill(v, n)
		return v, len(v) == n && allDigits(v) && luhn(v)
	}
}

// italian: eleven digits of a company by Luhn, or the sixteen letters and
// digits of a person.
func italian(v string) (string, bool) {
	if len(v) == 16 {
		return v, fits(v, "AAAAAAXXAXXAXXXA")
	}
	return luhnOf(11)(v)
}

// danish: eight digits whose weighted sum is a multiple of 11 (228 of 229).
func danish(v string) (string, bool) {
	v = strings.TrimPrefix(v, "DK")
	return v, fits(v, "99999999") && weigh(v, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}

// australianCompany: nine digits (49 of 52).
func australianCompany(v string) (string, bool) {
	v = zeroFill(v, 9)
	return v, fits(v, "999999999") && (10-weigh(v, 8, 7, 6, 5, 4, 3, 2, 1)%10)%10 == int(v[8]-'0')
}

// australianBusiness: eleven digits; less ten from the first, the weighted sum
// is a multiple of 89.
func australianBusiness(v string) (string, bool) {
	return v, fits(v, "99999999999") && (weigh(v, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)-10)%89 == 0
}

// mod1110 takes n digits of which the last is a check by ISO 7064 MOD 11,10.
func mod1110(n int) checker {
	return func(v string) (string, bool) {
		if len(v) != n || !allDigits(v) {
			return v, false
		}
		p := 10
		for i := 0; i < n-1; i++ {
			s := (p + int(v[i]-'0')) % 10
			if s == 0 {
				s = 10
			}
			p = s * 2 % 11
		}
		return v, (p+int(v[n-1]-'0'))%10 == 1
	}
}

// regon: nine digits of Poland, or fourteen, of which the first nine are the
// company's.
func regon(v string) (string, bool) {
	if len(v) == 14 && allDigits(v) {
		v = v[:9]
	}
	return v, fits(v, "999999999") && weigh(v, 8, 9, 2, 3, 4, 5, 6, 7)%11%10 == int(v[8]-'0')
}

// nip: ten digits of Poland.
func nip(v string) (string, bool) {
	v = strings.TrimPrefix(v, "PL")
	return v, fits(v, "9999999999") && weigh(v, 6, 5, 7, 2, 3, 4, 5, 6, 7)%11 == int(v[9]-'0')
}

// romanian: two to ten digits (26 of 26).
func romanian(v string) (string, bool) {
	v = strings.TrimPrefix(v, "RO")
	if len(v) < 2 || len(v) > 10 || !allDigits(v) {
		return v, false
	}
	full := strings.Repeat("0", 10-len(v)) + v
	return v, weigh(full, 7, 5, 3, 2, 1, 7, 5, 3, 2)*10%11%10 == int(full[9]-'0')
}
