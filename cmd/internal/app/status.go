package app

import (
	"context"
	"errors"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/index"
)

// Status is what is loaded and whether what is derived follows it.
type Status struct {
	Dir      string                `json:"dir"`
	Datasets []store.DatasetStatus `json:"datasets"`
	Seq      uint64                `json:"seq"`             // of the newest change
	Resolved uint64                `json:"resolved"`        // change that entities and stakes follow up to
	Indexed  uint64                `json:"indexed"`         // change that the index follows up to
	Model    ModelStatus           `json:"model"`           // by which records are matched
	Stale    string                `json:"stale,omitempty"` // what is behind, and the command that mends it
}

// ModelStatus says which model scores pairs.
type ModelStatus struct {
	Version string `json:"version"`
	How     string `json:"how"`            // "shipped", "trained" or "imported"
	At      string `json:"at,omitempty"`   // when it was trained or imported, RFC 3339
	From    string `json:"from,omitempty"` // version of the model that it was trained from

	made string // version of the model by which the entities were made; "" for none
	old  bool   // they were made by a version of pierce that prepares parties otherwise
}

// modelStatus reads which model scores pairs; a model that cannot be read has no
// version.
func (a *App) modelStatus() (ModelStatus, error) {
	m, err := resolve.ModelOf(a.Store)
	if err != nil && !errors.Is(err, engine.Stale) {
		return ModelStatus{}, err
	}
	s := ModelStatus{How: "shipped"}
	if err == nil {
		s.Version = m.Version
	}
	stamp, ok, err := resolve.StampOf(a.Store)
	if err != nil {
		return s, err
	}
	if ok {
		s.made, s.old = stamp.Model, !stamp.Current()
	}
	own, err := resolve.ModelStored(a.Store)
	if own != nil {
		s.How, s.At, s.From = own.How, own.At, own.From
	}
	return s, err
}

// Status reads the state of the folder.
func (a *App) Status() (Status, error) {
	s := Status{Dir: a.Dir, Seq: a.Store.Seq()}
	var err error
	if s.Datasets, err = a.Store.Datasets(); err != nil {
		return s, err
	}
	if s.Resolved, err = a.Store.Cursor("resolve"); err != nil {
		return s, err
	}
	if s.Indexed, err = a.indexed(); err != nil {
		return s, err
	}
	if s.Model, err = a.modelStatus(); err != nil {
		return s, err
	}
	behind, err := a.recordsSince(s.Resolved)
	switch {
	case err != nil:
		return s, err
	case s.Model.Version == "":
		s.Stale = "the model is of another version; run pierce resolve --train, or pierce resolve --model shipped"
	case s.Model.made != "" && s.Model.made != s.Model.Version:
		s.Stale = "entities were made by the model " + s.Model.made + "; run pierce resolve"
	case s.Model.old:
		s.Stale = "entities were made by another version of pierce; run pierce resolve"
	case behind:
		s.Stale = "entities and index are behind the records; run pierce resolve"
	case s.Indexed < s.Seq:
		s.Stale = "the index is behind; the next search brings it up to date"
	}
	return s, nil
}

// indexed is the change that the index follows up to: 0 where there is no index
// that can be used, which the next search mends. To say how things stand must
// not change them.
func (a *App) indexed() (uint64, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.idx == nil {
		x, err := index.Open(index.Options{Dir: a.Dir})
		if errors.Is(err, engine.Stale) {
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
		a.idx = x
	}
	return a.idx.Cursor()
}

// recordsSince reports whether records have changed after a change.
func (a *App) recordsSince(seq uint64) (bool, error) {
	err := a.Store.Changes(seq, func(c store.Change) error {
		if c.Kind == "records" {
			return errFound
		}
		return nil
	})
	if errors.Is(err, errFound) {
		return true, nil
	}
	return false, err
}

// errFound ends a reading of the change log.
var errFound = errors.New("found")

// Fresh is Stale where records have changed and entities and stakes do not
// follow yet, so that an answer might clear whom the new records list. While a
// command of this process is at work on that, busy is true instead, and the
// answer is that of before.
func (a *App) Fresh() (busy bool, err error) {
	resolved, err := a.Store.Cursor("resolve")
	if err != nil {
		return false, err
	}
	behind, err := a.recordsSince(resolved)
	if err != nil || !behind {
		return false, err
	}
	if !a.write.TryLock() {
		return true, nil
	}
	a.write.Unlock()
	return false, &engine.Error{Op: "open", ID: a.Dir, Code: engine.Stale, Err: errors.New("records were loaded, or judgements made, that are not resolved yet"), Hint: "pierce resolve"}
}

// CatchUp makes the index follow the store. The caller holds Writing.
func (a *App) CatchUp(ctx context.Context) (index.Stats, error) {
	x, err := a.openIndex(ctx)
	if err != nil {
		return index.Stats{}, err
	}
	return x.CatchUp(ctx, a.Store)
}

// Reindex throws the index away and builds it again. The caller holds Writing.
func (a *App) Reindex(ctx context.Context) (index.Stats, error) {
	x, err := a.openIndex(ctx)
	if err != nil {
		return index.Stats{}, err
	}
	return x.Rebuild(ctx, a.Store)
}
