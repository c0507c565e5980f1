package index

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/pierce-er/pierce/engine"
)

// Gathering finds documents that hold something like some of the words: each
// word of the query asks for itself, for words that differ from it by a slip,
// for words of its sound and for words that begin with it, and a document is
// worth the rarity of the words that found it. What is found so is compared
// name by name as any other candidate; gathering only says which to compare.

// Bounds of gathering, in documents.
const (
	// gathered is how many are compared. Of OFAC's aliases with a slip in each
	// word, 0.91 of the parties were among 70, 0.93 among 120 and 0.944 among
	// 200; of those as they stand, 0.961, 0.984 and 0.988.
	gathered = 200
	// maxGather is how many are read from lists, at some 10 ns each. Words of
	// more come after the rarer ones have said which documents matter.
	maxGather = 30_000
	// rareHolders is of how many holders a word is compared with all, whatever
	// else they hold.
	rareHolders = 12
)

// room is where the worth of documents of one part is added up.
type room struct {
	sums    []uint16 // sixteenths of a bit; whole numbers, so that the order of adding does not matter
	slots   []uint8  // the last slot that added
	touched []uint32
}

// gather adds the documents that the slots find, the best of them.
func (s *search) gather(t *tier) error {
	slots := s.slots()
	s.reweigh(slots)
	rooms := s.rooms()
	defer s.clear(rooms)
	free := uint64(maxGather)
	for i := range slots {
		late := slots[i].docs > free
		if !late {
			free -= slots[i].docs
		}
		for p, part := range s.look.parts {
			within, err := s.look.set(part, s.filter)
			if err == nil && within != nil {
				err = rooms[p].add(part, &slots[i], uint8(i+1), within, late)
			}
			if err != nil {
				return &engine.Error{Op: "index.Search", Err: err}
			}
		}
	}
	docs, err := s.worthiest(rooms)
	if err != nil {
		return err
	}
	if docs, err = s.withRare(docs, slots); err != nil {
		return err
	}
	for _, d := range docs {
		id, body, err := s.look.load(d)
		if err != nil {
			return err
		}
		if s.q.List == "" || body.listedOn(s.q.List, s.q.AsOf) {
			s.put(t, d, id, body, 1)
		}
	}
	return nil
}

// add adds a slot's worth to the documents of a part: to each that of the
// likest term that it holds. A late slot adds only to those that rarer ones
// found.
func (r *room) add(p *part, sl *slot, n uint8, within *roaring.Bitmap, late bool) error {
	for _, l := range sl.lists {
		set, err := p.holders(l.at)
		if err != nil {
			return err
		}
		if set == nil {
			continue
		}
		bits := sl.weight
		if l.worth < 1 {
			bits = min(bits, sl.loose)
		}
		w := uint16(16 * bits * l.worth)
		if late && len(r.touched) > 0 {
			for _, d := range r.touched {
				if r.slots[d] != n && set.Contains(d) {
					r.sums[d], r.slots[d] = r.sums[d]+w, n
				}
			}
			continue
		}
		for it := set.Iterator(); it.HasNext(); {
			d := it.Next()
			if r.slots[d] == n || !within.Contains(d) {
				continue
			}
			if r.slots[d] == 0 {
				r.touched = append(r.touched, d)
			}
			r.sums[d], r.slots[d] = r.sums[d]+w, n
		}
	}
	return nil
}

// worthiest are the documents worth most. Of equals, those with names about as
// long as the query come first.
func (s *search) worthiest(rooms []*room) ([]docAt, error) {
	var counts [1 << 16]uint32
	for _, r := range rooms {
		for _, d := range r.touched {
			counts[r.sums[d]]++
		}
	}
	least, n := len(counts)-1, 0
	for ; least > 0 && n+int(counts[least]) <= gathered; least-- {
		n += int(counts[least])
	}
	var out []docAt
	ties := make([]*roaring.Bitmap, len(rooms))
	for p, r := range rooms {
		ties[p] = roaring.New()
		for _, d := range r.touched {
			switch w := int(r.sums[d]); {
			case w > least:
				out = append(out, docAt{p, d})
			case w == least:
				ties[p].Add(d)
			}
		}
	}
	more, err := s.look.pick(ties, gathered-n, len(s.read.words)+len(s.read.runs))
	out = append(out, more...)
	slices.SortFunc(out, func(a, b docAt) int { return cmp.Or(cmp.Compare(a.part, b.part), cmp.Compare(a.doc, b.doc)) })
	return out, err
}

// withRare adds the documents of words that few hold, as long as they are near:
// of a long text the common words together outweigh the one that tells.
func (s *search) withRare(docs []docAt, slots []slot) ([]docAt, error) {
	have := make(map[docAt]bool, len(docs))
	for _, d := range docs {
		have[d] = true
	}
	for i := range slots {
		left := rareHolders
		for _, l := range slots[i].lists {
			if left -= int(l.docs); left < 0 {
				break
			}
			for p, part := range s.look.parts {
				set, err := part.holders(l.at)
				if err != nil {
					return nil, &engine.Error{Op: "index.Search", Err: err}
				}
				within, err := s.look.set(part, s.filter)
				if err != nil {
					return nil, &engine.Error{Op: "index.Search", Err: err}
				}
				if set == nil || within == nil {
					continue
				}
				for it := set.Iterator(); it.HasNext(); {
					if d := (docAt{p, it.Next()}); within.Contains(d.doc) && !have[d] {
						have[d] = true
						docs = append(docs, d)
					}
				}
			}
		}
	}
	return docs, nil
}

// rooms are a room for each part. They are kept from search to search, since
// they are as large as the index has documents.
func (s *search) rooms() []*room {
	out := make([]*room, len(s.look.parts))
	for i, p := range s.look.parts {
		r, ok := s.spare.Get().(*room)
		if !ok {
			r = &room{}
		}
		if n := int(p.snap.FullSize()); len(r.sums) < n {
			r.sums, r.slots = make([]uint16, n), make([]uint8, n)
		}
		out[i] = r
	}
	return out
}

// clear empties rooms and gives them back.
func (s *search) clear(rooms []*room) {
	for _, r := range rooms {
		for _, d := range r.touched {
			r.sums[d], r.slots[d] = 0, 0
		}
		r.touched = r.touched[:0]
		s.spare.Put(r)
	}
}
