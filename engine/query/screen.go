package query

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/screen"
)

// ScreenOptions say how lines are screened. All of them change the result.
type ScreenOptions struct {
	AsOf    engine.Date     // the day of the verdicts; zero: each line's own date
	Volumes []screen.Volume // what was shipped for end use in the United States, by the user's figures
}

// Screening screens lines over one state of the store. Where the store has
// licences, the claims of all lines are settled before the first line is
// screened: see Claims. After that Facts and Line may be called from several
// goroutines.
type Screening struct {
	q         *Query
	o         ScreenOptions
	screener  *screen.Screener
	book      *screen.Book
	approvals []screen.Approval
	snapshot  string
	watch     *watch
	doors     *listedDoors
	trail     *screen.Trail
	past      *past

	mu    sync.Mutex // guards known
	known map[companyKey]*front.Facts
	deep  map[companyKey]*front.Facts // with kin, officers and former stakes

	parties  memory[[]screen.Party] // of lines, by content and day
	rests    memory[Rests]          // of entities, by id and day
	looked   memory[looked]         // of parties of lines, by content
	compared memory[compared]       // the same: whom they were compared with
}

// NewScreening begins a screening. It reads every licence and, the first time
// after a change, every listed party: about a second for 30,000 of them.
func (q *Query) NewScreening(o ScreenOptions) (*Screening, error) {
	s := &Screening{q: q, o: o, known: make(map[companyKey]*front.Facts), deep: make(map[companyKey]*front.Facts), snapshot: fmt.Sprintf("change-%d", q.st.Seq())}
	var err error
	if s.screener, err = screen.New(screen.Options{Dictionary: q.products}); err != nil {
		return nil, err
	}
	if s.watch, err = q.watching(); err != nil {
		return nil, err
	}
	if s.doors, err = newListedDoors(q); err != nil {
		return nil, err
	}
	s.doors.asOf = o.AsOf
	if s.past, err = newPast(q, s.screener); err != nil {
		return nil, err
	}
	s.trail = screen.NewTrail()
	if s.approvals, err = q.Approvals(o.AsOf); err != nil {
		return nil, err
	}
	s.book = screen.NewBook(s.approvals, o.Volumes...)
	return s, nil
}

// Line screens the facts of one line.
func (s *Screening) Line(f *screen.Facts) screen.Result { return s.screener.Line(f) }

// Facts gathers what one record of a manifest is screened on: its first
// shipment, or, where it has none, its parties as counterparties. Cost: some
// twenty readings of the store a party that was not met before.
func (s *Screening) Facts(rec *engine.Record, line int64) (*screen.Facts, error) {
	f := &screen.Facts{Line: line, ID: rec.ID.Key(), AsOf: s.o.AsOf, Book: s.book, Snapshot: s.snapshot, Trail: s.trail}
	if len(rec.Shipments) > 0 {
		f.Shipment = rec.Shipments[0]
		if f.Shipment.ID != "" {
			f.ID = f.Shipment.ID
		}
	} else {
		f.OnList = true
		for i := range rec.Parties {
			f.Shipment.Parties = append(f.Shipment.Parties, engine.ShipmentParty{Role: engine.Buyer, Party: rec.Parties[i].ID})
		}
	}
	if f.AsOf == 0 {
		f.AsOf = f.Shipment.Date.Latest()
	}
	if err := s.Dated(rec); err != nil {
		return nil, err
	}
	f.Goods = s.screener.Goods(&f.Shipment)
	for _, sp := range f.Shipment.Parties {
		parties, err := s.remembered(sp, rec.Party(sp.Party), f.AsOf)
		if err != nil {
			return nil, err
		}
		f.Parties = append(f.Parties, parties...)
	}
	if err := s.deepen(f); err != nil {
		return nil, err
	}
	return f, s.past.fill(f)
}

// maxCandidates is how many entities a party of a line is compared with in
// full: the one that it is taken to be, and those that it might be instead.
const maxCandidates = 5

// party finds who a party of a line is. Besides the likeliest entity, others
// that it might be are given where a rule catches them: an honest namesake
// that scores higher must not hide a listed one.
func (s *Screening) party(sp engine.ShipmentParty, p *engine.Party, asOf engine.Date) ([]screen.Party, error) {
	if p == nil {
		return s.named(sp, asOf)
	}
	told := spoken(p)
	prepared := norm.Prepare(told)
	first := screen.Party{Role: sp.Role, Text: p.Name(), Country: countryOf(prepared), Band: engine.Different, Tie: s.q.tieOf(told)}
	found, likeliest, err := s.find(prepared)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		first.Nearest, err = s.nearest(prepared, likeliest)
		s.place(&first, prepared)
		return []screen.Party{first}, err
	}
	var out []screen.Party
	for i, c := range found {
		if i > 0 && out[0].Band == engine.Same {
			break
		}
		facts, err := s.company(c.Entity, asOf)
		if err != nil {
			return nil, err
		}
		lists, err := s.listsOf(c.Entity, asOf)
		if err != nil {
			return nil, err
		}
		if i > 0 && len(lists) == 0 && !caught(facts.Verdicts) {
			continue
		}
		x := first
		x.Entity, x.Name, x.Probability, x.Band, x.Company, x.Lists = c.Entity, facts.Name, c.Match.Probability, c.Match.Band, facts, lists
		s.place(&x, prepared)
		out = append(out, x)
	}
	return out, nil
}

// named is a party that the line refers to by the id of a record in the store.
func (s *Screening) named(sp engine.ShipmentParty, asOf engine.Date) ([]screen.Party, error) {
	x := screen.Party{Role: sp.Role, Text: string(sp.Party), Band: engine.Different}
	id, err := s.q.st.EntityOf(sp.Party)
	if errors.Is(err, engine.NotFound) {
		return []screen.Party{x}, nil
	}
	if err != nil {
		return nil, err
	}
	facts, err := s.company(id, asOf)
	if err != nil {
		return nil, err
	}
	if x.Lists, err = s.listsOf(id, asOf); err != nil {
		return nil, err
	}
	x.Entity, x.Name, x.Country, x.Probability, x.Band, x.Company = id, facts.Name, facts.Country, 1, engine.Same, facts
	s.place(&x, nil)
	return []screen.Party{x}, nil
}

// listsOf are the lists that an entity stands, or may stand, on on a day,
// sorted.
func (s *Screening) listsOf(id engine.EntityID, asOf engine.Date) ([]engine.ListID, error) {
	f, err := s.q.factsOf(id)
	if err != nil {
		return nil, err
	}
	var out []engine.ListID
	for _, l := range f.listings {
		if engine.Covers(l.From, l.Until, asOf) != engine.No {
			out = append(out, l.List)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// caught reports whether any rule but the headquarters test catches the
// entity, or might.
func caught(vs []own.Verdict) bool {
	for _, v := range vs {
		if v.Verdict == own.Yes && v.Test != own.Seat {
			return true
		}
	}
	return false
}

// countryOf is the country that a party's row gives for it.
func countryOf(p *norm.Prepared) string {
	if len(p.Countries) > 0 {
		return p.Countries[0]
	}
	return ""
}

// Remembers reports whether a line depends on those before it, and they on it:
// it is of goods that are, or may hide, accelerators. All others come out the
// same in any order and company, but for the licences that they draw on. Cheap:
// it reads the goods and nothing else.
func (s *Screening) Remembers(rec *engine.Record) bool {
	return len(rec.Shipments) > 0 && screen.Sensitive(s.screener.Goods(&rec.Shipments[0]))
}
