package eval

import (
	"cmp"
	"math"
	"slices"
)

// Scored is one labelled pair or question with its score.
type Scored struct {
	Score float64
	True  bool
}

// AUC is the chance that a true pair scores above a false one, ties counting a
// half; 0.5 where there are no true or no false ones, since nothing was told
// apart. Cost: that of sorting.
func AUC(pairs []Scored) float64 {
	s := slices.Clone(pairs)
	slices.SortFunc(s, func(a, b Scored) int { return cmp.Compare(a.Score, b.Score) })
	var above, trues, falses float64
	for i := 0; i < len(s); {
		j, t, f := i, 0.0, 0.0
		for ; j < len(s) && s[j].Score == s[i].Score; j++ {
			if s[j].True {
				t++
			} else {
				f++
			}
		}
		above += t*falses + t*f/2
		trues += t
		falses += f
		i = j
	}
	if trues == 0 || falses == 0 {
		return 0.5
	}
	return above / (trues * falses)
}

// At measures the pairs that score at least the threshold.
func At(pairs []Scored, threshold float64) Measure {
	var right, found, all int64
	for _, p := range pairs {
		if p.True {
			all++
		}
		if p.Score >= threshold {
			found++
			if p.True {
				right++
			}
		}
	}
	return counted(right, found, all)
}

// BestF1 is the threshold, one of the scores, at which F1 is highest, and the
// measure there; of equal ones the highest threshold. Without pairs it is 0.
func BestF1(pairs []Scored) (threshold float64, m Measure) {
	s := slices.Clone(pairs)
	slices.SortFunc(s, func(a, b Scored) int { return cmp.Compare(b.Score, a.Score) })
	var right, found, all int64
	for _, p := range s {
		if p.True {
			all++
		}
	}
	m.F1 = -1
	for i, p := range s {
		found++
		if p.True {
			right++
		}
		if i+1 < len(s) && s[i+1].Score == p.Score {
			continue
		}
		if c := counted(right, found, all); c.F1 > m.F1 {
			threshold, m = p.Score, c
		}
	}
	if len(s) == 0 {
		m = Measure{}
	}
	return threshold, m
}

// Ranks are the places at which the right answers stood, from 1; 0 is not
// found.
type Ranks []int

// HitAt is the share of questions whose right answer stood at k or before, 0
// without questions.
func (r Ranks) HitAt(k int) float64 {
	return r.mean(func(rank int) float64 {
		if rank <= k {
			return 1
		}
		return 0
	})
}

// MRR is the mean reciprocal rank, 0 without questions.
func (r Ranks) MRR() float64 {
	return r.mean(func(rank int) float64 { return 1 / float64(rank) })
}

func (r Ranks) mean(worth func(rank int) float64) float64 {
	var sum float64
	for _, rank := range r {
		if rank > 0 {
			sum += worth(rank)
		}
	}
	if len(r) == 0 {
		return 0
	}
	return sum / float64(len(r))
}

// Wilson is where the share of hits among all such questions lies with 95 %
// confidence, when k of n were hits: of 45 in 50 it is 0.786 to 0.957. Without
// questions it is 0 to 1. Source: the score interval of Wilson, JASA 22 (1927).
func Wilson(k, n int) (from, until float64) {
	if n == 0 {
		return 0, 1
	}
	const z = 1.959963984540054 // 97.5 % of a normal distribution lie below
	p, m := float64(k)/float64(n), float64(n)
	mid := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return max(0, mid-half), min(1, mid+half)
}
