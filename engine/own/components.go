package own

import "slices"

// components are the strongly connected components of a graph of n places,
// each before those that its links lead to, the places of each in order
// (Tarjan 1972, without recursion). O(places + links).
func components(n int, next func(int) []int) [][]int {
	index, low, on := make([]int, n), make([]int, n), make([]bool, n)
	type frame struct {
		v     int
		links []int
	}
	var out [][]int
	var stack []int
	var frames []frame
	count := 0
	enter := func(v int) {
		count++
		index[v], low[v], on[v] = count, count, true
		stack = append(stack, v)
		frames = append(frames, frame{v, next(v)})
	}
	for root := range n {
		if index[root] != 0 {
			continue
		}
		enter(root)
		for len(frames) > 0 {
			f := &frames[len(frames)-1]
			if len(f.links) > 0 {
				w := f.links[0]
				f.links = f.links[1:]
				if index[w] == 0 {
					enter(w)
				} else if on[w] {
					low[f.v] = min(low[f.v], index[w])
				}
				continue
			}
			v := f.v
			frames = frames[:len(frames)-1]
			if len(frames) > 0 {
				p := frames[len(frames)-1].v
				low[p] = min(low[p], low[v])
			}
			if low[v] != index[v] {
				continue
			}
			at := len(stack) - 1
			for stack[at] != v {
				at--
			}
			group := slices.Clone(stack[at:])
			stack = stack[:at]
			for _, w := range group {
				on[w] = false
			}
			slices.Sort(group)
			out = append(out, group)
		}
	}
	slices.Reverse(out)
	return out
}
