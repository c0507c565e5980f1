// Package api serves an open data folder over HTTP: every journey of the
// command as JSON, and the interfaces that the field already speaks. Handlers
// decode, ask the app, and encode; they decide nothing.
//
// A request is numbered, its path looked up in the table of routes, its caller
// found out by token or address, and let in or refused; then it is answered
// within its limits of size and time, counted, logged and kept in the audit
// log (ask.go). Errors are problem+json (problem.go).
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
	Guard   Guard            // who is let in
	Temp    string           // folder for manifests while they are read; "" is the system's
}

// Server answers requests.
type Server struct {
	app     *app.App
	now     func() time.Time
	log     *slog.Logger
	mux     *http.ServeMux
	api     huma.API
	routes  rights
	params  map[string][]parameter // of the paths of pierce's own, by pattern
	guard   Guard
	cross   *http.CrossOriginProtection
	limits  limits
	heavy   turnstile
	journal *journal
	temp    string
	metrics
}

// New makes a server of an open data folder.
func New(o Options) *Server {
	s := &Server{app: o.App, now: o.Now, log: o.Log, mux: http.NewServeMux(), routes: rights{}, guard: o.Guard,
		cross: http.NewCrossOriginProtection(), limits: limits{rate: o.Guard.Rate}, heavy: newTurnstile(), temp: o.Temp}
	s.journal = newJournal(o.App.Store.AddAudit, o.Log)
	c := huma.DefaultConfig("pierce", o.Version)
	c.Info.Description = about
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "A token of pierce token add. Callers on the same machine may need none."}}
	c.CreateHooks = nil // no links to schemas in bodies: the same bytes as the command prints
	c.Transformers = append(c.Transformers, shorten)
	s.api = humago.New(s.mux, c)
	s.newMetrics()
	s.health()
	s.searching()
	s.entities()
	s.verdicts()
	s.judging()
	s.folder()
	s.matching()
	s.yente()
	s.reconciling()
	s.screening()
	s.watching()
	s.login()
	s.mux.HandleFunc("/api/", s.wrongMethod)
	s.routes["/api/"] = route{quiet: true}
	if o.Pages != nil {
		s.mux.Handle("/static/", o.Pages)
		s.routes["/static/"] = route{quiet: true}
		s.mux.Handle("/", o.Pages)
		s.routes["/"] = route{right: app.Read, body: maxManifest}
	}
	s.docs() // last: it describes what was registered
	s.params = parameters(s.api.OpenAPI())
	return s
}

// about begins the OpenAPI document.
const about = `Who is really behind a buyer: search, owners, verdicts and screening over one data folder.

Answers are the objects that the command prints with --json; lists stand under "results". Verdicts are yes, no, unknown, no-unless-hidden or depends-on-date, never a silent "clear". Errors are application/problem+json (RFC 9457) with a code of pierce's and a hint. Answers carry an ETag; X-Request-Id names a request in the log and the audit log.`

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

// shorten cuts the values that a problem repeats: a query of 100 kB should not
// come back as an answer of the same size.
func shorten(_ huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	for _, d := range m.Errors {
		switch x := d.Value.(type) {
		case string:
			d.Value = cutText(x, 200)
		case nil, bool, float64, int:
		default:
			d.Value = nil
		}
	}
	p := &Problem{ErrorModel: *m}
	if m.Status < http.StatusInternalServerError {
		p.Code = engine.Invalid
	}
	return p, nil
}

// body wraps what a handler answers with.
type body[T any] struct{ Body T }

// handle registers an operation whose errors are told as problems.
func handle[I, T any](s *Server, rt route, op huma.Operation, fn func(context.Context, *I) (T, error)) {
	s.describe(&op, rt)
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*body[T], error) {
		out, err := fn(ctx, in)
		if err != nil {
			return nil, s.tell(ctx, err)
		}
		return &body[T]{out}, nil
	})
	s.close(op.Method, op.Path, rt)
}

// close enters a path in the table, and answers its other methods.
func (s *Server) close(method, path string, rt route) {
	s.routes[method+" "+path] = rt
	if _, ok := s.routes[path]; !ok {
		s.routes[path] = route{quiet: true}
		s.mux.HandleFunc(path, s.wrongMethod)
	}
}

// describe completes an operation by what its route says.
func (s *Server) describe(op *huma.Operation, rt route) {
	op.MaxBodyBytes = rt.limit()
	op.BodyReadTimeout = -1
	if rt.right != "" {
		op.Security = []map[string][]string{{"token": {}}}
		op.Description = strings.TrimSpace(op.Description + "\n\nNeeds the right " + string(rt.right) + ".")
	}
	if op.Errors == nil {
		op.Errors = []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity, http.StatusServiceUnavailable}
		if strings.Contains(op.Path, "{") {
			op.Errors = append(op.Errors, http.StatusNotFound)
		}
	}
}

// tell turns an error into a problem, and logs the cause of one that the client
// is not told.
func (s *Server) tell(ctx context.Context, err error) *Problem {
	p := problemOf(err)
	if p.Status == http.StatusInternalServerError {
		id := ""
		if a, ok := ctx.Value(askKey{}).(*ask); ok {
			id = a.id
		}
		s.log.ErrorContext(ctx, "failed", "request", id, "err", err)
	}
	return p
}

// askOf is the request that is on its way.
func askOf(r *http.Request) *ask {
	a, _ := r.Context().Value(askKey{}).(*ask)
	if a == nil {
		return &ask{}
	}
	return a
}

// day reads a day that was asked about; "" is today.
func (s *Server) day(text string) (engine.Date, error) {
	if text == "" {
		return engine.DateOf(s.now()), nil
	}
	d, err := engine.ParseDate(text)
	if err != nil || !d.Exact() {
		return 0, &engine.Error{Op: "as_of", ID: cutText(text, 40), Code: engine.Invalid, Err: errors.New("want a day as 2024-05-31")}
	}
	return d, nil
}
