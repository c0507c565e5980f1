package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/cmd/internal/draw"
	"github.com/pierce-er/pierce/engine"
)

// path makes a path of the caller absolute; "-" stays.
func (e *env) path(p string) string {
	switch {
	case p == "-" || p == "":
		return p
	case filepath.IsAbs(p):
		return filepath.Clean(p)
	}
	return filepath.Join(e.dir, p)
}

// How long a command waits for a data folder that is being closed: the holder
// may have stopped listening and not yet let go of the lock.
const (
	lockWait = 3 * time.Second
	lockPoll = 50 * time.Millisecond
)

// open gives the data folder's app, opening it if no command of this process
// has yet. With create, a folder that is not there is made.
func (e *env) open(create bool) (*app.App, error) {
	if e.host.app != nil {
		if !sameFolder(e.host.app.Dir, e.data) {
			return nil, &engine.Error{Op: "open", ID: e.data, Code: engine.Locked, Err: errors.New("the process that was asked holds another data folder")}
		}
		return e.host.app, nil
	}
	deadline := e.now().Add(lockWait)
	for {
		a, err := app.Open(app.Options{Dir: e.data, Create: create, Now: e.now})
		if err == nil {
			e.host.app = a
			// Without a socket the others get "locked", which is no reason to fail here.
			if l, err := app.Listen(e.data, e.host.serve); err == nil {
				e.host.listener = l
				context.AfterFunc(e.ctx, l.Interrupt)
			}
			return a, nil
		}
		if !errors.Is(err, engine.Locked) {
			return nil, err
		}
		if app.Answers(e.data) {
			return nil, errElsewhere
		}
		if e.now().After(deadline) {
			return nil, err
		}
		select {
		case <-e.ctx.Done():
			return nil, e.ctx.Err()
		case <-time.After(lockPoll):
		}
	}
}

// sameFolder reports whether two paths lead to one folder, through links too.
func sameFolder(a, b string) bool {
	if a == b {
		return true
	}
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// decide opens the data folder for a question whose answer may clear someone:
// what is loaded must be resolved, or it is Stale.
func (e *env) decide() (*app.App, error) {
	a, err := e.open(false)
	if err != nil {
		return nil, err
	}
	busy, err := a.Fresh()
	if busy {
		fmt.Fprintln(e.stderr, "note: a load is running; this is how things stood before it")
	}
	return a, err
}

// look opens the data folder for a question that decides nothing: where what is
// loaded is not resolved yet, a note says so.
func (e *env) look() (*app.App, error) {
	a, err := e.decide()
	if errors.Is(err, engine.Stale) {
		fmt.Fprintln(e.stderr, "note: records were loaded that are not resolved yet, so they are not found; pierce resolve")
		return a, nil
	}
	return a, err
}

// close ends the process's hold: first no more requests, then the folder.
func (h *host) close() {
	if h.listener != nil {
		_ = h.listener.Close() // the socket file goes with it; a leftover is removed by the next holder
	}
	if h.app != nil {
		_ = h.app.Close() // everything that matters was committed before the command said so
	}
}

// printJSON writes v as one line.
func (e *env) printJSON(v any) error {
	enc := json.NewEncoder(e.stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func (e *env) printf(format string, args ...any) { fmt.Fprintf(e.stdout, format, args...) }

// columns is the width that text is laid out for.
func (e *env) columns() int {
	if e.width > 0 {
		return max(e.width, 40)
	}
	return 100
}

// plain makes text of a source safe for a terminal: control characters and
// marks that turn the writing direction are shown as �.
func plain(s string) string { return draw.Plain(s) }

// asOf reads a --as-of flag; empty is today.
func (e *env) asOf(flag string) (engine.Date, error) {
	if flag == "" {
		return engine.DateOf(e.now()), nil
	}
	d, err := engine.ParseDate(flag)
	if err != nil || !d.Exact() {
		return 0, usagef("--as-of: got %q, want a day as 2024-05-31", flag)
	}
	return d, nil
}
