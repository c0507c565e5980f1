package query

import (
	"errors"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/screen"
)

// Approvals are the licences of the store with the entities of their parties,
// the group that each approved buyer is of, and who answers for it, as of a day;
// the zero day asks of each licence as of its last day, or where it has none its
// first. Cost: a walk to the top for each buyer.
func (q *Query) Approvals(asOf engine.Date) ([]screen.Approval, error) {
	var out []screen.Approval
	err := q.st.Licences(func(l engine.Licence, rec engine.RecordID) error {
		a := screen.Approval{Licence: l, Record: rec}
		for _, p := range []struct {
			party engine.PartyID
			to    *engine.EntityID
		}{{l.Holder, &a.HolderEntity}, {l.Consignee, &a.ConsigneeEntity}, {l.EndUser, &a.EndUserEntity}} {
			if p.party == "" {
				continue
			}
			id, err := q.st.EntityOf(p.party)
			if err != nil && !errors.Is(err, engine.NotFound) {
				return err
			}
			*p.to = id
		}
		out = append(out, a)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range out {
		if err := q.answerable(&out[i], asOf); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// answerable names who answers for a licence: its holder, its consignee and end
// user, and up the chain of control of each the owners to the last that is known.
func (q *Query) answerable(a *screen.Approval, asOf engine.Date) error {
	day := asOf
	if day == 0 {
		if day = a.From.Latest(); a.Until != 0 {
			day = a.Until.Earliest()
		}
	}
	var seen []engine.EntityID
	for _, p := range []struct {
		as string
		id engine.EntityID
	}{{"holder", a.HolderEntity}, {"consignee", a.ConsigneeEntity}, {"end user", a.EndUserEntity}} {
		if p.id == "" || slices.Contains(seen, p.id) {
			continue
		}
		seen = append(seen, p.id)
		up, err := q.Upstream(p.id)
		if err != nil {
			return err
		}
		tree, err := up.Graph.Trace(p.id, day, own.TraceOptions{})
		if err != nil {
			return err
		}
		a.Answerable = append(a.Answerable, screen.Answerable{As: p.as, Entity: p.id, Name: tree.Name, Country: tree.Country})
		if p.as == "holder" {
			continue
		}
		a.Answerable = append(a.Answerable, q.ownersAbove(&tree)...)
		a.Group = append(a.Group, screen.Controllers(&tree)...)
	}
	slices.Sort(a.Group)
	a.Group = slices.Compact(a.Group)
	return nil
}

// ownersAbove is the chain of control of a company to its top; where nobody
// controls it, those with the largest parts in the end.
func (q *Query) ownersAbove(t *own.Tree) []screen.Answerable {
	var out []screen.Answerable
	for _, s := range t.Parent.Chain {
		if s.Owner != "" {
			out = append(out, screen.Answerable{As: "owner", Entity: s.Owner, Name: q.nameOf(s.Owner), Country: q.countryOf(s.Owner), Of: q.nameOf(s.Owned), Share: s.Share.Human()})
		}
	}
	if p := t.Parent.Person; p != "" {
		out = append(out, screen.Answerable{As: "owner", Entity: p, Name: q.nameOf(p), Country: q.countryOf(p)})
	}
	if len(out) > 0 {
		out[len(out)-1].As = "ultimate owner"
		return out
	}
	for _, x := range t.Terminals {
		if x.Entity != "" && x.Entity != t.Entity && len(out) < maxAnswerable {
			out = append(out, screen.Answerable{As: "ultimate owner", Entity: x.Entity, Name: x.Name, Country: x.Country, Of: t.Name, Share: x.Share.Human()})
		}
	}
	return out
}

// maxAnswerable is how many owners are named where none controls: as many as
// can hold a quarter each, the part from which on most registers ask for names.
const maxAnswerable = 4

// countryOf is the country of an entity, "" where it is not known.
func (q *Query) countryOf(id engine.EntityID) string {
	f, err := q.factsOf(id)
	if err != nil {
		return ""
	}
	return f.fact.Country
}
