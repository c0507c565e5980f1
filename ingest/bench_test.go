package ingest_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/registry/native"
)

// BenchmarkRun loads companies of 600 bytes each, 10,000 or PIERCE_BENCH_N of
// them, into a store on disk.
func BenchmarkRun(b *testing.B) {
	n := 10_000
	if s := os.Getenv("PIERCE_BENCH_N"); s != "" {
		v, err := strconv.Atoi(s)
		if err != nil {
			b.Fatal(err)
		}
		n = v
	}
	var lines strings.Builder
	for i := range n {
		fmt.Fprintf(&lines, `{"id":"p%d","kind":"company","names":["Harbour Lantern %d Trading Limited","海港燈貿易有限公司",{"text":"Old Lantern Limited","kind":"former","from":"2015-01-02","until":"2019-07"}],"country":"HK","identifiers":{"hk-cr":"%07d","lei":"529900T8BM49AURSDO55"},"addresses":["Room %d, 12/F, Example Tower, 88 Queen's Road, Hong Kong",{"kind":"registered","street":"12 Lane","city":"Hong Kong","country":"HK"}],"born":"2014-05","phones":["+852 5550 1234"],"emails":["office@example.com"],"websites":["https://example.com"],"legal_form":"Limited","status":"live"}`+"\n", i, i, i, i%3000)
	}
	path := write(b, "p.jsonl", lines.String())
	size := lines.Len()
	lines.Reset()
	for b.Loop() {
		b.StopTimer()
		st, err := store.Open(store.Options{Dir: b.TempDir(), Now: time.Now})
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		s, err := ingest.Run(context.Background(), st, ingest.Options{Source: native.Source{}, Paths: []string{path}, Now: time.Now})
		if err != nil || s.Added != int64(n) {
			b.Fatalf("%+v, %v", s, err)
		}
		b.StopTimer()
		st.Close()
		b.StartTimer()
	}
	b.SetBytes(int64(size))
	b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "records/s")
}
