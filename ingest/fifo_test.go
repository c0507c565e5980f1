//go:build linux || darwin

package ingest

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestNamedPipe: a named pipe is opened once, when it is read, so that nothing
// of what was written is lost.
func TestNamedPipe(t *testing.T) {
	p := filepath.Join(t.TempDir(), "pipe")
	switch err := syscall.Mkfifo(p, 0o600); {
	case errors.Is(err, syscall.ENOSYS), errors.Is(err, syscall.ENOTSUP), errors.Is(err, syscall.EPERM):
		t.Skipf("named pipes are absent: the system or the file system of %s has none: %v", filepath.Dir(p), err)
	case err != nil:
		t.Fatal(err)
	}
	found, done := make(chan error, 1), make(chan error, 1)
	var got []byte
	go func() {
		files, err := FindFiles(Format{Files: "*.csv"}, Options{Paths: []string{p}})
		found <- err
		if err != nil {
			return
		}
		r, err := files[0].Open()
		if err == nil {
			got, err = io.ReadAll(r)
			r.Close()
		}
		done <- err
	}()
	select {
	case err := <-found:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(30 * time.Second): // far beyond any machine's delay
		t.Fatal("finding the pipe waits for a writer")
	}
	if err := os.WriteFile(p, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Error(err)
	}
	select {
	case err := <-done:
		if d := cmp.Diff("a,b\n1,2\n", string(got)); d != "" || err != nil {
			t.Errorf("named pipe: %v (-want +got):\n%s", err, d)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("the pipe is opened a second time, and waits for a writer that has gone")
	}
}
