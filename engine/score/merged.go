package score

import (
	"math"
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// Merged is one side of which all is known that several say: their names,
// numbers, addresses and dates together. It has no texts for evidence. Sides
// are given in the order of their ids.
func Merged(sides []*Side) *Side {
	out := &Side{ID: sides[0].ID}
	genders := map[string]bool{}
	for _, s := range sides {
		if out.kind == "" || out.kind == engine.Unknown {
			out.kind = s.kind
		}
		out.most = max(out.most, s.most)
		out.Crowded.Addresses |= shifted(s.Crowded.Addresses, len(out.addresses))
		out.Crowded.Phones |= shifted(s.Crowded.Phones, len(out.phones))
		out.Crowded.Emails |= shifted(s.Crowded.Emails, len(out.emails))
		out.Crowded.Domains |= shifted(s.Crowded.Domains, len(out.domains))
		out.addresses, out.phones = append(out.addresses, s.addresses...), append(out.phones, s.phones...)
		out.emails, out.domains = append(out.emails, s.emails...), append(out.domains, s.domains...)
		out.names, out.groups = append(out.names, s.names...), append(out.groups, s.groups...)
		out.born, out.ids = append(out.born, s.born...), append(out.ids, s.ids...)
		for _, n := range s.nations {
			if !slices.Contains(out.nations, n) {
				out.nations = append(out.nations, n)
			}
		}
		out.bearer |= s.bearer
		if s.gender != "" {
			genders[s.gender], out.gender = true, s.gender
		}
	}
	if len(genders) > 1 {
		out.gender = ""
	}
	slices.Sort(out.nations)
	return out
}

func shifted(bits uint64, by int) uint64 {
	if by >= 64 {
		return 0
	}
	return bits << by
}

// Together is by how many bits two groups of people, each taken as Merged, lie
// above the band "same"; below it, and where something forbids that they are
// one or they are no people, less than 0.
func (m *Model) Together(a, b []*Side) float64 {
	x, y := Merged(a), Merged(b)
	if x.kind != engine.Person || y.kind != engine.Person {
		return math.Inf(-1)
	}
	out := m.Score(x, y)
	if out.Apart {
		return math.Inf(-1)
	}
	return out.Weight - m.Same
}

// nearBits is how far below the band "same" a match of two people may lie for
// them to be compared as wholes: what a date of birth that differs by a slip
// and a family's address tell apart.
const nearBits = 6

// Near reports whether a match of two sides is near enough to the band "same"
// for their groups to be compared by Together. Only people are: a company's
// records each give its name and place, a person's each give something else.
func (m *Model) Near(a, b *Side, weight float64) bool {
	return weight < m.Same && weight >= max(m.Possible, m.Same-nearBits) && a.kind == engine.Person && b.kind == engine.Person
}

// NearWeight reports whether Near may hold for a match of that weight.
func (m *Model) NearWeight(weight float64) bool {
	return weight < m.Same && weight >= max(m.Possible, m.Same-nearBits)
}
