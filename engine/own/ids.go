package own

import "github.com/pierce-er/pierce/engine"

// ids numbers entities in the order in which they are first seen. An id of the
// usual shape, "e" and twelve of 0-9 and a-z, is kept in eight bytes.
type ids struct {
	packed slots
	last   int32 // the entity found last: the stakes in one come one after the other
	other  map[engine.EntityID]int32
	keys   []uint64 // 0: the id is in texts
	texts  map[int32]engine.EntityID
}

func newIDs() ids {
	return ids{other: map[engine.EntityID]int32{}, texts: map[int32]engine.EntityID{}}
}

func (s *ids) len() int { return len(s.keys) }

func (s *ids) find(e engine.EntityID) (int32, bool) {
	if k := pack(e); k != 0 {
		return s.packed.find(k, s.keys)
	}
	i, ok := s.other[e]
	return i, ok
}

func (s *ids) add(e engine.EntityID) int32 {
	k := pack(e)
	if k != 0 && int(s.last) < len(s.keys) && s.keys[s.last] == k {
		return s.last
	}
	i, ok := s.other[e]
	if k != 0 {
		i, ok = s.packed.find(k, s.keys)
	}
	if ok {
		s.last = i
		return i
	}
	i = int32(len(s.keys))
	if k != 0 {
		s.packed.put(k, i, s.keys)
	} else {
		s.other[e] = i
		s.texts[i] = e
	}
	s.keys = append(s.keys, k)
	s.last = i
	return i
}

func (s *ids) id(i int32) engine.EntityID {
	if k := s.keys[i]; k != 0 {
		return unpack(k)
	}
	return s.texts[i]
}

// slots find the number of a packed id: places in a table of a power of two,
// each 0 or a number plus one, looked for one after the other from where the
// key falls. Keys stand in ids alone, so a slot is four bytes, and at most two
// in three are taken.
type slots struct {
	at   []int32
	bits int // len(at) is 2^bits
	used int
}

// place is where a key begins to be looked for. The multiplier is 2⁶⁴ over the
// golden ratio, made odd (Knuth, volume 3, section 6.4).
func (s *slots) place(k uint64) int {
	return int(k * 0x9e3779b97f4a7c15 >> (64 - s.bits))
}

func (s *slots) find(k uint64, keys []uint64) (int32, bool) {
	if len(s.at) == 0 {
		return 0, false
	}
	for p := s.place(k); ; p = (p + 1) & (len(s.at) - 1) {
		switch i := s.at[p] - 1; {
		case i < 0:
			return 0, false
		case keys[i] == k:
			return i, true
		}
	}
}

// put adds a key that is not there; its number is not yet among the keys.
func (s *slots) put(k uint64, i int32, keys []uint64) {
	if 3*(s.used+1) > 2*len(s.at) {
		old := s.at
		s.bits = max(6, s.bits+1)
		s.at = make([]int32, 1<<s.bits)
		for _, n := range old {
			if n > 0 {
				s.set(keys[n-1], n)
			}
		}
	}
	s.used++
	s.set(k, i+1)
}

func (s *slots) set(k uint64, n int32) {
	p := s.place(k)
	for s.at[p] != 0 {
		p = (p + 1) & (len(s.at) - 1)
	}
	s.at[p] = n
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
