package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
)

// TestGuard: who is let in, and how the others are refused.
func TestGuard(t *testing.T) {
	a := newWorld(t)
	token := func(name string, rights ...app.Right) string {
		secret, _, err := a.AddToken(name, rights, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		return "Authorization: Bearer " + secret
	}
	reader, screener := token("reader", app.Read), token("screener", app.Screen)
	gone := token("gone", app.Read)
	if _, err := a.RevokeToken("gone"); err != nil {
		t.Fatal(err)
	}
	past, _, err := a.AddToken("past", []app.Right{app.Read}, clock().Add(-time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	loopback := serve(t, a, nil)
	closed := serve(t, a, func(o *Options) { o.Guard.Open = false })
	openRefine := serve(t, a, func(o *Options) { o.Guard.Origins = []string{"http://127.0.0.1:3333"} })
	const ask = "/api/v1/search?q=lumenpeak"
	for _, tt := range []struct {
		what    string
		url     string
		method  string
		headers []string
		want    int
	}{
		{"local without token", loopback.URL + ask, "GET", nil, 200},
		{"local by another name (DNS rebinding)", loopback.URL + ask, "GET", []string{"Host: evil.example"}, 421},
		{"local through a proxy", loopback.URL + ask, "GET", []string{"X-Forwarded-For: 203.0.113.9"}, 401},
		{"local with a wrong token", loopback.URL + ask, "GET", []string{"Authorization: Bearer pierce_x_y"}, 401},
		{"no token", closed.URL + ask, "GET", nil, 401},
		{"reader", closed.URL + ask, "GET", []string{reader}, 200},
		{"reader as yente's clients write it", closed.URL + ask, "GET", []string{strings.Replace(reader, "Bearer", "ApiKey", 1)}, 200},
		{"another way to log in", closed.URL + ask, "GET", []string{"Authorization: Basic cGllcmNlOng="}, 401},
		{"token of another right", closed.URL + ask, "GET", []string{screener}, 403},
		{"revoked", closed.URL + ask, "GET", []string{gone}, 401},
		{"past its day", closed.URL + ask, "GET", []string{"Authorization: Bearer " + past}, 401},
		{"by another name with a token", closed.URL + ask, "GET", []string{reader, "Host: pierce.example"}, 200},
		{"health needs nothing", closed.URL + "/healthz", "GET", nil, 200},
		{"metrics need a token", closed.URL + "/metrics", "GET", nil, 401},
		{"a page of another site posts", loopback.URL + "/logout", "POST", []string{"Origin: http://evil.example"}, 403},
		{"a browser says it is of another site", loopback.URL + "/logout", "POST", []string{"Sec-Fetch-Site: cross-site"}, 403},
		{"its own page posts", loopback.URL + "/logout", "POST", []string{"Sec-Fetch-Site: same-origin"}, 303},
		{"a trusted origin asks first", openRefine.URL + ask, "OPTIONS", []string{"Origin: http://127.0.0.1:3333"}, 204},
		{"a method that there is not", loopback.URL + ask, "DELETE", nil, 405},
		{"a path that there is not", loopback.URL + "/api/v1/nothing", "GET", nil, 404},
	} {
		got := call(t, tt.method, tt.url, "", tt.headers...)
		if got.status != tt.want {
			t.Errorf("%s: %s %s = %d %s, want %d", tt.what, tt.method, tt.url, got.status, got.body, tt.want)
		}
		if tt.want >= 400 && got.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: an error of type %q", tt.what, got.header.Get("Content-Type"))
		}
		if got.header.Get("X-Request-Id") == "" {
			t.Errorf("%s: no X-Request-Id", tt.what)
		}
	}
	if got := call(t, "GET", openRefine.URL+ask, "", "Origin: http://127.0.0.1:3333"); got.header.Get("Access-Control-Allow-Origin") != "http://127.0.0.1:3333" {
		t.Errorf("a trusted origin is told %q", got.header.Get("Access-Control-Allow-Origin"))
	}
	if got := call(t, "GET", openRefine.URL+ask, "", "Origin: http://evil.example"); got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("a strange origin may read the answer: %q", got.header.Get("Access-Control-Allow-Origin"))
	}
	if got := call(t, "GET", closed.URL+"/docs", "", "Accept: text/html"); got.status != 200 {
		t.Errorf("GET /docs = %d", got.status)
	}
}

// TestLogin: a token typed into the page opens the server to the browser alone.
func TestLogin(t *testing.T) {
	a := newWorld(t)
	secret, _, err := a.AddToken("page", []app.Right{app.Read}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	srv := serve(t, a, func(o *Options) { o.Guard.Open = false; o.Guard.Secure = true })
	form := "Content-Type: application/x-www-form-urlencoded"
	if got := call(t, "POST", srv.URL+"/login", "token=wrong", form); got.status != 401 || got.header.Get("Set-Cookie") != "" {
		t.Errorf("POST /login with a wrong token = %d, cookie %q", got.status, got.header.Get("Set-Cookie"))
	}
	got := call(t, "POST", srv.URL+"/login", "token="+secret, form)
	cookie := got.header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Strict", "Secure", "Path=/"} {
		if got.status != http.StatusSeeOther || !strings.Contains(cookie, want) {
			t.Errorf("POST /login = %d, cookie %q, want 303 and %s", got.status, cookie, want)
		}
	}
	value, _, _ := strings.Cut(cookie, ";")
	if got := call(t, "GET", srv.URL+"/api/v1/search?q=lumenpeak", "", "Cookie: "+value); got.status != 200 {
		t.Errorf("GET with the cookie = %d %s, want 200", got.status, got.body)
	}
}

// TestRate: a caller that sends more than it may is told to wait, another not.
func TestRate(t *testing.T) {
	srv := serve(t, open(t), func(o *Options) { o.Guard.Rate = 2 })
	var refused int
	for range 6 {
		if got := call(t, "GET", srv.URL+"/api/v1/search?q=lumenpeak", ""); got.status == 429 {
			refused++
			if got.header.Get("Retry-After") == "" {
				t.Error("429 without Retry-After")
			}
		}
	}
	if refused != 2 { // the bucket holds two seconds' worth, and the clock stands
		t.Errorf("%d of 6 refused, want 2", refused)
	}
}

// TestETag: the same answer again costs the client nothing.
func TestETag(t *testing.T) {
	srv := serve(t, open(t), nil)
	first := call(t, "GET", srv.URL+"/api/v1/search?q=lumenpeak", "")
	tag := first.header.Get("ETag")
	if first.status != 200 || tag == "" {
		t.Fatalf("GET = %d, ETag %q", first.status, tag)
	}
	if again := call(t, "GET", srv.URL+"/api/v1/search?q=lumenpeak", "", "If-None-Match: "+tag); again.status != 304 || again.body != "" {
		t.Errorf("If-None-Match: %s = %d %q, want 304", tag, again.status, again.body)
	}
	if other := call(t, "GET", srv.URL+"/api/v1/search?q=tianheng", "", "If-None-Match: "+tag); other.status != 200 {
		t.Errorf("another question with the same tag = %d, want 200", other.status)
	}
}

// TestRightsTable: every path that is registered stands in the table, and a
// path without a right is one of those that must need none.
func TestRightsTable(t *testing.T) {
	s := New(Options{App: open(t), Now: clock})
	free := "/healthz /readyz /openapi.json /docs /login /logout"
	for pattern, r := range s.routes {
		method, path, ok := strings.Cut(pattern, " ")
		if ok && r.right == "" && !strings.Contains(free, path) {
			t.Errorf("%s %s needs no right", method, path)
		}
	}
	for path, item := range s.api.OpenAPI().Paths {
		for method, op := range map[string]bool{"GET": item.Get != nil, "POST": item.Post != nil, "DELETE": item.Delete != nil} {
			if _, in := s.routes[method+" "+path]; op && !in {
				t.Errorf("%s %s is described and not in the table", method, path)
			}
		}
	}
}
