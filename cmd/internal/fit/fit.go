package main

import (
	"context"
	"io"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/engine/train"
)

// The targets by which the bands are chosen.
const (
	sameTarget     = 0.95 // of the pairs "same", as many are expected to be right
	sameAtBound    = 0.80 // and of those at the very bound as many
	possibleTarget = 0.20 // of the pairs at the lower bound of "possibly same"
	// askedTarget is the chance of two names asked about at the bound of "same".
	// F1 is highest at half of what it is there (Lipton, Elkan and Narayanaswamy,
	// Optimal Thresholding of Classifiers to Maximize F1 Measure, 2014): about 0.45.
	askedTarget = 0.45
	// bandSlack is by how many bits a bound must be off before it is moved: by
	// less, the pairs at hand cannot tell.
	bandSlack = 1.0
)

// drawn is the line of both calibrations as it was drawn by hand: evidence is
// never wholly independent, so large weights are worth less than they say. Every
// run begins from it, not from what the last one wrote, so that a run on its own
// result changes nothing.
func drawn() [][2]float64 {
	return [][2]float64{{-200, -16}, {-60, -13}, {-30, -10}, {-12, -6}, {-5, -3}, {0, 0}, {5, 3}, {12, 6}, {30, 10}, {60, 13}, {200, 16}}
}

// data is all that a run reads.
type data struct {
	stored  []*pairing // fitted to: organisations, then a synthetic world
	outside []*pairing // tested on alone
	names   []*nameCorpus
}

func read(ctx context.Context, s settings, m *score.Model) (*data, error) {
	var d data
	orgs, err := organisations(s.data)
	if err != nil {
		return nil, err
	}
	sen, err := senzingSet(ctx, s.data)
	if err != nil {
		return nil, err
	}
	var worlds []*corpus
	for i := range uint64(2) {
		w, err := synthetic(s.seed+i, s.records)
		if err != nil {
			return nil, err
		}
		worlds = append(worlds, w)
	}
	d.stored = []*pairing{lay(orgs, m), lay(worlds[0], m)}
	d.outside = []*pairing{lay(worlds[1], m), lay(sen, m)}
	dev, err := namePairsDev(s.data)
	if err != nil {
		return nil, err
	}
	own, err := ownPairs(s.root)
	if err != nil {
		return nil, err
	}
	d.names = []*nameCorpus{dev, own}
	return &d, nil
}

// fit is the whole run; it writes the report to w.
func fit(ctx context.Context, s settings, m *score.Model, w io.Writer) (*score.Model, error) {
	d, err := read(ctx, s, m)
	if err != nil {
		return nil, err
	}
	r := &report{w: w}
	r.head(s, d)
	if m, err = levels(r, s, d, m); err != nil {
		return nil, err
	}
	if m, err = stored(r, d, m); err != nil {
		return nil, err
	}
	if m, err = asked(r, d, m); err != nil {
		return nil, err
	}
	return m, r.err
}

// drawnPairs is how many pairs of a corpus are drawn at random for u.
const drawnPairs = 300_000

// fitted is the model with the weights of its levels counted on labelled
// corpora. What names weigh stays.
func fitted(s settings, m *score.Model, on []*pairing) (*score.Model, []train.Change, error) {
	t := train.New(m)
	for _, p := range on {
		rng := rand.New(rand.NewPCG(s.seed, 7))
		for range drawnPairs {
			i, j := rng.IntN(len(p.sides)), rng.IntN(len(p.sides)-1)
			if j >= i {
				j++
			}
			if p.entity[i] != p.entity[j] {
				t.Random(p.sides[i], p.sides[j])
			}
		}
		of := map[string][]int{}
		for i, e := range p.entity {
			for _, j := range of[e] {
				t.Known(p.sides[j], p.sides[i])
			}
			of[e] = append(of[e], i)
		}
	}
	parties := 0
	for _, p := range on {
		parties += len(p.parties)
	}
	res, err := t.Fit(parties)
	if err != nil {
		return nil, nil, err
	}
	changed := map[string]any{}
	for _, c := range res.Levels {
		if c.Trained != c.Shipped {
			changed[m.LevelPath(c.Comparison, c.Level)] = c.Trained
		}
	}
	out, err := m.Changed(changed)
	return out, res.Levels, err
}

// levels fits the weights of all levels but those of names, and keeps them where
// they are better on every corpus that they were not fitted to.
func levels(r *report, s settings, d *data, m *score.Model) (*score.Model, error) {
	all := append(append([]*pairing{}, d.stored...), d.outside...)
	type candidate struct {
		name string
		m    *score.Model
		on   []*pairing
	}
	list := []candidate{{"set by hand", m, nil}}
	var changes []train.Change
	for i := range d.stored {
		f, _, err := fitted(s, m, d.stored[i:i+1])
		if err != nil {
			return nil, err
		}
		list = append(list, candidate{"fitted to " + d.stored[i].name, f, d.stored[i : i+1]})
	}
	both, changes, err := fitted(s, m, d.stored)
	if err != nil {
		return nil, err
	}
	list = append(list, candidate{"fitted to both", both, d.stored})
	r.levelsHead(all)
	best := true // the one fitted to both is better than the hand's, out of sample
	var hand, loss float64
	for i, c := range list {
		r.line("| %s", c.name)
		for _, p := range all {
			t := tell(p.scored(c.m), p.missed, c.m.Same, c.m.Probability)
			inside := contains(c.on, p)
			r.line(" | %s", r.cellOf(t, inside))
			h := tell(p.scored(m), p.missed, m.Same, m.Probability)
			if i > 0 && !inside {
				best = best && t.f1 >= h.f1-1e-9
				hand, loss = hand+h.logLoss, loss+t.logLoss
			}
		}
		r.line(" |\n")
	}
	best = best && loss < hand
	r.levelsEnd(best, changes)
	if best {
		return both, nil
	}
	return m, nil
}

func contains(list []*pairing, p *pairing) bool {
	for _, x := range list {
		if x == p {
			return true
		}
	}
	return false
}

// even makes the pairs of each corpus count together as much as any other's, a
// thousand pairs.
func even(pairs []train.Labelled) []train.Labelled {
	for i := range pairs {
		pairs[i].N = 1000 / float64(len(pairs))
	}
	return pairs
}

// stored calibrates the weights of stored records, and sets the bands. Each
// corpus is tested on the line that was fitted to the others: a line is for pairs
// of a sort that it has not seen.
func stored(r *report, d *data, m *score.Model) (*score.Model, error) {
	was := drawn()
	m, err := m.Changed(map[string]any{"calibration.points": was})
	if err != nil {
		return nil, err
	}
	all := append(append([]*pairing{}, d.stored...), d.outside...)
	pairs := make([][]train.Labelled, len(all))
	for i, p := range all {
		pairs[i] = even(p.scored(m))
	}
	r.section("What a weight is worth: stored records", storedText)
	r.line("| tested on | Brier before | after | log loss before | after |\n|---|---:|---:|---:|---:|\n")
	var before, after float64
	for i, p := range all {
		var rest []train.Labelled
		for j := range all {
			if all[j].sort() != p.sort() {
				rest = append(rest, pairs[j]...)
			}
		}
		points, err := train.Calibrate(rest, was)
		if err != nil {
			return nil, err
		}
		a, b := tell(pairs[i], 0, m.Same, m.Probability), tell(pairs[i], 0, m.Same, lineOf(points))
		r.line("| %s | %.4f | %.4f | %.4f | %.4f |\n", p.name, a.brier, b.brier, a.logLoss, b.logLoss)
		before, after = before+a.logLoss, after+b.logLoss
	}
	next := m
	joined := slices.Concat(pairs...)
	points, err := train.Calibrate(joined, was)
	if err != nil {
		return nil, err
	}
	r.points(was, points)
	if after < before {
		r.line("The fitted line is taken: on corpora that it was not fitted to, log loss falls.\n\n")
		if next, err = m.Changed(map[string]any{"calibration.points": points}); err != nil {
			return nil, err
		}
	} else {
		r.line("The line drawn by hand stays: on corpora that it was not fitted to, a fitted one is more wrong.\n\n")
	}
	r.reliability(joined, next.Probability)
	return bands(r, all, joined, next)
}

// bands sets the bounds of the bands by the targets.
func bands(r *report, all []*pairing, joined []train.Labelled, m *score.Model) (*score.Model, error) {
	r.line("\nBands: \"same\" from where %.0f %% of the band are expected to be right and %.0f %% at the bound itself; \"possibly same\" from %.0f %%.\n\n", 100*sameTarget, 100*sameAtBound, 100*possibleTarget)
	same := max(train.SameFrom(joined, m.Probability, sameTarget, -20), train.WeightAt(m.Probability, sameAtBound, -60, 100))
	possible := train.WeightAt(m.Probability, possibleTarget, -60, 100)
	changed := map[string]any{}
	r.band("same", m.Same, same, m.Probability)
	if math.Abs(same-m.Same) > bandSlack {
		changed["same.weight"] = same
	}
	r.band("possibly same", m.Possible, possible, m.Probability)
	if math.Abs(possible-m.Possible) > bandSlack {
		changed["possible.weight"] = possible
	}
	moved, err := m.Changed(changed)
	if err != nil || len(changed) == 0 {
		return m, err
	}
	worse := false
	for _, p := range all {
		list := p.scored(m)
		a, b := tell(list, p.missed, m.Same, m.Probability), tell(list, p.missed, moved.Same, m.Probability)
		r.line("- %s: F1 at the bound of \"same\" %.4f as it was, %.4f as computed\n", p.name, a.f1, b.f1)
		worse = worse || b.f1 < a.f1-1e-9
	}
	if worse {
		r.line("\nThe bounds stay as they were set: the computed ones tell a set apart worse.\n")
		return m, nil
	}
	return moved, nil
}

// asked calibrates two names laid side by side, and sets their bands.
func asked(r *report, d *data, m *score.Model) (*score.Model, error) {
	was := drawn()
	m, err := m.Changed(map[string]any{"asked.calibration.points": was})
	if err != nil {
		return nil, err
	}
	scoreAll := func(c *nameCorpus, hand bool) (out []train.Labelled, parts []int) {
		a := m.Asked()
		for _, p := range c.pairs {
			if hand && !p.hand {
				continue
			}
			match := a.Match(named("a/1", p.kind, p.a), named("a/2", p.kind, p.b))
			out = append(out, train.Labelled{Weight: match.Weight, True: p.same, N: 1})
			parts = append(parts, foldOf(p.a))
		}
		return out, parts
	}
	pairs, parts := scoreAll(d.names[0], false)
	points, err := train.Calibrate(pairs, was)
	if err != nil {
		return nil, err
	}
	r.section("What a weight is worth: two names asked about", askedText)
	before, after, err := r.crossed(m.Asked(), pairs, parts, was)
	if err != nil {
		return nil, err
	}
	next, err := m.Changed(map[string]any{"asked.calibration.points": points})
	if err != nil {
		return nil, err
	}
	own, _ := scoreAll(d.names[1], false)
	hand, _ := scoreAll(d.names[0], true)
	ownBefore, ownAfter := r.outside(d.names[1].name, m.Asked(), next.Asked(), own)
	r.points(was, points)
	if after >= before || ownAfter >= ownBefore {
		r.line("The line drawn by hand stays: on pairs that it was not fitted to, the fitted one is more wrong.\n\n")
		next = m
	} else {
		r.line("The fitted line is taken: on pairs that it was not fitted to, log loss falls.\n\n")
	}
	a := next.Asked()
	same, possible := train.WeightAt(a.Probability, askedTarget, -60, 100), train.WeightAt(a.Probability, possibleTarget, -60, 100)
	r.band("same", a.Same, same, a.Probability)
	r.band("possibly same", a.Possible, possible, a.Probability)
	bands := map[string]any{}
	if math.Abs(same-a.Same) > bandSlack {
		bands["asked.same"] = same
	}
	if math.Abs(possible-a.Possible) > bandSlack {
		bands["asked.possible"] = possible
	}
	moved, err := next.Changed(bands)
	if err != nil {
		return nil, err
	}
	worse := false
	for _, c := range []struct {
		name  string
		pairs []train.Labelled
	}{{"name-pairs-dev, hand-labelled", hand}, {"name-pairs-dev, all", pairs}, {"own pairs", own}} {
		x, y := tell(c.pairs, 0, a.Same, a.Probability), tell(c.pairs, 0, moved.Asked().Same, a.Probability)
		r.line("- %s: AUC %.3f; F1 %.3f as it was, %.3f as computed, best %.3f\n", c.name, x.auc, x.f1, y.f1, x.best)
		worse = worse || y.f1 < x.f1-0.005
	}
	if worse {
		r.line("\nThe bounds stay as they were set: the computed ones tell a set apart worse.\n")
		return next, nil
	}
	return moved, nil
}
