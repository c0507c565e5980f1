package api

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// TestHostile: what is sent to hurt gets a clear 4xx, or an answer; nothing is
// leaked, and the server lives.
func TestHostile(t *testing.T) {
	a := open(t)
	srv := serve(t, a, nil)
	asJSON := "Content-Type: application/json"
	deep := strings.Repeat(`{"a":`, 50_000) + "1" + strings.Repeat("}", 50_000)
	names := []string{"<script>alert(1)</script>", "\u202egnimaertS cilA", "(a+)+$", strings.Repeat("(((a*)*)*", 40), "'; DROP TABLE x;--", "\x00\x01", "%00", "../../../etc/passwd", strings.Repeat("漢", 300), "*:* AND name:/.*/", "{{.}}", "${jndi:ldap://x}"}
	for _, n := range names {
		for _, path := range []string{"/api/v1/search?q=", "/api/v1/suggest?q=", "/search/default?q=", "/reconcile/suggest/entity?prefix=", "/api/v1/path?to=e22cqmdbsmgdd&from=", "/api/v1/entities/", "/entities/", "/api/v1/records/", "/api/v1/licences/", "/api/v1/verdicts?rule=", "/api/v1/search?q=a&dataset=", "/api/v1/search?q=a&list=", "/search/", "/reconcile/"} {
			esc := url.QueryEscape(n)
			if strings.HasSuffix(path, "/") {
				esc = url.PathEscape(n)
			}
			got := call(t, "GET", srv.URL+path+esc, "")
			if got.status >= 500 || got.status == 0 {
				t.Errorf("GET %s%q = %d %s", path, cutText(n, 40), got.status, cutText(got.body, 200))
			}
			if strings.Contains(got.header.Get("Content-Type"), "html") || strings.Contains(got.body, "root:x") || strings.Contains(got.body, a.Dir) {
				t.Errorf("GET %s%q leaks or is HTML: %s", path, cutText(n, 40), cutText(got.body, 200))
			}
		}
	}
	for _, tt := range []struct {
		what, method, path, body string
		headers                  []string
		want                     int
	}{
		{"a query of 100 kB", "GET", "/api/v1/search?q=" + strings.Repeat("a", 100_000), "", nil, 422},
		{"a query of 10 kB", "GET", "/api/v1/search?q=" + strings.Repeat("a", 10_000), "", nil, 422},
		{"deep JSON", "POST", "/api/v1/match", deep, []string{asJSON}, 400},
		{"deep JSON to yente's path", "POST", "/match/default", deep, []string{asJSON}, 400},
		{"a body over the limit", "POST", "/api/v1/match", `{"names":["` + strings.Repeat("a", maxBody) + `"]}`, []string{asJSON}, 413},
		{"half a body", "POST", "/api/v1/whatif", `{"list":["Harbour`, []string{asJSON}, 400},
		{"a form where JSON is wanted", "POST", "/api/v1/judgements", "a=b", []string{"Content-Type: application/x-www-form-urlencoded"}, 415},
		{"no body", "POST", "/api/v1/judgements", "", []string{asJSON}, 400},
		{"a wrong type", "POST", "/api/v1/judgements", `{"a":7,"b":[],"same":"yes","why":null}`, []string{asJSON}, 422},
		{"an unknown field", "POST", "/api/v1/judgements", `{"a":"x/1","b":"x/2","same":true,"why":"w","admin":true}`, []string{asJSON}, 422},
		{"a name too many", "POST", "/api/v1/match", `{"names":[]}`, []string{asJSON}, 422},
		{"a day that there is not", "GET", "/api/v1/verdicts?rule=ofac-50&as_of=2026-02-31", "", nil, 422},
		{"a limit too large", "GET", "/api/v1/search?q=a&limit=1000000", "", nil, 422},
		{"a page that there is not", "GET", "/api/v1/review?after=-1", "", nil, 422},
		{"a rule as a file", "GET", "/api/v1/verdicts?rule=" + url.QueryEscape("/etc/passwd"), "", nil, 404},
		{"a dataset that there is not", "GET", "/search/nothing?q=a", "", nil, 404},
		{"../ in the path", "GET", "/api/v1/entities/..%2F..%2Fetc%2Fpasswd", "", nil, 404},
	} {
		got := call(t, tt.method, srv.URL+tt.path, tt.body, tt.headers...)
		if got.status != tt.want || strings.Contains(got.body, a.Dir) || len(got.body) > 2000 {
			t.Errorf("%s: %s %s = %d %s, want %d", tt.what, tt.method, cutText(tt.path, 60), got.status, cutText(got.body, 300), tt.want)
		}
	}
	if got := call(t, "GET", srv.URL+"/healthz", ""); got.status != 200 {
		t.Errorf("after all that: GET /healthz = %d", got.status)
	}
}

// TestCrowd: 200 clients at once are all answered.
func TestCrowd(t *testing.T) {
	srv := serve(t, open(t), nil)
	paths := []string{"/api/v1/search?q=lumenpaek+computing", "/api/v1/suggest?q=lum", "/api/v1/entities/e22cqmdbsmgdd/trace", "/entities/e22cqmdbsmgdd", "/api/v1/verdicts?rule=ofac-50", "/reconcile"}
	tr := &http.Transport{MaxIdleConnsPerHost: 200, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}}
	defer tr.CloseIdleConnections()
	client := &http.Client{Transport: tr}
	var all sync.WaitGroup
	bad := make(chan string, 2000)
	for i := range 200 {
		all.Go(func() {
			for j := range 5 {
				path := paths[(i+j)%len(paths)]
				resp, err := client.Get(srv.URL + path)
				if err != nil {
					bad <- err.Error()
					continue
				}
				resp.Body.Close()
				if resp.StatusCode != http.StatusOK {
					bad <- fmt.Sprintf("%s = %d", path, resp.StatusCode)
				}
			}
		})
	}
	all.Wait()
	close(bad)
	for b := range bad {
		t.Error(b)
	}
}
