package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

var errFull = errors.New("no space left")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

// TestOutputLost runs commands whose output can not be written.
func TestOutputLost(t *testing.T) {
	for _, args := range [][]string{{"formats"}, {"version"}, {"verdicts", "--rules", "--json"}} {
		var errs bytes.Buffer
		if got := run(t.Context(), args, strings.NewReader(""), fullDisk{}, &errs); got != 1 || !strings.Contains(errs.String(), errFull.Error()) {
			t.Errorf("run(%q) onto a full disk = %d, %q; want 1 and %q", args, got, errs.String(), errFull)
		}
	}
}

// TestInterruptible reads whole what comes in odd pieces, and ends where
// nothing comes.
func TestInterruptible(t *testing.T) {
	want := strings.Repeat("0123456789", 20_000)
	for _, in := range []io.Reader{strings.NewReader(want), iotest.DataErrReader(strings.NewReader(want)), iotest.HalfReader(strings.NewReader(want))} {
		got, err := io.ReadAll(&interruptible{ctx: t.Context(), in: in})
		if string(got) != want || err != nil {
			t.Errorf("ReadAll = %d bytes, %v; want %d", len(got), err, len(want))
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	silent, w := io.Pipe()
	defer w.Close()
	cancel()
	if n, err := (&interruptible{ctx: ctx, in: silent}).Read(make([]byte, 8)); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("Read of silence, cancelled = %d, %v; want 0, %v", n, err, context.Canceled)
	}
	if got := run(ctx, []string{"--data", t.TempDir() + "/d", "ingest", "--as", "pierce", "-"}, silent, io.Discard, io.Discard); got != 130 {
		t.Errorf("run(ingest of silence), cancelled = %d, want 130", got)
	}
}
