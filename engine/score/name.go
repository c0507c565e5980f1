package score

import (
	"math"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// maxNamePairs is how many pairs of names are compared word by word, the most
// alike at a quick look. Among the aliases of listed parties the pair that
// scores best was among the first six in all of 20,000 pairs tried.
const maxNamePairs = 6

// names weighs the two names that agree best, and their legal forms.
func (t *tally) names(a, b *Side) {
	if len(a.names) == 0 || len(b.names) == 0 {
		t.pair.kin = personal(a, b) // whose mailbox it is of a household's, nobody says
		return
	}
	company := !personal(a, b)
	var buf [maxNamePairs]namePair
	best, bestWeight, known := namePair{}, math.Inf(-1), false
	var bestAlign alignment
	for _, p := range candidates(a.names, b.names, buf[:0]) {
		x, y := &a.names[p.a], &b.names[p.b]
		shape, person := &t.m.file.Name.Company, !company || x.person && y.person
		if person {
			shape = &t.m.file.Name.Person
		}
		al := t.m.align(x, y, person)
		w, ok := t.m.nameWeight(shape, x, y, &al)
		if ok && w > bestWeight {
			best, bestWeight, bestAlign, known = p, w, al, true
		}
	}
	if !known {
		return
	}
	x, y := &a.names[best.a], &b.names[best.b]
	if !t.noting {
		t.addWeight(bestAlign.level(bestWeight), bestWeight, "", "", "")
	} else {
		t.addWeight(bestAlign.level(bestWeight), bestWeight, textOf(a, best.a), textOf(b, best.b), bestAlign.describe(x, y))
	}
	t.apart(x, y, &bestAlign)
	if company {
		t.pair.short = bestAlign.shortForm(x, y)
	} else {
		t.pair.kin, t.pair.longer = bestAlign.kin(x, y), bestAlign.longer(x, y)
		t.pair.twins = bestAlign.twins(x, y)
	}
	t.forms(x, y, company, bestAlign.level(bestWeight) == nameSame)
}

func textOf(s *Side, i int) string {
	if s.p == nil {
		return ""
	}
	return s.p.Names[i].Text
}

// forms weighs the legal forms that the two names state; same tells that all
// their other words agree.
func (t *tally) forms(x, y *name, company, same bool) {
	switch {
	case !company:
	case x.branch != y.branch:
		t.add(formBranch, x.form, y.form, "")
	case x.form == "" || y.form == "":
	case x.form == y.form && same:
		t.add(formWhole, x.form, y.form, "")
	case x.form == y.form:
		t.add(formSame, x.form, y.form, "")
	case norm.NonProfit(x.form, y.form):
		t.add(formNonProfit, x.form, y.form, "")
	case foreign(x.script, y.script) && norm.FormsLoose(x.form, y.form): // translated: tells nothing
	case norm.FormsConflict(x.form, y.form):
		t.add(formExcludes, x.form, y.form, "")
	default:
		t.add(formOther, x.form, y.form, "")
	}
}

// foreign reports whether two names are in scripts of which neither writes the
// other's language; kanji with kana and without are one.
func foreign(a, b string) bool {
	if a == "Jpan" {
		a = "Hani"
	}
	if b == "Jpan" {
		b = "Hani"
	}
	return a != b && a != "" && b != ""
}

// personal reports whether two sides' names are weighed as people's.
func personal(a, b *Side) bool { return a.kind == engine.Person || b.kind == engine.Person }

// namePair is two names by their places.
type namePair struct{ a, b, overlap int }

// candidates picks the pairs of names worth comparing.
func candidates(a, b []name, out []namePair) []namePair {
	for i := range a {
		for j := range b {
			p := namePair{i, j, 0}
			if len(a)*len(b) > 1 {
				p.overlap = overlap(&a[i], &b[j])
			}
			k := len(out)
			for k > 0 && out[k-1].overlap < p.overlap {
				k--
			}
			if k == maxNamePairs {
				continue
			}
			if len(out) < maxNamePairs {
				out = append(out, p)
			}
			copy(out[k+1:], out[k:])
			out[k] = p
		}
	}
	return out
}

// nameWeight turns an alignment into bits; ok is false where the names have no
// word that counts.
//
// With A the bits that agree, C those in which both names differ and E those
// that one name has beyond the other, the share of the gain that is left is
//
//	left = 1 - (conflict × C + extra × E) / (A + C + E)
//
// and the weight is cap × (1 - 2^(-A/half)) × left, or floor × -left where more
// speaks against than for. A conflict thus costs in proportion to what agrees:
// brothers and sister companies share all words but one.
func (m *Model) nameWeight(s *shape, x, y *name, al *alignment) (float64, bool) {
	conflict := s.Conflict
	gain := s.Cap * (1 - math.Exp2(-al.agree/s.Half))
	if al.cross {
		conflict *= m.file.Name.CrossScript.Conflict
		gain *= m.file.Name.CrossScript.Gain
	}
	c := min(al.restA, al.restB)
	if c > 0 {
		n := float64(al.differing(x, y))
		c = max(c, s.Differ*n) * (1 - s.Near*min(1, al.near/max(n, 1)))
	}
	c += al.slips
	e := math.Abs(al.restA - al.restB)
	all := al.agree + c + e
	if !(all > 0) {
		return 0, false
	}
	left := 1 - (conflict*c+s.Extra*e)/all
	if left < 0 {
		return s.Floor * min(1, -left/s.Reach), true
	}
	return gain * left * x.factor * y.factor, true
}

// alignment is which words of two names go together.
type alignment struct {
	agree        float64 // bits of the words that agree, less what slips take
	near         float64 // how near the words are in which both differ: their number where all are nearly alike
	slips        float64 // bits that slips in agreeing words take
	restA, restB float64 // bits of the words without a partner
	person       bool    // the names are a person's
	cross        bool    // the names are in two scripts
	syllables    bool    // both are people's in a script of syllables, of which each tells
	turned       bool    // equal words stand in another order
	whole        string  // how the names agree as wholes, where words do not tell: "acronym", "parted", "sound"
	pairA        [maxWords]int8
	pairB        [maxWords]int8 // partner + 1; 0 is none
}

// level says in one word how two names agree.
func (al *alignment) level(weight float64) level {
	switch {
	case weight < 0:
		return nameOther
	case al.restA > 0 && al.restB > 0:
		return nameOverlap
	case al.restA > 0 || al.restB > 0:
		return namePart
	case al.slips > 0 || al.whole == "acronym" || al.whole == "sound":
		return nameAlike
	case al.turned:
		return nameTurned
	}
	return nameSame
}

// describe lists the words for a reader.
func (al *alignment) describe(x, y *name) string {
	var agree, alike, onlyA, onlyB []string
	for i := range x.words {
		switch j := int(al.pairA[i]) - 1; {
		case j < 0:
			onlyA = append(onlyA, x.words[i].text)
		case x.words[i].text == y.words[j].text:
			agree = append(agree, x.words[i].text)
		default:
			alike = append(alike, x.words[i].text+"~"+y.words[j].text)
		}
	}
	for j := range y.words {
		if al.pairB[j] == 0 {
			onlyB = append(onlyB, y.words[j].text)
		}
	}
	var parts []string
	if al.whole != "" {
		parts, onlyA, onlyB = append(parts, al.whole), nil, nil
	}
	for _, p := range []struct {
		label string
		words []string
	}{{"agree", agree}, {"alike", alike}, {"only first", onlyA}, {"only second", onlyB}} {
		if len(p.words) > 0 {
			parts = append(parts, p.label+": "+strings.Join(p.words, " "))
		}
	}
	return strings.Join(parts, "; ")
}

// counts reports whether a word may be misspelt: a number may not.
func (w *word) counts() bool { return w.class != norm.Number }
