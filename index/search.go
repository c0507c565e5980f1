package index

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"sync"

	"github.com/pierce-er/pierce/engine"
)

// Hit is an entity, or a shipment's record, that a search found.
type Hit struct {
	Rank    int             `json:"rank"` // from 1
	Entity  engine.EntityID `json:"entity,omitempty"`
	Record  engine.RecordID `json:"record,omitempty"` // of a shipment
	Name    string          `json:"name"`
	Kind    engine.Kind     `json:"kind,omitempty"`
	Country string          `json:"country,omitempty"` // of an entity
	Date    engine.Date     `json:"date,omitempty"`    // of a shipment
	Score   float64         `json:"score"`             // 0 to 1: how well it fits what was typed; it is no probability
	Why     string          `json:"why"`               // in plain words
	Matched string          `json:"matched,omitempty"` // the name that fits best, as published
	By      Reason          `json:"by"`                // what it was found by
	Pieces  []Piece         `json:"pieces,omitempty"`  // what it was found by, as published, with the words of the text marked; none where the index does not keep it
	Listed  bool            `json:"listed,omitempty"`  // on some list, as far as its sources say
}

// Reason is what a hit was found by.
type Reason string

// The reasons.
const (
	ByName    Reason = "name"
	ByNumber  Reason = "number" // identifier, phone, e-mail address, website, bill, container
	ByAddress Reason = "address"
	ByGoods   Reason = "goods"  // of a shipment: goods, parties, places or date
	ByFilter  Reason = "filter" // there was no text
	ByWords   Reason = "words"  // words that stand in several places: name, address, date
)

// Search finds what fits a query, the best first; equals are in the order of
// their ids. Any text is a valid query: what is no letter or digit only parts
// words. At most MaxLimit hits; minScore cuts off what has too little in
// common.
//
// Errors: Invalid for filters that make no sense; those of ctx.
func (x *Index) Search(ctx context.Context, q Query) ([]Hit, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.b == nil {
		return nil, errClosed("index.Search")
	}
	s, err := x.newSearch(ctx, q)
	if err != nil {
		return nil, err
	}
	hits, err := s.run()
	return hits, errors.Join(err, s.look.close())
}

// candidate is a document that a tier found.
type candidate struct {
	id    string
	at    docAt
	body  *body
	tier  *tier
	floor float64
	like  likeness
	score float64
}

// search is one search at work.
type search struct {
	q      Query
	read   *reading
	look   *look
	filter *ask
	docs   float64 // documents in the index
	spare  *sync.Pool
	pool   map[string]*candidate
	tally  tally // of all that was found; nil where nobody asks
}

func (x *Index) newSearch(ctx context.Context, q Query) (*search, error) {
	l, err := x.newLook(ctx)
	if err != nil {
		return nil, err
	}
	s := &search{q: q, read: read(q.Text, q.Country), look: l, filter: allOf(q.filters()), spare: &x.spare, pool: map[string]*candidate{}}
	if s.docs, err = l.docs(); err != nil {
		return nil, errors.Join(err, l.close())
	}
	for i := range s.read.views {
		if v := &s.read.views[i]; !v.person {
			s.misspeltForms(v.tokens)
			s.misspeltForms(v.written)
		}
		s.scaled(s.read.views[i].tokens)
		s.scaled(s.read.views[i].written)
	}
	return s, nil
}

// candidates is how many documents a tier brings in to be compared: enough
// that the best name is among those which hold the same words, few enough that
// comparing them costs under 1 ms.
const candidates = 50

func (s *search) run() ([]Hit, error) {
	tiers := entityTiers
	if s.q.Shipments {
		tiers = shipmentTiers
	}
	if s.q.Text == "" {
		tiers = []tier{{name: byFilter, floor: 1, counts: true, ask: func(*asker) *ask { return s.filter }}}
	}
	a := &asker{r: s.read, shipments: s.q.Shipments, count: s.look.counted}
	for i := range tiers {
		t := &tiers[i]
		if !t.last && t.name != bySome && len(s.pool) >= s.q.Offset+s.q.Limit || t.last && s.enough() {
			continue
		}
		if t.ask == nil {
			if err := s.gather(t); err != nil {
				return nil, err
			}
			continue
		}
		q := t.ask(a)
		if q == nil {
			continue
		}
		if err := s.add(t, q); err != nil {
			return nil, err
		}
	}
	return s.hits(), nil
}

// enough reports whether something fits so well that looking for parts of the
// text would only add noise.
func (s *search) enough() bool { return s.found(goodScore) }

func (s *search) found(score float64) bool {
	for _, c := range s.pool {
		if c.score >= score {
			return true
		}
	}
	return false
}

// goodScore is the score from which a hit is what was looked for: every word
// found, some with a typing error, or the whole address.
const goodScore = floorAddress

// add brings a tier's documents into the pool. Where the filter by list and
// day drops some of them, more are fetched, so that a filter never hides a hit
// behind others that it drops.
func (s *search) add(t *tier, a *ask) error {
	classes, err := s.look.classes(a, s.filter)
	if err != nil {
		return err
	}
	if t.counts {
		for _, c := range classes {
			s.tally.addSets(c.sets)
		}
	}
	want := max(candidates, s.q.Offset+s.q.Limit)
	for n := want; ; n *= 4 {
		kept, more, err := s.take(t, classes, n)
		if err != nil || kept >= want || !more || n >= maxDropped {
			return err
		}
	}
}

// take brings in at most n documents of the classes, and tells how many the
// filter kept, and whether there are more.
func (s *search) take(t *tier, classes []class, n int) (kept int, more bool, err error) {
	for _, c := range classes {
		if n <= 0 {
			return kept, true, nil
		}
		docs, err := s.look.pick(c.sets, n, len(s.read.words)+len(s.read.runs))
		if err != nil {
			return kept, false, err
		}
		n -= len(docs)
		more = more || uint64(len(docs)) < size(c.sets)
		for _, d := range docs {
			id, body, err := s.look.load(d)
			if err != nil {
				return kept, false, err
			}
			if s.q.List != "" && !body.listedOn(s.q.List, s.q.AsOf) {
				continue
			}
			kept++
			s.put(t, d, id, body, c.share)
		}
	}
	return kept, more, nil
}

// maxDropped bounds how far a search looks behind documents that the filter by
// day drops: the longest list has some 20,000 parties, ended ones included.
const maxDropped = 20_000

// put keeps a candidate with the better of two floors. share is its part of
// the tier's best score.
func (s *search) put(t *tier, at docAt, id string, b *body, share float64) {
	floor := t.floor
	if t.part {
		floor *= share
	}
	c := s.pool[id]
	if c == nil {
		c = &candidate{id: id, at: at, body: b, tier: t, floor: floor, like: s.best(b)}
		s.pool[id] = c
	} else if floor > c.floor {
		c.tier, c.floor = t, floor
	}
	c.rate()
}

// rate makes the score: what the names show, or what the tier that found the
// document is worth by itself.
func (c *candidate) rate() { c.score = math.Round(max(c.floor, c.like.score)*1e4) / 1e4 }

// hits ranks the pool.
func (s *search) hits() []Hit {
	var all []*candidate
	best := 0.0
	for _, c := range s.pool {
		best = max(best, c.score)
	}
	for _, c := range s.pool {
		if c.score >= max(minScore, besideBest*best) && (c.floor >= minScore || c.like.tells()) {
			all = append(all, c)
			if s.tally != nil {
				s.tally[c.at.part].Add(c.at.doc)
			}
		}
	}
	slices.SortFunc(all, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.like.score, a.like.score), cmp.Compare(a.id, b.id))
	})
	all = all[min(len(all), s.q.Offset):min(len(all), s.q.Offset+s.q.Limit)]
	out := make([]Hit, len(all))
	for i, c := range all {
		h := Hit{Rank: s.q.Offset + i + 1, Name: c.body.Name, Kind: c.body.Kind, Country: c.body.Country, Date: c.body.Date, Score: c.score, Why: s.why(c)}
		if s.q.Shipments {
			h.Record = engine.RecordID(c.body.Record)
		} else {
			h.Entity = engine.EntityID(c.id)
		}
		if c.like.name != nil && c.like.score >= minScore {
			h.Matched = c.like.name.Text
		}
		h.Listed = c.body.listed()
		h.By, h.Pieces = s.shown(c, h.Matched)
		out[i] = h
	}
	return out
}
