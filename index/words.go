package index

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/cespare/xxhash/v2"

	"github.com/pierce-er/pierce/engine"
)

// split parts folded text into words of scripts that write spaces, and runs of
// CJK characters, in order. Anything but letters, marks and digits parts.
func split(folded string) (words []string, runs [][]rune) {
	var word strings.Builder
	var run []rune
	flush := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
		if len(run) > 0 {
			runs = append(runs, run)
			run = nil
		}
	}
	for _, r := range folded {
		switch {
		case isCJK(r):
			if word.Len() > 0 {
				flush()
			}
			run = append(run, r)
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if len(run) > 0 {
				flush()
			}
			word.WriteRune(r)
		default:
			flush()
		}
	}
	flush()
	return words, runs
}

// isCJK tells the scripts whose words are found by pairs of characters, since
// names in them are written without spaces.
func isCJK(r rune) bool {
	return r >= 0x1100 && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hangul, r) ||
		unicode.Is(unicode.Katakana, r) || unicode.Is(unicode.Hiragana, r) || r == 'ー')
}

// pairs are the pairs of neighbours in a run; a run of one character is its
// own pair.
func pairs(run []rune) []string {
	if len(run) == 1 {
		return []string{string(run)}
	}
	out := make([]string, 0, len(run)-1)
	for i := 0; i+1 < len(run); i++ {
		out = append(out, string(run[i:i+2]))
	}
	return out
}

// prefixes are the beginnings of a word, minPrefix to maxPrefix letters long,
// the whole word included where it is no longer.
func prefixes(word string) []string {
	var out []string
	n := 0
	for i := range word {
		if n >= minPrefix && n <= maxPrefix {
			out = append(out, word[:i])
		}
		n++
	}
	if n >= minPrefix && n <= maxPrefix {
		out = append(out, word)
	}
	return out
}

// hashed makes a whole name into one short term: exact look-up needs no
// dictionary of long names.
func hashed(name string) string {
	return strconv.FormatUint(xxhash.Sum64String(name), 36)
}

// compact is the form in which identifiers are looked up: letters and digits
// alone, in lower case.
func compact(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// numberTerms are the terms under which an identifier is found: all of it, and
// without the zeros that forms add or drop in front.
func numberTerms(value string) []string {
	c := compact(value)
	if c == "" {
		return nil
	}
	if short := strings.TrimLeft(c, "0"); short != c && len(short) >= 4 {
		return []string{c, short}
	}
	return []string{c}
}

// dateTerms are a date at each precision that it has: 2024-05 gives 2024 and
// 2024-05, and =2024-05, which says that it has no more.
func dateTerms(d engine.Date) []string {
	if d <= 0 || !d.Valid() {
		return nil
	}
	out := []string{engine.MakeDate(d.Year(), 0, 0).String()}
	if d.Month() != 0 {
		out = append(out, engine.MakeDate(d.Year(), d.Month(), 0).String())
	}
	if d.Exact() {
		return append(out, d.String())
	}
	return append(out, "="+d.String())
}

// hasDigit reports whether s holds an ASCII digit.
func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// letters counts the runes of s.
func letters(s string) int {
	n := 0
	for range s {
		n++
	}
	return n
}
