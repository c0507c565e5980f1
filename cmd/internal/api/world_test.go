package api

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/fixtures"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/all"
)

func clock() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

// world is the demonstration world in a folder of its own, made once: tests
// that change it take a copy of their own (newWorld).
var world = sync.OnceValues(func() (*app.App, error) {
	dir, err := os.MkdirTemp("", "pierce-api-")
	if err != nil {
		return nil, err
	}
	return loadWorld(dir)
})

// TestMain removes the shared world.
func TestMain(m *testing.M) {
	code := m.Run()
	if a, err := world(); err == nil {
		_ = a.Close()
		_ = os.RemoveAll(filepath.Dir(a.Dir))
	}
	os.Exit(code)
}

func loadWorld(dir string) (*app.App, error) {
	if err := os.CopyFS(dir, fixtures.World()); err != nil {
		return nil, err
	}
	a, err := app.Open(app.Options{Dir: filepath.Join(dir, "data"), Create: true, Now: clock})
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	shipments := fixtures.Load{Format: "shipments", Dataset: "shipments", Retrieved: "2026-11-02", Paths: []string{fixtures.Shipments}}
	for _, l := range append(fixtures.Loads(), shipments) {
		o := ingest.Options{Dataset: l.Dataset, Full: l.Full, Now: clock}
		if o.Source, err = all.Find(l.Format); err != nil {
			return nil, err
		}
		if o.Retrieved, err = time.Parse(time.DateOnly, l.Retrieved); err != nil {
			return nil, err
		}
		for _, p := range l.Paths {
			o.Paths = append(o.Paths, filepath.Join(dir, filepath.FromSlash(p)))
		}
		if l.Map != "" {
			if o.Map, err = ingest.LoadMap(filepath.Join(dir, filepath.FromSlash(l.Map))); err != nil {
				return nil, err
			}
		}
		if _, err := ingest.Run(ctx, a.Store, o); err != nil {
			return nil, err
		}
	}
	_, err = a.Settle(ctx, resolve.Options{All: true})
	return a, err
}

// open gives the shared world.
func open(t testing.TB) *app.App {
	t.Helper()
	a, err := world()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// newWorld gives a world that the test may change.
func newWorld(t testing.TB) *app.App {
	t.Helper()
	a, err := loadWorld(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

// serve answers for an app, open to this machine unless changed.
func serve(t testing.TB, a *app.App, change func(*Options)) *httptest.Server {
	t.Helper()
	o := Options{App: a, Now: clock, Version: "test", Log: quiet(), Guard: Guard{Open: true}, Temp: t.TempDir()}
	if change != nil {
		change(&o)
	}
	srv := httptest.NewServer(New(o))
	t.Cleanup(srv.Close)
	return srv
}

// quiet is a log that nobody reads.
func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// reply is an answer, read.
type reply struct {
	status int
	header http.Header
	body   string
}

// call sends a request. Headers are given as "Name: value".
func call(t testing.TB, method, url, body string, headers ...string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if name == "Host" {
			req.Host = value
			continue
		}
		req.Header.Set(name, value)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", method, url, err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, url, err)
	}
	return reply{resp.StatusCode, resp.Header, string(b)}
}
