package index

import (
	"math/bits"
	"strings"

	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/sim"
)

// token is a word to be compared, with what it is worth.
type token struct {
	text    string
	other   string // the same word as written, or as the tables have it; "" if none
	class   norm.TokenClass
	static  float64 // rarity among the names of the world, in bits
	weight  float64 // what it counts for in this index, see scale
	sound   string  // its skeleton
	read    bool    // from a script in which it cannot be misspelt so
	letters int
	mask    uint64 // letters that occur
}

func newToken(text string, class norm.TokenClass, bits float64) token {
	return token{text: text, class: class, static: bits, letters: letters(text), mask: maskOf(text), sound: norm.Skeleton(text)}
}

func (t token) equal(o token) bool {
	return t.text == o.text && t.class == o.class && t.static == o.static
}

// otherLay is the word in the other lay.
func (t *token) otherLay() token {
	out := newToken(t.other, t.class, t.static)
	out.read = t.read
	return out
}

// maskOf has a bit for each letter that occurs.
func maskOf(s string) uint64 {
	var m uint64
	for i := range len(s) {
		m |= 1 << (s[i] & 63)
	}
	return m
}

// counts reports whether a reader would count the word: not "of", not "Ltd.".
func (t *token) counts() bool { return t.class != norm.Form && t.class != norm.Particle }

// way is how two words go together.
type way int

const (
	apart way = iota
	same
	parted   // written as one, or as two
	begun    // one begins like the other
	misspelt // a few letters differ
	sounded  // the consonants are those of the other
	letter   // an initial
)

// What a word is worth, in parts of its weight, that is not found to the
// letter. A joined word (hua wei, huawei) is all but equal; a beginning is the
// better the more of the word it is; a skeleton is a guess across scripts and
// spellings.
const (
	worthJoined = 0.97
	worthBegun  = 0.6
	worthLetter = 0.5

	worthOtherLay = 0.99 // equal in the tables, not as written
)

// How alike two words must be to stand for each other, and the likeness at
// which that begins to be worth something. A word's likeness is two parts that
// of its letters and one part that of its consonants (optimal string
// alignment, both): of 1,600 pairs of words that two spellings of one person's
// name do not share, 0.84 reached 0.45, which one pair of strangers' words in a
// hundred reaches, and 0.71 reached 0.64, which one in a thousand reaches;
// letters alone give 0.68 there, consonants alone 0.58.
const (
	leastAlike = 0.5
	zeroAlike  = 0.2
)

// alike is what a word of the query is worth that stands for one of a name: as
// its beginning, with as many typing errors as its length allows, or as
// another spelling of its sound.
func (q *token) alike(t *token) (worth float64, how way) {
	if worth, how = q.alikeText(t); how == same || q.other == "" && t.other == "" {
		return worth, how
	}
	try := func(a, b *token) {
		if w, h := a.alikeText(b); w*worthOtherLay > worth {
			worth, how = w*worthOtherLay, h
		}
	}
	var a, b token
	if q.other != "" {
		a = q.otherLay()
		try(&a, t)
	}
	if t.other != "" {
		b = t.otherLay()
		try(q, &b)
	}
	if q.other != "" && t.other != "" {
		try(&a, &b)
	}
	return worth, how
}

// alikeText is alike for the words as this lay has them.
func (q *token) alikeText(t *token) (worth float64, how way) {
	if q.text == t.text {
		return 1, same
	}
	nq, nt := q.letters, t.letters
	if nq == 1 || nt == 1 {
		if q.text[0] == t.text[0] && q.class != norm.Number && t.class != norm.Number {
			return worthLetter, letter
		}
		return 0, apart
	}
	if strings.HasPrefix(t.text, q.text) {
		return worthBegun + (worthJoined-worthBegun)*float64(nq)/float64(nt), begun
	}
	if nt >= 4 && 3*nt >= 2*nq && strings.HasPrefix(q.text, t.text) { // the name abbreviates, or leaves an ending out
		return worthBegun + (worthJoined-worthBegun)*float64(nt)/float64(nq), begun
	}
	if q.class == norm.Number || t.class == norm.Number || min(nq, nt) < 3 || q.read && max(nq, nt) < 5 || 2*max(nq, nt) > 5*min(nq, nt) {
		return 0, apart
	}
	if bits.OnesCount64(q.mask^t.mask) > max(nq, nt) { // too many letters differ, see leastAlike
		return 0, apart
	}
	spelt := sim.OSA(q.text, t.text)
	s := (2*spelt + sim.OSA(q.sound, t.sound)) / 3
	if s < leastAlike {
		return 0, apart
	}
	worth = (s - zeroAlike) / (1 - zeroAlike)
	if q.sound == t.sound && spelt < 0.8 {
		return worth, sounded
	}
	return worth, misspelt
}

// typos is how many typing errors a word of n letters may hold: none in short
// ones, where one makes another word; one in five letters; then two, which is
// what the index looks up.
func typos(n int) int {
	switch {
	case n < 4:
		return 0
	case n < 6:
		return 1
	}
	return 2
}
