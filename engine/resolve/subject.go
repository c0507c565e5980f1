package resolve

import (
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
	"github.com/pierce-er/pierce/engine/cluster"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/score"
)

// subject is a party with all that resolving needs of it.
type subject struct {
	id      engine.PartyID
	side    *score.Side
	keys    []uint64 // block.Keys
	values  []uint64 // keys of the values that may be crowded: addresses, phones, e-mails, domains, numbers
	counts  [5]uint8 // how many of each
	place   uint32   // among all subjects, in a run from scratch
	marks   []cluster.Mark
	kind    engine.Kind
	name    string
	country string
}

// newSubject prepares a party. Texts for evidence are kept where full is set.
func newSubject(m *score.Model, p *engine.Party, full bool) *subject {
	prep := norm.Prepare(p)
	s := &subject{id: p.ID, keys: block.Keys(prep), marks: marksOf(prep.Kind, prep.IDs), kind: p.Kind, name: p.Name(), country: p.Country}
	if full {
		s.side = m.NewSide(prep, score.Crowded{})
	} else {
		s.side = m.LeanSide(prep, score.Crowded{})
	}
	a, b, c, d := block.Values(prep)
	for i, v := range [...][]uint64{a, b, c, d, block.Numbers(prep)} {
		v = v[:min(len(v), 64)]
		s.values = append(s.values, v...)
		s.counts[i] = uint8(len(v))
	}
	return s
}

// packSubjects lays the subjects of some rows out anew, one beside the other;
// see score.Pack. The keys are left where they are: they are taken off soon.
func packSubjects(rows []recordRow) {
	var all []*subject
	var sides []*score.Side
	values, marks, text := 0, 0, 0
	for i := range rows {
		for _, s := range rows[i].subjects {
			all, sides = append(all, s), append(sides, s.side)
			values, marks, text = values+len(s.values), marks+len(s.marks), text+len(s.name)
		}
	}
	packed, laid := make([]subject, len(all)), score.Pack(sides)
	allValues, allMarks := make([]uint64, 0, values), make([]cluster.Mark, 0, marks)
	words := map[string]string{}
	var names strings.Builder
	names.Grow(text) // so that it is never moved
	for i, s := range all {
		n, m, at := len(allValues), len(allMarks), names.Len()
		allValues, allMarks = append(allValues, s.values...), append(allMarks, s.marks...)
		names.WriteString(s.name)
		packed[i] = *s
		s = &packed[i]
		s.side, s.id = &laid[i], laid[i].ID
		s.values, s.marks = allValues[n:len(allValues):len(allValues)], allMarks[m:len(allMarks):len(allMarks)]
		s.name = names.String()[at:]
		s.kind, s.country = engine.Kind(one(words, string(s.kind))), one(words, s.country)
	}
	pointers := make([]*subject, len(all))
	at := 0
	for i := range rows {
		n := at
		for range rows[i].subjects {
			pointers[at] = &packed[at]
			at++
		}
		rows[i].subjects = pointers[n:at:at]
		rows[i].id = rows[i].ownID()
	}
}

// one is the first copy of s that words was asked for.
func one(words map[string]string, s string) string {
	if w, ok := words[s]; ok {
		return w
	}
	s = strings.Clone(s)
	words[s] = s
	return s
}

// crowd notes which of the subject's values are crowded.
func (s *subject) crowd(crowded func(key uint64) bool) {
	var out [len(s.counts)]uint64
	at := 0
	for i, n := range s.counts {
		for j := range int(n) {
			if k := s.values[at+j]; k != 0 && crowded(k) {
				out[i] |= 1 << j
			}
		}
		at += int(n)
	}
	s.side.Crowded = score.Crowded{Addresses: out[0], Phones: out[1], Emails: out[2], Domains: out[3], IDs: out[4]}
}

// kindSlot is the slot of the kind of party among a member's marks.
const kindSlot = 1

// marksOf are the values of which one company or person has one.
func marksOf(kind engine.Kind, ids []norm.ID) []cluster.Mark {
	var out []cluster.Mark
	if k := score.KindClass(kind); k != "" {
		out = append(out, cluster.Mark{Slot: kindSlot, Value: xxhash.Sum64String(k)})
	}
	for _, id := range ids {
		if slot := score.ExclusiveSlot(id); slot != "" {
			out = append(out, cluster.Mark{Slot: xxhash.Sum64String(slot), Value: xxhash.Sum64String(id.Value)})
		}
	}
	return cluster.SortMarks(out)
}

// marksMost is of how many members of an entity the marks are looked at before
// it is linked: more are a crowd under one name, of which some number will
// differ from any other.
const marksMost = 256

// marksOfAll are the marks of an entity's members, sorted by id.
func marksOfAll(members []*subject) []cluster.Mark {
	members = members[:min(len(members), marksMost)]
	all := make([][]cluster.Mark, len(members))
	for i, s := range members {
		all[i] = s.marks
	}
	return cluster.Union(all...)
}

// edge is a match in the bands "same" and "possibly same" between two
// subjects, by their places; a < b.
type edge struct {
	a, b   uint32
	same   bool
	weight float64
}

// partition divides a component. Members are sorted by id; edges and decisions
// are by places among them; strong gives the keys that join a member.
func partition(m *score.Model, members []*subject, edges []edge, decisions []cluster.Decision, strong func(*subject) []uint64) [][]int {
	c := cluster.Component{Members: make([]cluster.Member, len(members)), Decisions: decisions}
	for i, s := range members {
		c.Members[i] = cluster.Member{ID: s.id, Marks: s.marks, Strong: strong(s)}
	}
	for _, e := range edges {
		if e.same {
			a, b := c.Members[e.a].Strong, c.Members[e.b].Strong
			c.Edges = append(c.Edges, cluster.Edge{A: int(e.a), B: int(e.b), Weight: e.weight, Exact: shareStrong(a, b)})
			continue
		}
		c.Near = append(c.Near, cluster.Edge{A: int(e.a), B: int(e.b), Weight: e.weight})
	}
	c.Same = m.Same
	c.Beside = func(i, j int) float64 { return m.Score(members[i].side, members[j].side).Beside }
	c.Apart = func(i, j int) bool { return m.Score(members[i].side, members[j].side).Apart }
	c.Whole = func(a, b []int) float64 { return m.Together(sidesOf(members, a), sidesOf(members, b)) }
	c.Weight = func(i, j int) float64 {
		out := m.Score(members[i].side, members[j].side)
		if out.Apart {
			return min(out.Weight, -cluster.WholeClamp)
		}
		return out.Weight
	}
	return cluster.Partition(c)
}

// shareStrong reports whether two members share a strong identifier.
func shareStrong(a, b []uint64) bool {
	return slices.ContainsFunc(a, func(k uint64) bool { return block.KindOf(k) == block.Strong && slices.Contains(b, k) })
}

// sidesOf are the sides of some members.
func sidesOf(members []*subject, which []int) []*score.Side {
	out := make([]*score.Side, len(which))
	for i, m := range which {
		out[i] = members[m].side
	}
	return out
}
