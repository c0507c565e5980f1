package score

import "github.com/pierce-er/pierce/engine"

// births weighs the two dates that agree best.
func (t *tally) births(a, b *Side) {
	best := level(-1)
	var x, y engine.Date
	for _, d := range a.born {
		for _, e := range b.born {
			l := compareBorn(d, e)
			if l == bornDay && d.Month() == 1 && d.Day() == 1 {
				l = bornYear
			}
			if l == bornDay && a.kind != engine.Person && b.kind != engine.Person {
				l = bornFounded
			}
			if best < 0 || t.m.weights[l] > t.m.weights[best] {
				best, x, y = l, d, e
			}
		}
	}
	if best < 0 {
		return
	}
	t.pair.day = best == bornDay
	if best == bornOther {
		t.pair.apart = true
	}
	if !t.noting {
		t.add(best, "", "", "")
		return
	}
	t.add(best, x.String(), y.String(), "")
}

// compareBorn is the level of two dates that are both said.
func compareBorn(a, b engine.Date) level {
	if a.Year() == b.Year() && (a.Month() == 0 || b.Month() == 0) {
		return bornYear
	}
	if a.Year() == b.Year() && a.Month() == b.Month() {
		if a.Day() == b.Day() && a.Exact() {
			return bornDay
		}
		if !a.Exact() || !b.Exact() {
			return bornMonth
		}
	}
	if a.Exact() && b.Exact() {
		if a.Year() == b.Year() && a.Month() == b.Day() && a.Day() == b.Month() {
			return bornTurned
		}
		if slips(int(a), int(b)) {
			return bornSlip
		}
		if b.Day() <= 12 && slips(int(a), int(engine.MakeDate(b.Year(), b.Day(), b.Month()))) {
			return bornTurnedSlip
		}
	}
	switch years := a.Year() - b.Year(); { // most pairs need no calendar
	case years == 0:
		return bornNear
	case years > 2 || years < -2:
		return bornOther
	}
	if days := a.Earliest().Time().Sub(b.Latest().Time()).Hours() / 24; days > 366 {
		return bornOther
	}
	if days := b.Earliest().Time().Sub(a.Latest().Time()).Hours() / 24; days > 366 {
		return bornOther
	}
	return bornNear
}

// slips reports whether two packed dates differ in one digit, or in two
// neighbours that changed places.
func slips(a, b int) bool {
	n, first, second := 0, 0, 0
	var da, db [8]int
	for i := range 8 {
		da[i], db[i] = a%10, b%10
		if da[i] != db[i] {
			first, second = second, i
			n++
		}
		a, b = a/10, b/10
	}
	switch n {
	case 1:
		return true
	case 2:
		return second == first+1 && da[first] == db[second] && da[second] == db[first]
	}
	return false
}
