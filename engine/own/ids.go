package own

import "github.com/pierce-er/pierce/engine"

// ids numbers entities in the order in which they are first seen. An id of the
// usual shape, "e" and twelve of 0-9 and a-z, is kept in eight bytes.
type ids struct {
	packed map[uint64]int32
	other  map[engine.EntityID]int32
	keys   []uint64 // 0: the id is in texts
	texts  map[int32]engine.EntityID
}

func newIDs() ids {
	return ids{packed: map[uint64]int32{}, other: map[engine.EntityID]int32{}, texts: map[int32]engine.EntityID{}}
}

func (s *ids) len() int { return len(s.keys) }

func (s *ids) find(e engine.EntityID) (int32, bool) {
	if k := pack(e); k != 0 {
		i, ok := s.packed[k]
		return i, ok
	}
	i, ok := s.other[e]
	return i, ok
}

func (s *ids) add(e engine.EntityID) int32 {
	if i, ok := s.find(e); ok {
		return i
	}
	i := int32(len(s.keys))
	k := pack(e)
	if k != 0 {
		s.packed[k] = i
	} else {
		s.other[e] = i
		s.texts[i] = e
	}
	s.keys = append(s.keys, k)
	return i
}

func (s *ids) id(i int32) engine.EntityID {
	if k := s.keys[i]; k != 0 {
		return unpack(k)
	}
	return s.texts[i]
}

const (
	packedLen = 12
	alphabet  = "0123456789abcdefghijklmnopqrstuvwxyz"
)

// pack turns an id of the usual shape into a number over 0, and any other into
// 0. 36¹² is below 2⁶³, so that the 1 added does not overflow.
func pack(e engine.EntityID) uint64 {
	if len(e) != packedLen+1 || e[0] != 'e' {
		return 0
	}
	var k uint64
	for i := 1; i < len(e); i++ {
		c := e[i]
		switch {
		case c >= '0' && c <= '9':
			k = k*36 + uint64(c-'0')
		case c >= 'a' && c <= 'z':
			k = k*36 + uint64(c-'a') + 10
		default:
			return 0
		}
	}
	return k + 1
}

func unpack(k uint64) engine.EntityID {
	k--
	var b [packedLen + 1]byte
	b[0] = 'e'
	for i := packedLen; i > 0; i-- {
		b[i] = alphabet[k%36]
		k /= 36
	}
	return engine.EntityID(b[:])
}

// words numbers a few short texts, 0 being the empty one.
type words struct {
	number map[string]uint16
	texts  []string
}

func newWords() words { return words{number: map[string]uint16{"": 0}, texts: []string{""}} }

// add numbers a text. A table that is full gives 0: there are no more than
// some three hundred countries, and what comes after 65,535 different texts in
// such a field says nothing.
func (w *words) add(s string) uint16 {
	if n, ok := w.number[s]; ok {
		return n
	}
	if len(w.texts) > 65_535 {
		return 0
	}
	n := uint16(len(w.texts))
	w.number[s] = n
	w.texts = append(w.texts, s)
	return n
}

func (w *words) word(n uint16) string { return w.texts[n] }
