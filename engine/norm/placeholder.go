package norm

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed placeholders.txt
var placeholderText string

// placeholderTable is what stands where a name is not known.
type placeholderTable struct {
	whole map[string]bool
	word  map[string]bool
	first map[string][]string // openings, by their first word
}

var placeholders = sync.OnceValue(func() *placeholderTable {
	t := &placeholderTable{whole: map[string]bool{"": true}, word: map[string]bool{}, first: map[string][]string{}}
	eachLine(placeholderText, func(head, body string) {
		for v := range strings.SplitSeq(body, "|") {
			key := Fold(v)
			switch head {
			case "is":
				t.whole[key] = true
			case "word":
				t.word[key] = true
			case "begins":
				word, _, _ := strings.Cut(key, " ")
				t.first[word] = append(t.first[word], key)
			}
		}
	})
	return t
})

// placeholder tells a folded text that stands where a name is not known, as
// "n/a", "to the order of" whom ever, "same as consignee". A name that only
// holds such a word, as Unknown Worlds Entertainment, is one.
func placeholder(folded string) bool {
	t := placeholders()
	if t.whole[folded] {
		return true
	}
	word, rest, more := strings.Cut(folded, " ")
	for _, opening := range t.first[word] {
		if tail, ok := strings.CutPrefix(folded, opening); ok && (tail == "" || tail[0] == ' ') {
			return true
		}
	}
	for more && t.word[word] { // "unknown unknown", "unknown 2"
		word, rest, more = strings.Cut(rest, " ")
		if !more && (t.word[word] || allDigits(word)) {
			return true
		}
	}
	return false
}

// namesNobody tells a folded name that is a placeholder or a single letter or
// digit, by which nobody can be known.
func namesNobody(folded string) bool {
	return len(folded) <= 1 || placeholder(folded)
}

// onlyForms tells tokens that name a kind of body and nobody of that kind, as
// "Co., Ltd.".
func onlyForms(tokens []Token) bool {
	for i := range tokens {
		if c := tokens[i].Class; c != Form && c != Particle {
			return false
		}
	}
	return true
}
