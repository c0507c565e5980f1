package resolve

import (
	"context"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/eval"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/fixtures/synth"
)

// benchParties is how many parties benchmarks use: PIERCE_BENCH_N, or 10,000.
func benchParties(b testing.TB) int {
	if s := os.Getenv("PIERCE_BENCH_N"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n <= 0 {
			b.Fatalf("PIERCE_BENCH_N = %q, want a number above 0", s)
		}
		return n
	}
	return 10000
}

// synthStore loads n synthetic parties, each a record, and gives the truth.
func synthStore(b testing.TB, n int) (*store.Store, eval.Partition) {
	b.Helper()
	st, err := store.Open(store.Options{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := st.Close(); err != nil {
			b.Error(err)
		}
	})
	ld, err := st.Begin(store.Load{Dataset: "synth", Format: "test", Retrieved: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Stamp: "1"})
	if err != nil {
		b.Fatal(err)
	}
	truth := eval.Partition{}
	err = synth.Parties(synth.Options{Records: n}, func(p engine.Party, entity string) error {
		id := engine.NewRecordID("synth", string(p.ID))
		p.ID = id.Party()
		truth[string(id)] = entity
		_, err := ld.Put(&engine.Record{ID: id, Parties: []engine.Party{p}})
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := ld.Commit(); err != nil {
		b.Fatal(err)
	}
	return st, truth
}

// BenchmarkScratch resolves a synthetic world from nothing and prints how well.
func BenchmarkScratch(b *testing.B) {
	n := benchParties(b)
	st, truth := synthStore(b, n)
	for b.Loop() {
		var stages []string
		var last string
		start := time.Now()
		stats, err := Run(context.Background(), st, Options{All: true, Report: func(p Progress) {
			if p.Stage != last {
				last = p.Stage
				stages = append(stages, p.Stage+" "+time.Since(start).Round(time.Millisecond).String())
			}
		}})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(stats.Parties)/time.Since(start).Seconds(), "parties/s")
		b.ReportMetric(float64(stats.Pairs)/float64(stats.Parties), "pairs/party")
		b.Logf("%+v %v in %v", stats, stages, time.Since(start).Round(time.Millisecond))
	}
	result := eval.Partition{}
	if err := st.Members(func(p engine.PartyID, e engine.EntityID) error { result[string(p)] = string(e); return nil }); err != nil {
		b.Fatal(err)
	}
	m := eval.Pairs(truth, result)
	b.ReportMetric(m.F1, "F1")
	b.ReportMetric(m.Precision, "precision")
	b.ReportMetric(m.Recall, "recall")
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	b.ReportMetric(float64(ms.Sys)/(1<<20), "MiB")
}

// BenchmarkFollow adds records one at a time to a resolved world, each committed
// and resolved before the next, as a process that is told of them does.
func BenchmarkFollow(b *testing.B) {
	st, _ := synthStore(b, benchParties(b))
	if _, err := Run(context.Background(), st, Options{}); err != nil {
		b.Fatal(err)
	}
	next := newRecords(b, 20000)
	cache := NewCache(0)
	var took, alone []time.Duration
	var pairs, reopened int64
	for b.Loop() {
		start := time.Now()
		next.load(b, st, 1)
		loaded := time.Now()
		stats, err := Run(context.Background(), st, Options{Cache: cache})
		if err != nil {
			b.Fatal(err)
		}
		if stats.Scratch {
			b.Fatal("from scratch")
		}
		took, alone = append(took, time.Since(start)), append(alone, time.Since(loaded))
		pairs, reopened = pairs+stats.Pairs, reopened+stats.Reopened
	}
	n := float64(len(took))
	b.ReportMetric(n/b.Elapsed().Seconds(), "records/s")
	b.ReportMetric(float64(pairs)/n, "pairs/record")
	b.ReportMetric(float64(reopened)/n, "reopened/record")
	slices.Sort(took)
	slices.Sort(alone)
	at := func(d []time.Duration, p float64) float64 {
		return float64(d[int(p*float64(len(d)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(at(took, 0.5), "p50-ms")
	b.ReportMetric(at(took, 0.99), "p99-ms")
	b.ReportMetric(at(alone, 0.99), "resolve-p99-ms")
}

// newcomers are records that come one after the other, made of another world.
type newcomers struct {
	parties []engine.Party
	n       int
}

func newRecords(b *testing.B, n int) *newcomers {
	b.Helper()
	out := &newcomers{}
	if err := synth.Parties(synth.Options{Records: n, Seed: 99}, func(p engine.Party, _ string) error { out.parties = append(out.parties, p); return nil }); err != nil {
		b.Fatal(err)
	}
	return out
}

// load commits the next so many.
func (c *newcomers) load(b *testing.B, st *store.Store, n int) {
	recs := make([]*engine.Record, n)
	for i := range recs {
		p := c.parties[c.n%len(c.parties)]
		id := engine.NewRecordID("new", strconv.Itoa(c.n))
		p.ID = id.Party()
		recs[i] = &engine.Record{ID: id, Parties: []engine.Party{p}}
		c.n++
	}
	load(b, st, store.Load{Dataset: "new", Format: "test", Retrieved: time.Date(2026, 2, 1, 0, 0, c.n, 0, time.UTC), Stamp: strconv.Itoa(c.n)}, recs...)
}

// BenchmarkFind asks, a second time, for parties like those in the store.
func BenchmarkFind(b *testing.B) {
	n := benchParties(b)
	st, _ := synthStore(b, n)
	if _, err := Run(context.Background(), st, Options{}); err != nil {
		b.Fatal(err)
	}
	f := NewFinder(st, FinderOptions{})
	var asked []*norm.Prepared
	if err := synth.Parties(synth.Options{Records: n}, func(p engine.Party, _ string) error {
		if len(asked) < 5000 {
			p.Identifiers = nil
			asked = append(asked, norm.Prepare(&p))
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	for _, p := range asked { // warm
		if _, err := f.Find(p, 5); err != nil {
			b.Fatal(err)
		}
	}
	i, found := 0, 0
	for b.Loop() {
		c, err := f.Find(asked[i%len(asked)], 5)
		if err != nil {
			b.Fatal(err)
		}
		if len(c) > 0 {
			found++
		}
		i++
	}
	b.ReportMetric(float64(found)/float64(i), "found")
}

// BenchmarkFollowBatch adds records in batches of 1,000.
func BenchmarkFollowBatch(b *testing.B) {
	const batch = 1000
	st, _ := synthStore(b, benchParties(b))
	if _, err := Run(context.Background(), st, Options{}); err != nil {
		b.Fatal(err)
	}
	next, cache := newRecords(b, 20000), NewCache(0)
	for b.Loop() {
		next.load(b, st, batch)
		if _, err := Run(context.Background(), st, Options{bulkShare: 1e9, Cache: cache}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(next.n)/b.Elapsed().Seconds(), "records/s")
}
