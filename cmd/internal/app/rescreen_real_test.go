package app_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pierce-er/pierce/ingest/registry/table"
)

// TestRescreenRealLists screens names of the OFAC list as of July 2021, loads
// the list of 28 December 2023, and wants the re-screening to touch what changed
// alone and to be what screening everything anew gives.
func TestRescreenRealLists(t *testing.T) {
	lists := filepath.Join("..", "..", "..", "..", "shared", "data", "watchlists")
	if root := os.Getenv("PIERCE_SHARED"); root != "" {
		lists = filepath.Join(root, "data", "watchlists")
	}
	before, after := filepath.Join(lists, "ofac-sdn-2021-07"), filepath.Join(lists, "ofac-sdn-2023-12-28")
	if _, err := os.Stat(after); err != nil || os.Getenv("PIERCE_FULL") == "" {
		t.Skip("absent: two editions of a public list (PIERCE_SHARED names the folder that holds data/watchlists), or PIERCE_FULL=1, since it takes half a minute")
	}
	f := newFolder(t, t.TempDir())
	defer f.a.Close()
	path := filepath.Join(f.dir, "parties.csv")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := csv.NewWriter(out)
	w.Write([]string{"ref", "name"})
	n := 0
	for _, edition := range []string{before, after} {
		in, err := os.Open(filepath.Join(edition, "sdn.csv"))
		if err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(in)
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		for i := 0; ; i++ {
			row, err := r.Read()
			if err != nil {
				break
			}
			if i%80 == 0 && len(row) > 1 {
				n++
				w.Write([]string{fmt.Sprint("v", n), row[1]})
			}
		}
		in.Close()
	}
	for i := range 300 {
		w.Write([]string{fmt.Sprint("h", i), fmt.Sprintf("Maplewick %d Joinery Ltd", i)})
	}
	w.Flush()
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	src := table.Source{Recognise: true}
	f.ingest(t, "ofac", time.Date(2021, 7, 1, 0, 0, 0, 0, time.UTC), true, before)
	was := f.screen(t, src, day, "kept", path)
	f.ingest(t, "ofac", time.Date(2023, 12, 28, 0, 0, 0, 0, time.UTC), true, after)
	got, _ := f.rescreened(t, src, day, path, was)
	t.Logf("%d of %d lines asked again, %d changed", got.Asked, got.Lines, got.Changed)
	if got.Changed == 0 || got.Asked > got.Lines*2/3 {
		t.Errorf("%d of %d lines were asked again and %d changed", got.Asked, got.Lines, got.Changed)
	}
}
