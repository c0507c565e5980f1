package norm

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// How much of a text is read, in runes. The longest honest company name in
// the open registries has 252 letters; the rest guards against junk.
const (
	maxName    = 400
	maxAddress = 1000
)

// Fold brings a text to the form in which equal means equal to a reader: NFKC
// (so full-width and circled letters are plain ones), lower case, simplified
// Han, no accents on Latin and Greek letters, no vowel points, digits as
// 0 to 9. Punctuation, symbols and controls part words; apostrophes, invisible
// characters and the dots and strokes of an abbreviation ("S.A.", "A/S") join
// what they stand between; "&" is the word "and". A word is also parted where
// Han, kana or Hangul meets another script or a digit. A word that mixes
// look-alike letters of two alphabets is put into the one that most of its
// letters are from. Only the first 400 runes are read. Fold(Fold(s)) = Fold(s).
func Fold(s string) string { return fold(s, maxName) }

// fold is Fold with another limit.
func fold(s string, limit int) string {
	s = clip(s, limit)
	if f, ok := foldedAlready(s); ok {
		return f
	}
	f := folder{out: make([]byte, 0, len(s)+16)}
	if isASCII(s) {
		f.ascii(s)
	} else {
		f.unicode(norm.NFKC.String(s))
	}
	f.endWord()
	return strings.TrimSuffix(clip(string(f.out), limit), " ") // "&" and ligatures grow
}

// clip cuts s after limit runes, and reads no further than that.
func clip(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	n := 0
	for i := range s {
		if n == limit {
			return s[:i]
		}
		n++
	}
	return s
}

// foldedAlready spares a copy where s needs no change.
func foldedAlready(s string) (string, bool) {
	space := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == ' ' && !space {
			space = true
		} else if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			space = false
		} else {
			return "", false
		}
	}
	return s, !space || s == ""
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func trimSpace(b []byte) []byte {
	if n := len(b); n > 0 && b[n-1] == ' ' {
		return b[:n-1]
	}
	return b
}

// folder builds the folded text word by word.
type folder struct {
	out   []byte
	start int   // where the current word begins
	kinds uint8 // scripts of the current word: letterKind bits
	last  uint8 // letterKind of the last letter or digit, 0 at a word's start
	abbr  bool  // the word so far is an abbreviation such as "s.a"
}

// The kinds of letter that matter to folding.
const (
	latinLetter uint8 = 1 << iota
	cyrillicLetter
	greekLetter
	hanLetter
	kanaLetter
	hangulLetter
	digitLetter
	otherLetter
)

const gluedLetters = hanLetter | kanaLetter | hangulLetter

func (f *folder) ascii(s string) {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z':
			f.out = append(f.out, c)
		case c >= 'A' && c <= 'Z':
			f.out = append(f.out, c+'a'-'A')
		case c >= '0' && c <= '9':
			f.out = append(f.out, c)
		case c == '\'' || c == '`':
		case c == '&':
			f.and()
		case (c == '.' || c == '/') && f.abbreviates(s[i+1:]):
			f.abbr = true
		default:
			f.space()
		}
	}
}

// abbreviates tells whether a dot or stroke stands inside an abbreviation:
// one letter before it, one after. "S.p.A", "A/S", but not "Co.Ltd".
func (f *folder) abbreviates(rest string) bool {
	n := len(f.out) - f.start
	if n == 0 || !f.abbr && utf8.RuneCount(f.out[f.start:]) != 1 || f.last&(gluedLetters|digitLetter) != 0 {
		return false
	}
	if c := f.out[len(f.out)-1]; c >= '0' && c <= '9' {
		return false
	}
	r, size := utf8.DecodeRuneInString(rest)
	if !unicode.IsLetter(r) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest[size:])
	return size == len(rest) || !unicode.IsLetter(next) && !unicode.IsDigit(next)
}

func (f *folder) and() {
	f.space()
	f.out = append(f.out, "and"...)
	f.last = latinLetter
	f.space()
}

// space ends the current word, once.
func (f *folder) space() {
	f.endWord()
	if n := len(f.out); n > 0 && f.out[n-1] != ' ' {
		f.out = append(f.out, ' ')
	}
	f.start, f.kinds, f.last, f.abbr = len(f.out), 0, 0, false
}

// endWord repairs a word of mixed alphabets.
func (f *folder) endWord() {
	const both = latinLetter | cyrillicLetter
	if f.kinds&both == both || f.kinds&(latinLetter|greekLetter) == latinLetter|greekLetter {
		f.out = append(f.out[:f.start], unmix(string(f.out[f.start:]))...)
	}
}

func (f *folder) unicode(s string) {
	letters := letterTable()
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		switch {
		case r < utf8.RuneSelf:
			f.asciiRune(byte(r), s)
		case int(r) < len(letters) && letters[r].kind != 0:
			f.add(letters[r].kind, letters[r].text)
		default:
			f.rune(r)
		}
	}
}

func (f *folder) asciiRune(c byte, rest string) {
	switch {
	case c >= 'a' && c <= 'z':
		f.addByte(latinLetter, c)
	case c >= 'A' && c <= 'Z':
		f.addByte(latinLetter, c+'a'-'A')
	case c >= '0' && c <= '9':
		f.addByte(digitLetter, c)
	case c == '\'' || c == '`':
		f.geresh()
	case c == '&':
		f.and()
	case (c == '.' || c == '/') && f.abbreviates(rest):
		f.abbr = true
	default:
		f.space()
	}
}

// rune adds a rune outside the table of letters.
func (f *folder) rune(r rune) {
	switch {
	case isHan(r):
		f.addRune(hanLetter, simplify(r))
	case r >= 0x3041 && r <= 0x30FF && r != 0x30FB && r != 0x30A0 || r == 0x3005:
		kind := kanaLetter
		if r == 0x3005 { // 々 repeats a Han character
			kind = hanLetter
		}
		f.addRune(kind, r)
	case r >= 0xAC00 && r <= 0xD7A3:
		f.addRune(hangulLetter, r)
	case dropped(r):
		f.geresh()
	case unicode.IsDigit(r):
		f.addByte(digitLetter, digit(r))
	case unicode.IsLetter(r) || unicode.IsMark(r) && len(f.out) > f.start && f.last&gluedLetters == 0:
		lower := unicode.ToLower(r)
		if l := letterTable(); int(lower) < len(l) && l[lower].kind != 0 { // Ɦ stands far from ɦ
			f.add(l[lower].kind, l[lower].text)
			return
		}
		f.addRune(otherLetter, lower)
	default:
		f.space()
	}
}

// geresh keeps the mark that makes another sound of a Hebrew letter, as ג׳,
// which is j. It is written in many ways, and is dropped after other letters
// as every apostrophe is.
func (f *folder) geresh() {
	for _, l := range [...]string{"ג", "ז", "צ"} {
		if f.last == otherLetter && strings.HasSuffix(string(f.out[max(f.start, len(f.out)-2):]), l) {
			f.out = append(f.out, gereshMark...)
			return
		}
	}
}

const gereshMark = "\u05F3"

// glue parts the word where a script that runs its words together begins or
// ends.
func (f *folder) glue(kind uint8) {
	if f.last != 0 && f.last != kind && (f.last|kind)&gluedLetters != 0 && (f.last&gluedLetters == 0 || kind&gluedLetters == 0) {
		f.space()
	}
	f.last = kind
	f.kinds |= kind
}

func (f *folder) add(kind uint8, text string) {
	f.glue(kind)
	f.out = append(f.out, text...)
}

func (f *folder) addByte(kind, c uint8) {
	f.glue(kind)
	f.out = append(f.out, c)
}

func (f *folder) addRune(kind uint8, r rune) {
	f.glue(kind)
	f.out = utf8.AppendRune(f.out, r)
}

// dropped are the characters that change how a text looks and not what it
// says: marks of direction, zero-width joiners, variation selectors, accents
// left over after composition, Arabic and Hebrew vowel points, the Arabic
// lengthening stroke, and everything that serves as an apostrophe.
func dropped(r rune) bool {
	switch {
	case r >= 0x0300 && r <= 0x036F, r >= 0x0591 && r <= 0x05C7, r >= 0x064B && r <= 0x065F, r == 0x0670, r == 0x0640:
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r == 0x00AD, r == 0x00B4, r >= 0x02B9 && r <= 0x02BF, r == 0x2018, r == 0x2019, r == 0x201B, r == 0x2032, r == 0x02C8, r == 0x05F3:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// digit is the value of a decimal digit of any script: Unicode keeps each
// script's ten digits together, in order, and their zero at a multiple that
// counting down finds.
func digit(r rune) byte {
	n := byte(0)
	for n < 9 && unicode.IsDigit(r-1) && r%16 != 0 && r%16 != 6 {
		r--
		n++
	}
	return '0' + n
}
