package goods

import (
	"strconv"
	"strings"
	"unicode"
)

// Amount is a number read out of text. Known is false where no number could
// be told; Note then says why.
type Amount struct {
	Value float64 `json:"value"`
	Unit  string  `json:"unit,omitempty"` // as Units writes it, or a currency; "" where none is said
	Known bool    `json:"known"`
	Note  string  `json:"note,omitempty"` // what is doubtful about it
	Text  string  `json:"text,omitempty"` // as published
}

// maxAmountText is longer than any honest quantity.
const maxAmountText = 80

// scales are the words that multiply a number.
var scales = map[string]float64{
	"K": 1e3, "THOUSAND": 1e3, "M": 1e6, "MN": 1e6, "MM": 1e6, "MIO": 1e6, "MILLION": 1e6, "BN": 1e9, "B": 1e9, "BILLION": 1e9,
	"千": 1e3, "万": 1e4, "萬": 1e4, "百万": 1e6, "亿": 1e8, "億": 1e8,
}

// ParseAmount reads one number with its unit before or after: "1,200.5 KG",
// "USD 3.4m", "1 CTN", "12万", "1.200,50 EUR". A comma or a point before
// exactly three digits separates thousands if another number sign follows or
// if it is a comma; otherwise it is a decimal sign: "1,5" is one and a half,
// "1,500" fifteen hundred, "1.500" one and a half. Text with several numbers,
// such as "See DN-4218 (ID#:83326)", and text without any, is not known.
func ParseAmount(text string) Amount {
	a := Amount{Text: text}
	t := strings.TrimSpace(text)
	if t == "" {
		a.Note = "empty"
		return a
	}
	if len(t) > maxAmountText {
		a.Note = "too long for an amount"
		return a
	}
	numbers, words := cutNumbers(t)
	switch {
	case len(numbers) == 0:
		a.Note = "no number"
		return a
	case len(numbers) > 1:
		a.Note = "several numbers"
		return a
	}
	v, note, ok := parseNumber(numbers[0])
	if !ok {
		a.Note = "not a number: " + numbers[0]
		return a
	}
	a.Value, a.Note, a.Known = v, note, true
	scaled := false
	for _, w := range words {
		if f, rest := scaleOf(w); f != 0 && !scaled && (len(w) > 1 || adjacent(t, numbers[0], w)) {
			a.Value *= f
			scaled = true
			if w = rest; w == "" {
				continue
			}
		}
		if u := unitOf(w); u != "" && a.Unit == "" {
			a.Unit = u
			continue
		}
		if a.Unit == "" {
			a.Note = join2(a.Note, "unit not understood: "+w)
		}
	}
	return a
}

// scaleOf is what a word multiplies by, or 0, and what follows the scale in
// the same word: 万元 is ten thousand, and 元.
func scaleOf(w string) (scale float64, rest string) {
	if f, ok := scales[w]; ok {
		return f, ""
	}
	for _, p := range [...]string{"百万", "千", "万", "萬", "亿", "億"} {
		if rest, ok := strings.CutPrefix(w, p); ok {
			return scales[p], rest
		}
	}
	return 0, ""
}

func join2(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// adjacent reports whether the word stands right behind the number, as the m
// of "3.4m"; "3 M" is three metres.
func adjacent(text, number, word string) bool {
	i := strings.Index(text, number)
	return i >= 0 && strings.HasPrefix(strings.ToUpper(text[i+len(number):]), word)
}

// cutNumbers splits a text into numbers, signs included, and words in upper
// case. Groups of three digits after a space belong to the number before.
func cutNumbers(t string) (numbers, words []string) {
	rs := []rune(t)
	for i := 0; i < len(rs); {
		r := rs[i]
		switch {
		case r >= '0' && r <= '9':
			j := i
			for j < len(rs) && (rs[j] >= '0' && rs[j] <= '9' || (rs[j] == '.' || rs[j] == ',' || rs[j] == '\'' || rs[j] == ' ' || rs[j] == '\u00a0' || rs[j] == '\u202f') && continues(rs, j)) {
				j++
			}
			numbers = append(numbers, string(rs[i:j]))
			i = j
		case unicode.IsLetter(r) || r == '$' || r == '€' || r == '£' || r == '¥' || r == '₩' || r == '₹':
			j := i
			for j < len(rs) && (unicode.IsLetter(rs[j]) || rs[j] == '$') {
				j++
			}
			if j == i {
				j++
			}
			words = append(words, strings.ToUpper(string(rs[i:j])))
			i = j
		case r == '-' && i+1 < len(rs) && rs[i+1] >= '0' && rs[i+1] <= '9' && (i == 0 || rs[i-1] == ' '):
			numbers = append(numbers, "-") // a negative amount is no amount
			i++
		default:
			i++
		}
	}
	return numbers, words
}

// continues reports whether a sign at j stands inside a number: before a
// digit, and a space only before exactly three.
func continues(rs []rune, j int) bool {
	n := 0
	for j+1+n < len(rs) && rs[j+1+n] >= '0' && rs[j+1+n] <= '9' {
		n++
	}
	if rs[j] == '.' || rs[j] == ',' || rs[j] == '\'' {
		return n > 0
	}
	return n == 3
}

// parseNumber reads digits with separators.
func parseNumber(s string) (v float64, note string, ok bool) {
	s = strings.NewReplacer("'", "", " ", "", "\u00a0", "", "\u202f", "").Replace(s)
	point, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	switch {
	case point >= 0 && comma >= 0 && point > comma:
		s = strings.ReplaceAll(s, ",", "")
	case point >= 0 && comma >= 0:
		s = strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", ".")
	case strings.Count(s, ",") > 1:
		s = strings.ReplaceAll(s, ",", "")
	case strings.Count(s, ".") > 1:
		s = strings.ReplaceAll(s, ".", "")
	case comma >= 0 && len(s)-comma-1 == 3 && comma <= 3 && s[0] != '0':
		s = strings.ReplaceAll(s, ",", "")
	case comma >= 0:
		s = strings.Replace(s, ",", ".", 1)
		note = "decimal comma"
	case point >= 0 && len(s)-point-1 == 3 && point <= 3 && s[0] != '0':
		note = "read as a decimal; may be thousands"
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, note, err == nil && v >= 0 && v < 1e18
}

// Dollars reads an amount of money, as "HKD 10,000" or "1000万元", in rough US
// dollars; without a currency it is not known.
func Dollars(text string) (float64, bool) {
	a := ParseAmount(strings.TrimSpace(text))
	f, ok := dollars[a.Unit]
	if !a.Known || !ok || a.Unit == "" {
		return 0, false
	}
	return a.Value * f, true
}
