package ingest

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReasonsAreShort: a reason that repeats a long value is cut where it is
// filed and where it is shown.
func TestReasonsAreShort(t *testing.T) {
	long := strings.Repeat("长", 23_000)
	r, err := openRejects(filepath.Join(t.TempDir(), "x.jsonl"), 0)
	if err != nil {
		t.Fatal(err)
	}
	e := &RowError{File: "f", Line: 1, Err: errors.New(long + " is no id")}
	if err := r.add(1, e); err != nil {
		t.Fatal(err)
	}
	path, err := r.close()
	if err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(path); err != nil || len(b) > 600 || !strings.Contains(string(b), "长…") || strings.Contains(string(b), "\ufffd") {
		t.Errorf("the line has %d bytes, %v: %.700s", len(b), err, b)
	}
	e = &RowError{File: "f", Line: 1, Field: "id", Value: long, Err: errors.New("is no id")}
	if got := e.Error(); len(got) > 200 || !strings.Contains(got, "… (69000 bytes): is no id") {
		t.Errorf("RowError.Error() = %.300s, %d bytes", got, len(got))
	}
}
