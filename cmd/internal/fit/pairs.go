package main

import (
	"hash/fnv"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine/block"
	"github.com/pierce-er/pierce/engine/eval"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/engine/train"
)

// pairing is a corpus laid out for scoring: its candidate pairs, and those that
// are one.
type pairing struct {
	*corpus
	sides      []*score.Side
	candidates []pair // sorted
	missed     int    // pairs that are one and share no key
}

// sort is what kind of data the corpus is: two synthetic worlds are one.
func (p *pairing) sort() string {
	sort, _, _ := strings.Cut(p.name, "-")
	return sort
}

type pair struct {
	a, b int
	same bool
}

// lay finds the candidate pairs of a corpus as a run over a store does.
func lay(c *corpus, m *score.Model) *pairing {
	p := &pairing{corpus: c}
	holders := map[uint64][]int{}
	crowd := map[uint64]int{}
	for i, x := range c.parties {
		for _, k := range block.Keys(x) {
			holders[k] = append(holders[k], i)
		}
		for _, values := range valuesOf(x) {
			for _, k := range values {
				crowd[k]++
			}
		}
	}
	for _, x := range c.parties {
		v := valuesOf(x)
		p.sides = append(p.sides, m.LeanSide(x, score.Crowded{Addresses: crowded(v[0], crowd), Phones: crowded(v[1], crowd), Emails: crowded(v[2], crowd), Domains: crowded(v[3], crowd)}))
	}
	seen := map[[2]int]bool{}
	for _, k := range sortedKeys(holders) {
		h := holders[k]
		if len(h) > block.CapOf(k) {
			continue
		}
		for x, i := range h {
			for _, j := range h[x+1:] {
				if !seen[[2]int{i, j}] {
					seen[[2]int{i, j}] = true
					p.candidates = append(p.candidates, pair{i, j, c.entity[i] == c.entity[j]})
				}
			}
		}
	}
	slices.SortFunc(p.candidates, func(x, y pair) int {
		if x.a != y.a {
			return x.a - y.a
		}
		return x.b - y.b
	})
	for i := range c.entity {
		for j := range i {
			if c.entity[i] == c.entity[j] && !seen[[2]int{j, i}] {
				p.missed++
			}
		}
	}
	return p
}

// scored are the candidate pairs with their weights under a model; those that
// are forbidden are left out.
func (p *pairing) scored(m *score.Model) []train.Labelled {
	var out []train.Labelled
	for _, c := range p.candidates {
		if got := m.Score(p.sides[c.a], p.sides[c.b]); !got.Forbidden {
			out = append(out, train.Labelled{Weight: got.Weight, True: c.same, N: 1})
		}
	}
	return out
}

// folds is how many parts data is divided into: each is tested on what was
// fitted to the others.
const folds = 5

// foldOf is the part that a pair falls into: a party's pairs stay together, as
// far as the smaller of the two goes.
func foldOf(entity string) int {
	h := fnv.New32a()
	h.Write([]byte(entity))
	return int(h.Sum32() % folds)
}

// told is how well weights tell pairs apart.
type told struct {
	pairs, trues   int
	f1, best, auc  float64 // at the bound; at the best bound; area under the curve
	brier, logLoss float64 // of the probabilities
	precision      float64
	recall         float64
}

// tell measures weights at a bound, with their probabilities. Pairs that are one
// and never were compared count as missed.
func tell(pairs []train.Labelled, missed int, bound float64, probability func(float64) float64) told {
	var weights, chances []eval.Scored
	t := told{pairs: len(pairs)}
	for _, p := range pairs {
		weights = append(weights, eval.Scored{Score: p.Weight, True: p.True})
		chances = append(chances, eval.Scored{Score: probability(p.Weight), True: p.True})
		if p.True {
			t.trues++
		}
	}
	t.auc, t.brier, t.logLoss = eval.AUC(weights), eval.Brier(chances), eval.LogLoss(chances)
	for range missed {
		weights = append(weights, eval.Scored{Score: -1000, True: true})
	}
	at := eval.At(weights, bound)
	t.f1, t.precision, t.recall = at.F1, at.Precision, at.Recall
	_, best := eval.BestF1(weights)
	t.best = best.F1
	return t
}

// valuesOf are the keys of the values that may be crowded.
func valuesOf(x *norm.Prepared) [4][]uint64 {
	a, b, c, d := block.Values(x)
	return [4][]uint64{a, b, c, d}
}

// crowded marks the values that more parties hold than a key may have.
func crowded(keys []uint64, count map[uint64]int) (out uint64) {
	for i, k := range keys[:min(len(keys), 64)] {
		if k != 0 && count[k] > block.Cap {
			out |= 1 << i
		}
	}
	return out
}
