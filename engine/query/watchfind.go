package query

import (
	"errors"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/score"
)

// find gives the entities that a party of a line may be, the likeliest first:
// those that share a key with it, and listed ones that it may be by a slip.
func (s *Screening) find(p *norm.Prepared) ([]resolve.Candidate, error) {
	p = s.watch.readings(p)
	listed, full := s.watch.candidates(p)
	found, err := s.q.finder.FindWith(p, listed, maxCandidates)
	if err != nil || len(found) > 0 && found[0].Match.Band == engine.Same {
		return found, err
	}
	for _, id := range full {
		if found, err = s.namesake(found, p, id); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// namesake adds the entity of a listed party that has the name of p, or the
// same name at other length, as Viktor Bout and Viktor Anatolijevitch Bout, or
// Rostec and State Corporation Rostec, though the name weighs too little among
// all records: nobody may write the name of a listed party as it is commonly
// written and be told nothing. It is scored as the question that it is, by the
// model for two names that are laid side by side, and is never more than
// possibly the same.
func (s *Screening) namesake(found []resolve.Candidate, p *norm.Prepared, id engine.PartyID) ([]resolve.Candidate, error) {
	entity, err := s.q.st.EntityOf(id)
	if errors.Is(err, engine.NotFound) || slices.ContainsFunc(found, func(c resolve.Candidate) bool { return c.Entity == entity }) {
		return found, nil
	}
	if err != nil {
		return nil, err
	}
	party, _, err := s.q.st.Party(id)
	if errors.Is(err, engine.NotFound) {
		return found, nil
	}
	if err != nil {
		return nil, err
	}
	other := norm.Prepare(party)
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
