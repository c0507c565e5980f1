package index

import (
	"cmp"
	"math"
	"slices"

	"github.com/pierce-er/pierce/engine/norm"
)

// slot is a word of the query and all that may stand for it.
type slot struct {
	word   string
	weight float64 // bits that it says
	loose  float64 // bits that a word says which is only like it
	lists  []list  // the likest first
	docs   uint64  // in all lists, one in several counted as often
}

// list is the documents that hold a term which may stand for a word.
type list struct {
	at    spot
	worth float64
	docs  uint64
}

// What a document is worth that holds a word of the same skeleton, or of one
// that differs in a consonant: less than any word which is like it letter by
// letter, since neither is compared yet.
const (
	worthSound = 0.6
	worthNoise = 0.45
)

// Lengths from which a word is looked for by more than itself. Shorter ones
// have too many neighbours.
const (
	minNear       = 4 // letters, for words that differ by a slip; one less where nobody has the word
	minFar        = 6 // letters, for words that differ by two, where none differs by one
	minBegin      = 5 // letters, for words that begin so
	minSound      = 3 // consonants, for words of the same skeleton
	minNoisySound = 4 // consonants, for skeletons that differ in one
)

// slots are the words of the query, in all views, the rarest first.
func (s *search) slots() []slot {
	var out []slot
	put := func(t *token) {
		if !slices.ContainsFunc(out, func(o slot) bool { return o.word == t.text }) {
			out = append(out, s.slotOf(t))
		}
	}
	for i := range s.read.views {
		for j := range s.read.views[i].tokens {
			if t := &s.read.views[i].tokens[j]; t.counts() {
				put(t)
			}
		}
	}
	for _, w := range slices.Concat(s.read.words, s.read.latin) {
		t := []token{newToken(w, norm.Core, unseenBits)}
		put(&s.scaled(t)[0])
	}
	for _, a := range acronyms(asWritten(s.read.views[0].tokens, s.read.views[0].written)) {
		if n := s.look.counted(fieldWord, a); n > 0 {
			out = append(out, slot{word: a, weight: math.Log2(s.docs/float64(n) + 1), loose: unseenBits, lists: []list{{spot{fieldWord, a}, worthAcronym(len(a)), n}}})
		}
	}
	s.joinSlots(out)
	for i := range out {
		for _, l := range out[i].lists {
			out[i].docs += l.docs
		}
	}
	slices.SortStableFunc(out, func(x, y slot) int { return cmp.Compare(y.weight, x.weight) })
	return out
}

// slotOf finds what may stand for a word. A word that the index does not hold
// says what the words near it say together: it is one of them misspelt, and
// whoever holds any of them is found.
func (s *search) slotOf(t *token) slot {
	out := slot{word: t.text, weight: t.weight, loose: t.weight}
	s.put1(&out, fieldWord, t.text, 1)
	if t.class == norm.Number || hasDigit(t.text) {
		return out
	}
	known := len(out.lists) > 0
	near := s.near(&out, t)
	out.loose = min(t.weight, max(1, math.Log2(s.docs/float64(near+1))))
	if !known {
		out.weight = out.loose
	}
	if len(t.sound) >= minSound {
		s.put1(&out, fieldSkeleton, t.sound, worthSound)
	}
	if len(t.sound) >= minNoisySound {
		for _, w := range s.look.like(&ask{op: opNear, field: fieldSkeleton, text: t.sound, errs: 1}) {
			s.put1(&out, fieldSkeleton, w, worthNoise)
		}
		for _, w := range s.known(fieldSkeleton, exchanged(t.sound)) {
			s.put1(&out, fieldSkeleton, w, worthNoise)
		}
	}
	slices.SortStableFunc(out.lists, func(x, y list) int { return cmp.Compare(y.worth, x.worth) })
	return out
}

// near adds the words of the index that differ from one by a slip, and those
// that begin with it. It gives the number of documents of the former.
func (s *search) near(to *slot, t *token) uint64 {
	var n uint64
	add := func(words []string) {
		for _, w := range words {
			o := newToken(w, t.class, t.static)
			worth, how := t.alikeText(&o)
			if how == apart {
				continue
			}
			if docs := s.put1(to, fieldWord, w, worth); how != begun {
				n += docs
			}
		}
	}
	if t.letters >= minNear || t.letters == minNear-1 && len(to.lists) == 0 {
		add(s.look.like(&ask{op: opNear, field: fieldWord, text: t.text, errs: 1}))
		add(s.known(fieldWord, exchanged(t.text)))
	}
	if len(to.lists) == 0 && t.letters >= minFar {
		add(s.look.like(&ask{op: opNear, field: fieldWord, text: t.text, errs: 2}))
	}
	if t.letters >= minBegin {
		if words := s.look.like(&ask{op: opBegins, field: fieldWord, text: t.text}); len(words) <= maxBegun {
			add(words)
		}
	}
	return n
}

// exchanged are the words that a word is with two neighbouring letters
// exchanged: the dictionary, which counts letters put in, left out or replaced,
// takes that for two slips.
func exchanged(w string) []string {
	var out []string
	b := []byte(w)
	for i := 0; i+1 < len(b) && b[i] < 0x80 && b[i+1] < 0x80; i++ {
		if b[i] != b[i+1] {
			b[i], b[i+1] = b[i+1], b[i]
			out = append(out, string(b))
			b[i], b[i+1] = b[i+1], b[i]
		}
	}
	return out
}

// known are the words that some document holds.
func (s *search) known(f field, words []string) []string {
	return slices.DeleteFunc(words, func(w string) bool { return s.look.counted(f, w) == 0 })
}

// maxBegun is how many words may begin with one that is taken for an
// abbreviation; what begins more is a common beginning.
const maxBegun = 50

// put1 adds a list, unless no document is on it or it is there.
func (s *search) put1(to *slot, f field, text string, worth float64) uint64 {
	at := spot{f, text}
	if slices.ContainsFunc(to.lists, func(l list) bool { return l.at == at }) {
		return 0
	}
	n := s.look.counted(f, text)
	if n > 0 {
		to.lists = append(to.lists, list{at, worth, n})
	}
	return n
}

// joinSlots lets two neighbours stand as one word, and one word as two: the
// parts that the index knows best.
func (s *search) joinSlots(slots []slot) {
	words := s.read.words
	for i := 0; i+1 < len(words); i++ {
		at := spot{fieldWord, words[i] + words[i+1]}
		n := s.look.counted(at.f, at.term)
		if n == 0 {
			continue
		}
		for j := range slots {
			if w := slots[j].word; w == words[i] || w == words[i+1] {
				slots[j].lists = slices.Insert(slots[j].lists, 0, list{at, worthJoined, n})
			}
		}
	}
	for j := range slots {
		if part := s.part(slots[j].word); part != "" {
			s.put1(&slots[j], fieldWord, part, worthJoined)
			slots[j].lists = slotsSorted(slots[j].lists)
		}
	}
}

func slotsSorted(lists []list) []list {
	slices.SortStableFunc(lists, func(x, y list) int { return cmp.Compare(y.worth, x.worth) })
	return lists
}

// minPart is the length in letters of either part of a word that is two.
const minPart = 3

// part is the rarer of two words that the index holds and that make up one
// which it does not, where one of them is rare; "" if there are none.
func (s *search) part(w string) string {
	if len(w) < 2*minPart || hasDigit(w) || s.look.counted(fieldWord, w) > 0 {
		return ""
	}
	best, most := "", uint64(0)
	for i := minPart; i+minPart <= len(w); i++ {
		a, b := s.look.counted(fieldWord, w[:i]), s.look.counted(fieldWord, w[i:])
		if a == 0 || b == 0 || max(a, b) < most {
			continue
		}
		most = max(a, b)
		if best = w[:i]; b < a {
			best = w[i:]
		}
	}
	return best
}

// reweigh gives the query's words the weight that their slots have, and
// compares anew what was found so far.
func (s *search) reweigh(slots []slot) {
	for i := range s.read.views {
		for _, lay := range [][]token{s.read.views[i].tokens, s.read.views[i].written} {
			for j := range lay {
				t := &lay[j]
				for k := range slots {
					if slots[k].word == t.text || slots[k].word == t.other {
						t.weight = min(t.weight, slots[k].weight)
					}
				}
			}
		}
	}
	for _, c := range s.pool {
		c.like = s.best(c.body)
		c.rate()
	}
}
