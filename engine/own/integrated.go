package own

import (
	"math/big"

	"github.com/pierce-er/pierce/engine"
)

// Integrated is the part of one entity that belongs to another in the end:
// products along chains, summed over all of them, loops solved, on the lower
// ends of all shares. X 50 % of A and A 50 % of B make X's part of B 25 %. A
// self-owning pair counts once: with A 30 % of B, B 20 % of A and P 80 % of A,
// P's part of A is 85.106383 %. An owner that is the owned gets what comes
// back to it through others. An entity that the graph does not know is
// NotFound.
func (g *Graph) Integrated(owner, owned engine.EntityID, asOf engine.Date) (engine.Share, error) {
	o, ok1 := g.ids.find(owner)
	e, ok2 := g.ids.find(owned)
	if !ok1 || !ok2 {
		return engine.Share{}, &engine.Error{Op: "own.Integrated", Code: engine.NotFound, ID: string(owner) + " of " + string(owned)}
	}
	s := g.on(asOf).spread(e, map[int32]bool{o: true}, 0)
	return s.reaches(o).share(), nil
}

// reaches is the part that ends in one entity.
func (s *spread) reaches(e int32) part {
	i, ok := s.at[e]
	if !ok || i == 0 {
		return exactly(ratZero)
	}
	return s.nodes[i].part
}

// Lookthrough is the part of an entity that belongs to listed parties in the
// end, or to the one with the largest part under a rule that asks of each
// alone, on the lower ends of all shares: what reaches a listed party is not
// followed further. A part of half or more where the cascade says no is a
// circular or hidden majority.
func (g *Graph) Lookthrough(e engine.EntityID, rule Rule, asOf engine.Date) (engine.Share, error) {
	i, ok := g.ids.find(e)
	if !ok {
		return engine.Share{}, &engine.Error{Op: "own.Lookthrough", Code: engine.NotFound, ID: string(e)}
	}
	q := inquiry{d: g.on(asOf), rule: &rule}
	q.in = q.d.ancestors(i)
	return q.lookthrough(i).share(), nil
}

func (q *inquiry) lookthrough(e int32) part {
	if q.in == nil {
		q = &inquiry{d: q.d, rule: q.rule, in: q.d.ancestors(e)}
	}
	seeds, _ := q.seeds(0)
	return q.reach(e, seeds)
}

// reach is the part that belongs to the given listed parties, or to the one
// with the largest part under a rule that asks of each alone.
func (q *inquiry) reach(e int32, seeds []int32) part {
	sum := exactly(ratZero)
	if len(seeds) == 0 {
		return sum
	}
	stop := map[int32]bool{}
	for _, s := range seeds {
		if s == e {
			return exactly(ratOne)
		}
		stop[s] = true
	}
	s := q.d.spread(e, stop, 0)
	for _, l := range seeds {
		one := s.reaches(l)
		switch {
		case !q.rule.PerPerson:
			sum = sum.plus(one)
		case one.lo.Cmp(sum.lo) > 0:
			sum = one
		}
	}
	return sum
}

// hiddenMajority reports whether the listed own the threshold or more of an
// entity by look-through.
func (q *inquiry) hiddenMajority(e int32) bool {
	limit := big.NewRat(q.rule.Threshold, engine.Whole)
	c := q.lookthrough(e).lo.Cmp(limit)
	return c > 0 || c == 0 && !q.rule.Strict
}

// ceilings are upper ends of what reaches each place: upper ends of shares,
// each cut by what the other holders have for sure. Inside a loop it is the
// whole.
func (s *spread) ceilings() []*big.Rat {
	out := make([]*big.Rat, len(s.nodes))
	for i := range out {
		out[i] = ratZero
	}
	out[0] = ratOne
	for _, g := range s.groups {
		inside := map[int]bool{}
		for _, v := range g {
			inside[v] = true
			if len(g) > 1 {
				out[v] = ratOne
			}
		}
		for _, v := range g {
			n := &s.nodes[v]
			var held int64
			for _, x := range n.edges {
				held += x.edge.part[0].lo
			}
			for _, x := range n.edges {
				if x.to < 0 || inside[x.to] {
					continue
				}
				most := min(x.edge.part[1].hi, max(engine.Whole-held+x.edge.part[0].lo, 0))
				sum := new(big.Rat).Mul(out[v], engine.Rat(most))
				sum.Add(sum, out[x.to])
				if sum.Cmp(ratOne) > 0 {
					sum = ratOne
				}
				out[x.to] = exactly(sum).trim().hi
			}
		}
	}
	return out
}

// members are the entities of a group, sorted.
func (s *spread) members(g []int) []engine.EntityID {
	list := make([]int32, len(g))
	for i, v := range g {
		list[i] = s.entity(v)
	}
	return s.d.g.idsOf(list)
}
