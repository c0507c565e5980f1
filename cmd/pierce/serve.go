package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/api"
	"github.com/pierce-er/pierce/engine"
)

// serveCmd serves the folder over HTTP.
type serveCmd struct {
	Addr string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen; port 0 takes a free one. Default: 127.0.0.1:8080."`
}

// Help gives examples under the flags.
func (*serveCmd) Help() string {
	return `Other commands work as usual while it runs: they reach it through a socket in
the data folder.

Examples:
  pierce serve
  curl 'http://127.0.0.1:8080/api/v1/search?q=lumenpeak'`
}

// Run serves until it is interrupted.
func (c *serveCmd) Run(e *env) error {
	a, err := e.open(false)
	if errors.Is(err, errElsewhere) {
		return &engine.Error{Op: "serve", ID: e.data, Code: engine.Locked, Err: errors.New("another process holds the data folder"),
			Hint: "a server may be running already: pierce status; or wait for a load to end"}
	}
	if err != nil {
		return err
	}
	if _, err := a.Index(e.ctx); err != nil { // the first question should not wait for it
		return err
	}
	log := slog.New(slog.NewTextHandler(e.stderr, nil))
	version, _ := built()
	s := api.New(api.Options{App: a, Now: e.now, Version: version, Log: log})
	ln, err := (&net.ListenConfig{}).Listen(e.ctx, "tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	e.printf("serving %s at http://%s\n", plain(a.Dir), ln.Addr())
	return serveHTTP(e.ctx, ln, s)
}

// How long a server waits for what is under way when it is told to end.
const stopWait = 20 * time.Second

// serveHTTP answers until the context ends, then lets what is under way end.
func serveHTTP(ctx context.Context, ln net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWait)
	defer cancel()
	if err := srv.Shutdown(stop); err != nil {
		_ = srv.Close() // what would not end in time is cut off
	}
	return nil
}
