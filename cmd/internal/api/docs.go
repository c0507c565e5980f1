package api

import (
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed docs.html
var docsHTML string

// operation is one operation as the page shows it.
type operation struct {
	*huma.Operation
	Ask, Answer string // schemas, by name
}

// chapter is the operations of one tag.
type chapter struct {
	Tag        string
	Operations []operation
}

// docs registers the OpenAPI document and the page to read it, both made once
// of what was registered.
func (s *Server) docs() {
	doc := s.api.OpenAPI()
	text, err := json.MarshalIndent(doc, "", " ")
	if err != nil {
		panic(err) // a type that cannot be described: our own bug
	}
	open := route{quiet: true}
	s.raw(http.MethodGet, "/openapi.json", open, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json; charset=utf-8")
		_, _ = w.Write(text)
	})
	page := template.Must(template.New("docs").Funcs(template.FuncMap{"list": typeText}).Parse(docsHTML))
	var out strings.Builder
	if err := page.Execute(&out, struct {
		Info     *huma.Info
		Chapters []chapter
		Schemas  []namedSchema
	}{doc.Info, chapters(doc), schemasOf(doc)}); err != nil {
		panic(err) // the template is broken: our own bug
	}
	s.raw(http.MethodGet, "/docs", open, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
		_, _ = w.Write([]byte(out.String()))
	})
}

// chapters sorts the operations by tag, in the order of the paths.
func chapters(doc *huma.OpenAPI) []chapter {
	var paths []string
	for p := range doc.Paths {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	var out []chapter
	add := func(op *huma.Operation) {
		if op == nil {
			return
		}
		tag := "more"
		if len(op.Tags) > 0 {
			tag = op.Tags[0]
		}
		at := slices.IndexFunc(out, func(c chapter) bool { return c.Tag == tag })
		if at < 0 {
			at = len(out)
			out = append(out, chapter{Tag: tag})
		}
		o := operation{Operation: op}
		if op.RequestBody != nil {
			o.Ask = mediaText(op.RequestBody.Content)
		}
		if ok := op.Responses["200"]; ok != nil {
			o.Answer = mediaText(ok.Content)
		}
		out[at].Operations = append(out[at].Operations, o)
	}
	for _, p := range paths {
		i := doc.Paths[p]
		add(i.Get)
		add(i.Post)
		add(i.Delete)
	}
	slices.SortFunc(out, func(a, b chapter) int { return strings.Compare(a.Tag, b.Tag) })
	return out
}

// mediaText names the schema of the first media type.
func mediaText(content map[string]*huma.MediaType) string {
	var types []string
	for t := range content {
		types = append(types, t)
	}
	slices.Sort(types)
	if len(types) == 0 {
		return ""
	}
	if m := content[types[0]]; m.Schema != nil {
		return typeText(m.Schema)
	}
	return types[0]
}

// typeText says a schema in a few words.
func typeText(s *huma.Schema) string {
	switch {
	case s == nil:
		return ""
	case s.Ref != "":
		return strings.TrimPrefix(s.Ref, "#/components/schemas/")
	case s.Type == huma.TypeArray:
		return "list of " + typeText(s.Items)
	case s.Type == huma.TypeObject:
		if more, ok := s.AdditionalProperties.(*huma.Schema); ok {
			return "map of " + typeText(more)
		}
	}
	return s.Type
}

// namedSchema is a schema with its properties in order.
type namedSchema struct {
	Name   string
	Fields []namedField
}

type namedField struct {
	Name, Type, Doc string
	Required        bool
}

// schemasOf lists the schemas by name.
func schemasOf(doc *huma.OpenAPI) []namedSchema {
	var out []namedSchema
	for name, s := range doc.Components.Schemas.Map() {
		n := namedSchema{Name: name}
		for f, p := range s.Properties {
			n.Fields = append(n.Fields, namedField{f, typeText(p), p.Description, slices.Contains(s.Required, f)})
		}
		slices.SortFunc(n.Fields, func(a, b namedField) int { return strings.Compare(a.Name, b.Name) })
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b namedSchema) int { return strings.Compare(a.Name, b.Name) })
	return out
}
