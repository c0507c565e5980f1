package score

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// Append writes the side after dst, without its id and without what is crowded,
// which changes while the party does not. ReadSide reads it again: a party then
// need not be read and prepared anew each time that it is compared. What follows
// from the texts, as the letters that occur in a word, is not written. Numbers
// are varints, texts have their length before them. Size: some 60 bytes a name
// and 80 an address.
func (s *Side) Append(dst []byte) []byte {
	dst = appendKind(dst, s.kind)
	dst = appendText(dst, s.gender)
	dst = append(dst, byte(s.bearer))
	dst = binary.AppendUvarint(dst, uint64(len(s.nations)))
	for _, n := range s.nations {
		dst = binary.LittleEndian.AppendUint16(dst, n)
	}
	dst = binary.AppendUvarint(dst, uint64(len(s.born)))
	for _, d := range s.born {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(d))
	}
	for _, list := range [...][]string{s.phones, s.emails, s.domains} {
		dst = binary.AppendUvarint(dst, uint64(len(list)))
		for _, t := range list {
			dst = appendText(dst, t)
		}
	}
	dst = binary.AppendUvarint(dst, uint64(len(s.ids)))
	for i := range s.ids {
		dst = appendNumber(dst, &s.ids[i])
	}
	dst = binary.AppendUvarint(dst, uint64(len(s.addresses)))
	for i := range s.addresses {
		dst = appendAddress(dst, &s.addresses[i])
	}
	words := 0
	for _, list := range [...][]name{s.names, s.groups} {
		for i := range list {
			words += len(list[i].words)
		}
	}
	dst = binary.AppendUvarint(dst, uint64(words))
	for _, list := range [...][]name{s.names, s.groups} {
		dst = binary.AppendUvarint(dst, uint64(len(list)))
		for i := range list {
			dst = appendName(dst, &list[i])
		}
	}
	return dst
}

// kindsByNumber are the kinds as stored, from 1 on; 0 has the text after it.
var kindsByNumber = [...]engine.Kind{engine.Company, engine.Person, engine.Arrangement, engine.State, engine.Vessel, engine.Aircraft, engine.Unknown}

func appendKind(dst []byte, k engine.Kind) []byte {
	for i, own := range kindsByNumber {
		if k == own {
			return append(dst, byte(i+1))
		}
	}
	return appendText(append(dst, 0), string(k))
}

func appendText(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

// What a number says of itself, in bits.
const (
	numberValid byte = 1 << iota
	numberStrong
	numberExclusive
)

func appendNumber(dst []byte, id *norm.ID) []byte {
	dst = appendText(appendText(appendText(dst, id.Scheme), id.Value), id.Country)
	return append(dst, flag(id.Valid, numberValid)|flag(id.Strong, numberStrong)|flag(id.Exclusive, numberExclusive))
}

func flag(set bool, bit byte) byte {
	if set {
		return bit
	}
	return 0
}

// appendAddress writes which hashes there are, a bit each, and these.
func appendAddress(dst []byte, a *address) []byte {
	at := len(dst)
	dst = append(dst, 0, a.toward, a.country[0], a.country[1])
	for i, h := range a.hashes() {
		if *h != 0 {
			dst[at] |= 1 << i
			dst = binary.LittleEndian.AppendUint32(dst, *h)
		}
	}
	dst = binary.AppendUvarint(dst, uint64(len(a.words)))
	for _, w := range a.words {
		dst = binary.LittleEndian.AppendUint32(dst, w)
	}
	return dst
}

// hashes are the parts that may be missing.
func (a *address) hashes() [6]*uint32 {
	return [...]*uint32{&a.unit, &a.building, &a.street, &a.number, &a.city, &a.postcode}
}

// What a name says of itself, in bits.
const (
	nameBranch byte = 1 << iota
	namePerson
	nameOneText // it is read out as its words are joined
	nameSkeleton
	nameFactor // its factor is not 1
)

func appendName(dst []byte, x *name) []byte {
	one := x.latin == x.joined
	dst = append(dst, flag(x.branch, nameBranch)|flag(x.person, namePerson)|flag(one, nameOneText)|flag(x.skeleton != 0, nameSkeleton)|flag(x.factor != 1, nameFactor))
	dst = appendText(appendText(appendText(appendText(dst, x.form), x.script), x.heads), x.short)
	if x.skeleton != 0 {
		dst = binary.LittleEndian.AppendUint64(dst, x.skeleton)
	}
	if x.factor != 1 {
		dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(x.factor))
	}
	dst = binary.AppendUvarint(dst, uint64(len(x.words)))
	for i := range x.words {
		w := &x.words[i]
		dst = binary.AppendUvarint(dst, uint64(len(w.text)))
		dst = append(dst, byte(w.class), byte(w.marks))
		dst = binary.LittleEndian.AppendUint32(dst, math.Float32bits(w.weight))
	}
	dst = append(dst, x.joined...) // the texts of the words, one after the other
	if !one {
		dst = appendText(dst, x.latin)
	}
	return dst
}

// errSide is what ReadSide says of bytes that Append did not write.
var errSide = errors.New("a stored side cannot be read")

// ReadSide reads what Append wrote of the party; anything else is an error. The
// side is that of LeanSide, with nothing crowded, and shares the text's memory.
// Cost: about 1 µs where there is one name.
func ReadSide(id engine.PartyID, text string) (*Side, error) {
	r := sideReader{s: text}
	s := &Side{ID: id, kind: r.kind(), gender: r.text(), bearer: generations(r.byte())}
	if n := r.count(2); n > 0 {
		s.nations = make([]uint16, n)
		for i := range s.nations {
			s.nations[i] = uint16(r.fixed(2))
		}
	}
	if n := r.count(4); n > 0 {
		s.born = make([]engine.Date, n)
		for i := range s.born {
			s.born[i] = engine.Date(uint32(r.fixed(4)))
		}
	}
	s.phones, s.emails, s.domains = r.texts(), r.texts(), r.texts()
	if n := r.count(4); n > 0 {
		s.ids = make([]norm.ID, n)
		for i := range s.ids {
			r.number(&s.ids[i])
		}
	}
	if n := r.count(5); n > 0 {
		s.addresses = make([]address, n)
		for i := range s.addresses {
			r.address(&s.addresses[i])
		}
	}
	r.words = make([]word, 0, r.count(6))
	s.names = r.names()
	for i := range s.names {
		s.most = max(s.most, s.names[i].total)
	}
	if s.groups = r.names(); len(s.groups) == 0 {
		s.groups = nil
	}
	if r.bad || r.s != "" {
		return nil, errSide
	}
	return s, nil
}

// Kind is the kind of party.
func (s *Side) Kind() engine.Kind { return s.kind }

// IDs are the party's identifiers. They belong to the side.
func (s *Side) IDs() []norm.ID { return s.ids }

// sideReader takes parts off the front of s; once it has met nonsense all it
// gives is nothing.
type sideReader struct {
	s     string
	bad   bool
	words []word // of all names, as many as there are
}

func (r *sideReader) fail() { r.s, r.bad = "", true }

func (r *sideReader) byte() byte { return byte(r.fixed(1)) }

// fixed reads a number of n bytes, little end first.
func (r *sideReader) fixed(n int) uint64 {
	if len(r.s) < n {
		r.fail()
		return 0
	}
	var v uint64
	for i := range n {
		v |= uint64(r.s[i]) << (8 * i)
	}
	r.s = r.s[n:]
	return v
}

func (r *sideReader) uvarint() uint64 {
	var v uint64
	for i := 0; i < len(r.s) && i < binary.MaxVarintLen64; i++ {
		v |= uint64(r.s[i]&0x7f) << (7 * i)
		if r.s[i] < 0x80 {
			r.s = r.s[i+1:]
			return v
		}
	}
	r.fail()
	return 0
}

// count reads a number of things that take at least so many bytes each.
func (r *sideReader) count(each int) int {
	n := r.uvarint()
	if n > uint64(len(r.s)/each) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *sideReader) text() string { return r.cut(r.count(1)) }

func (r *sideReader) cut(n int) string {
	if n > len(r.s) {
		r.fail()
		return ""
	}
	t := r.s[:n]
	r.s = r.s[n:]
	return t
}

func (r *sideReader) texts() []string {
	n := r.count(1)
	if n == 0 {
		return nil
	}
	out := make([]string, n)
	for i := range out {
		out[i] = r.text()
	}
	return out
}

func (r *sideReader) kind() engine.Kind {
	n := int(r.byte())
	if n == 0 || n > len(kindsByNumber) {
		return engine.Kind(r.text())
	}
	return kindsByNumber[n-1]
}

func (r *sideReader) number(id *norm.ID) {
	id.Scheme, id.Value, id.Country = r.text(), r.text(), r.text()
	flags := r.byte()
	id.Valid, id.Strong, id.Exclusive = flags&numberValid != 0, flags&numberStrong != 0, flags&numberExclusive != 0
}

func (r *sideReader) address(a *address) {
	there := r.byte()
	a.toward, a.country = r.byte(), [2]byte{r.byte(), r.byte()}
	for i, h := range a.hashes() {
		if there>>i&1 == 1 {
			*h = uint32(r.fixed(4))
		}
	}
	a.words = make([]uint32, r.count(4))
	for i := range a.words {
		a.words[i] = uint32(r.fixed(4))
	}
}

func (r *sideReader) names() []name {
	out := make([]name, r.count(7))
	for i := range out {
		r.name(&out[i])
	}
	return out
}

func (r *sideReader) name(x *name) {
	flags := r.byte()
	x.branch, x.person, x.factor = flags&nameBranch != 0, flags&namePerson != 0, 1
	x.form, x.script, x.heads, x.short = r.text(), r.text(), r.text(), r.text()
	if flags&nameSkeleton != 0 {
		x.skeleton = r.fixed(8)
	}
	if flags&nameFactor != 0 {
		x.factor = math.Float64frombits(r.fixed(8))
	}
	n := r.count(7)
	if n > cap(r.words)-len(r.words) {
		r.fail()
		return
	}
	first, length := len(r.words), 0
	x.words = r.words[first : first+n : first+n]
	r.words = r.words[:first+n]
	lengths := [maxWords]int{}
	if n > maxWords {
		r.fail()
		return
	}
	for i := range x.words {
		w := &x.words[i]
		lengths[i] = r.count(1)
		length += lengths[i]
		w.class, w.marks, w.weight = norm.TokenClass(r.byte()), mark(r.byte()), math.Float32frombits(uint32(r.fixed(4)))
		x.total += w.bits()
		x.place = x.place || w.class == norm.Place
	}
	x.joined = r.cut(length)
	if r.bad {
		return
	}
	at := 0
	for i := range x.words {
		w := &x.words[i]
		w.text = x.joined[at : at+lengths[i]]
		at += lengths[i]
		w.letters, w.sounds = lettersOf(w.text), soundsOf(w.text)
	}
	x.letters = pairsOf(x.joined)
	if x.latin = x.joined; flags&nameOneText == 0 {
		x.latin = r.text()
	}
}
