package store

import (
	"crypto/sha256"
	"encoding/binary"
	"math"

	"github.com/fxamacker/cbor/v2"
	"github.com/pierce-er/pierce/engine"
)

// codec writes and reads the nouns as CBOR: core deterministic (RFC 8949
// §4.2.1), so that equal content is equal bytes, with the small integer keys
// that the nouns' tags give.
type codec struct {
	enc cbor.EncMode
	dec cbor.DecMode
}

// newCodec never fails: the options are constants, and a test encodes with
// them.
func newCodec() codec {
	enc, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		panic(err)
	}
	// A crowded entity may hold millions of parties; what bounds a value is its
	// own length, which Badger has checked.
	dec, err := cbor.DecOptions{MaxArrayElements: math.MaxInt32, MaxMapPairs: math.MaxInt32, MaxNestedLevels: 16}.DecMode()
	if err != nil {
		panic(err)
	}
	return codec{enc, dec}
}

// modes is the codec; it holds no state.
var modes = newCodec()

func encode(v any) ([]byte, error) { return modes.enc.Marshal(v) }

func decode(b []byte, v any) error {
	if err := modes.dec.Unmarshal(b, v); err != nil {
		return corrupt("%T: %w", v, err)
	}
	return nil
}

// What a sighting's value says about its content, so that scans for claims or
// shipments need not decode records that have none.
const (
	hasContent byte = 1 << iota // the content follows; else another sighting of the record with the same hash has it
	isDeleted
	hasInterests
	hasListings
	hasShipments
	hasLicences
)

// sighting says that a load saw a record with a content at a time. It is one
// key, which holds the id, the time, the hash and the load; the rest is value.
type sighting struct {
	at      instant
	hash    hash8
	load    uint64
	flags   byte
	line    int64
	file    string
	content []byte // nil where the flags lack hasContent
}

// encodeContent gives the content of a record as it is stored and hashed: all
// but the file, the line and what the store sets. A deleted record keeps its
// id, format and raw bytes alone.
func encodeContent(rec *engine.Record) (content []byte, h hash8, flags byte, err error) {
	c := *rec
	c.File, c.Line = "", 0
	if c.Deleted {
		c.Parties, c.Interests, c.Listings, c.Shipments, c.Licences = nil, nil, nil, nil, nil
		flags |= isDeleted
	}
	for _, f := range []struct {
		n   int
		bit byte
	}{{len(c.Interests), hasInterests}, {len(c.Listings), hasListings}, {len(c.Shipments), hasShipments}, {len(c.Licences), hasLicences}} {
		if f.n > 0 {
			flags |= f.bit
		}
	}
	content, err = encode(&c)
	if err != nil {
		return nil, h, 0, err
	}
	sum := sha256.Sum256(content)
	copy(h[:], sum[:])
	return content, h, flags, nil
}

// value is the sighting as stored: flags:1, then, where it has content, line,
// length of file, file and content, the numbers as varints.
func (s *sighting) value() []byte {
	b := make([]byte, 0, 32+len(s.file)+len(s.content))
	b = append(b, s.flags)
	if s.flags&hasContent == 0 {
		return b
	}
	b = binary.AppendUvarint(b, uint64(s.line))
	b = binary.AppendUvarint(b, uint64(len(s.file)))
	b = append(b, s.file...)
	return append(b, s.content...)
}

// parseSighting reads a key and value of family v. The content shares the
// value's memory.
func parseSighting(key, value []byte) (engine.RecordID, sighting, error) {
	id, s, ok := splitVersionKey(key)
	if !ok {
		return "", s, corrupt("version key %x", key)
	}
	if len(value) == 0 || value[0]&hasContent == 0 && len(value) > 1 {
		return id, s, corrupt("sighting of %q: %d bytes", id, len(value))
	}
	s.flags = value[0]
	if s.flags&hasContent == 0 {
		return id, s, nil
	}
	r := reader{b: value[1:]}
	s.line = int64(r.uvarint())
	s.file = string(r.bytes(r.uvarint()))
	s.content = r.b
	if r.bad || s.line < 0 {
		return id, s, corrupt("sighting of %q: malformed", id)
	}
	return id, s, nil
}

// record decodes the content.
func (s *sighting) record() (*engine.Record, error) {
	rec := new(engine.Record)
	if err := decode(s.content, rec); err != nil {
		return nil, err
	}
	return rec, nil
}

// reader takes parts off the front of b and remembers whether one was missing.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) bytes(n uint64) []byte {
	if n > uint64(len(r.b)) {
		r.bad, r.b = true, nil
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

// packIDs writes ids one after the other, each as how many bytes it shares
// with the one before, how many follow, and these.
func packIDs[T ~string](dst []byte, ids []T) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(ids)))
	var last string
	for _, id := range ids {
		s := string(id)
		n := 0
		for n < len(s) && n < len(last) && s[n] == last[n] {
			n++
		}
		dst = binary.AppendUvarint(dst, uint64(n))
		dst = binary.AppendUvarint(dst, uint64(len(s)-n))
		dst = append(dst, s[n:]...)
		last = s
	}
	return dst
}

// unpackIDs reads what packIDs wrote, and nothing after it.
func unpackIDs[T ~string](b []byte) ([]T, error) {
	r := reader{b: b}
	n := r.uvarint()
	if n > uint64(len(r.b)) { // an id takes two bytes at least
		return nil, corrupt("list of %d ids in %d bytes", n, len(b))
	}
	if n == 0 && !r.bad && len(r.b) == 0 {
		return nil, nil
	}
	out := make([]T, 0, n)
	var last string
	for range n {
		shared := r.uvarint()
		rest := r.bytes(r.uvarint())
		if r.bad || shared > uint64(len(last)) {
			return nil, corrupt("list of ids: malformed")
		}
		last = last[:shared] + string(rest)
		out = append(out, T(last))
	}
	if r.bad || len(r.b) > 0 {
		return nil, corrupt("list of ids: %d bytes too many", len(r.b))
	}
	return out, nil
}
