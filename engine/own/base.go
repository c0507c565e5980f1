package own

import "math/big"

// base is the walk from an entity to all its ends, from which what reaches a
// single end can be read for every owner without walking again.
type base struct {
	s        *spread
	ceilings []*big.Rat // upper ends of what reaches each place
	ends     *big.Rat   // what the known ends have for sure
}

// base gives the walk from an entity, made once.
func (b *disclosing) base(e int32) *base {
	if x := b.bases[e]; x != nil {
		return x
	}
	x := &base{s: b.d.spread(e, nil, 0), ends: new(big.Rat)}
	x.ceilings = x.s.ceilings()
	for i := range x.s.nodes {
		if n := &x.s.nodes[i]; n.sure() {
			x.ends.Add(x.ends, n.part.lo)
		}
	}
	b.bases[e] = x
	return x
}

// sure reports whether what reaches the place stays there.
func (n *visited) sure() bool {
	return n.end != "" && n.end != EndLoop && n.end != EndOverreported
}

// alone is the place of a group's only member, if the walk ends there; there is
// true where it is one that the walk from e tells all about.
func (x *base) alone(group *cascade) (place int, met, there bool) {
	if len(group.tier) != 1 {
		return 0, false, false
	}
	for p := range group.tier {
		place, met = x.s.at[p]
	}
	return place, met, !met || place > 0 && x.s.nodes[place].sure()
}

// within reports whether what reaches the group together can be as much as the
// rule asks for, on the parts that pass through each of them, or on upper ends.
func (b *disclosing) within(e int32, group *cascade, upper bool) bool {
	x := b.base(e)
	if !upper && len(x.s.loops) > 0 {
		return true // a loop without an outside holds back what a member of it would take
	}
	sum := new(big.Rat)
	for p := range group.tier {
		switch place, met := x.s.at[p]; {
		case p == e:
			return true
		case met && upper:
			sum.Add(sum, x.ceilings[place])
		case met:
			sum.Add(sum, x.s.nodes[place].part.hi)
		}
	}
	return b.reached(sum)
}

// walks is how many places the walks for groups of owners may visit, some
// second's worth. Beyond it the upper end that within uses stands, and the
// answer is at most unknown.
const walks = 1_000_000

// walk is the walk that stops at a group; nil where there have been too many.
func (b *disclosing) walk(e int32, group *cascade) *spread {
	if b.walked > walks {
		return nil
	}
	s := b.d.spread(e, members(group), 0)
	b.walked += len(s.nodes)
	return s
}

// under are the entities of the question in which an owner has a hand.
func (b *disclosing) under(p int32) map[int32]bool {
	out := map[int32]bool{p: true}
	for queue := []int32{p}; len(queue) > 0; queue = queue[1:] {
		for _, s := range b.d.g.holds(queue[0]) {
			if e := b.d.g.stakes[s].owned; b.in[e] && !out[e] && b.d.mayStand(s) {
				out[e] = true
				queue = append(queue, e)
			}
		}
	}
	return out
}
