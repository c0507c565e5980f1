package query

import (
	"errors"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/resolve"
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

// namesake adds the entity of a listed party that has the same name as p, word
// for word, though the name is too common to weigh enough: nobody may write
// the name of a listed party in full and be told nothing. It is scored as the
// question that it is, by the model for two names that are laid side by side,
// and is never more than possibly the same.
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
	if !sameWords(p, other) {
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
