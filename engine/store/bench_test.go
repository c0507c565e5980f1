package store

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
)

// benchN is how many records a benchmark loads: 10,000, or PIERCE_BENCH_N.
func benchN(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("PIERCE_BENCH_N"))
	if err != nil || n <= 0 {
		return 10_000
	}
	return n
}

// registryRow is a company with an owner, as a registry gives it: some 600
// bytes of raw text, two parties, one interest.
func registryRow(dataset string, i int) *engine.Record {
	id := engine.NewRecordID(dataset, fmt.Sprintf("%08d", i*7919%100_000_000))
	name := fmt.Sprintf("%s %s %d TRADING COMPANY LIMITED", words[i%len(words)], words[i/7%len(words)], i)
	street := fmt.Sprintf("UNIT %d, %d/F, %s BUILDING, %d QUEEN'S ROAD", i%40, i%30, words[i/3%len(words)], i%900)
	born := engine.MakeDate(1950+i%50, 1+i%12, 1+i%28)
	raw := fmt.Sprintf(`{"company_number":"%08d","company_name":%q,"address":{"premises":%q,"locality":"HONG KONG","country":"HK"},"owner":{"name":"MR %s CHAN","born":%q,"natures_of_control":["ownership-of-shares-50-to-75-percent","voting-rights-50-to-75-percent"],"notified_on":"2016-04-06"},"etag":"%040x","filler":%q}`,
		i, name, street, words[i%len(words)], born, i*31, strings.Repeat("x", 150))
	owner := id.Part("owner", 0)
	return &engine.Record{ID: id, Format: "pierce", Raw: []byte(raw), File: "companies.jsonl", Line: int64(i + 1),
		Parties: []engine.Party{
			{ID: id.Party(), Kind: engine.Company, Names: []engine.Name{{Text: name}}, Country: "HK", Born: []engine.Date{born},
				Identifiers: []engine.Identifier{{Scheme: "hk-cr", Value: strconv.Itoa(i), Country: "HK"}},
				Addresses:   []engine.Address{{Kind: engine.Registered, Street: street, City: "HONG KONG", Country: "HK"}}},
			{ID: owner, Kind: engine.Person, Names: []engine.Name{{Text: "MR " + words[i%len(words)] + " CHAN"}}, Nations: []string{"HK"}},
		},
		Interests: []engine.Interest{{Owner: owner, Owned: id.Party(), Kind: engine.Shares, Share: engine.Between(engine.Whole/2, engine.Whole*3/4, false, true), From: 20160406}},
	}
}

var words = []string{"ORIENTAL", "PACIFIC", "GOLDEN", "DRAGON", "HARBOUR", "SILVER", "LOTUS", "EASTERN", "VICTORIA", "UNION", "GLOBAL", "PEARL"}

// peak reports the most memory that the process has had, in MiB.
func peak(b *testing.B) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return
	}
	for _, line := range strings.Split(string(text), "\n") {
		if kb, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, _ := strconv.ParseFloat(strings.Fields(kb)[0], 64)
			b.ReportMetric(n/1024, "peak-MiB")
		}
	}
}

func diskSize(b *testing.B, dir string) {
	var size int64
	_ = filepath.Walk(dir, func(_ string, f os.FileInfo, err error) error {
		if err == nil && strings.HasSuffix(f.Name(), ".sst") {
			size += f.Size()
		}
		return nil
	})
	b.ReportMetric(float64(size)/(1<<20), "sst-MiB")
}

func openDir(b testing.TB, dir string) *Store {
	b.Helper()
	s, err := Open(Options{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// benchLoad loads n rows and gives the time that the store took for it,
// making of the rows left out.
func benchLoad(b *testing.B, s *Store, l Load, n int, make func(int) *engine.Record) time.Duration {
	ld, err := s.Begin(l)
	if err != nil {
		b.Fatal(err)
	}
	var spent time.Duration
	const part = 1000
	for at := 0; at < n; at += part {
		var recs []*engine.Record
		for i := at; i < min(n, at+part); i++ {
			recs = append(recs, make(i))
		}
		begin := time.Now()
		for i, r := range recs {
			if _, err := ld.Put(r); err != nil {
				b.Fatal(err)
			}
			ld.Mark(int64(at + i + 1))
		}
		spent += time.Since(begin)
	}
	begin := time.Now()
	if _, err := ld.Commit(); err != nil {
		b.Fatal(err)
	}
	return spent + time.Since(begin)
}

func BenchmarkLoad(b *testing.B) {
	n := benchN(b)
	row := func(i int) *engine.Record { return registryRow("bench", i) }
	for _, full := range []bool{false, true} {
		b.Run(fmt.Sprintf("first/full=%v", full), func(b *testing.B) {
			for b.Loop() {
				dir := b.TempDir()
				s := openDir(b, dir)
				spent := benchLoad(b, s, Load{Dataset: "bench", Retrieved: day(1), Full: full}, n, row)
				b.ReportMetric(float64(n)/spent.Seconds(), "records/s")
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
				diskSize(b, dir)
			}
			peak(b)
		})
	}
	b.Run("again", func(b *testing.B) {
		dir := b.TempDir()
		s := openDir(b, dir)
		benchLoad(b, s, Load{Dataset: "bench", Retrieved: day(1), Full: true}, n, row)
		at := day(2)
		for b.Loop() {
			spent := benchLoad(b, s, Load{Dataset: "bench", Retrieved: at, Full: true}, n, row)
			b.ReportMetric(float64(n)/spent.Seconds(), "records/s")
			at = at.AddDate(0, 0, 1)
		}
		peak(b)
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	n := benchN(b)
	dir := b.TempDir()
	s := openDir(b, dir)
	benchLoad(b, s, Load{Dataset: "bench", Retrieved: day(1)}, n, func(i int) *engine.Record { return registryRow("bench", i) })
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	begin := time.Now()
	s = openDir(b, dir)
	if _, err := s.Record(registryRow("bench", n/2).ID); err != nil {
		b.Fatal(err)
	}
	opened := time.Since(begin)
	b.Run("record", func(b *testing.B) {
		b.ReportMetric(float64(opened.Milliseconds()), "open-ms")
		i := 0
		for b.Loop() {
			if _, err := s.Record(registryID(i % n)); err != nil {
				b.Fatal(err)
			}
			i += 7
		}
	})
	b.Run("claims", func(b *testing.B) {
		i := 0
		for b.Loop() {
			c, err := s.ClaimsByOwned(registryID(i % n).Party())
			if err != nil || len(c) != 1 {
				b.Fatal(c, err)
			}
			i += 7
		}
	})
	b.Run("records", func(b *testing.B) {
		for b.Loop() {
			var got int
			begin := time.Now()
			if err := s.Records("", func(*engine.Record) error { got++; return nil }); err != nil || got != n {
				b.Fatal(got, err)
			}
			b.ReportMetric(float64(n)/time.Since(begin).Seconds(), "records/s")
		}
	})
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

func registryID(i int) engine.RecordID {
	return engine.NewRecordID("bench", fmt.Sprintf("%08d", i*7919%100_000_000))
}
