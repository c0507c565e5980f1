package main

import (
	"github.com/pierce-er/pierce/engine/resolve"
)

// dropCmd removes a dataset or a record.
type dropCmd struct {
	What string `arg:"" placeholder:"DATASET|RECORD" help:"A dataset's name, or a record's id as dataset/key."`
}

// Help gives an example under the flags.
func (*dropCmd) Help() string {
	return `What was merged only because of the removed records comes apart again. To end
a record without removing it, load a full snapshot that lacks it.

Examples:
  pierce drop hk-registry
  pierce drop ofac/36`
}

// Run removes, then resolves and indexes.
func (c *dropCmd) Run(e *env) error {
	a, err := e.open(false)
	if err != nil {
		return err
	}
	done, err := a.Writing()
	if err != nil {
		return err
	}
	defer done()
	n, err := a.Store.Drop(c.What)
	if err != nil {
		return err
	}
	settled, err := e.settle(a, resolve.Options{})
	if err != nil {
		return err
	}
	if e.json {
		return e.printJSON(struct {
			Dropped int64         `json:"dropped"`
			Resolve resolve.Stats `json:"resolve"`
		}{n, settled.Resolve})
	}
	e.printf("%s records removed\n", thousands(n))
	return nil
}
