package query

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/store"
)

// Trace is who stands behind an entity on a day and what each rule makes of
// it.
type Trace struct {
	Tree     own.Tree
	Verdicts []own.Verdict
	Listed   []own.Listed                        // the entity's own listings on the day
	Lists    map[engine.EntityID][]engine.ListID // who above it stands on which lists on the day
	Cut      bool                                // the walk met more entities than it may visit
}

// Trace walks to the top and asks each of the rules; where none is given, all
// that can catch an entity and stand on the day.
func (q *Query) Trace(id engine.EntityID, asOf engine.Date, rules []own.Rule) (*Trace, error) {
	return q.trace(id, asOf, nil, rules)
}

// TraceKnown is Trace on what had been retrieved by a time: what a careful
// reader could have known then. Who is whom is as it is taken to be today.
func (q *Query) TraceKnown(id engine.EntityID, asOf engine.Date, at time.Time, rules []own.Rule) (*Trace, error) {
	return q.trace(id, asOf, q.st.Known(at), rules)
}

func (q *Query) trace(id engine.EntityID, asOf engine.Date, known *store.Known, rules []own.Rule) (*Trace, error) {
	up, err := q.upstream(id, known)
	if err != nil {
		return nil, err
	}
	t := &Trace{Cut: up.Cut, Lists: make(map[engine.EntityID][]engine.ListID)}
	if t.Tree, err = up.Graph.Trace(id, asOf, own.TraceOptions{}); err != nil {
		return nil, err
	}
	if t.Verdicts, err = q.judge(up, id, asOf, known, rules); err != nil {
		return nil, err
	}
	for e, listings := range up.listings {
		for _, l := range listings {
			if engine.Covers(l.From, l.Until, asOf) == engine.No {
				continue
			}
			if e == id {
				t.Listed = append(t.Listed, l)
			}
			if !slices.Contains(t.Lists[e], l.List) {
				t.Lists[e] = append(t.Lists[e], l.List)
			}
		}
		slices.Sort(t.Lists[e])
	}
	maps.DeleteFunc(t.Lists, func(_ engine.EntityID, l []engine.ListID) bool { return len(l) == 0 })
	return t, nil
}

// judge asks the rules of one entity in its upstream graph, which is of what was
// known, or of all where known is nil.
func (q *Query) judge(up *Upstream, id engine.EntityID, asOf engine.Date, known *store.Known, rules []own.Rule) ([]own.Verdict, error) {
	if len(rules) == 0 {
		rules = own.Standing(asOf)
	}
	var out []own.Verdict
	for i := range rules {
		v, err := up.Graph.Judge(id, rules[i], asOf)
		if err != nil {
			return nil, err
		}
		v.Records = q.records(id)
		if err := q.unlisted(&rules[i], &v, known); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// unlisted turns a no into unknown where the rule's first list, the one that it
// is about, is not loaded, or was not known then.
func (q *Query) unlisted(row *own.Rule, v *own.Verdict, known *store.Known) error {
	if len(row.Lists) == 0 || v.Verdict != own.No && v.Verdict != own.NoUnlessHidden || slices.Contains(v.Reasons, own.ReasonNotInForce) {
		return nil
	}
	loaded, err := q.listKnown(row.Lists[0], known)
	if err != nil || loaded {
		return err
	}
	v.Verdict = own.Unknown
	v.Reasons = append(v.Reasons, own.ReasonListNotLoaded)
	slices.Sort(v.Reasons)
	missing := "the list " + string(row.Lists[0]) + ", which is not loaded"
	if now, err := q.Loaded(row.Lists[0]); err != nil {
		return err
	} else if now {
		missing = "the list " + string(row.Lists[0]) + ", which was not known then"
	}
	v.Missing = append(v.Missing, missing)
	return nil
}

// asked is a list and the time at which it is asked for; the zero time is now.
type asked struct {
	list engine.ListID
	at   time.Time
}

// Loaded reports whether anyone in the store stands, or stood, on a list.
func (q *Query) Loaded(list engine.ListID) (bool, error) { return q.listKnown(list, nil) }

// LoadedKnown is Loaded of what had been retrieved by a time.
func (q *Query) LoadedKnown(list engine.ListID, at time.Time) (bool, error) {
	return q.listKnown(list, q.st.Known(at))
}

// listKnown is Loaded of what was known, or of all where known is nil. Cost: a
// list that is not there yet is read to its end, once.
func (q *Query) listKnown(list engine.ListID, known *store.Known) (bool, error) {
	key, listings := asked{list: list}, q.st.Listings
	if known != nil {
		key.at, listings = known.At(), known.Listings
	}
	q.mu.Lock()
	there, ok := q.loaded[key]
	q.mu.Unlock()
	if ok {
		return there, nil
	}
	err := listings(list, func(store.Listed) error { return errFound })
	if err != nil && !errors.Is(err, errFound) {
		return false, err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.loaded[key] = err != nil
	return err != nil, nil
}

// Lists are the lists that anyone in the store stands, or stood, on, sorted. It
// reads every listing.
func (q *Query) Lists() ([]engine.ListID, error) {
	var out []engine.ListID
	err := q.st.Listings("", func(l store.Listed) error {
		if at, ok := slices.BinarySearch(out, l.List); !ok {
			out = slices.Insert(out, at, l.List)
		}
		return nil
	})
	return out, err
}

// errFound ends a reading that has found what it looked for.
var errFound = errors.New("found")

// records are the records of an entity's parties, sorted.
func (q *Query) records(id engine.EntityID) []engine.RecordID {
	var out []engine.RecordID
	for _, p := range q.Members(id) {
		out = append(out, p.Record())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Verdicts asks one rule of every entity of the store and yields those whose
// answer is wanted, in the order of their ids. Cost: one pass over all stakes,
// and a walk to the top for each entity that is yielded.
func (q *Query) Verdicts(ctx context.Context, row own.Rule, asOf engine.Date, want []own.Answer, yield func(own.Verdict) error) error {
	return q.verdicts(ctx, row, asOf, nil, want, yield)
}

// VerdictsKnown is Verdicts on what had been retrieved by a time. Who is whom
// is as it is taken to be today.
func (q *Query) VerdictsKnown(ctx context.Context, row own.Rule, asOf engine.Date, at time.Time, want []own.Answer, yield func(own.Verdict) error) error {
	return q.verdicts(ctx, row, asOf, q.st.Known(at), want, yield)
}

func (q *Query) verdicts(ctx context.Context, row own.Rule, asOf engine.Date, known *store.Known, want []own.Answer, yield func(own.Verdict) error) error {
	if row.Test != own.Seat && len(want) == 1 && want[0] == own.Yes {
		return q.captured(ctx, row, asOf, known, yield)
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

// suspects are the entities of which a rule may give one of the answers, in
// order. Where no answer is wanted that a hidden holder or nobody at all is
// enough for, they are those that the cascade over the whole store reaches: it
// takes seconds where looking at each takes a quarter of an hour at a million.
func (q *Query) suspects(ctx context.Context, row *own.Rule, asOf engine.Date, known *store.Known, want []own.Answer) ([]engine.EntityID, error) {
	said := func(a own.Answer) bool { return a == own.Yes || a == own.DependsOnDate || a == own.Unknown }
	blind := own.Verdict{Verdict: own.No} // of a list that is not loaded nobody is known to be free
	if err := q.unlisted(row, &blind, known); err != nil {
		return nil, err
	}
	if row.Test != own.Ownership || blind.Verdict != own.No || !all(want, said) {
		return q.ids(ctx)
	}
	g, err := q.wholeKnown(ctx, known)
	if err != nil {
		return nil, err
	}
	caught, err := g.Captured(ctx, *row, asOf)
	ids := make([]engine.EntityID, len(caught))
	for i := range caught {
		ids[i] = caught[i].Entity
	}
	slices.Sort(ids)
	return ids, err
}

// all reports whether each of the values is so.
func all[V any](values []V, so func(V) bool) bool {
	return !slices.ContainsFunc(values, func(v V) bool { return !so(v) })
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

// captured yields the entities that the cascade over the whole store caught.
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
	slices.SortFunc(caught, func(a, b own.Verdict) int { return cmp.Compare(a.Entity, b.Entity) })
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
