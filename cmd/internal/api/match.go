package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest/registry/native"
)

// askedParty is a party as the native format writes it.
type askedParty struct {
	_           struct{}          `json:"-" additionalProperties:"true"`
	Kind        string            `json:"kind,omitempty" maxLength:"40" doc:"company, person, vessel …"`
	Names       []string          `json:"names" minItems:"1" maxItems:"100" doc:"All names that it goes by."`
	Country     string            `json:"country,omitempty" maxLength:"80" doc:"As SG."`
	Identifiers map[string]string `json:"identifiers,omitempty" doc:"By scheme, as lei."`
	Addresses   []string          `json:"addresses,omitempty" maxItems:"100"`
	Born        string            `json:"born,omitempty" maxLength:"20" doc:"Born or incorporated, as 2023-05."`
}

// matchIn asks who a party is.
type matchIn struct {
	AsOf string `query:"as_of" maxLength:"10" doc:"The day for lists. Default: today."`
	Body askedParty
}

// matching registers the question who somebody is.
func (s *Server) matching() {
	handle(s, route{right: app.Read}, huma.Operation{OperationID: "match", Method: http.MethodPost, Path: "/api/v1/match", Summary: "Who a party is, or may be, as a screening finds it, with the evidence",
		Description: "Listed parties that it may be by a slip of the pen are given too. An empty list means that nobody in the folder is like it; it clears nobody of what is not loaded.", Tags: []string{"ask"}}, s.match)
}

func (s *Server) match(_ context.Context, in *matchIn) (results[app.Meant], error) {
	var none results[app.Meant]
	asOf, err := s.day(in.AsOf)
	if err != nil {
		return none, err
	}
	row, err := json.Marshal(struct {
		ID string `json:"id"`
		askedParty
	}{"asked", in.Body})
	if err != nil {
		return none, err
	}
	p, err := s.asked(row)
	if err != nil {
		return none, err
	}
	all, err := s.app.Match(p, asOf)
	return listed(all), err
}

// asked reads one party of the native format.
func (s *Server) asked(row []byte) (*engine.Party, error) {
	rows, err := s.app.Understand(native.Source{}, row)
	if err != nil {
		return nil, err
	}
	u, ok := rows["asked"]
	switch {
	case !ok && rows[""].Err != nil:
		return nil, rows[""].Err
	case !ok || len(u.Record.Parties) == 0:
		return nil, invalid("match", "", "want a party with a name")
	}
	return &u.Record.Parties[0], nil
}
