package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
)

// TestOpenAfterKillInTheMakingOfALog leaves the files that a process leaves
// behind when it is killed between making a log and giving it its size.
func TestOpenAfterKillInTheMakingOfALog(t *testing.T) {
	dir := t.TempDir()
	open := func() *Store {
		t.Helper()
		s, err := Open(Options{Dir: dir, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open()
	l, err := s.Begin(Load{Dataset: "d", Retrieved: time.Unix(1, 0), Stamp: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Put(&engine.Record{ID: "d/1", Raw: []byte("one")}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, left := range [][]string{{"000099.vlog", "00099.mem"}, {"000199.vlog"}, {"00199.mem"}} {
		for _, name := range left {
			if err := os.WriteFile(filepath.Join(dir, "store", name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s = open()
		if _, err := s.Record("d/1"); err != nil {
			t.Errorf("Record(d/1) after a kill that left %v: %v", left, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
