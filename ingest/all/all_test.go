package all_test

import (
	"errors"
	"regexp"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest/all"
)

func TestFormats(t *testing.T) {
	name := regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	seen := map[string]bool{}
	for _, s := range all.Sources() {
		f := s.Format()
		if !name.MatchString(f.Name) || seen[f.Name] {
			t.Errorf("the format %q: want a name of lower-case letters, digits and hyphens, once", f.Name)
		}
		seen[f.Name] = true
		if f.Title == "" || f.Publisher == "" || f.Files == "" || f.Example == "" || f.DefaultDataset() == "" {
			t.Errorf("the format %s lacks title, publisher, files, example or dataset: %+v", f.Name, f)
		}
		if got, err := all.Find(f.Name); err != nil || got.Format().Name != f.Name {
			t.Errorf("Find(%q) = %v, %v", f.Name, got, err)
		}
	}
	for _, want := range []string{"pierce", "csv", "ofac", "csl", "un", "eu-fsf", "uk-sl", "gleif", "uk-psc", "uk-companies", "bods", "ftm", "icij", "senzing", "shipments"} {
		if !seen[want] {
			t.Errorf("no format %q", want)
		}
	}
	if _, err := all.Find("klingon"); !errors.Is(err, engine.NotFound) {
		t.Errorf("Find(klingon) = %v, want NotFound", err)
	}
}
