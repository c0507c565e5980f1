package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/index"
)

// searchIn is what may be searched for.
type searchIn struct {
	Query   string `query:"q" maxLength:"1000" doc:"A name in any script, misspelt perhaps or half of one, an identifier, an address, a number of a bill."`
	Kind    string `query:"kind" maxLength:"40" doc:"Only this kind: company, person, vessel, aircraft, arrangement, state, unknown; or shipment."`
	Country string `query:"country" maxLength:"80" doc:"Only this country, as SG."`
	List    string `query:"list" maxLength:"80" doc:"Only parties on this list, as us-bis-el."`
	Status  string `query:"status" maxLength:"40" doc:"Only entities of this status."`
	Dataset string `query:"dataset" maxLength:"200" doc:"Only with a record of this dataset."`
	From    string `query:"from" maxLength:"10" doc:"Only what is dated from this day, month or year on."`
	Until   string `query:"until" maxLength:"10" doc:"Only what is dated before it."`
	AsOf    string `query:"as_of" maxLength:"10" doc:"The day for lists. Default: today."`
	Goods   string `query:"goods" maxLength:"200" doc:"Shipments: words of the goods."`
	HS      string `query:"hs" maxLength:"20" doc:"Shipments: the beginning of a tariff code."`
	Port    string `query:"port" maxLength:"80" doc:"Shipments: a port or place of the route."`
	Vessel  string `query:"vessel" maxLength:"80" doc:"Shipments: the vessel."`
	Party   string `query:"party" maxLength:"200" doc:"Shipments: a party, as it is written."`
	Facets  bool   `query:"facets" doc:"Count what was found by country, kind, list, status and dataset."`
	Limit   int    `query:"limit" minimum:"1" maximum:"1000" default:"10" doc:"How many, at most."`
	Offset  int    `query:"offset" minimum:"0" maximum:"999" doc:"How many to leave out; with limit at most 1000."`
}

// found is what a search found.
type found struct {
	Results []app.SearchHit `json:"results"`
	Total   int             `json:"total"`
	Facets  []index.Facet   `json:"facets,omitempty"`
}

// suggestIn is a text that is being typed.
type suggestIn struct {
	Query string `query:"q" maxLength:"1000" doc:"What is typed so far."`
	Limit int    `query:"limit" minimum:"1" maximum:"50" default:"8" doc:"How many, at most."`
}

// searching registers the searches.
func (s *Server) searching() {
	read := route{right: app.Read}
	ask := []string{"ask"}
	handle(s, read, huma.Operation{OperationID: "search", Method: http.MethodGet, Path: "/api/v1/search", Summary: "Find companies, people, vessels and shipments", Tags: ask}, s.search)
	handle(s, read, huma.Operation{OperationID: "suggest", Method: http.MethodGet, Path: "/api/v1/suggest", Summary: "Names that go on as typed", Tags: ask},
		func(ctx context.Context, in *suggestIn) (results[index.Suggestion], error) {
			all, err := s.app.Suggest(ctx, in.Query, in.Limit)
			return listed(all), err
		})
}

// query is what the index is asked.
func (in *searchIn) query(s *Server) (index.Query, error) {
	q := index.Query{Text: in.Query, Kind: engine.Kind(in.Kind), Country: strings.ToUpper(in.Country), List: engine.ListID(in.List), Status: index.Status(in.Status), Dataset: in.Dataset,
		Limit: in.Limit, Offset: in.Offset, Facets: in.Facets, Shipment: index.ShipmentFilter{Goods: in.Goods, HS: in.HS, Port: in.Port, Vessel: in.Vessel, Party: in.Party}}
	if in.Kind == "shipment" {
		q.Kind, q.Shipments = "", true
	}
	var err error
	if q.AsOf, err = s.day(in.AsOf); err != nil {
		return q, err
	}
	for _, d := range []struct {
		text string
		into *engine.Date
	}{{in.From, &q.From}, {in.Until, &q.Until}} {
		if d.text == "" {
			continue
		}
		if *d.into, err = engine.ParseDate(d.text); err != nil {
			return q, invalid("date", d.text, "want a day, a month or a year, as 2024-05-31, 2024-05 or 2024")
		}
	}
	return q, s.there(in)
}

// there refuses a kind, a list or a dataset that there is not: that nothing is
// found by it would be taken for an answer.
func (s *Server) there(in *searchIn) error {
	if in.Kind != "" && in.Kind != "shipment" && !slices.Contains(engine.Kinds(), engine.Kind(in.Kind)) {
		return invalid("kind", in.Kind, "want company, person, vessel, aircraft, arrangement, state, unknown or shipment")
	}
	if in.Status != "" && !slices.Contains(index.Statuses(), index.Status(in.Status)) {
		return invalid("status", in.Status, "no such status")
	}
	if list := engine.ListID(in.List); list != "" && !slices.Contains(engine.KnownLists(), list) {
		if loaded, err := s.app.Query.Loaded(list); err != nil {
			return err
		} else if !loaded {
			return missing("list", in.List)
		}
	}
	return s.dataset(in.Dataset)
}

// dataset refuses one that is not loaded; "" is all.
func (s *Server) dataset(name string) error {
	if name == "" {
		return nil
	}
	all, err := s.app.Store.Datasets()
	if err != nil {
		return err
	}
	for _, d := range all {
		if d.Dataset == name {
			return nil
		}
	}
	return missing("dataset", name)
}

func (s *Server) search(ctx context.Context, in *searchIn) (*found, error) {
	q, err := in.query(s)
	if err != nil {
		return nil, err
	}
	r, err := s.app.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	return &found{r.Hits, r.Total, r.Facets}, nil
}
