package resolve

import (
	"encoding/binary"
	"errors"

	"github.com/pierce-er/pierce/engine"
)

// note is what is remembered of a record.
type note struct {
	parties []notedParty
	owned   []engine.PartyID // parties whose owners the record speaks of, in any version; sorted
}

type notedParty struct {
	id   engine.PartyID
	keys []uint64
}

// encode writes: number of parties, each as id and keys; number of owned, each
// as id. Ids are their length and bytes, numbers are varints, keys eight bytes.
func (n *note) encode() []byte {
	size := 8
	for i := range n.parties {
		size += len(n.parties[i].id) + 4 + 8*len(n.parties[i].keys)
	}
	b := binary.AppendUvarint(make([]byte, 0, size), uint64(len(n.parties)))
	for i := range n.parties {
		b = appendID(b, n.parties[i].id)
		b = binary.AppendUvarint(b, uint64(len(n.parties[i].keys)))
		for _, k := range n.parties[i].keys {
			b = binary.BigEndian.AppendUint64(b, k)
		}
	}
	b = binary.AppendUvarint(b, uint64(len(n.owned)))
	for _, id := range n.owned {
		b = appendID(b, id)
	}
	return b
}

func appendID(b []byte, id engine.PartyID) []byte {
	return append(binary.AppendUvarint(b, uint64(len(id))), id...)
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

func corruptNote() error {
	return &engine.Error{Op: "resolve.decodeNote", Code: engine.Corrupt, Err: errors.New("a note of a record cannot be read"), Hint: "run pierce resolve --all"}
}

// noteReader reads a note; once it has met nonsense all it gives is nothing.
type noteReader struct {
	b   []byte
	bad bool
}

// count reads a number of things that take at least a byte each.
func (r *noteReader) count() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > uint64(len(r.b)) {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *noteReader) id() engine.PartyID { return engine.PartyID(r.bytes()) }

// bytes reads what has its length before it; it belongs to the note.
func (r *noteReader) bytes() []byte {
	n := r.count()
	if n > len(r.b) {
		r.bad, r.b = true, nil
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *noteReader) key() uint64 {
	if len(r.b) < 8 {
		r.bad, r.b = true, nil
		return 0
	}
	k := binary.BigEndian.Uint64(r.b)
	r.b = r.b[8:]
	return k
}
