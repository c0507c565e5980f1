package eval

import (
	"cmp"
	"slices"
)

// DifferenceKind says how a group of one result stands to the groups of
// another.
type DifferenceKind string

// The kinds of difference.
const (
	SplitUp     DifferenceKind = "split"       // one group before, several after, that hold nothing else
	PutTogether DifferenceKind = "merged"      // several groups before, one after, that holds nothing else
	Overlapping DifferenceKind = "overlapping" // neither: records changed sides
)

// Difference is a set of groups, before and after, that hold the same records
// in other ways.
type Difference struct {
	Kind   DifferenceKind `json:"kind"`
	Before [][]string     `json:"before"` // records of each group, sorted
	After  [][]string     `json:"after"`
}

// Differences lists where two results over the same records differ, by the
// smallest record of each. Records that only one of them knows are left out.
// Cost: near linear.
func Differences(before, after Partition) []Difference {
	was, is := groups(before, after), groups(after, before)
	seen := map[string]bool{}
	var out []Difference
	for _, id := range sortedKeys(before) {
		if _, ok := after[id]; !ok || seen[before[id]] {
			continue
		}
		d := spread(id, before, after, was, is)
		for _, g := range d.Before {
			seen[before[g[0]]] = true
		}
		switch {
		case len(d.Before) == 1 && len(d.After) == 1:
			continue
		case len(d.Before) == 1:
			d.Kind = SplitUp
		case len(d.After) == 1:
			d.Kind = PutTogether
		default:
			d.Kind = Overlapping
		}
		out = append(out, d)
	}
	return out
}

// spread collects all groups that hang together with the one of id.
func spread(id string, before, after Partition, was, is map[string][]string) Difference {
	var d Difference
	old, now := map[string]bool{before[id]: true}, map[string]bool{}
	for queue := []string{before[id]}; len(queue) > 0; queue = queue[1:] {
		d.Before = append(d.Before, was[queue[0]])
		for _, r := range was[queue[0]] {
			g := after[r]
			if now[g] {
				continue
			}
			now[g] = true
			d.After = append(d.After, is[g])
			for _, s := range is[g] {
				if b := before[s]; !old[b] {
					old[b] = true
					queue = append(queue, b)
				}
			}
		}
	}
	byFirst := func(a, b []string) int { return cmp.Compare(a[0], b[0]) }
	slices.SortFunc(d.Before, byFirst)
	slices.SortFunc(d.After, byFirst)
	return d
}

// groups lists the records of each group of p that other knows too, sorted.
func groups(p, other Partition) map[string][]string {
	out := map[string][]string{}
	for _, id := range sortedKeys(p) {
		if _, ok := other[id]; ok {
			out[p[id]] = append(out[p[id]], id)
		}
	}
	return out
}
