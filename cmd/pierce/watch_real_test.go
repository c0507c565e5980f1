package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/screen"
)

// TestRealWatch screens misspelt names of parties on published lists, which
// must be told, and the first 2,000 organisations of a register of makers of
// network cards, of which hardly any may be.
func TestRealWatch(t *testing.T) {
	shared := sharedData(t)
	f := newFolder(t)
	f.load("--as", "csl", "--full", "--retrieved", "2022-04-22", filepath.Join(shared, "watchlists", "us-csl-2022-04", "consolidated.csv"), "--only-load")
	f.load("--as", "ofac", "--full", "--retrieved", "2023-12-28", filepath.Join(shared, "watchlists", "ofac-sdn-2023-12-28"))
	told := func(rows [][]string) (out []string) {
		var b strings.Builder
		w := csv.NewWriter(&b)
		if err := w.WriteAll(append([][]string{{"name", "country", "address"}}, rows...)); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(f.data, "asked.csv")
		if err := writeText(path, b.String()); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(f.say("screen", "--as", "parties", "--as-of", "2024-01-01", path)) {
			var r screen.Result
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatal(err)
			}
			signed := slices.ContainsFunc(r.Reasons, func(x screen.Reason) bool { return x.Sign == "listed-party" })
			for _, p := range r.Parties {
				if signed && p.Band != engine.Different {
					out = append(out, p.Text+" = "+p.Name)
				}
			}
		}
		return out
	}
	for _, c := range [][]string{
		{"Huawei Technologies Co., Ltd.", "CN", "Bantian Huawei Base, Longgang District, Shenzhen"},
		{"Huawei Tecnologies Co., Ltd.", "CN", ""},
		{"Hua Wei Tecnologies Co Ltd", "CN", ""},
		{"HuaweiTechnologies Co Ltd", "CN", ""},
		{"Mahan Aire", "IR", ""},
		{"Dahua Tecnology", "CN", ""},
		{"Semiconducter Manufacturing Internatonal Corp", "CN", ""},
		{"China Electronics Corporation", "CN", ""},
	} {
		if got := told([][]string{c}); len(got) == 0 {
			t.Errorf("screening %q: nobody is told", c)
		}
	}
	var honest [][]string
	seen := map[string]bool{}
	for _, r := range rowsOf(t, filepath.Join(shared, "registries", "ieee-oui-organisations", "oui.csv"))[1:] {
		if !seen[r[2]] && len(honest) < 2000 {
			seen[r[2]] = true
			honest = append(honest, []string{r[2], "", r[3]})
		}
	}
	// 21 when last looked at. Seven are listed indeed, as Huawei, Hikvision and
	// Baikal; the others bear a listed name or acronym, or one a letter away.
	names := map[string]bool{}
	for _, s := range told(honest) {
		name, _, _ := strings.Cut(s, " = ")
		names[name] = true
	}
	if len(names) > 25 {
		t.Errorf("of 2,000 organisations %d are told: %v", len(names), names)
	}
}

func rowsOf(t *testing.T, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
