package norm

import (
	"slices"
	"sync"
	"unicode/utf8"
)

// A name of Han, kana or Hangul holds its place, trade and legal form without a
// space between. One slip in the form, as 有限司公 or 有公司 for 有限公司, would make
// the form and the trade before it part of the trade name, and the name like
// no other. So such a word that states no form is read as if the one slip had
// not been made, where just one form is one slip away.
const (
	slipForm = 4 // letters of the shortest form that is known by its slip
	slipName = 2 // letters that stay beside it
	// slipShort is how many stay where 有公司 may be 有限公司 with a letter left out,
	// or the end of a name such as 富有公司.
	slipShort = 3
	slipLong  = 64 // letters of the longest word that is looked at
)

// slipForms are the legal forms, longest first, that are known by their slip.
var slipForms = sync.OnceValue(func() []slipOf {
	var out []slipOf
	for key, e := range lexicons().entries {
		r, _ := utf8.DecodeRuneInString(key)
		if e.known && e.class == Form && scriptOf(r) >= scriptHan && utf8.RuneCountInString(key) >= slipForm {
			out = append(out, slipOf{[]rune(key), e.text, e.bits})
		}
	}
	slices.SortFunc(out, func(a, b slipOf) int {
		if d := len(b.form) - len(a.form); d != 0 {
			return d
		}
		return slices.Compare(a.form, b.form)
	})
	return out
})

// slipOf is such a form, with its class and how rare it is.
type slipOf struct {
	form  []rune
	class string
	bits  float32
}

// slipCommoner is by how many bits a form is more common than another, as
// 有限公司 than 无限公司, to be what 限公司 stands for.
const slipCommoner = 2

// unslip is w with the one slip in its legal form, or in the place it begins
// with, taken back; w itself where there is none or it could be several. Two
// letters turned round, one left out, one too many and one for another are
// slips. Cost: nothing for a name that states a form, else 2 to 10 µs.
func (p *parser) unslip(w string) string {
	if p.person || len(w) < 3*(slipForm+1) || len(w) > 4*slipLong {
		return w
	}
	r := []rune(w)
	if s := p.turnedPlace(r); s != nil {
		r = s
	}
	if _, n, _ := p.innerForm(string(r)); n > 0 {
		return string(r)
	}
	if s := p.turnedForm(r); s != nil {
		return string(s)
	}
	if s := p.nearForm(r, false); s != nil {
		return string(s)
	}
	if s := p.nearForm(r, true); s != nil {
		return string(s)
	}
	return string(r)
}

// turnedPlace takes back two letters turned round in a place and the word for
// its rank: 上市海, 厦市门. nil where there is nothing to take back.
func (p *parser) turnedPlace(r []rune) []rune {
	if len(r) < slipForm || r[1] != '市' {
		return nil
	}
	s := slices.Clone(r)
	s[1], s[2] = s[2], s[1]
	if e, n := p.longest(string(s[:2])); n > 0 && e.class == Place && n == len(string(s[:2])) {
		return s
	}
	return nil
}

// turnedForm takes back two letters turned round in the form that ends the
// word, or one of the form with one of the word before it: 科有技限公司.
func (p *parser) turnedForm(r []rune) []rune {
	s := slices.Clone(r)
	for i := len(s) - 1; i > slipName-1 && i > len(s)-10; i-- {
		s[i], s[i-1] = s[i-1], s[i]
		for _, f := range slipForms() {
			// 有限限公司 has a letter too many: none of the form's own went before it.
			if at := len(s) - len(f.form); at >= slipName && slices.Equal(s[at:], f.form) && (i != at || !slices.Contains(f.form, s[i-1])) {
				return s
			}
		}
		s[i], s[i-1] = s[i-1], s[i]
	}
	return nil
}

// nearForm takes back one letter left out of, too many in, or for another in
// the form that ends the word, or that begins it if front.
func (p *parser) nearForm(r []rune, front bool) []rune {
	_, company := p.suffix(string(r))
	stated := !front && company > 0
	var best slipOf
	var mended []rune
	for _, f := range slipForms() {
		for _, extra := range [...]int{1, -1, 0} { // one too many, one left out, one for another
			n := len(f.form) + extra
			rest := len(r) - n
			if rest < slipName || stated && len(f.form) == slipForm && (extra == 0 || extra < 0 && rest < slipShort) {
				continue // 公司 stands there, and what precedes it may be the name
			}
			part, whole := r[max(rest, 0):], [][]rune{r[:max(rest, 0)], f.form}
			if front {
				part, whole = r[:n], [][]rune{f.form, r[n:]}
			}
			switch {
			case !oneSlip(part, f.form):
			case mended == nil || f.bits <= best.bits-slipCommoner && len(f.form) == len(best.form):
				best, mended = f, slices.Concat(whole...)
			case f.class != best.class && len(f.form) == len(best.form) && f.bits < best.bits+slipCommoner:
				return nil
			}
		}
	}
	return mended
}

// oneSlip tells whether a is b with one letter changed, left out or added; the
// lengths say which.
func oneSlip(a, b []rune) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	switch len(a) - len(b) {
	case 0:
		return i < len(a) && slices.Equal(a[i+1:], b[i+1:])
	case 1:
		return slices.Equal(a[i+1:], b[i:])
	case -1:
		return slices.Equal(a[i:], b[i+1:])
	}
	return false
}
