package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/index"
)

// sure is the score from which the best hit of a name is taken for the one that
// was meant: every word of it was found, misspelt perhaps. Below it a hit shares
// a word or a sound with what was typed, and to walk the owners of such a one
// would answer about a stranger.
const sure = 0.7

// Taken says which entity a name was taken to mean.
type Taken struct {
	Best  index.Hit  // the one taken
	Close *index.Hit // one that came close to it, if one did
}

// Find gives the entity that is meant by an id, or by a name: its best hit, as
// it was listed and dated on the day. Taken is nil for an id. An id that is not
// there, and a name that only resembles others, are NotFound.
func (a *App) Find(ctx context.Context, ref string, asOf engine.Date) (*engine.Entity, *Taken, error) {
	ent, err := a.Query.Entity(ref)
	if err == nil || !errors.Is(err, engine.NotFound) {
		return ent, nil, err
	}
	missing := &engine.Error{Op: "find", ID: ref, Code: engine.NotFound, Hint: "pierce search finds names, numbers and addresses"}
	switch id, err := a.meantAsID(ref, missing); {
	case err != nil:
		return nil, nil, err
	case id:
		return nil, nil, missing
	}
	x, err := a.Index(ctx)
	if err != nil {
		return nil, nil, err
	}
	hits, err := x.Search(ctx, index.Query{Text: ref, Limit: 3, AsOf: asOf})
	if err != nil {
		return nil, nil, err
	}
	if len(hits) == 0 {
		return nil, nil, missing
	}
	taken := &Taken{Best: hits[0]}
	if taken.Best.Score < sure {
		missing.Hint = fmt.Sprintf("the nearest is %s %s (%s); give that id if it is meant", hits[0].Entity, hits[0].Name, hits[0].Why)
		return nil, nil, missing
	}
	if len(hits) > 1 && hits[1].Score > 0.9*hits[0].Score {
		taken.Close = &hits[1]
	}
	ent, err = a.Store.Entity(taken.Best.Entity)
	return ent, taken, err
}

// meantAsID reports whether ref, which names no entity, can only be meant as an
// id, and then sets the advice on the error.
func (a *App) meantAsID(ref string, missing *engine.Error) (bool, error) {
	if !strings.Contains(ref, "/") {
		return false, nil
	}
	record, err := a.isRecord(ref)
	if err != nil || record {
		return record, err
	}
	if strings.ContainsAny(ref, " \t") {
		return false, nil
	}
	missing.Hint, err = a.nearIDs(ref)
	return true, err
}

// nearIDs advises on an id whose dataset is not loaded: the records that have it
// within a dataset that is, or else the datasets.
func (a *App) nearIDs(ref string) (string, error) {
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
func (a *App) isRecord(ref string) (bool, error) {
	dataset, _, ok := strings.Cut(ref, "/")
	if !ok {
		return false, nil
	}
	all, err := a.Store.Datasets()
	return slices.ContainsFunc(all, func(d store.DatasetStatus) bool { return d.Dataset == dataset }), err
}
