package store

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// TestSamples holds that a store which an earlier version wrote is read as it
// was meant: testdata has one of each format, with two records of one company,
// its two owners, a listing, a shipment, a licence and a judgement. A format
// that is raised gets its sample here, and those before stay.
func TestSamples(t *testing.T) {
	for format := 1; format <= Format; format++ {
		dir := t.TempDir()
		unzip(t, filepath.Join("testdata", fmt.Sprintf("format-%d.zip", format)), dir)
		s, err := Open(Options{Dir: dir, Existing: true})
		if err != nil {
			t.Errorf("Open of a store of format %d = %v", format, err)
			continue
		}
		if r, err := s.Verify(true); err != nil || !r.OK() || r.Records != 9 || r.Seq != 4 {
			t.Errorf("format %d: Verify(true) = %+v, %v, want 9 records up to change 4", format, r, err)
		}
		a, errA := s.EntityOf("pierce/p1")
		b, errB := s.EntityOf("pierce/p2")
		if a != b || a == "" || errA != nil || errB != nil {
			t.Errorf("format %d: EntityOf p1 and p2 = %q, %v and %q, %v, want one entity", format, a, errA, b, errB)
		}
		stakes := 0
		if err := s.Stakes(func(engine.Stake) error { stakes++; return nil }); err != nil || stakes != 2 {
			t.Errorf("format %d: Stakes gives %d, %v, want 2", format, stakes, err)
		}
		var by []string
		if err := s.Judgements(func(j engine.Judgement) error { by = append(by, j.By); return nil }); err != nil || len(by) != 1 || by[0] != "tester" {
			t.Errorf("format %d: Judgements gives those of %q, %v, want one of tester", format, by, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func unzip(t *testing.T, from, to string) {
	t.Helper()
	z, err := zip.OpenReader(from)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		path := filepath.Join(to, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
