package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/index"
)

// Named is the entity that a path names.
type Named struct {
	ID string `path:"id" maxLength:"1000" doc:"An entity, or a record or party of one, its slashes written %2F."`
}

// entityIn names an entity.
type entityIn struct{ Named }

// traceIn asks who stands behind an entity.
type traceIn struct {
	Named
	Rule  string `query:"rule" maxLength:"80" doc:"Only this rule, as ofac-50. Default: all that can catch somebody on the day."`
	AsOf  string `query:"as_of" maxLength:"10" doc:"The day that is asked about. Default: today."`
	Known string `query:"known_at" maxLength:"30" doc:"Only what had been retrieved by the end of this day, or by this moment (RFC 3339)."`
}

// downIn asks what an entity holds.
type downIn struct {
	Named
	AsOf  string `query:"as_of" maxLength:"10" doc:"The day that is asked about. Default: today."`
	Depth int    `query:"depth" minimum:"1" maximum:"100" default:"20" doc:"How many steps, at most."`
}

// sameIn asks who shares something with an entity.
type sameIn struct {
	Named
	By    string `query:"by" required:"true" enum:"address,phone,email,domain,officer" doc:"What is shared."`
	AsOf  string `query:"as_of" maxLength:"10" doc:"The day for lists and officers' terms. Default: today."`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"50" doc:"How many for each value, at most."`
}

// entities registers the questions about one entity.
func (s *Server) entities() {
	read := route{right: app.Read}
	ask := []string{"ask"}
	const one = "/api/v1/entities/{id}"
	handle(s, read, huma.Operation{OperationID: "show", Method: http.MethodGet, Path: one, Summary: "Everything that the sources say of an entity", Tags: ask}, s.show)
	handle(s, read, huma.Operation{OperationID: "trace", Method: http.MethodGet, Path: one + "/trace", Summary: "Who stands behind it: the owners to the top, and each rule's verdict", Tags: ask}, s.trace)
	handle(s, read, huma.Operation{OperationID: "holdings", Method: http.MethodGet, Path: one + "/holdings", Summary: "What it holds, and what that holds", Tags: ask}, s.holdings)
	handle(s, read, huma.Operation{OperationID: "same", Method: http.MethodGet, Path: one + "/same", Summary: "Who shares an address, phone, e-mail, domain or officer with it", Tags: ask}, s.same)
	handle(s, read, huma.Operation{OperationID: "holding-together", Method: http.MethodGet, Path: one + "/why", Summary: "What holds its records together, the weakest link last", Tags: ask},
		func(_ context.Context, in *entityIn) (*query.Holding, error) {
			ent, err := s.app.Query.Entity(in.ID)
			if err != nil {
				return nil, err
			}
			return s.app.Query.Holding(ent.ID)
		})
	s.raw(http.MethodGet, one+"/report", route{right: app.Read, heavy: true}, s.report)
	text := &huma.Schema{Type: huma.TypeString}
	s.api.OpenAPI().AddOperation(&huma.Operation{OperationID: "report", Method: http.MethodGet, Path: one + "/report", Summary: "The dossier: verdicts, owners, evidence and what is unknown, with a SHA-256 over all of it", Tags: ask,
		Parameters: []*huma.Param{{Name: "id", In: "path", Required: true, Schema: text}, {Name: "format", In: "query", Description: "json or html. Default: json.", Schema: text}, {Name: "as_of", In: "query", Description: "The day. Default: today.", Schema: text}},
		Responses:  map[string]*huma.Response{"200": {Description: "The dossier, which pierce report verify checks."}}})
	handle(s, read, huma.Operation{OperationID: "record", Method: http.MethodGet, Path: "/api/v1/records/{id}", Summary: "A record as published and as understood, oldest version first", Tags: ask}, s.record)
}

// report answers with the dossier of an entity, as pierce report writes it.
func (s *Server) report(w http.ResponseWriter, r *http.Request) {
	asOf, err := s.day(r.URL.Query().Get("as_of"))
	if err != nil {
		s.answer(w, r, nil, err)
		return
	}
	ent, err := s.decided(r.PathValue("id"))
	if err != nil {
		s.answer(w, r, nil, err)
		return
	}
	d, err := s.app.Dossier(r.Context(), ent.ID, asOf)
	if err != nil {
		s.answer(w, r, nil, err)
		return
	}
	var file []byte
	form := r.URL.Query().Get("format")
	switch form {
	case "", "json":
		w.Header().Set("Content-Type", "application/json")
		file, err = d.JSON()
	case "html":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox")
		w.Header().Set("Content-Disposition", `attachment; filename="`+string(ent.ID)+`.html"`)
		file, err = d.HTML()
	default:
		err = invalid("format", form, "want json or html; pierce report writes PDF")
	}
	if err != nil {
		s.answer(w, r, nil, err)
		return
	}
	_, _ = w.Write(file) // a client that went away needs no answer
}

func (s *Server) show(_ context.Context, in *entityIn) (*app.Shown, error) {
	ent, err := s.app.Query.Entity(in.ID)
	if err != nil {
		return nil, err
	}
	p, err := s.app.Query.Profile(ent.ID)
	if err != nil {
		return nil, err
	}
	offices, err := s.app.Query.Offices(ent.ID)
	return &app.Shown{Profile: p, Offices: offices}, err
}

func (s *Server) trace(_ context.Context, in *traceIn) (results[app.TraceLine], error) {
	var none results[app.TraceLine]
	asOf, rules, err := s.rulesOn(in.AsOf, in.Rule)
	if err != nil {
		return none, err
	}
	ent, err := s.decided(in.ID)
	if err != nil {
		return none, err
	}
	var t *query.Trace
	if in.Known == "" {
		t, err = s.app.Query.Trace(ent.ID, asOf, rules)
	} else {
		var at time.Time
		if at, err = moment(in.Known); err != nil {
			return none, err
		}
		t, err = s.app.Query.TraceKnown(ent.ID, asOf, at, rules)
	}
	if err != nil {
		return none, err
	}
	return listed(app.TraceLines(t, in.Known)), nil
}

// moment reads a day, which means its end, or a moment.
func moment(text string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.UTC(), nil
	}
	d, err := engine.ParseDate(text)
	if err != nil || !d.Exact() {
		return time.Time{}, invalid("known_at", text, "want a day as 2024-05-31 or a moment as 2024-05-31T08:00:00Z")
	}
	return d.Time().AddDate(0, 0, 1).Add(-1), nil
}

// rulesOn reads a day, and the rule that stands on it; none where none is named.
func (s *Server) rulesOn(day string, names ...string) (engine.Date, []own.Rule, error) {
	asOf, err := s.day(day)
	if err != nil {
		return 0, nil, err
	}
	var rules []own.Rule
	for _, name := range names {
		if name == "" {
			continue
		}
		if !slices.Contains(own.RuleIDs(), name) {
			return 0, nil, missing("rule", name)
		}
		row, err := own.Find(name, asOf)
		if err != nil {
			return 0, nil, err
		}
		rules = append(rules, row)
	}
	return asOf, rules, nil
}

// decided is an entity about which an answer may clear somebody: what is loaded
// must be resolved, or it is Stale.
func (s *Server) decided(ref string) (*engine.Entity, error) {
	if _, err := s.app.Fresh(); err != nil {
		return nil, err
	}
	return s.app.Query.Entity(ref)
}

func (s *Server) holdings(_ context.Context, in *downIn) (*app.Holdings, error) {
	asOf, err := s.day(in.AsOf)
	if err != nil {
		return nil, err
	}
	ent, err := s.decided(in.ID)
	if err != nil {
		return nil, err
	}
	held, err := s.app.Query.Holdings(ent.ID, asOf, in.Depth)
	return &app.Holdings{Entity: ent.ID, Name: ent.Name, AsOf: asOf, Holdings: held}, err
}

func (s *Server) same(ctx context.Context, in *sameIn) (*app.SameResult, error) {
	asOf, err := s.day(in.AsOf)
	if err != nil {
		return nil, err
	}
	ent, err := s.app.Query.Entity(in.ID)
	if err != nil {
		return nil, err
	}
	return s.app.Same(ctx, index.Pivot(in.By), ent.ID, asOf, in.Limit)
}

func (s *Server) record(_ context.Context, in *entityIn) (results[app.RecordVersion], error) {
	var out results[app.RecordVersion]
	versions, err := s.app.Store.Versions(engine.RecordID(in.ID))
	if err != nil {
		return out, err
	}
	for _, r := range versions {
		out.Results = append(out.Results, app.RecordVersion{Record: r, Published: string(r.Raw)})
	}
	return out, nil
}
