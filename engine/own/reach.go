package own

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// reach tells how much of some entities can belong to a cascade's set at most
// when looked through: over every way to choose each share within its range,
// so that no column exceeds the whole, and in a hidden run with whatever is
// left over in the hands of the set. The best choice for each entity does not
// depend on that for the others, so it is a chain of decisions that maximises
// the chance to arrive, and is solved as one (Puterman 1994, section 7.2).
type reach struct {
	c     *cascade
	at    map[int32]int // entity → its place below
	nodes []chooser
	asked int        // the first of them: those that are asked about; the others stand above these
	best  []*big.Rat // exact values, or
	above []float64  // values rounded upward
}

// chooser is an entity outside the set with all that can hold it.
type chooser struct {
	entity  int32
	options []option
	rank    int  // steps to the set; -1 for one that cannot reach it
	whole   bool // nothing is known of how its holders add up: all of it can be the set's
}

// option is one holder: a share from lo up to hi of what arrives goes to it.
type option struct {
	to     int // place of the holder; toSet or toNobody
	lo, hi int64
}

const (
	toSet    = -1
	toNobody = -2
)

func newReach(c *cascade, among map[int32]int32) *reach {
	r := &reach{c: c, at: map[int32]int{}}
	for _, e := range numbers(among) {
		r.place(e)
	}
	r.asked = len(r.nodes)
	for i := 0; i < len(r.nodes); i++ {
		r.expand(i)
	}
	r.ranks()
	return r
}

// place is where an entity stands among the nodes.
func (r *reach) place(e int32) int {
	switch i, ok := r.at[e]; {
	case e == nobody:
		return toNobody
	case has(r.c.tier, e):
		return toSet
	case ok:
		return i
	case r.c.d.end(e) != "":
		return toNobody
	}
	i := len(r.nodes)
	r.at[e] = i
	r.nodes = append(r.nodes, chooser{entity: e, rank: -1})
	return i
}

// expand lists who can hold an entity. Claims that may only repeat others, that
// stand for several, or behind which somebody unknown may stand, have no lower
// end here: that only makes more possible.
func (r *reach) expand(i int) {
	e, d := r.nodes[i].entity, r.c.d
	col := d.column(e, economic)
	if len(col.edges) == 0 && col.treasuryTop == 0 {
		return
	}
	loose := slices.ContainsFunc(col.edges, func(x edge) bool { return x.unplaced })
	var out []option
	for k := range col.edges {
		x := &col.edges[k]
		o := option{to: r.place(x.owner), lo: min(x.part[0].lo, x.part[1].lo), hi: min(x.part[r.c.mode].hi, engine.Whole)}
		if x.how != 0 || x.veil || x.owner == nobody || loose {
			o.lo = 0
		}
		if r.c.run == hidden && (x.owner == nobody || x.veil) {
			o.to = toSet
		}
		out = append(out, o)
	}
	if col.treasuryTop > 0 {
		out = append(out, option{to: i, lo: min(col.treasury, engine.Whole), hi: col.treasuryTop})
	}
	rest := toNobody
	if r.c.run == hidden {
		rest = toSet
	}
	out = append(out, option{to: rest, hi: engine.Whole})
	var sure int64
	for _, o := range out {
		sure = min(sure+o.lo, maxUnits)
	}
	r.nodes[i].options, r.nodes[i].whole = out, col.over || sure > engine.Whole
	for k := range out { // none has more than the others leave
		out[k].hi = max(min(out[k].hi, engine.Whole-sure+out[k].lo), out[k].lo)
	}
}

// ranks counts the steps from each entity to the set.
func (r *reach) ranks() {
	held := make([][]int, len(r.nodes))
	var queue []int
	for i := range r.nodes {
		n := &r.nodes[i]
		for _, o := range n.options {
			if o.hi == 0 {
				continue
			}
			if o.to == toSet && n.rank < 0 {
				n.rank = 0
				queue = append(queue, i)
			} else if o.to >= 0 {
				held[o.to] = append(held[o.to], i)
			}
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, i := range held[queue[0]] {
			if r.nodes[i].rank < 0 {
				r.nodes[i].rank = r.nodes[queue[0]].rank + 1
				queue = append(queue, i)
			}
		}
	}
}

// few is up to how many entities the exact solution is tried for: thirty
// companies that all hold each other take some 50 ms. More are bounded from
// above, which can only take a figure that stands at the threshold for one that
// is over it.
const few = 30

// over are the entities asked about whose part can reach the threshold.
func (r *reach) over(threshold int64, strict bool) []int32 {
	exact := len(r.nodes) <= few && r.exact()
	if !exact {
		r.bound(float64(threshold) / float64(engine.Whole))
	}
	limit := engine.Rat(threshold)
	var out []int32
	for i := range r.asked {
		n := &r.nodes[i]
		switch {
		case n.rank < 0:
			continue
		case exact:
			if c := r.best[i].Cmp(limit); c < 0 || c == 0 && strict {
				continue
			}
		case r.above[i] < float64(threshold)/float64(engine.Whole)-slack:
			continue
		}
		out = append(out, n.entity)
	}
	return out
}

// chosen spreads what arrives over the options: each has its lower end, and
// what is left goes to the best ones first, as far as they can take it.
func chosen(options []option, better func(a, b option) int) []int64 {
	order := make([]int, len(options))
	out := make([]int64, len(options))
	left := engine.Whole
	for i, o := range options {
		order[i], out[i] = i, o.lo
		left -= o.lo
	}
	slices.SortStableFunc(order, func(a, b int) int { return better(options[a], options[b]) })
	for _, i := range order {
		more := max(min(left, options[i].hi-options[i].lo), 0)
		out[i] += more
		left -= more
	}
	return out
}

// slack is how far below the threshold a rounded figure still counts as one
// that reaches it: far over the rounding of some thousand sums, far below the
// unit of a share.
const slack = 1e-11

// work is how many holders are looked at while bounding: some 0.3 s.
const work = 10_000_000

// bound lowers the values from the whole, each the best that the others allow.
// At any time each is an upper end, and they fall to the right ones unless
// companies can hold all of each other.
func (r *reach) bound(limit float64) {
	r.above = make([]float64, len(r.nodes))
	for i := range r.nodes {
		if r.nodes[i].rank >= 0 {
			r.above[i] = 1
		}
	}
	value := func(o option) float64 {
		switch o.to {
		case toSet:
			return 1
		case toNobody:
			return 0
		}
		return r.above[o.to]
	}
	better := func(a, b option) int { return cmp.Compare(value(b), value(a)) }
	for done := 0; done < work; {
		moved, open := 0.0, false
		for i := len(r.nodes) - 1; i >= 0; i-- {
			n := &r.nodes[i]
			if n.rank < 0 || n.whole {
				continue
			}
			done += len(n.options)
			sum := 0.0
			for k, units := range chosen(n.options, better) {
				sum += value(n.options[k]) * float64(units)
			}
			if sum = sum / float64(engine.Whole) * (1 + 1e-14); sum < r.above[i] {
				moved = max(moved, r.above[i]-sum)
				r.above[i] = sum
			}
			open = open || r.above[i] >= limit-slack
		}
		if !open || moved < 1e-13 {
			return
		}
	}
}
