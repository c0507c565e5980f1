package query

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/score"
)

// find gives the entities that a party of a line may be, the likeliest first:
// those that share a key with it, and listed ones that it may be by a slip; and
// the listed parties whose names fit best, whatever came of comparing them.
func (s *Screening) find(p *norm.Prepared) (found []resolve.Candidate, likeliest []engine.PartyID, err error) {
	p = s.watch.readings(p)
	listed, full, likeliest := s.watch.candidates(p)
	found, err = s.q.finder.FindWith(p, listed, maxCandidates)
	if err != nil || len(found) > 0 && found[0].Match.Band == engine.Same {
		return found, likeliest, err
	}
	for _, id := range full {
		if found, err = s.namesake(found, p, id); err != nil {
			return nil, nil, err
		}
	}
	found, err = s.answered(found, p, listed)
	return found, likeliest, err
}

// answered adds the entities of listed parties that a question may mean, the
// likeliest first and of equals those with the least in the name beside it, at
// most maxAnswers of them. Where someone was found who bears the word, one who
// bears another that is only like it is no answer.
func (s *Screening) answered(found []resolve.Candidate, p *norm.Prepared, listed []engine.PartyID) ([]resolve.Candidate, error) {
	var best []answered
	bear := 0
	for _, q := range questionOf(p) {
		for _, id := range listed {
			entity, other, err := s.listedParty(id)
			if err != nil {
				return nil, err
			}
			if other == nil || slices.ContainsFunc(found, func(c resolve.Candidate) bool { return c.Entity == entity }) {
				continue
			}
			a, ok := q.asked(p, other, s.q.finder.Model())
			if ok && a.way == readAlike {
				bear++
			}
			if !ok || len(found) > 0 && a.way < soundsCore {
				continue
			}
			a.Entity = entity
			best = append(best, a)
		}
	}
	slices.SortFunc(best, func(a, b answered) int {
		return cmp.Or(cmp.Compare(b.Match.Weight, a.Match.Weight), cmp.Compare(a.beside, b.beside), cmp.Compare(a.Entity, b.Entity))
	})
	if bear < manyBear {
		best = slices.DeleteFunc(best, func(a answered) bool { return a.way == readAlike })
	}
	taken := map[engine.EntityID]bool{}
	for _, a := range best {
		if len(taken) == maxAnswers || a.Match.Weight < best[0].Match.Weight-besideAnswer {
			break
		}
		if !taken[a.Entity] {
			taken[a.Entity] = true
			found = append(found, a.Candidate)
		}
	}
	return found, nil
}

// answered is a candidate with how it answers.
type answered struct {
	resolve.Candidate
	way    answerWay
	beside float32 // bits of the words that its name has beside the one asked for
}

// The bounds of answers: a name that many listed ones bear is told by a few of
// them, and one that fits much worse than another not at all.
const (
	maxAnswers   = 4
	besideAnswer = 1.0 // bits
)

// listedParty is a listed party, prepared, and its entity; nil where it is gone.
func (s *Screening) listedParty(id engine.PartyID) (engine.EntityID, *norm.Prepared, error) {
	entity, err := s.q.st.EntityOf(id)
	if errors.Is(err, engine.NotFound) {
		return "", nil, nil
	}
	if err != nil {
		return "", nil, err
	}
	party, _, err := s.q.st.Party(id)
	if errors.Is(err, engine.NotFound) {
		return "", nil, nil
	}
	if err != nil {
		return "", nil, err
	}
	return entity, norm.Prepare(party), nil
}

// namesake adds the entity of a listed party that has the name of p, or the
// same name at other length, as Viktor Bout and Viktor Anatolijevitch Bout, or
// Rostec and State Corporation Rostec, though the name weighs too little among
// all records: nobody may write the name of a listed party as it is commonly
// written and be told nothing. It is scored as the question that it is, by the
// model for two names that are laid side by side, and is never more than
// possibly the same.
func (s *Screening) namesake(found []resolve.Candidate, p *norm.Prepared, id engine.PartyID) ([]resolve.Candidate, error) {
	entity, other, err := s.listedParty(id)
	if err != nil || other == nil || slices.ContainsFunc(found, func(c resolve.Candidate) bool { return c.Entity == entity }) {
		return found, err
	}
	if !sameWords(p, other) && !shorterName(p, other) {
		return found, nil
	}
	m := s.q.finder.Model().Asked().Match(p, other)
	if m.Forbidden != "" || m.Band != engine.Same {
		return found, nil
	}
	m.Band = engine.PossiblySame
	return append(found, resolve.Candidate{Entity: entity, Match: m}), nil
}

// sameWords reports whether a name of each has the same two or more words in
// any order, legal forms aside. One word is as often a brand or an acronym of
// many.
func sameWords(a, b *norm.Prepared) bool {
	for i := range a.Names {
		x, n := wordsOf(&a.Names[i])
		for j := range b.Names {
			y, m := wordsOf(&b.Names[j])
			if n != m || n < 2 || !slices.Equal(x, y) {
				continue
			}
			if a.Names[i].Script != b.Names[j].Script || written(&a.Names[i], &b.Names[j]) >= n {
				return true
			}
		}
	}
	return false
}

// rareWord is how many bits a company's one telling word has at least to stand
// for its name: one in 2,000 words of names. Commoner ones are half a register.
const rareWord = 11

// shorterName reports whether a name of one is a name of the other at another
// length: a person's with two or more words that all stand in the other's, or a
// company's with the same telling words, whatever its trade and form.
func shorterName(a, b *norm.Prepared) bool {
	person := a.Kind == engine.Person || b.Kind == engine.Person
	if k := score.KindClass(b.Kind); k != "" && k != "company" && k != "person" {
		return false // half the words there are name some ship
	}
	for i := range a.Names {
		for j := range b.Names {
			if person && withinName(&a.Names[i], &b.Names[j]) || !person && sameCore(&a.Names[i], &b.Names[j]) {
				return true
			}
		}
	}
	return false
}

// withinName reports whether all words of the shorter name, two at least, stand
// in the longer. Initials say nothing.
func withinName(a, b *norm.Name) bool {
	x, y := fullWords(a), fullWords(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 2 {
		return false
	}
	for _, w := range x {
		i := slices.Index(y, w)
		if i < 0 {
			return false
		}
		y = slices.Delete(y, i, i+1)
	}
	return true
}

// fullWords are the words of a person's name without initials and particles.
func fullWords(n *norm.Name) []string {
	var out []string
	for i := range n.Tokens {
		if t := &n.Tokens[i]; t.Class != norm.Form && t.Class != norm.Particle && t.Class != norm.Initial && len(t.Text) > 1 {
			out = append(out, t.Text)
		}
	}
	return out
}

// sameCore reports whether two companies' names have the same telling words and
// numbers. A single word must be rare and in one script, since many Chinese
// names of two characters are read out alike; have four letters, since shorter
// ones are acronyms of many; and stand alone without a legal form, as people
// write who mean the one that everybody knows.
func sameCore(a, b *norm.Name) bool {
	x, bits := coreOf(a)
	y, _ := coreOf(b)
	return len(x) > 0 && slices.Equal(x, y) && (len(x) > 1 || bits >= rareWord && a.Script == b.Script && len(x[0]) >= 4 && (len(a.Tokens) == 1 || len(b.Tokens) == 1))
}

// coreOf are the telling words and numbers of a name, sorted, and their bits.
func coreOf(n *norm.Name) (out []string, bits float32) {
	for i := range n.Tokens {
		if t := &n.Tokens[i]; t.Class == norm.Core || t.Class == norm.Number {
			out, bits = append(out, t.Text), bits+t.Bits
		}
	}
	slices.Sort(out)
	return out, bits
}

// wordsOf are the words of a name without its legal form and "and", sorted.
func wordsOf(n *norm.Name) ([]string, int) {
	var out []string
	for i := range n.Tokens {
		if c := n.Tokens[i].Class; c != norm.Form && c != norm.Particle {
			out = append(out, n.Tokens[i].Text)
		}
	}
	slices.Sort(out)
	return out, len(out)
}

// written counts the words that two names have in common as they are written,
// not as they are understood.
func written(a, b *norm.Name) int {
	have := strings.Fields(b.Latin)
	n := 0
	for w := range strings.FieldsSeq(a.Latin) {
		if i := slices.Index(have, w); i >= 0 {
			have = slices.Delete(have, i, i+1)
			n++
		}
	}
	return n
}
