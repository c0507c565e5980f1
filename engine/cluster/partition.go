package cluster

import (
	"cmp"
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// Member is a party of the component.
type Member struct {
	ID     engine.PartyID
	Marks  []Mark   // as SortMarks leaves them
	Strong []uint64 // hashes of what decides alone: strong identifiers, crowded fingerprints
}

// Edge is a match in the band "same" between two members, by their index.
type Edge struct {
	A, B   int
	Weight float64 // bits
	Exact  bool    // the two share a strong identifier: left to the last step
}

// Decision is an active judgement between two members, by their index.
type Decision struct {
	A, B int
	Same bool
}

// Component is what Partition divides.
type Component struct {
	Members   []Member // sorted by ID
	Edges     []Edge
	Decisions []Decision
	// Weight gives the bits of any two members, for the look at two groups as
	// wholes, of two that contradict each other outright no more than
	// -WholeClamp; nil is never.
	Weight func(a, b int) float64
	// Same is from how many bits on a match joins, for those whose weight is
	// found here.
	Same float64
	// Beside gives the bits of any two members without those of a strong
	// identifier that they share, for the look at one that very many hold; nil is
	// never.
	Beside func(a, b int) float64
	// Near are matches that fall short of the band "same" by little, between
	// members whose groups may be compared by all that is known of each.
	Near []Edge
	// Apart reports whether two members contradict each other outright; nil for
	// nobody.
	Apart func(a, b int) bool
	// Whole reports by how many bits two groups, each taken as one party of which
	// all is known that its members say, lie above the band "same"; below 0 for
	// those that do not reach it. It is asked only for groups that an edge or a
	// near match joins, of at most WholeMax members together; nil is never.
	Whole func(a, b []int) float64
}

// The limits of judgement.
const (
	// WholeMax is the largest component in which all pairs between two groups
	// are compared. Comparing all pairs of 48 takes some 1,100 scores, about 3 ms.
	// In a larger one, pairs are drawn; see alike.
	WholeMax = 48
	// WholeFloor is the mean weight in bits that the pairs between two groups
	// must reach: on the whole they have to speak for one party, if only just.
	// Two groups of one name in two streets, with one sloppy record between
	// them, stay two; measured on adversarial organisations, where -2 merges
	// one such pair of groups in a hundred and 0 none.
	WholeFloor = 0.0
	// WholeClamp bounds the part of one pair in that mean, so that neither one
	// very sure nor one very unlike pair decides for all.
	WholeClamp = 16.0
	// SizeMax is the most members that a merge on a shared strong identifier
	// may make. Beyond it the number is more likely a default of somebody's
	// form than one company's.
	SizeMax = 20000
	// rivalsMax is how many groups that exclude each other one number is tried
	// on. A number that more of them share tells nothing.
	rivalsMax = 16
	// strongMost is how many parties may hold a strong identifier and have it
	// decide alone. Beyond it the rest of what is known has to allow it: an agent
	// writes its own tax number into its clients' forms, a form has a default.
	strongMost = 16
	// besideFloor is the weight in bits, without the number itself, from which on
	// a number that so many hold may join two: one name alone reaches it, two
	// unlike names do not.
	besideFloor = -8.0
)

// Partition divides a component into entities: the members' indices, each
// group sorted, the groups by their first member. Cost: near linear in the
// edges above WholeMax members; below, the square of the members.
func Partition(c Component) [][]int {
	p := newParts(c)
	c.Decisions = slices.Clone(c.Decisions)
	slices.SortFunc(c.Decisions, func(x, y Decision) int {
		return cmp.Or(cmp.Compare(min(x.A, x.B), min(y.A, y.B)), cmp.Compare(max(x.A, x.B), max(y.A, y.B)))
	})
	for _, d := range c.Decisions {
		if d.Same {
			p.join(p.find(d.A), p.find(d.B))
		}
	}
	p.forbid(c.Decisions)
	edges := p.sorted(c.Edges)
	torn := p.torn(edges)
	for i, e := range edges {
		a, b := p.find(e.A), p.find(e.B)
		if e.Exact || torn[i] || a != b && !p.may(a, b) || !p.alike(e.A, e.B) {
			continue
		}
		p.join(a, b)
		p.grow(e.A, e.B)
	}
	p.joinWholes(edges, torn)
	p.joinStrong()
	p.joinWholes(edges, torn)
	return p.groups()
}

// sorted gives the edges by falling weight. Where only a number that very many
// hold makes an edge exact, it counts like any other, at what is known beside
// it.
func (p *parts) sorted(edges []Edge) []Edge {
	out := make([]Edge, 0, len(edges))
	for _, e := range edges {
		if e.Exact && p.c.Beside != nil && p.crowdedOnly(e) {
			e.Exact, e.Weight = false, p.c.Beside(min(e.A, e.B), max(e.A, e.B))
			if e.Weight < p.c.Same {
				continue
			}
		}
		out = append(out, e)
	}
	slices.SortFunc(out, func(x, y Edge) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(min(x.A, x.B), min(y.A, y.B)), cmp.Compare(max(x.A, x.B), max(y.A, y.B)))
	})
	return out
}

// crowdedOnly reports whether all strong identifiers that two members share are
// held by very many.
func (p *parts) crowdedOnly(e Edge) bool {
	for _, v := range p.c.Members[e.A].Strong {
		if slices.Contains(p.c.Members[e.B].Strong, v) && p.holders[v] <= strongMost {
			return false
		}
	}
	return true
}

// parts is a partition as it grows: disjoint sets with what each carries.
type parts struct {
	c       Component
	parent  []int
	members [][]int
	marks   []profiles
	apart   map[[2]int]bool // pairs of members judged different
	judged  [][]int         // by root: members that occur in apart
	holders map[uint64]int  // how many members hold a strong identifier
	unlike  map[[4]int]bool // pairs of cores, with their sizes, that were found unlike

	// A core is what matches alone have put together, without judgements. Whom a
	// judgement put into the group of a core may be unlike all of it, and that
	// must not keep the core's own from it.
	coreOf []int // of each member
	cores  [][]int
}

func newParts(c Component) *parts {
	n := len(c.Members)
	p := &parts{c: c, parent: make([]int, n), members: make([][]int, n), marks: make([]profiles, n), judged: make([][]int, n), holders: map[uint64]int{}, unlike: map[[4]int]bool{}}
	for i := range n {
		for _, v := range c.Members[i].Strong {
			p.holders[v]++
		}
		p.parent[i], p.members[i] = i, []int{i}
		p.coreOf, p.cores = append(p.coreOf, i), append(p.cores, []int{i})
		if len(c.Members[i].Marks) > 0 {
			p.marks[i] = profiles{c.Members[i].Marks}
		}
	}
	return p
}

func (p *parts) find(i int) int {
	for p.parent[i] != i {
		p.parent[i] = p.parent[p.parent[i]]
		i = p.parent[i]
	}
	return i
}

// join puts the group of b into that of a, or the other way round: the larger
// stays, for speed; the result does not depend on which.
func (p *parts) join(a, b int) {
	if a == b {
		return
	}
	if len(p.members[a]) < len(p.members[b]) {
		a, b = b, a
	}
	p.parent[b] = a
	p.members[a] = append(p.members[a], p.members[b]...)
	p.marks[a] = p.marks[a].join(p.marks[b])
	p.judged[a] = append(p.judged[a], p.judged[b]...)
	p.members[b], p.marks[b], p.judged[b] = nil, nil, nil
}

// forbid notes the judgements "different".
func (p *parts) forbid(ds []Decision) {
	for _, d := range ds {
		if d.Same {
			continue
		}
		if p.apart == nil {
			p.apart = map[[2]int]bool{}
		}
		p.apart[[2]int{min(d.A, d.B), max(d.A, d.B)}] = true
		for _, m := range []int{d.A, d.B} {
			r := p.find(m)
			if !slices.Contains(p.judged[r], m) {
				p.judged[r] = append(p.judged[r], m)
			}
		}
	}
}

// may reports whether no judgement and no mark keeps two groups apart.
func (p *parts) may(a, b int) bool {
	for _, x := range p.judged[a] {
		for _, y := range p.judged[b] {
			if p.apart[[2]int{min(x, y), max(x, y)}] {
				return false
			}
		}
	}
	return !p.marks[a].conflict(p.marks[b])
}

// groups lists the parts.
func (p *parts) groups() [][]int {
	var out [][]int
	for i := range p.parent {
		if p.parent[i] == i {
			slices.Sort(p.members[i])
			out = append(out, p.members[i])
		}
	}
	slices.SortFunc(out, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	return out
}
