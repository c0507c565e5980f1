package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/index"
)

// searchIn is what may be searched for.
type searchIn struct {
	Query   string `query:"q" maxLength:"1000" doc:"A name in any script, part of one, an identifier or an address."`
	Kind    string `query:"kind" doc:"Only this kind: company, person, vessel, shipment …"`
	Country string `query:"country" doc:"Only this country, as SG."`
	List    string `query:"list" doc:"Only parties on this list, as us-bis-el."`
	AsOf    string `query:"as_of" doc:"With list: listed on this day. Default: today."`
	Limit   int    `query:"limit" minimum:"1" maximum:"1000" default:"10" doc:"How many, at most."`
}

// searchHit is a hit, as pierce search --json prints it.
type searchHit struct {
	Query string `json:"query"`
	index.Hit
	Lists   []engine.ListID  `json:"lists,omitempty"`
	Records []engine.PartyID `json:"records"`
}

// results is a list.
type results[T any] struct {
	Results []T `json:"results"`
}

// searching registers the searches.
func (s *Server) searching() {
	handle(s, route{right: app.Read}, huma.Operation{OperationID: "search", Method: http.MethodGet, Path: "/api/v1/search", Summary: "Find companies, people, vessels and shipments", Tags: []string{"ask"}}, s.search)
}

func (s *Server) search(ctx context.Context, in *searchIn) (results[searchHit], error) {
	out := results[searchHit]{Results: []searchHit{}}
	asOf, err := s.day(in.AsOf)
	if err != nil {
		return out, err
	}
	x, err := s.app.Index(ctx)
	if err != nil {
		return out, err
	}
	q := index.Query{Text: in.Query, Kind: engine.Kind(in.Kind), Country: in.Country, List: engine.ListID(in.List), AsOf: asOf, Limit: in.Limit}
	if in.Kind == "shipment" {
		q.Kind, q.Shipments = "", true
	}
	found, err := x.Search(ctx, q)
	if err != nil {
		return out, err
	}
	for _, h := range found {
		lists, err := s.app.Query.ListedOn(h.Entity, asOf)
		if err != nil {
			return out, err
		}
		out.Results = append(out.Results, searchHit{in.Query, h, lists, s.app.Query.Members(h.Entity)})
	}
	return out, nil
}
