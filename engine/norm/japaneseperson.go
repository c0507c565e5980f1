package norm

import (
	"strings"
	"unicode/utf8"
)

// The longest family and given names of Japan in letters, of which more than
// three are rare.
const (
	longestFamily = 5
	longestGiven  = 4
)

// costNoName is what a part costs that is in neither table of names, for
// each letter: more than the rarest name.
const costNoName = 20

// japanesePerson takes apart the name of a person in kanji and hiragana: a
// family name and a given name, parted in the text or at the place where both
// are the most usual names. A name in katakana alone is that of a foreigner and
// is left to others.
func (p *parser) japanesePerson() bool {
	if !p.japanese || len(p.words) == 0 || len(p.words) > 2 || !kanjiAndKana(p.folded) {
		return false
	}
	family, given := p.folded, ""
	if len(p.words) == 2 {
		family, given, _ = strings.Cut(p.folded, " ")
	} else {
		n := utf8.RuneCountInString(family)
		if n < 2 || n > longestFamily+longestGiven {
			return false
		}
		family, given = splitPerson(family)
	}
	a, _ := readPart(kanjiWords(), family, p.alternate)
	b, _ := readPart(givenNames(), given, p.alternate)
	for _, s := range [...]string{a, b} {
		if s != "" {
			p.ascii(s, p.lex.entries[s].bits)
			p.readLatin(s)
		}
	}
	return len(p.tokens) > 0
}

// kanjiAndKana tells a text of Han characters and kana, not of katakana alone.
func kanjiAndKana(folded string) bool {
	han := false
	for _, r := range folded {
		switch s := scriptOf(r); {
		case s == scriptHan || r >= 0x3041 && r <= 0x3096:
			han = true
		case s != scriptKana && r != ' ':
			return false
		}
	}
	return han
}

// splitPerson finds where the family name ends.
func splitPerson(whole string) (family, given string) {
	best, at, n := 1<<30, len(whole), 0
	for i := range whole {
		if i > 0 {
			n++
			if n > longestFamily {
				break
			}
			_, a := readPart(kanjiWords(), whole[:i], false)
			_, b := readPart(givenNames(), whole[i:], false)
			if a+b < best {
				best, at = a+b, i
			}
		}
	}
	return whole[:at], whole[at:]
}

// readPart reads a family or given name and tells its cost.
func readPart(table *sortedLines, s string, alternate bool) (reading string, cost int) {
	if s == "" {
		return "", 0
	}
	letters := utf8.RuneCountInString(s)
	if r, _ := utf8.DecodeRuneInString(s); scriptOf(r) == scriptKana && hasOnlyKana(s) {
		return string(kana(nil, s)), 8 + letters
	}
	v, ok, _ := table.find(s)
	if w, is := kanjiWordOf(v); ok && is {
		if alternate && w.other != "" {
			return w.other, w.cost
		}
		return w.reading, w.cost
	}
	if letters == 1 && table == kanjiWords() {
		if alone, _, _ := kanjiSingle(s); alone != "" {
			return alone, costNoName / 2
		}
	}
	sound := parser{lex: &lexicon{}, alternate: alternate}
	return string(sound.kanjiLatin(nil, s)), costNoName * letters
}

func hasOnlyKana(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return scriptOf(r) != scriptKana })
}
