package own

import (
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// The reasons of a headquarters test, besides those of every verdict.
const (
	ReasonSeat        = "headquartered-in-group"
	ReasonParentSeat  = "parent-headquartered-in-group"
	ReasonJoint       = "ambiguous-joint-control"
	ReasonOrphan      = "orphan-control-loop"
	ReasonParentOpen  = "parent-not-known"
	ReasonSeatUnknown = "seat-not-known"
)

// Seat asks whether an entity, or its ultimate parent company, is
// headquartered in Country Group D:5 or Macau. The evidence is every seat that
// is known of the entity, of its parent, and of those who control it jointly:
// the headquarters address and the jurisdiction.
//
// Yes needs one place that counts. No needs a known place for the entity and
// for a parent above which nobody unknown can stand. Everything else is
// Unknown. An entity that the graph does not know is NotFound.
func (g *Graph) Seat(e engine.EntityID, asOf engine.Date) (SeatResult, error) {
	i, ok := g.ids.find(e)
	if !ok {
		return SeatResult{}, &engine.Error{Op: "own.Seat", Code: engine.NotFound, ID: string(e)}
	}
	d := g.on(asOf)
	return d.seat(i, d.reign(d.ancestors(i))), nil
}

func (d *day) seat(e int32, r *reign) SeatResult {
	g := d.g
	parent := d.parent(e, r)
	d.told = map[int32]bool{}
	out := SeatResult{Answer: No, Parent: parent}
	reasons := map[string]bool{}
	if place, ok := d.place(&out, e); ok {
		reasons[ReasonSeat] = out.decide(place)
	} else {
		reasons[ReasonSeatUnknown] = true
	}
	switch parent.Status {
	case ParentFound:
		top, _ := g.ids.find(parent.Entity)
		if place, ok := d.place(&out, top); ok {
			reasons[ReasonParentSeat] = out.decide(place)
		} else {
			reasons[ReasonSeatUnknown] = true
		}
		reasons[ReasonParentOpen] = parent.Open
	case ParentJoint:
		reasons[ReasonJoint] = d.anyCounts(&out, parent.Joint, r) || parent.At != g.ids.id(e) && d.anyCounts(&out, []engine.EntityID{parent.At}, r)
	case ParentOrphan:
		reasons[ReasonOrphan] = true
		d.anyCounts(&out, parent.Joint, r)
	case ParentUncertain:
		any := d.anyCounts(&out, parent.Joint, r)
		// Where one of a few known holders is the parent if anybody is, it is
		// enough that none of them sits in the group.
		reasons[ReasonParentOpen] = any || parent.Reason != parentBeside
	}
	reasons[ReasonPossibleMatch] = out.Answer != Yes && d.possibleSeat(e, parent)
	for why, on := range reasons {
		if on && out.Answer != Yes && why != ReasonSeat && why != ReasonParentSeat {
			out.Answer = Unknown
		}
	}
	out.Reasons = setOf(reasons)
	return out
}

// decide notes a place that counts; it reports whether it does.
func (s *SeatResult) decide(place string) bool {
	if !inGroup(place) {
		return false
	}
	s.Answer = Yes
	if s.Country == "" {
		s.Country = place
	}
	return true
}

// place adds the evidence on one entity and gives its country: one that counts
// if any does, else the headquarters address, else the jurisdiction.
func (d *day) place(out *SeatResult, e int32) (string, bool) {
	g := d.g
	told := d.told[e]
	d.told[e] = true
	var best string
	for _, x := range [...]struct{ what, country string }{{"headquarters address", g.seat(e)}, {"jurisdiction", g.country(e)}} {
		ev := SeatEvidence{Entity: g.ids.id(e), Name: g.name(e), What: x.what, Country: x.country, Counts: inGroup(x.country)}
		if !told {
			out.Evidence = append(out.Evidence, ev)
		}
		if x.country != "" && (best == "" || ev.Counts && !inGroup(best)) {
			best = x.country
		}
	}
	return best, best != ""
}

// anyCounts adds the evidence on several entities and on their own parents,
// and reports whether any of it counts, or is missing.
func (d *day) anyCounts(out *SeatResult, list []engine.EntityID, r *reign) bool {
	any := false
	for _, id := range list {
		e, ok := d.g.ids.find(id)
		if !ok {
			continue
		}
		place, known := d.place(out, e)
		any = any || !known || inGroup(place)
		if !d.legal(e) {
			continue
		}
		switch p := d.parent(e, r); p.Status {
		case ParentFound:
			top, _ := d.g.ids.find(p.Entity)
			place, known := d.place(out, top)
			any = any || !known || inGroup(place) || p.Open
		case ParentItself:
		default:
			any = true
		}
	}
	return any
}

// possibleSeat reports whether the entity or its parent might be one that
// sits in the group.
func (d *day) possibleSeat(e int32, p Parent) bool {
	g := d.g
	chain := []int32{e}
	if top, ok := g.ids.find(p.Entity); ok && p.Entity != "" {
		chain = append(chain, top)
	}
	for _, x := range chain {
		for _, twin := range g.possible[x] {
			if inGroup(g.seat(twin)) || inGroup(g.country(twin)) {
				return true
			}
		}
	}
	return false
}

// seat is the headquarters test as a verdict.
func (q *inquiry) seat(e int32) Verdict {
	v := q.verdict(e)
	s := q.d.seat(e, q.d.reign(q.d.ancestors(e)))
	// Which place decided is told by the words and the evidence.
	told := func(why string) bool { return why == ReasonSeat || why == ReasonParentSeat }
	v.Verdict, v.Reasons, v.Path, v.ControlSeen = s.Answer, slices.DeleteFunc(slices.Clone(s.Reasons), told), s.Parent.Chain, true
	v.Evidence, v.Parent, v.Arithmetic = s.Evidence, &s.Parent, s.words()
	if s.Answer == Yes {
		v.Tier = len(s.Parent.Chain)
		if slices.Contains(s.Reasons, ReasonSeat) {
			v.Tier = 0
		}
	}
	if s.Answer == Unknown {
		v.Missing = append(v.Missing, "the ultimate parent of "+v.Name+" and its seat")
	}
	return v
}

// InGroup reports whether the headquarters test counts a country, ISO alpha-2:
// Country Group D:5, Macau, and Hong Kong as a part of China.
func InGroup(country string) bool { return inGroup(country) }

// inGroup reports whether a country is in Country Group D:5, or Macau, or is
// counted as one of them.
func inGroup(country string) bool {
	_, ok := slices.BinarySearch(groupD5, strings.ToUpper(country))
	return ok
}

// groupD5 is Country Group D:5 of 15 CFR 740 Supplement 1 with Macau, which
// the headquarters test names besides, and Hong Kong, which the regulations
// have treated as China since December 2020. The membership is unverified:
// check it against the current supplement. Sorted.
var groupD5 = []string{
	"AF", "BY", "CD", "CF", "CN", "CU", "CY", "ER", "ET", "HK", "HT", "IQ", "IR", "KH", "KP", "LB", "LY", "MM", "MO", "NI", "RU",
	"SD", "SO", "SS", "SY", "VE", "ZW",
}
