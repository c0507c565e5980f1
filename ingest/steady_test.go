package ingest

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSteady: a file that grows while it is read is told; one that does not, is
// read.
func TestSteady(t *testing.T) {
	p := filepath.Join(t.TempDir(), "x.csv")
	for _, grows := range []bool{false, true} {
		if err := os.WriteFile(p, []byte(strings.Repeat("a,b\n", 200_000)), 0o600); err != nil {
			t.Fatal(err)
		}
		files, err := FindFiles(Format{Files: "*.csv"}, Options{Paths: []string{p}})
		if err != nil {
			t.Fatal(err)
		}
		r, err := files[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(r, make([]byte, 10)); err != nil {
			t.Fatal(err)
		}
		if grows {
			f, err := os.OpenFile(p, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.WriteString("c,d\n"); err != nil {
				t.Fatal(err)
			}
			f.Close()
		}
		_, err = io.ReadAll(r)
		if grows != (err != nil && strings.Contains(err.Error(), "changed while it was read")) {
			t.Errorf("reading a file that grows=%v gives %v", grows, err)
		}
		r.Close()
	}
}
