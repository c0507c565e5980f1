package resolve

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
	"github.com/pierce-er/pierce/engine/store"
)

// ownName is a name of which every number has its own, made of syllables.
func ownName(i int) string {
	syllables := []string{"ba", "do", "fi", "gu", "ke", "lo", "mi", "nu", "pa", "ro", "su", "ti", "vo", "xa", "ze", "qui"}
	var out strings.Builder
	for n := uint64(i+1) * 0x9E3779B97F4A7C15 >> 36; n > 0; n >>= 4 {
		out.WriteString(syllables[n&15])
	}
	return out.String()
}

// hostile are stores made to make resolving explode or merge what is not one.
// Each gives the i-th party of n.
var hostile = []struct {
	what  string
	party func(p *engine.Party, i int)
}{
	{"all at one address", func(p *engine.Party, i int) {
		p.Names = []engine.Name{{Text: ownName(i) + " Ltd"}}
		p.Addresses = []engine.Address{{Text: door, Country: "HK"}}
	}},
	{"all with one telephone, one domain and one e-mail address", func(p *engine.Party, i int) {
		p.Names = []engine.Name{{Text: ownName(i) + " Ltd"}}
		p.Phones, p.Websites, p.Emails = []string{"+44 1632 960001"}, []string{"www.quorvex.example"}, []string{"desk@quorvex.example"}
	}},
	{"all of one name, each with its own number", func(p *engine.Party, i int) {
		p.Names = []engine.Name{{Text: "Quorvex Ostrivane Plastics Ltd"}}
		p.Identifiers = []engine.Identifier{{Scheme: "gb-coh", Value: fmt.Sprintf("%08d", i+1000), Country: "GB"}}
	}},
	{"all of one common name at addresses of their own", func(p *engine.Party, i int) {
		p.Names = []engine.Name{{Text: "Global Trading Ltd"}}
		p.Addresses = []engine.Address{{Text: fmt.Sprintf("%d %s Street, Leeds", 1+i%300, ownName(i)), Country: "GB"}}
	}},
	{"all of one person's name, each born on another day", func(p *engine.Party, i int) {
		p.Kind, p.Names = engine.Person, []engine.Name{{Text: "Tamsin Aldervale" + strings.Repeat(" Quorvex", i/33600)}} // as many days as there are
		p.Born = []engine.Date{engine.MakeDate(1900+i/336%100, 1+i/28%12, 1+i%28)}
		p.Identifiers = []engine.Identifier{{Scheme: "passport", Value: fmt.Sprintf("P%07d", i), Country: "GB"}}
	}},
	{"all with the number of somebody's form", func(p *engine.Party, i int) {
		p.Names = []engine.Name{{Text: ownName(i) + " Ltd"}}
		p.Identifiers = []engine.Identifier{{Scheme: "customer", Value: "000000"}, {Scheme: "gb-coh", Value: "00000000", Country: "GB"}, {Scheme: "registration-number", Value: "N/A"}}
	}},
	{"nothing but what says nothing", func(p *engine.Party, i int) {
		p.Names = []engine.Name{{Text: [...]string{"", "N/A", "UNKNOWN", "TO ORDER", "SAME AS CONSIGNEE", "Ltd", "...", "-", "\u202e\u200f", "😀", "X", "有限公司"}[i%12]}}
	}},
	{"nothing at all", func(p *engine.Party, _ int) { p.Kind, p.Country = "", "" }},
}

// TestHostile: such stores are resolved in pairs that do not grow with the
// square, nothing is merged in them, and one record more looks at few.
// PIERCE_BENCH_N sets the size.
func TestHostile(t *testing.T) {
	n := 2000
	if os.Getenv("PIERCE_BENCH_N") != "" {
		n = benchParties(t)
	}
	for _, h := range hostile {
		t.Run(h.what, func(t *testing.T) {
			st, err := store.Open(store.Options{Dir: t.TempDir()})
			if err != nil {
				t.Fatal(err)
			}
			defer st.Close()
			begin := time.Now()
			party := func(i int) *engine.Record {
				id := engine.NewRecordID("h", fmt.Sprintf("%08d", i))
				p := engine.Party{ID: id.Party(), Kind: engine.Company, Country: "GB"}
				h.party(&p, i)
				return &engine.Record{ID: id, Parties: []engine.Party{p}}
			}
			recs := make([]*engine.Record, n)
			for i := range recs {
				recs[i] = party(i)
			}
			put(t, st, 1, recs...)
			loaded := time.Now()
			stats := mustRun(t, st, Options{})
			resolved := time.Now()
			if stats.Entities != int64(n) || stats.Pairs > 10*block.Cap*int64(n) {
				t.Errorf("%d records: %+v, want as many entities and at most %d pairs a record", n, stats, 10*block.Cap)
			}
			put(t, st, 2, party(n))
			one := mustRun(t, st, Options{bulkShare: 1e9})
			if one.Scratch || one.Created != 1 || one.Merged != 0 || one.Parties > int64(n)+1 || n > block.JoinCap && one.Parties > 20*block.Cap {
				t.Errorf("one record more: %+v, want it alone and few looked at", one)
			}
			t.Logf("%d loaded in %v, resolved in %v with %.1f pairs a party, %d unreached; one more in %v: %d parties, %d pairs", n, loaded.Sub(begin).Round(time.Millisecond),
				resolved.Sub(loaded).Round(time.Millisecond), stats.PairsPerParty, stats.Unreached, time.Since(resolved).Round(time.Millisecond), one.Parties, one.Pairs)
		})
	}
}

// TestContradiction: two records that agree in everything but have different
// numbers of every exclusive scheme are two, and are not linked; nor does a
// third that knows of no number put them together.
func TestContradiction(t *testing.T) {
	numbers := [][2]string{{"lei", leis[0]}, {"cn-uscc", numbers[0]}}
	others := []string{leis[1], "91320505672910381C"}
	full := func(p *engine.Party) {
		at(door)(p)
		p.Phones, p.Emails, p.Websites = []string{"+44 1632 960001"}, []string{"desk@quorvex.example"}, []string{"quorvex.example"}
	}
	a := company("a", "1", "Quorvex Plastics Ltd", "HK", full)
	b := company("b", "1", "Quorvex Plastics Ltd", "HK", full)
	c := company("c", "1", "Quorvex Plastics Ltd", "HK", full)
	for i, n := range numbers {
		a.Parties[0].Identifiers = append(a.Parties[0].Identifiers, engine.Identifier{Scheme: n[0], Value: n[1]})
		b.Parties[0].Identifiers = append(b.Parties[0].Identifiers, engine.Identifier{Scheme: n[0], Value: others[i]})
	}
	for _, order := range [][]*engine.Record{{a, b, c}, {c, b, a}, {a, c, b}} {
		st := openStore(t)
		for _, r := range order {
			put(t, st, 1, r)
			mustRun(t, st, Options{bulkShare: 1e9})
		}
		x, y := entityOf(t, st, "a/1"), entityOf(t, st, "b/1")
		if x == y {
			t.Errorf("in the order %s, %s, %s the two are one entity", order[0].ID, order[1].ID, order[2].ID)
		}
		if e, err := st.Entity(x); err != nil || len(e.Possible) > 1 || len(e.Possible) == 1 && e.Possible[0].Entity == y {
			t.Errorf("Entity(%s) = %+v, %v, want no link to %s", x, e, err, y)
		}
	}
}

// TestLongNames: names of 10,000 letters and of 2,000 words are resolved.
func TestLongNames(t *testing.T) {
	var recs []*engine.Record
	for i := range 12 {
		own := ownName(i)
		for k, name := range []string{strings.Repeat(own, 10000/len(own)), strings.Repeat(own+" ", 2000), strings.Repeat("深圳"+own, 1000), strings.Repeat("ё", 5000) + own, own + strings.Repeat(" Ltd", 2000)} {
			recs = append(recs, company("a", fmt.Sprintf("%d-%d", i, k), name, "HK", at(strings.Repeat(own+" 12 ", 2000))))
		}
	}
	st := openStore(t)
	put(t, st, 1, recs...)
	if s := mustRun(t, st, Options{}); s.Records != int64(len(recs)) || s.Entities == 0 {
		t.Errorf("Run = %+v, want %d records", s, len(recs))
	}
	put(t, st, 2, company("b", "1", strings.Repeat("qu ", 3000), "HK"))
	mustRun(t, st, Options{bulkShare: 1e9})
}
