package gleif

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// counter counts what it is handed and keeps none of it.
type counter int64

func (c *counter) Record(*engine.Record) error { *c++; return nil }

func (c *counter) Reject(ingest.RowError) error { return nil }

// BenchmarkRead reads a file of the sample's rows, 10,000 times over.
func BenchmarkRead(b *testing.B) {
	text, err := os.ReadFile("testdata/lei.csv")
	if err != nil {
		b.Fatal(err)
	}
	head, rows := afterHeader(string(text))
	path := filepath.Join(b.TempDir(), "lei.csv")
	rows = head + strings.Repeat(rows, 10_000)
	if err := os.WriteFile(path, []byte(rows), 0o600); err != nil {
		b.Fatal(err)
	}
	var n counter
	b.SetBytes(int64(len(rows)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ingest.ReadAll(ingest.Options{Source: New(), Paths: []string{path}}, &n); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "records/s")
}

// afterHeader parts a table into its first line and the rest.
func afterHeader(s string) (head, rows string) {
	i := strings.IndexByte(s, '\n') + 1
	return s[:i], s[i:]
}
