package index

import (
	"cmp"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/pierce-er/pierce/engine"
)

// class is a set of documents that an ask finds equally well.
type class struct {
	share float64 // of what the best could be, 0 to 1
	sets  []*roaring.Bitmap
}

// classes gives what an ask finds within a filter, the best class first. Only
// opSome has more than one: there a part is worth the more the fewer documents
// it finds.
func (l *look) classes(a, filter *ask) ([]class, error) {
	if err := l.ctx.Err(); err != nil {
		return nil, &engine.Error{Op: "index.Search", Err: err}
	}
	if a.op != opSome {
		sets, err := l.sets(a, filter)
		return []class{{1, sets}}, err
	}
	total := 0.0
	weights := make([]float64, len(a.of))
	found := make([][]*roaring.Bitmap, len(a.of))
	docs, err := l.snap.DocCount()
	if err != nil {
		return nil, &engine.Error{Op: "index.Search", Err: err}
	}
	for i, c := range a.of {
		if found[i], err = l.sets(c, filter); err != nil {
			return nil, err
		}
		n := uint64(0)
		for _, s := range found[i] {
			if s != nil {
				n += s.GetCardinality()
			}
		}
		weights[i] = math.Log2(2 + float64(docs)/float64(n+1))
		total += weights[i]
	}
	return l.weigh(found, weights, total*a.least), nil
}

// weigh adds up the weights of what each document was found by, and makes
// classes of equal sums, from least on.
func (l *look) weigh(found [][]*roaring.Bitmap, weights []float64, least float64) []class {
	sums := map[float64][]*roaring.Bitmap{}
	for p := range l.parts {
		most := uint64(0)
		for i := range found {
			most += size(found[i][p : p+1])
		}
		of := make(map[uint32]float64, most)
		for i := range found {
			if found[i][p] == nil {
				continue
			}
			for it := found[i][p].Iterator(); it.HasNext(); {
				of[it.Next()] += weights[i]
			}
		}
		for doc, w := range of {
			if w < least {
				continue
			}
			sets := sums[w]
			if sets == nil {
				sets = make([]*roaring.Bitmap, len(l.parts))
				sums[w] = sets
			}
			if sets[p] == nil {
				sets[p] = roaring.New()
			}
			sets[p].Add(doc)
		}
	}
	var out []class
	for w, sets := range sums {
		out = append(out, class{w, sets})
	}
	slices.SortFunc(out, func(a, b class) int { return cmp.Compare(b.share, a.share) })
	for i := len(out) - 1; i >= 0; i-- {
		out[i].share /= out[0].share
	}
	return out
}
