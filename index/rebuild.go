package index

import (
	"context"
	"errors"
	"os"

	"github.com/blevesearch/bleve/v2"

	"github.com/pierce-er/pierce/engine"
)

// Rebuild makes the index of a data folder anew, whatever state it is in, and
// opens it. The new one is built beside the old and takes its place by one
// rename: a rebuild that fails or is killed leaves the old one as it was.
//
// Errors: Locked when another process holds the index; what the store gives.
func Rebuild(ctx context.Context, o Options, r Reader) (*Index, Stats, error) {
	if err := o.check(); err != nil {
		return nil, Stats{}, err
	}
	if o.ReadOnly {
		return nil, Stats{}, &engine.Error{Op: "index.Rebuild", Code: engine.Invalid, Err: errors.New("an index opened to read only cannot be rebuilt")}
	}
	x, err := Open(o)
	if err != nil {
		if !errors.Is(err, engine.Stale) {
			return nil, Stats{}, err
		}
		x = &Index{o: o}
	}
	stats, err := x.rebuild(ctx, r)
	if err != nil {
		return nil, Stats{}, errors.Join(err, x.Close())
	}
	return x, stats, nil
}

// Rebuild makes an open index anew. Searches go on in the old one until the
// new one takes its place.
func (x *Index) Rebuild(ctx context.Context, r Reader) (Stats, error) {
	if _, err := x.writable("index.Rebuild"); err != nil {
		return Stats{}, err
	}
	return x.rebuild(ctx, r)
}

func (x *Index) rebuild(ctx context.Context, r Reader) (Stats, error) {
	x.write.Lock()
	defer x.write.Unlock()
	f := x.o.folder()
	name := ""
	if !x.o.InMemory {
		var err error
		if err = os.MkdirAll(string(f), 0o700); err == nil {
			name, err = f.next()
		}
		if err != nil {
			return Stats{}, &engine.Error{Op: "index.Rebuild", ID: string(f), Err: err}
		}
	}
	b, err := f.create(name)
	if err != nil {
		return Stats{}, err
	}
	stats, err := fill(ctx, b, r, x.o)
	if err == nil && name != "" {
		err = f.use(name)
	}
	if err != nil {
		err = errors.Join(err, b.Close())
		if name != "" {
			err = errors.Join(err, os.RemoveAll(f.path(name)))
		}
		return Stats{}, err
	}
	return stats, x.swap(b, name)
}

// swap puts a new generation in the place of the old one and removes that.
func (x *Index) swap(b bleve.Index, name string) error {
	x.mu.Lock()
	old := x.b
	x.b, x.name = b, name
	x.mu.Unlock()
	var err error
	if old != nil {
		err = old.Close()
	}
	if name != "" {
		err = errors.Join(err, x.o.folder().clear(name))
	}
	if err != nil {
		return &engine.Error{Op: "index.Rebuild", Err: err}
	}
	return nil
}
