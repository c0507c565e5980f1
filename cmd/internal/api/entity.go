package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine/query"
)

// entityIn names an entity.
type entityIn struct {
	ID string `path:"id" maxLength:"1000" doc:"An entity, or a record or party of one (its slash written %2F)."`
}

// shown is an entity with all that is said of it, as pierce show --json prints
// it.
type shown struct {
	*query.Profile
	Offices []query.Link `json:"offices,omitempty"`
}

// entities registers the questions about one entity.
func (s *Server) entities() {
	handle(s, route{right: app.Read}, huma.Operation{OperationID: "show", Method: http.MethodGet, Path: "/api/v1/entities/{id}", Summary: "Everything that the sources say of an entity", Tags: []string{"ask"}}, s.show)
}

func (s *Server) show(_ context.Context, in *entityIn) (*shown, error) {
	ent, err := s.app.Query.Entity(in.ID)
	if err != nil {
		return nil, err
	}
	p, err := s.app.Query.Profile(ent.ID)
	if err != nil {
		return nil, err
	}
	offices, err := s.app.Query.Offices(ent.ID)
	return &shown{p, offices}, err
}
