package query

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/store"
)

// Fall is an entity that a rule would catch if some were listed, and does not
// catch today, or about which it would say more.
type Fall struct {
	own.Verdict
	Before    own.Answer     `json:"before"` // what the rule says without them: "no" where it says nothing
	Shipments []PastShipment `json:"shipments,omitempty"`
}

// PastShipment is a shipment in which a fallen entity took part.
type PastShipment struct {
	Record engine.RecordID `json:"record"`
	ID     string          `json:"id"`
	Date   engine.Date     `json:"date,omitempty"`
	Role   engine.Role     `json:"role"`
}

// Supposed is the record id of a listing that stands in no list.
const Supposed engine.RecordID = "supposed"

// WhatIf asks the ownership rules what would fall if the entities were put on
// the list that each rule is about, on the day and from that day on. It writes
// nothing. The listed themselves come at tier 0; those that fall with them, with
// their path and arithmetic; each with its shipments up to the day, latest
// first. By rule, then tier, then entity. Cost: two passes over all stakes a
// rule.
func (q *Query) WhatIf(ctx context.Context, listed []engine.EntityID, asOf engine.Date, rules []own.Rule) ([]Fall, error) {
	return q.whatIf(ctx, listed, asOf, nil, rules)
}

// WhatIfKnown is WhatIf on what had been retrieved by a time: whom it would have
// caught as far as could be known then. Shipments are told as they are known
// today.
func (q *Query) WhatIfKnown(ctx context.Context, listed []engine.EntityID, asOf engine.Date, at time.Time, rules []own.Rule) ([]Fall, error) {
	return q.whatIf(ctx, listed, asOf, q.st.Known(at), rules)
}

func (q *Query) whatIf(ctx context.Context, listed []engine.EntityID, asOf engine.Date, known *store.Known, rules []own.Rule) ([]Fall, error) {
	if len(rules) == 0 {
		rules = own.Standing(asOf)
	}
	rules = slices.DeleteFunc(slices.Clone(rules), func(r own.Rule) bool { return r.Test != own.Ownership || len(r.Lists) == 0 })
	if len(rules) == 0 {
		return nil, &engine.Error{Op: "query.WhatIf", Code: engine.Invalid, Err: errors.New("no rule that adds up listed owners stands on the day")}
	}
	g, err := q.wholeKnown(ctx, known)
	if err != nil {
		return nil, err
	}
	var out []Fall
	for i := range rules {
		falls, err := q.fallen(ctx, g, listed, asOf, known, rules[i])
		if err != nil {
			return nil, err
		}
		out = append(out, falls...)
	}
	return out, nil
}

// fallen compares a rule's answers with and without the supposed listings.
func (q *Query) fallen(ctx context.Context, g *own.Graph, listed []engine.EntityID, asOf engine.Date, known *store.Known, rule own.Rule) ([]Fall, error) {
	before := map[engine.EntityID]own.Verdict{}
	without, err := g.Captured(ctx, rule, asOf)
	if err != nil {
		return nil, err
	}
	for _, v := range without {
		before[v.Entity] = v
	}
	var extra []own.Listed
	for _, e := range listed {
		extra = append(extra, own.Listed{Entity: e, List: rule.Lists[0], Record: Supposed})
	}
	var out []Fall
	stakes := map[engine.EntityID][]engine.Stake{}
	with, err := g.With(extra).Captured(ctx, rule, asOf)
	if err != nil {
		return nil, err
	}
	for _, v := range with {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		was, ok := before[v.Entity]
		if !ok {
			was.Verdict = own.No
		}
		if was.Verdict == v.Verdict || was.Verdict == own.Yes {
			continue
		}
		f := Fall{Verdict: v, Before: was.Verdict}
		f.Name, f.Records = q.nameOf(v.Entity), q.records(v.Entity)
		for j := range f.Owners {
			f.Owners[j].Name = q.nameOf(f.Owners[j].Owner)
		}
		for j := range f.Path {
			if err := q.fill(&f.Path[j], known, stakes); err != nil {
				return nil, err
			}
		}
		var err error
		if f.Shipments, err = q.shipped(v.Entity, asOf); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b Fall) int {
		return cmp.Or(cmp.Compare(order(&a), order(&b)), cmp.Compare(a.Tier, b.Tier), cmp.Compare(a.Entity, b.Entity))
	})
	return out, nil
}

// order puts what is certain before what may be.
func order(f *Fall) int {
	if f.Verdict.Verdict == own.Yes {
		return 0
	}
	return 1
}

// shipped are the shipments of an entity up to a day, the latest first.
func (q *Query) shipped(id engine.EntityID, asOf engine.Date) ([]PastShipment, error) {
	var out []PastShipment
	for _, pid := range q.Members(id) {
		records, err := q.st.ShipmentsOf(pid)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			rec, err := q.st.Record(r)
			if err != nil {
				return nil, err
			}
			for i := range rec.Shipments {
				s := &rec.Shipments[i]
				if s.Date != 0 && asOf != 0 && s.Date.Earliest() > asOf {
					continue
				}
				for _, p := range s.Parties {
					if p.Party == pid {
						out = append(out, PastShipment{Record: r, ID: s.ID, Date: s.Date, Role: p.Role})
					}
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b PastShipment) int {
		return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(a.Record, b.Record), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Role, b.Role))
	})
	return slices.Compact(out), nil
}
