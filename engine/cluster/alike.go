package cluster

import "slices"

// The limits of judgement, for groups of which not all pairs are compared.
const (
	// drawFirst is how many pairs are drawn at first, and drawMost at most. By
	// Hoeffding's inequality (Probability inequalities for sums of bounded random
	// variables, 1963, theorem 2) the mean of n draws from values 32 bits wide
	// is off by more than t with a chance below 2·exp(-n·t²/512): by more than 8
	// bits after 32 draws in 4 of 100 cases, by more than 4 after 256 in 7 of
	// 10,000.
	drawFirst, drawMost = 32, 256
	// drawMargin is how far the mean of the first draws must lie from WholeFloor
	// for them to be enough.
	drawMargin = 8.0
)

// alike reports whether the pairs between the cores of two members agree on the
// whole: all pairs in components of at most WholeMax members or where they are
// few, else such as are drawn, always the same ones for the same cores.
func (p *parts) alike(i, j int) bool {
	a, b := p.coreOf[i], p.coreOf[j]
	x, y := p.cores[a], p.cores[b]
	if p.c.Weight == nil || a == b || len(x) == 1 && len(y) == 1 {
		return true
	}
	if len(p.c.Members) <= WholeMax || len(x)*len(y) <= drawFirst {
		return p.allAlike(x, y)
	}
	k := [4]int{a, b, len(x), len(y)}
	if p.unlike[k] {
		return false
	}
	ok := p.drawnAlike(x, y)
	if !ok {
		p.unlike[k] = true
	}
	return ok
}

// grow puts the cores of two members together.
func (p *parts) grow(i, j int) {
	a, b := p.coreOf[i], p.coreOf[j]
	if a == b {
		return
	}
	if len(p.cores[a]) < len(p.cores[b]) {
		a, b = b, a
	}
	for _, m := range p.cores[b] {
		p.coreOf[m] = a
	}
	p.cores[a], p.cores[b] = append(p.cores[a], p.cores[b]...), nil
}

// allAlike compares all pairs.
func (p *parts) allAlike(x, y []int) bool {
	// The order of summing is fixed, since sums of floats depend on it.
	x, y = slices.Sorted(slices.Values(x)), slices.Sorted(slices.Values(y))
	if x[0] > y[0] {
		x, y = y, x
	}
	var sum float64
	for _, i := range x {
		for _, j := range y {
			sum += p.clamped(i, j)
		}
	}
	return sum >= WholeFloor*float64(len(x)*len(y))
}

// drawnAlike compares pairs that are drawn.
func (p *parts) drawnAlike(x, y []int) bool {
	// Which group is which must not matter.
	if len(x) > len(y) || len(x) == len(y) && x[0] > y[0] {
		x, y = y, x
	}
	state := uint64(x[0])<<32 | uint64(y[0])
	var sum float64
	for n := 1; ; n++ {
		r := draw(&state)
		sum += p.clamped(x[int(r>>32)%len(x)], y[int(r&0xffffffff)%len(y)])
		mean := sum / float64(n)
		if n == drawMost || n == drawFirst && (mean >= WholeFloor+drawMargin || mean < WholeFloor-drawMargin) {
			return mean >= WholeFloor
		}
	}
}

// clamped is the part of one pair in the mean.
func (p *parts) clamped(i, j int) float64 {
	return max(-WholeClamp, min(WholeClamp, p.c.Weight(min(i, j), max(i, j))))
}

// draw is the next number of SplitMix64 (Steele, Lea, Flood: Fast splittable
// pseudorandom number generators, 2014).
func draw(state *uint64) uint64 {
	*state += 0x9e3779b97f4a7c15
	z := *state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
