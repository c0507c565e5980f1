package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/engine/train"
)

// shippedModel is what --model says for the model that ships.
const shippedModel = "shipped"

// readModel reads the model of a file; nil for none and for the one that ships.
func readModel(e *env, path string) (*score.Model, error) {
	if path == "" || path == shippedModel {
		return nil, nil
	}
	b, err := os.ReadFile(e.path(path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &engine.Error{Op: "resolve", ID: path, Code: engine.NotFound, Err: errors.New("no such file")}
	}
	if err != nil {
		return nil, err
	}
	m, err := score.Read(b)
	if err != nil {
		return nil, fmt.Errorf("%s is no model as pierce export --as model writes it: %w", path, err)
	}
	return m, nil
}

// exportModel writes the model by which a folder's records are matched.
func exportModel(a *app.App, w io.Writer) error {
	m, err := resolve.ModelOf(a.Store)
	if err != nil {
		return err
	}
	_, err = w.Write(m.Bytes())
	return err
}

// train fits the model to the folder, with progress.
func (e *env) train(a *app.App, seed uint64, pairs int) (*resolve.Trained, error) {
	bar := e.progress()
	defer bar.done()
	return resolve.Train(e.ctx, a.Store, resolve.TrainOptions{Seed: seed, Pairs: pairs,
		Report: func(p resolve.Progress) { bar.count(p.Stage, p.Done, p.Total) }})
}

// printTrained prints what was trained, so that a reader can judge it.
func printTrained(e *env, t *resolve.Trained) {
	var blocked float64
	for _, p := range t.Passes {
		blocked += p.Pairs
	}
	e.printf("trained on %s parties, from %s pairs drawn at random and %s that share a key, in %d steps\n\n",
		thousands(t.Parties), whole(t.Random), whole(blocked), t.Steps)
	g := e.newGrid([]int{2}, "comparison", "level", "shipped", "trained", "of one party", "of two", "pairs")
	g.add("prior", "of all pairs", bitsOf(t.Prior.Shipped), bitsOf(t.Prior.Trained), "", "", whole(t.Prior.Matches))
	kept := 0
	for _, c := range append(append([]train.Change{}, t.Names...), t.Levels...) {
		if c.Kept != "" {
			kept++
			continue
		}
		g.add(c.Comparison, c.Level, bitsOf(c.Shipped), bitsOf(c.Trained), chance(c.M), chance(c.U), whole(c.Matches))
	}
	g.print(e.stdout)
	e.printf("\nbits: +10 is a thousand times likelier for one party than for two. Of one party, of two: how often the level is met.\n")
	e.printf("Pairs: expected pairs of one party that were counted, once in each pass.\n")
	if kept > 0 {
		e.printf("%d levels are met too rarely here and keep their weight\n", kept)
	}
	if train.Reach(int(t.Parties)) < 1 {
		e.printf("these are few parties to count on: weights move by less\n")
	}
	e.printf("\nexpected of %s pairs that share a key: same %s, was %s; possibly same %s, was %s; of those same %s right, was %s\n",
		whole(t.After.Candidates), whole(t.After.Same), whole(t.Before.Same), whole(t.After.Possible), whole(t.Before.Possible),
		chance(t.After.Right), chance(t.Before.Right))
	e.printf("model %s is used from now on; pierce resolve --model shipped goes back\n", t.Model.Version)
}

func bitsOf(w float64) string { return fmt.Sprintf("%+.2f", w) }

func whole(n float64) string { return thousands(int64(math.Round(n))) }

// chance writes a chance in per cent, with digits enough to tell it from none.
func chance(p float64) string {
	switch {
	case p == 0:
		return "0 %"
	case p < 0.0001:
		return "<0.01 %"
	case p < 0.1:
		return fmt.Sprintf("%.2f %%", 100*p)
	}
	return fmt.Sprintf("%.1f %%", 100*p)
}
