package norm

import (
	_ "embed"
	"strings"
)

//go:embed numbers.txt
var numbersText string

// numeral is the decimal digits of a word of digits, or of digits with the
// ending of an ordinal, as "3rd"; "" for any other. Numbers in words stand in
// numbers.txt.
func numeral(w string) string {
	if w[0] < '0' || w[0] > '9' {
		return ""
	}
	digits := w
	for _, ending := range [...]string{"st", "nd", "rd", "th"} {
		digits = strings.TrimSuffix(digits, ending)
	}
	if !allDigits(digits) {
		return ""
	}
	for len(digits) > 1 && digits[0] == '0' {
		digits = digits[1:]
	}
	return digits
}

// joinsTens adds one of 1 to 9 to tens in words right before it: "forty 4" is
// 44.
func (p *parser) joinsTens(digits string) bool {
	last := len(p.tokens) - 1
	if last < 0 || p.sorts[last] != tens || len(digits) != 1 || digits == "0" {
		return false
	}
	p.tokens[last].Text = p.tokens[last].Text[:1] + digits
	p.sorts[last] = plain
	return true
}

// numberSign tells a word that only announces a number, as in "Factory No. 3",
// and passes over it in the tokens.
func (p *parser) numberSign(i int) bool {
	w := p.folded[p.words[i].from:p.words[i].to]
	if w != "no" && w != "nr" && w != "num" && w != "number" || p.person || i+1 == len(p.words) {
		return false
	}
	c := p.folded[p.words[i+1].from]
	return c >= '0' && c <= '9'
}
