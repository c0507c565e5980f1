package own

import (
	"cmp"
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// tally is what all holders of an entity come to if none of them is in the set
// that is added up. What a set of few leaves is the tally without theirs, so
// that asking each of 24,000 holders about itself does not look at all the
// others each time.
type tally struct {
	lo, hi         int64 // hi without the wholes
	wholes         int64 // how many upper ends are all of it, as that of an unknown share
	loOpen, hiOpen int   // how many ends are open
	blind          int   // holders whose part is not known
	full           bool
}

// crowd is from how many holders on a column keeps tallies.
const crowd = 64

// put adds a holder's part to what is left beside the set, or takes it away.
func (t *tally) put(x *edge, mode int, sign int64) {
	part := x.part[1-mode]
	if part == vague || x.how != 0 {
		t.blind += int(sign)
	}
	if x.how != 0 {
		return
	}
	if x.owner != nobody && !x.veil {
		t.lo += sign * part.lo
		if part.loOpen {
			t.loOpen += int(sign)
		}
	} // else whoever it is may be in the set
	if part.hi == engine.Whole { // counted, since a million of them are more than an int64 holds
		t.wholes += sign
	} else {
		t.hi += sign * part.hi
	}
	if part.hiOpen {
		t.hiOpen += int(sign)
	}
	t.full = t.full || t.lo > maxUnits || t.hi > maxUnits
}

// bound is the tally as a bound, which stops at maxUnits as sums do.
func (t *tally) bound() bound {
	hi := t.hi
	if t.wholes > (maxUnits-hi)/engine.Whole {
		hi = maxUnits
	} else {
		hi += t.wholes * engine.Whole
	}
	return bound{t.lo, hi, t.loOpen > 0, t.hiOpen > 0}
}

// tally is that of the column in a reading of the dates.
func (c *column) tally(mode int) *tally {
	if c.tallies[mode] == nil {
		t := &tally{}
		for i := range c.edges {
			if t.put(&c.edges[i], mode, 1); t.full {
				break
			}
		}
		c.tallies[mode] = t
	}
	return c.tallies[mode]
}

// of are the edges of one owner; they stand by owner.
func (c *column) of(owner int32) []edge {
	i, ok := slices.BinarySearchFunc(c.edges, owner, func(x edge, o int32) int { return cmp.Compare(x.owner, o) })
	if !ok {
		return nil
	}
	j := i + 1
	for j < len(c.edges) && c.edges[j].owner == owner {
		j++
	}
	return c.edges[i:j]
}

// beside is what the set leaves to others, and whether a part of them is not
// known; ok is false where it is as quick to look at all holders.
func (c *cascade) beside(col *column) (held []*edge, rest bound, blind, ok bool) {
	if len(col.edges) < crowd || len(c.tier) > len(col.edges)/8 {
		return nil, bound{}, false, false
	}
	t := *col.tally(c.mode)
	if t.full {
		return nil, bound{}, false, false
	}
	for o := range c.tier {
		of := col.of(o)
		for i := range of {
			held = append(held, &of[i])
			t.put(&of[i], c.mode, -1)
		}
	}
	return held, t.bound(), t.blind > 0, true
}

// split is beside by looking at every holder.
func (c *cascade) split(col *column) (held []*edge, rest bound, blind bool) {
	for i := range col.edges {
		x := &col.edges[i]
		if x.owner != nobody && has(c.tier, x.owner) {
			held = append(held, x)
			continue
		}
		part := x.part[1-c.mode]
		blind = blind || part == vague || x.how != 0
		switch {
		case x.how != 0:
		case x.owner != nobody && !x.veil:
			rest = rest.plus(part)
		default: // whoever it is may be listed
			rest = rest.plus(bound{hi: part.hi, hiOpen: part.hiOpen})
		}
	}
	return held, rest, blind
}

// sum is what the set holds of the entity through a lens: from what is known
// for sure up to what the run allows.
//
// With L the holders in the set: the lower end is that of L, or what the
// others leave where the register is complete; the upper end is that of L, and
// at most what the others leave; a hidden run takes all that they leave.
func (c *cascade) sum(e int32, l lens) bound {
	col := c.d.column(e, l)
	c.fuzzy = c.fuzzy || col.fuzzy
	held, rest, blind, ok := c.beside(col)
	if !ok {
		held, rest, blind = c.split(col)
	}
	var in, joint, indirect bound
	unplaced := false
	for _, x := range held {
		part := x.part[c.mode]
		unplaced = unplaced || x.unplaced
		switch x.how {
		case flagJoint:
			joint = most(joint, part)
		case flagIndirect:
			indirect = indirect.plus(part)
		default:
			in = in.plus(part)
		}
	}
	own := col.treasury
	if c.circle {
		in = in.plus(bound{lo: col.treasury, hi: max(col.treasury, col.treasuryTop)})
		own = 0
	}
	sum := in.plus(joint)
	all := sum.plus(indirect)
	sum = most(sum, indirect)
	sum.hi, sum.hiOpen = all.hi, all.hiOpen
	sum = sum.capAt(engine.Whole, false)
	if l == decisive || unplaced && c.run != hidden {
		return sum // what is held for a nominator is not beside what the others hold, but among it
	}
	return c.close(sum, rest, own, col, blind)
}

// close applies that all holders make at most 100 %, and exactly that in a
// complete register, unless somebody's share is not known there, so that what
// the known ones leave is not all the set's. Holders that already add up to
// more say nothing about each other. own is what the entity holds of itself,
// and nobody else can.
func (c *cascade) close(sum, rest bound, own int64, col *column, blind bool) bound {
	if c.run == hidden {
		sum.hi, sum.hiOpen = engine.Whole, false
	}
	if col.over {
		return sum
	}
	if col.complete && !blind {
		sum = sum.raise(engine.Whole-rest.hi-own, rest.hiOpen)
	}
	left := engine.Whole - rest.lo - own
	return sum.capAt(max(left, 0), rest.loOpen && left >= 0)
}
