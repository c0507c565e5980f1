package index

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/cespare/xxhash/v2"

	"github.com/pierce-er/pierce/engine"
)

// Where more documents are found than can be compared, those whose names have
// about as many words as the text come first, and among these the choice goes
// by a hash of the id: it is the same however the index was cut into segments.

// maxLength is the number of words from which names are taken for equally long.
const maxLength = 12

// slots is the number of values of the hash of an id. At a million documents a
// slot of those with one length holds some thousand.
const slots = 256

func slotTerm(id string) string { return strconv.FormatUint(xxhash.Sum64String(id)%slots, 36) }

func lengthTerm(words int) string { return strconv.Itoa(min(words, maxLength)) }

// lengths are the numbers of words of names to prefer for a text of n words:
// the nearest first, and of two the longer, since people type half names.
func lengths(n int) []int {
	n = min(max(n, 1), maxLength)
	var out []int
	for d := range maxLength {
		if n+d <= maxLength {
			out = append(out, n+d)
		}
		if d > 0 && n-d >= 1 {
			out = append(out, n-d)
		}
	}
	return out
}

// pick takes documents out of sets, at most n, those first that are likeliest
// for a text of so many words.
func (l *look) pick(sets []*roaring.Bitmap, n, words int) ([]docAt, error) {
	total := size(sets)
	if total <= uint64(n) {
		return listed(nil, sets), nil
	}
	var out []docAt
	for _, length := range append(lengths(words), 0) { // 0: without a name
		of, err := l.narrow(sets, spot{fieldLength, lengthTerm(length)})
		if err != nil {
			return nil, err
		}
		if size(of) > uint64(n-len(out)) {
			return l.draw(out, of, n)
		}
		out = listed(out, of)
		sets = without(sets, of)
	}
	return out, nil
}

// without takes documents away: one with names of several lengths is listed
// once.
func without(sets, taken []*roaring.Bitmap) []*roaring.Bitmap {
	out := slices.Clone(sets)
	for i := range out {
		if out[i] != nil && taken[i] != nil {
			out[i] = roaring.AndNot(out[i], taken[i])
		}
	}
	return out
}

// draw fills out up to n by the hash of ids.
func (l *look) draw(out []docAt, sets []*roaring.Bitmap, n int) ([]docAt, error) {
	for slot := range uint64(slots) {
		of, err := l.narrow(sets, spot{fieldSlot, strconv.FormatUint(slot, 36)})
		if err != nil {
			return nil, err
		}
		free := n - len(out)
		if size(of) <= uint64(free) {
			out = listed(out, of)
			continue
		}
		docs := listed(nil, of)
		ids := make(map[docAt]string, len(docs))
		for _, d := range docs {
			id, err := l.parts[d.part].snap.DocID(uint64(d.doc))
			if err != nil {
				return nil, &engine.Error{Op: "index.Search", Err: err}
			}
			ids[d] = string(id)
		}
		slices.SortFunc(docs, func(a, b docAt) int { return cmp.Compare(ids[a], ids[b]) })
		return append(out, docs[:free]...), nil
	}
	return out, nil
}

// narrow keeps the documents that hold a term.
func (l *look) narrow(sets []*roaring.Bitmap, to spot) ([]*roaring.Bitmap, error) {
	out := make([]*roaring.Bitmap, len(sets))
	for i, s := range sets {
		if s == nil || s.IsEmpty() {
			continue
		}
		set, err := l.parts[i].holders(to)
		if err != nil {
			return nil, &engine.Error{Op: "index.Search", Err: err}
		}
		if set != nil {
			out[i] = roaring.And(s, set)
		}
	}
	return out, nil
}

func size(sets []*roaring.Bitmap) uint64 {
	var n uint64
	for _, s := range sets {
		if s != nil {
			n += s.GetCardinality()
		}
	}
	return n
}

func listed(out []docAt, sets []*roaring.Bitmap) []docAt {
	for i, s := range sets {
		if s == nil {
			continue
		}
		for it := s.Iterator(); it.HasNext(); {
			out = append(out, docAt{i, it.Next()})
		}
	}
	return out
}

// load reads a document's id and body.
func (l *look) load(d docAt) (id string, b *body, err error) {
	var raw []byte
	err = l.parts[d.part].snap.VisitDocument(uint64(d.doc), func(field string, _ byte, value []byte, _ []uint64) bool {
		switch field {
		case "_id":
			id = string(value)
		case fieldTable[fieldBody].name:
			raw = slices.Clone(value)
		}
		return true
	})
	if err != nil {
		return "", nil, &engine.Error{Op: "index.Search", Err: err}
	}
	b, err = decodeBody(raw)
	return id, b, err
}
