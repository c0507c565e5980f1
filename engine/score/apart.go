package score

import (
	"strings"

	"github.com/pierce-er/pierce/engine/norm"
)

// lone is what the words without a partner of one name are.
type lone struct {
	words    int // that tell: all but particles, initials and legal forms
	places   int
	numbers  int
	initials int
	arms     int
	country  bool // the last word that tells is a place
}

// loneOf looks through the words of a name that have no partner.
func (al *alignment) loneOf(x *name, pair *[maxWords]int8) (l lone) {
	for i := range x.words {
		if pair[i] != 0 {
			continue
		}
		switch x.words[i].class {
		case norm.Particle, norm.Form:
			continue
		case norm.Initial:
			l.initials++
			continue
		case norm.Place:
			l.places++
			l.country = i > 0 && i == len(x.words)-1
		case norm.Number:
			l.numbers++
		}
		if x.words[i].marks&arm != 0 {
			l.arms++
		}
		l.words++
	}
	return l
}

// differing counts the words in which both names differ. However common they
// are, they tell two names apart no less than rare ones do: that Ahmed is a
// common name does not bring it nearer to Sultan.
func (al *alignment) differing(x, y *name) int {
	if !(al.restA > 0) || !(al.restB > 0) {
		return 0
	}
	a, b := al.loneOf(x, &al.pairA), al.loneOf(y, &al.pairB)
	return min(a.words, b.words)
}

// apart weighs what sets two names apart whatever else of them agrees: places,
// numbers, initials, and words that one of two whole names lacks.
func (t *tally) apart(x, y *name, al *alignment) {
	if al.whole != "" {
		return
	}
	a, b := al.loneOf(x, &al.pairA), al.loneOf(y, &al.pairB)
	if a.numbers > 0 || b.numbers > 0 {
		l := numberMore
		if a.numbers > 0 && b.numbers > 0 {
			l = numberOther
		}
		t.addWords(l, x, y, al, norm.Number)
	}
	if al.person {
		if a.initials > 0 && b.words > 0 || b.initials > 0 && a.words > 0 || a.initials > 0 && b.initials > 0 {
			t.addWords(initialOther, x, y, al, norm.Initial)
		}
		return
	}
	switch {
	case x.place && y.place && !al.placesAgree(x, y):
		t.addWords(placeOther, x, y, al, norm.Place)
	case (x.form == "") == (y.form == "") && (a.country && b.words == 0 || b.country && a.words == 0):
		t.addWords(placeMore, x, y, al, norm.Place)
	}
	if (a.words == 0 || b.words == 0) && a.arms+b.arms > 0 {
		t.addWords(armMore, x, y, al, norm.Generic)
	} else if x.form != "" && y.form != "" && (a.words == 0) != (b.words == 0) && a.words+b.words > a.places+b.places {
		t.addWords(wordMore, x, y, al, norm.Core)
	}
}

// placesAgree reports whether a place of either name has a partner.
func (al *alignment) placesAgree(x, y *name) bool {
	for i := range x.words {
		if x.words[i].class == norm.Place && al.pairA[i] != 0 {
			return true
		}
	}
	for j := range y.words {
		if y.words[j].class == norm.Place && al.pairB[j] != 0 {
			return true
		}
	}
	return false
}

// addWords adds a level with the words without a partner, of one class, or of
// all that tell where the class is Core.
func (t *tally) addWords(l level, x, y *name, al *alignment, class norm.TokenClass) {
	if !t.noting {
		t.add(l, "", "", "")
		return
	}
	words := func(n *name, pair *[maxWords]int8) string {
		var out []string
		for i := range n.words {
			if c := n.words[i].class; pair[i] == 0 && (c == class || class == norm.Core && c != norm.Particle) {
				out = append(out, n.words[i].text)
			}
		}
		return strings.Join(out, " ")
	}
	t.add(l, words(x, &al.pairA), words(y, &al.pairB), "")
}
