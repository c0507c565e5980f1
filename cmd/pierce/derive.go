package main

import (
	"fmt"

	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/index"
)

// resolveCmd makes entities follow the records.
type resolveCmd struct {
	All   bool   `help:"Do everything again from nothing, as after a change of the model."`
	Train bool   `help:"Fit the model's weights to this folder's own records first, without labels, and keep them."`
	Seed  uint64 `help:"With --train: which pairs are drawn. The same seed gives the same model."`
	Pairs int    `default:"500000" help:"With --train: how many pairs are drawn at random, and the most that each pass holds."`
	Model string `placeholder:"FILE" help:"Use the model of a file from now on, or go back to the one that ships: shipped."`
}

// Help gives examples under the flags.
func (*resolveCmd) Help() string {
	return `Loading resolves by itself; this is for a load with --only-load, one that was
interrupted, or a new version of pierce. Both ways give the same entities.

--train counts how often each kind of agreement is met among records of one
party and among records of two, and prints the weights before and after. All
later commands use the trained model. export --as model writes it to a file.

Examples:
  pierce resolve --all
  pierce resolve --train
  pierce resolve --model shipped`
}

// Run trains or takes a model where it is asked to, then resolves and indexes.
func (c *resolveCmd) Run(e *env) error {
	if c.Train && c.Model != "" {
		return usagef("--train and --model exclude each other")
	}
	if c.Pairs < 1000 {
		return usagef("--pairs: got %d, want 1,000 or more", c.Pairs)
	}
	model, err := readModel(e, c.Model)
	if err != nil {
		return err
	}
	a, err := e.open(false)
	if err != nil {
		return err
	}
	done, err := a.Writing()
	if err != nil {
		return err
	}
	defer done()
	var trained *resolve.Trained
	switch {
	case c.Train:
		if trained, err = e.train(a, c.Seed, c.Pairs); err == nil {
			model = trained.Model
			err = resolve.SetModel(a.Store, model, "trained", e.now)
		}
	case c.Model == shippedModel:
		err = resolve.SetModel(a.Store, nil, "", nil)
	case model != nil:
		err = resolve.SetModel(a.Store, model, "imported", e.now)
	}
	if err != nil {
		return err
	}
	settled, err := e.settle(a, resolve.Options{All: c.All})
	if err != nil {
		return err
	}
	if e.json {
		return e.printJSON(struct {
			resolve.Stats
			Trained *resolve.Trained `json:"trained,omitempty"`
		}{settled.Resolve, trained})
	}
	if trained != nil {
		printTrained(e, trained)
	}
	e.printf("%s\n", resolvedLine(settled.Resolve))
	return nil
}

// resolvedLine says what a resolution did.
func resolvedLine(r resolve.Stats) string {
	line := fmt.Sprintf("resolved: %s parties looked at, %s pairs scored, %s entities written", thousands(r.Parties), thousands(r.Pairs), thousands(r.Entities))
	for _, n := range []struct {
		count int64
		what  string
	}{{r.Created, "new"}, {r.Merged, "merged"}, {r.Split, "split"}, {r.Retired, "gone"}} {
		if n.count > 0 {
			line += fmt.Sprintf(", %s %s", thousands(n.count), n.what)
		}
	}
	return line
}

// indexCmd makes the search index follow the store.
type indexCmd struct {
	Rebuild bool `help:"Throw the index away and build it again."`
}

// Help gives an example under the flags.
func (*indexCmd) Help() string {
	return `The index is derived from the store and can always be built again; searching
brings it up to date by itself.

Example:
  pierce index --rebuild`
}

// Run catches up, or rebuilds.
func (c *indexCmd) Run(e *env) error {
	a, err := e.open(false)
	if err != nil {
		return err
	}
	done, err := a.Writing()
	if err != nil {
		return err
	}
	defer done()
	var stats index.Stats
	if c.Rebuild {
		stats, err = a.Reindex(e.ctx)
	} else {
		stats, err = a.CatchUp(e.ctx)
	}
	if err != nil {
		return err
	}
	if e.json {
		return e.printJSON(stats)
	}
	e.printf("%s documents written; the index is up to date\n", thousands(stats.Entities+stats.Shipments))
	return nil
}
