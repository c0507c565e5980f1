// Package sourcetest is the suite that every source passes: the same file
// always gives the same records with ids of their own dataset, a bad row costs
// itself alone and is filed with its line and reason, and a file that is
// empty, cut off or of another format is an error and never a silent success.
package sourcetest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// Suite is a source with a sample of what it reads.
type Suite struct {
	Source ingest.Source
	Map    *ingest.Map

	// Files is the sample by file name, as published: good rows only, of which
	// no two share a key.
	Files map[string]string

	Records int // how many records the sample gives
	Ended   int // how many of its interests and listings have ended

	// Rows tells that each file is read row by row, one a line: the suite then
	// damages rows by itself. False for XML and other documents, which a broken
	// byte may make unreadable as a whole.
	Rows bool
	// Main is the file whose rows are damaged; where empty, the first by name.
	Main string
	// Header is how many lines the file Main begins with that are no rows.
	Header int

	// Bad are rows that the source must reject, each put into the sample by
	// itself.
	Bad []Bad
}

// Bad is a row that cannot be used.
type Bad struct {
	File   string // the file that it is put into; Main where empty
	Row    string // the line, without its line end
	Field  string // what the rejection names; not checked where empty
	Reason string // part of the rejection's text; not checked where empty
	Kept   bool   // the record stands and only the field is set aside
}

// Run puts the source to every test.
func Run(t *testing.T, s Suite) {
	t.Helper()
	if s.Main == "" {
		s.Main = s.names()[0]
	}
	base := s.read(t, s.Files)
	if len(base.Records) != s.Records || len(base.Rejects) > 0 {
		t.Errorf("the sample gives %d records and %d rejects, want %d and none; first reject: %v", len(base.Records), len(base.Rejects), s.Records, firstReject(base))
	}
	t.Run("records are sound", func(t *testing.T) { s.sound(t, base) })
	t.Run("reading twice gives the same", func(t *testing.T) { s.twice(t, base) })
	t.Run("ids stay inside the dataset", func(t *testing.T) { s.dataset(t, base) })
	t.Run("bad rows are filed", func(t *testing.T) { s.bad(t, base) })
	t.Run("empty", s.empty)
	t.Run("wrong format", s.wrong)
	t.Run("cut off", func(t *testing.T) { s.cut(t, base) })
	t.Run("compressed", func(t *testing.T) { s.compressed(t, base) })
	if s.Rows {
		t.Run("damaged rows", func(t *testing.T) { s.damaged(t, base) })
	}
}

// Sample reads the files of a folder, as a package's testdata, for Suite.Files.
func Sample(t testing.TB, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(b)
	}
	return out
}

// Shared is a path below the folder of real published files that the project's
// developers may keep beside the repository; PIERCE_SHARED names the folder.
// The test is skipped where the path is not there.
func Shared(t testing.TB, path string) string {
	t.Helper()
	dirs := []string{os.Getenv("PIERCE_SHARED")}
	up := "."
	for range 8 {
		up = filepath.Join(up, "..")
		dirs = append(dirs, filepath.Join(up, "shared"))
	}
	for _, d := range dirs {
		if d == "" {
			continue
		}
		p := filepath.Join(d, filepath.FromSlash(path))
		if _, err := os.Stat(p); err == nil {
			return p
		}
	}
	t.Skipf("no %s: set PIERCE_SHARED to the folder of published files", path)
	return ""
}

// now is the clock of all tests.
func now() time.Time { return time.Date(2024, 5, 31, 12, 0, 0, 0, time.UTC) }

// options read the files from a folder of their own, in the order of their
// names.
func (s *Suite) options(t testing.TB, files map[string]string) ingest.Options {
	t.Helper()
	dir := t.TempDir()
	o := ingest.Options{Source: s.Source, Map: s.Map, Now: now}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(files[name]), 0o600); err != nil {
			t.Fatal(err)
		}
		o.Paths = append(o.Paths, p)
	}
	return o
}

// result is what a reading gave.
type result struct {
	ingest.Collect
	err error
}

func (s *Suite) try(t testing.TB, files map[string]string) *result {
	t.Helper()
	r := &result{}
	_, r.err = ingest.ReadAll(s.options(t, files), r)
	return r
}

func (s *Suite) read(t testing.TB, files map[string]string) *result {
	t.Helper()
	r := s.try(t, files)
	if r.err != nil {
		t.Fatalf("reading: %v", r.err)
	}
	return r
}

func (s *Suite) names() []string {
	var out []string
	for name := range s.Files {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// with is the sample with one file's content changed.
func (s *Suite) with(name, content string) map[string]string {
	out := map[string]string{}
	for n, c := range s.Files {
		out[n] = c
	}
	out[name] = content
	return out
}

// ids are the records' ids in order.
func (r *result) ids() []engine.RecordID {
	var out []engine.RecordID
	for _, rec := range r.Records {
		out = append(out, rec.ID)
	}
	return out
}

// places are the records without where in the file they stand.
func places(recs []*engine.Record) []engine.Record {
	var out []engine.Record
	for _, r := range recs {
		c := *r
		c.File, c.Line = "", 0
		out = append(out, c)
	}
	return out
}

func firstReject(r *result) any {
	if len(r.Rejects) == 0 {
		return "none"
	}
	return r.Rejects[0].Error()
}

func diff(want, got any) string { return cmp.Diff(want, got, cmp.AllowUnexported(engine.Share{})) }
