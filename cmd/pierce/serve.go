package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/api"
	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/cmd/internal/web"
	"github.com/pierce-er/pierce/engine"
)

// serveCmd serves the folder over HTTP.
type serveCmd struct {
	Addr         string   `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen; port 0 takes a free one. Default: 127.0.0.1:8080, this machine alone."`
	TLSCert      string   `name:"tls-cert" placeholder:"FILE" help:"Speak TLS with this certificate (PEM, the chain below it)."`
	TLSKey       string   `name:"tls-key" placeholder:"FILE" help:"The certificate's key (PEM)."`
	Insecure     bool     `help:"Listen on another address than this machine's without TLS, as behind a proxy that speaks it."`
	RequireToken bool     `help:"Ask callers on this machine for a token too."`
	Host         []string `placeholder:"NAME" help:"A further name by which callers on this machine may call it without a token."`
	AllowOrigin  []string `placeholder:"ORIGIN" help:"A web origin, as http://127.0.0.1:3333 for OpenRefine, whose pages may ask."`
	Rate         float64  `default:"-1" placeholder:"N" help:"Requests a second of one caller; 0 is no limit. Default: none on this machine, else 100."`
	Quiet        bool     `help:"Log failures only, not a line a request."`
}

// Help gives examples under the flags.
func (*serveCmd) Help() string {
	return `Pages are at /, the API at /api/v1 with its description at /docs, an OpenRefine
reconciliation service at /reconcile, and yente's /match, /search and /entities.
Callers on this machine need no token unless --require-token is given; elsewhere
each shows one of pierce token, and the address must be served by TLS, or with
--insecure. Who asked what is kept in the audit log. Other commands work as usual
meanwhile: they reach the server through a socket in the data folder.

Examples:
  pierce serve
  curl 'http://127.0.0.1:8080/api/v1/search?q=lumenpeak'
  pierce token add "A. Lee" --may read,screen,judge
  pierce serve --addr :8443 --tls-cert pierce.pem --tls-key pierce.key
  pierce serve --allow-origin http://127.0.0.1:3333`
}

// Run serves until it is interrupted.
func (c *serveCmd) Run(e *env) error {
	local, err := c.check()
	if err != nil {
		return err
	}
	var cert *tls.Certificate
	if c.TLSCert != "" {
		pair, err := tls.LoadX509KeyPair(e.path(c.TLSCert), e.path(c.TLSKey))
		if err != nil {
			return fmt.Errorf("serve: the certificate or its key: %w", err)
		}
		cert = &pair
	}
	a, err := e.open(false)
	if errors.Is(err, errElsewhere) {
		return &engine.Error{Op: "serve", ID: e.data, Code: engine.Locked, Err: errors.New("another process holds the data folder"),
			Hint: "a server may be running already; or wait for a load to end"}
	}
	if err != nil {
		return err
	}
	if !local || c.RequireToken {
		if err := someToken(a, e.now()); err != nil {
			return err
		}
	}
	if _, err := a.Index(e.ctx); err != nil { // the first question should not wait for it
		return err
	}
	s, err := c.server(e, a, local)
	if err != nil {
		return err
	}
	ln, err := (&net.ListenConfig{}).Listen(e.ctx, "tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	scheme := "http"
	if cert != nil {
		scheme = "https"
	}
	e.printf("serving %s at %s://%s\n", plain(a.Dir), scheme, ln.Addr())
	return s.Serve(e.ctx, ln, cert)
}

// check refuses flags that do not go together, and says whether only this
// machine is listened to.
func (c *serveCmd) check() (local bool, err error) {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return false, usagef("--tls-cert and --tls-key go together")
	}
	host, _, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return false, usagef("--addr: got %q, want HOST:PORT, as 127.0.0.1:8080", c.Addr)
	}
	ip := net.ParseIP(host)
	local = host == "localhost" || ip != nil && ip.IsLoopback()
	if !local && c.TLSCert == "" && !c.Insecure {
		return false, usagef("--addr %s is open to others: give --tls-cert and --tls-key, or --insecure where a proxy speaks TLS", c.Addr)
	}
	for _, o := range c.AllowOrigin {
		if err := api.CheckOrigin(o); err != nil {
			return false, usagef("--allow-origin: got %q: %v", o, err)
		}
		if o == "*" && local && !c.RequireToken {
			return false, usagef("--allow-origin '*' lets every page that is read on this machine ask: it needs --require-token")
		}
	}
	return local, nil
}

// someToken is an error where no token is in force, so that nobody could ask.
func someToken(a *app.App, now time.Time) error {
	all, err := a.Tokens()
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].InForce(now) {
			return nil
		}
	}
	return &engine.Error{Op: "serve", Code: engine.NotFound, Err: errors.New("no token is in force, so that nobody could ask"), Hint: `pierce token add NAME --may read,screen,judge`}
}

// server makes what answers.
func (c *serveCmd) server(e *env, a *app.App, local bool) (*api.Server, error) {
	level := slog.LevelInfo
	if c.Quiet {
		level = slog.LevelWarn
	}
	rate := c.Rate
	if rate < 0 && !local {
		rate = 100
	}
	version, _ := built()
	pages, err := web.Handler(a, web.Options{Now: e.now})
	if err != nil {
		return nil, err
	}
	return api.New(api.Options{App: a, Now: e.now, Version: version, Pages: pages,
		Log:   slog.New(slog.NewTextHandler(e.stderr, &slog.HandlerOptions{Level: level})),
		Guard: api.Guard{Open: local && !c.RequireToken, Hosts: c.Host, Origins: c.AllowOrigin, Rate: rate, Secure: c.TLSCert != ""},
	}), nil
}
