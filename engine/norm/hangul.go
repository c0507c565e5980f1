package norm

import (
	"strings"
	"sync"
)

// hangulTables are the Revised Romanisation of Korean (2000): initial
// consonants, vowels and finals in the order of Unicode.
var hangulTables = sync.OnceValue(func() (t [3][]string) {
	t[0] = strings.Split("g kk n d tt r m b pp s ss - j jj ch k t p h", " ")
	t[1] = strings.Split("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i", " ")
	t[2] = strings.Split("- k k k n n n t l k m l l l p l m p p t t ng t t k t p t", " ")
	for _, part := range t {
		for i := range part {
			part[i] = strings.Trim(part[i], "-")
		}
	}
	return t
})

// hangul reads a run of syllables. A final consonant before a syllable that
// begins with a vowel is read as that syllable's initial, and ㄹ after ㄹ as l;
// other changes between syllables are left out, as names mostly do.
func hangul(out []byte, run string) []byte {
	const first, vowels, finals = 0xAC00, 21, 28
	t := hangulTables()
	runes := []rune(run)
	for i, r := range runes {
		n := int(r) - first
		initial, vowel, final := n/(vowels*finals), n/finals%vowels, n%finals
		s := t[0][initial]
		if i > 0 && (runes[i-1]-first)%finals == 8 && initial == 5 { // ㄹ ㄹ
			s = "l"
		}
		out = append(out, s...)
		out = append(out, t[1][vowel]...)
		s = t[2][final]
		if i+1 < len(runes) && (int(runes[i+1])-first)/(vowels*finals) == 11 {
			s = liaison(final, s)
		}
		out = append(out, s...)
	}
	return out
}

// liaison is the reading of a single final consonant before a vowel.
func liaison(final int, s string) string {
	switch final {
	case 1:
		return "g"
	case 7:
		return "d"
	case 8:
		return "r"
	case 17:
		return "b"
	case 19, 20:
		return "s"
	case 22:
		return "j"
	case 23:
		return "ch"
	}
	return s
}
