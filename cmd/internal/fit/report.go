package main

import (
	"fmt"
	"io"
	"math"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/eval"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/engine/train"
)

// report writes what a run found; the first error of writing is kept.
type report struct {
	w   io.Writer
	err error
}

func (r *report) line(format string, args ...any) {
	if _, err := fmt.Fprintf(r.w, format, args...); err != nil && r.err == nil {
		r.err = err
	}
}

func (r *report) section(title, text string) { r.line("\n## %s\n\n%s\n", title, text) }

const headText = `# How the numbers of model.json were found

Written by the training run of the model; do not edit it, run it:

    go run ./cmd/internal/fit -data DIR -write

DIR holds the open data named below (none of it is in this repository). Same
code, data, seed and model.json give the same bytes. Numbers are fitted where
data tells more than a hand; where what was set by hand does better on data that
was not fitted to, it stays, and this report says so.

Set by hand, with a sentence each in model.json, and not fitted here: the prior of
stored pairs, how names are weighed, and the levels that are rules (a number that
decides, a branch, a kind that excludes). How rare words are was counted
(engine/norm/rarity.txt).
`

const storedText = `Candidate pairs of the corpora, scored by the model. A line of several straight
pieces from weight to log2 odds is fitted by likelihood, each corpus counting the
same; it rises strictly, so that nothing ties. Each corpus is tested on the line
fitted to those of other sorts. Brier and log loss: 0 is perfect.
`

const askedText = `Labelled pairs of names as somebody would ask about them (score --pairs). The
labels' share of true pairs is that of the questions, about a half.
`

func (r *report) head(s settings, d *data) {
	r.line("%s\nSeed %d, %d records a synthetic world.\n\n| data | parties | pairs of one party | as a prior, bits | candidate pairs | true among them | true, no key in common | from |\n|---|---:|---:|---:|---:|---:|---:|---|\n", headText, s.seed, s.records)
	for _, p := range append(append([]*pairing{}, d.stored...), d.outside...) {
		trues := 0
		for _, c := range p.candidates {
			if c.same {
				trues++
			}
		}
		n := float64(len(p.parties))
		r.line("| %s | %d | %d | %.1f | %d | %d | %d | %s |\n", p.name, len(p.parties), trues+p.missed, math.Log2(float64(trues+p.missed)/(n*(n-1)/2)), len(p.candidates), trues, p.missed, p.note)
	}
	for _, c := range d.names {
		trues := 0
		for _, p := range c.pairs {
			if p.same {
				trues++
			}
		}
		r.line("| %s | | %d | | %d | %d | | %s |\n", c.name, trues, len(c.pairs), trues, c.note)
	}
	r.line("\nThe prior falls as a store grows, since its pairs grow faster than its doubles; the one that ships is that of about 50,000 synthetic records.\n")
	r.line("\nFitted to: %s, %s, %s. Tested on alone: %s, %s, %s.\n", d.stored[0].name, d.stored[1].name, d.names[0].name, d.outside[0].name, d.outside[1].name, d.names[1].name)
}

func (r *report) levelsHead(all []*pairing) {
	r.section("Weights of the levels", `log2(m/u) of every level but those of names: m counted on the true pairs, u on
300,000 pairs drawn at random from each corpus; shrunk towards the weight set by hand and
bound as package train says. F1 of pairs at the bound of "same" / log loss; (in) where it was fitted
to that data.
`)
	r.line("| weights")
	for _, p := range all {
		r.line(" | %s", p.name)
	}
	r.line(" |\n|---")
	for range all {
		r.line("|---")
	}
	r.line("|\n")
}

func (r *report) cellOf(t told, inside bool) string {
	s := fmt.Sprintf("%.4f / %.4f", t.f1, t.logLoss)
	if inside {
		s += " (in)"
	}
	return s
}

func (r *report) levelsEnd(adopted bool, changes []train.Change) {
	if adopted {
		r.line("\nThe fitted weights are taken: F1 falls on no set that they were not fitted to, and log loss falls.\n")
	} else {
		r.line("\nThe weights set by hand stay: fitted ones are worse on data that they were not fitted to. For the record:\n")
	}
	r.line("\n| level | by hand | fitted to both | m | u | true pairs | drawn pairs |\n|---|---:|---:|---:|---:|---:|---:|\n")
	for _, c := range changes {
		if c.Kept == "" {
			r.line("| %s: %s | %+.2f | %+.2f | %.4f | %.5f | %.0f | %.0f |\n", c.Comparison, c.Level, c.Shipped, c.Trained, c.M, c.U, c.Matches, c.Others)
		}
	}
}

// crossed writes how a calibration does on pairs that it was not fitted to, and
// gives the log loss before and after.
func (r *report) crossed(m *score.Model, pairs []train.Labelled, parts []int, was [][2]float64) (_, _ float64, _ error) {
	var before, after []eval.Scored
	for part := range folds {
		var rest []train.Labelled
		for i, p := range pairs {
			if parts[i] != part {
				rest = append(rest, p)
			}
		}
		points, err := train.Calibrate(rest, was)
		if err != nil {
			return 0, 0, err
		}
		odds := lineOf(points)
		for i, p := range pairs {
			if parts[i] == part {
				before = append(before, eval.Scored{Score: m.Probability(p.Weight), True: p.True})
				after = append(after, eval.Scored{Score: odds(p.Weight), True: p.True})
			}
		}
	}
	r.line("| out of sample, %d pairs | before | after |\n|---|---:|---:|\n", len(before))
	r.line("| Brier | %.4f | %.4f |\n| log loss | %.4f | %.4f |\n", eval.Brier(before), eval.Brier(after), eval.LogLoss(before), eval.LogLoss(after))
	r.line("| calibration error | %.4f | %.4f |\n\n", eval.CalibrationError(eval.Reliability(before, 10)), eval.CalibrationError(eval.Reliability(after, 10)))
	r.bins(eval.Reliability(after, 10))
	return eval.LogLoss(before), eval.LogLoss(after), nil
}

// reliability writes what a probability says beside what is true, each corpus
// counting the same.
func (r *report) reliability(pairs []train.Labelled, probability func(float64) float64) {
	var chances []eval.Scored
	for _, p := range pairs {
		chances = append(chances, eval.Scored{Score: probability(p.Weight), True: p.True})
	}
	r.bins(eval.Reliability(chances, 10))
}

func (r *report) bins(bins []eval.Bin) {
	r.line("| probability | pairs | predicted | true |\n|---|---:|---:|---:|\n")
	for _, b := range bins {
		r.line("| %.1f to %.1f | %d | %.3f | %.3f |\n", b.From, b.Until, b.Pairs, b.Predicted, b.True)
	}
	r.line("\n")
}

// outside writes how a calibration does on data that had no part in it, and
// gives the log loss before and after.
func (r *report) outside(name string, before, after *score.Model, pairs []train.Labelled) (_, _ float64) {
	a, b := tell(pairs, 0, before.Same, before.Probability), tell(pairs, 0, before.Same, after.Probability)
	r.line("- %s, no part of the fitting: Brier %.4f before, %.4f after; log loss %.4f, %.4f\n", name, a.brier, b.brier, a.logLoss, b.logLoss)
	return a.logLoss, b.logLoss
}

func (r *report) points(was, is [][2]float64) {
	r.line("\n| weight, bits |")
	for _, p := range is {
		r.line(" %g |", p[0])
	}
	r.line("\n|---|")
	for range is {
		r.line("---:|")
	}
	for _, row := range []struct {
		name string
		p    [][2]float64
	}{{"log2 odds before", was}, {"log2 odds now", is}} {
		r.line("\n| %s |", row.name)
		for _, p := range row.p {
			r.line(" %g |", p[1])
		}
	}
	r.line("\n\n")
}

func (r *report) band(name string, was, is float64, probability func(float64) float64) {
	r.line("- band %q: from %.1f bits as set (p %.3f there), %.1f as computed (p %.3f)\n", name, was, probability(was), is, probability(is))
}

// lineOf is the probability of a weight by points, as the model has it.
func lineOf(points [][2]float64) func(float64) float64 {
	m, err := score.Default().Changed(map[string]any{"calibration.points": points})
	if err != nil {
		return func(float64) float64 { return 0.5 } // Calibrate gives points that rise
	}
	return m.Probability
}

// named is a party of which only a name is known.
func named(id string, kind engine.Kind, name string) *norm.Prepared {
	return norm.Prepare(&engine.Party{ID: engine.PartyID(id), Kind: kind, Names: []engine.Name{{Text: name}}})
}
