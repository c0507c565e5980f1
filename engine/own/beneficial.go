package own

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Basis says what makes a person a beneficial owner.
type Basis string

// The bases, the plainest first. Of several the plainest is told.
const (
	BasisShare        Basis = "share"              // what is held, multiplied along chains and added over them
	BasisVotes        Basis = "votes"              // votes
	BasisProfit       Basis = "profit"             // a part of the profit
	BasisWhole        Basis = "through-controlled" // with the whole stakes of companies that the person controls
	BasisOfController Basis = "of-a-controller"    // a part of a company that controls the entity
	BasisControl      Basis = "control"            // a majority of votes, or the board
	BasisInfluence    Basis = "influence"          // a source says that there is significant influence or control
)

var basisOrder = []Basis{BasisShare, BasisVotes, BasisProfit, BasisWhole, BasisOfController, BasisControl, BasisInfluence}

// beneficial answers a disclosure regime: yes, with all of them in Owners,
// where somebody is an owner for sure; unknown where somebody may be one;
// no-unless-hidden where only a person who is not known could be; else no. Who
// may be a person but of whom not even the kind is known counts as one who may
// be an owner. A state is none. Links "possibly same as" are not followed: the
// owners of a namesake are another company's.
func (q *inquiry) beneficial(e int32) Verdict {
	v := q.verdict(e)
	v.Test, v.ControlSeen = Ownership, true
	reasons := map[string]bool{}
	switch q.d.g.kind(e) {
	case engine.Person, engine.State, engine.Vessel, engine.Aircraft:
		v.Arithmetic = "no company: the rule does not reach it"
		return v
	}
	q.in = q.d.upward(e, false)
	b := &disclosing{inquiry: q, e: e, reign: q.d.reign(q.in), bases: map[int32]*base{}}
	if b.reign.tooMany {
		v.Verdict = Unknown
		v.Missing = []string{"who controls " + v.Name + ": too many who control something stand above it"}
		return v
	}
	v.Owners = b.owners()
	hidden := b.hidden()
	switch {
	case len(v.Owners) > 0:
		first := &v.Owners[0]
		v.Verdict, v.Sum = first.Is, first.Share
		v.Path = b.path(first.Owner)
		v.Arithmetic = b.words(first)
		if first.Basis == BasisControl || first.Basis == BasisInfluence {
			v.Test = Control
		}
		if first.Is == Unknown {
			reasons[ReasonRange] = true
		}
	case hidden:
		v.Verdict = NoUnlessHidden
	}
	if hidden {
		reasons[ReasonHiddenHolders] = true
		if v.Verdict != Yes {
			q.missing(&v, e, b.veil, reasons)
		}
	}
	if len(q.d.g.possible[e]) > 0 {
		reasons[ReasonPossibleMatch] = true
	}
	q.scope(&v, e, false, reasons)
	v.Reasons = setOf(reasons)
	return v
}

// disclosing is one question for the beneficial owners of one entity.
type disclosing struct {
	*inquiry
	e     int32
	reign *reign
	veil  *cascade       // what somebody who is not known may control
	above map[int32]bool // companies that may control the entity

	bases  map[int32]*base
	walked int             // places that walks for groups visited
	over   []int32         // companies that control the entity
	gains  map[int32]bound // direct parts of its profit
	sway   []int32         // owners with significant influence, as a source says
}

// owners are those who are, or may be, beneficial owners: the certain ones
// first, by falling share.
func (b *disclosing) owners() []Contribution {
	g := b.d.g
	b.over, b.gains = b.reign.controllers(b.e), b.profits()
	for _, s := range g.held(b.e) {
		if g.meta(s).kind == kInfluence && b.d.stands(s) == engine.Yes && g.stakes[s].owner != nobody {
			b.sway = append(b.sway, g.stakes[s].owner)
		}
	}
	var out []Contribution
	for x := range b.in {
		sure := g.kind(x) == engine.Person
		if x == b.e || !sure && !b.d.faceless(x) {
			continue
		}
		c := Contribution{Owner: g.ids.id(x), Name: g.name(x), Kind: engine.Shares, Tier: NotCaught, Lists: g.listsOn(x, b.d.asOf)}
		if basis, share, ok := b.surely(x); ok {
			c.Basis, c.Share, c.Is = basis, share, Yes
		} else if basis, share, ok := b.perhaps(x); ok {
			c.Basis, c.Share, c.Is = basis, share, Unknown
		} else {
			continue
		}
		if !sure {
			c.Is = Unknown
		}
		if b.rule.ID == "uk-psc" {
			c.Band = PSCBand(c.Share)
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(x, y Contribution) int {
		return cmp.Or(cmp.Compare(rank(y.Is), rank(x.Is)), cmp.Compare(y.Share.Lo, x.Share.Lo), cmp.Compare(y.Share.Hi, x.Share.Hi),
			cmp.Compare(slices.Index(basisOrder, x.Basis), slices.Index(basisOrder, y.Basis)), strings.Compare(string(x.Owner), string(y.Owner)))
	})
	return out
}

// faceless reports whether not even the kind of an owner is known, so that it
// may be a person. One that may be a known company is taken to be none.
func (d *day) faceless(e int32) bool {
	if d.g.kind(e) != "" && d.g.kind(e) != engine.Unknown || len(d.g.held(e)) > 0 {
		return false
	}
	return !slices.ContainsFunc(d.g.possible[e], func(x int32) bool { return d.legal(x) && d.g.kind(x) != "" && d.g.kind(x) != engine.Unknown })
}

// surely tells on what basis a person is an owner for sure.
func (b *disclosing) surely(p int32) (Basis, engine.Share, bool) {
	group := b.reign.of[p]
	if group == nil {
		group = &cascade{d: b.d, in: b.in, rule: &majority, tier: map[int32]int32{p: 0}}
	}
	if b.rule.Method == ByMajority {
		return b.attributed(p, group)
	}
	one := b.base(b.e).s.reaches(p)
	if b.reached(one.lo) {
		return BasisShare, one.share(), true
	}
	if b.rule.Votes {
		if sum := group.sum(b.e, voting); sum.meets(b.rule.Threshold, b.rule.Strict) {
			return BasisVotes, sum.share(), true
		}
		if sum := b.gains[p]; sum.meets(b.rule.Threshold, b.rule.Strict) {
			return BasisProfit, sum.share(), true
		}
	}
	if has(group.tier, b.e) {
		return BasisControl, b.part(b.e, group).share(), true
	}
	if b.within(b.e, group, false) {
		if whole := b.part(b.e, group); b.reached(whole.lo) {
			return BasisWhole, whole.share(), true
		}
	}
	if len(b.over) == 0 {
		return "", engine.Share{}, false
	}
	under := b.under(p)
	for _, x := range b.over {
		if !under[x] || !b.d.legal(x) || !b.within(x, group, false) {
			continue
		}
		if part := b.part(x, group); b.reached(part.lo) {
			return BasisOfController, part.share(), true
		}
	}
	return "", engine.Share{}, false
}

// attributed counts the whole stakes of what the person has a majority of.
func (b *disclosing) attributed(p int32, group *cascade) (Basis, engine.Share, bool) {
	shares, votes := group.sum(b.e, economic), group.sum(b.e, voting)
	switch {
	case shares.meets(b.rule.Threshold, b.rule.Strict):
		return BasisShare, shares.share(), true
	case votes.meets(b.rule.Threshold, b.rule.Strict):
		return BasisVotes, votes.share(), true
	}
	if _, ok := group.tier[b.e]; ok {
		return BasisControl, shares.share(), true
	}
	for _, o := range b.sway {
		if has(group.tier, o) {
			return BasisInfluence, shares.share(), true
		}
	}
	return "", engine.Share{}, false
}

// perhaps tells on what basis a person may be an owner, on upper ends.
func (b *disclosing) perhaps(p int32) (Basis, engine.Share, bool) {
	group := (&cascade{d: b.d, in: b.in, run: upper, mode: 1, alone: true}).deciding()
	group.flow([]int32{p})
	if b.rule.Method == ByMajority {
		shares, votes := group.sum(b.e, economic), group.sum(b.e, voting)
		switch {
		case shares.mayMeet(b.rule.Threshold, b.rule.Strict) && shares.hi > 0:
			return BasisShare, shares.share(), true
		case votes.mayMeet(b.rule.Threshold, b.rule.Strict) && votes.hi > 0:
			return BasisVotes, votes.share(), true
		}
		return BasisControl, shares.share(), has(group.tier, b.e)
	}
	if has(group.tier, b.e) {
		return BasisControl, b.most(b.e, group).share(), true
	}
	if b.within(b.e, group, true) {
		if whole := b.most(b.e, group); b.reached(whole.hi) {
			return BasisWhole, whole.share(), true
		}
	}
	if b.rule.Votes && group.sum(b.e, voting).mayMeet(b.rule.Threshold, b.rule.Strict) {
		return BasisVotes, group.sum(b.e, voting).share(), true
	}
	if len(b.controllersPerhaps()) == 0 {
		return "", engine.Share{}, false
	}
	var over []int32
	for x := range b.under(p) {
		if b.above[x] {
			over = append(over, x)
		}
	}
	b.d.g.sortByID(over)
	for _, x := range over {
		if b.within(x, group, true) {
			if part := b.most(x, group); b.reached(part.hi) {
				return BasisOfController, part.share(), true
			}
		}
	}
	return "", engine.Share{}, false
}

// controllersPerhaps are the companies that may control the entity.
func (b *disclosing) controllersPerhaps() map[int32]bool {
	if b.above != nil {
		return b.above
	}
	b.above = map[int32]bool{}
	for x := range b.in {
		if x == b.e || !b.d.legal(x) {
			continue
		}
		c := (&cascade{d: b.d, in: b.in, run: upper, mode: 1, alone: true}).deciding()
		c.flow([]int32{x})
		if has(c.tier, b.e) {
			b.above[x] = true
		}
	}
	return b.above
}

// words are the arithmetic of one owner.
func (b *disclosing) words(c *Contribution) string {
	limit := ", asked for " + b.rule.Limit()
	switch c.Basis {
	case BasisVotes:
		return c.Share.Human() + " of the votes" + limit
	case BasisProfit:
		return c.Share.Human() + " of the profit" + limit
	case BasisWhole:
		return c.Share.Human() + " with the whole stakes of what the owner controls" + limit
	case BasisOfController:
		return c.Share.Human() + " of a company that controls the entity" + limit
	case BasisInfluence:
		return "significant influence or control, as a source says"
	case BasisControl:
		return "control of the entity"
	}
	return c.Share.Human() + limit
}

// path is a shortest way from the entity up to an owner; of several the one
// through the larger stakes.
func (b *disclosing) path(owner engine.EntityID) []Step {
	g := b.d.g
	to, ok := g.ids.find(owner)
	if !ok {
		return nil
	}
	by := map[int32]int32{b.e: -1} // the stake that led there
	queue := []int32{b.e}
	for len(queue) > 0 && !has(by, to) {
		x := queue[0]
		queue = queue[1:]
		stakes := slices.Clone(g.held(x))
		slices.SortFunc(stakes, func(s, t int32) int {
			return cmp.Or(cmp.Compare(g.share(t).Lo, g.share(s).Lo), cmp.Compare(telling[g.meta(s).kind], telling[g.meta(t).kind]), cmp.Compare(s, t))
		})
		for _, s := range stakes {
			if o := g.stakes[s].owner; o != nobody && !has(by, o) && b.d.mayStand(s) {
				by[o] = s
				queue = append(queue, o)
			}
		}
	}
	var out []Step
	for x := to; has(by, x) && by[x] >= 0; x = g.stakes[by[x]].owned {
		out = append(out, g.step(by[x]))
	}
	slices.Reverse(out)
	return out
}
