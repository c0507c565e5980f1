package cluster

import (
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// Contradiction tells which active judgements next would contradict: nil if
// none. "a is different from b" contradicts a chain of judgements "same" from
// a to b; "a is the same as b" contradicts a judgement "different" between any
// party known to be a and any known to be b. What is returned is the chain in
// order, from next.A to next.B, so that a person can see which of them to undo.
// Cost: linear in the judgements.
func Contradiction(given []engine.Judgement, next engine.Judgement) []engine.Judgement {
	links := map[engine.PartyID][]int{}
	for i, j := range given {
		if j.Active() && j.Same {
			links[j.A] = append(links[j.A], i)
			links[j.B] = append(links[j.B], i)
		}
	}
	fromA := reach(given, links, next.A)
	if !next.Same {
		return chain(given, fromA, next.B)
	}
	fromB := reach(given, links, next.B)
	for _, j := range given {
		if !j.Active() || j.Same {
			continue
		}
		for _, d := range [][2]engine.PartyID{{j.A, j.B}, {j.B, j.A}} {
			_, okA := fromA[d[0]]
			_, okB := fromB[d[1]]
			if okA && okB {
				back := chain(given, fromB, d[1])
				slices.Reverse(back)
				return append(append(chain(given, fromA, d[0]), j), back...)
			}
		}
	}
	return nil
}

// reach maps every party that judgements "same" join to start to the judgement
// that leads to it, by the shortest way; start itself to -1.
func reach(given []engine.Judgement, links map[engine.PartyID][]int, start engine.PartyID) map[engine.PartyID]int {
	via := map[engine.PartyID]int{start: -1}
	for queue := []engine.PartyID{start}; len(queue) > 0; queue = queue[1:] {
		for _, i := range links[queue[0]] {
			to := given[i].A
			if to == queue[0] {
				to = given[i].B
			}
			if _, seen := via[to]; !seen {
				via[to] = i
				queue = append(queue, to)
			}
		}
	}
	return via
}

// chain is the way from the start of via to end, nil if there is none.
func chain(given []engine.Judgement, via map[engine.PartyID]int, end engine.PartyID) []engine.Judgement {
	var out []engine.Judgement
	for {
		i, ok := via[end]
		if !ok || i < 0 {
			break
		}
		out = append(out, given[i])
		if given[i].A == end {
			end = given[i].B
		} else {
			end = given[i].A
		}
	}
	slices.Reverse(out)
	return out
}
