package score

import (
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/sim"
)

// identifiers compares numbers scheme by scheme. At most one number that
// decides, two that merely agree and one that differs are counted: more of
// them come from one desk and tell nothing new. A number that very many have
// counts for nothing.
func (t *tally) identifiers(a, b *Side) {
	if len(a.ids) == 0 || len(b.ids) == 0 {
		return
	}
	same, other := 0, false
	for i := range a.ids {
		x := &a.ids[i]
		if j := sameID(x, b.ids); j >= 0 {
			switch y := &b.ids[j]; {
			case bit(a.Crowded.IDs, i) || bit(b.Crowded.IDs, j): // a default of somebody's form
			case x.Strong && y.Strong:
				if !t.exact {
					t.exact = true
					t.addID(idDecides, x, y)
				}
			case same < 2:
				same++
				t.addID(idSame, x, y)
			}
			continue
		}
		if j := repeated(a.ids, i, b.ids); j >= 0 && !other {
			other = t.differ(a.ids, b.ids, x, &b.ids[j])
		}
	}
}

// registration is the scheme of numbers of a register that is not named.
const registration = "registration"

// differ weighs two numbers of one scheme that are not equal, where no number
// of that scheme is shared, and reports whether it did.
func (t *tally) differ(as, bs []norm.ID, x, y *norm.ID) bool {
	switch {
	case ExclusiveSlot(*x) != "" && ExclusiveSlot(*x) == ExclusiveSlot(*y):
		t.addID(idForbids, x, y)
		if t.noting {
			t.forbid("different " + x.Scheme + ": " + x.Value + " and " + y.Value)
		}
		t.barred = true
	case (!x.Valid || !y.Valid) && len(x.Value) >= 6 && sim.OSADistance(x.Value, y.Value) == 1:
		t.addID(idSlip, x, y)
	case x.Scheme == registration && x.Country != "" && x.Country == y.Country:
		t.addID(idRegister, x, y)
	case x.Scheme == "passport" || x.Scheme == "driving-licence" || x.Scheme == "national-id":
		t.addID(idDocument, x, y)
	default:
		t.addID(idOther, x, y)
	}
	return true
}

func (t *tally) addID(l level, x, y *norm.ID) {
	if !t.noting {
		t.add(l, "", "", "")
		return
	}
	t.add(l, x.Scheme+" "+x.Value, y.Scheme+" "+y.Value, x.Country)
}

// sameID finds the number in ids, -1 if it is not there. Countries that are
// both known must agree.
func sameID(x *norm.ID, ids []norm.ID) int {
	for j := range ids {
		y := &ids[j]
		if x.Value == y.Value && x.Scheme == y.Scheme && (x.Country == "" || y.Country == "" || x.Country == y.Country) {
			return j
		}
	}
	return -1
}

// repeated finds a number of the scheme of as[i] in bs, -1 if there is none,
// if any of that scheme is shared, or if an earlier one of as spoke for it.
func repeated(as []norm.ID, i int, bs []norm.ID) int {
	found := -1
	for k := range as {
		if as[k].Scheme != as[i].Scheme || !located(&as[k], &as[i]) {
			continue
		}
		if k < i || sameID(&as[k], bs) >= 0 {
			return -1
		}
	}
	for j := range bs {
		if bs[j].Scheme == as[i].Scheme && located(&bs[j], &as[i]) {
			found = j
			break
		}
	}
	return found
}

// located reports whether two numbers may be of one authority: of the same
// country, or one of them of a country that is not said.
func located(x, y *norm.ID) bool {
	return x.Country == y.Country || x.Country == "" || y.Country == ""
}
