package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/pierce-er/pierce/cmd/internal/app"
)

// rescreenIn asks what changed for a saved screening.
type rescreenIn struct {
	Name string `path:"name" maxLength:"1000" doc:"The screening's name."`
	AsOf string `query:"as_of" maxLength:"10" doc:"The day of the verdicts. Default: today where the screening was as of its day, else the day it was of."`
	All  bool   `query:"all" doc:"Ask every line again, not only those that a change touches."`
	Dry  bool   `query:"dry" doc:"Write nothing: neither alerts nor the new state of the lines."`
}

// alertsIn asks for alerts.
type alertsIn struct {
	Screening string `query:"screening" maxLength:"1000" doc:"Only of this screening."`
	All       bool   `query:"all" doc:"Those that were acknowledged too."`
	Paged
}

// ackIn acknowledges an alert.
type ackIn struct {
	ID   string `path:"id" maxLength:"1000" doc:"The alert's id, its slash written %2F."`
	Body because
}

// watching registers saved screenings and their alerts.
func (s *Server) watching() {
	tags, read := []string{"watch"}, route{right: app.Read}
	handle(s, read, huma.Operation{OperationID: "screenings", Method: http.MethodGet, Path: "/api/v1/screenings", Summary: "The saved screenings", Tags: tags},
		func(_ context.Context, in *listIn) (results[app.SavedScreening], error) {
			saved, err := s.app.Screenings()
			if err != nil {
				return results[app.SavedScreening]{}, err
			}
			return cut(saved, in.Paged)
		})
	handle(s, route{right: app.Screen, heavy: true}, huma.Operation{OperationID: "rescreen", Method: http.MethodPost, Path: "/api/v1/screenings/{name}/rescreen", Summary: "What changed for a saved screening, as alerts", Tags: tags}, s.rescreen)
	handle(s, read, huma.Operation{OperationID: "alerts", Method: http.MethodGet, Path: "/api/v1/alerts", Summary: "What changed for saved screenings, and nobody has acknowledged", Tags: tags},
		func(_ context.Context, in *alertsIn) (results[app.Alert], error) {
			list, err := s.app.Alerts(in.Screening, in.All)
			if err != nil {
				return results[app.Alert]{}, err
			}
			return cut(list, in.Paged)
		})
	handle(s, route{right: app.Judge}, huma.Operation{OperationID: "acknowledge", Method: http.MethodPost, Path: "/api/v1/alerts/{id}/acknowledge", Summary: "Acknowledge an alert, so that it stays quiet", Tags: tags},
		func(ctx context.Context, in *ackIn) (map[string]string, error) {
			by := who(ctx, in.Body.By)
			return map[string]string{"id": in.ID, "by": by, "why": in.Body.Why}, s.app.Acknowledge(in.ID, by, in.Body.Why)
		})
}

func (s *Server) rescreen(ctx context.Context, in *rescreenIn) (*app.Rescreened, error) {
	today, err := s.day("")
	if err != nil {
		return nil, err
	}
	if _, err := s.app.Fresh(); err != nil {
		return nil, err
	}
	o := app.RescreenOptions{Today: today, All: in.All, Dry: in.Dry}
	if in.AsOf != "" {
		if o.AsOf, err = s.day(in.AsOf); err != nil {
			return nil, err
		}
	}
	return s.app.Rescreen(ctx, in.Name, o)
}
