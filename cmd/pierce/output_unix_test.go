//go:build unix

package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// TestWriteFileLeavesPipes: a named pipe, as a device would be, is refused and
// still there.
func TestWriteFileLeavesPipes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skipf("no named pipes here: %v", err)
	}
	err := writeFile(path, func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err })
	if !errors.Is(err, engine.Invalid) {
		t.Errorf("writeFile to a pipe = %v, want Invalid", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe is now %v, %v", info, err)
	}
}
