package index

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// shared finds the folder of real data: PIERCE_SHARED, or "shared" beside the
// repository. The test is skipped where there is none.
func shared(t *testing.T, path string) string {
	t.Helper()
	for _, dir := range []string{os.Getenv("PIERCE_SHARED"), "../../shared", "../../../shared"} {
		if p := filepath.Join(dir, "data", path); dir != "" {
			if _, err := os.Stat(p); err == nil {
				return p
			}
		}
	}
	t.Skipf("no real data: %s is not there; set PIERCE_SHARED", path)
	return ""
}

// TestOFACAliases indexes the primary names of a whole watch list alone, asks
// for each alias, and prints how often its party is found. Aliases that share
// no word with the name can't be: the figure shows change, not perfection.
func TestOFACAliases(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	dir := shared(t, "watchlists/ofac-sdn-2023-12-28")
	s := newShelf()
	for _, row := range rows(t, filepath.Join(dir, "sdn.csv"), 12) {
		kind := engine.Company
		switch row[2] {
		case "individual":
			kind = engine.Person
		case "vessel":
			kind = engine.Vessel
		}
		id := engine.NewRecordID("ofac", row[0])
		s.put(engine.EntityID("e"+row[0]), &engine.Record{ID: id, Parties: []engine.Party{{ID: id.Party(), Kind: kind, Names: []engine.Name{{Text: row[1]}}}}})
	}
	x := filled(t, s)
	var first, ten, n int
	const every = 9 // of 17,000 aliases
	for i, row := range rows(t, filepath.Join(dir, "alt.csv"), 5) {
		if i%every != 0 {
			continue
		}
		n++
		hits, err := x.Search(context.Background(), Query{Text: row[3]})
		if err != nil {
			t.Fatalf("Search(%q): %v", row[3], err)
		}
		for _, h := range hits {
			if h.Entity == engine.EntityID("e"+row[0]) {
				ten++
				if h.Rank == 1 {
					first++
				}
			}
		}
	}
	t.Logf("%d names, %d aliases asked: hit@1 %.3f, hit@10 %.3f", len(s.records), n, float64(first)/float64(n), float64(ten)/float64(n))
	if float64(ten) < 0.5*float64(n) {
		t.Errorf("hit@10 %.3f, want at least 0.5", float64(ten)/float64(n))
	}
}

func rows(t *testing.T, path string, columns int) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	var out [][]string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(row) >= columns {
			out = append(out, row)
		}
	}
}
