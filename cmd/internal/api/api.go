// Package api serves an open data folder over HTTP: every journey of the
// command as JSON, and the interfaces that the field already speaks. Handlers
// decode, ask the app, and encode; they decide nothing.
package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"path"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
)

// Options say what is served, and to whom.
type Options struct {
	App     *app.App         // required
	Now     func() time.Time // required
	Version string           // of the command, for the OpenAPI document
	Pages   http.Handler     // what answers every path that the API does not; nil for none
	Log     *slog.Logger     // required; a line a request
}

// Server answers requests.
type Server struct {
	app     *app.App
	now     func() time.Time
	log     *slog.Logger
	mux     *http.ServeMux
	api     huma.API
	handler http.Handler
}

// New makes a server of an open data folder.
func New(o Options) *Server {
	s := &Server{app: o.App, now: o.Now, log: o.Log, mux: http.NewServeMux()}
	c := huma.DefaultConfig("pierce", o.Version)
	c.Info.Description = "Who is really behind a buyer: search, owners, verdicts, screening."
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "/openapi", "", ""
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.CreateHooks = nil // no links to schemas in bodies: the same bytes as the command prints
	s.api = humago.New(s.mux, c)
	s.health()
	s.searching()
	s.entities()
	if o.Pages != nil {
		s.mux.Handle("/", o.Pages)
	}
	s.handler = s.mux
	return s
}

// schemaName names a type in the OpenAPI document, with its package where that is
// not this one: there is a Link in two of them.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	pkg := path.Base(t.PkgPath())
	if t.Name() == "" || pkg == "api" || pkg == "." || pkg == "huma" {
		return name
	}
	return strings.ToUpper(pkg[:1]) + pkg[1:] + name
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// body wraps what a handler answers with.
type body[T any] struct{ Body T }

// handle registers an operation whose errors are told as problems.
func handle[I, T any](s *Server, op huma.Operation, fn func(context.Context, *I) (T, error)) {
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*body[T], error) {
		out, err := fn(ctx, in)
		if err != nil {
			return nil, s.tell(ctx, err)
		}
		return &body[T]{out}, nil
	})
}

// tell turns an error into a problem, and logs the cause of one that the client
// is not told.
func (s *Server) tell(ctx context.Context, err error) error {
	p := problemOf(err)
	if p.Status >= http.StatusInternalServerError && !errors.Is(err, engine.Stale) && !errors.Is(err, engine.Locked) {
		s.log.ErrorContext(ctx, "failed", "err", err)
	}
	return p
}

// day reads a day that was asked about; "" is today.
func (s *Server) day(text string) (engine.Date, error) {
	if text == "" {
		return engine.DateOf(s.now()), nil
	}
	d, err := engine.ParseDate(text)
	if err != nil || !d.Exact() {
		return 0, &engine.Error{Op: "as_of", ID: text, Code: engine.Invalid, Err: errors.New("want a day as 2024-05-31")}
	}
	return d, nil
}
