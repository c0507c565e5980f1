package index

import (
	"strings"

	"github.com/pierce-er/pierce/engine/norm"
)

// A name is compared in two lays: by norm's tokens, in which what the tables
// know has one form ("ministry" and "association", "GmbH" and "Ltd.", Muhammad
// and Mohamed), and by its words as they stand, since a misspelt word is in no
// table. Where a token stands for one word, each knows the other, and one lay
// is enough.

// writtenBits is the rarity of a word that the tables gave another form: they
// know it, so it is none of the rare ones.
const writtenBits = 9

// lays pairs tokens with words as written, in order. written is nil where every
// token stands for one word.
func lays(tokens []token, words []string) (lay, written []token) {
	exact := true
	written = make([]token, 0, len(words))
	i, j := 0, 0
	for i < len(tokens) || j < len(words) {
		di, dj := anchor(tokens[i:], words[j:])
		if di == dj {
			for k := range di {
				t := &tokens[i+k]
				t.other = words[j+k]
				w := newToken(words[j+k], t.class, min(t.static, writtenBits))
				w.other = t.text
				written = append(written, w)
			}
		} else {
			exact = false
			for k := range dj {
				written = append(written, newToken(words[j+k], norm.Generic, writtenBits))
			}
		}
		i, j = i+di, j+dj
		if i < len(tokens) && j < len(words) { // the anchor itself
			written = append(written, tokens[i])
			i, j = i+1, j+1
		}
	}
	if exact {
		return tokens, nil
	}
	return tokens, written
}

// anchor is how far tokens and words go until one of each are equal, the
// nearest such place.
func anchor(tokens []token, words []string) (int, int) {
	for sum := 0; sum < len(tokens)+len(words)-1; sum++ {
		for i := max(0, sum-len(words)+1); i <= sum && i < len(tokens); i++ {
			if j := sum - i; j < len(words) && tokens[i].text == words[j] {
				return i, j
			}
		}
	}
	return len(tokens), len(words)
}

// written are the words of a name as they stand, read out in Latin letters;
// nil where a name is in a script that does not part words.
func writtenWords(n *norm.Name) []string {
	words, runs := split(n.Folded)
	if len(runs) > 0 {
		return nil
	}
	if n.Script != "Latn" {
		words, _ = split(n.Latin)
	}
	return words
}

func joinWords(words []string) string { return strings.Join(words, " ") }
