package index

import (
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
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

// rows reads a comma-separated file, without the rows that are too short.
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
