package resolve

import (
	"encoding/binary"
	"errors"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/score"
)

// note is what is remembered of a record.
type note struct {
	parties []notedParty
	owned   []engine.PartyID // parties whose owners the record speaks of, in any version; sorted
}

type notedParty struct {
	id   engine.PartyID
	keys []uint64
	body []byte // the rest of the subject
}

// noteOf is what is remembered of a subject that holds these keys.
func noteOf(s *subject, keys []uint64) notedParty {
	return notedParty{s.id, keys, s.appendBody(make([]byte, 0, 384), keys)}
}

// encode writes: number of parties, each as id, keys and body; number of owned,
// each as id. Ids and bodies are their length and bytes, numbers are varints,
// keys eight bytes.
func (n *note) encode() []byte {
	size := 8
	for i := range n.parties {
		p := &n.parties[i]
		size += len(p.id) + len(p.body) + 8 + 8*len(p.keys)
	}
	b := binary.AppendUvarint(make([]byte, 0, size), uint64(len(n.parties)))
	for i := range n.parties {
		p := &n.parties[i]
		b = appendBytes(b, p.id)
		b = binary.AppendUvarint(b, uint64(len(p.keys)))
		for _, k := range p.keys {
			b = binary.BigEndian.AppendUint64(b, k)
		}
		b = appendBytes(b, p.body)
	}
	b = binary.AppendUvarint(b, uint64(len(n.owned)))
	for _, id := range n.owned {
		b = appendBytes(b, id)
	}
	return b
}

func appendBytes[T ~string | ~[]byte](b []byte, v T) []byte {
	return append(binary.AppendUvarint(b, uint64(len(v))), v...)
}

// decodeNote reads what encode wrote; anything else is Corrupt.
func decodeNote(b []byte) (*note, error) {
	r := noteReader{b: b}
	n := &note{}
	for range r.count() {
		p := notedParty{id: r.id()}
		for range r.count() {
			p.keys = append(p.keys, r.key())
		}
		p.body = r.bytes()
		n.parties = append(n.parties, p)
	}
	for range r.count() {
		n.owned = append(n.owned, r.id())
	}
	if r.bad || len(r.b) != 0 {
		return nil, corruptNote()
	}
	return n, nil
}

// notedSubject finds a party in the note of its record and makes the subject
// that it was noted of, nil where it is not in there. Its keys are read where
// they are wanted.
func notedSubject(b []byte, id engine.PartyID, wantKeys bool) (*subject, error) {
	r := noteReader{b: b}
	for range r.count() {
		found := string(r.bytes()) == string(id)
		keys := r.keys()
		body := r.bytes()
		if !found || r.bad {
			continue
		}
		s, err := readBody(id, body, keys)
		if err == nil && wantKeys {
			s.keys = make([]uint64, keys.len())
			for i := range s.keys {
				s.keys[i] = keys.at(i)
			}
		}
		return s, err
	}
	if r.bad {
		return nil, corruptNote()
	}
	return nil, nil
}

// appendBody writes a subject without its id and keys: name, country, how many
// values of each sort, the values, the side. A value that is one of the keys is 1
// + its place, any other 0 and eight bytes.
func (s *subject) appendBody(b []byte, keys []uint64) []byte {
	b = appendBytes(b, s.name)
	b = appendBytes(b, s.country)
	b = append(b, s.counts[:]...)
	for _, v := range s.values {
		if i, ok := slices.BinarySearch(keys, v); ok {
			b = binary.AppendUvarint(b, uint64(i)+1)
			continue
		}
		b = binary.BigEndian.AppendUint64(append(b, 0), v)
	}
	return s.side.Append(b)
}

// readBody reads what body wrote.
func readBody(id engine.PartyID, body []byte, keys keyBytes) (*subject, error) {
	r := noteReader{b: body}
	s := &subject{id: id, name: string(r.bytes()), country: string(r.bytes())}
	n := 0
	for i := range s.counts {
		s.counts[i] = r.byte()
		n += int(s.counts[i])
	}
	s.values = make([]uint64, n)
	for i := range s.values {
		at := r.uvarint()
		switch {
		case at == 0:
			s.values[i] = r.key()
		case at > uint64(keys.len()):
			return nil, corruptNote()
		default:
			s.values[i] = keys.at(int(at - 1))
		}
	}
	if r.bad {
		return nil, corruptNote()
	}
	side, err := score.ReadSide(id, string(r.b))
	if err != nil {
		return nil, corruptNote()
	}
	s.side, s.kind, s.marks = side, side.Kind(), marksOf(side.Kind(), side.IDs())
	return s, nil
}

// keyBytes are keys as they stand in a note.
type keyBytes []byte

func (k keyBytes) len() int        { return len(k) / 8 }
func (k keyBytes) at(i int) uint64 { return binary.BigEndian.Uint64(k[8*i:]) }

func corruptNote() error {
	return &engine.Error{Op: "resolve.decodeNote", Code: engine.Corrupt, Err: errors.New("a note of a record cannot be read"), Hint: "run pierce resolve --all"}
}

// noteReader reads a note; once it has met nonsense all it gives is nothing.
type noteReader struct {
	b   []byte
	bad bool
}

func (r *noteReader) fail() { r.bad, r.b = true, nil }

func (r *noteReader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[n:]
	return v
}

// count reads a number of things that take at least a byte each.
func (r *noteReader) count() int {
	v := r.uvarint()
	if v > uint64(len(r.b)) {
		r.fail()
		return 0
	}
	return int(v)
}

func (r *noteReader) id() engine.PartyID { return engine.PartyID(r.bytes()) }

// bytes reads what has its length before it; it belongs to the note.
func (r *noteReader) bytes() []byte { return r.cut(r.count()) }

// keys reads keys with their number before them.
func (r *noteReader) keys() keyBytes { return keyBytes(r.cut(8 * r.count())) }

func (r *noteReader) cut(n int) []byte {
	if n > len(r.b) {
		r.fail()
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

func (r *noteReader) byte() byte {
	if b := r.cut(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *noteReader) key() uint64 {
	if b := r.cut(8); b != nil {
		return binary.BigEndian.Uint64(b)
	}
	return 0
}
