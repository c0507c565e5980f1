package query

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/store"
)

// Verdicts asks one rule of every entity of the store and yields those whose
// answer is wanted, in the order of their ids. Cost: one pass over all stakes,
// and a walk to the top for each entity that listed ones have a hand in; or one
// for each entity of the store, where an answer is wanted that needs nobody listed
// above: no and no-unless-hidden. Unknown of a rule whose list is not loaded is
// Invalid: it would be said of all. Of
// a rule about persons or one list, yes alone costs no walk, and any other answer
// one for each entity; a headquarters test always does. It ends with the error of
// ctx.
func (q *Query) Verdicts(ctx context.Context, row own.Rule, asOf engine.Date, want []own.Answer, yield func(own.Verdict) error) error {
	return q.verdicts(ctx, row, asOf, nil, want, yield)
}

// VerdictsKnown is Verdicts on what had been retrieved by a time. Who is whom
// is as it is taken to be today.
func (q *Query) VerdictsKnown(ctx context.Context, row own.Rule, asOf engine.Date, at time.Time, want []own.Answer, yield func(own.Verdict) error) error {
	return q.verdicts(ctx, row, asOf, q.st.Known(at), want, yield)
}

func (q *Query) verdicts(ctx context.Context, row own.Rule, asOf engine.Date, known *store.Known, want []own.Answer, yield func(own.Verdict) error) error {
	if (row.Test == own.Beneficial || row.Test == own.List) && len(want) == 1 && want[0] == own.Yes {
		return q.captured(ctx, row, asOf, known, yield)
	}
	if err := q.askable(&row, known, want); err != nil {
		return err
	}
	ids, err := q.suspects(ctx, &row, asOf, known, want)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return err
		}
		up, err := q.upstream(id, known)
		if err != nil {
			return err
		}
		v, err := up.Graph.Judge(id, row, asOf)
		if err != nil {
			return err
		}
		if err := q.unlisted(&row, &v, known); err != nil {
			return err
		}
		if !slices.Contains(want, v.Verdict) {
			continue
		}
		v.Records = q.records(id)
		if err := yield(v); err != nil {
			return err
		}
	}
	return nil
}

// askable is Invalid where unknown, and not no too, is wanted of a rule whose list
// is not loaded: that is the answer for every entity, and nobody needs a walk over
// the whole store to learn it.
func (q *Query) askable(row *own.Rule, known *store.Known, want []own.Answer) error {
	if len(row.Lists) == 0 || !slices.Contains(want, own.Unknown) || slices.Contains(want, own.No) {
		return nil
	}
	loaded, err := q.listKnown(row.Lists[0], known)
	if err != nil || loaded {
		return err
	}
	return &engine.Error{Op: "query.Verdicts", Code: engine.Invalid, ID: row.ID,
		Err:  fmt.Errorf("the list %s, which it reads, is not loaded, so that the answer is unknown for every entity that no other list catches", row.Lists[0]),
		Hint: "load the list (pierce formats), or ask for other answers than unknown"}
}

// suspects are the entities of which a rule may give one of the answers, in
// order. Where no answer is wanted that needs nobody listed above, they are those
// that the cascade over the whole store reaches.
func (q *Query) suspects(ctx context.Context, row *own.Rule, asOf engine.Date, known *store.Known, want []own.Answer) ([]engine.EntityID, error) {
	free := own.Verdict{Verdict: own.No} // what is said of one whom nobody listed stands above
	if err := q.unlisted(row, &free, known); err != nil {
		return nil, err
	}
	if row.Test != own.Ownership || slices.Contains(want, free.Verdict) || slices.Contains(want, own.No) || slices.Contains(want, own.NoUnlessHidden) {
		return q.ids(ctx)
	}
	g, err := q.wholeKnown(ctx, known)
	if err != nil {
		return nil, err
	}
	reached, err := g.Captured(ctx, *row, asOf)
	ids := make([]engine.EntityID, len(reached))
	for i := range reached {
		ids[i] = reached[i].Entity
	}
	return ids, err
}

// ids are all entities, in order.
func (q *Query) ids(ctx context.Context) ([]engine.EntityID, error) {
	var ids []engine.EntityID
	err := q.st.Entities(func(e *engine.Entity) error {
		ids = append(ids, e.ID)
		return ctx.Err()
	})
	return ids, err
}

// captured yields the entities that a rule about a list or about persons catches,
// of which there may be as many as entities, so that none is walked to the top.
// The graph of the whole store has neither names nor sources: they are filled
// in here, for the steps that a verdict tells.
func (q *Query) captured(ctx context.Context, row own.Rule, asOf engine.Date, known *store.Known, yield func(own.Verdict) error) error {
	g, err := q.wholeKnown(ctx, known)
	if err != nil {
		return err
	}
	caught, err := g.Captured(ctx, row, asOf)
	if err != nil {
		return err
	}
	caught = slices.DeleteFunc(caught, func(v own.Verdict) bool { return v.Verdict != own.Yes })
	stakes := make(map[engine.EntityID][]engine.Stake)
	for i := range caught {
		if err := ctx.Err(); err != nil {
			return err
		}
		v := &caught[i]
		v.Name, v.Records = q.nameOf(v.Entity), q.records(v.Entity)
		for j := range v.Owners {
			v.Owners[j].Name = q.nameOf(v.Owners[j].Owner)
		}
		for j := range v.Path {
			if err := q.fill(&v.Path[j], known, stakes); err != nil {
				return err
			}
		}
		if err := yield(*v); err != nil {
			return err
		}
	}
	return nil
}

// fill gives a step its names and the sources of its stake.
func (q *Query) fill(s *own.Step, known *store.Known, stakes map[engine.EntityID][]engine.Stake) error {
	s.Name, s.OwnedName = q.nameOf(s.Owner), q.nameOf(s.Owned)
	of, ok := stakes[s.Owned]
	if !ok {
		var err error
		if known == nil {
			of, err = q.st.StakesByOwned(s.Owned)
		} else if f, e := q.factsOf(s.Owned); e == nil {
			of, _, err = q.about(f, known)
		}
		if err != nil {
			return err
		}
		stakes[s.Owned] = of
	}
	for _, x := range of {
		if x.Owner == s.Owner && x.Kind == s.Kind && x.From == s.From && x.Until == s.Until {
			s.Sources = x.Sources
		}
	}
	return nil
}
