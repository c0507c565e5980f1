package resolve

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// makeEntity sums its parties up. Members are sorted by id. The kind and the
// country are those that most members say; the name is the primary name that
// most members have, of equal ones the longest, then the first by its letters.
func makeEntity(id engine.EntityID, members []*subject) *engine.Entity {
	e := &engine.Entity{ID: id, Parties: make([]engine.PartyID, len(members))}
	kinds, names, countries := map[string]int{}, map[string]int{}, map[string]int{}
	for i, s := range members {
		e.Parties[i] = s.id
		if s.kind != "" && s.kind != engine.Unknown {
			kinds[string(s.kind)]++
		}
		names[s.name]++
		countries[s.country]++
	}
	delete(names, "")
	delete(countries, "")
	e.Kind, e.Country = engine.Kind(most(kinds, false)), most(countries, false)
	e.Name = most(names, true)
	if e.Kind == "" {
		e.Kind = engine.Unknown
	}
	return e
}

// most is the text that is counted most; of equal ones the longest where long
// is set, then the first.
func most(n map[string]int, long bool) string {
	best := ""
	for s, k := range n {
		c := cmp.Compare(k, n[best])
		if c == 0 && long {
			c = cmp.Compare(len(s), len(best))
		}
		if c > 0 || c == 0 && s < best {
			best = s
		}
	}
	return best
}

// sortLinks orders links by falling weight, then by entity.
func sortLinks(links []engine.Link) {
	slices.SortFunc(links, func(a, b engine.Link) int {
		if c := cmp.Compare(b.Weight, a.Weight); c != 0 {
			return c
		}
		return strings.Compare(string(a.Entity), string(b.Entity))
	})
}

// better reports whether the pair p of weight w is a better link than the one
// that stands: heavier, or as heavy with a smaller pair.
func better(w float64, p engine.Pair, than engine.Link) bool {
	if w != than.Weight {
		return w > than.Weight
	}
	return cmp.Or(strings.Compare(string(p.A), string(than.Pair.A)), strings.Compare(string(p.B), string(than.Pair.B))) < 0
}

func (s *Stats) count(events []engine.Event) {
	for _, e := range events {
		switch e.Kind {
		case engine.Created:
			s.Created++
		case engine.Merged:
			s.Merged++
		case engine.Split:
			s.Split++
		case engine.Retired:
			s.Retired++
		}
	}
}

// perParty works out how many pairs there were for each of so many parties.
func (s *Stats) perParty(parties int) {
	if parties > 0 {
		s.PairsPerParty = float64(s.Pairs) / float64(parties)
	}
}
