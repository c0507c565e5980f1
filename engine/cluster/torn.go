package cluster

import (
	"cmp"
	"math"
	"slices"
)

// The limits of judgement.
const (
	// tornBits is how much heavier one of two matches that exclude each other
	// must be to be believed: eight times likelier.
	tornBits = 3.0
	// tornMost is how many of a member's heaviest matches are held against each
	// other.
	tornMost = 8
	// nearBits is how much surer than two records two groups must be of which no
	// two members match: the name of one record and the birthday of another are
	// not said of one person by anybody. Of many pairs some agrees in anything by
	// chance, so that log2 of their number comes on top.
	nearBits = 3.0
)

// torn tells which edges are worth nothing because one of their ends fits a
// rival of the other about as well: of two people of one name at one address,
// born in different years, a record without a year of birth is neither. An edge
// of two that share a strong identifier, or are judged the same, is not held
// against others, and tears every other that contradicts it. Edges are sorted by
// falling weight. Cost: for each member the square of its matches, at most
// tornMost of them.
func (p *parts) torn(edges []Edge) []bool {
	out := make([]bool, len(edges))
	if p.c.Apart == nil {
		return out
	}
	of, firm := make([][]int, len(p.c.Members)), make([][]int, len(p.c.Members))
	for i, e := range edges {
		list := of
		if e.Exact || p.find(e.A) == p.find(e.B) {
			list = firm
		}
		for _, m := range [2]int{e.A, e.B} {
			if len(list[m]) < tornMost {
				list[m] = append(list[m], i)
			}
		}
	}
	for m, mine := range of {
		for i, x := range mine {
			for _, y := range firm[m] {
				if a, b := other(edges[x], m), other(edges[y], m); p.c.Apart(min(a, b), max(a, b)) {
					out[x] = true
				}
			}
			for _, y := range mine[i+1:] {
				if edges[x].Weight-edges[y].Weight >= tornBits {
					break
				}
				if a, b := other(edges[x], m), other(edges[y], m); p.c.Apart(min(a, b), max(a, b)) {
					out[x], out[y] = true, true
				}
			}
		}
	}
	return out
}

func other(e Edge, m int) int {
	if e.A == m {
		return e.B
	}
	return e.A
}

// candidate is two groups that may be one, by their roots.
type candidate struct {
	a, b  int
	above float64
}

// joinWholes joins groups that nearly match by all that is known of each, the
// surest first, and looks again at what has grown. As with single parties, a
// group that fits two which contradict each other about as well joins neither.
func (p *parts) joinWholes(edges []Edge, torn []bool) {
	if p.c.Whole == nil || len(p.c.Members) > WholeMax {
		return
	}
	known := map[[2]int]float64{} // by the sorted first members of both groups, and so void once either has grown
	for {
		found := p.candidates(edges, torn, known)
		joined := false
		for i, c := range found {
			if p.rivalled(found, i) {
				continue
			}
			p.join(c.a, c.b)
			clear(known)
			joined = true
			break
		}
		if !joined {
			return
		}
	}
}

// candidates lists the pairs of groups that some edge or near match joins and
// that reach the band "same" as wholes, the surest first.
func (p *parts) candidates(edges []Edge, torn []bool, known map[[2]int]float64) []candidate {
	var out []candidate
	seen := map[[2]int]bool{}
	look := func(e Edge, near bool) {
		a, b := p.find(e.A), p.find(e.B)
		if x, y := slices.Min(p.members[a]), slices.Min(p.members[b]); x > y {
			a, b = b, a
		}
		k := [2]int{slices.Min(p.members[a]), slices.Min(p.members[b])}
		if a == b || seen[k] {
			return
		}
		seen[k] = true
		if !p.may(a, b) || p.contradict(a, b) {
			return
		}
		above, ok := known[k]
		if !ok {
			above = p.c.Whole(slices.Sorted(slices.Values(p.members[a])), slices.Sorted(slices.Values(p.members[b])))
			known[k] = above
		}
		if near {
			above -= nearBits + math.Log2(float64(len(p.members[a])*len(p.members[b])))
		}
		if above >= 0 {
			out = append(out, candidate{a, b, above})
		}
	}
	for i, e := range edges {
		if !torn[i] {
			look(e, false)
		}
	}
	for _, e := range p.c.Near {
		look(e, true)
	}
	slices.SortFunc(out, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.above, x.above), cmp.Compare(slices.Min(p.members[x.a]), slices.Min(p.members[y.a])), cmp.Compare(slices.Min(p.members[x.b]), slices.Min(p.members[y.b])))
	})
	return out
}

// contradict reports whether any member of one group contradicts any of the
// other outright.
func (p *parts) contradict(a, b int) bool {
	if p.c.Apart == nil {
		return false
	}
	for _, x := range p.members[a] {
		for _, y := range p.members[b] {
			if p.c.Apart(min(x, y), max(x, y)) {
				return true
			}
		}
	}
	return false
}

// rivalled reports whether one of the two groups of a candidate fits a third,
// which contradicts the other, about as well.
func (p *parts) rivalled(found []candidate, at int) bool {
	c := found[at]
	for i, d := range found {
		if i == at || d.above <= c.above-tornBits || d.above >= c.above+tornBits {
			continue
		}
		for _, r := range [][2]int{{c.a, c.b}, {c.b, c.a}} { // r[0] is fitted by both
			third := -1
			switch r[0] {
			case d.a:
				third = d.b
			case d.b:
				third = d.a
			}
			if third >= 0 && (p.contradict(third, r[1]) || !p.may(third, r[1])) {
				return true
			}
		}
	}
	return false
}
