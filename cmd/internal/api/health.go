package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// health registers what a supervisor asks: whether the process lives, and
// whether it can answer.
func (s *Server) health() {
	open := route{quiet: true}
	s.raw(http.MethodGet, "/healthz", open, func(w http.ResponseWriter, _ *http.Request) { said(w, http.StatusOK, "ok\n") })
	s.raw(http.MethodGet, "/readyz", open, func(w http.ResponseWriter, _ *http.Request) {
		if err := s.ready(); err != nil {
			said(w, http.StatusServiceUnavailable, "not ready: "+string(problemOf(err).Code)+"\n")
			return
		}
		said(w, http.StatusOK, "ready\n")
	})
	for path, what := range map[string]string{"/healthz": "Whether the process lives", "/readyz": "Whether it can answer"} {
		s.api.OpenAPI().AddOperation(&huma.Operation{OperationID: path[1:], Method: http.MethodGet, Path: path, Summary: what, Tags: []string{"health"},
			Responses: map[string]*huma.Response{"200": {Description: "Yes."}, "503": {Description: "No, and why."}}})
	}
}

// ready reads a little of the store, and asks whether what is loaded is
// resolved.
func (s *Server) ready() error {
	_, err := s.app.Fresh()
	return err
}

func said(w http.ResponseWriter, code int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(code)
	_, _ = w.Write([]byte(text)) // a client that went away needs no answer
}
