package query

import (
	"errors"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/goods"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/screen"
)

// companyKey is an entity on a day.
type companyKey struct {
	entity engine.EntityID
	asOf   engine.Date
}

// maxCompanies bounds how many entities' answers a Screening remembers; each
// takes some 5 KB.
const maxCompanies = 50_000

// company gathers what the signs of a front are made from: owners, verdicts,
// age, and how many others sit at the same door.
func (s *Screening) company(id engine.EntityID, asOf engine.Date) (*front.Facts, error) {
	k := companyKey{id, asOf}
	s.mu.Lock()
	known := s.known[k]
	s.mu.Unlock()
	if known != nil {
		return known, nil
	}
	f, err := s.q.Company(id, asOf)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) >= maxCompanies {
		clear(s.known)
	}
	s.known[k] = f
	return f, nil
}

// Company is what the signs of a front company are made from, on a day. Cost:
// a walk to the top, and a reading of the postings of its addresses.
func (q *Query) Company(id engine.EntityID, asOf engine.Date) (*front.Facts, error) {
	fs, err := q.factsOf(id)
	if err != nil {
		return nil, err
	}
	up, err := q.Upstream(id)
	if err != nil {
		return nil, err
	}
	tree, err := up.Graph.Trace(id, asOf, own.TraceOptions{})
	if err != nil {
		return nil, err
	}
	f := &front.Facts{Entity: id, Name: fs.fact.Name, Country: fs.fact.Country, Kind: fs.fact.Kind, AsOf: asOf, Born: fs.born, Tree: &tree, AgentSeen: true,
		Business: fs.business, Notes: fs.notes, Capital: capitalOf(fs.notes)}
	if f.Verdicts, err = q.judge(up, id, asOf, nil, nil); err != nil {
		return nil, err
	}
	if err = q.ties(f, fs.names); err != nil {
		return nil, err
	}
	if f.Agent, err = q.agentOf(id, asOf); err != nil {
		return nil, err
	}
	return f, q.crowd(f, fs.doors)
}

// crowd counts the entities at each of an entity's doors, and keeps the door
// with the most. Where the store keeps only the number of parties, since there
// are very many, that number stands.
func (q *Query) crowd(f *front.Facts, doors []door) error {
	for _, d := range doors {
		p, err := q.st.Posting(d.key)
		if errors.Is(err, engine.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		n := p.Count
		if len(p.Parties) > 0 {
			there := make(map[engine.EntityID]bool, len(p.Parties))
			for _, party := range p.Parties {
				e, err := q.st.EntityOf(party)
				if err != nil && !errors.Is(err, engine.NotFound) {
					return err
				}
				there[e] = true
			}
			n = len(there)
		}
		if n > f.UnitCount {
			f.Unit, f.UnitCount = d.text, n
		}
	}
	return nil
}

// agentOf is the name of whoever acts as an entity's agent on the day, if a
// source says so.
func (q *Query) agentOf(id engine.EntityID, asOf engine.Date) (string, error) {
	stakes, err := q.st.StakesByOwned(id)
	if err != nil {
		return "", err
	}
	for _, s := range stakes {
		if s.Kind == engine.Agent && s.Owner != "" && engine.Covers(s.From, s.Until, asOf) != engine.No {
			fs, err := q.factsOf(s.Owner)
			if err != nil {
				return "", err
			}
			return fs.fact.Name, nil
		}
	}
	return "", nil
}

// capitalOf is the registered capital that a source's note tells, in rough
// dollars; 0 where none does.
func capitalOf(notes []string) float64 {
	for _, n := range notes {
		word, rest, ok := strings.Cut(n, ":")
		switch w := strings.ToLower(strings.TrimSpace(word)); {
		case !ok:
		case strings.Contains(w, "capital") || strings.Contains(w, "注册资本"):
			if v, ok := goods.Dollars(rest); ok {
				return v
			}
		}
	}
	return 0
}

// deepen looks closer at whoever gets accelerators: at its kin, its officers and
// its former holders. Of other lines nobody asks.
func (s *Screening) deepen(f *screen.Facts) error {
	if !screen.Sensitive(f.Goods) {
		return nil
	}
	for i := range f.Parties {
		p := &f.Parties[i]
		if p.Company == nil || p.Band == engine.Different || p.Role == engine.Shipper || p.Role == engine.Seller || p.Role == engine.Carrier {
			continue
		}
		k := companyKey{p.Entity, f.AsOf}
		s.mu.Lock()
		known := s.deep[k]
		s.mu.Unlock()
		if known == nil {
			facts := *p.Company
			if err := s.q.deepen(&facts); err != nil {
				return err
			}
			known = &facts
			s.mu.Lock()
			if len(s.deep) >= maxCompanies/5 {
				clear(s.deep)
			}
			s.deep[k] = known
			s.mu.Unlock()
		}
		p.Company = known
	}
	return nil
}
