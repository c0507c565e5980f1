package main

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/screen"
)

// The draw of TestCleanNames, and how many of its names may be taken for a
// listed party that they are not.
const (
	cleanDrawn = 10000
	cleanSeed  = 1
	cleanWrong = 5.0 / 1000
)

// cleanFile holds every hit of band "same" of the draw, and some of "possibly
// same", as judged by hand: the row by its source and key, the listed party by
// one of its records, the band when it was judged, whether they are one, and
// why. It holds no text of either.
const cleanFile = "../../fixtures/truth/clean-names.csv"

// cleanHit is a name taken for a listed party.
type cleanHit struct {
	row, name, listed string
	entity            engine.EntityID
	band              engine.Band
	probability       float64
}

// TestCleanNames draws 10,000 names of organisations, none left out, screens
// each as a counterparty of which no more is known against all the lists at
// hand, and fails where more than 5 in 1,000 are wrongly the same as a listed
// party: labelled false, or not labelled. Hits without a label are printed.
func TestCleanNames(t *testing.T) {
	shared := sharedData(t)
	list := func(parts ...string) string {
		return filepath.Join(append([]string{shared, "watchlists"}, parts...)...)
	}
	f := newFolder(t)
	f.load("--as", "csl", "--full", "--retrieved", "2022-04-22", "--only-load", list("us-csl-2022-04", "consolidated.csv"))
	f.load("--as", "ofac", "--full", "--retrieved", "2023-12-28", "--only-load", list("ofac-sdn-2023-12-28"))
	f.load("--as", "ofac", "--dataset", "ofac-nonsdn", "--full", "--retrieved", "2024-01-01", "--only-load", list("us-non-sdn", "cons_prim.csv"), list("us-non-sdn", "cons_add.csv"), list("us-non-sdn", "cons_alt.csv"))
	f.load("--as", "un", "--full", list("un-consolidated", "UN_consolidated.xml"))
	entityOf := map[string]engine.EntityID{}
	records := map[engine.EntityID]string{}
	for line := range strings.Lines(f.say("export", "--as", "clusters")) {
		id, entity, _ := strings.Cut(strings.TrimSpace(line), ",")
		entityOf[id] = engine.EntityID(entity)
		if records[engine.EntityID(entity)] == "" {
			records[engine.EntityID(entity)] = id
		}
	}
	labels := cleanLabels(t, entityOf)
	count := map[string]int{}
	for _, h := range cleanHits(t, f, drawClean(t, filepath.Join(shared, "bulk", "organisations-open.csv.gz"))) {
		label := labels[h.row+" "+string(h.entity)]
		if label == "" {
			label = "unlabelled"
		}
		count[string(h.band)+" "+label]++
		if label == "unlabelled" && (h.band == engine.Same || testing.Verbose()) {
			t.Logf("%s %.3f %s,%s | %s = %s", h.band, h.probability, h.row, records[h.entity], h.name, h.listed)
		}
	}
	wrong := count["same false"] + count["same unlabelled"]
	t.Logf("of %d names %v; wrongly the same: %d, %.2f in 1,000", cleanDrawn, count, wrong, 1000*float64(wrong)/cleanDrawn)
	if float64(wrong) > cleanWrong*cleanDrawn || count["same true"] < 50 {
		t.Errorf("of %d names %d are wrongly and %d rightly the same as a listed party, want at most %.0f and at least 50", cleanDrawn, wrong, count["same true"], cleanWrong*cleanDrawn)
	}
}

// drawClean draws rows by the seed: source/key and name.
func drawClean(t *testing.T, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows = rows[1:]
	var out [][]string
	for _, i := range rand.New(rand.NewPCG(cleanSeed, cleanSeed)).Perm(len(rows))[:cleanDrawn] {
		out = append(out, []string{rows[i][0] + "/" + rows[i][1], rows[i][2]})
	}
	return out
}

// cleanHits screens the rows.
func cleanHits(t *testing.T, f *folder, rows [][]string) (out []cleanHit) {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.WriteAll(append([][]string{{"id", "name"}}, rows...)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(f.data, "clean.csv")
	if err := writeText(path, b.String()); err != nil {
		t.Fatal(err)
	}
	lines := 0
	for line := range strings.Lines(f.say("screen", "--as", "parties", "--as-of", "2024-01-01", path)) {
		var r screen.Result
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		lines++
		for _, p := range r.Parties {
			if p.Band != engine.Different {
				out = append(out, cleanHit{r.ID, p.Text, p.Name, p.Entity, p.Band, p.Probability})
			}
		}
	}
	if lines != len(rows) {
		t.Fatalf("%d names screened, want %d", lines, len(rows))
	}
	slices.SortFunc(out, func(a, b cleanHit) int { return strings.Compare(a.row+string(a.entity), b.row+string(b.entity)) })
	return out
}

// cleanLabels reads the labels by row and entity.
func cleanLabels(t *testing.T, entityOf map[string]engine.EntityID) map[string]string {
	t.Helper()
	out := map[string]string{}
	for i, r := range rowsOf(t, filepath.FromSlash(cleanFile)) {
		if i == 0 {
			continue
		}
		if len(r) != 5 || !slices.Contains([]string{"true", "false", "unclear"}, r[3]) || r[4] == "" {
			t.Fatalf("%s: line %d is %q, want row, listed, band, true or false or unclear, and a reason", cleanFile, i+1, r)
		}
		if entityOf[r[1]] == "" {
			t.Errorf("%s: line %d names %q, which is no record", cleanFile, i+1, r[1])
		}
		key := fmt.Sprintf("%s %s", r[0], entityOf[r[1]])
		if out[key] != "" && out[key] != r[3] {
			t.Errorf("%s: line %d says %s of a pair that another line calls %s", cleanFile, i+1, r[3], out[key])
		}
		out[key] = r[3]
	}
	return out
}
