package app

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/index"
)

// SameOfficer is the pivot over people: who acts for one entity, and for whom
// else.
const SameOfficer index.Pivot = "officer"

// Pivots are all ways to go from an entity to others.
func Pivots() []index.Pivot { return append(index.Pivots(), SameOfficer) }

// SameHit is an entity that shares something with another.
type SameHit struct {
	Rank    int              `json:"rank"`
	Entity  engine.EntityID  `json:"entity"`
	Name    string           `json:"name"`
	Kind    engine.Kind      `json:"kind,omitempty"`
	Country string           `json:"country,omitempty"`
	Listed  bool             `json:"listed,omitempty"`
	Lists   []engine.ListID  `json:"lists,omitempty"`
	By      index.Pivot      `json:"by"`
	Value   string           `json:"value"`             // what both have, as the entity asked about has it; an officer's name
	Officer engine.EntityID  `json:"officer,omitempty"` // whom both have
	Roles   []string         `json:"roles,omitempty"`   // of the officer in the entity that was found
	Since   engine.Date      `json:"since,omitempty"`
	Until   engine.Date      `json:"until,omitempty"`
	Records []engine.PartyID `json:"records"`
}

// SharedValue is something of the entity asked about, and how many others have
// it.
type SharedValue struct {
	By     index.Pivot     `json:"by"`
	Value  string          `json:"value"`
	Entity engine.EntityID `json:"officer,omitempty"`
	Others int             `json:"others"`
}

// SameResult is who shares something with an entity.
type SameResult struct {
	Entity engine.EntityID `json:"entity"`
	Name   string          `json:"name"`
	Hits   []SameHit       `json:"hits"`
	Values []SharedValue   `json:"values"` // what was asked with: none where the entity has no such thing
}

// Same finds who shares an address, a phone, an e-mail address, a domain or an
// officer with an entity; at most limit for each value, 0 being 50. An address
// is shared by who has the same door, or, where the entity's own names none,
// the same building. The day is that of Lists and of officers' terms; those of
// officers at any time count where it is zero.
//
// Errors: Invalid for a pivot that is none; NotFound for the entity.
func (a *App) Same(ctx context.Context, by index.Pivot, id engine.EntityID, asOf engine.Date, limit int) (*SameResult, error) {
	if !slices.Contains(Pivots(), by) {
		return nil, &engine.Error{Op: "same", ID: string(by), Code: engine.Invalid, Err: errors.New("no such pivot"), Hint: "want address, phone, email, domain or officer"}
	}
	if limit <= 0 {
		limit = 50
	}
	e, err := a.Store.Entity(id)
	if err != nil {
		return nil, err
	}
	out := &SameResult{Entity: e.ID, Name: e.Name}
	if by == SameOfficer {
		err = a.sameOfficers(out, e, asOf, limit)
	} else {
		err = a.sameValues(ctx, out, e, by, limit)
	}
	if err != nil {
		return nil, err
	}
	for i := range out.Hits {
		h := &out.Hits[i]
		h.Rank = i + 1
		if h.Lists, err = a.Query.ListedOn(h.Entity, asOf); err != nil {
			return nil, err
		}
		h.Records = a.Query.Members(h.Entity)
	}
	return out, nil
}

// sameValues looks the values of the entity up in the index.
func (a *App) sameValues(ctx context.Context, out *SameResult, e *engine.Entity, by index.Pivot, limit int) error {
	x, err := a.Index(ctx)
	if err != nil {
		return err
	}
	seen := map[index.Shared]bool{}
	for _, pid := range e.Parties {
		p, _, err := a.Store.Party(pid)
		if errors.Is(err, engine.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		for _, v := range index.SharedOf(p) {
			if v.Pivot != by || seen[v.Key()] {
				continue
			}
			seen[v.Key()] = true
			hits, total, err := x.Sharing(ctx, v, limit+1)
			if err != nil {
				return err
			}
			out.add(v, hits, total, limit)
		}
	}
	return nil
}

// add takes in who has a value.
func (r *SameResult) add(v index.Shared, hits []index.Hit, total, limit int) {
	n := 0
	for _, h := range hits {
		if h.Entity == r.Entity {
			total--
			continue
		}
		if n++; n > limit {
			break
		}
		r.Hits = append(r.Hits, SameHit{Entity: h.Entity, Name: h.Name, Kind: h.Kind, Country: h.Country, Listed: h.Listed, By: v.Pivot, Value: v.Value})
	}
	r.Values = append(r.Values, SharedValue{By: v.Pivot, Value: v.Value, Others: total})
}

// sameOfficers goes to who acts for the entity, and to all for whom they act.
// Of a person it gives for whom that person acts.
func (a *App) sameOfficers(out *SameResult, e *engine.Entity, asOf engine.Date, limit int) error {
	people := []query.Link{{To: e.ID, ToName: e.Name}}
	if e.Kind != engine.Person {
		links, err := a.Query.Offices(e.ID)
		if err != nil {
			return err
		}
		people = slices.DeleteFunc(links, func(l query.Link) bool { return !serves(&l, asOf) || l.Owner != l.To })
	}
	slices.SortStableFunc(people, func(x, y query.Link) int { return cmp.Compare(x.To, y.To) })
	people = slices.CompactFunc(people, func(x, y query.Link) bool { return x.To == y.To })
	for _, p := range people {
		links, err := a.Query.Offices(p.To)
		if err != nil {
			return err
		}
		first := len(out.Hits)
		for i := range links {
			l := &links[i]
			if l.Owner != p.To || l.To == out.Entity || !serves(l, asOf) {
				continue
			}
			out.addOffice(l, p, first)
		}
		out.Values = append(out.Values, SharedValue{By: SameOfficer, Value: p.ToName, Entity: p.To, Others: len(out.Hits) - first})
		out.Hits = out.Hits[:min(len(out.Hits), first+limit)]
	}
	return a.describe(out)
}

// serves reports whether a link is an office that is, or may be, held on the
// day; at any time where the day is zero.
func serves(l *query.Link, asOf engine.Date) bool {
	return l.Kind == query.LinkKind(engine.Officer) && (asOf == 0 || engine.Covers(l.Since, l.Until, asOf) != engine.No)
}

// addOffice adds an office of a person, or another role in the same entity.
func (r *SameResult) addOffice(l *query.Link, p query.Link, first int) {
	for i := range r.Hits[first:] {
		if h := &r.Hits[first+i]; h.Entity == l.To {
			if l.Value != "" && !slices.Contains(h.Roles, l.Value) {
				h.Roles = append(h.Roles, l.Value)
			}
			return
		}
	}
	h := SameHit{Entity: l.To, Name: l.ToName, By: SameOfficer, Value: p.ToName, Officer: p.To, Since: l.Since, Until: l.Until}
	if l.Value != "" {
		h.Roles = []string{l.Value}
	}
	r.Hits = append(r.Hits, h)
}

// describe fills in what the links do not tell.
func (a *App) describe(r *SameResult) error {
	for i := range r.Hits {
		h := &r.Hits[i]
		e, err := a.Store.Entity(h.Entity)
		if errors.Is(err, engine.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		h.Kind, h.Country = e.Kind, e.Country
		lists, err := a.Query.ListedOn(h.Entity, 0)
		if err != nil {
			return err
		}
		h.Listed = len(lists) > 0
	}
	return nil
}
