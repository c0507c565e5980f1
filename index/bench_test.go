package index

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
)

// benchSize is the number of entities that benchmarks run over: PIERCE_BENCH_N,
// or 10,000.
func benchSize(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("PIERCE_BENCH_N"))
	if err != nil || n < 1 {
		return 10_000
	}
	return n
}

var (
	benchTrades    = []string{"International", "Trading", "Technology", "Electronics", "Logistics", "Holdings", "Industrial", "Global", "Shipping", "Systems", "Development", "Investment"}
	benchForms     = []string{"Limited", "Co., Ltd.", "LLC", "Pte. Ltd.", "GmbH", "Inc."}
	benchStreets   = []string{"Nathan Road", "Des Voeux Road", "Baker Street", "Keyuan Road", "Orchard Road", "Lenina Street", "Sheikh Zayed Road"}
	benchCities    = []string{"Hong Kong", "Shenzhen", "London", "Singapore", "Moscow", "Dubai", "Hamburg"}
	benchCountries = []string{"HK", "CN", "GB", "SG", "RU", "AE", "DE"}
	benchHan       = []rune("华为中远海天龙山水金银铜铁长江黄河北东南西明光星月云雨风雷电火石木林森高大新和平安泰康宁福瑞祥")
	benchCyrillic  = strings.Fields("север восток запад юг волга урал нева кама обь лена заря луч маяк сокол орёл заслон рубин гранит")
)

// benchWord makes a trade name of two or three syllables: some 200,000 of them,
// so that at a million entities a word is held by about five.
func benchWord(r *rand.Rand) string {
	const cons, vows = "bcdfghjklmnprstvz", "aeiou"
	var b strings.Builder
	for range 2 + r.IntN(2) {
		b.WriteByte(cons[r.IntN(len(cons))])
		b.WriteByte(vows[r.IntN(len(vows))])
		if r.IntN(2) == 0 {
			b.WriteByte("nrstlk"[r.IntN(6)])
		}
	}
	return b.String()
}

// benchShelf makes n companies: a Latin name each, a Chinese or Russian alias
// on every third, an identifier, an address, a listing on every hundredth.
func benchShelf(n int) *shelf {
	r := rand.New(rand.NewPCG(1, 2))
	s := newShelf()
	for i := range n {
		place := r.IntN(len(benchCities))
		id := engine.NewRecordID("bench", fmt.Sprintf("%08d", i))
		word := benchWord(r)
		p := engine.Party{ID: id.Party(), Kind: engine.Company, Country: benchCountries[place]}
		name := strings.ToUpper(word[:1]) + word[1:] + " " + benchTrades[r.IntN(len(benchTrades))]
		if r.IntN(2) == 0 {
			name = benchWord(r) + " " + name
		}
		p.Names = []engine.Name{{Text: name + " " + benchForms[r.IntN(len(benchForms))]}}
		switch r.IntN(6) {
		case 0:
			var h []rune
			for range 3 + r.IntN(3) {
				h = append(h, benchHan[r.IntN(len(benchHan))])
			}
			p.Names = append(p.Names, engine.Name{Text: "深圳市" + string(h) + "科技有限公司", Kind: engine.Alias})
		case 1:
			p.Names = append(p.Names, engine.Name{Text: "ООО «" + benchCyrillic[r.IntN(len(benchCyrillic))] + "-" + benchCyrillic[r.IntN(len(benchCyrillic))] + " " + strconv.Itoa(r.IntN(1000)) + "»", Kind: engine.Alias})
		}
		p.Identifiers = []engine.Identifier{{Scheme: "duns", Value: fmt.Sprintf("%09d", 100_000_000+i)}}
		p.Addresses = []engine.Address{{Text: fmt.Sprintf("Unit %d, %d %s, %s", 1+r.IntN(60), 1+r.IntN(900), benchStreets[r.IntN(len(benchStreets))], benchCities[place])}}
		rec := &engine.Record{ID: id, Parties: []engine.Party{p}}
		if i%100 == 0 {
			rec.Listings = []engine.Listing{{Party: p.ID, List: engine.OFACSDN, From: 20200101}}
		}
		s.put(engine.EntityID(fmt.Sprintf("e%08d", i)), rec)
	}
	return s
}

// BenchmarkIndex measures documents a second with all views, onto disk.
func BenchmarkIndex(b *testing.B) {
	n := benchSize(b)
	s := benchShelf(n)
	for b.Loop() {
		x, stats, err := Rebuild(b.Context(), Options{Dir: b.TempDir()}, s)
		if err != nil {
			b.Fatal(err)
		}
		if stats.Entities != int64(n) {
			b.Fatalf("Rebuild wrote %d entities, want %d", stats.Entities, n)
		}
		if err := x.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "docs/s")
}

// BenchmarkSearch measures the time of a search by how its text was made.
func BenchmarkSearch(b *testing.B) {
	s := benchShelf(benchSize(b))
	x, _, err := Rebuild(b.Context(), Options{Dir: b.TempDir()}, s)
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	r := rand.New(rand.NewPCG(3, 4))
	ids := make([]engine.RecordID, 0, len(s.records))
	for id := range s.records {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	pick := func() *engine.Party { return &s.records[ids[r.IntN(len(ids))]].Parties[0] }
	for _, c := range []struct {
		name string
		text func() string
	}{
		{"whole", func() string { return pick().Names[0].Text }},
		{"misspelt", func() string { return misspell(r, pick().Names[0].Text) }},
		{"prefix", func() string { return pick().Names[0].Text[:5] }},
		{"two-words", func() string { f := strings.Fields(pick().Names[0].Text); return f[0] + " " + f[1] }},
		{"script", func() string { return otherScript(pick) }},
		{"identifier", func() string { return pick().Identifiers[0].Value }},
		{"address", func() string { return pick().Addresses[0].Text }},
		{"common", func() string {
			return benchTrades[r.IntN(len(benchTrades))] + " " + benchForms[r.IntN(len(benchForms))]
		}},
		{"nothing", func() string { return benchWord(r) + "xq " + benchWord(r) + "wx trading limited" }},
	} {
		b.Run(c.name, func(b *testing.B) { latency(b, x, c.text) })
	}
}

// latency runs searches and reports the median and the 95th percentile.
func latency(b *testing.B, x *Index, text func() string) {
	var took []time.Duration
	for b.Loop() {
		b.StopTimer()
		q := Query{Text: text()}
		b.StartTimer()
		start := time.Now()
		if _, err := x.Search(context.Background(), q); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}

// misspell exchanges, drops or doubles one letter of the first word.
func misspell(r *rand.Rand, s string) string {
	i := 1 + r.IntN(2)
	switch r.IntN(3) {
	case 0:
		return s[:i] + s[i+1:i+2] + s[i:i+1] + s[i+2:]
	case 1:
		return s[:i] + s[i+1:]
	}
	return s[:i] + s[i:i+1] + s[i:]
}

// otherScript is a Chinese or Russian alias without its form.
func otherScript(pick func() *engine.Party) string {
	for {
		if p := pick(); len(p.Names) > 1 {
			s := strings.TrimSuffix(p.Names[1].Text, "有限公司")
			return strings.Trim(strings.TrimPrefix(s, "ООО"), " «»")
		}
	}
}
