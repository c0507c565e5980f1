package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
)

// ask is one request on its way.
type ask struct {
	id      string
	start   time.Time
	pattern string
	route   route
	caller  app.Caller
	body    *bodyRead
}

var requestID = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,64}$`)

// newAsk begins a request. A client's own X-Request-Id is kept where it is a
// plain word.
func (s *Server) newAsk(r *http.Request) *ask {
	a := &ask{start: s.now(), id: r.Header.Get("X-Request-Id")}
	if !requestID.MatchString(a.id) {
		var b [8]byte
		_, _ = rand.Read(b[:]) // never fails: the process ends first
		a.id = hex.EncodeToString(b[:])
	}
	_, a.pattern = s.mux.Handler(r)
	return a
}

// ServeHTTP answers one request: it is numbered, let in or refused, answered
// within its limits, then counted, logged and written into the audit log.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := s.newAsk(r)
	rec := &recorder{ResponseWriter: w}
	defer s.ended(a, rec, r)
	h := rec.Header()
	h.Set("X-Request-Id", a.id)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	s.inFlight.Inc()
	defer s.inFlight.Dec()
	defer s.rescue(a, rec)
	if done, p := s.admit(a, rec, r); p != nil {
		s.refuse(rec, r, p)
		return
	} else if done {
		return
	}
	ctx := app.WithCaller(context.WithValue(r.Context(), askKey{}, a), a.caller)
	if a.route.long {
		extend := newStream(rec)
		rec.before = extend.write
		r.Body = extend.body(r.Body)
	} else {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, longest)
		defer cancel()
	}
	a.body = &bodyRead{in: http.MaxBytesReader(rec, r.Body, a.route.limit()+1)}
	r = r.WithContext(ctx)
	r.Body = a.body
	if a.route.heavy {
		if !s.heavy.enter(r) {
			s.refuse(rec, r, problemOf(ctx.Err()))
			return
		}
		defer s.heavy.leave()
	}
	s.tagged(rec, r)
}

type askKey struct{}

// admit decides whether a request may pass.
func (s *Server) admit(a *ask, w http.ResponseWriter, r *http.Request) (done bool, p *Problem) {
	rt, ok := s.routes[a.pattern]
	if !ok && a.pattern != "" {
		return false, problem(http.StatusForbidden, "this path is closed", "")
	}
	a.route = rt
	if done, p := s.origin(w, r); done || p != nil {
		return done, p
	}
	var refused *Problem
	if a.caller, refused = s.caller(r); refused != nil && rt.right != "" {
		if refused.Status == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", `Bearer realm="pierce"`)
		}
		return false, refused
	}
	if !s.limits.allow(a.caller, r, a.start) {
		w.Header().Set("Retry-After", "1")
		return false, problem(http.StatusTooManyRequests, "more requests than this caller may send", "wait a second, or send them in batches")
	}
	if rt.right != "" && !a.caller.May(rt.right) {
		return false, problem(http.StatusForbidden, "the token may not "+string(rt.right), "pierce token add NAME --may read,screen,judge makes one that may")
	}
	return false, s.misasked(a.pattern, r.URL)
}

// refuse answers with a problem; a person at a page is sent to where a token is
// asked for.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, p *Problem) {
	if p.Status == http.StatusUnauthorized && r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") {
		http.Redirect(w, r, "/login", http.StatusSeeOther)
		return
	}
	p.write(w)
}

// rescue answers where a handler panicked: the process lives on. A stream that
// has begun is cut off, so that nobody takes it for whole.
func (s *Server) rescue(a *ask, rec *recorder) {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler {
		rec.cut = true
		panic(v)
	}
	s.log.Error("panic", "request", a.id, "panic", v, "stack", string(debug.Stack()))
	if rec.status != 0 {
		rec.cut = true
		panic(http.ErrAbortHandler)
	}
	problem(http.StatusInternalServerError, "the server failed; its log has the cause under the request's id", "").write(rec)
}

// ended counts, logs and keeps what was asked.
func (s *Server) ended(a *ask, rec *recorder, r *http.Request) {
	took := s.now().Sub(a.start)
	code := rec.status
	switch {
	case r.Context().Err() != nil && (code == 0 || rec.cut):
		code = clientGone
	case code == 0:
		code = http.StatusOK
	}
	s.count(a, r.Method, code, took)
	level := slog.LevelInfo
	if a.route.quiet {
		level = slog.LevelDebug
	}
	s.log.Log(r.Context(), level, "asked", "request", a.id, "who", a.caller.Name, "method", r.Method, "path", cutText(r.URL.Path, 200), "status", code, "bytes", rec.bytes, "took", took.Round(time.Microsecond))
	if !a.route.quiet {
		s.journal.add(asked{At: a.start.UTC().Format(time.RFC3339Nano), Request: a.id, Who: a.caller.Name, Token: a.caller.Token, From: r.RemoteAddr,
			Method: r.Method, URL: cutText(r.URL.RequestURI(), 2000), Status: code, Body: a.body.said(), Size: a.body.size()})
	}
}

// cutText shortens a text, at a letter's edge.
func cutText(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
