package norm

import (
	_ "embed"
	"strings"
	"sync"
)

// nicknames.txt has a line for each given name, with the forms that stand for
// it.
//
//go:embed nicknames.txt
var nicknamesText string

// nicknames maps a word to the numbers of the lines that it stands on.
var nicknames = sync.OnceValue(func() map[string][]uint16 {
	lines := make(map[string][]uint16, 1<<11)
	n := uint16(0)
	for line := range strings.Lines(nicknamesText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		n++
		for w := range strings.FieldsSeq(line) {
			lines[w] = append(lines[w], n)
			// Tokens have settled spellings: Aleksandr is alexander there, and
			// Ben the bin of Arabic names.
			if e := lexicons().entries[w]; e.known && (e.sort == given || e.text == "bin") && e.text != w {
				lines[e.text] = append(lines[e.text], n)
			}
		}
	}
	return lines
})

// HasNickname reports whether a word of a person's name, as its token has it,
// is a given name that has other forms, or such a form.
func HasNickname(word string) bool { return len(nicknames()[word]) > 0 }

// Nicknames reports whether two words may be one given name, as Ted and
// Theodore, Sasha and Alexander, or two forms of one, as Bill and Will. A form
// may stand for several names, so this is not transitive. Cost: two look-ups.
func Nicknames(a, b string) bool {
	n := nicknames()
	for _, x := range n[a] {
		for _, y := range n[b] {
			if x == y {
				return true
			}
		}
	}
	return false
}

// Settled reports whether a word of a person's name, as its token has it, is a
// given name whose spellings all come out as this token: then another such
// token is another name, however alike, as Hassan and Hussein.
func Settled(word string) bool {
	e := lexicons().entries[word]
	return e.known && e.sort == given && e.text == word
}

// Syllabic reports whether a word can be read as two syllables of Mandarin, as
// a Chinese given name that is written as one word: weiming. Then each of them
// tells, and Weiling is another name.
func Syllabic(word string) bool {
	if len(word) < 4 || len(word) > 12 {
		return false
	}
	known := syllables()
	for i := 2; i <= min(6, len(word)-2); i++ {
		if known[word[:i]] && known[word[i:]] {
			return true
		}
	}
	return false
}
