package score

import (
	"math"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// Match scores two parties and says why. Values that are crowded in a store
// are not known here; MatchSides is told.
func (m *Model) Match(a, b *norm.Prepared) engine.Match {
	return m.MatchSides(m.NewSide(a, Crowded{}), m.NewSide(b, Crowded{}))
}

// MatchSides scores two sides and says why. The match is the same for (a, b)
// and (b, a): A is always the party with the smaller id.
func (m *Model) MatchSides(a, b *Side) engine.Match {
	t := tally{m: m, noting: true}
	t.run(a, b)
	match := engine.Match{Pair: engine.NewPair(a.ID, b.ID), Prior: m.Prior, Weight: t.weight, Forbidden: t.forbidden, Evidence: t.evidence}
	match.Probability = m.Probability(t.weight)
	match.Band = m.band(t.weight, t.forbidden != "")
	if t.forbidden != "" {
		match.Probability = min(match.Probability, m.Probability(m.Possible))
	}
	return match
}

// Outcome is a match without its evidence.
type Outcome struct {
	Weight    float64 // bits, bit for bit the Weight of the Match
	Band      engine.Band
	Forbidden bool
	Exact     bool    // they share an identifier that decides alone
	Beside    float64 // Weight without that of an identifier that decides alone
	Apart     bool    // something contradicts outright that they are one: dates of birth years apart, genders, generations, exclusive numbers
}

// Score is MatchSides with the note-taking off. Cost: about 1 µs where each
// side has one name.
func (m *Model) Score(a, b *Side) Outcome {
	t := tally{m: m}
	t.run(a, b)
	return t.outcome()
}

// Keep is Score for sides in the order of their ids, with false where the band
// would be "different": then the outcome is empty. What is cheap to compare
// comes first, and names only where their most could still lift the pair to
// "possibly same"; the weight of a pair that is kept is that of Score, bit for
// bit. Cost: about 0.2 µs for a pair that is told apart without its names.
func (m *Model) Keep(a, b *Side) (Outcome, bool) {
	t := tally{m: m, holding: true}
	t.kinds(a, b)
	if t.barred {
		return Outcome{}, false
	}
	first := t.n
	t.rest(a, b)
	hope := m.Prior + m.mostOfNames(a, b)
	for _, w := range t.held[:t.n] {
		hope += w
	}
	if t.barred || hope < m.Possible-slack {
		return Outcome{}, false
	}
	t.holding, t.weight = false, m.Prior
	for _, w := range t.held[:first] {
		t.weight += w
	}
	t.names(a, b)
	for _, w := range t.held[first:t.n] {
		t.weight += w
	}
	t.whole()
	if t.weight < m.Possible {
		return Outcome{}, false
	}
	return t.outcome(), true
}

// outcome is what was found.
func (t *tally) outcome() Outcome {
	out := Outcome{Weight: t.weight, Beside: t.weight, Band: t.m.band(t.weight, t.barred), Forbidden: t.barred, Exact: t.exact, Apart: t.barred || t.pair.apart}
	if t.exact {
		out.Beside -= t.m.weights[idDecides]
	}
	return out
}

// slack is far more than what the order of adding some ten weights can change,
// and far less than any weight.
const slack = 1e-6

// mostOfNames bounds what names, their places and forms can add: the words that
// agree hold no more bits than both names together.
func (m *Model) mostOfNames(a, b *Side) float64 {
	extra := max(0, m.weights[formSame], m.weights[formWhole], m.weights[formOther], m.weights[formExcludes], m.weights[formNonProfit], m.weights[formBranch]) + max(0, m.weights[shortForm], m.weights[longerName])
	for l := placeOther; l < formSame; l++ {
		extra += max(0, m.weights[l])
	}
	if len(a.names) == 0 || len(b.names) == 0 {
		return 0
	}
	company, person := &m.file.Name.Company, &m.file.Name.Person
	most := 0.0
	if !personal(a, b) {
		most = company.Cap * (1 - math.Exp2(-(a.most+b.most)/company.Half))
	}
	if personal(a, b) || !norm.KnownKind(a.kind) || !norm.KnownKind(b.kind) {
		most = max(most, person.Cap*(1-math.Exp2(-(a.most+b.most)/person.Half)))
	}
	return most + extra
}

func (m *Model) band(weight float64, forbidden bool) engine.Band {
	if forbidden {
		return engine.Different
	}
	return m.Band(weight)
}

// tally adds evidence up.
type tally struct {
	m         *Model
	weight    float64
	barred    bool
	exact     bool
	noting    bool
	forbidden string
	evidence  []engine.Evidence
	seen      *[]Observation // what Observe notes; nil for nobody
	pair      whole
	holding   bool // weights are held, not added
	n         int  // of held
	held      [heldMost]float64
}

// heldMost is how many weights are held at most: no comparison but that of
// numbers, with four, adds more than one.
const heldMost = 16

// run makes all comparisons, always in this order, on the sides in the order
// of their ids.
func (t *tally) run(a, b *Side) {
	if a.ID > b.ID {
		a, b = b, a
	}
	t.weight = t.m.Prior
	t.kinds(a, b)
	t.names(a, b)
	t.rest(a, b)
	t.whole()
}

// rest makes the comparisons that come after the names.
func (t *tally) rest(a, b *Side) {
	t.identifiers(a, b)
	t.addressesOf(a, b)
	t.countriesOf(a, b)
	t.births(a, b)
	t.phonesOf(a, b)
	t.emailsOf(a, b)
	t.domainsOf(a, b)
	t.genders(a, b)
	t.generations(a, b)
	t.groupsOf(a, b)
}

// add takes one level into the sum, at the model's weight.
func (t *tally) add(l level, a, b, detail string) { t.addWeight(l, t.m.weights[l], a, b, detail) }

// addWeight takes one level into the sum, at a weight worked out for it. The
// texts are wanted only where notes are taken.
func (t *tally) addWeight(l level, w float64, a, b, detail string) {
	if t.holding {
		t.held[t.n], t.n = w, t.n+1
		return
	}
	t.weight += w
	if t.seen != nil {
		*t.seen = append(*t.seen, Observation{Comparison: t.m.docs[l].Comparison, Level: t.m.docs[l].Level, Weight: w})
	}
	if t.noting {
		d := t.m.docs[l]
		t.evidence = append(t.evidence, engine.Evidence{Comparison: d.Comparison, Level: d.Level, Weight: w, A: a, B: b, Detail: detail})
	}
}

// forbid says that the two can never be one.
func (t *tally) forbid(why string) {
	t.barred = true
	if t.noting && t.forbidden == "" {
		t.forbidden = why
	}
}

func (t *tally) kinds(a, b *Side) {
	if a.kind == b.kind {
		return
	}
	switch {
	case Conflicting(a.kind, b.kind):
		t.add(kindForbids, string(a.kind), string(b.kind), "")
		t.forbid("one is a " + string(a.kind) + ", the other a " + string(b.kind))
	case KindClass(a.kind) != "" && KindClass(b.kind) != "" && a.kind != b.kind:
		t.add(kindOther, string(a.kind), string(b.kind), "")
	}
}

func (t *tally) genders(a, b *Side) {
	switch {
	case a.gender == "" || b.gender == "":
	case a.gender == b.gender:
		t.add(genderSame, a.gender, b.gender, "")
	default:
		t.pair.apart = true
		t.add(genderOther, a.gender, b.gender, "")
	}
}

func (t *tally) countriesOf(a, b *Side) {
	if len(a.nations) == 0 || len(b.nations) == 0 {
		return
	}
	l := countryOther
	for _, x := range a.nations {
		if slices.Contains(b.nations, x) {
			l = countrySame
			break
		}
	}
	if t.noting {
		t.add(l, t.list(textsOf(a.nations)), t.list(textsOf(b.nations)), "")
		return
	}
	t.add(l, "", "", "")
}

// contact compares telephones, e-mail addresses or domains; same is the first
// of the three levels, followed by the ones for crowded and for other.
func (t *tally) contact(a, b []string, crowdedA, crowdedB uint64, same level) {
	if len(a) == 0 || len(b) == 0 {
		return
	}
	best, x, y := same+2, 0, 0
	for i := range a {
		for j := range b {
			if a[i] != b[j] {
				continue
			}
			l := same
			if bit(crowdedA, i) || bit(crowdedB, j) {
				l = same + 1
			}
			if l < best {
				best, x, y = l, i, j
			}
		}
	}
	if best == same+2 {
		t.add(best, t.list(a), t.list(b), "")
		return
	}
	t.add(best, a[x], b[y], "")
	t.pair.share(best, t.m.weights[best])
}

func bit(m uint64, i int) bool { return i < 64 && m>>i&1 == 1 }

// list joins values for a reader, the first four of them.
func (t *tally) list(s []string) string {
	if !t.noting || len(s) == 0 {
		return ""
	}
	out := s[0]
	for i := 1; i < len(s) && i < 4; i++ {
		out += ", " + s[i]
	}
	if len(s) > 4 {
		out += ", …"
	}
	return out
}
