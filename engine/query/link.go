package query

import (
	"cmp"
	"errors"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/store"
)

// LinkKind says what joins two entities. Interests have their own kinds:
// shares, officer, family …
type LinkKind string

// The kinds of link that are no interests.
const (
	LinkPossible LinkKind = LinkKind(own.PossiblySame)
	LinkAddress  LinkKind = "same address"
	LinkPhone    LinkKind = "same phone"
	LinkEmail    LinkKind = "same e-mail"
	LinkDomain   LinkKind = "same domain"
	LinkShipment LinkKind = "shipment"
)

// Link is one step between two entities.
type Link struct {
	From     engine.EntityID   `json:"from"`
	FromName string            `json:"from_name"`
	To       engine.EntityID   `json:"to"`
	ToName   string            `json:"to_name"`
	Kind     LinkKind          `json:"kind"`
	Owner    engine.EntityID   `json:"owner,omitempty"` // which of the two holds the interest
	Share    engine.Share      `json:"share,omitzero"`
	Since    engine.Date       `json:"since,omitempty"`
	Until    engine.Date       `json:"until,omitempty"`
	Value    string            `json:"value,omitempty"` // the address, number or shipment that both have
	Sources  []engine.RecordID `json:"sources,omitempty"`
}

// cost orders links: an interest says more than an address in common.
func (l *Link) cost() int {
	switch l.Kind {
	case LinkPossible:
		return 5
	case LinkPhone, LinkEmail:
		return 6
	case LinkAddress, LinkDomain:
		return 7
	case LinkShipment:
		return 9
	}
	if engine.InterestKind(l.Kind).Office() {
		return 4
	}
	return 3
}

// maxFan is how many entities may share a value, or ship with one, before it
// is generic: a hub that links everybody links nobody.
const maxFan = 200

// linker finds the links of entities on a day.
type linker struct {
	q    *Query
	o    PathOptions
	hubs map[string]bool // values that were not walked, for people
}

// stood reports whether a link stood, or may have stood, on the day that is
// asked about; at any time where none is.
func (l *linker) stood(from, until engine.Date) bool {
	return l.o.AsOf == 0 || engine.Covers(from, until, l.o.AsOf) != engine.No
}

// links are all links of one entity, in the order in which they are found.
func (l *linker) links(id engine.EntityID) ([]Link, error) {
	f, err := l.q.factsOf(id)
	if errors.Is(err, engine.NotFound) {
		return nil, nil // an owner that was dropped since its stake was written
	}
	if err != nil {
		return nil, err
	}
	out, err := l.interests(id, nil)
	if err != nil {
		return nil, err
	}
	if !l.o.Certain {
		for _, p := range f.fact.Possible {
			out = append(out, Link{From: id, To: p, Kind: LinkPossible})
		}
	}
	for _, pid := range f.entity.Parties {
		for _, find := range []func(engine.EntityID, engine.PartyID, []Link) ([]Link, error){l.claims, l.values, l.shipments} {
			if out, err = find(id, pid, out); err != nil {
				return nil, err
			}
		}
	}
	return slices.DeleteFunc(out, func(x Link) bool { return x.To == "" || x.To == id }), nil
}

// interests are the stakes up and down.
func (l *linker) interests(id engine.EntityID, out []Link) ([]Link, error) {
	for _, read := range []func(engine.EntityID) ([]engine.Stake, error){l.q.st.StakesByOwned, l.q.st.StakesByOwner} {
		stakes, err := read(id)
		if err != nil {
			return nil, err
		}
		for _, s := range stakes {
			to := s.Owner
			if to == id {
				to = s.Owned
			}
			if s.Kind.Office() || !l.stood(s.From, s.Until) {
				continue
			}
			out = append(out, Link{From: id, To: to, Kind: LinkKind(s.Kind), Owner: s.Owner, Share: s.Share, Since: s.From, Until: s.Until, Sources: s.Sources})
		}
	}
	return out, nil
}

// claims are the offices and the like, which are no stakes.
func (l *linker) claims(id engine.EntityID, pid engine.PartyID, out []Link) ([]Link, error) {
	for _, read := range []func(engine.PartyID) ([]store.Claim, error){l.q.st.ClaimsByOwned, l.q.st.ClaimsByOwner} {
		claims, err := read(pid)
		if err != nil {
			return nil, err
		}
		for _, c := range claims {
			if !c.Kind.Office() || !l.stood(c.From, c.Until) {
				continue
			}
			link := Link{From: id, Kind: LinkKind(c.Kind), Since: c.From, Until: c.Until, Value: c.Role, Sources: []engine.RecordID{c.Record}}
			other := c.Owner
			if other == pid {
				other, link.Owner = c.Owned, id
			}
			if link.To, err = l.entity(other); err != nil {
				return nil, err
			}
			if link.Owner == "" {
				link.Owner = link.To
			}
			out = append(out, link)
		}
	}
	return out, nil
}

// values are the parties at the same address, telephone and so on, of values
// that few have.
func (l *linker) values(id engine.EntityID, pid engine.PartyID, out []Link) ([]Link, error) {
	party, rec, err := l.q.st.Party(pid)
	if errors.Is(err, engine.NotFound) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	p := norm.Prepare(party)
	doors, phones, emails, domains := block.Values(p)
	texts := make([]string, len(p.Addresses))
	for i := range p.Addresses {
		texts[i] = p.Addresses[i].Text
	}
	for _, v := range []struct {
		kind  LinkKind
		keys  []uint64
		texts []string
	}{{LinkAddress, doors, texts}, {LinkPhone, phones, p.Phones}, {LinkEmail, emails, p.Emails}, {LinkDomain, domains, p.Domains}} {
		for i, key := range v.keys {
			if key == 0 {
				continue
			}
			holders, generic, err := l.q.st.Postings(key)
			if err != nil {
				return nil, err
			}
			if generic || len(holders) > maxFan {
				l.hubs[string(v.kind)+": "+v.texts[i]] = true
				continue
			}
			for _, h := range holders {
				to, err := l.entity(h)
				if err != nil {
					return nil, err
				}
				out = append(out, Link{From: id, To: to, Kind: v.kind, Value: v.texts[i], Sources: sorted(rec.ID, h.Record())})
			}
		}
	}
	return out, nil
}

// shipments are the other parties of the shipments of one.
func (l *linker) shipments(id engine.EntityID, pid engine.PartyID, out []Link) ([]Link, error) {
	records, err := l.q.st.ShipmentsOf(pid)
	if err != nil {
		return nil, err
	}
	if len(records) > maxFan {
		l.hubs["shipments of "+string(pid)] = true
		return out, nil
	}
	for _, r := range records {
		rec, err := l.q.st.Record(r)
		if err != nil {
			return nil, err
		}
		for i := range rec.Shipments {
			s := &rec.Shipments[i]
			if !slices.ContainsFunc(s.Parties, func(p engine.ShipmentParty) bool { return p.Party == pid }) {
				continue
			}
			for _, p := range s.Parties {
				to, err := l.entity(p.Party)
				if err != nil {
					return nil, err
				}
				out = append(out, Link{From: id, To: to, Kind: LinkShipment, Since: s.Date, Value: string(p.Role) + " of " + s.ID, Sources: []engine.RecordID{r}})
			}
		}
	}
	return out, nil
}

// Offices are who acts for an entity, or for whom it acts: officers, agents,
// families, associates and successors, of all times, in the order of the
// other's name.
func (q *Query) Offices(id engine.EntityID) ([]Link, error) {
	e, err := q.st.Entity(id)
	if err != nil {
		return nil, err
	}
	l := &linker{q: q, hubs: map[string]bool{}}
	var out []Link
	for _, p := range e.Parties {
		if out, err = l.claims(e.ID, p, out); err != nil {
			return nil, err
		}
	}
	out = slices.DeleteFunc(out, func(x Link) bool { return x.To == "" || x.To == e.ID })
	for i := range out {
		out[i].FromName, out[i].ToName = e.Name, q.nameOf(out[i].To)
	}
	slices.SortStableFunc(out, func(a, b Link) int {
		return cmp.Or(cmp.Compare(a.ToName, b.ToName), cmp.Compare(a.To, b.To), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Since, b.Since), cmp.Compare(a.Value, b.Value))
	})
	return slices.CompactFunc(out, func(a, b Link) bool { return a.key() == b.key() && a.Owner == b.Owner && a.Since == b.Since }), nil
}

// entity is a party's entity, "" if it has none.
func (l *linker) entity(p engine.PartyID) (engine.EntityID, error) {
	if p == "" {
		return "", nil
	}
	id, err := l.q.st.EntityOf(p)
	if errors.Is(err, engine.NotFound) {
		return "", nil
	}
	return id, err
}

func sorted(a, b engine.RecordID) []engine.RecordID {
	out := []engine.RecordID{a, b}
	slices.Sort(out)
	return slices.Compact(out)
}
