package own

// run says which cascade is run.
type run uint8

// The three cascades. Each gives a set that holds the one before it.
const (
	// lower counts what is known for sure: lower ends.
	lower run = iota
	// upper counts what known holders can hold at most: upper ends, cut by
	// what others hold for sure. Who may be a listed party counts as one.
	upper
	// hidden counts the unknown rest as well, as if a listed party held it: of
	// the entity, of every company above it, and of a company or arrangement
	// above it of whose holders nothing is known at all.
	hidden
)

// cascade is the least set that holds the listed and, with any set, all that
// it carries over the threshold. It grows in synchronous rounds; an entity's
// tier is its round. Every entity's column is looked at once for each round in
// which an owner of it fell, so the cost is that of the stakes below the
// listed.
type cascade struct {
	d      *day
	rule   *Rule
	run    run
	mode   int            // 0 reads coarse dates so that less is caught, 1 so that more is
	in     map[int32]bool // only these entities; nil is all
	tier   map[int32]int32
	by     map[int32]lens // through which lens it fell
	only   []lens         // instead of the rule's
	shut   map[int32]bool // a hidden run: companies that nobody outside of themselves holds
	alone  bool           // links "possibly same as" are not followed
	circle bool           // what an entity holds of itself counts as held by the set
	fuzzy  bool           // a coarse date mattered
}

// lenses are what a rule looks through.
func (r *Rule) lenses() []lens {
	out := []lens{economic}
	if r.Votes || r.Control {
		out = append(out, voting)
	}
	if r.Control {
		out = append(out, decisive)
	}
	return out
}

// strict reports whether the lens needs more than the threshold: a majority of
// votes is more than half under any rule.
func (r *Rule) strict(l lens) bool { return r.Strict || l != economic }

func (c *cascade) lenses() []lens {
	if c.only != nil {
		return c.only
	}
	return c.rule.lenses()
}

// flow runs the cascade from the seeds to its end.
func (c *cascade) flow(seeds []int32) {
	c.tier, c.by = map[int32]int32{}, map[int32]lens{}
	front := make([]int32, 0, len(seeds))
	for _, s := range seeds {
		if _, ok := c.tier[s]; !ok {
			c.tier[s] = 0
			front = append(front, s)
		}
	}
	dirty := map[int32]bool{}
	if c.run == hidden {
		for e := range c.in {
			dirty[e] = true
		}
	}
	c.goOn(front, dirty, 1)
}

// goOn runs the cascade on from those that fell last and those to be looked at
// besides, the first to fall now in the given round.
func (c *cascade) goOn(front []int32, dirty map[int32]bool, round int32) {
	for ; ; round++ {
		for _, o := range front {
			c.below(o, dirty)
		}
		front = front[:0]
		for e := range dirty {
			if _, ok := c.tier[e]; ok {
				continue
			}
			if l, ok := c.falls(e); ok {
				front = append(front, e)
				c.by[e] = l
			}
		}
		if len(front) == 0 {
			return
		}
		for _, e := range front {
			c.tier[e] = round
		}
		clear(dirty)
	}
}

// below marks what an entity holds, and what it might be.
func (c *cascade) below(o int32, dirty map[int32]bool) {
	g := c.d.g
	for _, s := range g.holds(o) {
		if e := g.stakes[s].owned; c.in == nil || c.in[e] {
			dirty[e] = true
		}
	}
	if c.run != lower && !c.alone {
		for _, e := range g.possible[o] {
			if c.in == nil || c.in[e] {
				dirty[e] = true
			}
		}
	}
}

// falls tells whether the entity is carried over the threshold, and through
// which lens.
func (c *cascade) falls(e int32) (lens, bool) {
	if c.run != lower && !c.alone && c.twin(e) != nobody {
		return economic, true
	}
	if c.run == hidden && (c.shut[e] || c.d.veiled(e)) {
		return economic, true
	}
	for _, l := range c.lenses() {
		col := c.d.column(e, l)
		if len(col.edges) == 0 && col.treasury == 0 {
			continue // nothing is known of its holders
		}
		sum := c.sum(e, l)
		if c.run == lower && sum.meets(c.rule.Threshold, c.rule.strict(l)) ||
			c.run != lower && sum.mayMeet(c.rule.Threshold, c.rule.strict(l)) {
			return l, true
		}
	}
	return 0, false
}

// twin is an entity of the set that e might be, or nobody; the smallest id of
// several.
func (c *cascade) twin(e int32) int32 {
	out := nobody
	for _, p := range c.d.g.possible[e] {
		if t, ok := c.tier[p]; ok && !c.later(t, e) && (out == nobody || c.d.g.ids.id(p) < c.d.g.ids.id(out)) {
			out = p
		}
	}
	return out
}

// later reports whether a tier is not before that of an entity that has one.
func (c *cascade) later(tier, e int32) bool {
	own, ok := c.tier[e]
	return ok && tier >= own
}
