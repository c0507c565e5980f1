package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/pierce-er/pierce/ingest/sourcetest"
)

// TestBODSValid checks the world's export against the schema of the standard.
func TestBODSValid(t *testing.T) {
	dir := filepath.Dir(sourcetest.Shared(t, "registries/bods/v0.4/schema/statement.json"))
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for _, name := range []string{"statement", "components", "entity-record", "person-record", "relationship-record"} {
		b, err := os.ReadFile(filepath.Join(dir, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(b)))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(doc.(map[string]any)["$id"].(string), doc); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := c.Compile("urn:statement")
	if err != nil {
		t.Fatal(err)
	}
	text := loadWorld(t).say("export", "--as", "bods")
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Error(err)
	}
	t.Logf("%d statements", len(doc.([]any)))
	broken, err := jsonschema.UnmarshalJSON(strings.NewReader(strings.Replace(text, `"relationship"`, `"thing"`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if schema.Validate(broken) == nil {
		t.Error("a broken statement is taken for a valid one: the check checks nothing")
	}
}

// TestExportedAgain: what is exported and loaded elsewhere gives the same
// owners, in both formats.
func TestExportedAgain(t *testing.T) {
	w := loadWorld(t)
	type end struct {
		Kind, Name, Percent string
	}
	ends := func(w *world, who string) (out []end) {
		var line struct {
			Tree struct {
				Terminals []end `json:"terminals"`
			} `json:"tree"`
		}
		first, _, _ := strings.Cut(w.say("trace", "--json", "--rule", "uk-ofsi", who), "\n")
		if err := json.Unmarshal([]byte(first), &line); err != nil {
			t.Fatal(err)
		}
		return line.Tree.Terminals
	}
	const who = "sg-registry/202318847K"
	var id struct {
		Entity string `json:"entity"`
	}
	first, _, _ := strings.Cut(w.say("trace", "--json", "--rule", "uk-ofsi", who), "\n")
	if err := json.Unmarshal([]byte(first), &id); err != nil {
		t.Fatal(err)
	}
	want := ends(w, who)
	for _, as := range []string{"bods", "ftm"} {
		other := &world{t: t, h: &host{}, dir: t.TempDir()}
		t.Cleanup(other.h.close)
		path := filepath.Join(other.dir, "out.json")
		w.say("export", "--as", as, "-o", path)
		other.say("ingest", "--as", as, path)
		got := ends(other, as+"/"+id.Entity)
		if len(got) != len(want) {
			t.Errorf("%s: terminals %v, want %v", as, got, want)
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: terminal %d is %v, want %v", as, i, got[i], want[i])
			}
		}
	}
}
