package api

import (
	"net/http"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
)

// route says what a request to a path must have, and what it may cost.
type route struct {
	right app.Right // "" where anybody may ask
	body  int64     // bytes of a body at most; 0 is maxBody
	heavy bool      // reads the whole store: few at a time
	long  bool      // a stream: it may take as long as the client goes on reading
	quiet bool      // not in the audit log
}

// limit is the size of a body at most.
func (r route) limit() int64 {
	if r.body == 0 {
		return maxBody
	}
	return r.body
}

const (
	// maxBody is the size of an ordinary body. The largest honest one is a batch
	// of a few hundred parties, some 200 KB.
	maxBody = 4 << 20
	// maxManifest is the size of a manifest as sent, compressed perhaps.
	maxManifest = 4 << 30
	// longest is how long an ordinary answer may take, and a client may take to
	// send its question.
	longest = 60 * time.Second
	// idle is how long a stream may stand still.
	idle = 60 * time.Second
)

// rights is the table of all paths. The server refuses a path that is not in
// it, so that one that was forgotten is closed, not open.
type rights map[string]route

// raw registers a handler of a path, and an answer for other methods.
func (s *Server) raw(method, path string, r route, h http.HandlerFunc) {
	s.mux.HandleFunc(method+" "+path, h)
	s.close(method, path, r)
}

// wrongMethod answers a request whose path is there for other methods.
func (s *Server) wrongMethod(w http.ResponseWriter, r *http.Request) {
	var allow []string
	for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = m
		if _, pattern := s.mux.Handler(other); strings.HasPrefix(pattern, m+" ") {
			allow = append(allow, m)
		}
	}
	if len(allow) == 0 {
		s.missing(w, r)
		return
	}
	if slices.Contains(allow, http.MethodGet) {
		allow = append(allow, http.MethodHead)
	}
	w.Header().Set("Allow", strings.Join(allow, ", "))
	problem(http.StatusMethodNotAllowed, r.Method+" is not answered here", "it answers "+strings.Join(allow, ", ")).write(w)
}

// missing answers a path that there is not.
func (s *Server) missing(w http.ResponseWriter, _ *http.Request) {
	problem(http.StatusNotFound, "no such path", "/docs lists what there is").write(w)
}

// turnstile lets few in at a time.
type turnstile chan struct{}

// newTurnstile lets in as many as there are processors, since what passes keeps
// one busy.
func newTurnstile() turnstile { return make(turnstile, runtime.GOMAXPROCS(0)) }

// enter waits for a place; false where the caller went away first.
func (t turnstile) enter(r *http.Request) bool {
	select {
	case t <- struct{}{}:
		return true
	case <-r.Context().Done():
		return false
	}
}

func (t turnstile) leave() { <-t }
