package resolve

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/all"
)

// TestListAgainstItself resolves a whole list, whose publisher keys each party
// once: nearly nothing may merge. It prints what does.
func TestListAgainstItself(t *testing.T) {
	var paths []string
	for _, root := range []string{os.Getenv("PIERCE_SHARED"), "../../../shared"} {
		dir := filepath.Join(root, "data", "watchlists", "ofac-sdn-2023-12-28")
		if _, err := os.Stat(filepath.Join(dir, "sdn.csv")); root != "" && err == nil {
			paths = []string{filepath.Join(dir, "sdn.csv"), filepath.Join(dir, "add.csv"), filepath.Join(dir, "alt.csv")}
			break
		}
	}
	if paths == nil {
		t.Skip("watchlists/ofac-sdn-2023-12-28 is not here: set PIERCE_SHARED to the folder that holds data/")
	}
	src, err := all.Find("ofac")
	if err != nil {
		t.Fatal(err)
	}
	st := openStore(t)
	day := time.Date(2023, 12, 28, 0, 0, 0, 0, time.UTC)
	if _, err := ingest.Run(context.Background(), st, ingest.Options{Source: src, Retrieved: day, Paths: paths, Rejects: t.TempDir(), Now: func() time.Time { return day }}); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	stats := mustRun(t, st, Options{})
	merged, links := 0, 0
	err = st.Entities(func(e *engine.Entity) error {
		links += len(e.Possible)
		if len(e.Parties) > 1 {
			merged += len(e.Parties) - 1
			if testing.Verbose() && merged < 60 {
				m, err := Explain(st, e.Parties[0], e.Parties[1])
				if err != nil {
					return err
				}
				t.Logf("%s %q %v %.1f", e.Kind, e.Name, e.Parties, m.Weight)
				for _, v := range m.Evidence {
					t.Logf("    %6.1f %s: %s | %s | %s | %s", v.Weight, v.Comparison, v.Level, v.A, v.B, v.Detail)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d parties, %.1f pairs each, %d merged, %d links, %d stakes, %v", stats.Parties, float64(stats.Pairs)/float64(stats.Parties), merged, links/2, stats.Stakes, time.Since(start).Round(time.Millisecond))
	if float64(merged) > 0.02*float64(stats.Parties) {
		t.Errorf("%d of %d parties merged with another of one list, want at most 1 in 50", merged, stats.Parties)
	}
}
