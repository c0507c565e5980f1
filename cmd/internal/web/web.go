// Package web is the pages: what the command answers, for a reader with a
// browser. They are made on the server and read without script; script adds
// suggestions, progress, keys, and the picture of owners. Everything is
// embedded, nothing is fetched from elsewhere, and what stands in data is
// escaped wherever it is shown.
//
// Handlers read the address and the form, ask the app, and fill a template.
package web

import (
	"embed"
	"encoding/hex"
	"hash/fnv"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
)

//go:embed static
var staticFiles embed.FS

//go:embed templates
var templateFiles embed.FS

// Options say what the pages show.
type Options struct {
	Now  func() time.Time // required
	Temp string           // folder for manifests and results while they are looked at; "" is the system's
}

// site answers for the pages of one data folder.
type site struct {
	app   *app.App
	now   func() time.Time
	tmpl  map[string]*template.Template
	tags  map[string]string // of static files, for their addresses
	jobs  jobs
	cases caseBook
	state struct {
		sync.Mutex
		app.Status
		known bool
	}
}

// route is one address: its handler, and what the caller must be allowed to do.
type route struct {
	pattern string
	right   app.Right
	handle  func(*site, http.ResponseWriter, *http.Request) error
}

// routes is the table of all addresses.
func routes() []route {
	return []route{
		{"GET /{$}", app.Read, (*site).home},
		{"GET /search", app.Read, (*site).search},
		{"GET /suggest", app.Read, (*site).suggest},
		{"GET /entity/{id...}", app.Read, (*site).entity},
		{"GET /same/{by}/{id...}", app.Read, (*site).same},
		{"GET /record/{id...}", app.Read, (*site).record},
		{"GET /graph/{id}", app.Read, (*site).graph},
		{"GET /graph/{id}/around", app.Read, (*site).around},
		{"GET /dossier/{id}/{form}", app.Read, (*site).dossier},
		{"GET /screen", app.Screen, (*site).screenForm},
		{"POST /screen", app.Screen, (*site).screenStart},
		{"GET /screen/{job}", app.Screen, (*site).screenJob},
		{"GET /screen/{job}/progress", app.Screen, (*site).screenProgress},
		{"GET /screen/{job}/line/{line}", app.Screen, (*site).screenLine},
		{"GET /screen/{job}/results.jsonl", app.Screen, (*site).screenResults},
		{"GET /review", app.Read, (*site).review},
		{"POST /review", app.Judge, (*site).reviewDecide},
		{"POST /review/undo", app.Judge, (*site).reviewUndo},
		{"GET /alerts", app.Read, (*site).alerts},
		{"POST /alerts", app.Judge, (*site).alertAck},
		{"GET /cases", app.Read, (*site).caseList},
		{"POST /cases", app.Judge, (*site).caseOpen},
		{"GET /case/{number}", app.Read, (*site).caseShow},
		{"POST /case/{number}", app.Judge, (*site).caseChange},
		{"GET /data", app.Read, (*site).data},
	}
}

// Handler answers for the pages of an open data folder. Who asks, and what they
// may do, stands in the request's context (app.CallerOf); an answer to nobody is
// 403. The error is a template's or a file's, and our own bug.
func Handler(a *app.App, o Options) (http.Handler, error) {
	s := &site{app: a, now: o.Now, tags: map[string]string{}}
	s.jobs.dir = o.Temp
	files, err := fs.Sub(staticFiles, "static")
	if err != nil {
		return nil, err
	}
	if err := s.tag(files); err != nil {
		return nil, err
	}
	if s.tmpl, err = s.parse(); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for _, rt := range routes() {
		mux.HandleFunc(rt.pattern, s.answer(rt))
	}
	serveFile := http.StripPrefix("/static/", http.FileServerFS(files))
	mux.HandleFunc("GET /static/", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") {
			s.fail(w, r, notFound("this page"))
			return
		}
		if r.URL.RawQuery != "" { // the file's own tag: another file has another
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		serveFile.ServeHTTP(w, r)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, notFound("this page")) })
	return http.NewCrossOriginProtection().Handler(secured(mux)), nil
}

// tag notes what tells one version of a static file from another.
func (s *site) tag(files fs.FS) error {
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		h := fnv.New64a()
		_, _ = h.Write(b) // it never fails
		s.tags[name] = hex.EncodeToString(h.Sum(nil))
		return nil
	})
}

// policy lets a page use what this server serves, and nothing else: no script
// and no style in the page itself, no frame around it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secured sets the headers that every answer has.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// answer runs a route's handler and tells its error as a page.
func (s *site) answer(rt route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !app.CallerOf(r.Context()).May(rt.right) {
			s.fail(w, r, forbidden(rt.right))
			return
		}
		if err := rt.handle(s, w, r); err != nil {
			s.fail(w, r, err)
		}
	}
}
