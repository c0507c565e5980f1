package own

import (
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// Two companies that hold 60 % of each other, with listed parties holding the
// other 40 % of each, belong to the listed in full when looked through. The
// cascade never begins: neither is caught unless the other is. No guidance
// says which of the two readings holds, the least set that feeds itself or the
// largest. So the answer is unknown, and both figures are told; and it is
// no-unless-hidden where only holders who are not known could make it so.
//
// A company that holds shares of itself is the smallest circle. With 20 % of
// its own shares and a listed holder of 48 %, it is held by the listed to 48 %
// of the shares issued and to 60 % of those outstanding.
//
// In a graph without circles the two readings are the same, and a look-through
// figure alone changes no answer: a holder of 49 % of a company does not own
// what the company owns (OFAC FAQ 401).

// around grows the set of an upper or hidden cascade by what only circles
// carry: an entity that is in the largest set that carries itself over the
// threshold together with the cascade's, and of which as much can belong to the
// cascade's set by look-through as the rule asks for. What that carries in turn
// is in the set as well. It reports whether anything was added.
func (q *inquiry) around(c *cascade) bool {
	grown := false
	for {
		if q.stopped != nil && q.stopped() != nil {
			return grown
		}
		among := q.everyone()
		if c.run != hidden {
			among = q.below(c)
		}
		self := q.carried(c, among)
		for e := range c.tier {
			delete(self, e)
		}
		found := c.within(self)
		if len(found) == 0 {
			return grown
		}
		grown = true
		var last int32
		for _, t := range c.tier {
			last = max(last, t)
		}
		for _, e := range found {
			c.tier[e], c.by[e] = last+1, economic
		}
		c.goOn(found, map[int32]bool{}, last+2)
	}
}

// carried is the largest set among the given entities that carries itself over
// the threshold, together with the cascade's.
func (q *inquiry) carried(c *cascade, among map[int32]int32) map[int32]int32 {
	set := make(map[int32]int32, len(among)+len(c.tier))
	for x := range among {
		set[x] = 0
	}
	for x := range c.tier {
		set[x] = 0
	}
	all := *c
	all.tier, all.circle = set, true
	q.shrink(set, func(x int32) bool {
		if has(c.tier, x) {
			return true
		}
		_, ok := all.falls(x)
		return ok
	})
	c.fuzzy = c.fuzzy || all.fuzzy
	return set
}

// within are those of the given entities of which as much can belong to the
// cascade's set by look-through as the rule asks for, by number.
func (c *cascade) within(among map[int32]int32) []int32 {
	if len(among) == 0 {
		return nil
	}
	return newReach(c, among).over(c.rule.Threshold, c.rule.Strict)
}

// closed are the companies all of whose holders, up to the top, are such
// companies again: one that holds all of itself, two that hold all of each
// other. Somebody must be behind them, and no source says who.
func (q *inquiry) closed() map[int32]bool {
	if q.shut != nil {
		return q.shut
	}
	set := q.everyone()
	q.shrink(set, func(x int32) bool {
		col := q.d.column(x, economic)
		held := col.treasury
		for i := range col.edges {
			if y := &col.edges[i]; y.how == 0 && y.owner != nobody && has(set, y.owner) {
				held = min(held+y.part[0].lo, maxUnits)
			}
		}
		return held >= engine.Whole
	})
	q.shut = map[int32]bool{}
	for x := range set {
		q.shut[x] = true
	}
	return q.shut
}

// below are the members of a cascade's set and all that stands under them.
// Companies that nobody of the set has a hand in carry nobody for it.
func (q *inquiry) below(c *cascade) map[int32]int32 {
	queue := numbers(c.tier)
	under := make(map[int32]int32, len(queue))
	for _, e := range queue {
		under[e] = 0
	}
	for len(queue) > 0 {
		o := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, s := range q.d.g.holds(o) {
			if e := q.d.g.stakes[s].owned; !has(under, e) && (c.in == nil || c.in[e]) && q.d.mayStand(s) {
				under[e] = 0
				queue = append(queue, e)
			}
		}
	}
	return under
}

// everyone is the set of all that the question looks at.
func (q *inquiry) everyone() map[int32]int32 {
	set := make(map[int32]int32, len(q.in))
	for x := range q.in {
		set[x] = 0
	}
	return set
}

// shrink takes out of a set what does not stay in it, until all of it does. An
// entity is looked at once for each round in which a holder of it left.
func (q *inquiry) shrink(set map[int32]int32, stays func(int32) bool) {
	dirty := map[int32]bool{}
	for x := range set {
		dirty[x] = true
	}
	for len(dirty) > 0 {
		var out []int32
		for x := range dirty {
			if has(set, x) && !stays(x) {
				out = append(out, x)
			}
		}
		clear(dirty)
		for _, x := range out {
			delete(set, x)
			for _, s := range q.d.g.holds(x) {
				dirty[q.d.g.stakes[s].owned] = true
			}
		}
	}
}

func has(set map[int32]int32, e int32) bool {
	_, ok := set[e]
	return ok
}

// numbers are the members of a set in order.
func numbers(set map[int32]int32) []int32 {
	out := make([]int32, 0, len(set))
	for e := range set {
		out = append(out, e)
	}
	slices.Sort(out)
	return out
}
