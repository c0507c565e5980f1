package eval

import "math"

// Brier is the mean squared distance of a probability from what was true (1 or
// 0): 0 is perfect, 0.25 is saying a half each time. 0 without pairs. Scores
// must be probabilities. Source: Brier, Monthly Weather Review 78 (1950).
func Brier(pairs []Scored) float64 {
	return meanOf(pairs, func(p Scored) float64 { return (p.Score - truth(p)) * (p.Score - truth(p)) })
}

// least bounds how sure a probability may be, so that one sure mistake does not
// make the loss infinite.
const least = 1e-15

// LogLoss is the mean of −ln of the probability that was given to what was
// true: 0 is perfect, 0.693 is saying a half each time. A probability counts as
// at least 1e-15 from 0 and 1. 0 without pairs.
func LogLoss(pairs []Scored) float64 {
	return meanOf(pairs, func(p Scored) float64 {
		given := p.Score
		if !p.True {
			given = 1 - p.Score
		}
		return -math.Log(min(max(given, least), 1))
	})
}

func truth(p Scored) float64 {
	if p.True {
		return 1
	}
	return 0
}

func meanOf(pairs []Scored, worth func(Scored) float64) float64 {
	if len(pairs) == 0 {
		return 0
	}
	var sum float64
	for _, p := range pairs {
		sum += worth(p)
	}
	return sum / float64(len(pairs))
}

// Bin is the pairs whose probability lies in one interval.
type Bin struct {
	From      float64 `json:"from"` // included
	Until     float64 `json:"until"`
	Pairs     int     `json:"pairs"`
	Predicted float64 `json:"predicted"` // mean probability
	True      float64 `json:"true"`      // share of the pairs that were true
}

// Reliability parts the probabilities into n intervals of one width and says
// for each what was predicted and what was true: a calibrated score is right
// as often as it says. Intervals without pairs are left out. The last includes
// 1. n below 1 counts as 1.
func Reliability(pairs []Scored, n int) []Bin {
	n = max(n, 1)
	bins := make([]Bin, n)
	for _, p := range pairs {
		b := &bins[min(max(int(p.Score*float64(n)), 0), n-1)]
		b.Pairs++
		b.Predicted += p.Score
		b.True += truth(p)
	}
	out := bins[:0]
	for i, b := range bins {
		if b.Pairs == 0 {
			continue
		}
		b.From, b.Until = float64(i)/float64(n), float64(i+1)/float64(n)
		b.Predicted /= float64(b.Pairs)
		b.True /= float64(b.Pairs)
		out = append(out, b)
	}
	return out
}

// CalibrationError is the mean over all pairs of how far the share that was
// true in a pair's bin lies from what was predicted there; 0 without pairs.
// Source: "expected calibration error", Naeini, Cooper and Hauskrecht, AAAI
// 2015.
func CalibrationError(bins []Bin) float64 {
	var sum float64
	n := 0
	for _, b := range bins {
		sum += float64(b.Pairs) * math.Abs(b.Predicted-b.True)
		n += b.Pairs
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}
