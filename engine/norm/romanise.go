package norm

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/anyascii/go"
)

// Latin reads a text out in ASCII letters: Fold, then each word by the rules
// of its script. Han is read in Mandarin, each run as one word; Hangul by the
// Revised Romanisation; kana by Hepburn without marks of length; Cyrillic by
// BGN/PCGN, Ukrainian where a letter shows it; Greek by ISO 843 type 2; Arabic and
// Hebrew by their consonants and long vowels. What else there is comes from a
// general table and may read oddly.
func Latin(s string) string { return latin(Fold(s)) }

// latin is Latin of what is folded already.
func latin(folded string) string {
	if isASCII(folded) {
		return folded
	}
	out := make([]byte, 0, 2*len(folded))
	for word := range strings.SplitSeq(folded, " ") {
		if len(out) > 0 && out[len(out)-1] != ' ' {
			out = append(out, ' ')
		}
		out = romanise(out, word, romaniseRun)
	}
	return string(trimSpace(out))
}

// romanise appends the reading of one folded word. Runs of Han and of kana in
// it are parted by a space. read reads a run of one script.
func romanise(out []byte, word string, read voice) []byte {
	if isASCII(word) {
		return append(out, word...)
	}
	for word != "" {
		r, _ := utf8.DecodeRuneInString(word)
		kind := scriptOf(r)
		n := strings.IndexFunc(word, func(r rune) bool { return scriptOf(r) != kind })
		if n < 0 {
			n = len(word)
		}
		if len(out) > 0 && out[len(out)-1] != ' ' && kind >= scriptHan {
			out = append(out, ' ')
		}
		out = read(out, kind, word[:n])
		word = word[n:]
		if word != "" && kind >= scriptHan && len(out) > 0 && out[len(out)-1] != ' ' {
			out = append(out, ' ')
		}
	}
	return out
}

// script tells the scripts that have rules of their own.
type script uint8

const (
	scriptOther script = iota
	scriptLatin
	scriptCyrillic
	scriptGreek
	scriptArabic
	scriptHebrew
	scriptThai
	scriptHan // from here on, words run together
	scriptKana
	scriptHangul
	scripts
)

// iso15924 are the codes that Name.Script gives.
var iso15924 = [scripts]string{"Zzzz", "Latn", "Cyrl", "Grek", "Arab", "Hebr", "Thai", "Hani", "Kana", "Hang"}

func scriptOf(r rune) script {
	switch {
	case r < utf8.RuneSelf || r < 0x0250:
		return scriptLatin
	case r >= 0x0370 && r <= 0x03FF:
		return scriptGreek
	case r >= 0x0400 && r <= 0x052F:
		return scriptCyrillic
	case r >= 0x0590 && r <= 0x05FF:
		return scriptHebrew
	case r >= 0x0600 && r <= 0x06FF || r >= 0x0750 && r <= 0x077F:
		return scriptArabic
	case r >= 0x0E00 && r <= 0x0E7F:
		return scriptThai
	case r >= 0x3041 && r <= 0x30FF:
		return scriptKana
	case r >= 0xAC00 && r <= 0xD7A3:
		return scriptHangul
	case isHan(r) || r == 0x3005:
		return scriptHan
	}
	return scriptOther
}

// scriptName is the ISO 15924 code of the script of most letters, the first
// among equals. Kana anywhere makes a text Japanese: "Jpan".
func scriptName(folded string) string {
	var count [scripts]int
	for _, r := range folded {
		if r >= utf8.RuneSelf || r >= 'a' {
			count[scriptOf(r)]++
		}
	}
	best := scriptOther
	for s := range scripts {
		if count[s] > count[best] {
			best = s
		}
	}
	if count[best] == 0 {
		return ""
	}
	if count[scriptKana] > 0 && best >= scriptHan {
		return "Jpan"
	}
	return iso15924[best]
}

func romaniseRun(out []byte, kind script, run string) []byte {
	switch kind {
	case scriptLatin:
		return append(out, run...)
	case scriptCyrillic:
		return cyrillic(out, run)
	case scriptGreek:
		return greek(out, run)
	case scriptArabic:
		return byTable(out, run, arabicLetters)
	case scriptHebrew:
		return hebrew(out, run)
	case scriptThai:
		return asThai(out, run)
	case scriptHan:
		return han(out, run)
	case scriptKana:
		return kana(out, run)
	case scriptHangul:
		return hangul(out, run)
	}
	for _, c := range strings.ToLower(anyascii.Transliterate(run)) {
		if c < utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsDigit(c)) {
			out = append(out, byte(c))
		}
	}
	return out
}

// han reads a run of Han characters as one word.
func han(out []byte, run string) []byte {
	last, phrases := "", phraseTable()
next:
	for run != "" {
		r, size := utf8.DecodeRuneInString(run)
		for _, p := range phrases[r] {
			if strings.HasPrefix(run, p[0]) {
				out, run = append(out, p[1]...), run[len(p[0]):]
				continue next
			}
		}
		run = run[size:]
		if r != 0x3005 { // 々: the one before again
			if last = pinyinOf(r); last == "" {
				last = strings.ToLower(anyascii.TransliterateRune(r))
			}
		}
		out = append(out, last...)
	}
	return out
}
