package train

import (
	"math"

	"github.com/pierce-er/pierce/engine"
)

// Pass is the pairs that share a key of some kinds; what those keys fix is fixed
// in the rows too.
type Pass struct {
	Name  string
	Rows  []Row
	Share float64 // of pairs that are one party, where it is known; 0 is to be found
}

// The limits of the fitting.
const (
	// pseudoPairs is how many pairs of one party the model that ships is worth
	// in each comparison: below some ten pairs it has the say.
	pseudoPairs = 10
	// maxSteps ends a fitting that creeps. On stores of 1,000 to 100,000
	// synthetic records it settled within 60.
	maxSteps = 300
	// settled is by how much, in nats a pair, a step must raise the likelihood.
	settled = 1e-9
	// firstShare is the share of true pairs with which each pass begins.
	firstShare = 0.2
)

// Fitted is what EM found.
type Fitted struct {
	M       [][]float64 // by comparison and level: how often one party's records meet it
	Matches [][]float64 // expected number of pairs of one party that do
	Share   []float64   // of each pass: pairs that are one party, before the rows are looked at
	Held    []float64   // expected pairs of one party in each pass
	Climb   []float64   // log likelihood with the prior counts, in nats, before the first step and after each
}

// EM fits m to passes where u is known. shipped is m as the model that ships has
// it; it is where the fitting begins, and counts as pseudoPairs pairs, spread
// over the levels. With L the likelihood of the rows and P of those pairs, no
// step lowers L × P (Dempster, Laird and Rubin 1977, theorem 1, for the posterior
// mode). The error is Invalid for a row that does not fit the comparisons. Cost:
// rows × comparisons for each step.
func EM(u, shipped [][]float64, passes []Pass) (*Fitted, error) {
	f := &Fitted{Share: make([]float64, len(passes))}
	for _, m := range shipped {
		f.M = append(f.M, append([]float64(nil), m...))
	}
	for i := range passes {
		if f.Share[i] = passes[i].Share; f.Share[i] == 0 {
			f.Share[i] = firstShare
		}
		for _, r := range passes[i].Rows {
			if !fits(r, u) {
				return nil, &engine.Error{Op: "train.EM", Code: engine.Invalid, ID: passes[i].Name}
			}
		}
	}
	var pairs float64
	for i := range passes {
		for _, r := range passes[i].Rows {
			pairs += r.N
		}
	}
	last := math.Inf(-1)
	for range maxSteps {
		now, counts, shares := f.expect(u, shipped, passes)
		f.Climb = append(f.Climb, now)
		f.Matches, f.Held = counts, make([]float64, len(passes))
		for i, s := range shares {
			f.Held[i] = s.matches
		}
		if now-last < settled*max(pairs, 1) {
			break
		}
		last = now
		f.maximise(shipped, counts)
		for i, s := range shares {
			if passes[i].Share == 0 {
				f.Share[i] = (s.matches + 1) / (s.pairs + 2)
			}
		}
	}
	return f, nil
}

func fits(r Row, u [][]float64) bool {
	if len(r.Outcome) != len(u) || !(r.N >= 0) || math.IsInf(r.N, 0) || math.IsNaN(r.Fixed) {
		return false
	}
	for c, o := range r.Outcome {
		if int(o) >= len(u[c]) {
			return false
		}
	}
	return true
}

// share is what a pass counts for its share of true pairs.
type share struct{ matches, pairs float64 }

// expect gives the log likelihood, and what each level and pass is expected to
// hold of pairs of one party.
func (f *Fitted) expect(u, shipped [][]float64, passes []Pass) (float64, [][]float64, []share) {
	counts := make([][]float64, len(u))
	ratio, others := make([][]float64, len(u)), make([][]float64, len(u)) // logs of m/u and u
	var sum float64
	for c := range u {
		counts[c], ratio[c], others[c] = make([]float64, len(u[c])), make([]float64, len(u[c])), make([]float64, len(u[c]))
		for l := range u[c] {
			ratio[c][l], others[c][l] = math.Log(f.M[c][l]/u[c][l]), math.Log(u[c][l])
			sum += pseudoPairs * shipped[c][l] * math.Log(f.M[c][l])
		}
	}
	shares := make([]share, len(passes))
	for p := range passes {
		odds, rest := math.Log(f.Share[p]/(1-f.Share[p])), math.Log1p(-f.Share[p])
		sum += math.Log(f.Share[p]) + rest // one pair of each sort that was not seen
		for _, r := range passes[p].Rows {
			x, y := odds+r.Fixed*math.Ln2, rest
			for c, o := range r.Outcome {
				if o >= 0 {
					x, y = x+ratio[c][o], y+others[c][o]
				}
			}
			n := r.N * logistic(x)
			sum += r.N * (y + softplus(x))
			shares[p].matches += n
			shares[p].pairs += r.N
			for c, o := range r.Outcome {
				if o >= 0 {
					counts[c][o] += n
				}
			}
		}
	}
	return sum, counts, shares
}

// maximise sets m to what was expected, with the prior counts.
func (f *Fitted) maximise(shipped, counts [][]float64) {
	for c := range counts {
		var all float64
		for _, n := range counts[c] {
			all += n
		}
		for l, n := range counts[c] {
			f.M[c][l] = (n + pseudoPairs*shipped[c][l]) / (all + pseudoPairs)
		}
	}
}

// logistic is 1/(1+e^-x).
func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// softplus is log(1+e^x), for any x.
func softplus(x float64) float64 {
	if x > 0 {
		return x + math.Log1p(math.Exp(-x))
	}
	return math.Log1p(math.Exp(x))
}
