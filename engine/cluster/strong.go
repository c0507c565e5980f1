package cluster

import (
	"cmp"
	"slices"
)

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
			if len(p.members[r])+len(p.members[m]) <= SizeMax && p.may(r, m) && (n <= strongMost || p.allowed(r, m)) {
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

// allowed reports whether what is known of two groups, beside a number that
// very many hold, allows them to be one. Four pairs stand for all.
func (p *parts) allowed(a, b int) bool {
	if p.c.Beside == nil {
		return true
	}
	x, y := p.members[a], p.members[b]
	var sum float64
	n := min(4, len(x)*len(y))
	for k := range n {
		i, j := x[k%len(x)], y[k/len(x)%len(y)]
		sum += max(-WholeClamp, min(WholeClamp, p.c.Beside(min(i, j), max(i, j))))
	}
	return sum >= besideFloor*float64(n)
}
