package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/pierce-er/pierce/engine"
)

// Problem is an error as RFC 9457 has it, in application/problem+json, with
// what pierce knows beside it.
type Problem struct {
	huma.ErrorModel
	Code engine.Code `json:"code,omitempty" doc:"What kind of failure, in pierce's words."`
	Hint string      `json:"hint,omitempty" doc:"What can be done about it."`
}

// ContentType gives problems their own media type.
func (*Problem) ContentType(string) string { return "application/problem+json" }

// clientGone is the status that is logged where nobody waits for the answer any
// more (the number that nginx uses).
const clientGone = 499

// status is the one place where errors become HTTP statuses.
func status(err error) int {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, engine.Invalid):
		return http.StatusUnprocessableEntity
	case errors.Is(err, engine.NotFound):
		return http.StatusNotFound
	case errors.Is(err, engine.Exists):
		return http.StatusConflict
	case errors.Is(err, engine.Stale), errors.Is(err, engine.Locked):
		return http.StatusServiceUnavailable
	case errors.Is(err, context.Canceled):
		return clientGone
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusGatewayTimeout
	}
	return http.StatusInternalServerError
}

// problemOf is an error as it is told to a client. The cause of a failure of
// ours, which may name files, is not told.
func problemOf(err error) *Problem {
	var told *Problem
	if errors.As(err, &told) {
		return told
	}
	code := status(err)
	p := &Problem{ErrorModel: huma.ErrorModel{Status: code, Title: http.StatusText(code), Detail: err.Error()}}
	if code == clientGone {
		p.Title = "Client Closed Request"
	}
	if code == http.StatusInternalServerError {
		p.Detail = "the server failed; its log has the cause under the request's id"
		return p
	}
	for e := new(engine.Error); errors.As(err, &e); err = e.Err {
		if p.Code == "" {
			p.Code = e.Code
		}
		if e.Hint != "" {
			p.Hint = e.Hint
			break
		}
	}
	return p
}

// write answers with the problem.
func (p *Problem) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(p) // a client that went away needs no answer
}

// problem is one that has no error behind it.
func problem(code int, detail, hint string) *Problem {
	return &Problem{ErrorModel: huma.ErrorModel{Status: code, Title: http.StatusText(code), Detail: detail}, Hint: hint}
}

// invalid is an error in what was asked.
func invalid(what, value, want string) error {
	return &engine.Error{Op: what, ID: cutText(value, 80), Code: engine.Invalid, Err: errors.New(want)}
}

// missing is an error about something that there is not.
func missing(what, value string) error {
	return &engine.Error{Op: what, ID: cutText(value, 80), Code: engine.NotFound}
}
