package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/report"
)

// pages are the templates, each laid into layout.html.
var pages = []string{"home", "search", "entity", "same", "record", "graph", "screen", "job", "line", "review", "alerts", "cases", "case", "data", "error"}

// parse reads the templates.
func (s *site) parse() (map[string]*template.Template, error) {
	base, err := template.New("layout.html").Funcs(s.words()).ParseFS(templateFiles, "templates/layout.html", "templates/parts.html")
	if err != nil {
		return nil, err
	}
	out := make(map[string]*template.Template, len(pages))
	for _, name := range pages {
		t, err := base.Clone()
		if err != nil {
			return nil, err
		}
		if out[name], err = t.ParseFS(templateFiles, "templates/"+name+".html"); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// words are the functions of the templates.
func (s *site) words() template.FuncMap {
	return template.FuncMap{
		"static":  func(name string) string { return "/static/" + name + "?" + s.tags[name] },
		"words":   func(code any) string { return strings.ReplaceAll(fmt.Sprint(code), "-", " ") },
		"span":    report.Span,
		"parent":  report.ParentText,
		"flag":    own.FlagText,
		"because": func(v own.Verdict) string { return report.Because(&v) },
		"day":     func(t time.Time) string { return t.UTC().Format("2006-01-02") },
		"moment":  func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") },
		"percent": func(x float64) string { return strconv.FormatFloat(100*x, 'f', 0, 64) + " %" },
		"score":   func(x float64) string { return strconv.FormatFloat(x, 'f', 3, 64) },
		"bits":    func(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) },
		"number":  thousands,
		"plus":    func(a, b int) int { return a + b },
		"judged":  report.JudgementText,
		"cut":     func(id engine.RecordID) string { return short(string(id), 32) },
	}
}

// thousands groups digits by thin spaces, as 12 345.
func thousands(v any) string {
	text := fmt.Sprint(v)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "\u202f" + text[i:]
	}
	return text
}

// frame is what the layout needs beside a page's own content.
type frame struct {
	Title  string
	At     string // which heading of the menu this is
	Caller app.Caller
	Query  string
	Note   string // what the reader should know of the data, as that it is stale
	Body   any
}

// show fills a page. Nothing is sent until it is whole.
func (s *site) show(w http.ResponseWriter, r *http.Request, name, at, title string, body any) error {
	return s.write(w, r, http.StatusOK, name, frame{Title: title, At: at, Body: body, Query: r.URL.Query().Get("q")})
}

func (s *site) write(w http.ResponseWriter, r *http.Request, code int, name string, f frame) error {
	f.Caller = app.CallerOf(r.Context())
	if busy, err := s.app.Fresh(); errors.Is(err, engine.Stale) {
		f.Note = "Records were loaded that are not resolved yet: answers are as before them. Run “pierce resolve”."
	} else if busy {
		f.Note = "A load is running: this is how things stood before it."
	}
	var out bytes.Buffer
	if err := s.tmpl[name].Execute(&out, f); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store") // what is shown is nobody else's, and changes
	w.WriteHeader(code)
	_, _ = unturned.WriteString(w, out.String()) // whoever asked may be gone
	return nil
}

// unturned shows the marks that turn the writing direction as �: a name must not
// turn what stands around it, or itself into another.
var unturned = report.Unturned() // a *strings.Replacer never changes

// sendJSON answers a script.
func sendJSON(w http.ResponseWriter, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(b) // whoever asked may be gone
	return nil
}

// failure is what the page of an error shows.
type failure struct {
	Code int
	What string
	Hint string
}

func notFound(what string) error {
	return &engine.Error{Op: "", ID: what, Code: engine.NotFound, Hint: "search for a name, a number or an address above"}
}

func invalid(format string, args ...any) error {
	return &engine.Error{Code: engine.Invalid, Err: fmt.Errorf(format, args...)}
}

// errForbidden is what a caller without the right gets.
type errForbidden struct{ right app.Right }

func forbidden(r app.Right) error { return errForbidden{r} }

func (e errForbidden) Error() string { return "this needs the right to " + string(e.right) }

// fail tells an error as a page. What failed within is not told: it may hold
// what is nobody's business.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	f := failure{Code: status(err)}
	var e *engine.Error
	var no errForbidden
	switch {
	case errors.As(err, &no):
		f.What, f.Hint = no.Error(), "sign in with a token that has it"
	case f.Code == http.StatusInternalServerError:
		f.What, f.Hint = "something failed within", "the server's log says what"
	case errors.As(err, &e):
		if f.What = string(e.Code); e.Err != nil {
			f.What = e.Err.Error()
		} else if e.ID != "" {
			f.What = short(e.ID, 200) + ": " + string(e.Code)
		}
		f.Hint = e.Hint
	default:
		f.What = http.StatusText(f.Code)
	}
	if werr := s.write(w, r, f.Code, "error", frame{Title: "Error", Body: f}); werr != nil {
		http.Error(w, f.What, f.Code)
	}
}

// status is the one place where errors become answers of HTTP.
func status(err error) int {
	var no errForbidden
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &no):
		return http.StatusForbidden
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, context.Canceled):
		return 499 // whoever asked is gone
	case errors.Is(err, engine.Invalid):
		return http.StatusBadRequest
	case errors.Is(err, engine.NotFound):
		return http.StatusNotFound
	case errors.Is(err, engine.Exists):
		return http.StatusConflict
	case errors.Is(err, engine.Stale):
		return http.StatusConflict
	case errors.Is(err, engine.Locked):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// short cuts a text that came with the request.
func short(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// asOf reads the day that is asked about; the zero text is today.
func (s *site) asOf(r *http.Request) (engine.Date, error) {
	text := r.URL.Query().Get("as_of")
	if text == "" {
		return engine.DateOf(s.now()), nil
	}
	d, err := engine.ParseDate(text)
	if err != nil || !d.Exact() {
		return 0, invalid("as of: got %q, want a day as 2024-05-31", short(text, 40))
	}
	return d, nil
}

// whole reads a number of the address, within bounds.
func whole(r *http.Request, name string, least, most, otherwise int) int {
	n, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil {
		return otherwise
	}
	return min(max(n, least), most)
}
