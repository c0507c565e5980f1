package app_test

import (
	"context"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/registry/table"
)

// TestUploadIsNotStale screens a manifest that comes through standard input while
// there are licences: the copy that is kept for the second reading is no change of
// the manifest, and the caller's paths stay what they were.
func TestUploadIsNotStale(t *testing.T) {
	f := newFolder(t, t.TempDir())
	defer f.a.Close()
	f.load(t, `{"id":"h","kind":"company","names":["Quillon Marvane Works Ltd"],"country":"GB"}`,
		`{"licence":"L1","holder":"h","items":[{"product":"H200","quantity":10}],"from":"2026-01-01","until":"2027-01-01"}`)
	paths, lines := []string{"-"}, 0
	x := app.Screening{Options: query.ScreenOptions{AsOf: day}, In: ingest.Options{Source: table.Source{Recognise: true}, Dataset: "manifest", Paths: paths,
		Stdin: strings.NewReader("ref,name,country\nk1,Quillon Marvane Works Ltd,GB\n")}}
	sum, err := f.a.Screen(context.Background(), x, func(*screen.Result) error { lines++; return nil })
	if err != nil || sum.Lines != 1 || lines != 1 {
		t.Errorf("Screen of standard input = %+v, %v with %d results, want one line and no error", sum, err, lines)
	}
	if paths[0] != "-" {
		t.Errorf("Screen left the paths as %q, want them untouched", paths)
	}
}
