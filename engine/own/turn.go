package own

import (
	"cmp"
	"maps"
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// Turn is one fact that would change a verdict by itself, whatever else is not
// known. The Share is where it begins to: exact, so that one unit less changes
// nothing.
type Turn struct {
	What      What            `json:"what"`
	Owner     engine.EntityID `json:"owner,omitempty"` // whose stake; empty for a holder who is not known
	Name      string          `json:"name,omitempty"`
	Owned     engine.EntityID `json:"owned"`
	OwnedName string          `json:"owned_name,omitempty"`
	Share     engine.Share    `json:"share"`          // from here up to 100 %, or for a loss up to here
	Known     engine.Share    `json:"known,omitzero"` // what is known of that share today
	Text      string          `json:"text"`
}

// What says which fact a Turn is of.
type What string

// The facts that turn a verdict.
const (
	TurnRest  What = "rest"  // the listed hold as much of what nobody is known to hold: the answer is then yes
	TurnStake What = "stake" // a listed or caught holder has as much: then yes
	TurnLoss  What = "loss"  // a holder that was added up has less: then no longer yes
	TurnGain  What = "gain"  // as much passes from others to the listed: then yes
)

// maxPivots is how many entities above one are tried as the place where one
// fact would be enough; the nearest first. Each costs a cascade.
const maxPivots = 24

// turns finds the facts that would change the verdict one by one, the smallest
// first. Rules that look at votes and control have several ways to catch: for
// them only what brings a yes is told.
func (q *inquiry) turns(v *Verdict, e int32, o outcome) {
	if q.in == nil || o.circle || o.set == nil || q.d.column(e, economic).over {
		return
	}
	switch o.answer {
	case Yes:
		q.losses(v, e, o)
	case No:
		q.gain(v, e, o)
	case Unknown, NoUnlessHidden:
		open := o.open
		if open == nil {
			open = o.set
		}
		q.pivots(v, e, open)
	}
	slices.SortStableFunc(v.Turns, func(a, b Turn) int { return cmp.Compare(a.size(), b.size()) })
	v.Turns = v.Turns[:min(len(v.Turns), maxMissing)]
}

// size is how much would have to change.
func (t *Turn) size() int64 {
	if t.What == TurnLoss {
		return t.Known.Lo - t.Share.Hi
	}
	return t.Share.Lo - t.Known.Lo
}

// losses are the stakes without which the entity would not be caught, with how
// far each would have to fall.
func (q *inquiry) losses(v *Verdict, e int32, o outcome) {
	if o.set.tier[e] == 0 || len(q.rule.lenses()) > 1 {
		return
	}
	rest := maps.Clone(q.in)
	delete(rest, e) // what is caught by way of the entity itself does not carry it
	without := &cascade{d: q.d, rule: q.rule, run: lower, mode: o.set.mode, in: rest}
	without.flow(seedsOf(o.set))
	sum, held, ok := q.plain(without, e)
	if !ok {
		return
	}
	for _, x := range held {
		need := q.rule.Threshold - (sum - x.part[0].lo)
		if need <= 0 {
			continue // the others carry it without this one
		}
		t := q.turn(TurnLoss, x.owner, e, engine.Between(0, need, false, !q.rule.Strict), x.part[0].share())
		t.Text = "it rests on " + t.Name + ": with less than " + engine.FormatUnits(need) + " % it would not be reached"
		if q.rule.Strict {
			t.Text = "it rests on " + t.Name + ": with " + engine.FormatUnits(need) + " % or less it would not be reached"
		}
		v.Turns = append(v.Turns, t)
	}
}

// plain is the sum of what a set holds, where it is no more than the holders'
// lower ends added up.
func (q *inquiry) plain(c *cascade, e int32) (sum int64, held []*edge, ok bool) {
	for _, x := range c.counted(e, economic) {
		if x.how != 0 || x.unplaced || x.part[0] != x.part[1] {
			return 0, nil, false
		}
		if x.part[0].loOpen {
			return 0, nil, false
		}
		sum, held = min(sum+x.part[0].lo, maxUnits), append(held, x)
	}
	at := *c
	at.run = lower
	total := at.sum(e, economic)
	return sum, held, total.lo == sum && !total.loOpen
}

// gain is how far a no is from the threshold.
func (q *inquiry) gain(v *Verdict, e int32, o outcome) {
	sum, _, ok := q.plain(o.set, e)
	need := q.rule.Threshold - sum
	if !ok || need <= 0 || q.d.blank(e) || v.Arithmetic == "" || len(v.Owners) == 0 {
		return
	}
	t := q.turn(TurnGain, nobody, e, engine.Between(need, engine.Whole-sum, q.rule.Strict, false), engine.Share{})
	t.Text = "another " + fromOn(need, q.rule.Strict) + " in the hands of the listed would reach it"
	v.Turns = append(v.Turns, t)
}

// fromOn writes from where on the rule is met: "25 % or more", "more than 25 %".
func fromOn(need int64, over bool) string {
	if over {
		return "more than " + engine.FormatUnits(need) + " %"
	}
	return engine.FormatUnits(need) + " % or more"
}

// openEnd is 1 for a holder of more than its lower end.
func openEnd(x *edge, mode int) int {
	if x.part[mode].loOpen {
		return 1
	}
	return 0
}

func (q *inquiry) turn(what What, owner, owned int32, share, known engine.Share) Turn {
	t := Turn{What: what, Owned: q.d.g.ids.id(owned), OwnedName: q.d.g.name(owned), Share: share, Known: known}
	if owner != nobody {
		t.Owner, t.Name = q.d.g.ids.id(owner), q.d.g.name(owner)
	}
	return t
}

// pivots are the entities of an open cascade, nearest first, that would carry
// the entity if they were caught, with the one fact that would catch each.
func (q *inquiry) pivots(v *Verdict, e int32, open *cascade) {
	seeds := seedsOf(open)
	sure := &cascade{d: q.d, rule: q.rule, run: lower, mode: open.mode, in: q.in}
	sure.flow(seeds)
	seen := map[int32]bool{e: true}
	tried := 0
	for queue := []int32{e}; len(queue) > 0 && tried < maxPivots; queue = queue[1:] {
		x := queue[0]
		tried++
		if x == e || q.carries(x, e, sure) {
			q.rests(v, x, sure)
			q.stakes(v, x, sure)
		}
		var up []int32
		col := q.d.column(x, economic)
		for i := range col.edges {
			o := col.edges[i].owner
			if o != nobody && has(open.tier, o) && !has(sure.tier, o) && !seen[o] {
				seen[o] = true
				up = append(up, o)
			}
		}
		q.d.g.sortByID(up)
		queue = append(queue, up...)
	}
}

// seedsOf are the parties with which a cascade began.
func seedsOf(c *cascade) []int32 {
	var out []int32
	for x, t := range c.tier {
		if t == 0 {
			out = append(out, x)
		}
	}
	return out
}

// carries reports whether the entity would fall if x did.
func (q *inquiry) carries(x, e int32, sure *cascade) bool {
	c := &cascade{d: q.d, rule: q.rule, run: lower, mode: sure.mode, in: q.in}
	c.flow(append(numbers(sure.tier), x))
	return has(c.tier, e)
}

// rests tells how much of what nobody is known to hold would be enough.
func (q *inquiry) rests(v *Verdict, x int32, sure *cascade) {
	col := q.d.column(x, economic)
	left := engine.Whole - col.treasury
	for i := range col.edges {
		y := &col.edges[i]
		if y.unplaced || y.how != 0 {
			return
		}
		left = max(left-y.part[1].lo, -maxUnits)
	}
	sum := sure.sum(x, economic)
	need, over := q.rule.Threshold-sum.lo, q.rule.Strict && !sum.loOpen
	if col.over || col.complete || need <= 0 || left < need || left == need && over {
		return
	}
	t := q.turn(TurnRest, nobody, x, engine.Between(need, left, over, false), engine.Share{})
	t.Text = "yes if the listed hold " + fromOn(need, over) + " of " + t.OwnedName + ", of which nobody is known to hold " + engine.FormatUnits(left) + " %"
	v.Turns = append(v.Turns, t)
}

// stakes tells how large the stake of a listed or caught holder, of which a
// range or nothing is known, would have to be.
func (q *inquiry) stakes(v *Verdict, x int32, sure *cascade) {
	sum := sure.sum(x, economic).lo
	var others int64
	col := q.d.column(x, economic)
	for i := range col.edges {
		if col.edges[i].how != 0 || col.edges[i].unplaced {
			return
		}
		others = min(others+col.edges[i].part[1].lo, maxUnits)
	}
	open := 0
	for _, y := range sure.counted(x, economic) {
		open += openEnd(y, sure.mode)
	}
	for _, y := range sure.counted(x, economic) {
		p := y.part[sure.mode]
		need, over := q.rule.Threshold-(sum-p.lo), q.rule.Strict && open-openEnd(y, sure.mode) == 0
		if p.lo == p.hi || need <= p.lo || !p.mayMeet(need, over) || others-y.part[1].lo+need+col.treasury > engine.Whole {
			continue
		}
		t := q.turn(TurnStake, y.owner, x, engine.Between(need, p.hi, over, p.hiOpen), p.share())
		t.Text = "yes if " + t.Name + " holds " + fromOn(need, over) + " of " + t.OwnedName
		v.Turns = append(v.Turns, t)
	}
}
