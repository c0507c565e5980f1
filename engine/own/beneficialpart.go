package own

import (
	"math/big"

	"github.com/pierce-er/pierce/engine"
)

// part is what ends with a group of one entity, or of one of the group all of
// it.
func (b *disclosing) part(e int32, group *cascade) part {
	if has(group.tier, e) {
		return exactly(ratOne)
	}
	x := b.base(e)
	if place, met, there := x.alone(group); there {
		if !met {
			return exactly(ratZero)
		}
		return x.s.nodes[place].part
	}
	sum := exactly(ratZero)
	s := b.walk(e, group)
	if s == nil {
		return sum
	}
	for x := range group.tier {
		sum = sum.plus(s.reaches(x))
	}
	return sum
}

// most is part with the upper end that ranges leave open: what the ceilings
// allow, and never what others have for sure.
func (b *disclosing) most(e int32, group *cascade) part {
	out := b.part(e, group)
	x := b.base(e)
	if has(group.tier, e) || !x.s.open {
		return out
	}
	top, others := new(big.Rat), new(big.Rat)
	if place, met, there := x.alone(group); there {
		if !met {
			return out
		}
		top.Set(x.ceilings[place])
		others.Sub(x.ends, x.s.nodes[place].part.lo)
	} else if s := b.walk(e, group); s != nil {
		ceilings := s.ceilings()
		for i := range s.nodes {
			switch n := &s.nodes[i]; {
			case i > 0 && has(group.tier, n.entity):
				top.Add(top, ceilings[i])
			case n.sure():
				others.Add(others, n.part.lo)
			}
		}
	} else {
		top.Set(ratOne)
	}
	if left := new(big.Rat).Sub(ratOne, others); left.Cmp(top) < 0 {
		top = left
	}
	if top.Cmp(out.hi) < 0 {
		top = out.hi
	}
	return part{out.lo, top}
}

// profits is the part of the profit to which each owner is entitled directly.
func (b *disclosing) profits() map[int32]bound {
	out := map[int32]bound{}
	for _, s := range b.d.g.held(b.e) {
		if sh, o := b.d.g.share(s), b.d.g.stakes[s].owner; b.d.g.meta(s).kind == kProfit && sh.Known && b.d.stands(s) == engine.Yes {
			out[o] = out[o].plus(boundOf(sh)).capAt(engine.Whole, false)
		}
	}
	return out
}

// hidden reports whether one person who is not known could be an owner: one
// who holds all that no known holder has, here and in every company above.
func (b *disclosing) hidden() bool {
	b.veil = (&cascade{d: b.d, in: b.in, run: hidden, mode: 1, alone: true}).deciding()
	b.veil.flow(nil)
	switch {
	case has(b.veil.tier, b.e) || b.d.blank(b.e):
		return true
	case b.rule.Method == ByMajority:
		return b.veil.sum(b.e, economic).mayMeet(b.rule.Threshold, b.rule.Strict) || b.veil.sum(b.e, voting).mayMeet(b.rule.Threshold, b.rule.Strict)
	}
	known := new(big.Rat)
	s := b.d.spread(b.e, members(b.veil), 0)
	for i := range s.nodes {
		switch n := &s.nodes[i]; n.end {
		case EndPerson, EndState, EndListed:
			if !has(b.veil.tier, n.entity) {
				known.Add(known, n.part.lo)
			}
		}
	}
	return b.reached(new(big.Rat).Sub(ratOne, known))
}

// reached compares a part with the rule's threshold.
func (b *disclosing) reached(part *big.Rat) bool {
	c := part.Cmp(big.NewRat(b.rule.Threshold, engine.Whole))
	return part.Sign() > 0 && (c > 0 || c == 0 && !b.rule.Strict)
}

// members is a cascade's set.
func members(c *cascade) map[int32]bool {
	out := make(map[int32]bool, len(c.tier))
	for e := range c.tier {
		out[e] = true
	}
	return out
}
