package norm

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestForms compares the core and the class of form of each name in
// testdata/forms.txt, which must speak of at least 60 jurisdictions.
func TestForms(t *testing.T) {
	path := filepath.Join("testdata", "forms.txt")
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	countries := map[string]bool{}
	for line := range strings.Lines(string(file)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "\t") {
			continue
		}
		got.WriteString(line + "\n")
		country, text, ok := strings.Cut(line, ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		n := CompanyName(text)
		fmt.Fprintf(&got, "\t%s | %s\n", n.Core, n.Form)
		if n.Form != "" {
			countries[country] = true
		}
	}
	delete(countries, "--")
	if len(countries) < 60 {
		t.Errorf("names of %d jurisdictions have a form, want 60", len(countries))
	}
	if *update {
		if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(string(file), got.String()); d != "" {
		t.Errorf("forms of testdata/forms.txt (-want +got):\n%s", d)
	}
}

// TestFormsTable checks what the generator has to keep: every class has groups
// that are known, and the countries stated are at least 100 and all of them countries.
func TestFormsTable(t *testing.T) {
	countries := map[string]bool{}
	eachLine(formsText, func(head, body string) {
		fields := strings.Fields(head)
		if len(fields) == 0 || len(fields) > 3 || body == "" {
			t.Errorf("line %q: %q, want CLASS GROUPS COUNTRIES: words", head, body)
			return
		}
		list := ""
		switch {
		case fields[0] == "=":
			list = fields[1]
		case len(fields) == 3:
			list = fields[2]
		}
		if fields[0] != "=" && len(fields) > 1 && strings.Trim(fields[1], "LSPKFCIG-") != "" {
			t.Errorf("line %q has unknown groups", head)
		}
		for c := range strings.SplitSeq(list, ",") {
			if c != "" {
				countries[c] = true
				if Country(c) != c {
					t.Errorf("line %q names %q, which is no country", head, c)
				}
			}
		}
	})
	if len(countries) < 100 {
		t.Errorf("forms of %d countries, want 100", len(countries))
	}
}
