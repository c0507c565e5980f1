package train

import (
	"cmp"
	"math"
	"slices"
)

// SameFrom is the least weight, to a tenth of a bit, from which on the pairs
// "same" are expected to be right by at least target, under the calibration that
// odds gives; +Inf where none is. Which pairs there are is what pairs say; what
// they are is left to the calibration, which is smoother. Weights below least are
// not thought of.
func SameFrom(pairs []Labelled, odds func(weight float64) float64, target, least float64) float64 {
	sorted := slices.Clone(pairs)
	slices.SortFunc(sorted, func(a, b Labelled) int { return cmp.Compare(b.Weight, a.Weight) })
	var all, right float64
	best := math.Inf(1)
	for i, p := range sorted {
		all += p.N
		right += p.N * odds(p.Weight)
		if p.Weight < least {
			break
		}
		if i+1 < len(sorted) && sorted[i+1].Weight == p.Weight {
			continue
		}
		if all > 0 && right >= target*all {
			best = p.Weight
		}
	}
	return math.Ceil(best*10-1e-9) / 10
}

// WeightAt is the weight, to a tenth of a bit, at which a rising probability
// reaches p, between from and to.
func WeightAt(probability func(weight float64) float64, p, from, to float64) float64 {
	for to-from > 1e-3 {
		if mid := (from + to) / 2; probability(mid) < p {
			from = mid
		} else {
			to = mid
		}
	}
	return math.Round(to*10) / 10
}
