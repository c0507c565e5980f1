package norm

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/anyascii/go"
	"golang.org/x/text/unicode/norm"
)

// letter is what a rune of an alphabet is folded to.
type letter struct {
	kind uint8 // 0: not in the table
	text string
}

// lettersEnd is the end of the table: Latin, Greek, Cyrillic, Armenian,
// Hebrew and Arabic with their supplements lie below, and the further Latin
// and Greek letters with accents.
const lettersEnd = 0x2000

// alphanumeric drops what is neither letter nor digit, as the apostrophe that
// stands for a glottal stop.
func alphanumeric(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return r
	}
	return -1
}

// letterTable is built once: decomposition tells the letter under an accent,
// and a few letters that Unicode does not take apart are given by hand.
var letterTable = sync.OnceValue(func() []letter {
	table := make([]letter, lettersEnd)
	for r := rune(utf8.RuneSelf); r < lettersEnd; r++ {
		if !unicode.IsLetter(r) || dropped(r) {
			continue
		}
		lower := unicode.ToLower(r)
		switch {
		case unicode.Is(unicode.Latin, r):
			text := bare(lower)
			if !isASCII(text) {
				text = strings.Map(alphanumeric, strings.ToLower(anyascii.TransliterateRune(r)))
			}
			table[r] = letter{latinLetter, text}
		case unicode.Is(unicode.Greek, r):
			table[r] = letter{greekLetter, strings.ReplaceAll(bare(lower), "ς", "σ")}
		case unicode.Is(unicode.Cyrillic, r):
			table[r] = letter{cyrillicLetter, string(lower)}
		case unicode.Is(unicode.Arabic, r) || unicode.Is(unicode.Hebrew, r):
			table[r] = letter{otherLetter, string(r)}
		}
	}
	for from, to := range map[string]string{
		"øØ": "o", "æÆ": "ae", "œŒ": "oe", "ßẞ": "ss", "łŁ": "l", "đĐðÐ": "d", "þÞ": "th", "ı": "i", "ħĦ": "h",
		"ŋŊ": "n", "əƏ": "a", "ŧŦ": "t", "ĸ": "k", "ƒ": "f", "ɓ": "b", "ɗ": "d", "ƙ": "k",
		"ёЁ": "е", "أإآٱ": "ا", "ىیےې": "ي", "ة": "ه", "ۀہە": "ه", "ؤ": "و", "ئ": "ي", "کڪ": "ك", "ء": "",
		"ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
	} {
		for _, r := range from {
			table[r].kind, table[r].text = max(table[r].kind, latinLetter), to
			if r >= 0x0370 {
				table[r].kind = otherLetter
			}
			if r == 'ё' || r == 'Ё' {
				table[r].kind = cyrillicLetter
			}
		}
	}
	return table
})

// bare is the letter without its accents.
func bare(r rune) string {
	var b strings.Builder
	for _, d := range norm.NFKD.String(string(r)) {
		if !unicode.Is(unicode.Mn, d) {
			b.WriteRune(unicode.ToLower(d))
		}
	}
	return b.String()
}

// The letters that look alike, pair by pair. Capital forms count too, which is
// why b stands beside в.
const (
	lookLatin    = "abcehkmoptxyijs"
	lookCyrillic = "авсенкмортхуіјѕ"
	lookGreek    = "αβϲεηκμορτχυιϳѕ"
)

// unmix puts a word of two alphabets into the one that holds more of its
// letters, by their looks. Between equals Latin wins: a stray Cyrillic letter
// hides a Latin word from a search more often than the other way round. A word
// with a letter that has no twin is left alone.
func unmix(word string) string {
	latin, other := 0, 0
	cyrillic := false
	for _, r := range word {
		switch {
		case r < utf8.RuneSelf && (r < '0' || r > '9'):
			latin++
		case unicode.Is(unicode.Cyrillic, r):
			other++
			cyrillic = true
		case unicode.Is(unicode.Greek, r):
			other++
		}
	}
	theirs := lookGreek
	if cyrillic {
		theirs = lookCyrillic
	}
	from, to := theirs, lookLatin
	if other > latin {
		from, to = to, from
	}
	fromRunes, toRunes := []rune(from), []rune(to)
	out := make([]rune, 0, len(word))
	for _, r := range word {
		foreign := r >= utf8.RuneSelf
		if other > latin {
			foreign = r >= 'a' && r <= 'z'
		}
		if !foreign {
			out = append(out, r)
			continue
		}
		i := 0
		for i < len(fromRunes) && fromRunes[i] != r {
			i++
		}
		if i == len(fromRunes) {
			return word
		}
		out = append(out, toRunes[i])
	}
	return string(out)
}
