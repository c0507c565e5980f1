package cluster

import (
	"cmp"
	"slices"
)

// Mark is a value that a party carries in a slot in which one company or
// person has one value: a number of an exclusive identifier scheme in one
// country, or the kind of party. Slot and Value are hashes or small numbers;
// only their equality matters.
type Mark struct{ Slot, Value uint64 }

// Conflict reports whether a and b, each sorted by slot and value, can not
// belong to one entity: they have a slot in common, and in it no value in
// common. A party with two numbers of one scheme agrees with one that has
// either. Cost: linear.
func Conflict(a, b []Mark) bool {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].Slot < b[0].Slot:
			a = skip(a)
		case a[0].Slot > b[0].Slot:
			b = skip(b)
		default:
			i, j := len(a)-len(skip(a)), len(b)-len(skip(b))
			if !meet(a[:i], b[:j]) {
				return true
			}
			a, b = a[i:], b[j:]
		}
	}
	return false
}

// skip drops the marks of the first slot.
func skip(m []Mark) []Mark {
	i := 1
	for i < len(m) && m[i].Slot == m[0].Slot {
		i++
	}
	return m[i:]
}

// meet reports whether two sorted runs of one slot share a value.
func meet(a, b []Mark) bool {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].Value < b[0].Value:
			a = a[1:]
		case a[0].Value > b[0].Value:
			b = b[1:]
		default:
			return true
		}
	}
	return false
}

// SortMarks sorts by slot and value and drops repetitions, as Conflict wants
// its arguments.
func SortMarks(m []Mark) []Mark {
	slices.SortFunc(m, func(a, b Mark) int {
		if c := cmp.Compare(a.Slot, b.Slot); c != 0 {
			return c
		}
		return cmp.Compare(a.Value, b.Value)
	})
	return slices.Compact(m)
}

// profiles are the distinct sets of marks that a group's members carry. Two
// groups conflict if any member of one conflicts with any of the other; few
// members differ in their marks, so that this costs little.
type profiles [][]Mark

func (p profiles) conflict(q profiles) bool {
	for _, a := range p {
		for _, b := range q {
			if Conflict(a, b) {
				return true
			}
		}
	}
	return false
}

// join adds the sets of q that p lacks.
func (p profiles) join(q profiles) profiles {
	for _, b := range q {
		if !slices.ContainsFunc(p, func(a []Mark) bool { return slices.Equal(a, b) }) {
			p = append(p, b)
		}
	}
	return p
}

// Union is all marks of several parties, as SortMarks leaves them.
func Union(of ...[]Mark) []Mark {
	if len(of) == 1 {
		return of[0]
	}
	return SortMarks(slices.Concat(of...))
}
