package goods

import (
	"strings"
	"unicode"
)

// token is a run of letters, or of letters and digits, in a goods text.
type token struct {
	text       string // upper case, ASCII width
	start, end int    // bytes in the text as published
}

// tokens cuts a text into words: runs of Latin letters and digits, and runs of
// any other letters. Full-width letters become plain ones. What lies between
// is dropped. "NVIDIA英伟达H200-141GB" is NVIDIA, 英伟达, H200, 141GB.
func tokens(s string) []token {
	var out []token
	var b strings.Builder
	start, kind := -1, 0
	flush := func(end int) {
		if start >= 0 {
			out = append(out, token{b.String(), start, end})
			b.Reset()
			start = -1
		}
	}
	for i, r := range s {
		if r >= '！' && r <= '～' { // full-width forms of ! to ~
			r -= '！' - '!'
		}
		k := runeKind(r)
		if k != kind || k == 0 {
			flush(i)
		}
		kind = k
		if k == 0 {
			continue
		}
		if start < 0 {
			start = i
		}
		b.WriteRune(unicode.ToUpper(r))
	}
	flush(len(s))
	return out
}

// runeKind is 1 for Latin letters and ASCII digits, 2 for Han, 3 for any other
// letter or mark, 0 for what separates.
func runeKind(r rune) int {
	switch {
	case r < 128:
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return 1
		}
		return 0
	case unicode.Is(unicode.Han, r):
		return 2
	case unicode.Is(unicode.Latin, r):
		return 1
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return 3
	}
	return 0
}

// join writes words without anything between them.
func join(ts []token) string {
	var b strings.Builder
	for _, t := range ts {
		b.WriteString(t.text)
	}
	return b.String()
}
