package resolve

import (
	"context"
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/engine/train"
)

// TrainOptions of a training. The zero value is the default.
type TrainOptions struct {
	// Seed of the pairs that are drawn. It changes the result by little.
	Seed uint64
	// Pairs is how many pairs are drawn at random, and the most that each pass
	// holds, 1,000 or more; 0 is 500,000. More pairs are more exact and slower:
	// about a second for 300,000.
	Pairs int
	// Workers is how many goroutines prepare parties; 0 is the number of
	// processors. It does not change the result.
	Workers int
	// Report is told how far the training is, from one goroutine; nil for nobody.
	Report func(Progress)
	// Now is the clock of the note that is kept with the model; nil leaves the
	// time out.
	Now func() time.Time
}

const (
	defaultPairs = 500_000
	leastPairs   = 1_000
)

// Trained is a model that was fitted to a store.
type Trained struct {
	*train.Result
	Parties int64        `json:"parties"`
	Prior   train.Change `json:"prior"`
	Before  Expected     `json:"before"` // under the model that ships
	After   Expected     `json:"after"`  // under the trained one
}

// Expected is what a model makes of the store's candidate pairs, worked out from
// a sample of them.
type Expected struct {
	Candidates float64 `json:"candidates"`
	Same       float64 `json:"same"`
	Possible   float64 `json:"possible"`
	True       float64 `json:"true"`  // expected pairs of one party among all candidates
	Right      float64 `json:"right"` // expected share of those "same" that are right
}

// Train fits the model that ships to a store's own pairs, without labels; see
// package train. It changes nothing: SetModel does. The same store, seed and
// number of pairs give the same model to the last byte. The error is Invalid
// for fewer pairs than 1,000; otherwise it is the store's, or the context's.
// Cost: reading and preparing all parties, and a microsecond or three a pair.
func Train(ctx context.Context, st *store.Store, o TrainOptions) (*Trained, error) {
	if o.Pairs == 0 {
		o.Pairs = defaultPairs
	}
	if o.Pairs < leastPairs {
		return nil, &engine.Error{Op: "resolve.Train", Code: engine.Invalid, Err: fmt.Errorf("got %d pairs, want %d or more", o.Pairs, leastPairs)}
	}
	out, err := training(ctx, st, o)
	if err != nil {
		return nil, &engine.Error{Op: "resolve.Train", Err: err}
	}
	return out, nil
}

func training(ctx context.Context, st *store.Store, o TrainOptions) (*Trained, error) {
	run := &run{ctx: ctx, st: st, o: Options{Model: score.Default(), Workers: o.Workers, Report: o.Report}}
	if err := run.o.defaults(st); err != nil {
		return nil, err
	}
	s := &sampler{bulk: &bulk{run: run}, o: o, trainer: train.New(run.o.Model)}
	var err error
	if s.rows, err = s.readAll(); err != nil {
		return nil, err
	}
	s.subjects = sortedSubjects(s.rows)
	s.keys = groupKeys(s.subjects, run.o.Workers)
	s.crowd()
	if err := s.random(); err != nil {
		return nil, err
	}
	if err := s.blocked(); err != nil {
		return nil, err
	}
	res, err := s.trainer.Fit(len(s.subjects))
	if err != nil {
		return nil, err
	}
	return s.finish(res)
}

// sampler draws pairs of a store.
type sampler struct {
	*bulk
	o       TrainOptions
	trainer *train.Trainer
	scale   float64  // candidate pairs for each that was kept
	sample  []uint64 // candidate pairs, each once
}

// random draws pairs among all; of few parties it takes all pairs.
func (s *sampler) random() error {
	n := len(s.subjects)
	if n*(n-1)/2 <= s.o.Pairs {
		for i := range n {
			for j := range i {
				s.trainer.Random(s.subjects[j].side, s.subjects[i].side)
			}
		}
		return s.ctx.Err()
	}
	rng := rand.New(rand.NewPCG(s.o.Seed, 1))
	for k := range s.o.Pairs {
		i, j := rng.IntN(n), rng.IntN(n-1)
		if j >= i {
			j++
		}
		s.trainer.Random(s.subjects[i].side, s.subjects[j].side)
		if k%readBatch == 0 && s.ctx.Err() != nil {
			return s.ctx.Err()
		}
	}
	return nil
}

// blocked draws from the candidate pairs of each pass, and from all. Whether a
// pair is drawn follows from its hash, so that it does not matter how it is
// come by.
func (s *sampler) blocked() error {
	var total [train.Passes]float64
	var all float64
	s.candidateKeys(func(pass int, h []uint32) {
		pairs := float64(len(h)) * float64(len(h)-1) / 2
		total[pass] += pairs
		all += pairs
	})
	var seen [train.Passes]map[uint64]bool
	for i := range seen {
		seen[i] = map[uint64]bool{}
	}
	drawn := map[uint64]bool{}
	part := min(1, float64(s.o.Pairs)/max(all, 1))
	s.scale = 1 / part
	s.candidateKeys(func(pass int, h []uint32) {
		if s.ctx.Err() != nil {
			return
		}
		share := min(1, float64(s.o.Pairs)/max(total[pass], 1))
		for x, i := range h {
			for _, j := range h[x+1:] {
				pair := uint64(i)<<32 | uint64(j)
				at := unit(pair, s.o.Seed)
				if at < share && !seen[pass][pair] {
					seen[pass][pair] = true
					s.trainer.Blocked(pass, s.subjects[i].side, s.subjects[j].side)
				}
				if at < part && !drawn[pair] {
					drawn[pair] = true
					s.sample = append(s.sample, pair)
				}
			}
		}
	})
	s.run.o.Report(Progress{Stage: "train", Done: int64(len(s.sample)), Total: int64(len(s.sample))})
	return s.ctx.Err()
}

// candidateKeys calls fn with the holders of each key that makes them candidate
// pairs, in the order of keys.
func (s *sampler) candidateKeys(fn func(pass int, holders []uint32)) {
	for n, key := range s.keys.key {
		if h := s.keys.holders(uint32(n)); s.run.o.caps.proposes(key, len(h)) {
			if pass := train.PassOf(block.KindOf(key)); pass >= 0 {
				fn(pass, h)
			}
		}
	}
}

// unit is a hash of a pair, from 0 to below 1 (the mixing of SplitMix64; Steele,
// Lea and Flood 2014).
func unit(pair, seed uint64) float64 {
	h := pair + (seed+1)*0x9E3779B97F4A7C15
	h = (h ^ h>>30) * 0xBF58476D1CE4E5B9
	h = (h ^ h>>27) * 0x94D049BB133111EB
	return float64(bits.Reverse64(h^h>>31)>>11) / (1 << 53)
}

// finish fits the prior to the sampled candidates, and says what is to be
// expected of the model.
func (s *sampler) finish(res *train.Result) (*Trained, error) {
	n := float64(len(s.subjects))
	out := &Trained{Result: res, Parties: int64(len(s.subjects))}
	was := s.run.o.Model.Prior
	var weights []float64
	for _, pair := range s.sample {
		if got := res.Model.Score(s.sides(pair)); !got.Forbidden {
			weights = append(weights, got.Weight-res.Model.Prior)
		}
	}
	prior := train.Prior(weights, s.scale, n*(n-1)/2, was, train.Reach(len(s.subjects)))
	out.Prior = train.Change{Comparison: "prior", Level: "of all pairs", Shipped: was, Trained: prior, Others: n * (n - 1) / 2}
	for _, w := range weights {
		out.Prior.Matches += s.scale / (1 + math.Exp2(-(w + prior)))
	}
	changed := map[string]any{}
	if prior != was {
		changed["prior.weight"] = prior
	}
	model, err := res.Model.Changed(changed)
	if err == nil && model.Version != s.run.o.Model.Version {
		model, err = model.Changed(map[string]any{"version": s.run.o.Model.Base() + " trained"})
	}
	if err != nil {
		return nil, err
	}
	res.Model = model
	out.Before, out.After = s.expected(s.run.o.Model), s.expected(model)
	return out, nil
}

func (s *sampler) sides(pair uint64) (a, b *score.Side) {
	return s.subjects[pair>>32].side, s.subjects[uint32(pair)].side
}

// expected is what a model makes of the sampled candidates.
func (s *sampler) expected(m *score.Model) Expected {
	e := Expected{Candidates: s.scale * float64(len(s.sample))}
	var right float64
	for _, pair := range s.sample {
		got := m.Score(s.sides(pair))
		if got.Forbidden {
			continue
		}
		p := m.Probability(got.Weight)
		e.True += s.scale * p
		switch got.Band {
		case engine.Same:
			e.Same += s.scale
			right += s.scale * p
		case engine.PossiblySame:
			e.Possible += s.scale
		}
	}
	if e.Same > 0 {
		e.Right = right / e.Same
	}
	return e
}
