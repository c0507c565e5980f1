package own

import (
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// loops are the circles of ownership among the entities, by their first
// member.
func (d *day) loops(in map[int32]bool, r *reign) []Loop {
	var list []int32
	for e := range in {
		list = append(list, e)
	}
	d.g.sortByID(list)
	at := make(map[int32]int, len(list))
	for i, e := range list {
		at[e] = i
	}
	var out []Loop
	for _, group := range components(len(list), func(v int) []int { return d.ownersIn(list[v], at) }) {
		if len(group) < 2 {
			continue
		}
		members := make([]int32, len(group))
		for i, v := range group {
			members[i] = list[v]
		}
		out = append(out, Loop{Members: d.g.idsOf(members), Closed: d.closedLoop(members), Orphan: r.orphan(members)})
	}
	slices.SortFunc(out, func(a, b Loop) int { return strings.Compare(string(a.Members[0]), string(b.Members[0])) })
	return out
}

// ownersIn are the places of an entity's economic owners.
func (d *day) ownersIn(e int32, at map[int32]int) []int {
	var out []int
	col := d.column(e, economic)
	for i := range col.edges {
		if v, ok := at[col.edges[i].owner]; ok && col.edges[i].part[1].hi > 0 {
			out = append(out, v)
		}
	}
	return out
}

// closedLoop reports whether the members hold all of each other.
func (d *day) closedLoop(members []int32) bool {
	inside := make(map[int32]bool, len(members))
	for _, e := range members {
		inside[e] = true
	}
	for _, e := range members {
		col := d.column(e, economic)
		held := col.treasury
		for i := range col.edges {
			if inside[col.edges[i].owner] {
				held = min(held+col.edges[i].part[0].lo, maxUnits)
			}
		}
		if held < engine.Whole {
			return false
		}
	}
	return true
}

// orphan reports whether some members control each other and nobody outside
// controls any of them.
func (r *reign) orphan(members []int32) bool {
	inside := make(map[int32]bool, len(members))
	for _, e := range members {
		inside[e] = true
	}
	mutual := false
	for by, c := range r.of {
		for _, e := range members {
			if _, ok := c.tier[e]; !ok || e == by {
				continue
			}
			if !inside[by] {
				return false
			}
			mutual = mutual || r.over(e, by)
		}
	}
	return mutual
}
