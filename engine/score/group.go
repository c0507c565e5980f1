package score

// maxGroups is how many employers and associations of a party are compared.
const maxGroups = 8

// groupLeast is how many bits of the shorter of two employers' names must agree
// for it to be the same employer in short: "Universal Exports" has some 15.
const groupLeast = 10

// groupsOf weighs an employer or association in common. That two name different
// ones is no evidence: people change places, and sources name one of several.
func (t *tally) groupsOf(a, b *Side) {
	best, x, y := level(-1), 0, 0
	for i := range a.groups {
		for j := range b.groups {
			l := t.m.compareGroup(&a.groups[i], &b.groups[j])
			if l >= 0 && (best < 0 || t.m.weights[l] > t.m.weights[best]) {
				best, x, y = l, i, j
			}
		}
	}
	if best < 0 {
		return
	}
	if !t.noting || a.p == nil || b.p == nil {
		t.add(best, "", "", "")
		return
	}
	t.add(best, a.p.Groups[x].Text, b.p.Groups[y].Text, "")
}

// compareGroup is the level of two employers' names, -1 where they differ.
func (m *Model) compareGroup(x, y *name) level {
	al := m.align(x, y, false)
	switch {
	case al.agree < groupLeast:
		return -1
	case al.restA == 0 && al.restB == 0:
		return groupSame
	case al.restA == 0 || al.restB == 0:
		return groupPart
	}
	return -1
}
