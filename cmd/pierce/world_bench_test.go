package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/eval"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/fixtures/synth"
	"github.com/pierce-er/pierce/index"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/all"
)

// BenchmarkWorld takes a synthetic world through the main job, stage by stage,
// and prints each stage's rate and peak memory. PIERCE_BENCH_N is the number
// of records of its registry, 10,000 where it is not set.
//
//	PIERCE_BENCH_N=1000000 go test -run '^$' -bench World -benchtime 1x -timeout 2h ./cmd/pierce
func BenchmarkWorld(b *testing.B) {
	n := 10_000
	if s := os.Getenv("PIERCE_BENCH_N"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		w := &worldRun{b: b, dir: b.TempDir(), n: n}
		w.run()
	}
}

// worldRun is one pass over a world.
type worldRun struct {
	b   *testing.B
	n   int
	dir string
	m   synth.Manifest
	app *app.App
}

func (w *worldRun) run() {
	ctx := context.Background()
	w.stage("generate", func() int64 {
		m, err := synth.Write(w.dir, synth.Options{Seed: 1, Records: w.n})
		w.check(err)
		w.m = m
		return m.Labels
	})
	a, err := app.Open(app.Options{Dir: filepath.Join(w.dir, "data"), Create: true, Now: time.Now})
	w.check(err)
	w.app = a
	w.stage("load", func() int64 {
		var rows int64
		for _, l := range w.m.Loads {
			rows += w.load(ctx, l)
		}
		return rows
	})
	w.stage("resolve", func() int64 {
		s, err := resolve.Run(ctx, a.Store, resolve.Options{All: true, Now: time.Now})
		w.check(err)
		return s.Parties
	})
	w.stage("index", func() int64 {
		done, err := a.Writing()
		w.check(err)
		defer done()
		s, err := a.Reindex(ctx)
		w.check(err)
		return s.Entities
	})
	a.Query.Refresh()
	w.accuracy()
	w.questions(ctx)
	w.stage("screen", func() int64 { return w.screen(ctx) })
	w.check(a.Close())
	w.b.ReportMetric(float64(w.bytes("data"))/float64(w.bytes("registry")+w.bytes("ofac")+w.bytes("gleif")+w.bytes("uk-psc")), "disk/input")
}

func (w *worldRun) check(err error) {
	w.b.Helper()
	if err != nil {
		w.b.Fatal(err)
	}
}

// stage runs one stage and prints its rate and the process's peak memory
// during it.
func (w *worldRun) stage(name string, work func() int64) {
	runtime.GC()
	debug.FreeOSMemory()
	resetPeak()
	start := time.Now()
	n := work()
	took := time.Since(start)
	w.b.ReportMetric(float64(n)/took.Seconds(), name+"/s")
	w.b.ReportMetric(peak(), name+"-peak-MiB")
	w.b.Logf("%-9s %9d in %7.1f s: %9.0f/s, peak %5.0f MiB", name, n, took.Seconds(), float64(n)/took.Seconds(), peak())
}

func (w *worldRun) load(ctx context.Context, l synth.Load) int64 {
	src, err := all.Find(l.Format)
	w.check(err)
	day, err := engine.ParseDate(l.Retrieved)
	w.check(err)
	o := ingest.Options{Source: src, Dataset: l.Dataset, Retrieved: day.Time(), Full: l.Full, Now: time.Now}
	for _, f := range l.Files {
		o.Paths = append(o.Paths, filepath.Join(w.dir, filepath.FromSlash(f)))
	}
	s, err := ingest.Run(ctx, w.app.Store, o)
	w.check(err)
	if s.Rejected > 0 {
		w.b.Fatalf("%s: %d rows rejected", l.Dataset, s.Rejected)
	}
	return s.Records
}

// accuracy prints pairwise precision, recall and F1 against the truth.
func (w *worldRun) accuracy() {
	truth, got := w.labels(), eval.Partition{}
	w.check(w.app.Store.Members(func(p engine.PartyID, e engine.EntityID) error {
		if _, ok := truth[string(p)]; ok {
			got[string(p)] = string(e)
		}
		return nil
	}))
	s := eval.Pairs(truth, got)
	w.b.ReportMetric(s.Precision, "precision")
	w.b.ReportMetric(s.Recall, "recall")
	w.b.ReportMetric(s.F1, "F1")
	w.b.Logf("pairwise over %d parties: precision %.4f, recall %.4f, F1 %.4f", len(got), s.Precision, s.Recall, s.F1)
}

func (w *worldRun) labels() eval.Partition {
	f, err := os.Open(filepath.Join(w.dir, w.m.Truth))
	w.check(err)
	defer f.Close()
	r := csv.NewReader(bufio.NewReaderSize(f, 1<<20))
	out := eval.Partition{}
	for {
		row, err := r.Read()
		if err == io.EOF {
			return out
		}
		w.check(err)
		out[row[0]] = row[1]
	}
}

// questions prints latencies of misspelt searches and of traces to the top,
// and the time of all verdicts of a rule.
func (w *worldRun) questions(ctx context.Context) {
	var ids []engine.EntityID
	var names []string
	i := 0
	w.check(w.app.Store.Entities(func(e *engine.Entity) error {
		if i++; i%max(1, w.n/2000) == 0 {
			ids, names = append(ids, e.ID), append(names, e.Name)
		}
		return nil
	}))
	x, err := w.app.Index(ctx)
	w.check(err)
	rng := rand.New(rand.NewPCG(1, 1))
	found := 0
	w.latency("search", len(ids), func(i int) {
		hits, err := x.Search(ctx, index.Query{Text: misspell(names[i], rng), Limit: 10})
		w.check(err)
		if slices.ContainsFunc(hits, func(h index.Hit) bool { return h.Entity == ids[i] }) {
			found++
		}
	})
	w.b.ReportMetric(float64(found)/float64(len(ids)), "search-hit@10")
	today := engine.MakeDate(2026, 11, 1)
	ofac50, err := own.Find("ofac-50", today)
	w.check(err)
	w.latency("trace", len(ids), func(i int) {
		_, err := w.app.Query.Trace(ids[i], today, []own.Rule{ofac50})
		w.check(err)
	})
	w.stage("verdicts", func() int64 {
		var stakes int64
		w.check(w.app.Store.Stakes(func(engine.Stake) error { stakes++; return nil }))
		w.check(w.app.Query.Verdicts(ofac50, today, []own.Answer{own.Yes}, func(own.Verdict) error { return nil }))
		return stakes
	})
}

func (w *worldRun) latency(name string, n int, ask func(int)) {
	took := make([]time.Duration, n)
	for i := range n {
		start := time.Now()
		ask(i)
		took[i] = time.Since(start)
	}
	slices.Sort(took)
	at := func(p float64) float64 {
		return float64(took[min(n-1, int(p*float64(n)))].Microseconds()) / 1000
	}
	w.b.ReportMetric(at(0.5), name+"-p50-ms")
	w.b.ReportMetric(at(0.95), name+"-p95-ms")
	w.b.ReportMetric(at(0.99), name+"-p99-ms")
	w.b.Logf("%-9s p50 %.2f ms, p95 %.2f ms, p99 %.2f ms over %d", name, at(0.5), at(0.95), at(0.99), n)
}

// misspell swaps or drops a letter of the name's longest word.
func misspell(name string, rng *rand.Rand) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return name
	}
	longest := 0
	for i, w := range words {
		if len(w) > len(words[longest]) {
			longest = i
		}
	}
	r := []rune(words[longest])
	if len(r) > 3 {
		i := 1 + rng.IntN(len(r)-2)
		if rng.IntN(2) == 0 {
			r[i], r[i+1] = r[i+1], r[i]
		} else {
			r = slices.Delete(r, i, i+1)
		}
		words[longest] = string(r)
	}
	return strings.Join(words, " ")
}

// maxLines is how many lines of the manifest are screened: enough for a rate.
const maxLines = 20_000

// screen scores the beginning of the manifest as the command does and gives the
// number of lines.
func (w *worldRun) screen(ctx context.Context) int64 {
	src, err := all.Find(w.m.Shipments.Format)
	w.check(err)
	o := ingest.Options{Source: src, Dataset: w.m.Shipments.Dataset, Now: time.Now}
	all, err := os.ReadFile(filepath.Join(w.dir, filepath.FromSlash(w.m.Shipments.Files[0])))
	w.check(err)
	lines := bytes.SplitAfterN(all, []byte("\n"), maxLines+2)
	o.Paths = []string{filepath.Join(w.dir, "manifest.csv")}
	w.check(os.WriteFile(o.Paths[0], bytes.Join(lines[:min(len(lines), maxLines+1)], nil), 0o600))
	done, err := w.app.ScreenFile(ctx, o, query.ScreenOptions{AsOf: engine.MakeDate(2026, 11, 1)},
		func(*screen.Result) error { return nil }, func(ingest.RowError) error { return nil })
	w.check(err)
	return done.Lines
}

// bytes is the size of what lies under a folder of the world.
func (w *worldRun) bytes(dir string) int64 {
	var n int64
	w.check(filepath.WalkDir(filepath.Join(w.dir, dir), func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	}))
	return n
}

// resetPeak makes the kernel forget the process's peak memory; peak reads it
// in MiB. Where the kernel keeps none it is 0.
func resetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0o200) }

func peak() float64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.SplitSeq(string(b), "\n") {
		if v, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(v), " kB"), 64)
			return kb / 1024
		}
	}
	return 0
}
