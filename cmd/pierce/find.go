package main

import (
	"fmt"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
)

// find gives the entity that the user means: by an id, or the best hit of a
// name. A note on standard error says which was taken, and what came close.
func (e *env) find(a *app.App, ref string) (*engine.Entity, error) {
	ent, taken, err := a.Find(e.ctx, ref, engine.DateOf(e.now()))
	if err != nil || taken == nil {
		return ent, err
	}
	best := &taken.Best
	note := fmt.Sprintf("%s is taken as %s %s (%s)", plain(ref), best.Entity, plain(best.Name), plain(best.Why))
	if c := taken.Close; c != nil {
		note += fmt.Sprintf("; %s %s came close", c.Entity, plain(c.Name))
	}
	fmt.Fprintln(e.stderr, note)
	return ent, nil
}
