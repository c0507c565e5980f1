package own

import (
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// lens says which interests count, and as what.
type lens uint8

const (
	// economic counts shares: what a 50 % rule adds up. A holder without a
	// known share is vague: anything from nothing to the whole.
	economic lens = iota
	// voting counts votes; shares stand for votes where no source speaks of
	// votes in the company at all.
	voting
	// decisive counts what gives control whatever the shares: the right to
	// appoint the board, consolidation, being a branch. Influence and
	// contracts are vague.
	decisive
)

// column is who holds what of one entity on a day, seen through a lens.
type column struct {
	edges       []edge            // by owner
	over        bool              // the lower ends add up to over the whole
	complete    bool              // the register names every holder
	fuzzy       bool              // a date that matters is too coarse
	treasury    int64             // held by the entity itself, lower end
	treasuryTop int64             // and the upper end
	tallies     [2]*tally         // by reading of the dates
	roles       map[int32]flagSet // of nominators and nominees, by owner
}

// edge is one holder's part. A date that is too coarse gives two readings, the
// less at 0 and the more at 1; otherwise both are the same.
type edge struct {
	owner    int32 // or nobody
	stake    int32 // the stake that it comes from, or the first of several
	part     [2]bound
	how      flagSet // flagIndirect, flagJoint: not added to the others
	veil     bool    // holds for somebody who is not known
	unplaced bool    // a nominator whose part stands among the others' as well
}

// day is a graph on a day. It keeps the columns that were asked for, and is
// not safe for several goroutines.
type day struct {
	g      *Graph
	asOf   engine.Date
	cached map[columnKey]*column
	above  map[int32]map[int32]bool
	told   map[int32]bool // of a headquarters test: whose places stand in the evidence
}

type columnKey struct {
	entity int32
	lens   lens
}

func (g *Graph) on(asOf engine.Date) *day {
	return &day{g: g, asOf: asOf, cached: map[columnKey]*column{}, above: map[int32]map[int32]bool{}}
}

// stands tells whether a stake holds on the day; one that is reversed never
// does.
func (d *day) stands(stake int32) engine.When {
	m := d.g.meta(stake)
	if m.flags&flagReversed != 0 {
		return engine.No
	}
	return engine.Covers(m.from, m.until, d.asOf)
}

// mayStand reports whether a stake holds on the day, or may.
func (d *day) mayStand(stake int32) bool { return d.stands(stake) != engine.No }

// column compiles the holders of an entity.
func (d *day) column(entity int32, l lens) *column {
	key := columnKey{entity, l}
	if c, ok := d.cached[key]; ok {
		return c
	}
	c := &column{complete: d.g.facts[entity].complete}
	d.cached[key] = c
	var stakes []int32
	for _, s := range d.g.held(entity) {
		if d.mayStand(s) {
			stakes = append(stakes, s)
		}
	}
	slices.SortFunc(stakes, func(a, b int32) int { return int(d.g.stakes[a].owner) - int(d.g.stakes[b].owner) })
	r := d.reading(entity, l, stakes)
	for i := 0; i < len(stakes); {
		j := i + 1
		owner := d.g.stakes[stakes[i]].owner
		for owner != nobody && j < len(stakes) && d.g.stakes[stakes[j]].owner == owner {
			j++
		}
		r.owner(c, owner, stakes[i:j])
		i = j
	}
	if r.nominator && l != decisive {
		r.substitute(c, stakes)
	}
	c.sum()
	return c
}

// sum finds out whether the holders add up to over the whole.
func (c *column) sum() {
	all := bound{lo: c.treasury}
	for i := range c.edges {
		if e := &c.edges[i]; e.how == 0 {
			all = all.plus(e.part[0])
		}
	}
	c.over = all.lo > engine.Whole || all.lo == engine.Whole && all.loOpen
}

// reading is what all holders of one entity must know of each other.
type reading struct {
	d         *day
	entity    int32
	lens      lens
	votes     bool           // some holder's votes are known
	nominees  map[int32]bool // hold for others
	nominator bool           // somebody is known for whom a nominee holds
	soleName  bool           // and he is the only one
	deciders  [2]int32       // how many direct owners hold a right to appoint, or consolidate
}

func (d *day) reading(entity int32, l lens, stakes []int32) *reading {
	r := &reading{d: d, entity: entity, lens: l}
	nominators := 0
	var decider [2]int32 // the last owner counted, plus one
	for _, s := range stakes {
		ref, m := d.g.stakes[s], d.g.meta(s)
		which := -1
		switch m.kind {
		case kVotes:
			r.votes = r.votes || d.g.share(s).Known
		case kNominee:
			if r.nominees == nil {
				r.nominees = map[int32]bool{}
			}
			r.nominees[ref.owner] = true
		case kNominator:
			if ref.owner != nobody {
				nominators++
			}
		case kAppointment:
			which = 0
		case kConsolidation:
			if m.flags&flagIndirect == 0 {
				which = 1
			}
		}
		if which >= 0 && ref.owner != nobody && decider[which] != ref.owner+1 {
			decider[which] = ref.owner + 1
			r.deciders[which]++
		}
	}
	r.nominator, r.soleName = nominators > 0, nominators == 1
	return r
}

// owner adds one owner's edges to the column: one for what adds up, one for
// what is indirect, one for what is joint.
func (r *reading) owner(c *column, owner int32, stakes []int32) {
	if owner == r.entity {
		r.treasury(c, stakes)
		return
	}
	for _, how := range [...]flagSet{0, flagIndirect, flagJoint} {
		var mine []int32
		for _, s := range stakes {
			if r.how(s) == how {
				mine = append(mine, s)
			}
		}
		if len(mine) == 0 || how == flagIndirect && r.d.repeats(owner, r.entity) {
			continue
		}
		e := edge{owner: owner, stake: r.shown(mine), how: how, veil: r.nominees[owner]}
		var counts, fuzzy bool
		e.part, counts, fuzzy = r.readings(mine)
		if counts {
			c.edges = append(c.edges, e)
			c.fuzzy = c.fuzzy || fuzzy
		}
	}
}

// shown is the stake that stands for several of one owner: the one that counts
// most through the lens.
func (r *reading) shown(stakes []int32) int32 {
	best, most := stakes[0], int64(-1)
	for _, s := range stakes {
		if b, ok := r.worth(s); ok && b != vague && b.hi > most {
			best, most = s, b.hi
		} else if ok && most < 0 {
			best, most = s, 0
		}
	}
	return best
}

// how sorts a stake: what may be direct or indirect is indirect where direct
// steps lead from the owner to the entity.
func (r *reading) how(stake int32) flagSet {
	ref, f := r.d.g.stakes[stake], r.d.g.meta(stake).flags
	switch {
	case f&flagIndirect != 0:
		return flagIndirect
	case f&flagJoint != 0:
		return flagJoint
	case f&flagEither != 0 && ref.owner != nobody && r.d.stepsFrom(ref.owner, ref.owned):
		return flagIndirect
	}
	return 0
}

// treasury notes what the entity holds of itself.
func (r *reading) treasury(c *column, stakes []int32) {
	for _, s := range stakes {
		if r.d.g.meta(s).kind != kShares {
			continue
		}
		b := boundOf(r.d.g.share(s))
		if r.d.stands(s) == engine.Yes {
			c.treasury = min(c.treasury+b.lo, maxUnits)
		}
		c.treasuryTop = min(c.treasuryTop+b.hi, engine.Whole)
	}
}

// maxCoarse is how many coarse dates of one owner are told apart: 2³ readings
// of one day. More than that in one year is a register gone wrong, and then
// the holding is taken to be anything from nothing to all of it.
const maxCoarse = 3

// readings gives what the stakes of one owner come to, the least and the most
// over all ways to read dates that are too coarse.
func (r *reading) readings(stakes []int32) (part [2]bound, counts, fuzzy bool) {
	coarse := r.d.coarse(stakes)
	if len(coarse) == 0 {
		b, ok := r.combine(stakes)
		return [2]bound{b, b}, ok, false
	}
	if len(coarse) > maxCoarse {
		b, ok := r.combine(stakes)
		return [2]bound{{}, b}, ok, true
	}
	for n := range 1 << len(coarse) {
		var active []int32
		for _, s := range stakes {
			if r.d.standsIn(s, coarse, n) {
				active = append(active, s)
			}
		}
		b, ok := r.combine(active)
		counts = counts || ok
		if n == 0 {
			part = [2]bound{b, b}
			continue
		}
		part = [2]bound{least(part[0], b), most(part[1], b)}
	}
	return part, counts, true
}

// coarse are the dates of the stakes that may lie on either side of the day.
func (d *day) coarse(stakes []int32) []engine.Date {
	var out []engine.Date
	for _, s := range stakes {
		m := d.g.meta(s)
		for _, at := range [...]engine.Date{m.from, m.until} {
			if at != 0 && at.Earliest() <= d.asOf && d.asOf < at.Latest() && !slices.Contains(out, at) {
				out = append(out, at)
			}
		}
	}
	slices.Sort(out)
	return out
}

// standsIn tells whether a stake holds on the day if, of the coarse dates,
// those with a bit in n have come.
func (d *day) standsIn(stake int32, coarse []engine.Date, n int) bool {
	m := d.g.meta(stake)
	come := func(at engine.Date) bool {
		if i := slices.Index(coarse, at); i >= 0 {
			return n>>i&1 == 1
		}
		return at.Earliest() <= d.asOf
	}
	return (m.from == 0 || come(m.from)) && (m.until == 0 || !come(m.until))
}

// combine adds up the stakes of one owner through the lens.
func (r *reading) combine(stakes []int32) (bound, bool) {
	var sum bound
	var known, some bool
	shares := slices.ContainsFunc(stakes, func(s int32) bool { return r.d.g.meta(s).kind == kShares })
	for _, s := range stakes {
		b, ok := r.worth(s)
		if shares && r.d.g.meta(s).kind == kNominee {
			continue // the register's holding, told twice
		}
		switch {
		case !ok:
		case b == vague:
			some = true
		case r.lens == decisive:
			return full, true
		default:
			sum, known = sum.plus(b), true
		}
	}
	switch {
	case known:
		return sum, true
	case some:
		return vague, true
	}
	return bound{}, false
}

// worth is what one stake counts through the lens; ok is false where it counts
// nothing.
func (r *reading) worth(stake int32) (b bound, ok bool) {
	g := r.d.g
	kind, share := g.meta(stake).kind, g.share(stake)
	switch r.lens {
	case voting:
		switch {
		case kind == kVotes:
			return boundOf(share), true
		case kind == kBranch:
			return full, true
		case kind == kShares && r.votes:
			return vague, true
		case kind == kShares:
			return boundOf(share), true
		case kind == kNominator:
			return r.nominated(share), true
		}
		return bound{}, false
	case decisive:
		switch kind {
		case kBranch:
			return full, true
		case kAppointment:
			return r.sole(0), true
		case kConsolidation:
			return r.sole(1), true
		case kInfluence, kContract, kTrustee:
			return vague, true
		}
		return bound{}, false
	}
	switch kind {
	case kShares:
		return boundOf(share), true
	case kBranch:
		return full, true
	case kNominator:
		return r.nominated(share), true
	case kNominee:
		return boundOf(share), share.Known
	case kBeneficiary:
		if g.kind(r.entity) == engine.Arrangement {
			return boundOf(share), true
		}
		return vague, true
	case kVotes, kConsolidation, kSettlor, kTrustee, kProtector:
		return vague, true
	}
	return bound{}, false
}

// nominated is what others hold for a nominator: all of an arrangement that has
// no other.
func (r *reading) nominated(share engine.Share) bound {
	if !share.Known && r.soleName && r.d.g.kind(r.entity) == engine.Arrangement {
		return full
	}
	return boundOf(share)
}

// sole is a decisive right: vague where several hold it, since then nobody
// decides alone.
func (r *reading) sole(which int) bound {
	if r.deciders[which] > 1 {
		return vague
	}
	return full
}
