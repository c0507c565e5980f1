package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestParameters: on every path of pierce's own, a parameter that the OpenAPI
// document does not list is refused and named, and none that it lists is.
func TestParameters(t *testing.T) {
	a := open(t)
	s := New(Options{App: a, Now: clock, Version: "test", Log: quiet(), Guard: Guard{Open: true}, Temp: t.TempDir()})
	srv := serve(t, a, nil)
	routes := 0
	for pattern := range s.routes {
		method, path, ok := strings.Cut(pattern, " ")
		if !ok || !strings.HasPrefix(path, "/api/v1/") {
			continue
		}
		routes++
		all, listed := s.params[pattern]
		if !listed {
			t.Errorf("%s is not in the OpenAPI document, so that nobody checks its parameters", pattern)
			continue
		}
		path = strings.NewReplacer("{id}", "x", "{name}", "x").Replace(path)
		got := call(t, method, srv.URL+path+"?vredict=yes", "")
		if got.status != http.StatusBadRequest || !strings.Contains(got.body, `vredict`) {
			t.Errorf("%s?vredict=yes = %d %s, want 400 that names it", pattern, got.status, cutText(got.body, 200))
		}
		for _, p := range all {
			if q := s.misasked(pattern, mustURL(t, path+"?"+p.name+"=1")); q != nil {
				t.Errorf("%s?%s=1 is refused: %s", pattern, p.name, q.Detail)
			}
		}
	}
	if routes < 25 {
		t.Errorf("%d paths were tried, want all", routes)
	}
}

func mustURL(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestMisasked(t *testing.T) {
	srv := serve(t, open(t), nil)
	for _, tt := range []struct {
		query, detail, hint string
		status              int
	}{
		{"rule=ofac-50&verdcit=unknown", `there is no parameter "verdcit"`, "perhaps verdict?", 400},
		{"rule=ofac-50&colour=red", `there is no parameter "colour"`, "it takes after, as_of, known_at, limit, rule, verdict", 400},
		{"rule=ofac-50&as_of=2026-01-01&as_of=2027-01-01", `the parameter "as_of" is given more than once`, "give it once", 400},
		{"rule=ofac-50&verdict=yes&verdict=no", `the parameter "verdict" is given more than once`, "part its values by commas", 400},
		{"rule=ofac-50&as_of=%zz", "the query is not written as name=value&name=value", "write other characters than letters and digits as %XX", 400},
		{"rule=ofac-50;verdict=no", "the query is not written as name=value&name=value", "write other characters than letters and digits as %XX", 400},
		{"rule=ofac-50&verdict=yes,no", "", "", 200},
		{"rule=ofac-50", "", "", 200},
	} {
		got := call(t, "GET", srv.URL+"/api/v1/verdicts?"+tt.query, "")
		var p Problem
		if got.status != http.StatusOK {
			if err := json.Unmarshal([]byte(got.body), &p); err != nil {
				t.Fatal(err)
			}
		}
		if got.status != tt.status || p.Detail != tt.detail || p.Hint != tt.hint {
			t.Errorf("?%s = %d, %q, %q; want %d, %q, %q", tt.query, got.status, p.Detail, p.Hint, tt.status, tt.detail, tt.hint)
		}
	}
	if got := call(t, "GET", srv.URL+"/search/default?q=lumenpeak&fuzzy=false&nested=true", ""); got.status != http.StatusOK {
		t.Errorf("what yente's clients send to yente's path = %d %s", got.status, cutText(got.body, 200))
	}
}

// TestKnownAt: verdicts and what-if on what was known then are other answers than
// today's: before the first retrieval nothing was known.
func TestKnownAt(t *testing.T) {
	srv := serve(t, open(t), nil)
	count := func(got reply) int {
		t.Helper()
		var v struct {
			Results []json.RawMessage `json:"results"`
		}
		if err := json.Unmarshal([]byte(got.body), &v); err != nil || got.status != http.StatusOK {
			t.Fatalf("%d %s: %v", got.status, cutText(got.body, 300), err)
		}
		return len(v.Results)
	}
	verdicts := func(known string) int {
		return count(call(t, "GET", srv.URL+"/api/v1/verdicts?rule=ofac-50&as_of=2026-11-01"+known, ""))
	}
	whatIf := func(known string) int {
		return count(call(t, "POST", srv.URL+"/api/v1/whatif", `{"list":["ORCHID CREST HOLDINGS LIMITED"],"rule":["ofac-50"],"as_of":"2026-11-01"`+known+`}`, "Content-Type: application/json"))
	}
	if now, then := verdicts(""), verdicts("&known_at=1990-01-01"); now == 0 || then != 0 {
		t.Errorf("verdicts: %d today, %d as known in 1990; want some and none", now, then)
	}
	if now, later := verdicts(""), verdicts("&known_at=2026-11-23"); now != later {
		t.Errorf("verdicts: %d today, %d as known today", now, later)
	}
	if now, then := whatIf(""), whatIf(`,"known_at":"1990-01-01"`); now <= then {
		t.Errorf("what if: %d fall today, %d as known in 1990; want more today", now, then)
	}
	if got := call(t, "GET", srv.URL+"/api/v1/verdicts?rule=ofac-50&known_at=soon", ""); got.status != 422 {
		t.Errorf("known_at=soon = %d", got.status)
	}
}
