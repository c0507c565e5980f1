package norm

import (
	"unicode"
	"unicode/utf8"
)

// Mixed is the first word of a text in which letters of the Latin alphabet
// stand among Cyrillic or Greek ones, as in "GAZРROM" with a Cyrillic Р; "" where
// there is none. Fold reads such a word in one alphabet, so that it meets the
// honest spelling; that it was mixed is a sign by itself, since keyboards do not do it and
// people who hide do. Only the first 400 letters are looked at, as in a name.
func Mixed(text string) string {
	text = clip(text, maxName)
	if isASCII(text) {
		return ""
	}
	from, latin, other := 0, false, false
	for i, r := range text + " " {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.Is(unicode.Cf, r) {
			latin = latin || unicode.Is(unicode.Latin, r)
			other = other || unicode.Is(unicode.Cyrillic, r) || unicode.Is(unicode.Greek, r) && r != 'µ'
			continue
		}
		if latin && other {
			return text[from:i]
		}
		from, latin, other = i+utf8.RuneLen(r), false, false
	}
	return ""
}
