package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// seen is an output that can be read while it is written to.
type seen struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *seen) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *seen) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// served starts pierce serve on a free port over a folder with one company, and
// gives its address and what ends it.
func served(t *testing.T, args ...string) (url, dir string, stop func() int) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	var out, errs seen
	in := strings.NewReader(`{"id":"p1","kind":"company","names":["Lumenpeak Compute"],"country":"SG"}` + "\n")
	if code := run(t.Context(), []string{"--data", dir, "ingest", "--as", "pierce", "--dataset", "own", "--retrieved", "2026-01-01", "-"}, in, &out, &errs); code != 0 {
		t.Fatalf("pierce ingest = %d\n%s", code, errs.String())
	}
	ctx, cancel := context.WithCancel(t.Context())
	var told seen
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"--data", dir, "serve", "--addr", "127.0.0.1:0"}, args...), strings.NewReader(""), &told, &errs)
	}()
	stop = func() int {
		cancel()
		select {
		case code := <-ended:
			return code
		case <-time.After(30 * time.Second):
			t.Fatal("pierce serve did not end")
		}
		return -1
	}
	for range 300 {
		if _, rest, ok := strings.Cut(told.String(), " at http"); ok && strings.Contains(rest, "\n") {
			return "http" + strings.TrimSpace(strings.SplitN(rest, "\n", 2)[0]), dir, stop
		}
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	t.Fatalf("pierce serve did not begin: %s%s", told.String(), errs.String())
	return "", "", nil
}

// get gives the status and the body of an answer.
func get(t *testing.T, url string) (int, string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// TestServe: while it serves, other commands reach the folder through it; a
// second server is refused; an interrupt ends it well.
func TestServe(t *testing.T) {
	url, dir, stop := served(t)
	if code, body := get(t, url+"/healthz"); code != 200 || body != "ok\n" {
		t.Errorf("GET /healthz = %d %q, want 200 ok", code, body)
	}
	if code, body := get(t, url+"/api/v1/search?q=lumenpaek"); code != 200 || !strings.Contains(body, "Lumenpeak Compute") {
		t.Errorf("GET /api/v1/search = %d %s, want the company", code, body)
	}
	var out, errs seen
	if code := run(t.Context(), []string{"--data", dir, "search", "--json", "lumenpeak"}, strings.NewReader(""), &out, &errs); code != 0 || !strings.Contains(out.String(), "Lumenpeak Compute") {
		t.Errorf("pierce search beside the server = %d %s%s, want the company", code, out.String(), errs.String())
	}
	if code := run(t.Context(), []string{"--data", dir, "serve", "--addr", "127.0.0.1:0"}, strings.NewReader(""), &out, &errs); code != 6 {
		t.Errorf("a second pierce serve = %d, want 6", code)
	}
	if code := stop(); code != 0 {
		t.Errorf("pierce serve ended with %d, want 0", code)
	}
}
