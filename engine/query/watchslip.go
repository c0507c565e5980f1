package query

import (
	"slices"

	"github.com/cespare/xxhash/v2"
)

// Two spellings of a word that lie one or two letters apart have a common rest
// once one or two letters are left out of each. Each word of the index is kept
// under all its rests, and a word that is asked for is looked up under all of
// its own.
const (
	// slipOne and slipTwo are the lengths of the longer word from which on one
	// and two letters may differ: three letters are another word as soon as one
	// does.
	slipOne, slipTwo = 4, 8
	// slipHead is how many letters of a long word are varied. Rests of the
	// beginning find a slip behind it too, since the beginning is its own rest;
	// the words found are then compared in full.
	slipHead = 7
	// slipDeep is the length from which on two letters are left out: a word of
	// eight letters that lost two has six.
	slipDeep = 6
)

// slips is a list of rests with the words that have them, sorted. Each entry
// is a hash of the rest (34 bits), the word's length (6) and its number (24).
type slips struct {
	entries []uint64
	starts  []uint32 // of the entries whose hashes begin with these slipBits bits
}

const (
	slipBits   = 18
	slipLenAt  = 24
	slipHashAt = 30
	slipWord   = 1<<slipLenAt - 1
	slipLenMax = 63
)

// rests appends the hash of every rest of w.
func rests(w string, out []uint64) []uint64 {
	head := w[:min(len(w), slipHead)]
	out = append(out, xxhash.Sum64String(head))
	if len(w) < slipOne {
		return out
	}
	var buf, deep [slipHead]byte
	for i := range len(head) {
		n := copy(buf[:], head[:i])
		n += copy(buf[n:], head[i+1:])
		out = append(out, xxhash.Sum64(buf[:n]))
		if len(w) < slipDeep {
			continue
		}
		for j := i; j < n; j++ {
			m := copy(deep[:], buf[:j])
			m += copy(deep[m:], buf[j+1:n])
			out = append(out, xxhash.Sum64(deep[:m]))
		}
	}
	return out
}

// newSlips indexes words by their rests.
func newSlips(words []watchWord) *slips {
	s := &slips{entries: make([]uint64, 0, 24*len(words)), starts: make([]uint32, 1<<slipBits+1)}
	var buf [32]uint64
	for i := range words {
		low := uint64(min(len(words[i].text), slipLenMax))<<slipLenAt | uint64(i)
		for _, h := range rests(words[i].text, buf[:0]) {
			s.entries = append(s.entries, h>>slipHashAt<<slipHashAt|low)
		}
	}
	s.sort()
	return s
}

// sort orders the entries: first into buckets by their first bits, then each.
func (s *slips) sort() {
	for _, e := range s.entries {
		s.starts[e>>(64-slipBits)+1]++
	}
	for i := range 1 << slipBits {
		s.starts[i+1] += s.starts[i]
	}
	at := slices.Clone(s.starts[:1<<slipBits])
	out := make([]uint64, len(s.entries))
	for _, e := range s.entries {
		b := e >> (64 - slipBits)
		out[at[b]] = e
		at[b]++
	}
	for i := range 1 << slipBits {
		slices.Sort(out[s.starts[i]:s.starts[i+1]])
	}
	s.entries = slices.Clip(slices.Compact(out))
	clear(s.starts)
	for _, e := range s.entries {
		s.starts[e>>(64-slipBits)+1]++
	}
	for i := range 1 << slipBits {
		s.starts[i+1] += s.starts[i]
	}
}

// near appends the numbers of the words that share a rest with w and are at
// most two letters longer or shorter, some perhaps more than once.
func (s *slips) near(w string, out []uint32) []uint32 {
	var buf [32]uint64
	for _, h := range rests(w, buf[:0]) {
		b := h >> (64 - slipBits)
		for _, e := range s.entries[s.starts[b]:s.starts[b+1]] {
			if e>>slipHashAt != h>>slipHashAt {
				continue
			}
			if d := int(e>>slipLenAt&slipLenMax) - min(len(w), slipLenMax); d >= -2 && d <= 2 {
				out = append(out, uint32(e&slipWord))
			}
		}
	}
	return out
}

// slipsAllowed is how many letters may differ between two words.
func slipsAllowed(a, b string) int {
	switch n := max(len(a), len(b)); {
	case n >= slipTwo:
		return 2
	case n >= slipOne:
		return 1
	}
	return 0
}
