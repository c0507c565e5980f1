package api

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
)

// Guard says who is let in.
type Guard struct {
	Open    bool     // callers on this machine need no token
	Hosts   []string // names, besides those of this machine, by which it is called without a token
	Origins []string // web origins, as http://127.0.0.1:3333, whose pages may ask; none by default
	Rate    float64  // requests a second of one caller; 0 is no limit
	Secure  bool     // it is reached by TLS: cookies are marked so
}

// cookieName is the cookie that holds a token for the pages.
const cookieName = "pierce_token"

// caller is who asks, or a problem. A token that is shown and opens nothing is
// refused even where none is needed.
func (s *Server) caller(r *http.Request) (app.Caller, *Problem) {
	secret, shown := secretOf(r)
	if shown {
		if c, ok := s.app.Caller(secret); ok {
			return c, nil
		}
		return app.Caller{}, problem(http.StatusUnauthorized, "the token opens nothing: it is wrong, revoked or past its day", "pierce token list")
	}
	if !s.guard.Open {
		return app.Caller{}, problem(http.StatusUnauthorized, "a token is needed", "send Authorization: Bearer TOKEN; pierce token add makes one")
	}
	if !here(r) {
		return app.Caller{}, problem(http.StatusUnauthorized, "a token is needed from elsewhere", "send Authorization: Bearer TOKEN; pierce token add makes one")
	}
	if !s.known(r.Host) {
		// A page of the world whose name was made to point here would be let in
		// by its address alone (DNS rebinding); its Host gives it away.
		return app.Caller{}, problem(http.StatusMisdirectedRequest, "this server does not go by that name without a token", "call it 127.0.0.1 or localhost, or name it with --host")
	}
	return app.Local(), nil
}

// secretOf is the token that a request shows: as a bearer, in the way of
// yente's clients ("ApiKey"), or in the pages' cookie.
func secretOf(r *http.Request) (secret string, shown bool) {
	if h := r.Header.Get("Authorization"); h != "" {
		kind, secret, _ := strings.Cut(h, " ")
		if strings.EqualFold(kind, "Bearer") || strings.EqualFold(kind, "ApiKey") {
			return strings.TrimSpace(secret), true
		}
		return "", true
	}
	if c, err := r.Cookie(cookieName); err == nil && c.Value != "" {
		return c.Value, true
	}
	return "", false
}

// here reports whether a request comes from this machine itself, and through no
// proxy, which would lend its address to everyone.
func here(r *http.Request) bool {
	for _, h := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if r.Header.Get(h) != "" {
			return false
		}
	}
	a, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && a.Addr().Unmap().IsLoopback()
}

// known reports whether a Host header names this machine.
func (s *Server) known(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	if host == "localhost" || slices.Contains(s.guard.Hosts, host) {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// origin refuses what a page of another origin sends (CSRF), and lets the
// pages of trusted origins read the answer (CORS). Done is true where the
// request is answered by that alone.
func (s *Server) origin(w http.ResponseWriter, r *http.Request) (done bool, p *Problem) {
	o := r.Header.Get("Origin")
	if o != "" && (slices.Contains(s.guard.Origins, o) || slices.Contains(s.guard.Origins, "*")) {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", o)
		h.Add("Vary", "Origin")
		h.Set("Access-Control-Expose-Headers", "ETag, X-Request-Id, Link, Retry-After")
		if r.Method == http.MethodOptions {
			h.Set("Access-Control-Allow-Methods", "GET, POST, DELETE")
			h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match")
			h.Set("Access-Control-Max-Age", "600")
			w.WriteHeader(http.StatusNoContent)
			return true, nil
		}
		return false, nil
	}
	if err := s.cross.Check(r); err != nil {
		return false, problem(http.StatusForbidden, "a page of another origin may not send this", "--allow-origin names those that may")
	}
	return false, nil
}

// CheckOrigin refuses an origin that no browser would send.
func CheckOrigin(o string) error {
	if o == "*" {
		return nil
	}
	u, err := url.Parse(o)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return errors.New("want an origin as http://127.0.0.1:3333, or *")
	}
	return nil
}
