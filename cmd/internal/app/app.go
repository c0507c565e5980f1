// Package app opens a data folder: the store, the search index and the
// questions over both. The command, and whatever else serves a folder, share
// it, so that they answer alike.
package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/index"
)

// Options say which folder to open.
type Options struct {
	Dir    string           // absolute path of the data folder
	Create bool             // make the folder if it is not there
	Now    func() time.Time // required
}

// App is an open data folder. Its methods may be called from several
// goroutines.
type App struct {
	Dir   string
	Store *store.Store
	Query *query.Query

	now   func() time.Time
	write sync.Mutex // held by the one command that changes the folder

	mu  sync.Mutex // guards idx
	idx *index.Index

	tokens tokens
}

// Open opens the store of a data folder; the index is opened when it is first
// asked for. A folder that is not there, or holds no store, is NotFound unless
// Create is set; one that another process holds is Locked.
func Open(o Options) (*App, error) {
	// A question never makes a store: not even in a folder that is there, and
	// was named by mistake.
	if _, err := os.Stat(filepath.Join(o.Dir, "store")); errors.Is(err, fs.ErrNotExist) && !o.Create {
		return nil, &engine.Error{Op: "open", ID: o.Dir, Code: engine.NotFound, Err: errors.New("no data folder"),
			Hint: "load something first (pierce ingest --help), name another folder with --data, or try pierce demo"}
	}
	s, err := store.Open(store.Options{Dir: o.Dir, Now: o.Now})
	if err != nil {
		return nil, err
	}
	own, err := ownEntries(o.Dir)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	q, err := query.New(s, own)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return &App{Dir: o.Dir, Store: s, Query: q, now: o.Now, tokens: tokens{path: filepath.Join(o.Dir, "tokens.json")}}, nil
}

// Close closes the index and the store.
func (a *App) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	var err error
	if a.idx != nil {
		err = a.idx.Close()
	}
	return errors.Join(err, a.Store.Close())
}

// Rejects is the folder where bad rows are filed.
func (a *App) Rejects() string { return filepath.Join(a.Dir, "rejects") }

// Writing begins a change of the folder; the caller calls done at its end.
// While another command of this process is changing it, it is Locked.
func (a *App) Writing() (done func(), err error) {
	if !a.write.TryLock() {
		return nil, &engine.Error{Op: "open", ID: a.Dir, Code: engine.Locked, Err: errors.New("another command is changing the data folder"),
			Hint: "questions are answered meanwhile; wait for the change to end, then run this again"}
	}
	return a.write.Unlock, nil
}

// Index opens the search index and brings it up to date. One of another
// version, or a damaged one, is built again.
func (a *App) Index(ctx context.Context) (*index.Index, error) {
	x, err := a.openIndex(ctx)
	if err != nil {
		return nil, err
	}
	if !a.write.TryLock() {
		return x, nil // a load is running: it brings the index up to date at its end
	}
	defer a.write.Unlock()
	_, err = x.CatchUp(ctx, a.Store)
	return x, err
}

// openIndex opens the index once; where there is none, or one of another
// version, it is built.
func (a *App) openIndex(ctx context.Context) (*index.Index, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.idx != nil {
		return a.idx, nil
	}
	o := index.Options{Dir: a.Dir}
	x, err := index.Open(o)
	if errors.Is(err, engine.Stale) {
		x, _, err = index.Rebuild(ctx, o, a.Store)
	}
	if err != nil {
		return nil, err
	}
	a.idx = x
	return x, nil
}

// Stage is a step of Settle, for showing progress.
type Stage struct {
	Name  string // "resolving" or "indexing"
	Done  int64
	Total int64 // 0 where not known
}

// Settled is what Settle did.
type Settled struct {
	Resolve resolve.Stats
	Index   index.Stats
	Took    time.Duration
}

// Settle makes the derived parts follow the records: entities and stakes, then
// the index. The caller holds Writing.
func (a *App) Settle(ctx context.Context, o resolve.Options) (Settled, error) {
	var out Settled
	start := a.now()
	o.Now = a.now
	var err error
	if out.Resolve, err = resolve.Run(ctx, a.Store, o); err != nil {
		return out, fmt.Errorf("resolving: %w", err)
	}
	x, err := a.openIndex(ctx)
	if err != nil {
		return out, err
	}
	if out.Index, err = x.CatchUp(ctx, a.Store); err != nil {
		return out, fmt.Errorf("indexing: %w", err)
	}
	a.Query.Refresh()
	out.Took = a.now().Sub(start)
	return out, nil
}

// Answers reports whether a process listens at a data folder's socket.
func Answers(dir string) bool {
	c, err := net.DialTimeout("unix", socketPath(dir), time.Second)
	if err != nil {
		return false
	}
	c.Close()
	return true
}
