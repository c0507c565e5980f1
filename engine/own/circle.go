package own

import (
	"math/big"

	"github.com/pierce-er/pierce/engine"
)

// Two companies that hold 60 % of each other, with listed parties holding the
// other 40 % of each, belong to the listed in full when looked through. The
// cascade never begins: neither is caught unless the other is. No guidance
// says which of the two readings holds, the least set that feeds itself or the
// largest. So the answer is unknown, and both figures are told. In a graph
// without circles the two readings are the same, and a look-through figure
// alone changes no answer: a holder of 49 % of a company does not own what the
// company owns (OFAC FAQ 401).

// circular reports whether only a circle keeps the entity from being caught by
// the listed: it is in the largest set that carries itself over the threshold
// together with them, and what belongs to them by look-through reaches the
// threshold too.
func (q *inquiry) circular(e int32, mode int, seeds []int32) bool {
	if len(seeds) == 0 || q.in == nil {
		return false
	}
	set := map[int32]int32{}
	for x := range q.in {
		set[x] = 0
	}
	return has(q.carried(set, seeds, mode), e) && q.reaches(e, seeds)
}

// carried shrinks a set to the largest one in it that carries itself over the
// threshold, together with the seeds.
func (q *inquiry) carried(set map[int32]int32, seeds []int32, mode int) map[int32]int32 {
	c := &cascade{d: q.d, rule: q.rule, run: lower, mode: mode, in: q.in, tier: set}
	listed := map[int32]bool{}
	for _, s := range seeds {
		listed[s] = true
	}
	q.shrink(set, func(x int32) bool {
		if listed[x] {
			return true
		}
		_, ok := c.falls(x)
		return ok
	})
	return set
}

// reaches reports whether what belongs to the seeds reaches the threshold.
func (q *inquiry) reaches(e int32, seeds []int32) bool {
	limit := big.NewRat(q.rule.Threshold, engine.Whole)
	sign := q.reach(e, seeds).lo.Cmp(limit)
	return sign > 0 || sign == 0 && !q.rule.Strict
}

// closed are the companies all of whose holders, up to the top, are such
// companies again: one that holds all of itself, two that hold all of each
// other. Somebody must be behind them, and no source says who.
func (q *inquiry) closed() map[int32]bool {
	if q.shut != nil {
		return q.shut
	}
	set := map[int32]int32{}
	for x := range q.in {
		set[x] = 0
	}
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
