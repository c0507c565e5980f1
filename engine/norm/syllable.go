package norm

import (
	"strings"
	"sync"
)

// syllables are all readings of Han characters.
var syllables = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, s := range pinyinTable() {
		if len(s) > 1 { // a, e, o are initials
			out[s] = true
		}
	}
	return out
})

// joinSyllables writes Core words that stand side by side and are each one
// syllable of Mandarin as one word: "hua wei" is how some write huawei. English words that
// happen to be syllables are joined too, which does no harm as long as it is
// done to both sides of a comparison.
func joinSyllables(p *parser) {
	for i := 0; i < len(p.tokens); i++ {
		j := i
		for j < len(p.tokens) && p.tokens[j].Class == Core && len(p.tokens[j].Text) <= 6 && p.sorts[j] == plain && syllables()[p.tokens[j].Text] {
			j++
		}
		if j-i >= 2 {
			p.merge(i, j)
		}
	}
}

// merge makes tokens i to j one.
func (p *parser) merge(i, j int) {
	var b strings.Builder
	for _, t := range p.tokens[i:j] {
		b.WriteString(t.Text)
	}
	text := b.String()
	e := p.lex.entries[text]
	t := Token{Text: text, Class: Core, Bits: e.bits}
	if t.Bits == 0 {
		t.Bits = unknownBits(len(text), Core)
	}
	p.tokens[i] = t
	p.tokens = append(p.tokens[:i+1], p.tokens[j:]...)
	p.sorts = append(p.sorts[:i+1], p.sorts[j:]...)
}
