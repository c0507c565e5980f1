package query

import (
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
	records := q.records(id)
	out := make([]own.Verdict, 0, len(rules))
	for i := range rules {
		v, err := up.Graph.Judge(id, rules[i], asOf)
		if err != nil {
			return nil, err
		}
		v.Records = slices.Clone(records)
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
