package score

import (
	"github.com/pierce-er/pierce/engine/norm"
)

// whole is what the comparisons tell each other of a pair: some of them say
// less, or more, beside what others found.
type whole struct {
	apart  bool    // something contradicts outright that the two are one
	kin    bool    // people of one family name and two given names, or of no name
	short  bool    // one company's name may be short for the other's
	longer bool    // one person's names are all in the other's
	twins  bool    // people of one family name and given names that are alike and sound different
	day    bool    // born on the same day
	house  bool    // they stand in one house or behind one door
	door   bool    // they stand at one address that is not crowded
	shared float64 // bits of the addresses, telephones and mailboxes in common
}

// share notes what a household may share.
func (p *whole) share(l level, w float64) {
	if w <= 0 {
		return
	}
	switch l {
	case addressDoor, addressWhole, addressBuilding, addressStreet, addressWords, addressAlike, addressPostcode, addressCity, phoneSame, phonePart, emailSame:
		p.shared += w
	}
}

// whole weighs what shows only when all comparisons are made.
func (t *tally) whole() {
	if t.pair.short && t.pair.door {
		t.add(shortForm, "", "", "")
	}
	if t.pair.twins && t.pair.day {
		t.add(twins, "", "", "")
	}
	if t.pair.longer && t.pair.house {
		t.add(longerName, "", "", "")
	}
	if most := t.m.weights[household]; t.pair.kin && t.pair.shared > most {
		t.addWeight(household, most-t.pair.shared, "", "", "")
	}
}

// kin reports whether two people's names read as those of one family: some
// word agrees, and each has a word that differs.
func (al *alignment) kin(x, y *name) bool {
	if !(al.agree > 0) {
		return false
	}
	return lonely(x, al.pairA[:]) && lonely(y, al.pairB[:])
}

// twins reports whether two people's names agree but for one word, which is
// alike in both and sounds different: neither an initial nor a form of the other,
// and of other consonants.
func (al *alignment) twins(x, y *name) bool {
	alike, equal := 0, false
	for i := range x.words {
		j := int(al.pairA[i]) - 1
		if j < 0 {
			continue
		}
		a, b := &x.words[i], &y.words[j]
		switch {
		case a.text == b.text:
			equal = true
		case len(a.text) < twinLeast || len(b.text) < twinLeast || norm.Nicknames(a.text, b.text) || norm.Skeleton(a.text) == norm.Skeleton(b.text):
			return false
		default:
			alike++
		}
	}
	return equal && alike == 1
}

// twinLeast is how many letters a given name has whose sound is held against
// another: shorter ones are initials and short forms.
const twinLeast = 4

// lonely reports whether a name has a word that is more than a letter without
// a partner.
func lonely(x *name, pair []int8) bool {
	for i := range x.words {
		if w := &x.words[i]; pair[i] == 0 && w.class != norm.Initial && w.class != norm.Particle && len(w.text) > 1 {
			return true
		}
	}
	return false
}

// longer reports whether all of one person's names, two or more, stand in the
// other's, which has more.
func (al *alignment) longer(x, y *name) bool {
	if al.whole != "" || al.slips > 0 || (al.restA == 0) == (al.restB == 0) {
		return false
	}
	short, pairs := x, al.pairA[:]
	if al.restB == 0 {
		short, pairs = y, al.pairB[:]
	}
	n := 0
	for i := range short.words {
		if w := &short.words[i]; pairs[i] != 0 && w.class == norm.Core && len(w.text) > 1 {
			n++
		}
	}
	return n >= 2
}

// shortForm reports whether one of two companies' names is short for the
// other: it has two words and no legal form, all of its words stand in the
// other, and those that the other has more are trades and places.
func (al *alignment) shortForm(x, y *name) bool {
	if al.whole != "" || x.branch || y.branch || al.slips > 0 {
		return false
	}
	short, long, rest, pairs := x, y, al.restA, al.pairB[:]
	if al.restB == 0 {
		short, long, rest, pairs = y, x, al.restB, al.pairA[:]
	}
	if rest > 0 || len(short.words) < 2 || len(short.words) >= len(long.words) || short.form != "" {
		return false
	}
	for i := range long.words {
		if c := long.words[i].class; pairs[i] == 0 && c != norm.Generic && c != norm.Place {
			return false
		}
	}
	return true
}
