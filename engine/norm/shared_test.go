package norm

import (
	"compress/gzip"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sharedRows reads a CSV of the collection of real data, or skips the test
// where the collection is absent.
func sharedRows(t testing.TB, path string) [][]string {
	t.Helper()
	roots := []string{os.Getenv("PIERCE_SHARED"), "../../../shared", "../../shared"}
	for _, root := range roots {
		if root == "" {
			continue
		}
		f, err := os.Open(filepath.Join(root, "data", path))
		if err != nil {
			continue
		}
		defer f.Close()
		var in io.Reader = f
		if strings.HasSuffix(path, ".gz") {
			if in, err = gzip.NewReader(f); err != nil {
				t.Fatal(err)
			}
		}
		r := csv.NewReader(in)
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		return rows
	}
	t.Skipf("the collection of real data is not here (%s); set PIERCE_SHARED to its folder", path)
	return nil
}

// bulkNames are the first n names of the open registers, each third row, so
// that every register is among them.
func bulkNames(t testing.TB, n int) []string {
	var names []string
	for i, row := range sharedRows(t, "bulk/organisations-open.csv.gz") {
		if i > 0 && i%3 == 0 && len(row) > 2 && len(names) < n {
			names = append(names, row[2])
		}
	}
	return names
}
