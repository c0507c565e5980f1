package api

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// suggestions is what a suggest service answers.
type suggestions[T any] struct {
	Result []T `json:"result"`
}

// suggested is an entity that a suggest service gives.
type suggested struct {
	ID          string      `json:"id"`
	Name        string      `json:"name"`
	Description string      `json:"description,omitempty"`
	Notable     []reconType `json:"notable"`
}

// maxPrefix is the longest text that is completed.
const maxPrefix = 1000

// suggestEntity completes a name.
func (s *Server) suggestEntity(w http.ResponseWriter, r *http.Request) {
	prefix := r.URL.Query().Get("prefix")
	if len(prefix) > maxPrefix {
		s.answer(w, r, nil, badRequest("prefix", prefix, "want 1,000 bytes at most"))
		return
	}
	all, err := s.app.Suggest(r.Context(), prefix, 10)
	out := suggestions[suggested]{[]suggested{}}
	for i := range all {
		x := &all[i]
		d := describedAs(x.Kind, x.Country, nil)
		if x.Listed {
			d += ", listed"
		}
		out.Result = append(out.Result, suggested{string(x.Entity), x.Name, d, typesOf(x.Kind)})
	}
	s.answer(w, r, out, err)
}

// suggestType completes a type.
func (s *Server) suggestType(w http.ResponseWriter, r *http.Request) {
	s.answer(w, r, suggestions[reconType]{begins(reconTypes, r.URL.Query().Get("prefix"))}, nil)
}

// suggestProperty completes a property.
func (s *Server) suggestProperty(w http.ResponseWriter, r *http.Request) {
	s.answer(w, r, suggestions[reconType]{begins(reconProperties(), r.URL.Query().Get("prefix"))}, nil)
}

// begins are those of which a word begins so.
func begins(all []reconType, prefix string) []reconType {
	prefix = strings.ToLower(strings.TrimSpace(prefix))
	out := []reconType{}
	for _, t := range all {
		name := strings.ToLower(t.Name)
		if strings.HasPrefix(strings.ToLower(t.ID), prefix) || strings.HasPrefix(name, prefix) || strings.Contains(name, " "+prefix) {
			out = append(out, t)
		}
	}
	return out
}

// flyout says a little of an entity, a type or a property, as HTML.
func (s *Server) flyout(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("id")
	var name, text string
	at := func(all []reconType) {
		if i := slices.IndexFunc(all, func(t reconType) bool { return t.ID == id }); i >= 0 {
			name = all[i].Name
		}
	}
	switch {
	case strings.HasSuffix(r.URL.Path, "/type"):
		at(reconTypes)
	case strings.HasSuffix(r.URL.Path, "/property"):
		at(reconProperties())
	default:
		v, err := s.seen(id)
		if err != nil {
			s.answer(w, r, nil, err)
			return
		}
		name, text = v.Name, v.Text
	}
	if name == "" {
		s.answer(w, r, nil, missing("flyout", id))
		return
	}
	html := "<p><strong>" + template.HTMLEscapeString(name) + "</strong></p><p>" + template.HTMLEscapeString(text) + "</p>"
	s.answer(w, r, map[string]string{"id": id, "html": html}, nil)
}

// glance is an entity at a glance.
type glance struct {
	ID, Name, Text string
	Names          []string
	Addresses      []string
	Lists          []engine.ListID
	Records        []engine.PartyID
}

// most is how many names and addresses a glance shows.
const most = 5

// seen is a glance at an entity.
func (s *Server) seen(id string) (*glance, error) {
	ent, err := s.app.Query.Entity(id)
	if err != nil {
		return nil, err
	}
	p, err := s.app.Query.Profile(ent.ID)
	if err != nil {
		return nil, err
	}
	g := &glance{ID: string(ent.ID), Name: ent.Name, Records: ent.Parties[:min(len(ent.Parties), most)]}
	if g.Lists, err = s.app.Query.ListedOn(ent.ID, engine.DateOf(s.now())); err != nil {
		return nil, err
	}
	g.Text = describedAs(ent.Kind, ent.Country, g.Lists)
	for _, n := range p.Names[:min(len(p.Names), most)] {
		g.Names = append(g.Names, n.Value.Text)
	}
	for _, a := range p.Addresses[:min(len(p.Addresses), most)] {
		g.Addresses = append(g.Addresses, a.Value.Line())
	}
	return g, nil
}

// previewPage is what stands in the frame beside a candidate.
var previewPage = template.Must(template.New("preview").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{.Name}}</title><style>:root{color-scheme:light dark}body{font:14px/1.4 system-ui,sans-serif;margin:.6rem;overflow-wrap:anywhere}h1{font-size:1.1rem;margin:0}p{margin:.3rem 0}ul{margin:.2rem 0;padding-left:1.1rem}b{font-weight:600}</style></head>
<body><h1><bdi>{{.Name}}</bdi></h1><p>{{.Text}}</p>{{if .Lists}}<p><b>Listed:</b>{{range .Lists}} {{.}}{{end}}</p>{{end}}
<ul>{{range .Names}}<li><bdi>{{.}}</bdi></li>{{end}}</ul><ul>{{range .Addresses}}<li><bdi>{{.}}</bdi></li>{{end}}</ul><p>{{.ID}} · {{range .Records}}{{.}} {{end}}</p></body></html>
`))

// preview is an entity at a glance, as a page for a frame.
func (s *Server) preview(w http.ResponseWriter, r *http.Request) {
	g, err := s.seen(r.URL.Query().Get("id"))
	if err != nil {
		s.answer(w, r, nil, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	// OpenRefine shows it in a frame of its own page: those of trusted origins may.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors "+strings.Join(append([]string{"'self'"}, s.guard.Origins...), " "))
	_ = previewPage.Execute(w, g) // a client that went away needs no answer
}
