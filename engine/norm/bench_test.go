package norm

import (
	"runtime"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

func company(name, address string) *engine.Party {
	return &engine.Party{ID: "x/1", Kind: engine.Company, Names: []engine.Name{{Text: name}}, Country: "HK",
		Identifiers: []engine.Identifier{{Scheme: "hk-cr", Value: "2345671", Country: "HK"}},
		Addresses:   []engine.Address{{Text: address}}}
}

func BenchmarkPrepare(b *testing.B) {
	for _, c := range []struct {
		name  string
		party *engine.Party
	}{
		{"latin", company("Shenzhen Tianheng Electronics Technology Co., Ltd.", "Room 1318-19, 13/F, Hollywood Plaza, 610 Nathan Road, Mongkok, Hong Kong")},
		{"han", company("深圳市天恒电子科技有限公司", "深圳市南山区科技园高新南一路5号飞亚达大厦12层1203室")},
		{"cyrillic", company("Общество с ограниченной ответственностью «Тяньхэн Электроника»", "101000, г. Москва, ул. Ленина, д. 5, кв. 3")},
		{"arabic", company("شركة الخليج للتجارة العامة ش.م.م", "شارع الشيخ زايد، دبي، الإمارات")},
		{"kana", company("トヨタ自動車株式会社", "東京都千代田区丸の内1-1-1")},
		{"name only", &engine.Party{ID: "x/1", Kind: engine.Company, Names: []engine.Name{{Text: "Blue Harbour Trading (HK) Limited"}}}},
		{"person", &engine.Party{ID: "x/2", Kind: engine.Person, Names: []engine.Name{{Text: "PUTIN, Vladimir Vladimirovich"}}}},
	} {
		Prepare(c.party) // build the tables
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Prepare(c.party)
			}
		})
	}
}

// BenchmarkRealNames prepares every name of an open register.
func BenchmarkRealNames(b *testing.B) {
	names := bulkNames(b, 100000)
	CompanyName(names[0])
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	kept := make([]*Prepared, 0, len(names))
	for _, n := range names {
		kept = append(kept, Prepare(&engine.Party{Kind: engine.Company, Names: []engine.Name{{Text: n}}}))
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	bytes := float64(after.HeapAlloc-before.HeapAlloc) / float64(len(names))
	n := 0
	for b.Loop() {
		CompanyName(names[n%len(names)])
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "names/s")
	b.ReportMetric(bytes, "B/prepared")
	runtime.KeepAlive(kept)
}
