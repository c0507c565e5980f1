package own

import (
	"context"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Captured asks a rule about every entity of the graph on a day and gives the
// verdicts that are not a no: yes, the listed ones at tier 0 included,
// depends-on-date and unknown, by entity id. An entity that is no more than
// no-unless-hidden is left out: without a complete register that is nearly all
// of them, and Judge tells it of one.
//
// The cost is that of the stakes below the listed, and of reading the
// listings; entities that nothing listed stands above cost nothing. A
// headquarters test asks every entity. The error is that of ctx, asked before
// each entity or listed party and each round of a circle.
func (g *Graph) Captured(ctx context.Context, rule Rule, asOf engine.Date) ([]Verdict, error) {
	q := inquiry{d: g.on(asOf), rule: &rule, stopped: ctx.Err}
	var out []Verdict
	switch rule.Test {
	case Seat:
		for e := range int32(g.Len()) {
			if err := q.stopped(); err != nil {
				return nil, err
			}
			if v := q.seat(e); g.kind(e) != engine.Person && v.Verdict != No {
				out = append(out, v)
			}
			q.d = g.on(asOf)
		}
	case Beneficial:
		for e := range int32(g.Len()) {
			if err := q.stopped(); err != nil {
				return nil, err
			}
			if len(g.held(e)) == 0 {
				continue
			}
			q.d = g.on(asOf)
			if v := q.beneficial(e); v.Verdict == Yes || v.Verdict == Unknown {
				out = append(out, v)
			}
		}
	case List:
		for e := range g.listings {
			if v := q.list(e); v.Verdict != Unknown {
				out = append(out, v)
			}
		}
	default:
		out = q.captured()
	}
	if err := q.stopped(); err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b Verdict) int { return strings.Compare(string(a.Entity), string(b.Entity)) })
	return out, nil
}

// captured runs the cascades downward from the listed parties: once for all,
// or once for each.
func (q *inquiry) captured() []Verdict {
	best := map[int32]Verdict{}
	less, coarse := q.seedsOfAll(0)
	more, _ := q.seedsOfAll(1)
	if !q.rule.PerPerson {
		q.fall(less, more, coarse, best)
	} else {
		for _, s := range more {
			if q.stopped() != nil {
				return nil // Captured says why
			}
			var sure []int32
			if slices.Contains(less, s) {
				sure = []int32{s}
			}
			q.fall(sure, []int32{s}, len(sure) == 0, best)
		}
	}
	out := make([]Verdict, 0, len(best))
	for _, v := range best {
		if v.Verdict != No {
			out = append(out, v)
		}
	}
	return out
}

// fall runs the cascades from one set of seeds and keeps, of each entity, the
// answer that says most against it.
func (q *inquiry) fall(less, more []int32, coarse bool, best map[int32]Verdict) {
	sure := &cascade{d: q.d, rule: q.rule, run: lower, mode: 0}
	sure.flow(less)
	keep := func(e int32, o outcome, byDate bool) {
		old, ok := best[e]
		if ok && rank(old.Verdict) >= rank(o.answer) {
			return
		}
		best[e] = q.explain(e, o, byDate)
	}
	for e := range sure.tier {
		keep(e, outcome{answer: Yes, set: sure}, false)
	}
	top := &cascade{d: q.d, rule: q.rule, run: upper, mode: 1}
	top.flow(more)
	dated := sure
	if coarse || sure.fuzzy || top.fuzzy {
		dated = &cascade{d: q.d, rule: q.rule, run: lower, mode: 1}
		dated.flow(more)
		for e := range dated.tier {
			if _, ok := sure.tier[e]; !ok {
				keep(e, outcome{answer: DependsOnDate, set: dated}, true)
			}
		}
	}
	for e := range top.tier {
		if _, ok := dated.tier[e]; !ok {
			keep(e, outcome{answer: Unknown, set: top}, false)
		}
	}
	q.circles(top, dated, keep)
}

// circles keeps the entities below the listed that only a circle carries, see
// circle.go. Few entities hold each other at all; each of them costs a look
// through all that stands above it.
func (q *inquiry) circles(top, low *cascade, keep func(int32, outcome, bool)) {
	before := make(map[int32]bool, len(top.tier))
	for e := range top.tier {
		before[e] = true
	}
	if !q.around(top) {
		return
	}
	var in []int32
	for e := range top.tier {
		if !before[e] {
			in = append(in, e)
		}
	}
	for _, e := range in {
		keep(e, outcome{answer: Unknown, set: low, circle: true, far: len(in) > maxCircles}, false)
	}
}

// maxCircles is up to how many entities that only circles carry are each looked
// through when a whole graph is asked, to tell the figure. More than that are
// told without one; Judge always tells it. A circle of 100 companies takes some
// 0.2 s, one of 300 would take 5.
const maxCircles = 100

// seedsOfAll are the listed parties of the whole graph, by id.
func (q *inquiry) seedsOfAll(mode int) (out []int32, coarse bool) {
	for e := range q.d.g.listings {
		when, _ := q.listed(e)
		coarse = coarse || when == engine.Perhaps
		if when == engine.Yes || when == engine.Perhaps && mode == 1 {
			out = append(out, e)
		}
	}
	q.d.g.sortByID(out)
	return out, coarse
}
