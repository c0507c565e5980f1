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
	// wholes. It is asked only in components of at most WholeMax members.
	Weight func(a, b int) float64
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
	// WholeMax is the largest component in which groups are compared as
	// wholes. Comparing all pairs of 48 takes some 1,100 scores, about 3 ms; a
	// larger component is nearly always one much-used name, whose members
	// agree, or a mistake that the marks have to stop.
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
)

// Partition divides a component into entities: the members' indices, each
// group sorted, the groups by their first member. Cost: near linear in the
// edges above WholeMax members; below, the square of the members.
func Partition(c Component) [][]int {
	p := newParts(c)
	for _, d := range c.Decisions {
		if d.Same {
			p.join(p.find(d.A), p.find(d.B))
		}
	}
	p.forbid(c.Decisions)
	edges := slices.Clone(c.Edges)
	slices.SortFunc(edges, func(x, y Edge) int {
		if k := cmp.Compare(y.Weight, x.Weight); k != 0 {
			return k
		}
		if k := cmp.Compare(min(x.A, x.B), min(y.A, y.B)); k != 0 {
			return k
		}
		return cmp.Compare(max(x.A, x.B), max(y.A, y.B))
	})
	torn := p.torn(edges)
	for i, e := range edges {
		a, b := p.find(e.A), p.find(e.B)
		if e.Exact || torn[i] || a == b || !p.may(a, b) || !p.alike(a, b) {
			continue
		}
		p.join(a, b)
	}
	p.joinWholes(edges, torn)
	p.joinStrong()
	p.joinWholes(edges, torn)
	return p.groups()
}

// parts is a partition as it grows: disjoint sets with what each carries.
type parts struct {
	c       Component
	parent  []int
	members [][]int
	marks   []profiles
	apart   map[[2]int]bool // pairs of members judged different
	judged  [][]int         // by root: members that occur in apart
}

func newParts(c Component) *parts {
	n := len(c.Members)
	p := &parts{c: c, parent: make([]int, n), members: make([][]int, n), marks: make([]profiles, n), judged: make([][]int, n)}
	for i := range n {
		p.parent[i], p.members[i] = i, []int{i}
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

// alike reports whether the pairs between two groups agree on the whole.
func (p *parts) alike(a, b int) bool {
	x, y := p.members[a], p.members[b]
	if len(p.c.Members) > WholeMax || p.c.Weight == nil || len(x) == 1 && len(y) == 1 {
		return true
	}
	// The order of summing is fixed, since sums of floats depend on it.
	x, y = slices.Sorted(slices.Values(x)), slices.Sorted(slices.Values(y))
	if x[0] > y[0] {
		x, y = y, x
	}
	var sum float64
	for _, i := range x {
		for _, j := range y {
			sum += max(-WholeClamp, min(WholeClamp, p.c.Weight(min(i, j), max(i, j))))
		}
	}
	return sum >= WholeFloor*float64(len(x)*len(y))
}

// joinStrong joins groups that share a strong identifier, value by value.
func (p *parts) joinStrong() {
	type held struct {
		value  uint64
		member int
	}
	var all []held
	for i, m := range p.c.Members {
		for _, v := range m.Strong {
			all = append(all, held{v, i})
		}
	}
	slices.SortFunc(all, func(a, b held) int {
		if k := cmp.Compare(a.value, b.value); k != 0 {
			return k
		}
		return cmp.Compare(a.member, b.member)
	})
	for i := 0; i < len(all); {
		j := i + 1
		for j < len(all) && all[j].value == all[i].value {
			j++
		}
		p.joinHolders(len(all[i:j]), func(k int) int { return all[i+k].member })
		i = j
	}
}

// joinHolders joins the n holders of one value, each to the first group before
// it that may take it. Groups that conflict stay apart; there are few of them.
func (p *parts) joinHolders(n int, member func(int) int) {
	var roots []int
	for k := range n {
		m := p.find(member(k))
		if k > 0 && slices.ContainsFunc(roots, func(r int) bool { return p.find(r) == m }) {
			continue
		}
		placed := false
		for i, r := range roots[:min(len(roots), rivalsMax)] {
			r = p.find(r)
			if len(p.members[r])+len(p.members[m]) <= SizeMax && p.may(r, m) {
				p.join(r, m)
				roots[i], placed = p.find(r), true
				break
			}
		}
		if !placed {
			roots = append(roots, m)
		}
	}
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
