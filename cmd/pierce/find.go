package main

import (
	"errors"
	"fmt"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/index"
)

// find gives the entity that the user means: by an id, or the best hit of a
// name. When a name has other hits that come close, a note on standard error
// says which was taken.
func (e *env) find(a *app.App, ref string) (*engine.Entity, error) {
	ent, err := a.Query.Entity(ref)
	if err == nil || !errors.Is(err, engine.NotFound) {
		return ent, err
	}
	x, xerr := a.Index(e.ctx)
	if xerr != nil {
		return nil, xerr
	}
	hits, xerr := x.Search(e.ctx, index.Query{Text: ref, Limit: 3, AsOf: engine.DateOf(e.now())})
	if xerr != nil {
		return nil, xerr
	}
	if len(hits) == 0 {
		return nil, &engine.Error{Op: "find", ID: ref, Code: engine.NotFound, Hint: "pierce search finds names, numbers and addresses"}
	}
	best := hits[0]
	if !e.json {
		note := fmt.Sprintf("%s is taken as %s %s (%s)", plain(ref), best.Entity, plain(best.Name), plain(best.Why))
		if len(hits) > 1 && hits[1].Score > 0.9*best.Score {
			note += fmt.Sprintf("; %s %s came close", hits[1].Entity, plain(hits[1].Name))
		}
		fmt.Fprintln(e.stderr, note)
	}
	return a.Store.Entity(best.Entity)
}
