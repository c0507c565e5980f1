package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/query"
)

// verdictsIn asks whom a rule captures.
type verdictsIn struct {
	Rule    string   `query:"rule" required:"true" maxLength:"80" doc:"The rule, as ofac-50."`
	AsOf    string   `query:"as_of" maxLength:"10" doc:"The day that is asked about. Default: today."`
	Known   string   `query:"known_at" maxLength:"30" doc:"Only what had been retrieved by the end of this day, or by this moment (RFC 3339)."`
	Verdict []string `query:"verdict" default:"yes" enum:"yes,no,unknown,no-unless-hidden,depends-on-date" doc:"Which answers to give."`
	Paged
}

// whatIfIn supposes that some were listed.
type whatIfIn struct {
	Body struct {
		List  []string `json:"list" minItems:"1" maxItems:"100" doc:"Who is put on the list: entities, records, or names."`
		Rule  []string `json:"rule,omitempty" maxItems:"100" doc:"Only these rules. Default: all that add up listed owners on the day."`
		AsOf  string   `json:"as_of,omitempty" maxLength:"10" doc:"The day. Default: today."`
		Known string   `json:"known_at,omitempty" maxLength:"30" doc:"Only owners and lists that had been retrieved by the end of this day, or by this moment (RFC 3339)."`
	}
}

// pathIn asks how two are linked.
type pathIn struct {
	From    string `query:"from" required:"true" maxLength:"1000" doc:"An entity, a record, or a name."`
	To      string `query:"to" required:"true" maxLength:"1000" doc:"Another."`
	AsOf    string `query:"as_of" maxLength:"10" doc:"Only links that stood on this day. Default: of all times."`
	Certain bool   `query:"certain" doc:"Do not follow links \"possibly same as\"."`
	Routes  int    `query:"routes" minimum:"1" maximum:"20" default:"3" doc:"How many routes to give."`
	Steps   int    `query:"steps" minimum:"1" maximum:"30" default:"8" doc:"Links of a route at most."`
}

// whyIn names two records.
type whyIn struct {
	A string `query:"a" required:"true" maxLength:"1000" doc:"A record, a party or an entity."`
	B string `query:"b" required:"true" maxLength:"1000" doc:"Another."`
}

// verdicts registers the questions that go over the whole store, and those
// about two.
func (s *Server) verdicts() {
	heavy, read := route{right: app.Read, heavy: true}, route{right: app.Read}
	decide, ask := []string{"decide"}, []string{"ask"}
	handle(s, read, huma.Operation{OperationID: "rules", Method: http.MethodGet, Path: "/api/v1/rules", Summary: "The table of rules with their dates and citations", Tags: decide},
		func(context.Context, *struct{}) (results[own.Rule], error) { return listed(own.Rules()), nil })
	handle(s, heavy, huma.Operation{OperationID: "verdicts", Method: http.MethodGet, Path: "/api/v1/verdicts", Summary: "Every entity that a rule captures, with path and tier", Tags: decide}, s.captured)
	handle(s, heavy, huma.Operation{OperationID: "whatif", Method: http.MethodPost, Path: "/api/v1/whatif", Summary: "What falls if these were listed, with their past shipments; nothing is written", Tags: decide}, s.whatIf)
	handle(s, heavy, huma.Operation{OperationID: "path", Method: http.MethodGet, Path: "/api/v1/path", Summary: "How two are linked: owners, offices, addresses, shipments", Tags: ask}, s.path)
	handle(s, read, huma.Operation{OperationID: "why", Method: http.MethodGet, Path: "/api/v1/why", Summary: "All that speaks for and against two records being one", Tags: ask},
		func(_ context.Context, in *whyIn) (*app.Explained, error) {
			a, err := s.app.Query.Party(in.A)
			if err != nil {
				return nil, err
			}
			b, err := s.app.Query.Party(in.B)
			if err != nil {
				return nil, err
			}
			return s.app.Explain(a, b)
		})
}

// errFull ends a walk when a page is full.
var errFull = errors.New("the page is full")

func (s *Server) captured(ctx context.Context, in *verdictsIn) (results[own.Verdict], error) {
	out := results[own.Verdict]{Results: []own.Verdict{}}
	asOf, rules, err := s.rulesOn(in.AsOf, in.Rule)
	if err != nil {
		return out, err
	}
	if _, err := s.app.Fresh(); err != nil {
		return out, err
	}
	want := make([]own.Answer, len(in.Verdict))
	for i, v := range in.Verdict {
		want[i] = own.Answer(v)
	}
	yield := func(v own.Verdict) error {
		switch {
		case string(v.Entity) <= in.After:
		case len(out.Results) == in.Limit:
			out.Next = string(out.Results[in.Limit-1].Entity)
			return errFull
		default:
			out.Results = append(out.Results, v)
		}
		return ctx.Err()
	}
	if in.Known == "" {
		err = s.app.Query.Verdicts(ctx, rules[0], asOf, want, yield)
	} else {
		at, bad := moment(in.Known)
		if bad != nil {
			return out, bad
		}
		err = s.app.Query.VerdictsKnown(ctx, rules[0], asOf, at, want, yield)
	}
	if errors.Is(err, errFull) {
		err = nil
	}
	return out, err
}

func (s *Server) whatIf(ctx context.Context, in *whatIfIn) (results[query.Fall], error) {
	var none results[query.Fall]
	asOf, rules, err := s.rulesOn(in.Body.AsOf, in.Body.Rule...)
	if err != nil {
		return none, err
	}
	if _, err := s.app.Fresh(); err != nil {
		return none, err
	}
	var ids []engine.EntityID
	for _, ref := range in.Body.List {
		ent, _, err := s.app.Find(ctx, ref, asOf)
		if err != nil {
			return none, err
		}
		ids = append(ids, ent.ID)
	}
	if in.Body.Known == "" {
		falls, err := s.app.Query.WhatIf(ctx, ids, asOf, rules)
		return listed(falls), err
	}
	at, err := moment(in.Body.Known)
	if err != nil {
		return none, err
	}
	falls, err := s.app.Query.WhatIfKnown(ctx, ids, asOf, at, rules)
	return listed(falls), err
}

func (s *Server) path(ctx context.Context, in *pathIn) (*query.Paths, error) {
	o := query.PathOptions{Certain: in.Certain, Routes: in.Routes, Steps: in.Steps}
	today, err := s.day("")
	if err != nil {
		return nil, err
	}
	if in.AsOf != "" {
		if o.AsOf, err = s.day(in.AsOf); err != nil {
			return nil, err
		}
	}
	from, _, err := s.app.Find(ctx, in.From, today)
	if err != nil {
		return nil, err
	}
	to, _, err := s.app.Find(ctx, in.To, today)
	if err != nil {
		return nil, err
	}
	return s.app.Query.Path(ctx, from.ID, to.ID, o)
}
