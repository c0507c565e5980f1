package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
)

func TestForward(t *testing.T) {
	dir := t.TempDir()
	l, err := Listen(dir, func(_ context.Context, r Request, in io.Reader, out, errs io.Writer) int {
		b, err := io.ReadAll(in)
		fmt.Fprintf(out, "%s from %s: %d bytes, %v", r.Args, r.Dir, len(b), err)
		fmt.Fprint(errs, "progress")
		return 3
	})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var out, errs bytes.Buffer
	input := strings.Repeat("x", 300_000)
	code, err := Forward(t.Context(), dir, Request{Args: []string{"search", "-"}, Dir: "/somewhere"}, strings.NewReader(input), &out, &errs)
	if err != nil || code != 3 {
		t.Errorf("Forward = %d, %v; want 3", code, err)
	}
	if got, want := out.String(), "[search -] from /somewhere: 300000 bytes, <nil>"; got != want {
		t.Errorf("output %q, want %q", got, want)
	}
	if errs.String() != "progress" {
		t.Errorf("standard error %q, want %q", errs.String(), "progress")
	}
}

func TestForwardToNobody(t *testing.T) {
	if _, err := Forward(t.Context(), t.TempDir(), Request{}, strings.NewReader(""), io.Discard, io.Discard); !errors.Is(err, engine.Locked) || !errors.Is(err, errNobody) {
		t.Errorf("Forward with no listener: %v, want %v that is %v", err, errNobody, engine.Locked)
	}
}

// TestListenerLives sends bytes that are no request, and an asker that goes
// away in the middle; the next asker is served all the same.
func TestListenerLives(t *testing.T) {
	dir := t.TempDir()
	gone := make(chan struct{})
	l, err := Listen(dir, func(ctx context.Context, r Request, _ io.Reader, out, _ io.Writer) int {
		if len(r.Args) > 0 && r.Args[0] == "wait" {
			<-ctx.Done()
			close(gone)
		}
		fmt.Fprint(out, "ok")
		return 0
	})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, junk := range []string{"GET / HTTP/1.1\r\n\r\n", "q\xff\xff\xff\xff", "q\x00\x00\x00\x02{]", "o\x00\x00\x00\x00"} {
		c, err := net.Dial("unix", socketPath(dir))
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(c, junk)
		c.Close()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := Forward(ctx, dir, Request{Args: []string{"wait"}}, strings.NewReader(""), io.Discard, io.Discard); err == nil {
		t.Error("Forward of a cancelled command gave no error")
	}
	<-gone
	var out bytes.Buffer
	if code, err := Forward(t.Context(), dir, Request{}, strings.NewReader(""), &out, io.Discard); err != nil || code != 0 || out.String() != "ok" {
		t.Errorf("after junk: %d, %v, %q; want 0 and ok", code, err, out.String())
	}
}

// TestAskerKilled cuts an asker's input off in the middle, as when it is
// killed: the holder must not take what came for the whole.
func TestAskerKilled(t *testing.T) {
	dir := t.TempDir()
	got := make(chan error, 1)
	l, err := Listen(dir, func(_ context.Context, _ Request, in io.Reader, _, _ io.Writer) int {
		_, err := io.ReadAll(in)
		got <- err
		return 0
	})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c, err := net.Dial("unix", socketPath(dir))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(writeFrame(c, frameRequest, []byte("{}")), writeFrame(c, frameInput, []byte("half a list")), c.Close()); err != nil {
		t.Fatal(err)
	}
	if err := <-got; err == nil {
		t.Error("ReadAll(input of an asker that was killed) gave no error: half a list would count as all of it")
	}
}

// TestInterrupt ends a holder whose asker sends nothing.
func TestInterrupt(t *testing.T) {
	dir := t.TempDir()
	started := make(chan struct{})
	l, err := Listen(dir, func(_ context.Context, _ Request, in io.Reader, _, _ io.Writer) int {
		close(started)
		io.ReadAll(in)
		return 130
	})
	if err != nil {
		t.Fatal(err)
	}
	silent, _ := io.Pipe()
	go Forward(t.Context(), dir, Request{}, silent, io.Discard, io.Discard)
	<-started
	l.Interrupt()
	if err := l.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
}

// errFull stands for what a full disk says.
var errFull = errors.New("no space left")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestForwardToFullDisk(t *testing.T) {
	dir := t.TempDir()
	l, err := Listen(dir, func(_ context.Context, _ Request, _ io.Reader, out, _ io.Writer) int {
		fmt.Fprint(out, "answer")
		return 0
	})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, err = Forward(t.Context(), dir, Request{}, strings.NewReader(""), full{}, io.Discard)
	if !errors.Is(err, errFull) || errors.Is(err, engine.Locked) {
		t.Errorf("Forward onto a full disk: %v, want %v, which is not %v", err, errFull, engine.Locked)
	}
}
