package own

import (
	"container/heap"
	"math"
	"math/big"
	"slices"
)

// budget is how many steps of elimination a loop may take in exact numbers; a
// step with numbers of n thousand digits of base two counts n² more, as it
// costs.
// A ring of 500 companies takes some 500; a tangle of 40 in which each holds
// of each takes 20,000, and a second at most. Beyond that, bounds in floating
// point, rounded outward, give some ten decimals.
const budget = 20_000

// solve finds what passes through each member of a loop in all rounds
// together: the solution of w = b + w·P, with b what enters and P the shares
// passed on inside. Members are eliminated one by one, those with the fewest
// links first; what leaves a member is divided by what does not come straight
// back to it.
func (s *spread) solve(g []int) {
	order := s.order(g)
	if w, ok := s.exact(g, order); ok {
		for i, v := range g {
			s.nodes[v].part = w[i]
		}
		return
	}
	s.rounded(g, order)
}

// links are the shares passed on inside a group, by place in the group, both
// ways.
func (s *spread) links(g []int) (out, in []map[int]*big.Rat) {
	place := make(map[int]int, len(g))
	out, in = make([]map[int]*big.Rat, len(g)), make([]map[int]*big.Rat, len(g))
	for i, v := range g {
		place[v] = i
		out[i], in[i] = map[int]*big.Rat{}, map[int]*big.Rat{}
	}
	for i, v := range g {
		if t := s.nodes[v].treasury; t.Sign() > 0 {
			out[i][i], in[i][i] = t, t
		}
		for _, x := range s.nodes[v].edges {
			if j, ok := place[x.to]; ok && x.to >= 0 && x.share.Sign() > 0 {
				sum := x.share
				if old := out[i][j]; old != nil {
					sum = new(big.Rat).Add(old, sum)
				}
				out[i][j], in[j][i] = sum, sum
			}
		}
	}
	return out, in
}

// order is a sequence of elimination with few new links: always the member
// with the smallest product of links in and out, the first of several. It is
// found on the links alone.
func (s *spread) order(g []int) []int {
	out, in := make([]map[int]bool, len(g)), make([]map[int]bool, len(g))
	o, _ := s.links(g)
	for i := range g {
		out[i], in[i] = map[int]bool{}, map[int]bool{}
	}
	for i := range o {
		for j := range o[i] {
			if i != j {
				out[i][j], in[j][i] = true, true
			}
		}
	}
	done := make([]bool, len(g))
	queue := &fewest{}
	for k := range g {
		heap.Push(queue, candidate{len(out[k]) * len(in[k]), k})
	}
	var order []int
	for queue.Len() > 0 {
		c := heap.Pop(queue).(candidate)
		best := c.place
		if done[best] {
			continue
		}
		if links := len(out[best]) * len(in[best]); links > c.links {
			heap.Push(queue, candidate{links, best})
			continue
		}
		done[best] = true
		order = append(order, best)
		for x := range in[best] {
			delete(out[x], best)
			for y := range out[best] {
				if x != y {
					out[x][y], in[y][x] = true, true
				}
			}
		}
		for y := range out[best] {
			delete(in[y], best)
		}
		for _, links := range []map[int]bool{in[best], out[best]} {
			for k := range links {
				heap.Push(queue, candidate{len(out[k]) * len(in[k]), k})
			}
		}
	}
	return order
}

// candidate is a member that may be eliminated next.
type candidate struct{ links, place int }

// fewest is a heap of candidates; an entry may be out of date, and is then put
// back or passed over.
type fewest []candidate

func (f fewest) Len() int { return len(f) }
func (f fewest) Less(i, j int) bool {
	return f[i].links < f[j].links || f[i].links == f[j].links && f[i].place < f[j].place
}
func (f fewest) Swap(i, j int) { f[i], f[j] = f[j], f[i] }

// Push adds a candidate; for container/heap.
func (f *fewest) Push(x any) { *f = append(*f, x.(candidate)) }

// Pop takes the last one; for container/heap.
func (f *fewest) Pop() any {
	last := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return last
}

// exact eliminates in fractions; ok is false if that takes too long, or if
// what enters is itself rounded.
func (s *spread) exact(g, order []int) (w []part, ok bool) {
	b := make([]*big.Rat, len(g))
	for i, v := range g {
		if !s.nodes[v].part.exact() {
			return nil, false
		}
		b[i] = s.nodes[v].part.lo
	}
	out, in := s.links(g)
	keep := make([]*big.Rat, len(g)) // 1 / (1 - what comes straight back)
	steps := 0
	for _, k := range order {
		back := new(big.Rat).Set(ratOne)
		if p := out[k][k]; p != nil {
			back.Sub(back, p)
		}
		if back.Sign() <= 0 {
			return nil, false
		}
		keep[k] = back.Inv(back)
		delete(out[k], k)
		delete(in[k], k)
		for y, py := range out[k] {
			f := new(big.Rat).Mul(py, keep[k])
			b[y] = new(big.Rat).Add(b[y], new(big.Rat).Mul(b[k], f))
			for x, px := range in[k] {
				sum := new(big.Rat).Mul(px, f)
				if old := out[x][y]; old != nil {
					sum.Add(sum, old)
				}
				out[x][y], in[y][x] = sum, sum
				kilobits := sum.Denom().BitLen() >> 10
				if steps += 1 + kilobits*kilobits; steps > budget {
					return nil, false
				}
			}
		}
		for x := range in[k] {
			delete(out[x], k)
		}
		for y := range out[k] {
			delete(in[y], k)
		}
	}
	w = make([]part, len(g))
	for _, k := range slices.Backward(order) {
		sum := new(big.Rat).Set(b[k])
		for x, p := range in[k] {
			sum.Add(sum, new(big.Rat).Mul(w[x].lo, p))
		}
		w[k] = exactly(sum.Mul(sum, keep[k]))
	}
	for k := range w {
		w[k] = w[k].trim()
	}
	return w, true
}

// span is an interval in floating point; every operation rounds outward.
type span struct{ lo, hi float64 }

func down(f float64) float64 {
	if f <= 0 {
		return 0
	}
	return math.Nextafter(f, 0)
}
func up(f float64) float64 {
	if f == 0 {
		return 0
	}
	return math.Nextafter(f, math.Inf(1))
}

func (a span) plus(b span) span { return span{down(a.lo + b.lo), up(a.hi + b.hi)} }
func (a span) over(b span) span { return span{down(a.lo / b.hi), up(a.hi / b.lo)} }

// times keeps an upper end over zero even where the product is too small for a
// number.
func (a span) times(b span) span {
	c := span{down(a.lo * b.lo), up(a.hi * b.hi)}
	if c.hi == 0 && a.hi > 0 && b.hi > 0 {
		c.hi = math.SmallestNonzeroFloat64
	}
	return c
}

func spanOf(lo, hi *big.Rat) span {
	l, _ := lo.Float64()
	h, _ := hi.Float64()
	return span{down(l), up(h)}
}

// rounded eliminates in floating point without a subtraction (Grassmann,
// Taksar and Heyman 1985): what does not come straight back to a member is
// the sum of what it passes on to others and out of the loop, so nothing
// cancels and the bounds stay close.
func (s *spread) rounded(g, order []int) {
	out, in := s.links(g)
	p := make([]map[int]span, len(g))
	b, leave, keep := make([]span, len(g)), make([]span, len(g)), make([]span, len(g))
	for i, v := range g {
		p[i] = map[int]span{}
		gone := new(big.Rat).Set(ratOne)
		for j, x := range out[i] {
			gone.Sub(gone, x)
			if j != i {
				p[i][j] = spanOf(x, x)
			}
		}
		leave[i] = spanOf(gone, gone)
		b[i] = spanOf(s.nodes[v].part.lo, s.nodes[v].part.hi)
		delete(out[i], i)
		delete(in[i], i)
	}
	done := make([]bool, len(g))
	for _, k := range order {
		done[k] = true
		stay := leave[k]
		ys := slices.DeleteFunc(sortedKeys(p[k]), func(y int) bool { return done[y] })
		for _, y := range ys {
			stay = stay.plus(p[k][y])
		}
		keep[k] = stay
		xs := sortedKeys(in[k])
		for _, y := range ys {
			f := p[k][y].over(stay)
			b[y] = b[y].plus(b[k].times(f))
			for _, x := range xs {
				if x == y {
					continue // comes back to where it started: drops out, like a straight return
				}
				p[x][y] = p[x][y].plus(p[x][k].times(f))
				in[y][x] = ratOne
			}
		}
		for _, x := range xs {
			leave[x] = leave[x].plus(p[x][k].times(leave[k].over(stay)))
		}
		for _, y := range ys {
			delete(in[y], k)
		}
	}
	s.unwind(g, order, p, in, b, keep)
}

// unwind gives each member what passes through it, last eliminated first. In
// floating point the diagonal was never kept, so what a member keeps is
// divided by what it passes on at the time of its elimination.
func (s *spread) unwind(g, order []int, p []map[int]span, in []map[int]*big.Rat, b, keep []span) {
	w := make([]span, len(g))
	for _, k := range slices.Backward(order) {
		sum := b[k]
		for _, x := range sortedKeys(in[k]) {
			sum = sum.plus(w[x].times(p[x][k]))
		}
		w[k] = sum.over(keep[k])
		lo, hi := new(big.Rat).SetFloat64(w[k].lo), new(big.Rat).SetFloat64(w[k].hi)
		if lo == nil {
			lo = ratZero
		}
		if hi == nil {
			hi = ratOne
		}
		s.nodes[g[k]].part = part{lo, hi}
	}
}

func sortedKeys[V any](m map[int]V) []int {
	out := make([]int, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
