package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/fixtures/synth"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/all"
)

// benchFolder is the folder that the benchmarks ask: the one that PIERCE_DATA
// names, or a synthetic world of PIERCE_BENCH_RECORDS records (10,000), made
// once.
var benchFolder = sync.OnceValues(func() (*app.App, error) {
	if dir := os.Getenv("PIERCE_DATA"); dir != "" {
		return app.Open(app.Options{Dir: dir, Now: time.Now})
	}
	n, err := strconv.Atoi(os.Getenv("PIERCE_BENCH_RECORDS"))
	if err != nil {
		n = 10_000
	}
	dir, err := os.MkdirTemp("", "pierce-api-bench-")
	if err != nil {
		return nil, err
	}
	m, err := synth.Write(dir, synth.Options{Seed: 7, Records: n})
	if err != nil {
		return nil, err
	}
	a, err := app.Open(app.Options{Dir: filepath.Join(dir, "data"), Create: true, Now: time.Now})
	if err != nil {
		return nil, err
	}
	for _, l := range m.Loads {
		day, err := engine.ParseDate(l.Retrieved)
		if err != nil {
			return nil, err
		}
		o := ingest.Options{Dataset: l.Dataset, Retrieved: day.Time(), Full: l.Full, Now: time.Now}
		if o.Source, err = all.Find(l.Format); err != nil {
			return nil, err
		}
		for _, f := range l.Files {
			o.Paths = append(o.Paths, filepath.Join(dir, filepath.FromSlash(f)))
		}
		if _, err := ingest.Run(context.Background(), a.Store, o); err != nil {
			return nil, err
		}
	}
	_, err = a.Settle(context.Background(), resolve.Options{All: true})
	return a, err
})

// questions are 500 parties of the world, their names misspelt by a letter.
func questions(b *testing.B) []engine.Party {
	b.Helper()
	var out []engine.Party
	err := synth.Parties(synth.Options{Seed: 7, Records: 10_000}, func(p engine.Party, _ string) error {
		if len(out) < 500 && len(p.Names) > 0 && len([]rune(p.Names[0].Text)) > 8 {
			name := []rune(p.Names[0].Text)
			name[3], name[4] = name[4], name[3]
			p.Names = []engine.Name{{Text: string(name)}}
			out = append(out, p)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return out
}

// gets measures a question over HTTP: p50 and p95 of one client.
func gets(b *testing.B, url func(i int) string) {
	b.Helper()
	srv := benchServer(b)
	var took []time.Duration
	i := 0
	for b.Loop() {
		start := time.Now()
		resp, err := http.Get(srv.URL + url(i))
		if err != nil {
			b.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			b.Fatalf("GET %s = %d", url(i), resp.StatusCode)
		}
		took = append(took, time.Since(start))
		i++
	}
	slices.Sort(took)
	at := func(p int) float64 { return float64(took[len(took)*p/100].Microseconds()) / 1000 }
	b.ReportMetric(at(50), "p50-ms")
	b.ReportMetric(at(95), "p95-ms")
}

func benchServer(b *testing.B) *httptest.Server {
	b.Helper()
	a, err := benchFolder()
	if err != nil {
		b.Fatal(err)
	}
	srv := httptest.NewServer(New(Options{App: a, Now: time.Now, Log: quiet(), Guard: Guard{Open: true}, Temp: b.TempDir()}))
	b.Cleanup(srv.Close)
	if resp, err := http.Get(srv.URL + "/api/v1/search?q=warm"); err == nil {
		resp.Body.Close()
	}
	return srv
}

// BenchmarkSearch asks for misspelt names.
func BenchmarkSearch(b *testing.B) {
	q := questions(b)
	gets(b, func(i int) string { return "/api/v1/search?q=" + url.QueryEscape(q[i%len(q)].Names[0].Text) })
}

// BenchmarkSuggest asks with the first letters of names.
func BenchmarkSuggest(b *testing.B) {
	q := questions(b)
	gets(b, func(i int) string {
		name := []rune(q[i%len(q)].Names[0].Text)
		return "/api/v1/suggest?q=" + url.QueryEscape(string(name[:3+i%4]))
	})
}

// BenchmarkTrace asks who stands behind companies.
func BenchmarkTrace(b *testing.B) {
	a, err := benchFolder()
	if err != nil {
		b.Fatal(err)
	}
	var ids []string
	_ = a.Store.Entities(func(e *engine.Entity) error {
		if ids = append(ids, string(e.ID)); len(ids) == 500 {
			return errFull
		}
		return nil
	})
	gets(b, func(i int) string { return "/api/v1/entities/" + ids[i%len(ids)] + "/trace" })
}

// BenchmarkMatch posts batches of ten to /match, from two clients at once.
func BenchmarkMatch(b *testing.B) {
	q := questions(b)
	srv := benchServer(b)
	const batch = 10
	bodies := make([]string, len(q)/batch)
	for i := range bodies {
		queries := map[string]*ftmExample{}
		for j := range batch {
			p := &q[i*batch+j]
			x := &ftmExample{Schema: "Company", Properties: map[string]any{"name": []string{p.Names[0].Text}, "jurisdiction": []string{strings.ToLower(p.Country)}}}
			if p.Kind == engine.Person {
				x = &ftmExample{Schema: "Person", Properties: map[string]any{"name": []string{p.Names[0].Text}}}
			}
			queries[fmt.Sprint(j)] = x
		}
		text, err := json.Marshal(map[string]any{"queries": queries})
		if err != nil {
			b.Fatal(err)
		}
		bodies[i] = string(text)
	}
	post := func(i int) {
		resp, err := http.Post(srv.URL+"/match/default", "application/json", strings.NewReader(bodies[i%len(bodies)]))
		if err != nil {
			b.Error(err)
			return
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			b.Errorf("POST /match/default = %d", resp.StatusCode)
		}
	}
	post(0) // the first reads every listed party
	n := 0
	for b.Loop() {
		var two sync.WaitGroup
		for range 2 {
			at := n
			n++
			two.Go(func() { post(at) })
		}
		two.Wait()
	}
	b.ReportMetric(float64(n*batch)/b.Elapsed().Seconds(), "queries/s")
}
