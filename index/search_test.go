package index

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
)

func TestFilters(t *testing.T) {
	x := filled(t, corpus(t))
	for _, c := range []struct {
		q    Query
		want []string
	}{
		{Query{Text: "coral horizon", Kind: engine.Vessel}, []string{"e042", "e043"}},
		{Query{Text: "coral horizon", Kind: engine.Person}, nil},
		{Query{Text: "coral horizon", Country: "PA"}, []string{"e042"}},
		{Query{Text: "coral horizon", Country: "Panama"}, []string{"e042"}},
		{Query{Text: "coral horizon", Dataset: "other"}, nil},
		{Query{Text: "coral horizon", Dataset: "test", Limit: 1}, []string{"e042"}},
		// uraltochmash was listed from 2021-05-20 until 2023-02-01
		{Query{Text: "uraltochmash", List: engine.OFACSDN}, nil},
		{Query{Text: "uraltochmash", List: engine.OFACSDN, AsOf: 20210519}, nil},
		{Query{Text: "uraltochmash", List: engine.OFACSDN, AsOf: 20210520}, []string{"e009"}},
		{Query{Text: "uraltochmash", List: engine.OFACSDN, AsOf: 20230131}, []string{"e009"}},
		{Query{Text: "uraltochmash", List: engine.OFACSDN, AsOf: 20230201}, nil},
		{Query{Text: "uraltochmash", List: engine.BISEL, AsOf: 20220101}, nil},
		{Query{List: engine.UNSC}, []string{"e017", "e044", "e045"}},
		{Query{List: engine.UNSC, AsOf: 20170101}, []string{"e017", "e045"}},
		{Query{List: engine.UNSC, Limit: 2}, []string{"e017", "e044"}},
		{Query{Text: "?!*", List: engine.UNSC}, nil},
		{Query{Text: " ", Kind: engine.State}, []string{"e081"}},
	} {
		if got := found(t, x, c.q); !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
			t.Errorf("Search(%+v) = %v, want %v", c.q, got, c.want)
		}
	}
	for _, q := range []Query{{}, {Text: " "}, {Text: "a", Limit: -1}, {Text: "a", Limit: MaxLimit + 1}, {Text: "a", Country: "Atlantis"},
		{Text: "a", AsOf: 20240000}, {Text: "a", AsOf: 20230230}, {Text: "a", Shipments: true, List: engine.UNSC}} {
		if hits, err := x.Search(t.Context(), q); !errors.Is(err, engine.Invalid) {
			t.Errorf("Search(%+v) = %v, %v; want Invalid", q, hits, err)
		}
	}
}

// TestFilterBehindMany wants a listed hit that stands behind more ended ones
// than a tier brings in at once.
func TestFilterBehindMany(t *testing.T) {
	s := newShelf()
	for i := range 3 * candidates {
		until := " 2021-01-01"
		if i == 3*candidates-1 {
			until = ""
		}
		s.put(engine.EntityID(fmt.Sprintf("e%03d", i)), parseLine(t, fmt.Sprintf("%03d", i), "company IR | Qeshm Marine | | | us-ofac-sdn 2020-01-01"+until))
	}
	if got, want := found(t, filled(t, s), Query{Text: "qeshm marine", List: engine.OFACSDN}), fmt.Sprintf("e%03d", 3*candidates-1); !slices.Equal(got, []string{want}) {
		t.Errorf("found %v, want %s alone", got, want)
	}
}

// TestTies wants equals in the order of their ids, however the index was cut
// into segments.
func TestTies(t *testing.T) {
	s := newShelf()
	x := filled(t, s)
	var want []string
	for i := range 8 {
		id := fmt.Sprintf("e%03d", 7-i)
		s.put(engine.EntityID(id), parseLine(t, id, "company IR | Qeshm Marine | | | |"))
		if _, err := x.CatchUp(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		want = append(want, fmt.Sprintf("e%03d", i))
	}
	if got := found(t, x, Query{Text: "qeshm marine"}); !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

func shipments(t *testing.T) *shelf {
	t.Helper()
	s := corpus(t)
	add := func(key string, sh engine.Shipment, names ...string) {
		id := engine.NewRecordID("manifest", key)
		rec := &engine.Record{ID: id, Shipments: []engine.Shipment{sh}}
		for i, n := range names {
			p := engine.Party{ID: id.Part("consignee", i), Kind: engine.Company, Names: []engine.Name{{Text: n}}}
			rec.Parties = append(rec.Parties, p)
			rec.Shipments[0].Parties = append(rec.Shipments[0].Parties, engine.ShipmentParty{Role: engine.Consignee, Party: p.ID})
		}
		s.put("", rec)
	}
	add("1", engine.Shipment{ID: "BL-2024-0001", Date: 20240517, Numbers: map[string]string{"container": "CSQU3054383"},
		Goods: []engine.Goods{{Text: "8 x GPU baseboard HGX H200", HS: "8473.30"}}, Route: []engine.Stop{{Kind: "loading", Place: "Keelung", Country: "TW"}, {Kind: "unloading", Place: "Port Klang", Country: "MY"}},
		Parties: []engine.ShipmentParty{{Role: engine.Buyer, Party: "test/005"}}}, "Straits Data Centre Sdn Bhd")
	add("2", engine.Shipment{ID: "BL-2024-0002", Date: 20240602, Goods: []engine.Goods{{Text: "ball bearings, steel", HS: "848210"}}}, "ООО Северный Ветер Экспорт")
	add("3", engine.Shipment{ID: "BL-2024-0003", Date: 20240603, Goods: []engine.Goods{{Text: "服务器主板 server mainboards", HS: "84733000"}}}, "翠湖國際貿易(香港)有限公司")
	return s
}

func TestShipments(t *testing.T) {
	s := shipments(t)
	x := filled(t, s)
	for text, want := range map[string]string{
		"BL-2024-0001": "manifest/1", "bl 2024 0001": "manifest/1", "CSQU 305438 3": "manifest/1", "H200": "manifest/1", "gpu baseboard": "manifest/1",
		"gpu basebaord": "manifest/1", "straits data centre": "manifest/1", "merlion compute": "manifest/1", "port klang": "manifest/1", "gpu malaysia": "manifest/1",
		"bearings 2024-06": "manifest/2", "848210": "manifest/2", "severny veter": "manifest/2", "bear": "manifest/2", "服务器": "manifest/3", "Cuihu International Trading": "manifest/3",
	} {
		if got := found(t, x, Query{Text: text, Shipments: true}); len(got) == 0 || got[0] != want {
			t.Errorf("Search(%q, shipments) = %v, want %s first", text, got, want)
		}
		if got := found(t, x, Query{Text: text}); slices.ContainsFunc(got, func(id string) bool { return strings.HasPrefix(id, "manifest") }) {
			t.Errorf("Search(%q) of entities = %v, holds a shipment", text, got)
		}
	}
	if got := found(t, x, Query{Text: "8473", Shipments: true}); !slices.Equal(got, []string{"manifest/1", "manifest/3"}) {
		t.Errorf("Search(8473) = %v, want both under the heading", got)
	}
	rec := *s.records["manifest/1"]
	rec.Shipments = nil
	s.put("", &rec)
	s.drop("manifest/2")
	if _, err := x.CatchUp(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"H200", "bearings"} {
		if got := found(t, x, Query{Text: text, Shipments: true}); len(got) > 0 {
			t.Errorf("Search(%q) = %v after its shipment went, want nothing", text, got)
		}
	}
}

// hostile are texts that search languages trip over.
var hostile = []string{
	strings.Repeat("a", 100_000), strings.Repeat("trading ", 12_500), strings.Repeat("翠", 33_333), strings.Repeat("ab*?", 25_000),
	`"`, `"unbalanced`, `foo AND (bar OR`, `name:x^9~2 +must -not`, `/.*(a+)+$/`, `[a-z`, `\`, "*", "?", "a*", "*a*", "a\x00b", "\xff\xfe", "\u202emerlion\u202c",
	"<script>alert(1)</script>", "'; DROP TABLE x;--", "{{.}}", "${jndi:ldap://x}", "%s%s%n", strings.Repeat("\u0301", 1000), "\u200f\u200e", "𝕄𝕖𝕣𝕝𝕚𝕠𝕟", "ＭＥＲＬＩＯＮ",
	"a", "Ж", "翠", "ん", "!?…—", "🚢🚢 🇭🇰", "РОСНEФТЬ", "Merliоn", "שלום merlion 翠湖 مرحبا", "N/A", "TO ORDER", "Ltd.", "有限公司", strings.Repeat("x", 10_000), strings.Repeat("aeiou", 13) + " " + strings.Repeat("b", 64),
	strings.Repeat("merlionn ", 1_000), "a b c d e f g h i j k l m n o p q r s t",
}

func TestHostile(t *testing.T) {
	x := filled(t, corpus(t))
	for _, text := range hostile {
		if _, err := x.Search(t.Context(), Query{Text: text}); err != nil {
			t.Errorf("Search(%.40q, %d bytes): %v", text, len(text), err)
		}
	}
	for _, text := range []string{"\u202emerlion\u202c compute", "ＭＥＲＬＩＯＮ compute", `"merlion" *compute*`, "merlion\x00compute", "merlion\u200b compute"} {
		if got := found(t, x, Query{Text: text}); len(got) == 0 || got[0] != "e005" {
			t.Errorf("Search(%q) = %v, want e005 first", text, got)
		}
	}
}

// TestSameHowever wants the same hits, scores and reasons from an index that
// was filled at once and from one that followed the store change by change.
func TestSameHowever(t *testing.T) {
	all := corpus(t)
	one, s := filled(t, all), newShelf()
	x := filled(t, s)
	for _, id := range slices.Sorted(maps.Keys(all.entities)) {
		s.put(id, all.records[all.entities[id].Parties[0].Record()])
		if _, err := x.CatchUp(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range append(slices.Clone(hostile), "merlion compuet", "nortgate bearngs suplies", "trading", "翠湖", "Mohamed al Qadi", "jade harbour kowloon") {
		a, err := one.Search(t.Context(), Query{Text: text, Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			b, err := x.Search(t.Context(), Query{Text: text, Limit: 50})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(a, b); d != "" {
				t.Errorf("Search(%.40q): at once -, change by change +:\n%s", text, d)
			}
		}
	}
}

func FuzzSearch(f *testing.F) {
	for _, s := range hostile {
		f.Add(s[:min(len(s), 500)], false)
	}
	f.Add("翠湖 Trading 9187629", true)
	x := filled(f, corpus(f))
	f.Fuzz(func(t *testing.T, text string, shipments bool) {
		hits, err := x.Search(context.Background(), Query{Text: text, Shipments: shipments, Dataset: "test"})
		if err != nil {
			t.Fatalf("Search(%q): %v", text, err)
		}
		for i, h := range hits {
			if !(h.Score >= minScore && h.Score <= 1) || h.Rank != i+1 || i > 0 && hits[i-1].Score < h.Score || h.Why == "" {
				t.Errorf("Search(%q) hit %d = %+v", text, i, h)
			}
		}
	})
}
