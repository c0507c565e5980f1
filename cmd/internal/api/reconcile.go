package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
)

// The Reconciliation Service API 0.2 of the W3C Entity Reconciliation Community
// Group (final report of 10 April 2023), as OpenRefine asks it. Types and
// properties are FollowTheMoney's, so that they are those of yente's service.

// reconType is a type of entity, and reconProperty something known of one.
type reconType struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// reconTypes are all types, the widest first.
var reconTypes = []reconType{{"LegalEntity", "Company or person"}, {"Company", "Company"}, {"Person", "Person"}, {"Vessel", "Vessel"}, {"Airplane", "Aircraft"}, {"PublicBody", "State or a body of one"}}

// reconciling registers the service.
func (s *Server) reconciling() {
	read := route{right: app.Read}
	for _, path := range []string{"/reconcile", "/reconcile/{dataset}"} {
		s.raw(http.MethodGet, path, read, s.reconcile)
		s.raw(http.MethodPost, path, read, s.reconcile)
	}
	for path, h := range map[string]http.HandlerFunc{
		"/reconcile/suggest/entity": s.suggestEntity, "/reconcile/suggest/type": s.suggestType, "/reconcile/suggest/property": s.suggestProperty,
		"/reconcile/flyout/entity": s.flyout, "/reconcile/flyout/type": s.flyout, "/reconcile/flyout/property": s.flyout,
		"/reconcile/preview/entity": s.preview, "/reconcile/extend/properties": s.propose,
	} {
		s.raw(http.MethodGet, path, read, h)
	}
	s.api.OpenAPI().AddOperation(&huma.Operation{OperationID: "reconcile", Method: http.MethodGet, Path: "/reconcile", Tags: []string{"reconcile"}, Summary: "Reconciliation Service API 0.2, as OpenRefine asks it",
		Description: "Without queries or extend it is the manifest, which names the services for suggestions, previews and further columns. /reconcile/{dataset} asks of one dataset. POST takes the same as a form.",
		Parameters: []*huma.Param{{Name: "queries", In: "query", Description: "A batch of queries as JSON.", Schema: &huma.Schema{Type: huma.TypeString}},
			{Name: "extend", In: "query", Description: "A data extension query as JSON.", Schema: &huma.Schema{Type: huma.TypeString}}},
		Responses: map[string]*huma.Response{"200": {Description: "Manifest, results or rows."}}})
}

// answer writes an answer, or the problem of an error.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, v any, err error) {
	if err != nil {
		p := s.tell(r.Context(), err)
		p.write(w)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v) // a client that went away needs no answer
}

// reconcile answers the manifest, a batch or an extension.
func (s *Server) reconcile(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		s.answer(w, r, nil, unreadable(err))
		return
	}
	dataset, onList, err := "", false, error(nil)
	if name := r.PathValue("dataset"); name != "" {
		dataset, onList, err = s.scope(name)
	}
	var v any
	switch queries, extend := r.Form.Get("queries"), r.Form.Get("extend"); {
	case err != nil:
	case extend != "":
		v, err = s.extend(r, extend)
	case queries != "":
		v, err = s.reconcileBatch(r, queries, dataset, onList)
	case r.Method == http.MethodPost:
		err = badRequest("the form", "", "want queries or extend, as application/x-www-form-urlencoded")
	default:
		v = s.manifest(r)
	}
	s.answer(w, r, v, err)
}

// unreadable is the problem of a body that can not be read.
func unreadable(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return err
	}
	return badRequest("the request", "", err.Error())
}

// base is the address by which the client calls this server.
func (s *Server) base(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || s.guard.Secure {
		scheme = "https"
	}
	return (&url.URL{Scheme: scheme, Host: r.Host}).String()
}

// manifest says what the service can do.
func (s *Server) manifest(r *http.Request) any {
	base := s.base(r)
	service := func(path, flyout string) map[string]string {
		return map[string]string{"service_url": base, "service_path": path, "flyout_service_url": base, "flyout_service_path": flyout + "?id=${id}"}
	}
	return map[string]any{
		"versions": []string{"0.1", "0.2"}, "name": "pierce", "identifierSpace": base + "/entity/", "schemaSpace": "https://followthemoney.tech/explorer/schemata/",
		"documentation": base + "/docs", "defaultTypes": reconTypes, "batchSize": 50,
		"view":    map[string]string{"url": base + "/entity/{{id}}"},
		"preview": map[string]any{"url": base + "/reconcile/preview/entity?id={{id}}", "width": 430, "height": 300},
		"suggest": map[string]any{"entity": service("/reconcile/suggest/entity", "/reconcile/flyout/entity"), "type": service("/reconcile/suggest/type", "/reconcile/flyout/type"),
			"property": service("/reconcile/suggest/property", "/reconcile/flyout/property")},
		"extend": map[string]any{"propose_properties": map[string]string{"service_url": base, "service_path": "/reconcile/extend/properties"}, "property_settings": []map[string]any{
			{"name": "limit", "label": "Limit", "type": "number", "default": 0, "help_text": "At most so many values in a row; 0 is all."}}},
	}
}

// reconQuery is one query of a batch.
type reconQuery struct {
	Query      string          `json:"query"`
	Type       json.RawMessage `json:"type"`
	Limit      float64         `json:"limit"`
	Strict     string          `json:"type_strict"`
	Properties []struct {
		PID string          `json:"pid"`
		V   json.RawMessage `json:"v"`
	} `json:"properties"`
}

// schema is the type that is asked for: one, or LegalEntity for several.
func (q *reconQuery) schema() (string, error) {
	types := texts(q.Type)
	if len(types) != 1 {
		return "LegalEntity", nil
	}
	if !slices.ContainsFunc(reconTypes, func(t reconType) bool { return t.ID == types[0] }) {
		return "", badRequest("type", types[0], "want one of those that /reconcile/suggest/type gives")
	}
	return types[0], nil
}

// example is the query as a FollowTheMoney entity.
func (q *reconQuery) example() (*ftmExample, error) {
	schema, err := q.schema()
	x := &ftmExample{Schema: schema, Properties: map[string]any{}}
	add := func(property string, values []string) {
		have, _ := x.Properties[property].([]string)
		x.Properties[property] = append(have, values...)
	}
	if q.Query != "" {
		add("name", []string{q.Query})
	}
	for _, p := range q.Properties {
		add(p.PID, texts(p.V))
	}
	return x, err
}

// texts are the texts of a value that may be one or many: a text, a number, a
// boolean, or an entity, which stands for its name.
func texts(raw json.RawMessage) []string {
	var v any
	if len(raw) == 0 || json.Unmarshal(raw, &v) != nil {
		return nil
	}
	many, ok := v.([]any)
	if !ok {
		many = []any{v}
	}
	var out []string
	for _, x := range many {
		switch x := x.(type) {
		case string:
			out = append(out, x)
		case float64:
			out = append(out, strconv.FormatFloat(x, 'f', -1, 64))
		case bool:
			out = append(out, strconv.FormatBool(x))
		case map[string]any:
			for _, k := range []string{"name", "id"} {
				if t, ok := x[k].(string); ok {
					out = append(out, t)
					break
				}
			}
		}
	}
	return out
}

// typesOf are the types of an entity.
func typesOf(kind engine.Kind) []reconType {
	for _, t := range reconTypes {
		if k, ok := app.KindOf(t.ID); ok && k == kind && k != engine.Unknown {
			return []reconType{t}
		}
	}
	return reconTypes[:1]
}

// describedAs is an entity in a few words, to tell it from its namesakes.
func describedAs(kind engine.Kind, country string, lists []engine.ListID) string {
	parts := []string{string(kind)}
	if country != "" {
		parts = append(parts, country)
	}
	for _, l := range lists {
		parts = append(parts, "on "+string(l))
	}
	return strings.Join(parts, ", ")
}
