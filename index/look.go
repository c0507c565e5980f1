package index

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	indexapi "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/pierce-er/pierce/engine"
)

// look answers asks over one snapshot of the index. It works on the sets of
// documents that the index keeps for each term, and scores nothing: which
// candidate fits is told by comparing names, so that a common word costs the
// intersection of two sets and not a score for each of its documents. It is
// for one goroutine.
type look struct {
	ctx   context.Context
	snap  *scorch.IndexSnapshot
	parts []*part
	known map[*ask][]string // the terms that begins and near stand for
	count *census
}

// spot is a term in a field.
type spot struct {
	f    field
	term string
}

// part is one segment of the index.
type part struct {
	snap  *scorch.SegmentSnapshot
	dicts [fields]segment.TermDictionary
	sets  map[spot]*roaring.Bitmap // nil for none; never changed
}

// docAt is a document: its segment and its number there.
type docAt struct {
	part int
	doc  uint32
}

func (x *Index) newLook(ctx context.Context) (*look, error) {
	adv, err := x.b.Advanced()
	if err != nil {
		return nil, &engine.Error{Op: "index.Search", Err: err}
	}
	r, err := adv.Reader()
	if err != nil {
		return nil, &engine.Error{Op: "index.Search", Err: err}
	}
	snap, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return nil, &engine.Error{Op: "index.Search", Code: engine.Corrupt, Err: errors.Join(errors.New("the index is of an unknown type"), r.Close()), Hint: "pierce index --rebuild"}
	}
	l := &look{ctx: ctx, snap: snap, known: map[*ask][]string{}, count: x.censusOf(snap)}
	for _, s := range snap.Segments() {
		l.parts = append(l.parts, &part{snap: s, sets: map[spot]*roaring.Bitmap{}})
	}
	return l, nil
}

func (l *look) close() error { return l.snap.Close() }

// dict opens a field's dictionary once a search.
func (p *part) dict(f field) (segment.TermDictionary, error) {
	if p.dicts[f] == nil {
		d, err := p.snap.Segment().Dictionary(fieldTable[f].name)
		if err != nil {
			return nil, err
		}
		p.dicts[f] = d
	}
	return p.dicts[f], nil
}

// holders are the documents that hold a term; nil for none.
func (p *part) holders(s spot) (*roaring.Bitmap, error) {
	if set, ok := p.sets[s]; ok {
		return set, nil
	}
	d, err := p.dict(s.f)
	if err != nil {
		return nil, err
	}
	list, err := d.PostingsList([]byte(s.term), p.snap.Deleted(), nil)
	if err != nil {
		return nil, err
	}
	set := (*roaring.Bitmap)(nil)
	if it, ok := list.Iterator(false, false, false, nil).(segment.OptimizablePostingsIterator); ok {
		if n, ok := it.DocNum1Hit(); ok {
			set = roaring.BitmapOf(uint32(n))
		} else if set = it.ActualBitmap(); set != nil && set.IsEmpty() {
			set = nil
		}
	}
	p.sets[s] = set
	return set, nil
}

// counted is the number of documents that hold a term.
func (l *look) counted(f field, text string) uint64 {
	s := spot{f, text}
	if n, ok := l.count.get(s); ok {
		return n
	}
	var n uint64
	for _, p := range l.parts {
		if set, err := p.holders(s); err == nil && set != nil { // counts only steer the effort
			n += set.GetCardinality()
		}
	}
	l.count.put(s, n)
	return n
}

// maxTerms is how many terms a beginning or a misspelling may stand for. At a
// million names the beginnings of five letters of real words stand for some
// hundreds at most.
const maxTerms = 1000

// terms are those that a beginning or a misspelling stands for, sorted.
func (l *look) terms(a *ask) ([]string, error) {
	if out, ok := l.known[a]; ok {
		return out, nil
	}
	if err := l.ctx.Err(); err != nil {
		return nil, err
	}
	name := fieldTable[a.field].name
	var out []string
	var d indexapi.FieldDict
	var err error
	if a.op == opBegins {
		d, err = l.snap.FieldDictPrefix(name, []byte(a.text))
	} else {
		d, err = l.snap.FieldDictFuzzy(name, a.text, a.errs, "")
	}
	if err != nil {
		return nil, err
	}
	for len(out) < maxTerms {
		e, err := d.Next()
		if err != nil {
			return nil, errors.Join(err, d.Close())
		}
		if e == nil {
			break
		}
		out = append(out, e.Term)
	}
	l.known[a] = out
	return out, d.Close()
}

// like are the terms that a beginning or a misspelling stands for; none where
// they cannot be read, since they only steer the effort.
func (l *look) like(a *ask) []string {
	out, err := l.terms(a)
	if err != nil {
		return nil
	}
	return out
}

// set gives the documents of a part that an ask finds; nil for none. The set
// is not to be changed.
func (l *look) set(p *part, a *ask) (*roaring.Bitmap, error) {
	switch a.op {
	case opHas:
		return p.holders(spot{a.field, a.text})
	case opAll:
		return l.all(p, a)
	case opAny, opSome:
		return l.any(p, a.of)
	}
	names, err := l.terms(a)
	if err != nil {
		return nil, err
	}
	var sets []*roaring.Bitmap
	for _, t := range names {
		set, err := p.holders(spot{a.field, t})
		if err != nil {
			return nil, err
		}
		if set != nil {
			sets = append(sets, set)
		}
	}
	return union(sets), nil
}

func union(sets []*roaring.Bitmap) *roaring.Bitmap {
	switch len(sets) {
	case 0:
		return nil
	case 1:
		return sets[0]
	}
	return roaring.FastOr(sets...)
}

func (l *look) any(p *part, of []*ask) (*roaring.Bitmap, error) {
	var sets []*roaring.Bitmap
	for _, c := range of {
		set, err := l.set(p, c)
		if err != nil {
			return nil, err
		}
		if set != nil {
			sets = append(sets, set)
		}
	}
	return union(sets), nil
}

// all intersects the parts of an ask, plain terms first: where they have
// nothing in common, nothing dearer is looked up.
func (l *look) all(p *part, a *ask) (*roaring.Bitmap, error) {
	of := slices.Clone(a.of)
	slices.SortStableFunc(of, func(x, y *ask) int { return cmp.Compare(x.dear(), y.dear()) })
	var out *roaring.Bitmap
	for i, c := range of {
		set, err := l.set(p, c)
		if err != nil || set == nil {
			return nil, err
		}
		if i == 0 {
			out = set
		} else if out = roaring.And(out, set); out.IsEmpty() {
			return nil, nil
		}
	}
	return out, nil
}

// dear orders asks by what they cost.
func (a *ask) dear() int {
	switch a.op {
	case opHas:
		return 0
	case opBegins:
		return 2
	case opNear:
		return 3
	}
	worst := 1
	for _, c := range a.of {
		worst = max(worst, c.dear())
	}
	return worst
}

// sets gives what an ask finds within a filter, part by part.
func (l *look) sets(a *ask, filter *ask) ([]*roaring.Bitmap, error) {
	out := make([]*roaring.Bitmap, len(l.parts))
	for i, p := range l.parts {
		if err := l.ctx.Err(); err != nil {
			return nil, err
		}
		set, err := l.set(p, a)
		if err != nil {
			return nil, &engine.Error{Op: "index.Search", Err: err}
		}
		if set == nil {
			continue
		}
		within, err := l.set(p, filter)
		if err != nil {
			return nil, &engine.Error{Op: "index.Search", Err: err}
		}
		if within != nil {
			out[i] = roaring.And(set, within)
		}
	}
	return out, nil
}
