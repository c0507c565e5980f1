package train

import (
	"math"
	"slices"
)

// The limits within which counting may move a weight.
const (
	// leastMet is how many pairs, on the side that met it more, a level must
	// have been met in: below it keeps its weight.
	leastMet = 5
	// leastMatches is how many pairs of one party a comparison, and the prior, must
	// rest on. A single watch list has three or four that its publisher missed.
	leastMatches = 20
	// trust is the standard deviation, in bits, that the weights that ship are
	// taken to have. A weight that is counted on 10 pairs has one of 0.5, and
	// counts sixteen times as much.
	trust = 2.0
	// maxDrift is the most bits by which a weight may differ from the shipped
	// one. Branches, subsidiaries and namesakes agree in what they share with
	// somebody, and counting takes some of them for one party. On adversarial
	// organisations trained without labels pairwise F1 stayed at 0.999 with 2
	// bits and fell to 0.988 with 3 and with 4; on a synthetic world of 4,000
	// records it rose from 0.984 to 0.991 with any of them.
	maxDrift = 2.0
	// fullParties is how many parties a store must have for weights to move that
	// far; in a smaller one they move by less, see Reach. Of the pairs drawn from
	// few parties many are true, and those that the shipped model misses make
	// agreement look common: on the 159 records of Senzing's truth set pairwise F1
	// fell from 0.845 to 0.819 without this, and where weights moved in proportion
	// to the parties, not their pairs, from 0.922 to 0.912.
	fullParties = 2000
)

// column is a comparison with what was counted of it.
type column struct {
	*Comparison
	u, others  []float64
	m, matches []float64
}

// chances are u and the counts that it rests on, with a pair or two spread over
// each comparison so that no chance is zero.
func (t *Trainer) chances() (u, others [][]float64, all float64) {
	for _, c := range t.plan.Comparisons {
		others = append(others, make([]float64, len(c.Levels)))
	}
	for _, r := range t.random.Rows() {
		all += r.N
		for c, o := range r.Outcome {
			if o >= 0 {
				others[c][o] += r.N
			}
		}
	}
	for c := range t.plan.Comparisons {
		var n, spread float64
		pseudo := make([]float64, len(others[c]))
		for l, k := range others[c] {
			n += k
			pseudo[l] = math.Exp2(-t.plan.Comparisons[c].Levels[l].Weight / 2)
			spread += pseudo[l]
		}
		row := make([]float64, len(others[c]))
		for l, k := range others[c] {
			row[l] = (k + pseudo[l]/spread) / (n + 1)
		}
		u = append(u, row)
	}
	return u, others, all
}

// shippedM is m as the shipped weights have it where u is what it is here.
func shippedM(cs []Comparison, u [][]float64) [][]float64 {
	out := make([][]float64, len(cs))
	for c := range cs {
		var all float64
		out[c] = make([]float64, len(u[c]))
		for l := range u[c] {
			out[c][l] = u[c][l] * math.Exp2(cs[c].Levels[l].Weight)
			all += out[c][l]
		}
		for l := range out[c] {
			out[c][l] /= all
		}
	}
	return out
}

// counted is log2(m/u) of a level, and its variance in bits squared.
func (c *column) counted(l int) (bits, variance float64) {
	return math.Log2(c.m[l] / c.u[l]), (1/(c.matches[l]+1) + 1/(c.others[l]+1)) / (math.Ln2 * math.Ln2)
}

// weights are the trained weights of a comparison. The mean of the counted and
// the shipped weight is taken, each by the inverse of its variance (as a normal
// prior has it); then the limits.
func (t *Trainer) weights(c column, changed map[string]any) []Change {
	var out []Change
	var order []int
	for l, level := range c.Levels {
		if level.Silent {
			continue
		}
		ch := Change{Comparison: c.Name, Level: level.Name, Shipped: level.Weight, Trained: level.Weight, M: c.m[l], U: c.u[l], Matches: c.matches[l], Others: c.others[l]}
		if max(c.matches[l], c.others[l]) < leastMet || sum(c.matches) < leastMatches || sum(c.others) < leastMatches {
			ch.Kept = "too rare"
		} else {
			bits, v := c.counted(l)
			ch.Trained = t.limit((bits/v+level.Weight/(trust*trust))/(1/v+1/(trust*trust)), level.Weight)
		}
		order = append(order, len(out))
		out = append(out, ch)
	}
	// The levels stay in the order that the shipped weights give them.
	slices.SortStableFunc(order, func(i, j int) int { return compare(out[i].Shipped, out[j].Shipped) })
	t.rising(out, order)
	for i := range out {
		out[i].Trained = round(out[i].Trained)
		if out[i].Kept == "" {
			changed[t.m.LevelPath(c.Name, out[i].Level)] = out[i].Trained
		}
	}
	return out
}

// limit keeps a trained weight near the shipped one, and its sign.
func (t *Trainer) limit(w, shipped float64) float64 {
	w = clamp(w, shipped-maxDrift*t.reach, shipped+maxDrift*t.reach)
	switch {
	case shipped > 0:
		return max(w, 0)
	case shipped < 0:
		return min(w, 0)
	}
	return w
}

// rising makes the trained weights rise in an order: neighbours that fall take
// their mean, until none do (pool adjacent violators; Ayer, Brunk, Ewing, Reid
// and Silverman 1955). Levels that keep their weight bound those beside them.
func (t *Trainer) rising(out []Change, order []int) {
	type pool struct {
		sum, n float64
		of     []int
	}
	var pools []pool
	for _, i := range order {
		if out[i].Kept != "" {
			continue
		}
		pools = append(pools, pool{out[i].Trained, 1, []int{i}})
		for k := len(pools) - 1; k > 0 && pools[k].sum/pools[k].n < pools[k-1].sum/pools[k-1].n; k-- {
			pools[k-1] = pool{pools[k-1].sum + pools[k].sum, pools[k-1].n + pools[k].n, append(pools[k-1].of, pools[k].of...)}
			pools = pools[:k]
		}
	}
	for _, p := range pools {
		for _, i := range p.of {
			w := t.limit(p.sum/p.n, out[i].Shipped)
			for j := range out {
				switch {
				case out[j].Kept == "":
				case out[j].Shipped <= out[i].Shipped:
					w = max(w, out[j].Shipped)
				default:
					w = min(w, out[j].Shipped)
				}
			}
			out[i].Trained = w
		}
	}
}

func sum(xs []float64) float64 {
	var s float64
	for _, x := range xs {
		s += x
	}
	return s
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// round rounds to a hundredth of a bit, which is far less than any weight is
// known by.
func round(x float64) float64 { return math.Round(x*100) / 100 }
