package store

import (
	"bytes"
	"encoding/binary"
	"math"
	"time"

	"github.com/pierce-er/pierce/engine"
)

// Family is a set of keys of one shape. Every key in a store belongs to one.
type Family struct {
	Prefix string // the bytes that every key of the family begins with; "D...." stands for D and a generation
	Key    string // the parts after the prefix, in order
	Value  string
	Writer string
}

// The first byte of each family. A letter is never used again for another
// shape: that is what the format version is for.
const (
	keyMeta       = '!'
	keyAudit      = 'a'
	keyLicenceOf  = 'b'
	keyLicence    = 'c'
	keyLoad       = 'd'
	keySnapshot   = 'f'
	keyScreening  = 'g'
	keyScreened   = 'G'
	keyShipTime   = 'h'
	keyListingIn  = 'i'
	keyJudgement  = 'j'
	keyChange     = 'l'
	keyModel      = 'm'
	keyOwner      = 'o'
	keyChunk      = 'p'
	keyLineOf     = 'q'
	keyCursor     = 'r'
	keyShipOf     = 's'
	keyListingOf  = 't'
	keyVersion    = 'v'
	keyOwned      = 'w'
	keyAlert      = 'x'
	keyPeers      = 'z'
	keyJournal    = 'J'
	keyDerived    = 'D'
	derCrowded    = 'c'
	derEntity     = 'e'
	derPostings   = 'k'
	derPack       = 'K'
	derNote       = 'h'
	derMember     = 'm'
	derEvent      = 'n'
	derStakeOwner = 'o'
	derMatch      = 'p'
	derRedirect   = 'r'
	derStakes     = 's'
	derStamp      = 'u'
)

// Families is the table of all keys on disk. In Key, <x> is a text written so
// that it sorts as itself and ends where it ends (appendText), and x:n is an
// unsigned number of n bytes, big end first.
func Families() []Family {
	return []Family{
		{"!", "name", "format, next number, generation: see format.go", "Open, every commit that takes a number"},
		{"v", "<record> retrieved:8 hash:8 load:8", "sighting: what it holds, where in the file, the content where no other sighting has it", "Loader"},
		{"f", "<dataset> retrieved:8 load:8", "committed full snapshot: how many records it had", "Loader.Commit"},
		{"d", "load:8", "load with its state and checkpoint", "Loader"},
		{"p", "owner:8 chunk:8", "ids of one entry of the change log, packed", "Loader, Derivation"},
		{"l", "last seq:8", "entry of the change log: kind, when, ids or the chunks that hold them", "Loader, Drop, Derivation, AddJudgement"},
		{"o", "<owner party> <record>", "empty: a version of the record claims an interest of this owner", "Loader"},
		{"w", "<owned party> <record>", "empty: a version of the record claims an interest in this party", "Loader"},
		{"t", "<party> <record>", "empty: a version of the record lists this party", "Loader"},
		{"i", "<list> <record>", "empty: a version of the record has a listing on this list", "Loader"},
		{"s", "<party> date:4 <record>", "empty: a version of the record has a shipment with this party", "Loader"},
		{"h", "date:4 <record>", "empty: a version of the record has a shipment of this day", "Loader"},
		{"c", "<record>", "empty: a version of the record has a licence", "Loader"},
		{"b", "<party> <record>", "empty: a version of the record has a licence for this party", "Loader"},
		{"j", "<judgement>", "judgement as it stands", "AddJudgement, UndoJudgement"},
		{"a", "number:8", "entry of the audit log, with the hash of the one before", "AddJudgement, UndoJudgement, SetModel, ScreeningWriter, Acknowledge, AddAudit"},
		{"g", "<screening>", "head of a saved screening", "ScreeningWriter"},
		{"G", "<screening> chunk:8 run:8", "some thousand lines of a saved screening, with the entities that stand in them", "ScreeningWriter"},
		{"q", "<entity> <screening> line:8", "the run, and the lines of the chunk with this first line that an entity stands in, packed", "ScreeningWriter"},
		{"m", "name", "the model that scores pairs in the stead of the one that ships", "SetModel"},
		{"x", "<screening> number:8", "alert and its acknowledgement", "ScreeningWriter, Acknowledge"},
		{"z", "g <group>, or r <record>", "statistics of the shipments of a group of peers; what a record's shipments add to them", "PutPeers"},
		{"r", "name", "cursor: the last change that a follower has dealt with", "Derivation, SetCursor"},
		{"J", "number:8 chunk:8", "journal of a derivation too large for one transaction", "Derivation"},
		{"D....m", "<party>", "entity of the party", "Derivation"},
		{"D....e", "<entity>", "entity with its parties", "Derivation"},
		{"D....r", "<entity>", "entity that took its place", "Derivation"},
		{"D....h", "<record>", "note: what resolving made of the record", "Derivation"},
		{"D....c", "nothing: one key", "the blocking keys that very many hold, so that their values are crowded: 8 bytes each, rising", "Derivation"},
		{"D....K", "blocking key's first 20 bits:4", "the postings of all such keys, as a derivation from scratch leaves them", "Derivation"},
		{"D....k", "blocking key:8", "its holders, packed, in the stead of what the pack says; of a generic one they stand there while few, else their number alone; 0 where nobody holds it any more", "Derivation"},
		{"D....p", "<party> <party>", "stored match; each pair stands both ways round", "Derivation"},
		{"D....s", "<owned entity>", "all stakes in the entity", "Derivation"},
		{"D....o", "<owner entity> <owned entity>", "empty: the owner has a stake in the owned", "Derivation"},
		{"D....n", "run:8 number:8", "event", "Derivation"},
		{"D....u", "name", "run stamp", "Derivation"},
	}
}

// maxID is the longest id, in bytes, that the store takes. The longest
// published key seen has 180 bytes; Badger's own limit is 65,000 for a key,
// and a key may hold two ids of which each NUL doubles.
const maxID = 4096

// appendText writes s so that texts sort by their bytes and none is the
// beginning of another: NUL becomes 00 FF, the end is 00 01.
func appendText(dst []byte, s string) []byte {
	return append(appendOpen(dst, s), 0, 1)
}

// appendOpen is appendText without the end: the beginning of the keys of all
// texts that begin with s.
func appendOpen(dst []byte, s string) []byte {
	for i := range len(s) {
		dst = append(dst, s[i])
		if s[i] == 0 {
			dst = append(dst, 0xFF)
		}
	}
	return dst
}

// cutText reads what appendText wrote and gives what follows it.
func cutText(b []byte) (s string, rest []byte, ok bool) {
	i := bytes.IndexByte(b, 0)
	if i >= 0 && i+1 < len(b) && b[i+1] == 1 {
		return string(b[:i]), b[i+2:], true
	}
	var out []byte
	for i := 0; i+1 < len(b); i++ {
		switch {
		case b[i] != 0:
			out = append(out, b[i])
		case b[i+1] == 0xFF:
			out = append(out, 0)
			i++
		case b[i+1] == 1:
			return string(out), b[i+2:], true
		default:
			return "", nil, false
		}
	}
	return "", nil, false
}

// key1 and key2 are keys of a family that holds one or two texts.
func key1[A ~string](family byte, a A) []byte {
	return appendText([]byte{family}, string(a))
}

func key2[A, B ~string](family byte, a A, b B) []byte {
	k := make([]byte, 0, len(a)+len(b)+5)
	return appendText(appendText(append(k, family), string(a)), string(b))
}

// keyN is a key of a family that holds numbers.
func keyN(family byte, n ...uint64) []byte {
	k := make([]byte, 1, 1+8*len(n))
	k[0] = family
	for _, v := range n {
		k = binary.BigEndian.AppendUint64(k, v)
	}
	return k
}

// instant orders times as unsigned numbers: nanoseconds from the year 1678
// on. Times beyond what that can hold are cut to its ends.
type instant uint64

const instantSign = 1 << 63

func instantOf(t time.Time) instant {
	if t.Year() < 1678 {
		return 0
	}
	if t.Year() > 2261 {
		return math.MaxUint64
	}
	return instant(uint64(t.UnixNano()) ^ instantSign)
}

func (i instant) time() time.Time { return time.Unix(0, int64(uint64(i)^instantSign)).UTC() }

func (i instant) day() engine.Date { return engine.DateOf(i.time()) }

// hash8 is the first eight bytes of the SHA-256 of a record's content.
type hash8 [8]byte

// versionPrefix begins the keys of all sightings of a record.
func versionPrefix(id engine.RecordID) []byte { return key1(keyVersion, id) }

func versionKey(id engine.RecordID, s *sighting) []byte {
	k := make([]byte, 0, len(id)+27)
	k = appendText(append(k, keyVersion), string(id))
	k = binary.BigEndian.AppendUint64(k, uint64(s.at))
	k = append(k, s.hash[:]...)
	return binary.BigEndian.AppendUint64(k, s.load)
}

// splitVersionKey gives the parts of a key of family v.
func splitVersionKey(k []byte) (id engine.RecordID, s sighting, ok bool) {
	if len(k) < 27 || k[0] != keyVersion {
		return "", s, false
	}
	text, rest, ok := cutText(k[1:])
	if !ok || len(rest) != 24 {
		return "", s, false
	}
	s.at = instant(binary.BigEndian.Uint64(rest))
	copy(s.hash[:], rest[8:])
	s.load = binary.BigEndian.Uint64(rest[16:])
	return engine.RecordID(text), s, true
}

func snapshotKey(dataset string, at instant, load uint64) []byte {
	k := key1(keySnapshot, dataset)
	k = binary.BigEndian.AppendUint64(k, uint64(at))
	return binary.BigEndian.AppendUint64(k, load)
}

// derived begins the keys of one derived family in one generation.
func derived(gen uint32, sub byte) []byte {
	k := make([]byte, 0, 64)
	k = append(k, keyDerived)
	k = binary.BigEndian.AppendUint32(k, gen)
	return append(k, sub)
}

func derivedKey[A ~string](gen uint32, sub byte, a A) []byte {
	return appendText(derived(gen, sub), string(a))
}

func appendDate(dst []byte, d engine.Date) []byte {
	return binary.BigEndian.AppendUint32(dst, uint32(d))
}
