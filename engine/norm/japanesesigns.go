package norm

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed japanesesigns.txt
var japaneseSignsText string

// japaneseSigns are the tables of japanesesigns.txt.
type japaneseSigns struct {
	letters map[rune]bool
	words   []string
	sons    []string
}

var signsOfJapan = sync.OnceValue(func() *japaneseSigns {
	s := &japaneseSigns{letters: map[rune]bool{}}
	eachLine(japaneseSignsText, func(head, body string) {
		for w := range strings.FieldsSeq(body) {
			switch head {
			case "letters":
				r, _ := utf8.DecodeRuneInString(w)
				s.letters[r] = true
			case "words":
				s.words = append(s.words, w)
			case "sons":
				s.sons = append(s.sons, w)
			}
		}
	})
	return s
})

// perhapsJapanese tells whether a name in Han characters has a sign that hardly
// any but Japanese names have: less than japanese asks, and enough to read it
// in Japanese beside Mandarin. Signs are a word as 製作所, a letter as 込, and,
// where the name may be a person's, four characters or more of which the last
// are a given name of Japan in 太郎, 一郎 and the like, or in 子, and those before
// it a word of Japanese.
func perhapsJapanese(n *Name, person bool) bool {
	signs := signsOfJapan()
	for _, r := range n.Text {
		if signs.letters[r] {
			return true
		}
	}
	for _, w := range signs.words {
		if strings.Contains(n.Text, w) {
			return true
		}
	}
	return person && japaneseGiven(n.Text, signs.sons)
}

// japaneseGiven tells a family name and a given name as perhapsJapanese asks.
// Chinese family names of two characters, as 欧阳, leave given names in 子 to China.
func japaneseGiven(text string, sons []string) bool {
	text = Fold(text)
	family, given, parted := strings.Cut(text, " ")
	if n := utf8.RuneCountInString(text); n < 4 || n > longestFamily+longestGiven {
		return false
	}
	if !parted {
		family, given = splitPerson(text)
	}
	if _, chinese := compound[family]; chinese || !isWordOfKanji(givenNames(), given) {
		return false
	}
	single := utf8.RuneCountInString(family) == 1
	if !single && !isWordOfKanji(kanjiWords(), family) {
		return false
	}
	if !single && strings.HasSuffix(given, "子") {
		return true
	}
	for _, s := range sons {
		if strings.HasSuffix(given, Fold(s)) {
			return true
		}
	}
	return false
}

// isWordOfKanji tells whether a table has a word of two characters or more.
func isWordOfKanji(table *sortedLines, w string) bool {
	v, ok, _ := table.find(w)
	_, word := kanjiWordOf(v)
	return ok && word
}
