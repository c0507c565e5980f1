package own

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// explain writes an outcome out: who was added up, the way to a listed party,
// and why the answer is no better.
func (q *inquiry) explain(e int32, o outcome, byDate bool) Verdict {
	v := q.verdict(e)
	v.Verdict = o.answer
	reasons := map[string]bool{ReasonDate: byDate}
	tier, caught := o.set.tier[e]
	if caught {
		v.Tier = int(tier)
	}
	if tier == 0 && caught {
		v.Test = List
		_, v.Lists = q.listed(e)
	} else {
		q.sum(&v, e, o, reasons)
		q.path(&v, e, o.set, reasons)
	}
	switch o.answer {
	case NoUnlessHidden:
		reasons[ReasonHiddenHolders] = true
		if q.d.blank(e) {
			reasons[ReasonNoHolders] = true
		}
		q.missing(&v, e, o.open, reasons)
	case No:
		reasons[ReasonHolderOpaque] = q.opaque(e)
	}
	if o.circle || o.answer == No || o.answer == NoUnlessHidden {
		q.looked(&v, e, o, reasons)
	}
	if q.d.column(e, economic).over {
		reasons[ReasonOverreported] = true
	}
	q.turns(&v, e, o)
	q.scope(&v, e, tier == 0 && caught, reasons)
	v.Reasons = setOf(reasons)
	return v
}

// setOf are the keys that are true, sorted.
func setOf(m map[string]bool) []string {
	var out []string
	for k, ok := range m {
		if ok {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// sum adds up the holders that the cascade counts, through the lens that
// caught the entity, or through shares.
func (q *inquiry) sum(v *Verdict, e int32, o outcome, reasons map[string]bool) {
	l, caught := o.set.by[e]
	if caught {
		v.Test = q.rule.test(l)
		reasons[ReasonControl] = v.Test == Control
	}
	for owner, role := range q.d.column(e, l).roles {
		if _, held := o.set.tier[owner]; held && role&(flagInNameOnly|flagTakenAsNominee) != 0 {
			reasons[ReasonInNameOnly] = true
		}
	}
	for _, x := range o.set.counted(e, l) {
		v.Owners = append(v.Owners, q.contribution(x, l, o.set))
	}
	slices.SortStableFunc(v.Owners, func(a, b Contribution) int {
		return cmp.Or(cmp.Compare(b.Share.Lo, a.Share.Lo), cmp.Compare(b.Share.Hi, a.Share.Hi), cmp.Compare(a.Owner, b.Owner))
	})
	sum := o.set.sum(e, l)
	if len(v.Owners) > 0 {
		v.Sum = sum.share()
	}
	answer := o.answer
	if o.circle {
		answer = No // as far as the cascade goes
	}
	if v.Arithmetic = arithmetic(v, q.rule, q.rule.limit(l), answer); v.Arithmetic == "" && (o.answer == No || o.answer == NoUnlessHidden) {
		v.Arithmetic = q.nobodyListed(e, o.set.mode)
	}
	if l == decisive && len(v.Owners) > 0 {
		v.Sum, v.Arithmetic = engine.Share{}, "a right that decides: "+string(v.Owners[0].Kind)
	}
	q.treasury(v, e, sum, l, reasons)
}

// counted are the edges of holders in the set that count through the lens.
func (c *cascade) counted(e int32, l lens) []*edge {
	var out []*edge
	col := c.d.column(e, l)
	for i := range col.edges {
		x := &col.edges[i]
		if x.owner == nobody {
			continue
		}
		if _, ok := c.tier[x.owner]; ok {
			out = append(out, x)
		}
	}
	return out
}

func (q *inquiry) contribution(x *edge, l lens, c *cascade) Contribution {
	g := q.d.g
	_, lists := q.listed(x.owner)
	out := Contribution{Owner: g.ids.id(x.owner), Name: g.name(x.owner), Kind: kindNames[g.meta(x.stake).kind], Tier: int(c.tier[x.owner]), Lists: lists}
	if l != decisive { // a right that decides is no part of a hundred
		out.Share = x.part[c.mode].share()
	}
	return out
}

// test is what a lens tests under the rule: votes are ownership where the rule
// says so.
func (r *Rule) test(l lens) Test {
	if l == economic || l == voting && r.Votes {
		return Ownership
	}
	return Control
}

// limit is the threshold as it applies through the lens.
func (r *Rule) limit(l lens) string {
	copied := *r
	copied.Strict = r.strict(l)
	return copied.Limit()
}

// treasury tells what the same holdings are of the outstanding shares, without
// those that the company holds of itself, and notes where that would change a
// no: 48 % of the issued shares are 60 % of the outstanding ones where the
// company holds 20 % of itself.
func (q *inquiry) treasury(v *Verdict, e int32, sum bound, l lens, reasons map[string]bool) {
	t := q.d.column(e, economic).treasury
	if t <= 0 || t >= engine.Whole || l == decisive || len(v.Owners) == 0 {
		return
	}
	left := big.NewRat(engine.Whole-t, engine.Whole)
	lo, hi := new(big.Rat).Quo(engine.Rat(sum.lo), left), new(big.Rat).Quo(engine.Rat(min(sum.hi, engine.Whole-t)), left)
	if lo.Cmp(ratOne) > 0 || hi.Cmp(lo) < 0 { // the holders make more than the whole
		return
	}
	v.Outstanding = part{lo, hi}.share()
	v.Outstanding.LoOpen = v.Outstanding.LoOpen || sum.loOpen
	c := lo.Cmp(big.NewRat(q.rule.Threshold, engine.Whole))
	reasons[ReasonOutstanding] = v.Verdict != Yes && (c > 0 || c == 0 && (!q.rule.strict(l) || sum.loOpen))
	words := "of the outstanding shares, without the " + engine.Exactly(t).Human() + " that it holds of itself, that is " + v.Outstanding.Human()
	if v.Arithmetic != "" {
		words = v.Arithmetic + "; " + words
	}
	v.Arithmetic = words
}

// path walks from the entity to a listed party, by the largest holder of those
// that fell before, one step a tier.
func (q *inquiry) path(v *Verdict, e int32, c *cascade, reasons map[string]bool) {
	for {
		tier, ok := c.tier[e]
		if !ok {
			return
		}
		if tier == 0 {
			_, lists := q.listed(e)
			v.Lists = append(v.Lists, lists...)
			slices.Sort(v.Lists)
			v.Lists = slices.Compact(v.Lists)
			return
		}
		step, up := q.up(e, c, reasons)
		if up == nobody {
			return
		}
		v.Path = append(v.Path, step)
		e = up
	}
}

// up is the step from an entity to the holder that counts most for its fall.
func (q *inquiry) up(e int32, c *cascade, reasons map[string]bool) (Step, int32) {
	if c.run != lower {
		if twin := c.twin(e); twin != nobody {
			reasons[ReasonPossibleMatch] = true
			return q.same(twin, e), twin
		}
	}
	l := c.by[e]
	var best *edge
	for _, x := range c.counted(e, l) {
		if c.tier[x.owner] >= c.tier[e] {
			continue
		}
		part := x.part[c.mode]
		if c.run != lower {
			q.doubt(part, l, reasons)
			reasons[ReasonRange] = reasons[ReasonRange] || x.how != 0 // how much of it others repeat is not known
		}
		if best == nil || q.before(x, best, c) {
			best = x
		}
	}
	if best == nil {
		return Step{}, nobody
	}
	step := q.d.g.step(best.stake)
	q.d.roles(&step, l)
	return step, best.owner
}

// doubt notes why a holding keeps a verdict open.
func (q *inquiry) doubt(part bound, l lens, reasons map[string]bool) {
	switch {
	case part == vague && l == decisive:
		reasons[ReasonInfluence] = true
	case part == vague:
		reasons[ReasonUnknownShare] = true
	case part.lo < part.hi:
		reasons[ReasonRange] = true
	}
}

// before orders holders for a path: by lower end, upper end, tier, id.
func (q *inquiry) before(a, b *edge, c *cascade) bool {
	pa, pb := a.part[c.mode], b.part[c.mode]
	return cmp.Or(cmp.Compare(pb.lo, pa.lo), cmp.Compare(pb.hi, pa.hi), cmp.Compare(c.tier[a.owner], c.tier[b.owner]),
		cmp.Compare(q.d.g.ids.id(a.owner), q.d.g.ids.id(b.owner))) < 0
}

// opaque reports whether a company that holds a part of the entity has no
// known holders of its own: the no stands, for that company as it is known.
func (q *inquiry) opaque(e int32) bool {
	for i := range q.d.column(e, economic).edges {
		x := &q.d.column(e, economic).edges[i]
		if x.owner != nobody && q.d.blank(x.owner) {
			return true
		}
	}
	return false
}

// scope applies what takes an answer back: a rule that is suspended, an entity
// that it does not reach. A party that is listed itself stays so.
func (q *inquiry) scope(v *Verdict, e int32, listed bool, reasons map[string]bool) {
	if listed {
		return
	}
	var why string
	switch {
	case q.rule.Suspended:
		why = ReasonNotInForce
	case slices.Contains(q.rule.Exempt, q.d.g.country(e)):
		why = ReasonExempt
	default:
		return
	}
	reasons[why] = true
	v.Otherwise, v.Verdict, v.Tier = v.Verdict, No, NotCaught
}
