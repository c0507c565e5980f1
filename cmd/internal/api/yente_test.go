package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestYente: requests as yente's documentation writes them are answered in its
// shape: every field that its models promise is there, and of its type.
func TestYente(t *testing.T) {
	srv := serve(t, open(t), nil)
	asJSON := "Content-Type: application/json"
	examples := `{"queries":{
		"entity1":{"schema":"Person","properties":{"name":["John Doe"],"birthDate":["1975-04-21"],"nationality":["us"]}},
		"entity2":{"schema":"Company","properties":{"name":["Lumenpeak Compute Pte Ltd"],"jurisdiction":["sg"],"registrationNumber":["202318847K"]}},
		"entity3":{"schema":"LegalEntity","properties":{"name":"Tianheng Intelligent Computing"}}},"params":{"unknown":true}}`
	got := call(t, "POST", srv.URL+"/match/default?algorithm=logic-v1&limit=3", examples, asJSON)
	var batch struct {
		Responses map[string]struct {
			Status  int
			Results []map[string]any
			Total   struct {
				Value    int
				Relation string
			}
			Query map[string]any
		}
		Matcher map[string]struct{ Description string }
		Limit   int
	}
	if err := json.Unmarshal([]byte(got.body), &batch); err != nil || got.status != 200 {
		t.Fatalf("POST /match/default = %d %s: %v", got.status, got.body, err)
	}
	if len(batch.Responses) != 3 || batch.Limit != 3 || len(batch.Matcher) == 0 {
		t.Errorf("POST /match/default: %d responses, limit %d, %d features", len(batch.Responses), batch.Limit, len(batch.Matcher))
	}
	if r := batch.Responses["entity1"]; len(r.Results) != 0 || r.Status != 200 {
		t.Errorf("John Doe, who is in no record, is found: %v", r.Results)
	}
	r := batch.Responses["entity2"]
	if len(r.Results) == 0 || r.Results[0]["id"] != "e22cqmdbsmgdd" || r.Results[0]["match"] != true || r.Total.Relation != "eq" || r.Query["schema"] != "Company" {
		t.Fatalf("entity2 = %+v, want the company, as a match", r)
	}
	shape := map[string]string{"id": "string", "caption": "string", "schema": "string", "properties": "map[string]interface {}", "datasets": "[]interface {}", "referents": "[]interface {}",
		"target": "bool", "first_seen": "string", "last_seen": "string", "last_change": "string", "score": "float64", "features": "map[string]interface {}", "match": "bool"}
	for field, want := range shape {
		if got := fmt.Sprintf("%T", r.Results[0][field]); got != want {
			t.Errorf("a result's %s is %s, want %s", field, got, want)
		}
	}
	if r := batch.Responses["entity3"]; len(r.Results) == 0 || r.Results[0]["target"] != true || !strings.Contains(fmt.Sprint(r.Results[0]["properties"]), "export.control") {
		t.Errorf("entity3 = %+v, want the listed company with its topic", r)
	}
	for _, tt := range []struct {
		path string
		want []string
	}{
		{"/search/default?q=lumenpeak&limit=2", []string{`"results":[{"id":"e`, `"total":{"value":`, `"facets":{`, `"label":"Countries"`, `"offset":0`}},
		{"/search/sanctions?q=tianheng&schema=Company", []string{`"target":true`}},
		{"/search/gleif?q=lumenpeak&countries=sg", []string{`"datasets":["gleif"`}},
		{"/entities/e22cqmdbsmgdd", []string{`"schema":"Company"`, `"ownershipAsset":[{`, `"owner":[{"id":`}},
		{"/entities/e22cqmdbsmgdd?nested=false", []string{`"caption":"LUMENPEAK COMPUTE PTE LTD"`}},
		{"/catalog", []string{`"name":"default"`, `"children":["`, `"name":"gleif"`, `"current":[`, `"outdated":[]`, `"index_stale":false`}},
		{"/algorithms", []string{`"default":"pierce"`, `"features":{`}},
	} {
		got := call(t, "GET", srv.URL+tt.path, "")
		for _, want := range tt.want {
			if got.status != 200 || !strings.Contains(got.body, want) {
				t.Errorf("GET %s = %d, lacks %s: %s", tt.path, got.status, want, cutText(got.body, 300))
			}
		}
	}
	if got := call(t, "GET", srv.URL+"/entities/sg-registry%2F202318847K", ""); got.status != http.StatusPermanentRedirect || got.header.Get("Location") != "/entities/e22cqmdbsmgdd" {
		t.Errorf("a referent = %d to %q, want 308 to its entity", got.status, got.header.Get("Location"))
	}
	for path, want := range map[string]int{"/match/nothing": 404, "/match/default?algorithm=magic": 400, "/match/default?threshold=7": 422} {
		if got := call(t, "POST", srv.URL+path, examples, asJSON); got.status != want || !strings.Contains(got.body, `"detail":`) {
			t.Errorf("POST %s = %d %s, want %d with a detail", path, got.status, got.body, want)
		}
	}
	for _, body := range []string{`{"queries":{}}`, `{"queries":{"a":null}}`, `{"queries":{"a":{"schema":"Company","properties":{}}}}`, `{"queries":{"a":{"schema":"Gadget","properties":{"name":["x"]}}}}`, `[]`, `{`, ``} {
		if got := call(t, "POST", srv.URL+"/match/default", body, asJSON); got.status != 400 && got.status != 422 {
			t.Errorf("POST /match/default %s = %d %s, want 400 or 422", body, got.status, got.body)
		}
	}
	native := call(t, "POST", srv.URL+"/api/v1/match", `{"kind":"company","names":["Lumenpeak Compute"],"country":"SG"}`, asJSON)
	if native.status != 200 || !strings.Contains(native.body, `"band":"same"`) && !strings.Contains(native.body, `"band":"possibly same"`) {
		t.Errorf("POST /api/v1/match = %d %s", native.status, native.body)
	}
}
