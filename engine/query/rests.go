package query

import (
	"errors"
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/screen"
)

// Rests is what the result of a line rests on: as long as none of it changes,
// the line says the same.
type Rests struct {
	Entities []engine.EntityID `cbor:"1,keyasint,omitempty"` // whom its parties may be, and everyone above them; sorted
	Keys     []uint64          `cbor:"2,keyasint,omitempty"` // of the addresses, phones and numbers of those; sorted
	Listed   uint64            `cbor:"3,keyasint,omitempty"` // hash of the listed parties that its names are like
	Until    engine.Date       `cbor:"4,keyasint,omitempty"` // the first day on which the same facts may say something else; 0 is never
	Linked   bool              `cbor:"5,keyasint,omitempty"` // it draws on licences, or looks at other lines
	Found    uint64            `cbor:"6,keyasint,omitempty"` // hash of whom its parties may be, and how surely
	Near     uint64            `cbor:"7,keyasint,omitempty"` // hash of the listed parties at its addresses, and at those of Selves
	Selves   []engine.EntityID `cbor:"8,keyasint,omitempty"` // whom its parties are taken for; sorted
}

// looked is what a party's own words lead to.
type looked struct {
	keys   []uint64 // blocking keys, and those of its values, of all its readings; sorted
	doors  []door   // of its addresses
	listed uint64
}

// Rests gathers what a line rests on.
func (s *Screening) Rests(rec *engine.Record, f *screen.Facts) (Rests, error) {
	out := Rests{Until: s.ruleDay(f.AsOf), Linked: s.Linked(rec)}
	for i := range f.Parties {
		id := f.Parties[i].Entity
		if id == "" {
			continue
		}
		r, err := s.entityRests(id, f.AsOf)
		if err != nil {
			return out, err
		}
		out.add(r)
		out.Selves = append(out.Selves, id)
	}
	slices.Sort(out.Selves)
	out.Selves = slices.Compact(out.Selves)
	var err error
	if out.Near, err = s.near(rec, out.Selves); err != nil {
		return out, err
	}
	for i := range rec.Parties {
		found, err := s.candidates(&rec.Parties[i])
		if err != nil {
			return out, err
		}
		out.Entities = append(out.Entities, found.entities...)
		out.Found += found.sum
		out.Listed += s.look(&rec.Parties[i]).listed
	}
	slices.Sort(out.Entities)
	out.Entities = slices.Compact(out.Entities)
	slices.Sort(out.Keys)
	out.Keys = slices.Compact(out.Keys)
	if s.o.AsOf == 0 {
		out.Until = 0 // each line has its own day, which does not move
	}
	return out, nil
}

// Linked reports whether a line may draw on licences or look at other lines.
func (s *Screening) Linked(rec *engine.Record) bool {
	return s.Remembers(rec) || len(rec.Shipments) > 0 && s.screener.Concerns(s.book, &rec.Shipments[0])
}

func (r *Rests) add(x Rests) {
	r.Entities = append(r.Entities, x.Entities...)
	r.Keys = append(r.Keys, x.Keys...)
	if x.Until != 0 && (r.Until == 0 || x.Until < r.Until) {
		r.Until = x.Until
	}
}

// look finds what a party's words lead to, remembered by its content.
func (s *Screening) look(p *engine.Party) looked {
	key, err := partyKey(p, 0)
	if err == nil {
		if l, ok := s.looked.get(key); ok {
			return l
		}
	}
	own := norm.Prepare(spoken(p))
	prepared := s.watch.readings(own)
	all, full, _ := s.watch.candidates(prepared)
	h := fnv.New64a()
	for _, list := range [][]engine.PartyID{all, full} {
		for _, id := range list {
			h.Write([]byte(id))
			h.Write([]byte{0})
		}
		h.Write([]byte{1})
	}
	l := looked{listed: h.Sum64(), doors: doorsOf(own)}
	if len(all) == 0 {
		l.listed = 0
	}
	l.keys = append(slices.Clone(block.Keys(prepared)), values(prepared)...)
	slices.Sort(l.keys)
	l.keys = slices.Compact(l.keys)
	if err == nil {
		s.looked.set(key, l)
	}
	return l
}

// values are the keys of a party's addresses, phones, mail addresses, domains
// and numbers.
func values(p *norm.Prepared) []uint64 {
	a, b, c, d := block.Values(p)
	var out []uint64
	for _, list := range [][]uint64{a, b, c, d, block.Numbers(p)} {
		for _, k := range list {
			if k != 0 {
				out = append(out, k)
			}
		}
	}
	return out
}

// compared is whom a party of a line was compared with in full.
type compared struct {
	entities []engine.EntityID
	sum      uint64 // of them, with how surely each is the party
}

// candidates are the entities that a party of a line was compared with in full,
// remembered by its content.
func (s *Screening) candidates(p *engine.Party) (compared, error) {
	key, err := partyKey(p, 0)
	if err != nil {
		return compared{}, err
	}
	if out, ok := s.compared.get(key); ok {
		return out, nil
	}
	found, _, err := s.find(norm.Prepare(spoken(p)))
	if err != nil {
		return compared{}, err
	}
	var out compared
	h := fnv.New64a()
	for _, c := range found {
		out.entities = append(out.entities, c.Entity)
		fmt.Fprintf(h, "%s %s %x\n", c.Entity, c.Match.Band, c.Match.Probability)
	}
	if len(found) > 0 {
		out.sum = h.Sum64()
	}
	s.compared.set(key, out)
	return out, nil
}

// entityRests is what is said of an entity on a day rests on, remembered.
func (s *Screening) entityRests(id engine.EntityID, asOf engine.Date) (Rests, error) {
	key := string(id) + "\x00" + asOf.String()
	if r, ok := s.rests.get(key); ok {
		return r, nil
	}
	r, err := s.q.restsOf(id, asOf)
	if err == nil {
		s.rests.set(key, r)
	}
	return r, err
}

// restsOf walks to the top once more and notes whom it meets, and the next day
// on which a stake or a listing begins or ends.
func (q *Query) restsOf(id engine.EntityID, asOf engine.Date) (Rests, error) {
	up, err := q.Upstream(id)
	if err != nil {
		return Rests{}, err
	}
	r := Rests{Entities: slices.Clone(up.Entities)}
	for _, e := range up.Entities {
		f, err := q.factsOf(e)
		if errors.Is(err, engine.NotFound) {
			continue
		}
		if err != nil {
			return r, err
		}
		stakes, err := q.st.StakesByOwned(e)
		if err != nil {
			return r, err
		}
		for i := range stakes {
			r.turns(asOf, stakes[i].From, stakes[i].Until)
		}
		for i := range f.listings {
			r.turns(asOf, f.listings[i].From, f.listings[i].Until)
		}
	}
	f, err := q.factsOf(id)
	if err != nil {
		return r, err
	}
	for _, p := range f.entity.Parties {
		party, _, err := q.st.Party(p)
		if err != nil && !errors.Is(err, engine.NotFound) {
			return r, err
		}
		if err == nil {
			r.Keys = append(r.Keys, values(norm.Prepare(party))...)
		}
	}
	if f.born != 0 && f.born.Earliest().Time().AddDate(ages, 0, 0).After(asOf.Earliest().Time()) {
		r.turns(asOf, asOf.Earliest()+1, 0) // its age says something else every day
	}
	return r, nil
}

// ages is how many years a company's age counts among the signs, with room to
// spare: the longest that a sign looks at is two.
const ages = 5

// turns notes the days after asOf on which something begins or ends.
func (r *Rests) turns(asOf engine.Date, days ...engine.Date) {
	for _, d := range days {
		if d = d.Earliest(); d > asOf.Latest() && (r.Until == 0 || d < r.Until) {
			r.Until = d
		}
	}
}

// ruleDay is the first day after asOf on which some rule begins or ends; 0 is
// none.
func (s *Screening) ruleDay(asOf engine.Date) engine.Date {
	var r Rests
	for _, rule := range own.Rules() {
		r.turns(asOf, rule.From, rule.Until)
	}
	return r.Until
}

// Touches tells whether a line may say something else than it did, as known from
// what it rested on, and what gave cause. Where a changed record only has a key
// in common with a party of the line, or a listed name is like it, the party is
// looked up again: most often it is whom it was.
func (d *Delta) Touches(s *Screening, rec *engine.Record, was *Rests) ([]Cause, bool, error) {
	var sure, perhaps []Cause
	touched, look := was.Linked, false
	if d.All != "" {
		sure, touched = appendCauses(sure, []Cause{{Kind: d.AllKind, What: d.All}}), true
	}
	for _, e := range was.Entities {
		if c, ok := d.Entities[e]; ok {
			sure, touched = appendCauses(sure, c), true
		}
	}
	for _, k := range was.Keys {
		if c, ok := d.Keys[k]; ok {
			sure, touched = appendCauses(sure, c), true
		}
	}
	if was.Until != 0 && s.o.AsOf >= was.Until {
		sure, touched = appendCauses(sure, []Cause{{Kind: CauseDay, What: was.Until.String()}}), true
	}
	for i := range rec.Shipments {
		for _, sp := range rec.Shipments[i].Parties {
			if c, ok := d.Records[sp.Party.Record()]; ok {
				sure, touched = appendCauses(sure, c), true
			}
		}
	}
	var listed uint64
	for i := range rec.Parties {
		l := s.look(&rec.Parties[i])
		listed += l.listed
		for _, k := range l.keys {
			if c, ok := d.Keys[k]; ok {
				perhaps, look = appendCauses(perhaps, c), true
			}
		}
	}
	if listed != was.Listed {
		perhaps, look = appendCauses(perhaps, d.Lists), true
	}
	if near, err := s.near(rec, was.Selves); err != nil {
		return nil, false, err
	} else if near != was.Near {
		sure, touched = appendCauses(sure, d.Lists), true
	}
	if look {
		var sum uint64
		for i := range rec.Parties {
			found, err := s.candidates(&rec.Parties[i])
			if err != nil {
				return nil, false, err
			}
			sum += found.sum
			for _, e := range found.entities {
				sure = appendCauses(sure, d.Entities[e])
			}
		}
		touched = touched || sum != was.Found
	}
	if len(sure) == 0 {
		sure = perhaps
	}
	return sure, touched, nil
}

// maxCauses is how many causes an alert names: more help nobody.
const maxCauses = 8
