package own

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// PossiblySame is the kind of a step between two entities that might be one.
const PossiblySame engine.InterestKind = "possibly same as"

// Judge asks a rule about one entity on a day. A zero asOf is "as things stand".
// Only what stands above the entity is looked at. An entity that the graph
// does not know is NotFound.
func (g *Graph) Judge(e engine.EntityID, rule Rule, asOf engine.Date) (Verdict, error) {
	i, ok := g.ids.find(e)
	if !ok {
		return Verdict{}, &engine.Error{Op: "own.Judge", Code: engine.NotFound, ID: string(e)}
	}
	q := inquiry{d: g.on(asOf), rule: &rule}
	switch rule.Test {
	case Seat:
		return q.seat(i), nil
	case List:
		return q.list(i), nil
	}
	if rule.Discloses() {
		return q.beneficial(i), nil
	}
	q.in = q.d.ancestors(i)
	return q.judge(i), nil
}

// inquiry is one rule asked on one day.
type inquiry struct {
	d       *day
	rule    *Rule
	in      map[int32]bool // the entity and all above it, with all that these might be
	shut    map[int32]bool // what closed gave
	stopped func() error   // of a question about the whole graph; nil of one entity
}

// outcome is what the cascades of one reading of the dates say.
type outcome struct {
	answer Answer
	set    *cascade // the lower or upper one that caught it, or the lower one where neither did
	open   *cascade // the hidden one, where it caught it
	circle bool     // only a circle of holdings carries it, see circle.go
	far    bool     // and it is too long to look through
}

func (q *inquiry) judge(e int32) Verdict {
	less, fuzzy := q.ask(e, 0)
	if !fuzzy {
		return q.explain(e, less, false)
	}
	more, _ := q.ask(e, 1)
	switch {
	case more.answer == less.answer:
		return q.explain(e, less, false)
	case more.answer == Yes:
		more.answer = DependsOnDate
	}
	return q.explain(e, more, true)
}

// ask runs the three cascades, once for all listed parties or once for each.
func (q *inquiry) ask(e int32, mode int) (best outcome, fuzzy bool) {
	seeds, coarse := q.seeds(mode)
	groups := [][]int32{seeds}
	if q.rule.PerPerson {
		groups = nil
		for _, s := range seeds {
			groups = append(groups, []int32{s})
		}
		groups = append(groups, nil) // a hidden party alone
	}
	fuzzy = coarse
	var held bound
	for _, group := range groups {
		o, f := q.askGroup(e, mode, group)
		fuzzy = fuzzy || f
		sum := o.set.sum(e, economic)
		if best.set == nil || rank(o.answer) > rank(best.answer) || rank(o.answer) == rank(best.answer) && sum.lo > held.lo {
			best, held = o, sum
		}
	}
	return best, fuzzy
}

// rank orders answers by how much they say against the entity.
func rank(a Answer) int {
	return slices.Index([]Answer{No, NoUnlessHidden, Unknown, DependsOnDate, Yes}, a)
}

func (q *inquiry) askGroup(e int32, mode int, seeds []int32) (outcome, bool) {
	var low *cascade
	fuzzy := false
	for _, r := range []run{lower, upper, hidden} {
		c := &cascade{d: q.d, rule: q.rule, run: r, mode: mode, in: q.in}
		if r == hidden {
			c.shut = q.closed()
		}
		c.flow(seeds)
		circle := (r == hidden || r == upper && len(seeds) > 0) && !has(c.tier, e) && q.around(c) && has(c.tier, e)
		fuzzy = fuzzy || c.fuzzy
		if r == lower {
			low = c
		}
		if _, ok := c.tier[e]; !ok {
			continue
		}
		if circle {
			return outcome{answer: []Answer{Yes, Unknown, NoUnlessHidden}[r], set: low, open: c, circle: true}, fuzzy
		}
		if r == hidden {
			return outcome{answer: NoUnlessHidden, set: low, open: c}, fuzzy
		}
		return outcome{answer: []Answer{Yes, Unknown}[r], set: c}, fuzzy
	}
	if q.d.blank(e) {
		return outcome{answer: NoUnlessHidden, set: low}, fuzzy
	}
	return outcome{answer: No, set: low}, fuzzy
}

// veiled reports whether nothing is known of the holders of something that is,
// or may be, a company or an arrangement and must then have some, so that a
// listed party may stand behind it. Dispersed holders of traded shares are
// none. An owner of which nobody was asked what it is, as in a graph that is
// built by hand, is taken as its own end.
func (d *day) veiled(e int32) bool {
	switch d.g.kind(e) {
	case engine.Company, engine.Arrangement, engine.Unknown:
		return !d.g.facts[e].traded && d.blank(e)
	}
	return false
}

// blank reports whether nothing is known of the holders of something that has
// holders.
func (d *day) blank(e int32) bool {
	switch d.g.kind(e) {
	case engine.Person, engine.State:
		return false
	}
	c := d.column(e, economic)
	return len(c.edges) == 0 && c.treasury == 0
}

// seeds are the listed parties among those looked at, by id; coarse tells
// whether a date of a listing is too coarse to tell.
func (q *inquiry) seeds(mode int) (out []int32, coarse bool) {
	for e := range q.in {
		when, _ := q.listed(e)
		coarse = coarse || when == engine.Perhaps
		if when == engine.Yes || when == engine.Perhaps && mode == 1 {
			out = append(out, e)
		}
	}
	q.d.g.sortByID(out)
	return out, coarse
}

func (g *Graph) sortByID(list []int32) {
	slices.SortFunc(list, func(a, b int32) int { return cmp.Compare(g.ids.id(a), g.ids.id(b)) })
}

// listed tells whether an entity stands on a list of the rule on the day, and
// on which ones.
func (q *inquiry) listed(e int32) (engine.When, []engine.ListID) {
	when := engine.No
	var lists []engine.ListID
	for _, l := range q.d.g.listings[e] {
		if !q.rule.reads(l) {
			continue
		}
		w := engine.Covers(l.From, l.Until, q.d.asOf)
		if w == engine.No {
			continue
		}
		if w == engine.Yes || when == engine.No {
			when = w
		}
		if !slices.Contains(lists, l.List) {
			lists = append(lists, l.List)
		}
	}
	return when, lists
}

// reads reports whether a listing makes a party a listed one under the rule. A
// listing without programmes counts: better one look too many.
func (r *Rule) reads(l Listed) bool {
	if !slices.Contains(r.Lists, l.List) {
		return false
	}
	if !slices.Contains(r.ByProgram, l.List) || len(l.Programs) == 0 {
		return true
	}
	return slices.ContainsFunc(l.Programs, func(p string) bool {
		return slices.Contains(r.Programs, strings.ToUpper(strings.TrimSpace(p)))
	})
}

// ancestors are the entity, all that stand above it on the day, and all that
// these might be.
func (d *day) ancestors(e int32) map[int32]bool { return d.upward(e, true) }

// upward is ancestors, with or without what these might be.
func (d *day) upward(e int32, twins bool) map[int32]bool {
	in := map[int32]bool{e: true}
	queue := []int32{e}
	for len(queue) > 0 {
		x := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		add := func(o int32) {
			if o != nobody && !in[o] {
				in[o] = true
				queue = append(queue, o)
			}
		}
		for _, s := range d.g.held(x) {
			if d.mayStand(s) {
				add(d.g.stakes[s].owner)
			}
		}
		if !twins {
			continue
		}
		for _, p := range d.g.possible[x] {
			add(p)
		}
	}
	return in
}

// list is the answer of a rule that asks for a listing alone.
func (q *inquiry) list(e int32) Verdict {
	v := q.verdict(e)
	when, lists := q.listed(e)
	v.Lists = lists
	switch when {
	case engine.Yes:
		v.Verdict, v.Tier = Yes, 0
		return v
	case engine.Perhaps:
		v.Verdict, v.Reasons = DependsOnDate, []string{ReasonDate}
		return v
	}
	v.Verdict, v.Reasons = Unknown, []string{ReasonNotListed}
	for _, p := range q.d.g.possible[e] {
		if w, l := q.listed(p); w != engine.No {
			v.Lists = l
			v.Reasons = append(v.Reasons, ReasonPossibleMatch)
			v.Path = append(v.Path, q.same(p, e))
		}
	}
	slices.Sort(v.Reasons)
	v.Reasons = slices.Compact(v.Reasons)
	return v
}

// same is the step between two entities that might be one.
func (q *inquiry) same(owner, owned int32) Step {
	g := q.d.g
	return Step{Owner: g.ids.id(owner), Name: g.name(owner), Owned: g.ids.id(owned), OwnedName: g.name(owned), Kind: PossiblySame}
}

// verdict is an answer without what was found.
func (q *inquiry) verdict(e int32) Verdict {
	g, r := q.d.g, q.rule
	return Verdict{Entity: g.ids.id(e), Name: g.name(e), Rule: r.ID, Version: r.Version, Verdict: No, Test: r.Test, Tier: NotCaught,
		AsOf: q.d.asOf, Citation: r.Citation, Unverified: r.Unverified, Threshold: r.Limit(), ControlSeen: r.Control}
}
