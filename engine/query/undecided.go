package query

import (
	"cmp"
	"errors"
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// Touch is what a decision on a pair would change.
type Touch string

// The touches.
const (
	TouchListed  Touch = "listed"  // a listed party is one of the two or owns one, and nobody listed the other
	TouchLists   Touch = "lists"   // both are listed or owned so, under different lists or parties
	TouchOwners  Touch = "owners"  // one of the two has owners or holdings, which the other would share
	TouchNothing Touch = "nothing" // neither
)

// rank orders touches, the one that matters most first.
func (t Touch) rank() int {
	return slices.Index([]Touch{TouchListed, TouchLists, TouchOwners, TouchNothing}, t)
}

// UndecidedSide is one of the two entities of an undecided pair.
type UndecidedSide struct {
	Party   engine.PartyID    `json:"party"`
	Entity  engine.EntityID   `json:"entity"`
	Name    string            `json:"name"`
	Kind    engine.Kind       `json:"kind"`
	Country string            `json:"country,omitempty"`
	Parties int               `json:"parties"`
	Stakes  int               `json:"stakes,omitempty"` // owners and holdings
	Lists   []engine.ListID   `json:"lists,omitempty"`  // that it is on
	Above   []engine.EntityID `json:"above,omitempty"`  // listed entities among its owners, and theirs
}

// free reports whether the side is on no list and below nobody who is.
func (s *UndecidedSide) free() bool { return len(s.Lists)+len(s.Above) == 0 }

// Undecided is a link "possibly same as" between two entities, which nobody has
// judged.
type Undecided struct {
	Pair    engine.Pair   `json:"pair"` // the best of the two
	Weight  float64       `json:"weight"`
	Touches Touch         `json:"touches"`
	Why     []string      `json:"why,omitempty"` // what a decision would change, for a reader
	A       UndecidedSide `json:"a"`
	B       UndecidedSide `json:"b"`
}

// maxAbove bounds the owners that are looked at for a listed one: the walk
// orders a queue, and decides nothing.
const maxAbove = 500

// queue works out what touches what. It is good for one state of the store.
type queue struct {
	q      *Query
	asOf   engine.Date
	whole  bool // listed has everyone who is on a list
	listed map[engine.EntityID][]engine.ListID
	sides  map[engine.EntityID]*UndecidedSide
}

func (q *Query) newQueue(asOf engine.Date) *queue {
	return &queue{q: q, asOf: asOf, listed: map[engine.EntityID][]engine.ListID{}, sides: map[engine.EntityID]*UndecidedSide{}}
}

// gather reads who is listed, all at once.
func (u *queue) gather() error {
	u.whole = true
	return u.q.st.ListedParties(func(p engine.PartyID) error {
		id, err := u.q.st.EntityOf(p)
		if errors.Is(err, engine.NotFound) {
			return nil // loaded and not yet resolved
		}
		if err != nil {
			return err
		}
		listings, err := u.q.st.ListingsOf(p)
		for _, l := range listings {
			if engine.Covers(l.From, l.Until, u.asOf) != engine.No && !slices.Contains(u.listed[id], l.List) {
				u.listed[id] = append(u.listed[id], l.List)
			}
		}
		slices.Sort(u.listed[id])
		return err
	})
}

// lists are the lists that an entity is on, sorted.
func (u *queue) lists(id engine.EntityID) ([]engine.ListID, error) {
	if l, ok := u.listed[id]; ok || u.whole {
		return l, nil
	}
	l, err := u.q.ListedOn(id, u.asOf)
	u.listed[id] = l
	return l, err
}

// Undecided lists the pairs that nobody has judged, those that matter most
// first: pairs of which one alone is listed or owned by a listed party; then
// those that are on different lists; then those with owners or holdings; among equals the heavier, which is nearer to
// being one; then the one with more records. limit 0 lists all; total counts
// them all. Cost: one pass over the entities, and two reads for each that is
// linked.
func (q *Query) Undecided(asOf engine.Date, limit int) (pairs []Undecided, total int, err error) {
	u := q.newQueue(asOf)
	if err := u.gather(); err != nil {
		return nil, 0, err
	}
	err = q.st.Entities(func(e *engine.Entity) error {
		more, err := u.links(e, func(to engine.EntityID) bool { return e.ID < to })
		pairs = append(pairs, more...)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	slices.SortFunc(pairs, compareUndecided)
	total = len(pairs)
	if limit > 0 && total > limit {
		pairs = pairs[:limit]
	}
	return pairs, total, nil
}

// UndecidedOf lists the undecided pairs of one entity, in the same order.
func (q *Query) UndecidedOf(id engine.EntityID, asOf engine.Date) ([]Undecided, error) {
	e, err := q.st.Entity(id)
	if err != nil {
		return nil, err
	}
	pairs, err := q.newQueue(asOf).links(e, func(engine.EntityID) bool { return true })
	slices.SortFunc(pairs, compareUndecided)
	return pairs, err
}

func compareUndecided(a, b Undecided) int {
	return cmp.Or(cmp.Compare(a.Touches.rank(), b.Touches.rank()), cmp.Compare(b.Weight, a.Weight),
		cmp.Compare(b.A.Parties+b.B.Parties, a.A.Parties+a.B.Parties), cmp.Compare(a.Pair.A, b.Pair.A), cmp.Compare(a.Pair.B, b.Pair.B))
}

// links makes undecided pairs of an entity's links with those that are wanted.
func (u *queue) links(e *engine.Entity, want func(engine.EntityID) bool) ([]Undecided, error) {
	var out []Undecided
	for _, l := range e.Possible {
		if !want(l.Entity) {
			continue
		}
		var side [2]*UndecidedSide
		for i, p := range []engine.PartyID{l.Pair.A, l.Pair.B} {
			id, err := u.q.st.EntityOf(p)
			if err != nil {
				return nil, err
			}
			if side[i], err = u.side(id); err != nil {
				return nil, err
			}
		}
		x := Undecided{Pair: l.Pair, Weight: l.Weight, Touches: TouchNothing, A: *side[0], B: *side[1]}
		x.A.Party, x.B.Party = l.Pair.A, l.Pair.B
		u.weigh(&x)
		out = append(out, x)
	}
	return out, nil
}

// side gathers what is known of one entity, once.
func (u *queue) side(id engine.EntityID) (*UndecidedSide, error) {
	if s := u.sides[id]; s != nil {
		return s, nil
	}
	e, err := u.q.st.Entity(id)
	if err != nil {
		return nil, err
	}
	s := &UndecidedSide{Entity: e.ID, Name: e.Name, Kind: e.Kind, Country: e.Country, Parties: len(e.Parties)}
	if s.Lists, err = u.lists(e.ID); err != nil {
		return nil, err
	}
	held, err := u.q.st.StakesByOwner(e.ID)
	if err != nil {
		return nil, err
	}
	s.Stakes = len(held)
	seen, walk := map[engine.EntityID]bool{e.ID: true}, []engine.EntityID{e.ID}
	for i := 0; i < len(walk) && i < maxAbove; i++ {
		owners, err := u.q.st.StakesByOwned(walk[i])
		if err != nil {
			return nil, err
		}
		if i == 0 {
			s.Stakes += len(owners)
		}
		for _, o := range owners {
			if o.Owner == "" || seen[o.Owner] {
				continue
			}
			seen[o.Owner] = true
			walk = append(walk, o.Owner)
			lists, err := u.lists(o.Owner)
			if err != nil && !errors.Is(err, engine.NotFound) { // an owner whose records were dropped
				return nil, err
			}
			if len(lists) > 0 {
				s.Above = append(s.Above, o.Owner)
			}
		}
	}
	slices.Sort(s.Above)
	u.sides[id] = s
	return s, nil
}

// weigh says what a decision would change.
func (u *queue) weigh(x *Undecided) {
	a, b := &x.A, &x.B
	differ := !slices.Equal(a.Lists, b.Lists) || !slices.Equal(u.without(a.Above, b), u.without(b.Above, a))
	switch {
	case differ && (a.free() || b.free()):
		x.Touches = TouchListed
	case differ:
		x.Touches = TouchLists
	case a.Stakes+b.Stakes > 0:
		x.Touches = TouchOwners
	}
	for _, s := range []struct {
		one, other   *UndecidedSide
		here, beside string
	}{{a, b, "the first", "the second"}, {b, a, "the second", "the first"}} {
		for _, l := range s.one.Lists {
			if !slices.Contains(s.other.Lists, l) {
				x.Why = append(x.Why, s.here+" is on "+string(l)+"; "+s.beside+" would be too")
			}
		}
		for _, id := range u.without(s.one.Above, s.other) {
			if !slices.Contains(s.other.Above, id) {
				x.Why = append(x.Why, "above "+s.here+" stands "+u.q.nameOf(id)+", listed; above "+s.beside+" it would too")
			}
		}
	}
	if x.Touches == TouchOwners {
		x.Why = append(x.Why, "they would share owners and holdings")
	}
}

// without leaves one entity out of a list.
func (u *queue) without(ids []engine.EntityID, s *UndecidedSide) []engine.EntityID {
	return slices.DeleteFunc(slices.Clone(ids), func(id engine.EntityID) bool { return id == s.Entity })
}
