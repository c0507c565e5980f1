package norm

import (
	"strings"
	"unicode/utf8"
)

// segment takes a word of Han, kana or Hangul apart, in which a company's
// place, trade name, trade and legal form run together:
// 深圳市|某某|科技|有限公司. Forms are found anywhere, places at the start or before a
// branch, trades at the end; what is left is the trade name.
func (p *parser) segment(w string) {
	if at, n, e := p.innerForm(w); n > 0 {
		if at > 0 {
			p.segment(w[:at])
		}
		p.read(w[at : at+n])
		p.add(e, false)
		if at+n < len(w) {
			p.segment(w[at+n:])
		}
		return
	}
	if d := hanNumber(w); d != "" {
		p.read(w)
		p.push(Token{Text: d, Class: Number, Bits: numberBits(len(d))})
		return
	}
	if p.japanese {
		p.kanjiRun(w)
		return
	}
	w = p.prefix(w)
	type end struct {
		lexeme
		at int
	}
	var ends []end
	left := len(w)
	for left > 0 {
		e, n := p.suffix(w[:left])
		if n == 0 {
			break
		}
		left -= n
		ends = append(ends, end{e, left})
	}
	p.runs(w[:left])
	for i := len(ends) - 1; i >= 0; i-- {
		to := len(w)
		if i > 0 {
			to = ends[i-1].at
		}
		p.read(w[ends[i].at:to])
		p.add(ends[i].lexeme, false)
	}
}

// innerForm finds the first legal form of three or more letters, the longest
// that begins there.
func (p *parser) innerForm(w string) (at, n int, e lexeme) {
	for i, r := range w {
		if !p.lex.starts[r] {
			continue
		}
		if e, n := p.longest(w[i:]); n > 0 && e.class == Form && utf8.RuneCountInString(w[i:i+n]) > 2 {
			return i, n, e
		}
	}
	return 0, 0, lexeme{}
}

// longest is the longest known phrase that w begins with, of two letters or
// more unless it is all of w.
func (p *parser) longest(w string) (lexeme, int) {
	var ends [16]int
	n := 0
	for i, r := range w {
		if n == min(p.lex.longest, len(ends)) {
			break
		}
		ends[n] = i + utf8.RuneLen(r)
		n++
	}
	for ; n > 0; n-- {
		end := ends[n-1]
		if n == 1 && end < len(w) {
			break
		}
		if e, ok := p.lex.entries[w[:end]]; ok && e.known && p.allowed(e, len(p.tokens), 0) {
			return e, end
		}
	}
	return lexeme{}, 0
}

// prefix takes places, with the word for their rank, off the front.
func (p *parser) prefix(w string) string {
	for w != "" {
		e, n := p.longest(w)
		if n == 0 || e.class != Place && e.class != Form {
			break
		}
		p.read(w[:n])
		p.add(e, false)
		w = w[n:]
		for _, rank := range [...]string{"特别行政区", "自治区", "省", "市", "县", "区"} {
			if e.class == Place && strings.HasPrefix(w, rank) {
				p.read(rank)
				w = w[len(rank):]
				break
			}
		}
	}
	return w
}

// suffix is the longest known phrase that ends w, of two letters or more
// unless it is all of w, or the word for a factory.
func (p *parser) suffix(w string) (lexeme, int) {
	var starts [16]int
	n := 0
	for i := len(w); i > 0 && n < min(p.lex.longest, len(starts)); n++ {
		_, size := utf8.DecodeLastRuneInString(w[:i])
		i -= size
		starts[n] = i
	}
	for ; n > 0; n-- {
		at := starts[n-1]
		if n == 1 && at > 0 && w[at:] != "厂" {
			break
		}
		if e, ok := p.lex.entries[w[at:]]; ok && e.known && p.allowed(e, len(p.tokens)+1, 0) {
			return e, len(w) - at
		}
	}
	return lexeme{}, 0
}

// runs appends what is left of a word, each run of one script by itself.
func (p *parser) runs(w string) {
	for w != "" {
		r, _ := utf8.DecodeRuneInString(w)
		kind := scriptOf(r)
		n := strings.IndexFunc(w, func(r rune) bool { return scriptOf(r) != kind })
		if n < 0 {
			n = len(w)
		}
		p.read(w[:n])
		if e, ok := p.lex.entries[w[:n]]; ok && e.known && e.sort == given {
			p.add(e, false)
		} else if d := hanNumber(w[:n]); d != "" && strings.ContainsAny(w[:n], "第十百") { // 三一 is a name
			p.push(Token{Text: d, Class: Number, Bits: numberBits(len(d))})
		} else {
			p.foreign(w[:n])
		}
		w = w[n:]
	}
}

// hanNumber is the decimal digits of a word of Han digits, as 第三 or 一二三;
// "" for any other. Tens and hundreds are read as far as 九百九十九.
func hanNumber(w string) string {
	w = strings.TrimPrefix(w, "第")
	total, digit, places := 0, -1, 0
	var plainDigits []byte
	for _, r := range w {
		i := strings.IndexRune("〇一二三四五六七八九", r) / 3
		switch {
		case strings.ContainsRune("〇一二三四五六七八九", r):
			digit = i
			plainDigits = append(plainDigits, byte('0'+i))
		case r == '十' || r == '百':
			scale := 10
			if r == '百' {
				scale = 100
			}
			total += max(digit, 1) * scale
			digit = 0
			places++
		default:
			return ""
		}
		if len(plainDigits) > 9 || places > 2 {
			return ""
		}
	}
	switch {
	case places > 0:
		return itoa(total + max(digit, 0))
	case len(plainDigits) > 0:
		return numeral(string(plainDigits))
	}
	return ""
}

func itoa(n int) string {
	var b [20]byte
	i := len(b)
	for {
		i--
		b[i] = byte('0' + n%10)
		n /= 10
		if n == 0 {
			return string(b[i:])
		}
	}
}
