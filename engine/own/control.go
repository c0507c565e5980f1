package own

import (
	"cmp"
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// majority is the rule of company control: more than half of the votes, held
// alone or with what one controls, or a right that decides.
var majority = Rule{ID: "control", Threshold: half, Strict: true, PerPerson: true, Votes: true, Control: true}

// deciding are the lenses of control: votes, and rights that decide.
func (c *cascade) deciding() *cascade {
	c.rule = &majority
	c.only = []lens{voting, decisive}
	return c
}

// Controlled are the entities that one controls on a day, sorted: those in
// which it holds more than half of the votes, counting the votes of those that
// it controls, or appoints the board, or consolidates. It is the least set of
// that kind, on what is known for sure.
func (g *Graph) Controlled(by engine.EntityID, asOf engine.Date) ([]engine.EntityID, error) {
	i, ok := g.ids.find(by)
	if !ok {
		return nil, &engine.Error{Op: "own.Controlled", Code: engine.NotFound, ID: string(by)}
	}
	c := (&cascade{d: g.on(asOf)}).deciding()
	c.flow([]int32{i})
	var out []engine.EntityID
	for e := range c.tier {
		if e != i {
			out = append(out, g.ids.id(e))
		}
	}
	slices.Sort(out)
	return out, nil
}

// reign is who controls whom among a set of entities.
type reign struct {
	d       *day
	in      map[int32]bool
	of      map[int32]*cascade // by controller: what it controls
	tooMany bool               // more than maxControllers; nothing was looked at
}

// maxControllers is how many entities that control something may stand above
// one before its chain of control is given up as not known. Each costs a
// cascade; 1,000 of them in one circle take some two seconds. The largest real
// group known has some 300 such levels and branches above any one company.
const maxControllers = 1000

// reign finds all control among the entities. A closure starts with an entity
// that controls something by itself, so only those are tried: holders of a
// majority, and of a right that decides.
func (d *day) reign(in map[int32]bool) *reign {
	r := &reign{d: d, in: in, of: map[int32]*cascade{}}
	for e := range in {
		for _, l := range [...]lens{voting, decisive} {
			col := d.column(e, l)
			for i := range col.edges {
				if x := &col.edges[i]; x.owner != nobody && x.part[0].meets(half, true) {
					r.of[x.owner] = nil
				}
			}
		}
	}
	if len(r.of) > maxControllers {
		r.of, r.tooMany = nil, true
		return r
	}
	for by := range r.of {
		c := (&cascade{d: d, in: in}).deciding()
		c.flow([]int32{by})
		r.of[by] = c
	}
	return r
}

// over reports whether a controls b, which is another.
func (r *reign) over(a, b int32) bool {
	c := r.of[a]
	if c == nil || a == b {
		return false
	}
	_, ok := c.tier[b]
	return ok
}

// controllers are those who control an entity, by id.
func (r *reign) controllers(e int32) []int32 {
	var out []int32
	for a := range r.of {
		if r.over(a, e) {
			out = append(out, a)
		}
	}
	r.d.g.sortByID(out)
	return out
}

// legal reports whether an entity can be somebody's parent company.
func (d *day) legal(e int32) bool {
	switch d.g.kind(e) {
	case engine.Person, engine.State, engine.Vessel, engine.Aircraft:
		return false
	}
	return true
}

// top are those of the entities that no other of them controls, unless it is
// controlled by them in turn.
func (r *reign) top(list []int32) []int32 {
	var out []int32
	for _, a := range list {
		if !slices.ContainsFunc(list, func(b int32) bool { return r.over(b, a) && !r.over(a, b) }) {
			out = append(out, a)
		}
	}
	return out
}

// chain is the steps of control from an entity up to one who controls it.
func (r *reign) chain(e, to int32) []Step {
	c := r.of[to]
	var out []Step
	for e != to {
		var best *edge
		l := c.by[e]
		for _, x := range c.counted(e, l) {
			if c.tier[x.owner] >= c.tier[e] {
				continue
			}
			if best == nil || r.stronger(x, best, c) {
				best = x
			}
		}
		if best == nil {
			return out
		}
		step := r.d.g.step(best.stake)
		r.d.roles(&step, l)
		out = append(out, step)
		e = best.owner
	}
	return out
}

// stronger orders holders on a chain of control: a direct stake before an
// indirect claim, then the larger part, the nearer to the top, the id.
func (r *reign) stronger(a, b *edge, c *cascade) bool {
	return cmp.Or(cmp.Compare(a.how&flagIndirect, b.how&flagIndirect), cmp.Compare(b.part[0].lo, a.part[0].lo),
		cmp.Compare(c.tier[a.owner], c.tier[b.owner]), cmp.Compare(r.d.g.ids.id(a.owner), r.d.g.ids.id(b.owner))) < 0
}
