package query

import (
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/sim"
)

// Words that the tables know, as "technologies" and "limited", are compared by
// what they mean. One that is misspelt means nothing, and counts as a rare word
// in which two names differ. A reading is the name with such words put right;
// it is scored as another name of the asked party.

// common is the known words of listed names, which a misspelt one may be.
type common struct {
	words   []watchWord // bits counts the names that have it
	numbers map[string]uint32
	slips   *slips
}

// The limits of judgement.
const (
	// readLeast is the length from which on a word may be a misspelt one.
	readLeast = 4
	// partLeast is the length from which on a word may be two without a space,
	// and partEach that of the shorter one.
	partLeast, partEach = 8, 3
)

// knownWords appends the words of a name that its tokens do not have as they
// stand, or have as a trade, a place or a legal form.
func knownWords(n *norm.Name, out []string) []string {
	for w := range strings.FieldsSeq(n.Folded) {
		if len(w) < partEach || !ascii(w) {
			continue
		}
		own := slices.ContainsFunc(n.Tokens, func(t norm.Token) bool { return t.Text == w && t.Class == norm.Core })
		if !own {
			out = append(out, w)
		}
	}
	return out
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

func newCommon(counts map[string]int) *common {
	c := &common{numbers: make(map[string]uint32, len(counts))}
	for w, n := range counts {
		c.words = append(c.words, watchWord{text: w, bits: float32(n)})
	}
	slices.SortFunc(c.words, func(a, b watchWord) int { return strings.Compare(a.text, b.text) })
	for i := range c.words {
		c.numbers[c.words[i].text] = uint32(i)
	}
	c.slips = newSlips(c.words)
	return c
}

// readings gives p with, for each name that has misspelt or glued known words,
// the name as it is read; p itself where there is none.
func (w *watch) readings(p *norm.Prepared) *norm.Prepared {
	out := p
	for i := range min(len(p.Names), watchNames) {
		text, ok := w.read(&p.Names[i])
		if !ok {
			continue
		}
		if out == p {
			c := *p
			c.Names = slices.Clone(p.Names)
			out = &c
		}
		n := norm.NameOf(p.Kind, text)
		n.Kind = engine.Alias // gains a little less than the name as written
		out.Names = append(out.Names, n)
	}
	return out
}

// read puts the words of a name right; ok is false where none is wrong.
func (w *watch) read(n *norm.Name) (text string, ok bool) {
	if n.Script != "Latn" {
		return "", false
	}
	var words []string
	for x := range strings.FieldsSeq(n.Folded) {
		y := x
		if len(x) >= readLeast && ascii(x) && slices.ContainsFunc(n.Tokens, func(t norm.Token) bool { return t.Text == x && t.Class == norm.Core }) {
			y = w.right(x, len(n.Tokens) > 1)
		}
		ok = ok || y != x
		words = append(words, y)
	}
	return strings.Join(words, " "), ok && len(words) > 0
}

// right is the known word, or, where it may be parted, the two words that an
// unknown one is most likely meant to be; itself if there is none. A name of
// one word is not parted: it is a brand.
func (w *watch) right(x string, parted bool) string {
	c := w.common
	if _, ok := c.numbers[x]; ok {
		return x // in another place it is known
	}
	var buf [64]uint32
	best, bestD := -1, 3
	for _, i := range c.slips.near(x, buf[:0]) {
		k := &c.words[i]
		if k.text[0] != x[0] && len(x) < slipTwo {
			continue // the first letter is hardly ever wrong
		}
		d := sim.OSADistance(x, k.text)
		if d > slipsAllowed(x, k.text) || d > bestD {
			continue
		}
		if d < bestD || k.bits > c.words[best].bits {
			best, bestD = int(i), d
		}
	}
	if best >= 0 {
		return c.words[best].text
	}
	if parted {
		return w.part(x)
	}
	return x
}

// part parts a word into a known one and one that stands in a listed name.
func (w *watch) part(x string) string {
	if len(x) < partLeast {
		return x
	}
	if _, ok := w.numbers[x]; ok {
		return x
	}
	for i := partEach; i <= len(x)-partEach; i++ {
		_, a := w.common.numbers[x[:i]]
		_, b := w.common.numbers[x[i:]]
		if !a && !b || len(x)-i < readLeast && i < readLeast {
			continue
		}
		if !a {
			_, a = w.numbers[x[:i]]
		}
		if !b {
			_, b = w.numbers[x[i:]]
		}
		if a && b {
			return x[:i] + " " + x[i:]
		}
	}
	return x
}
