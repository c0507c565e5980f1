package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/all"
)

// licencesIn asks for the licences.
type licencesIn struct {
	AsOf string `query:"as_of" maxLength:"10" doc:"Count shipments up to this day. Default: today."`
	Paged
}

// licenceIn asks for one.
type licenceIn struct {
	ID   string `path:"id" maxLength:"1000" doc:"The licence's number."`
	AsOf string `query:"as_of" maxLength:"10" doc:"Count shipments up to this day. Default: today."`
}

// folder registers what the data folder holds.
func (s *Server) folder() {
	read, keep := route{right: app.Read}, []string{"keep"}
	handle(s, read, huma.Operation{OperationID: "status", Method: http.MethodGet, Path: "/api/v1/status", Summary: "What is loaded, since when, and whether anything is stale", Tags: keep},
		func(context.Context, *struct{}) (app.Status, error) {
			st, err := s.app.Status()
			st.Dir = "" // where the folder lies is the host's own affair
			return st, err
		})
	handle(s, read, huma.Operation{OperationID: "datasets", Method: http.MethodGet, Path: "/api/v1/datasets", Summary: "The datasets, with when each was retrieved and how many records it has", Tags: keep},
		func(context.Context, *struct{}) (results[store.DatasetStatus], error) {
			sets, err := s.app.Store.Datasets()
			return listed(sets), err
		})
	handle(s, read, huma.Operation{OperationID: "formats", Method: http.MethodGet, Path: "/api/v1/formats", Summary: "Every source format", Tags: keep},
		func(context.Context, *struct{}) (results[ingest.Format], error) {
			var out []ingest.Format
			for _, src := range all.Sources() {
				out = append(out, src.Format())
			}
			return listed(out), nil
		})
	handle(s, route{right: app.Read, heavy: true}, huma.Operation{OperationID: "licences", Method: http.MethodGet, Path: "/api/v1/licences", Summary: "Approved buyers: what is licensed, drawn and left", Tags: []string{"decide"}},
		func(_ context.Context, in *licencesIn) (results[query.LicenceUse], error) {
			asOf, err := s.day(in.AsOf)
			if err != nil {
				return results[query.LicenceUse]{}, err
			}
			list, err := s.app.Query.Licences(asOf)
			if err != nil {
				return results[query.LicenceUse]{}, err
			}
			for i := range list {
				list[i].Draws = nil
			}
			return cut(list, in.Paged)
		})
	handle(s, read, huma.Operation{OperationID: "licence", Method: http.MethodGet, Path: "/api/v1/licences/{id}", Summary: "A licence with every shipment that drew on it", Tags: []string{"decide"}},
		func(_ context.Context, in *licenceIn) (*query.LicenceUse, error) {
			asOf, err := s.day(in.AsOf)
			if err != nil {
				return nil, err
			}
			return s.app.Query.Licence(in.ID, asOf)
		})
}
