package norm

import "strings"

// ukCompany: eight digits, or two letters and six; short ones are filled up.
func ukCompany(v string) (string, bool) {
	letters := 0
	for letters < len(v) && v[letters] >= 'A' && v[letters] <= 'Z' {
		letters++
	}
	body := v[letters:]
	if letters != 0 && letters != 2 || len(body) == 0 || len(v) > 8 {
		return v, false
	}
	// Old societies end in R (IP00001R), some in SCO.
	if number := strings.TrimRight(body, "R"); !allDigits(number) || len(body)-len(number) > 1 {
		return v, false
	}
	return v[:letters] + strings.Repeat("0", 8-len(v)) + body, true
}

// hkBusiness: eight digits, before that followed by a branch's three and the dates.
func hkBusiness(v string) (string, bool) {
	if !allDigits(v) || len(v) < 8 {
		return v, false
	}
	return v[:8], true
}

// malaysia: twelve digits since 2019, of which four are the year and two the
// kind of body, 01 to 06; before, up to seven and a check letter.
func malaysia(v string) (string, bool) {
	if len(v) == 12 && allDigits(v) {
		return v, v[:4] >= "1900" && v[:4] < "2100" && v[4:6] >= "01" && v[4:6] <= "06"
	}
	n := len(v) - 1
	return v, n >= 1 && n <= 7 && allDigits(v[:n]) && v[n] >= 'A' && v[n] <= 'Z'
}

// houjin: thirteen digits, the first is 9 − Σ digit × 1, 2, 1, 2 … from the right mod 9.
func houjin(v string) (string, bool) {
	v = strings.TrimPrefix(v, "T")
	if len(v) != 13 || !allDigits(v) {
		return v, false
	}
	sum := 0
	for i := 12; i >= 1; i-- {
		sum += int(v[i]-'0') * (1 + (12-i)%2)
	}
	return v, 9-sum%9 == int(v[0]-'0')
}

// ubn: the sum of the digits of digit × 1, 2, 1, 2, 1, 2, 4, 1 is a multiple
// of 5; a 7 in the seventh place, whose product is 28, may count as 10 or 1.
func ubn(v string) (string, bool) {
	if len(v) != 8 || !allDigits(v) {
		return v, false
	}
	sum := 0
	for i, w := range [...]int{1, 2, 1, 2, 1, 2, 4, 1} {
		n := int(v[i]-'0') * w
		sum += n/10 + n%10
	}
	return v, sum%5 == 0 || v[6] == '7' && (sum+1)%5 == 0
}

// koreanBusiness: ten digits with weights 1 3 7 1 3 7 1 3 5.
func koreanBusiness(v string) (string, bool) {
	if len(v) != 10 || !allDigits(v) {
		return v, false
	}
	sum := weigh(v, 1, 3, 7, 1, 3, 7, 1, 3, 5) + int(v[8]-'0')*5/10
	return v, (10-sum%10)%10 == int(v[9]-'0')
}

// turkishTax: ten digits.
func turkishTax(v string) (string, bool) {
	if len(v) != 10 || !allDigits(v) {
		return v, false
	}
	sum := 0
	for i := 0; i < 9; i++ {
		t := (int(v[i]-'0') + 9 - i) % 10
		p := t * (1 << (9 - i)) % 9
		if t != 0 && p == 0 {
			p = 9
		}
		sum += p
	}
	return v, (10-sum%10)%10 == int(v[9]-'0')
}

// siren: nine digits by Luhn; of a SIRET of fourteen the first nine.
func siren(v string) (string, bool) {
	if len(v) == 14 && allDigits(v) {
		v = v[:9]
	}
	return v, len(v) == 9 && allDigits(v) && luhn(v)
}

// belgian: ten digits, the last two 97 − the rest mod 97.
func belgian(v string) (string, bool) {
	v = strings.TrimPrefix(v, "BE")
	if len(v) == 9 {
		v = "0" + v
	}
	if len(v) != 10 || !allDigits(v) {
		return v, false
	}
	n := 0
	for _, c := range v[:8] {
		n = n*10 + int(c-'0')
	}
	return v, 97-n%97 == int(v[8]-'0')*10+int(v[9]-'0')
}

// swiss: CHE and nine digits, the last 11 − Σ mod 11.
func swiss(v string) (string, bool) {
	v = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(v, "MWST"), "TVA"), "IVA")
	body := strings.TrimPrefix(v, "CHE")
	if len(body) != 9 || !allDigits(body) {
		return v, false
	}
	return "CHE" + body, (11-weigh(body, 5, 4, 3, 2, 7, 6, 5, 4)%11)%11 == int(body[8]-'0')
}

// cyprus: HE (ΗΕ) and up to six digits, other letters for branches.
func cyprus(v string) (string, bool) {
	body := strings.TrimLeft(v, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	if !allDigits(body) || len(body) > 6 || len(v)-len(body) > 2 {
		return v, false
	}
	kind := v[:len(v)-len(body)]
	if kind == "" || kind == "C" {
		kind = "HE"
	}
	return kind + strings.TrimLeft(body, "0"), true
}

// cnpj: fourteen digits with two check digits.
func cnpj(v string) (string, bool) {
	if len(v) != 14 || !allDigits(v) {
		return v, false
	}
	check := func(sum int) byte {
		if r := sum % 11; r >= 2 {
			return byte('0' + 11 - r)
		}
		return '0'
	}
	return v, v[12] == check(weigh(v, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) && v[13] == check(weigh(v, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))
}

// austrian: up to six digits and a check letter.
func austrian(v string) (string, bool) {
	v = strings.TrimPrefix(v, "FN")
	n := len(v) - 1
	return v, n >= 1 && n <= 6 && allDigits(v[:n]) && v[n] >= 'A' && v[n] <= 'Z'
}
