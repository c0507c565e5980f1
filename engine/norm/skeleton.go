package norm

import "strings"

// skeleton appends the consonants of a word in ASCII, in classes: letters and
// pairs of letters that different romanisations write for one sound are one
// class, vowels and what serves as one are left out, doubled classes are
// single, and a word that begins with a vowel (or y) begins with a. So
// "Yuri", "Iurii" and "Yuriy" are all "ar", "Muhammad", "Mohamed" and محمد are
// "mhmd", "Khodorkovsky" and "Chodorkowski" are "hdrkbsk".
//
// The classes: b, v and w (at a word's start) are b; ch, cz, ts and tz are c;
// g before e or i, j, dj, zh and dzh are j; kh, ch before a consonant, h and x at a word's
// start are h; l is r; sh, sch, sz, s, x and the ks that others write for x are s; ph is f; th is t; dh is d;
// m before b and p is n, as Japanese spellings waver.
func skeleton(out []byte, word string) []byte {
	from := len(out)
	for i := 0; i < len(word); {
		class, n := consonant(word, i)
		i += n
		if class == 0 || len(out) > from && out[len(out)-1] == class {
			continue
		}
		out = append(out, class)
	}
	return out
}

// Skeleton is the skeleton of one word in ASCII letters; what is in no letters
// stays as it is.
func Skeleton(word string) string {
	var buf [32]byte
	return string(skeleton(buf[:0], word))
}

// consonant is the class of the sound at word[i], 0 for none, and how many
// letters spell it.
func consonant(word string, i int) (class byte, n int) {
	rest := word[i:]
	c := rest[0]
	if c < 'a' || c > 'z' {
		return c, 1
	}
	for _, s := range spellings[c-'a'] {
		if strings.HasPrefix(rest, s.letters) {
			return s.class, len(s.letters)
		}
	}
	next := byte(0)
	if len(rest) > 1 {
		next = rest[1]
	}
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		if i == 0 {
			return 'a', 1
		}
		return 0, 1
	case 'w':
		if i == 0 {
			return 'b', 1
		}
		return 0, 1
	case 'v':
		return 'b', 1
	case 'h':
		if i > 0 && !isVowel(next) {
			return 0, 1
		}
		return 'h', 1
	case 'l':
		return 'r', 1
	case 'q':
		return 'k', 1
	case 'c':
		if next == 'e' || next == 'i' || next == 'y' {
			return 's', 1
		}
		return 'k', 1
	case 'g':
		if next == 'e' || next == 'i' {
			return 'j', 1
		}
		return 'g', 1
	case 'j':
		if i > 0 && !isVowel(next) {
			return 0, 1
		}
		return 'j', 1
	case 'm':
		if next == 'b' || next == 'p' {
			return 'n', 1
		}
		return 'm', 1
	case 'x':
		return 's', 1
	}
	return c, 1
}

func isVowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'
}

// spelling is several letters that spell one sound.
type spelling struct {
	letters string
	class   byte
}

// spellings are those that begin with each letter of a to z, the longest
// first where one begins another.
var spellings = [26][]spelling{
	'c' - 'a': {{"chk", 'h'}, {"cht", 'h'}, {"chm", 'h'}, {"chn", 'h'}, {"ch", 'c'}, {"cz", 'c'}, {"cks", 's'}, {"ck", 'k'}},
	'd' - 'a': {{"dzh", 'j'}, {"dj", 'j'}, {"dh", 'd'}},
	'g' - 'a': {{"gh", 'g'}},
	'k' - 'a': {{"kh", 'h'}, {"kks", 's'}, {"ks", 's'}},
	'p' - 'a': {{"ph", 'f'}},
	's' - 'a': {{"shch", 's'}, {"sch", 's'}, {"sh", 's'}, {"sz", 's'}},
	't' - 'a': {{"tch", 'c'}, {"tsch", 'c'}, {"tsh", 'c'}, {"ts", 'c'}, {"tz", 'c'}, {"th", 't'}},
	'z' - 'a': {{"zh", 'j'}},
}
