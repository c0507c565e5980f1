package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// lumenpeak is the buyer of the demonstration.
const lumenpeak = "gleif%2F999900LP3V91W0S7E581"

// TestJourneys asks everything once, and looks for what the command says of it.
func TestJourneys(t *testing.T) {
	srv := serve(t, open(t), nil)
	for _, tt := range []struct {
		path string
		want []string // pieces of the body
	}{
		{"/api/v1/search?q=Lumenpaek+Computing&limit=3", []string{`"results":[`, `"name":"LUMENPEAK COMPUTING LIMITED"`, `"why":`, `"total":`}},
		{"/api/v1/search?q=" + url.QueryEscape("天衡智算") + "&facets=true", []string{`"facets":[`, "天衡智算"}},
		{"/api/v1/search?kind=shipment&limit=2&goods=H200", []string{`"record":"shipments/`}},
		{"/api/v1/suggest?q=lumenp", []string{`"pieces":`, `"entity":`}},
		{"/api/v1/entities/" + lumenpeak, []string{`"entity":"e22cqmdbsmgdd"`, `"names":[`, `"seen":[`}},
		{"/api/v1/entities/" + lumenpeak + "/trace?as_of=2026-11-23", []string{`"rule":"ofac-50"`, `"tree":{`, `"citation":`}},
		{"/api/v1/entities/" + lumenpeak + "/trace?rule=ofac-50&known_at=2026-11-01", []string{`"known_at":"2026-11-01"`}},
		{"/api/v1/entities/" + lumenpeak + "/holdings", []string{`"holdings":`, `"as_of":"2026-11-23"`}},
		{"/api/v1/entities/" + lumenpeak + "/same?by=address", []string{`"values":[`}},
		{"/api/v1/entities/" + lumenpeak + "/why", []string{`"bonds":[`, `"weakest":`}},
		{"/api/v1/entities/" + lumenpeak + "/report?as_of=2026-11-23", []string{`e22cqmdbsmgdd`, `sha256`}},
		{"/api/v1/entities/" + lumenpeak + "/report?format=html", []string{"<!doctype html>"}},
		{"/api/v1/records/" + lumenpeak, []string{`"published":`}},
		{"/api/v1/rules", []string{`"rule":"ofac-50"`, `"citation":`}},
		{"/api/v1/verdicts?rule=ofac-50&limit=2", []string{`"verdict":"yes"`, `"next":"e`}},
		{"/api/v1/path?from=" + lumenpeak + "&to=" + url.QueryEscape("Tianheng Intelligent Computing"), []string{`"routes":[`}},
		{"/api/v1/why?a=sg-registry%2F202318847K&b=" + lumenpeak, []string{`"one_entity":true`, `"evidence":[`}},
		{"/api/v1/review?limit=1", []string{`"touches":`, `"next":"1"`}},
		{"/api/v1/judgements", []string{`{"results":[]}`}},
		{"/api/v1/licences", []string{`"balances":`}},
		{"/api/v1/status", []string{`"datasets":[`, `"seq":`}},
		{"/api/v1/datasets", []string{`"dataset":"gleif"`, `"retrieved":`}},
		{"/api/v1/formats", []string{`"gleif"`}},
		{"/readyz", []string{"ready"}},
		{"/metrics", []string{"pierce_http_requests_total{"}},
		{"/docs", []string{"<title>pierce: the API</title>", "/api/v1/verdicts"}},
		{"/openapi.json", []string{`"openapi": "3.1.0"`, "/api/v1/entities/{id}/trace"}},
	} {
		got := call(t, "GET", srv.URL+tt.path, "")
		if got.status != http.StatusOK {
			t.Errorf("GET %s = %d %s", tt.path, got.status, got.body)
			continue
		}
		for _, want := range tt.want {
			if !strings.Contains(got.body, want) {
				t.Errorf("GET %s lacks %s\n%s", tt.path, want, cutText(got.body, 400))
			}
		}
	}
	got := call(t, "POST", srv.URL+"/api/v1/whatif", `{"list":["Harbour Jade Trading"]}`, "Content-Type: application/json")
	if got.status != http.StatusOK || !strings.Contains(got.body, `"before":`) {
		t.Errorf("POST /api/v1/whatif = %d %s", got.status, cutText(got.body, 400))
	}
}

// TestPages: walking a list by its pages gives each entry once, in order.
func TestPages(t *testing.T) {
	srv := serve(t, open(t), nil)
	type list struct {
		Results []struct{ Entity string }
		Next    string
	}
	read := func(query string) (out list) {
		got := call(t, "GET", srv.URL+"/api/v1/verdicts?rule=ofac-50&"+query, "")
		if err := json.Unmarshal([]byte(got.body), &out); err != nil || got.status != 200 {
			t.Fatalf("%s: %d %v", query, got.status, err)
		}
		return out
	}
	whole := read("limit=1000")
	if whole.Next != "" || len(whole.Results) < 3 {
		t.Fatalf("the whole list has %d entries, next %q", len(whole.Results), whole.Next)
	}
	var walked []string
	for after := ""; ; {
		p := read("limit=2&after=" + after)
		for _, r := range p.Results {
			walked = append(walked, r.Entity)
		}
		if after = p.Next; after == "" {
			break
		}
	}
	for i, r := range whole.Results {
		if i >= len(walked) || walked[i] != r.Entity {
			t.Fatalf("by pages of 2: %v, want the %d of the whole", walked, len(whole.Results))
		}
	}
}

// TestJudging: a judgement carries the token's name, merges, contradicts and is
// undone.
func TestJudging(t *testing.T) {
	a := newWorld(t)
	srv := serve(t, a, nil)
	asJSON := "Content-Type: application/json"
	pair := `{"a":"shipments/DM0038#end-user[0]","b":"uk-companies/14022795","same":true,"by":"A. Lee","why":"same site"}`
	got := call(t, "POST", srv.URL+"/api/v1/judgements", pair, asJSON)
	if got.status != 200 || !strings.Contains(got.body, `"by":"A. Lee"`) {
		t.Fatalf("POST judgement = %d %s", got.status, got.body)
	}
	var j struct{ ID string }
	if err := json.Unmarshal([]byte(got.body), &j); err != nil {
		t.Fatal(err)
	}
	if got := call(t, "POST", srv.URL+"/api/v1/judgements", pair, asJSON); got.status != http.StatusConflict {
		t.Errorf("the same again = %d %s, want 409", got.status, got.body)
	}
	if got := call(t, "POST", srv.URL+"/api/v1/judgements", `{"a":"x/1","b":"x/2","same":true,"by":"A","why":"w"}`, asJSON); got.status != http.StatusNotFound {
		t.Errorf("records that there are not = %d %s, want 404", got.status, got.body)
	}
	if got := call(t, "POST", srv.URL+"/api/v1/judgements/"+j.ID+"/undo", `{"by":"A. Lee","why":"a mistake"}`, asJSON); got.status != 200 || !strings.Contains(got.body, `"undone":"a mistake"`) {
		t.Errorf("undo = %d %s", got.status, got.body)
	}
}
