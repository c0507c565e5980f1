package resolve

import (
	"context"
	"errors"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// run is one run over a store.
type run struct {
	ctx    context.Context
	st     *store.Store
	o      Options
	judged judged
	stamp  Stamp // of the last run
	to     uint64
	stats  Stats

	garbage *collector // of a run from scratch
}

// errScratch says that so much changed that all is better done anew.
var errScratch = errors.New("from scratch")

// Run brings entities, links and stakes up to the store's records and
// judgements. A run that is killed changes nothing, and doing it again gives
// the same. One run at a time. Errors are those of the store, or the context's.
func Run(ctx context.Context, st *store.Store, o Options) (Stats, error) {
	if err := o.defaults(st); err != nil {
		return Stats{}, wrap(err)
	}
	r := &run{ctx: ctx, st: st, o: o}
	if err := r.run(); err != nil {
		return r.stats, wrap(err)
	}
	r.stats.Seq = r.to
	return r.stats, nil
}

func wrap(err error) error { return &engine.Error{Op: "resolve.Run", Err: err} }

func (r *run) run() error {
	var err error
	if r.judged, err = readJudged(r.st); err != nil {
		return err
	}
	comparable, err := r.comparable()
	if err != nil {
		return err
	}
	if r.o.All || !comparable {
		r.to = r.st.Seq()
		return r.all()
	}
	since, err := r.st.Cursor(stampName)
	if err != nil {
		return err
	}
	changed, err := r.changes(since)
	if errors.Is(err, errScratch) {
		r.to = r.st.Seq()
		return r.all()
	}
	if err != nil {
		return err
	}
	if len(changed) == 0 {
		if r.to > since {
			r.o.Cache.reached(since, r.to)
			return r.st.SetCursor(stampName, r.to)
		}
		return nil
	}
	if err = r.follow(since, changed); err == nil {
		r.o.Cache.reached(since, r.to)
	}
	return err
}

// comparable reports whether the store holds results of a run whose stamp
// agrees with this one's, and reads that stamp.
func (r *run) comparable() (bool, error) {
	b, err := r.st.Stamp(stampName)
	if errors.Is(err, engine.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var ok bool
	r.stamp, ok = readStamp(b)
	return ok && r.stamp.same(r.newStamp()), nil
}

// changes lists the records that changed after since, each once, in the order
// of the log, and notes how far the log goes. The error is errScratch where
// they are so many that all is better done anew.
func (r *run) changes(since uint64) ([]engine.RecordID, error) {
	r.to = since
	seen := map[engine.RecordID]bool{}
	var out []engine.RecordID
	err := r.st.Changes(since, func(c store.Change) error {
		r.to = max(r.to, c.Seq)
		for _, id := range c.Records {
			if !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
		if float64(len(out)) > r.o.bulkShare*float64(r.stamp.Records) {
			return errScratch
		}
		return r.ctx.Err()
	})
	return out, err
}

// exists reports whether there is an entity under the very id.
func (r *run) exists(id engine.EntityID) (bool, error) {
	e, err := r.st.Entity(id)
	if errors.Is(err, engine.NotFound) {
		return false, nil
	}
	return err == nil && e.ID == id, err
}
