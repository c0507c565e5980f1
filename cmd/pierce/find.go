package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/index"
)

// sure is the score from which the best hit of a name is taken for the one that
// was meant: every word of it was found, misspelt perhaps. Below it a hit shares
// a word or a sound with what was typed, and to walk the owners of such a one
// would answer about a stranger.
const sure = 0.7

// find gives the entity that the user means: by an id, or the best hit of a
// name. A note on standard error says which was taken, and what came close. An
// id that is not there, and a name that only resembles others, are NotFound.
func (e *env) find(a *app.App, ref string) (*engine.Entity, error) {
	ent, err := a.Query.Entity(ref)
	if err == nil || !errors.Is(err, engine.NotFound) {
		return ent, err
	}
	missing := &engine.Error{Op: "find", ID: ref, Code: engine.NotFound, Hint: "pierce search finds names, numbers and addresses"}
	if strings.Contains(ref, "/") {
		record, rerr := isRecord(a, ref)
		if rerr != nil {
			return nil, rerr
		}
		if !record && !strings.ContainsAny(ref, " \t") {
			record = true
			if missing.Hint, rerr = nearIDs(a, ref); rerr != nil {
				return nil, rerr
			}
		}
		if record {
			return nil, missing
		}
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
		return nil, missing
	}
	best := hits[0]
	if best.Score < sure {
		missing.Hint = fmt.Sprintf("the nearest is %s %s (%s); give that id if it is meant", best.Entity, plain(best.Name), plain(best.Why))
		return nil, missing
	}
	note := fmt.Sprintf("%s is taken as %s %s (%s)", plain(ref), best.Entity, plain(best.Name), plain(best.Why))
	if len(hits) > 1 && hits[1].Score > 0.9*best.Score {
		note += fmt.Sprintf("; %s %s came close", hits[1].Entity, plain(hits[1].Name))
	}
	fmt.Fprintln(e.stderr, note)
	return a.Store.Entity(best.Entity)
}

// nearIDs advises on an id whose dataset is not loaded: the records that have it
// within a dataset that is, or else the datasets.
func nearIDs(a *app.App, ref string) (string, error) {
	all, err := a.Store.Datasets()
	if err != nil {
		return "", err
	}
	_, rest, _ := strings.Cut(ref, "/")
	var near, names []string
	for _, d := range all {
		names = append(names, d.Dataset)
		for _, id := range []string{d.Dataset + "/" + ref, d.Dataset + "/" + rest} {
			if _, err := a.Query.Party(id); err == nil && !slices.Contains(near, id) {
				near = append(near, id)
			}
		}
	}
	if len(near) > 0 {
		return strings.Join(near[:min(len(near), 3)], ", ") + " is there; pierce search finds names", nil
	}
	return "an id begins with its dataset, one of " + strings.Join(names[:min(len(names), 8)], ", ") + "; pierce search finds names", nil
}

// isRecord reports whether ref can only be meant as the id of a record: it
// begins with the name of a dataset that is loaded, and a slash.
func isRecord(a *app.App, ref string) (bool, error) {
	dataset, _, ok := strings.Cut(ref, "/")
	if !ok {
		return false, nil
	}
	all, err := a.Store.Datasets()
	return slices.ContainsFunc(all, func(d store.DatasetStatus) bool { return d.Dataset == dataset }), err
}
