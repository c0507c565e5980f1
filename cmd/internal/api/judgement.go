package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
)

// reviewIn asks for the undecided pairs.
type reviewIn struct{ Paged }

// judgeIn is a person's word on a pair.
type judgeIn struct{ Body app.Decision }

// undoIn takes a judgement back.
type undoIn struct {
	ID   string `path:"id" maxLength:"100" doc:"The judgement's id."`
	Body because
}

// because is who does something, and why.
type because struct {
	By  string `json:"by,omitempty" maxLength:"200" doc:"Who. With a token it is the token's name, and this stands beside it."`
	Why string `json:"why" minLength:"1" maxLength:"10000" doc:"The reason, for whoever reads this later."`
}

// listIn asks for a list.
type listIn struct{ Paged }

// judging registers human decisions.
func (s *Server) judging() {
	tags := []string{"judge"}
	read, judge := route{right: app.Read}, route{right: app.Judge, heavy: true}
	handle(s, route{right: app.Read, heavy: true}, huma.Operation{OperationID: "review", Method: http.MethodGet, Path: "/api/v1/review", Summary: "The undecided pairs, those that matter most first", Tags: tags},
		func(_ context.Context, in *reviewIn) (results[query.Undecided], error) {
			asOf, err := s.day("")
			if err != nil {
				return results[query.Undecided]{}, err
			}
			all, _, err := s.app.Query.Undecided(asOf, 0)
			if err != nil {
				return results[query.Undecided]{}, err
			}
			return cut(all, in.Paged)
		})
	handle(s, read, huma.Operation{OperationID: "judgements", Method: http.MethodGet, Path: "/api/v1/judgements", Summary: "The judgements, undone ones among them", Tags: tags},
		func(_ context.Context, in *listIn) (results[engine.Judgement], error) {
			var all []engine.Judgement
			err := s.app.Store.Judgements(func(j engine.Judgement) error {
				all = append(all, j)
				return nil
			})
			if err != nil {
				return results[engine.Judgement]{}, err
			}
			return cut(all, in.Paged)
		})
	handle(s, judge, huma.Operation{OperationID: "judge", Method: http.MethodPost, Path: "/api/v1/judgements", Summary: "Say that two records are the same, or different", Tags: tags},
		func(ctx context.Context, in *judgeIn) (engine.Judgement, error) {
			in.Body.By = who(ctx, in.Body.By)
			return s.app.Decide(ctx, in.Body)
		})
	handle(s, judge, huma.Operation{OperationID: "undo", Method: http.MethodPost, Path: "/api/v1/judgements/{id}/undo", Summary: "Take a judgement back", Tags: tags},
		func(ctx context.Context, in *undoIn) (engine.Judgement, error) {
			return s.app.Undo(ctx, in.ID, who(ctx, in.Body.By), in.Body.Why)
		})
}

// who is the name under which something is done: the token's, with what the
// caller says beside it, so that nobody speaks in another's name.
func who(ctx context.Context, said string) string {
	c := app.CallerOf(ctx)
	switch {
	case c.Token == "":
		return said
	case said == "" || said == c.Name:
		return c.Name
	}
	return said + " (token " + c.Name + ")"
}
