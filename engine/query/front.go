package query

import (
	"cmp"
	"errors"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/own"
)

// Front is how much a company looks like the front of another on a day, and
// why: its signs, what could not be looked for, and who may be controlled with it.
type Front struct {
	Entity  engine.EntityID `json:"entity"`
	Name    string          `json:"name"`
	AsOf    engine.Date     `json:"as_of"`
	Score   float64         `json:"score"` // 0 to 1; ranks companies for a look, and is no finding
	Prior   float64         `json:"prior"` // bits
	Signs   []front.Sign    `json:"signs"` // those that count: the strongest of each family
	Others  []front.Sign    `json:"others,omitempty"`
	Missing []front.Lack    `json:"missing,omitempty"`
	Kin     []front.Kin     `json:"possibly_controlled_with,omitempty"`
}

// Front scores an entity. A person or a state has no signs. Cost: a walk to the
// top, and the postings of what the entity shares; some milliseconds.
func (q *Query) Front(id engine.EntityID, asOf engine.Date) (*Front, error) {
	f, err := q.Company(id, asOf)
	if err != nil {
		return nil, err
	}
	deep := *f
	if err := q.deepen(&deep); err != nil {
		return nil, err
	}
	out := &Front{Entity: id, Name: f.Name, AsOf: asOf, Prior: front.Prior}
	var all []front.Sign
	all, out.Missing = front.Signs(&deep)
	out.Score, out.Signs = front.Score(all)
	for _, s := range all {
		if !slices.Contains(out.Signs, s) {
			out.Others = append(out.Others, s)
		}
	}
	for _, k := range deep.Kin {
		if k.Bits >= front.Controlled {
			out.Kin = append(out.Kin, k)
		}
	}
	return out, nil
}

// maxKin bounds the companies that are told, and maxOfficers the officers whose
// other offices are read.
const (
	maxKin      = 50
	maxOfficers = 20
)

// deepen adds what costs more than the walk to the top: kin, officers, former
// stakes.
func (q *Query) deepen(f *front.Facts) error {
	fs, err := q.factsOf(f.Entity)
	if err != nil {
		return err
	}
	l := &linker{q: q, o: PathOptions{AsOf: f.AsOf}, hubs: map[string]bool{}}
	var links []Link
	for _, pid := range fs.entity.Parties {
		if links, err = l.claims(f.Entity, pid, links); err != nil {
			return err
		}
		if links, err = l.values(f.Entity, pid, links); err != nil {
			return err
		}
	}
	kin := map[engine.EntityID]*front.Kin{}
	holders := map[string]map[engine.EntityID]bool{}
	add := func(to engine.EntityID, kind, value string, sources []engine.RecordID) {
		if to == "" || to == f.Entity {
			return
		}
		k := kin[to]
		if k == nil {
			k = &front.Kin{Entity: to}
			kin[to] = k
		}
		if holders[kind+value] == nil {
			holders[kind+value] = map[engine.EntityID]bool{}
		}
		holders[kind+value][to] = true
		if !slices.ContainsFunc(k.Shared, func(s front.Shared) bool { return s.Kind == kind && s.Value == value }) {
			k.Shared = append(k.Shared, front.Shared{Kind: kind, Value: value, Sources: sources})
		}
	}
	var officers []engine.EntityID
	for _, x := range links {
		switch {
		case x.Kind == LinkAddress || x.Kind == LinkPhone || x.Kind == LinkEmail || x.Kind == LinkDomain:
			add(x.To, string(x.Kind), x.Value, x.Sources)
		case (x.Kind == LinkKind(engine.Officer) || x.Kind == LinkKind(engine.Agent)) && x.Owner == x.To && x.To != "" && !slices.Contains(officers, x.To) && len(officers) < maxOfficers:
			officers = append(officers, x.To)
			if err := q.offices(f, x, add); err != nil {
				return err
			}
		}
	}
	f.KinSeen, f.Website = true, fs.website
	if f.Kin, err = q.weighKin(f, kin, holders); err != nil {
		return err
	}
	return q.transfers(f)
}

// offices adds the other companies of an officer or agent.
func (q *Query) offices(f *front.Facts, x Link, add func(engine.EntityID, string, string, []engine.RecordID)) error {
	seen := map[engine.EntityID]bool{f.Entity: true}
	for _, pid := range q.Members(x.To) {
		claims, err := q.st.ClaimsByOwner(pid)
		if err != nil {
			return err
		}
		for _, c := range claims {
			if c.Kind != engine.Officer && c.Kind != engine.Agent || engine.Covers(c.From, c.Until, f.AsOf) == engine.No {
				continue
			}
			e, err := q.st.EntityOf(c.Owned)
			if errors.Is(err, engine.NotFound) {
				continue
			}
			if err != nil {
				return err
			}
			seen[e] = true
			if len(seen) <= maxFan {
				add(e, string(x.Kind), cmp.Or(x.ToName, q.nameOf(x.To)), []engine.RecordID{c.Record})
			}
		}
	}
	if x.Kind == LinkKind(engine.Officer) && len(seen) > f.Directorships {
		f.Directorships, f.Director = len(seen), q.nameOf(x.To)
	}
	return nil
}

// weighKin adds up what is shared, and gives the strongest.
func (q *Query) weighKin(f *front.Facts, kin map[engine.EntityID]*front.Kin, holders map[string]map[engine.EntityID]bool) ([]front.Kin, error) {
	var out []front.Kin
	for id, k := range kin {
		fs, err := q.factsOf(id)
		if errors.Is(err, engine.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if fs.entity.Kind == engine.Person || fs.entity.Kind == engine.State {
			continue
		}
		k.Name, k.Country, k.Born, k.Ended = fs.fact.Name, fs.fact.Country, fs.born, fs.ended
		for _, l := range fs.listings {
			if k.Listed == 0 || l.From != 0 && l.From < k.Listed {
				k.Listed = l.From
			}
			if engine.Covers(l.From, l.Until, f.AsOf) != engine.No && !slices.Contains(k.Lists, l.List) {
				k.Lists = append(k.Lists, l.List)
			}
		}
		slices.Sort(k.Lists)
		for i := range k.Shared {
			s := &k.Shared[i]
			s.Holders = len(holders[s.Kind+s.Value]) + 1
			s.Bits = front.Common(s.Kind, s.Holders)
		}
		slices.SortFunc(k.Shared, func(a, b front.Shared) int {
			return cmp.Or(cmp.Compare(b.Bits, a.Bits), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Value, b.Value))
		})
		k.Weigh(f.Born)
		out = append(out, *k)
	}
	slices.SortFunc(out, func(a, b front.Kin) int {
		return cmp.Or(cmp.Compare(b.Bits, a.Bits), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Entity, b.Entity))
	})
	return out[:min(len(out), maxKin)], nil
}

// transfers reads the stakes of all times, and when their owners were told.
func (q *Query) transfers(f *front.Facts) error {
	stakes, err := q.st.StakesByOwned(f.Entity)
	if err != nil {
		return err
	}
	f.TransfersSeen = true
	for _, s := range stakes {
		for _, r := range s.Sources {
			if rec, err := q.st.Record(r); err == nil {
				f.Newest = max(f.Newest, engine.DateOf(rec.Retrieved))
			}
		}
		if s.Owner == "" || s.Kind.Office() || s.Until == 0 || !s.Until.Exact() {
			continue
		}
		t := front.Transfer{Owner: q.nameOf(s.Owner), Share: s.Share, Day: s.Until, Ended: true}
		if fs, err := q.factsOf(s.Owner); err == nil {
			for _, l := range fs.listings {
				if t.Listed == 0 || l.From != 0 && l.From < t.Listed {
					t.Listed = l.From
				}
			}
		}
		f.Transfers = append(f.Transfers, t)
	}
	return nil
}

// ties finds what ties a company, or those above it, to armed forces.
func (q *Query) ties(f *front.Facts, names []string) error {
	lists, err := q.ListedOn(f.Entity, f.AsOf)
	if err != nil {
		return err
	}
	add := func(who string, names []string, lists []engine.ListID) {
		if t, ok := q.military.OnList(lists); ok {
			t.Who = who
			f.Ties = append(f.Ties, t)
		}
		for _, n := range names {
			if t, ok := q.military.Find(n); ok {
				t.Who = who
				f.Ties = append(f.Ties, t)
			}
		}
	}
	add(f.Name, names, lists)
	left := maxTied
	var up func([]own.Branch)
	up = func(branches []own.Branch) {
		for i := range branches {
			if left--; left < 0 {
				return
			}
			b := &branches[i]
			add(b.Name, []string{b.Name}, b.Lists)
			up(b.Owners)
		}
	}
	up(f.Tree.Owners)
	f.TiesSeen = true
	return nil
}

// maxTied bounds the owners whose names are looked at.
const maxTied = 200

// tieOf is the strongest tie to armed forces in the names of a party of a line,
// nil where there is none.
func (q *Query) tieOf(p *engine.Party) *front.MilitaryTie {
	var best *front.MilitaryTie
	for i := range p.Names {
		if t, ok := q.military.Find(p.Names[i].Text); ok && (best == nil || t.Entry.Weight > best.Entry.Weight) {
			t.Who = p.Names[i].Text
			best = &t
		}
	}
	return best
}
