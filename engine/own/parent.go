package own

import (
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// What stands in Parent.Reason.
const (
	parentBlank   = "no holders are known above it"
	parentHidden  = "enough of the votes above it are not known to hide a controller"
	parentBeside  = "a part of the votes that is not known could make a majority together with a known holder"
	parentRange   = "a holder's votes are known as a range that spans a majority"
	parentSplit   = "different parties hold the votes and the rights that decide"
	parentSpread  = "no holder has a majority"
	parentPerson  = "a person or a state controls it"
	parentFar     = "too many companies above it control each other to follow"
	parentAgainst = "sources name several parents, none above the other"
)

// Parent finds the ultimate parent company of an entity on a day: the legal
// entity at the top of the chain of control, by majority of votes, appointment
// of the board, or consolidation. A company that nobody legal controls is its
// own parent, if enough is known to say so. An entity that the graph does not
// know is NotFound.
func (g *Graph) Parent(e engine.EntityID, asOf engine.Date) (Parent, error) {
	i, ok := g.ids.find(e)
	if !ok {
		return Parent{}, &engine.Error{Op: "own.Parent", Code: engine.NotFound, ID: string(e)}
	}
	d := g.on(asOf)
	return d.parent(i, d.reign(d.ancestors(i))), nil
}

func (d *day) parent(e int32, r *reign) Parent {
	if r.tooMany {
		return Parent{Status: ParentUncertain, At: d.g.ids.id(e), Reason: parentFar, Open: true}
	}
	var legal, others []int32
	for _, c := range r.controllers(e) {
		if d.legal(c) {
			legal = append(legal, c)
		} else {
			others = append(others, c)
		}
	}
	g := d.g
	tops := r.top(legal)
	if len(tops) > 1 {
		tops = r.ultimate(e, tops)
	}
	switch {
	case len(tops) == 0:
		return d.rootless(e, r, others)
	case len(tops) > 1 && r.over(tops[0], tops[1]) || len(tops) == 1 && r.over(e, tops[0]):
		p := Parent{Status: ParentOrphan, Chain: r.chain(e, tops[0]), At: g.ids.id(tops[0]), Joint: g.idsOf(append(slices.Clone(tops), e)),
			Reason: "companies that control each other"}
		for _, o := range others {
			p.Person = g.ids.id(o)
		}
		return p
	case len(tops) > 1:
		return Parent{Status: ParentUncertain, At: g.ids.id(e), Joint: g.idsOf(tops), Reason: parentAgainst}
	}
	top := tops[0]
	p := Parent{Status: ParentFound, Entity: g.ids.id(top), Name: g.name(top), Chain: r.chain(e, top)}
	above := d.rootless(top, r, r.persons(top))
	p.Person = above.Person
	switch above.Status {
	case ParentJoint:
		return Parent{Status: ParentJoint, Chain: p.Chain, Joint: above.Joint, At: above.At, Reason: above.Reason}
	case ParentUncertain:
		p.Reason, p.Open = above.Reason, true
	}
	return p
}

// rootless is the answer for an entity that no legal entity controls.
func (d *day) rootless(e int32, r *reign, persons []int32) Parent {
	g := d.g
	p := Parent{Status: ParentItself, Entity: g.ids.id(e), Name: g.name(e), At: g.ids.id(e)}
	if len(persons) > 0 {
		p.Person, p.Reason = g.ids.id(r.top(persons)[0]), parentPerson
		return p
	}
	if joint, why := d.joint(e); len(joint) > 0 {
		p.Status, p.Joint, p.Reason, p.Entity, p.Name = ParentJoint, g.idsOf(joint), why, "", ""
		return p
	}
	why := d.uncertain(e)
	if why == "" {
		p.Reason = parentSpread
		return p
	}
	if why == parentBeside {
		p.Joint = g.idsOf(d.beside(e))
	}
	p.Status, p.Reason, p.Open = ParentUncertain, why, true
	return p
}

// persons are the controllers of an entity that are no companies.
func (r *reign) persons(e int32) []int32 {
	return slices.DeleteFunc(r.controllers(e), r.d.legal)
}

// ultimate narrows several tops down where one source says that a party is the
// ultimate consolidating parent: that is above the direct one.
func (r *reign) ultimate(e int32, tops []int32) []int32 {
	var out []int32
	col := r.d.column(e, decisive)
	for i := range col.edges {
		if x := &col.edges[i]; x.how == flagIndirect && slices.Contains(tops, x.owner) {
			out = append(out, x.owner)
		}
	}
	if len(out) == 1 {
		return out
	}
	return tops
}

// joint are the holders who can only decide together: one with exactly half of
// the votes and those beside it, or several with a right to appoint the board.
func (d *day) joint(e int32) ([]int32, string) {
	const quarter = engine.Whole / 4 // less than a quarter beside an exact half blocks nothing by itself
	col := d.column(e, voting)
	var big []int32
	vetoes := 0
	for i := range col.edges {
		x := &col.edges[i]
		if x.owner == nobody || x.how == flagIndirect {
			continue
		}
		if x.part[0].lo == half && x.part[0].hi == half {
			vetoes++
		}
		if x.part[0].lo >= quarter {
			big = append(big, x.owner)
		}
	}
	if vetoes > 0 {
		return big, "a holder of exactly half of the votes can block, and cannot decide alone"
	}
	var rights []int32
	for i, col := 0, d.column(e, decisive); i < len(col.edges); i++ {
		x := &col.edges[i]
		if k := d.g.meta(x.stake).kind; x.owner != nobody && k == kAppointment {
			rights = append(rights, x.owner)
		}
	}
	if len(rights) > 1 {
		return rights, "several hold the right to appoint the board"
	}
	return nil, ""
}

// uncertain says why somebody may control an entity that nobody is known to
// control, or "" if that cannot be.
func (d *day) uncertain(e int32) string {
	col := d.column(e, voting)
	dec := d.column(e, decisive)
	if len(col.edges) == 0 && len(dec.edges) == 0 && col.treasury == 0 {
		if d.g.facts[e].traded {
			return ""
		}
		return parentBlank
	}
	left := engine.Whole - col.treasury // what nobody named has for sure
	for i := range col.edges {
		if x := &col.edges[i]; x.owner != nobody && x.how == 0 && !x.veil {
			left = max(left-x.part[0].lo, -maxUnits)
		}
	}
	for i := range col.edges {
		x := &col.edges[i]
		most := x.part[1].hi
		if x.how == 0 && !x.veil && !col.over {
			most = min(most, left+x.part[0].lo)
		}
		if x.owner != nobody && d.legal(x.owner) && most > half {
			return parentRange
		}
	}
	if len(dec.edges) > 0 {
		return parentSplit
	}
	if !d.g.facts[e].traded && !col.complete && (left > half || col.over) {
		return parentHidden
	}
	switch n := len(d.beside(e)); {
	case n > maxBeside:
		return parentHidden
	case n > 0:
		return parentBeside
	}
	return ""
}

// maxBeside is how many holders are looked at one by one as what the parent
// could be; with more of them nobody would read the evidence.
const maxBeside = 20

// beside are the legal holders that would have a majority of the votes if they
// held the unknown rest as well, through somebody or by an old name.
func (d *day) beside(e int32) []int32 {
	col := d.column(e, voting)
	if d.g.facts[e].traded || col.complete || col.over {
		return nil
	}
	left := engine.Whole - col.treasury
	for i := range col.edges {
		if x := &col.edges[i]; x.owner != nobody && x.how == 0 && !x.veil {
			left -= x.part[0].lo
		}
	}
	if left <= 0 {
		return nil
	}
	var out []int32
	for i := range col.edges {
		x := &col.edges[i]
		if x.owner != nobody && x.how == 0 && !x.veil && x.part[0].lo > 0 && d.legal(x.owner) && left+x.part[0].lo > half {
			out = append(out, x.owner)
		}
	}
	return out
}

func (g *Graph) idsOf(list []int32) []engine.EntityID {
	out := make([]engine.EntityID, len(list))
	for i, e := range list {
		out[i] = g.ids.id(e)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
