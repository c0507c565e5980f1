package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/index"
)

// Everything is the name of the collection of all datasets, and Sanctions of
// all that is listed: those that clients of OpenSanctions ask for.
const (
	collectionAll    = "default"
	collectionListed = "sanctions"
)

// total is how many there are.
type total struct {
	Value    int    `json:"value"`
	Relation string `json:"relation"`
}

// yenteSearchIn is a search in yente's words.
type yenteSearchIn struct {
	Dataset   string   `path:"dataset" maxLength:"200" doc:"A dataset that is loaded, or default for all, or sanctions for all that is listed."`
	Query     string   `query:"q" maxLength:"1000"`
	Schema    string   `query:"schema" maxLength:"40" default:"Thing" doc:"Company, Person, Vessel, LegalEntity …"`
	Countries []string `query:"countries,explode" maxItems:"1" doc:"Only this country, as ru."`
	Topics    []string `query:"topics,explode" maxItems:"1" doc:"sanction: only what is listed today."`
	Limit     int      `query:"limit" minimum:"1" maximum:"500" default:"10"`
	Offset    int      `query:"offset" minimum:"0" maximum:"999"`
}

// yenteFound is what a search found in yente's words.
type yenteFound struct {
	Limit   int                   `json:"limit"`
	Offset  int                   `json:"offset"`
	Total   total                 `json:"total"`
	Results []*ftmEntity          `json:"results"`
	Facets  map[string]yenteFacet `json:"facets"`
}

type yenteFacet struct {
	Label  string       `json:"label"`
	Values []yenteCount `json:"values"`
}

type yenteCount struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// yenteEntityIn names an entity.
type yenteEntityIn struct {
	ID     string `path:"id" maxLength:"1000" doc:"An entity or one of its records."`
	Nested bool   `query:"nested" default:"true" doc:"Put listings, owners and holdings into the answer."`
}

// yenteEntityOut is an entity, or where it is now.
type yenteEntityOut struct {
	Status   int
	Location string `header:"Location"`
	Body     *ftmEntity
}

// yente registers the paths that clients of yente, the server of
// OpenSanctions, ask.
func (s *Server) yente() {
	read, tags := route{right: app.Read}, []string{"yente"}
	handle(s, read, huma.Operation{OperationID: "yente-search", Method: http.MethodGet, Path: "/search/{dataset}", Summary: "Search, with FollowTheMoney entities as answer", Tags: tags}, s.yenteSearch)
	handle(s, read, huma.Operation{OperationID: "yente-match", Method: http.MethodPost, Path: "/match/{dataset}", Summary: "Match a batch of FollowTheMoney examples", Tags: tags,
		Description: "Every candidate that may be the one asked about is given, unless a cutoff is; the score is a calibrated probability. All of yente's algorithms are answered by pierce's one."}, s.yenteMatch)
	handle(s, read, huma.Operation{OperationID: "yente-catalog", Method: http.MethodGet, Path: "/catalog", Summary: "The datasets", Tags: tags}, s.yenteCatalog)
	handle(s, read, huma.Operation{OperationID: "yente-algorithms", Method: http.MethodGet, Path: "/algorithms", Summary: "How matches are scored", Tags: tags}, s.yenteAlgorithms)
	op := huma.Operation{OperationID: "yente-entity", Method: http.MethodGet, Path: "/entities/{id}", Summary: "A FollowTheMoney entity", Tags: tags}
	s.describe(&op, read)
	huma.Register(s.api, op, s.yenteEntity)
	s.close(op.Method, op.Path, read)
}

// scope is what a dataset or collection limits a question to.
func (s *Server) scope(name string) (dataset string, listed bool, err error) {
	switch name {
	case collectionAll, "all":
		return "", false, nil
	case collectionListed:
		return "", true, nil
	}
	return name, false, s.dataset(name)
}

func (s *Server) yenteSearch(ctx context.Context, in *yenteSearchIn) (*yenteFound, error) {
	dataset, onList, err := s.scope(in.Dataset)
	if err != nil {
		return nil, err
	}
	q := index.Query{Text: in.Query, Dataset: dataset, AsOf: engine.DateOf(s.now()), Limit: in.Limit, Offset: in.Offset, Facets: true}
	kind, ok := app.KindOf(in.Schema)
	if !ok {
		return nil, invalid("schema", in.Schema, "want a schema of FollowTheMoney, as Company or Person")
	}
	if kind != engine.Unknown {
		q.Kind = kind
	}
	if len(in.Countries) > 0 {
		q.Country = strings.ToUpper(in.Countries[0])
	}
	if onList || len(in.Topics) > 0 && in.Topics[0] != "" {
		q.Status = index.Listed
	}
	r, err := s.app.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &yenteFound{Limit: in.Limit, Offset: in.Offset, Total: total{r.Total, "eq"}, Results: []*ftmEntity{}, Facets: map[string]yenteFacet{}}
	for _, h := range r.Hits {
		if h.Entity == "" {
			continue // a shipment, for which FollowTheMoney has no word
		}
		e, _, err := s.ftmOf(h.Entity)
		if err != nil {
			return nil, err
		}
		out.Results = append(out.Results, e)
	}
	for _, f := range yenteFacets {
		out.Facets[f.name] = facetOf(r.Facets, f.field, f.label)
	}
	return out, nil
}

// yenteFacets are the facets that yente has, by their name, field and label.
var yenteFacets = []struct{ name, field, label string }{{"countries", "country", "Countries"}, {"datasets", "dataset", "Data sources"}, {"topics", "status", "Topics"}}

// facetOf is a facet in yente's words; empty where nothing was counted.
func facetOf(all []index.Facet, field, label string) yenteFacet {
	f := yenteFacet{Label: label, Values: []yenteCount{}}
	for _, x := range all {
		if x.Field != field {
			continue
		}
		for _, v := range x.Values {
			f.Values = append(f.Values, yenteCount{strings.ToLower(v.Value), v.Value, v.Count})
		}
	}
	return f
}

func (s *Server) yenteEntity(ctx context.Context, in *yenteEntityIn) (*yenteEntityOut, error) {
	ent, err := s.app.Query.Entity(in.ID)
	if err != nil {
		return nil, s.tell(ctx, err)
	}
	if string(ent.ID) != in.ID {
		return &yenteEntityOut{Status: http.StatusPermanentRedirect, Location: "/entities/" + url.PathEscape(string(ent.ID))}, nil
	}
	e, p, err := s.ftmOf(ent.ID)
	if err == nil && in.Nested {
		err = s.nest(e, p)
	}
	if err != nil {
		return nil, s.tell(ctx, err)
	}
	return &yenteEntityOut{Status: http.StatusOK, Body: e}, nil
}

// catalogue is the datasets in yente's words.
type catalogue struct {
	Datasets   []yenteDataset `json:"datasets"`
	Current    []string       `json:"current"`
	Outdated   []string       `json:"outdated"`
	IndexStale bool           `json:"index_stale"`
}

type yenteDataset struct {
	Name         string   `json:"name"`
	Title        string   `json:"title"`
	Version      string   `json:"version"`
	IndexVersion string   `json:"index_version"`
	IndexCurrent bool     `json:"index_current"`
	Load         bool     `json:"load"`
	LastExport   string   `json:"last_export,omitempty"`
	EntityCount  int64    `json:"entity_count,omitempty"`
	Children     []string `json:"children"`
}

func (s *Server) yenteCatalog(context.Context, *struct{}) (*catalogue, error) {
	st, err := s.app.Status()
	if err != nil {
		return nil, err
	}
	out := &catalogue{Current: []string{}, Outdated: []string{}, IndexStale: st.Stale != ""}
	every := yenteDataset{Name: collectionAll, Title: "All that is loaded", Children: []string{}, IndexCurrent: st.Stale == ""}
	for i := range st.Datasets {
		d := &st.Datasets[i]
		version := versionOf(d)
		every.Version = max(every.Version, version)
		every.Children = append(every.Children, d.Dataset)
		out.Datasets = append(out.Datasets, yenteDataset{Name: d.Dataset, Title: d.Dataset, Version: version, IndexVersion: version, IndexCurrent: st.Stale == "", Load: true,
			LastExport: d.Retrieved.Format("2006-01-02T15:04:05"), EntityCount: d.Records, Children: []string{}})
		if st.Stale == "" {
			out.Current = append(out.Current, d.Dataset)
		} else {
			out.Outdated = append(out.Outdated, d.Dataset)
		}
	}
	every.IndexVersion = every.Version
	onList := every
	onList.Name, onList.Title = collectionListed, "All that is listed"
	out.Datasets = append([]yenteDataset{every, onList}, out.Datasets...)
	return out, nil
}

// versionOf is when a dataset was retrieved, as yente writes versions.
func versionOf(d *store.DatasetStatus) string { return d.Retrieved.UTC().Format("20060102150405") }

// algorithms is how matches are scored, in yente's words.
type algorithms struct {
	Algorithms []algorithm `json:"algorithms"`
	Default    string      `json:"default"`
	Best       string      `json:"best"`
}

type algorithm struct {
	Name        string                `json:"name"`
	Description string                `json:"description"`
	Features    map[string]featureDoc `json:"features"`
}

// featureDoc says what a comparison is worth at most.
type featureDoc struct {
	Description string  `json:"description"`
	Coefficient float64 `json:"coefficient" doc:"Bits, of its highest level."`
	URL         string  `json:"url"`
}

// pierceAlgorithm is the name of the one way in which matches are scored, and
// the others are yente's, which clients may name; what they name is answered all
// the same.
const pierceAlgorithm = "pierce"

var yenteAlgorithms = []string{"", "best", "default", pierceAlgorithm, "logic-v1", "logic-v2", "regression-v1", "regression-v2", "name-based", "name-qualified", "ofac-249"}

// features documents the comparisons of the model.
func (s *Server) features() (map[string]featureDoc, string, error) {
	m, err := resolve.ModelOf(s.app.Store)
	if err != nil {
		return nil, "", err
	}
	out := map[string]featureDoc{}
	for _, l := range m.Levels {
		if d, ok := out[l.Comparison]; !ok || l.Weight > d.Coefficient {
			out[l.Comparison] = featureDoc{l.Doc, l.Weight, "/docs"}
		}
	}
	return out, m.Version, nil
}

func (s *Server) yenteAlgorithms(context.Context, *struct{}) (*algorithms, error) {
	features, version, err := s.features()
	if err != nil {
		return nil, err
	}
	return &algorithms{Algorithms: []algorithm{{pierceAlgorithm, "Evidence in bits that add up, and a calibrated probability; model " + version, features}}, Default: pierceAlgorithm, Best: pierceAlgorithm}, nil
}

// ftmExample is somebody that is asked about.
type ftmExample struct {
	_          struct{}       `json:"-" additionalProperties:"true"`
	ID         string         `json:"id,omitempty"`
	Schema     string         `json:"schema" maxLength:"40"`
	Properties map[string]any `json:"properties"`
}

// row is the example as a line of the ftm format.
func (x *ftmExample) row(key string) ([]byte, error) {
	if kind, ok := app.KindOf(x.Schema); !ok || kind == engine.Arrangement && !slices.Contains([]string{"trust"}, strings.ToLower(x.Schema)) {
		return nil, invalid("schema", x.Schema, "want a schema of FollowTheMoney, as Company or Person")
	}
	schema := x.Schema
	if schema == "Thing" {
		schema = "LegalEntity"
	}
	return json.Marshal(map[string]any{"id": key, "schema": schema, "properties": x.Properties})
}
