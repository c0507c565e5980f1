package own

import (
	"fmt"
	"math/rand"
	"os"
	"runtime"
	"strconv"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// benchN is how many stakes the whole-graph benchmarks take: 10,000, or what
// PIERCE_BENCH_N says.
func benchN(b *testing.B) int {
	if n, err := strconv.Atoi(os.Getenv("PIERCE_BENCH_N")); err == nil && n > 0 {
		return n
	}
	return 10_000
}

func benchID(i int) engine.EntityID {
	return engine.EntityID("e" + fmt.Sprintf("%012s", strconv.FormatInt(int64(i), 36)))
}

// benchWorld builds a graph of n stakes: two thirds as many entities, one in a
// thousand of them listed, one owner in ten of a known majority.
func benchWorld(n int) *Graph {
	r := rand.New(rand.NewSource(1))
	entities := n * 2 / 3
	b := NewBuilder(Options{Lean: true})
	sources := []engine.RecordID{"a/1"}
	for range n {
		owned := r.Intn(entities)
		s := engine.Stake{Owner: benchID(r.Intn(entities)), Owned: benchID(owned), Kind: engine.Shares, Share: engine.Percent(int64(r.Intn(50))), Sources: sources}
		switch r.Intn(10) {
		case 0:
			s.Share = engine.Between(engine.Whole/2, engine.Whole/4*3, true, true)
		case 1:
			s.Share = engine.Share{}
		}
		b.Stake(s)
	}
	for i := range entities / 1000 {
		b.Listing(Listed{Entity: benchID(i * 1000), List: engine.OFACSDN})
	}
	return b.Graph()
}

func BenchmarkBuild(b *testing.B) {
	n := benchN(b)
	var before, after runtime.MemStats
	var g *Graph
	runtime.GC()
	runtime.ReadMemStats(&before)
	for b.Loop() {
		g = benchWorld(n)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "stakes/s")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(n), "B/stake")
	runtime.KeepAlive(g)
}

func BenchmarkCaptured(b *testing.B) {
	g := benchWorld(benchN(b))
	for _, id := range []string{"ofac-50", "uk-ofsi"} {
		b.Run(id, func(b *testing.B) {
			rule, err := Find(id, 0)
			if err != nil {
				b.Fatal(err)
			}
			rule.Lists = []engine.ListID{engine.OFACSDN}
			found := 0
			for b.Loop() {
				found = len(capturedBy(g, rule, 0))
			}
			b.ReportMetric(float64(g.Stakes())*float64(b.N)/b.Elapsed().Seconds(), "stakes/s")
			b.ReportMetric(float64(found), "verdicts")
		})
	}
}

// shapes are graphs that are hard in one way each.
var shapes = []struct {
	name string
	make func(*Builder)
}{
	{"10000-holders", func(b *Builder) {
		for i := range 10_000 {
			b.Stake(engine.Stake{Owner: benchID(i + 1), Owned: benchID(0), Kind: engine.Shares, Share: engine.Exactly(engine.Whole / 10_000)})
		}
		b.Listing(Listed{Entity: benchID(77), List: engine.OFACSDN})
	}},
	{"60-deep", func(b *Builder) {
		for i := range 60 {
			b.Stake(engine.Stake{Owner: benchID(i + 1), Owned: benchID(i), Kind: engine.Shares, Share: engine.Exactly(engine.Whole/10*7 + int64(i))})
			b.Stake(engine.Stake{Owner: benchID(1000 + i), Owned: benchID(i), Kind: engine.Shares, Share: engine.Percent(20)})
		}
		b.Listing(Listed{Entity: benchID(60), List: engine.OFACSDN})
	}},
	{"500-loop", func(b *Builder) {
		for i := range 500 {
			b.Stake(engine.Stake{Owner: benchID((i + 1) % 500), Owned: benchID(i), Kind: engine.Shares, Share: engine.Percent(60)})
			b.Stake(engine.Stake{Owner: benchID(1000 + i), Owned: benchID(i), Kind: engine.Shares, Share: engine.Percent(40)})
		}
		b.Listing(Listed{Entity: benchID(1000), List: engine.OFACSDN})
	}},
	{"500-tangle", func(b *Builder) {
		r := rand.New(rand.NewSource(2))
		for i := range 500 {
			for range 3 {
				b.Stake(engine.Stake{Owner: benchID(r.Intn(500)), Owned: benchID(i), Kind: engine.Shares, Share: engine.Percent(25)})
			}
			b.Stake(engine.Stake{Owner: benchID(1000 + i), Owned: benchID(i), Kind: engine.Shares, Share: engine.Percent(20)})
		}
		b.Listing(Listed{Entity: benchID(1000), List: engine.OFACSDN})
	}},
	{"four-owners", func(b *Builder) {
		for i := range 4 {
			b.Stake(engine.Stake{Owner: benchID(i + 1), Owned: benchID(i), Kind: engine.Shares, Share: engine.Percent(60)})
			b.Stake(engine.Stake{Owner: benchID(10 + i), Owned: benchID(i), Kind: engine.Shares, Share: engine.Percent(40)})
		}
		b.Listing(Listed{Entity: benchID(4), List: engine.OFACSDN})
	}},
}

func BenchmarkShapes(b *testing.B) {
	rule, err := Find("ofac-50", 0)
	if err != nil {
		b.Fatal(err)
	}
	for _, s := range shapes {
		builder := NewBuilder(Options{})
		s.make(builder)
		g := builder.Graph()
		b.Run("trace/"+s.name, func(b *testing.B) {
			for b.Loop() {
				if t, err := g.Trace(benchID(0), 0, TraceOptions{}); err != nil || t.Total != "100" {
					b.Fatal(t.Total, err)
				}
			}
		})
		b.Run("judge/"+s.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := g.Judge(benchID(0), rule, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// crowds are companies with very many holders: persons, companies that persons
// control, and shares that are not known.
func crowds(n int) map[string]*Graph {
	out := map[string]*Graph{}
	for _, name := range []string{"persons", "companies", "unknown", "held companies"} {
		b := NewBuilder(Options{})
		b.Fact(Fact{Entity: benchID(0), Kind: engine.Company})
		for i := 1; i <= n; i++ {
			s := engine.Stake{Owner: benchID(i), Owned: benchID(0), Kind: engine.Shares, Share: engine.Exactly(engine.Whole / int64(n))}
			f := Fact{Entity: benchID(i), Kind: engine.Person}
			if name != "persons" {
				f.Kind = engine.Company
			}
			if name == "unknown" {
				s.Share, f.Kind = engine.Share{}, engine.Unknown
			}
			b.Stake(s)
			b.Fact(f)
			if name == "held companies" {
				b.Stake(engine.Stake{Owner: benchID(n + i), Owned: benchID(i), Kind: engine.Shares, Share: engine.Percent(60)})
				b.Fact(Fact{Entity: benchID(n + i), Kind: engine.Person})
			}
		}
		b.Listing(Listed{Entity: benchID(77), List: engine.OFACSDN})
		out[name] = b.Graph()
	}
	return out
}

func BenchmarkCrowd(b *testing.B) {
	for name, g := range crowds(benchN(b)) {
		for _, id := range []string{"ofac-50", "uk-ofsi", "uk-psc", "eu-amlr", "cn-ubo"} {
			rule, err := Find(id, 20280101)
			if err != nil {
				b.Fatal(err)
			}
			b.Run(name+"/"+id, func(b *testing.B) {
				for b.Loop() {
					if _, err := g.Judge(benchID(0), rule, 20280101); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
