package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// The requirements of the JSON schemas that the Reconciliation Service API 0.2
// publishes (reconciliation-api.github.io/specs/0.2/schemas), in schemas of our
// own: what must be there, of which type and in which pattern.
var reconSchemas = map[string]string{
	"manifest": `{"type":"object","required":["versions","name","identifierSpace","schemaSpace"],"properties":{
		"versions":{"type":"array","items":{"type":"string"},"contains":{"const":"0.2"}},
		"name":{"type":"string"},"identifierSpace":{"type":"string"},"schemaSpace":{"type":"string"},"documentation":{"type":"string"},
		"view":{"type":"object","required":["url"],"properties":{"url":{"type":"string","pattern":"\\{\\{id\\}\\}"}}},
		"defaultTypes":{"type":"array","uniqueItems":true,"items":{"$ref":"#/$defs/type"}},
		"suggest":{"type":"object","additionalProperties":{"type":"object","properties":{"service_url":{"type":"string"},"service_path":{"type":"string"},
			"flyout_service_url":{"type":"string"},"flyout_service_path":{"type":"string","pattern":"\\$\\{id\\}"}}}},
		"preview":{"type":"object","required":["url","width","height"],"properties":{"url":{"type":"string","pattern":"\\{\\{id\\}\\}"},"width":{"type":"integer"},"height":{"type":"integer"}}},
		"extend":{"type":"object","properties":{"propose_properties":{"type":"object","properties":{"service_url":{"type":"string"},"service_path":{"type":"string"}}},
			"property_settings":{"type":"array","items":{"type":"object","required":["type","label","name"],"properties":{"type":{"enum":["number","text","checkbox","select"]}}}}}}},
		"$defs":{"type":{"type":"object","required":["id","name"],"properties":{"id":{"type":"string"},"name":{"type":"string"}}}}}`,
	"results": `{"type":"object","additionalProperties":{"type":"object","required":["result"],"properties":{"result":{"type":"array","items":{"type":"object","required":["id","name","score"],
		"properties":{"id":{"type":"string"},"name":{"type":"string"},"description":{"type":"string"},"score":{"type":"number"},"match":{"type":"boolean"},
		"features":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"value":{"type":["boolean","number"]}}}},
		"type":{"type":"array","items":{"type":"object","required":["id"],"properties":{"id":{"type":"string"},"name":{"type":"string"}}}}}}}}}}`,
	"suggest": `{"type":"object","required":["result"],"properties":{"result":{"type":"array","items":{"type":"object","required":["id","name"],"properties":{"id":{"type":"string"},"name":{"type":"string"},
		"description":{"type":"string"},"notable":{"type":"array","items":{"type":"object","required":["id"]}}}}}}}`,
	"extend": `{"type":"object","required":["rows","meta"],"properties":{"meta":{"type":"array","items":{"type":"object","required":["id","name"],"properties":{"id":{"type":"string"},"name":{"type":"string"},"type":{"type":"object","required":["id"]}}}},
		"rows":{"type":"object","additionalProperties":{"type":"object","additionalProperties":{"type":"array","items":{"oneOf":[
			{"type":"object","maxProperties":0},
			{"type":"object","required":["id","name"],"properties":{"id":{"type":"string"},"name":{"type":"string"},"description":{"type":"string"}},"additionalProperties":false},
			{"type":"object","required":["str"],"properties":{"str":{"type":"string"}},"additionalProperties":false}]}}}}}}`,
	"propose": `{"type":"object","required":["properties"],"properties":{"type":{"type":"string"},"limit":{"type":"number"},"properties":{"type":"array","items":{"type":"object","required":["id","name"]}}}}`,
	"flyout":  `{"type":"object","required":["id","html"],"properties":{"id":{"type":"string"},"html":{"type":"string"}}}`,
}

// valid checks an answer against a schema.
func valid(t *testing.T, schema, what, body string) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(reconSchemas[schema]))
	if err != nil {
		t.Fatalf("schema %s: %v", schema, err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(schema, doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile(schema)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		t.Fatalf("%s: %v: %s", what, err, cutText(body, 200))
	}
	if err := compiled.Validate(v); err != nil {
		t.Errorf("%s does not meet the schema %s: %v\n%s", what, schema, err, cutText(body, 300))
	}
}

// TestReconcile walks the whole service as OpenRefine does: the manifest, a batch
// by GET and by POST, suggestions, flyouts, a preview, and further columns.
func TestReconcile(t *testing.T) {
	srv := serve(t, open(t), nil)
	form := "Content-Type: application/x-www-form-urlencoded"
	batch := `{"q0":{"query":"Lumenpeak Compute Pte Ltd","type":"Company","limit":3,"properties":[{"pid":"jurisdiction","v":"sg"},{"pid":"registrationNumber","v":["202318847K"]}],"type_strict":"should"},
		"q1":{"query":"天衡智算"},"q2":{"query":"e22cqmdbsmgdd"},"q3":{"query":"nobody has this name at all","type":["Company","Person"]},
		"q4":{"properties":[{"pid":"leiCode","v":"999900LP3V91W0S7E581"}]}}`
	manifest := call(t, "GET", srv.URL+"/reconcile", "")
	valid(t, "manifest", "GET /reconcile", manifest.body)
	valid(t, "manifest", "GET /reconcile/gleif", call(t, "GET", srv.URL+"/reconcile/gleif", "").body)
	posted := call(t, "POST", srv.URL+"/reconcile", "queries="+url.QueryEscape(batch), form)
	asked := call(t, "GET", srv.URL+"/reconcile?queries="+url.QueryEscape(batch), "")
	if posted.status != 200 || posted.body != asked.body {
		t.Fatalf("POST = %d %s\nGET = %d %s", posted.status, posted.body, asked.status, asked.body)
	}
	valid(t, "results", "a batch", posted.body)
	var out map[string]struct {
		Result []struct {
			ID    string
			Score float64
			Match bool
		}
	}
	if err := json.Unmarshal([]byte(posted.body), &out); err != nil {
		t.Fatal(err)
	}
	for key, match := range map[string]bool{"q0": true, "q2": true, "q4": true} {
		if r := out[key].Result; len(r) == 0 || r[0].ID != "e22cqmdbsmgdd" || r[0].Match != match {
			t.Errorf("%s = %+v, want e22cqmdbsmgdd, match %v", key, r, match)
		}
	}
	if len(out["q1"].Result) == 0 {
		t.Error("q1, a name in Chinese, finds nobody")
	}
	for key, r := range out {
		for i := range r.Result {
			if i > 0 && r.Result[i].Score > r.Result[i-1].Score {
				t.Errorf("%s is not in the order of the scores: %+v", key, r.Result)
			}
		}
	}
	for _, tt := range []struct{ schema, path, want string }{
		{"suggest", "/reconcile/suggest/entity?prefix=lumenp", "LUMENPEAK"},
		{"suggest", "/reconcile/suggest/type?prefix=comp", `"Company"`},
		{"suggest", "/reconcile/suggest/property?prefix=lei", "leiCode"},
		{"flyout", "/reconcile/flyout/entity?id=e22cqmdbsmgdd", "company, SG"},
		{"flyout", "/reconcile/flyout/property?id=verdict-ofac-50", "Verdict of ofac-50"},
		{"propose", "/reconcile/extend/properties?type=Company&limit=5", `"limit":5`},
	} {
		got := call(t, "GET", srv.URL+tt.path, "")
		if got.status != 200 || !strings.Contains(got.body, tt.want) {
			t.Errorf("GET %s = %d %s, want %s", tt.path, got.status, got.body, tt.want)
		}
		valid(t, tt.schema, "GET "+tt.path, got.body)
	}
	extend := `{"ids":["e22cqmdbsmgdd","e000000000000"],"properties":[{"id":"name"},{"id":"lists"},{"id":"owners","settings":{"limit":1}},{"id":"verdict-ofac-50"},{"id":"leiCode"},{"id":"records","settings":{"limit":"2"}}]}`
	rows := call(t, "POST", srv.URL+"/reconcile", "extend="+url.QueryEscape(extend), form)
	valid(t, "extend", "an extension", rows.body)
	for _, want := range []string{`"leiCode":[{"str":"999900LP3V91W0S7E581"}]`, `"e000000000000":{`, `"owners":[{"id":"e`, `"verdict-ofac-50":[{"str":"`} {
		if rows.status != 200 || !strings.Contains(rows.body, want) {
			t.Errorf("extension = %d, lacks %s: %s", rows.status, want, rows.body)
		}
	}
	page := call(t, "GET", srv.URL+"/reconcile/preview/entity?id=e22cqmdbsmgdd", "")
	if page.status != 200 || !strings.HasPrefix(page.header.Get("Content-Type"), "text/html") || !strings.Contains(page.body, "LUMENPEAK") {
		t.Errorf("preview = %d %q", page.status, page.header.Get("Content-Type"))
	}
}

// TestReconcileBadInput: what can not be understood is told as such.
func TestReconcileBadInput(t *testing.T) {
	srv := serve(t, open(t), nil)
	form := "Content-Type: application/x-www-form-urlencoded"
	for body, want := range map[string]int{
		"queries=" + url.QueryEscape(`{"q0":{}}`):                                         400,
		"queries=" + url.QueryEscape(`{"q0":null}`):                                       400,
		"queries=" + url.QueryEscape(`[]`):                                                400,
		"queries=" + url.QueryEscape(`{"q0":{"query":7}}`):                                400,
		"queries=" + url.QueryEscape(`{"q0":{"query":"x","type":"Gadget"}}`):              400,
		"queries=" + url.QueryEscape(strings.Repeat("[", 20_000)):                         400,
		"extend=" + url.QueryEscape(`{"ids":["x"],"properties":[{"id":"y"}]}`):            400,
		"extend=" + url.QueryEscape(`{"ids":["../../etc"],"properties":[{"id":"name"}]}`): 200,
		"":            400,
		"queries=%zz": 400,
	} {
		if got := call(t, "POST", srv.URL+"/reconcile", body, form); got.status != want {
			t.Errorf("POST /reconcile %s = %d %s, want %d", cutText(body, 80), got.status, cutText(got.body, 200), want)
		}
	}
	for path, want := range map[string]int{
		"/reconcile/nothing": 404, "/reconcile/flyout/entity?id=../../../etc/passwd": 404, "/reconcile/preview/entity?id=" + url.QueryEscape("<script>"): 404,
		"/reconcile/suggest/entity?prefix=" + strings.Repeat("a", 2000): 400,
	} {
		if got := call(t, "GET", srv.URL+path, ""); got.status != want || strings.Contains(got.body, "<script>") && strings.Contains(got.header.Get("Content-Type"), "html") {
			t.Errorf("GET %s = %d %s, want %d", cutText(path, 80), got.status, got.body, want)
		}
	}
	if got := call(t, "PUT", srv.URL+"/reconcile", ""); got.status != http.StatusMethodNotAllowed {
		t.Errorf("PUT /reconcile = %d, want 405", got.status)
	}
}
