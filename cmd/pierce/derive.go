package main

import (
	"fmt"

	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/index"
)

// resolveCmd makes entities follow the records.
type resolveCmd struct {
	All bool `help:"Do everything again from nothing, as after a change of the model."`
}

// Help gives an example under the flags.
func (*resolveCmd) Help() string {
	return `Loading resolves by itself; this is for a load with --only-load, one that was
interrupted, or a new version of pierce. Both ways give the same entities.

Example:
  pierce resolve --all`
}

// Run resolves and indexes.
func (c *resolveCmd) Run(e *env) error {
	a, err := e.open(false)
	if err != nil {
		return err
	}
	done, err := a.Writing()
	if err != nil {
		return err
	}
	defer done()
	settled, err := e.settle(a, resolve.Options{All: c.All})
	if err != nil {
		return err
	}
	r := settled.Resolve
	if e.json {
		return e.printJSON(r)
	}
	e.printf("%s\n", resolvedLine(r))
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
