package sim

import "unicode/utf8"

// word is how many runes of a string fit the bit-parallel kernels.
const word = 64

// masks is what the kernels need to know of two strings a and b: bit i of
// at[j] is set where rune i of a equals rune j of b.
type masks struct {
	la, lb int // runes
	at     [word]uint64
}

// fill compares a and b rune by rune. It reports false, leaving m undefined,
// when either is longer than a word.
func (m *masks) fill(a, b string) bool {
	if len(a) <= word && len(b) <= word && ascii(a) && ascii(b) {
		m.fillASCII(a, b)
		return true
	}
	return m.fillRunes(a, b)
}

func (m *masks) fillASCII(a, b string) {
	var of [128]uint64
	for i := 0; i < len(a); i++ {
		of[a[i]&127] |= 1 << uint(i)
	}
	for j := 0; j < len(b); j++ {
		m.at[j] = of[b[j]&127]
	}
	m.la, m.lb = len(a), len(b)
}

func (m *masks) fillRunes(a, b string) bool {
	var of alphabet
	m.la, m.lb = 0, 0
	for _, r := range a {
		if m.la == word {
			return false
		}
		of.add(r, m.la)
		m.la++
	}
	for _, r := range b {
		if m.lb == word {
			return false
		}
		m.at[m.lb] = of.get(r)
		m.lb++
	}
	return true
}

// alphabet maps the at most 64 distinct runes of a string to their masks. It
// is a hash table with open addressing, kept twice as large as it can fill so
// that a search ends soon. A slot whose mask is 0 is free: every rune that was
// added has at least one bit.
type alphabet struct {
	rune [2 * word]rune
	mask [2 * word]uint64
}

func (t *alphabet) slot(r rune) uint32 {
	h := uint32(r) * 2654435769 >> 25 // Fibonacci hashing to 7 bits
	for t.mask[h] != 0 && t.rune[h] != r {
		h = (h + 1) % (2 * word)
	}
	return h
}

func (t *alphabet) add(r rune, i int) {
	h := t.slot(r)
	t.rune[h] = r
	t.mask[h] |= 1 << uint(i)
}

func (t *alphabet) get(r rune) uint64 { return t.mask[t.slot(r)] }

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// ones has the low n bits set, for n from 0 to 64.
func ones(n int) uint64 {
	if n >= word {
		return ^uint64(0)
	}
	return 1<<uint(n) - 1
}
