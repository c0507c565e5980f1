package block

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

func prepare(kind engine.Kind, name string) *norm.Prepared {
	return norm.Prepare(&engine.Party{ID: "x/1", Kind: kind, Names: []engine.Name{{Text: name}}})
}

// kindsShared lists the kinds of the keys that two parties share.
func kindsShared(a, b *norm.Prepared) []string {
	var out []string
	other := Keys(b)
	for _, k := range Keys(a) {
		if _, ok := slices.BinarySearch(other, k); ok && !slices.Contains(out, KindOf(k).String()) {
			out = append(out, KindOf(k).String())
		}
	}
	return out
}

// TestMeet reads testdata/meet.txt: pairs of names that must, or must not, be
// candidates.
func TestMeet(t *testing.T) {
	f, err := os.Open("testdata/meet.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for s := bufio.NewScanner(f); s.Scan(); {
		p := strings.Split(s.Text(), " | ")
		if strings.HasPrefix(s.Text(), "#") || len(p) != 4 {
			continue
		}
		n++
		got := kindsShared(prepare(engine.Kind(p[0]), p[2]), prepare(engine.Kind(p[0]), p[3]))
		if (len(got) > 0) != (p[1] == "meet") {
			t.Errorf("Keys of %q and %q share %v, want them to %s", p[2], p[3], got, p[1])
		}
	}
	if n < 20 {
		t.Errorf("testdata/meet.txt has %d pairs, want at least 20", n)
	}
}

func TestKeysOfValues(t *testing.T) {
	base := engine.Party{Kind: engine.Company}
	with := func(change func(*engine.Party)) *norm.Prepared {
		p := base
		change(&p)
		return norm.Prepare(&p)
	}
	for _, c := range []struct {
		what string
		p    *norm.Prepared
		want Kind
	}{
		{"lei", with(func(p *engine.Party) {
			p.Identifiers = []engine.Identifier{{Scheme: "lei", Value: "5493001KJTIIGC8Y1R12"}}
		}), Strong},
		{"own number", with(func(p *engine.Party) { p.Identifiers = []engine.Identifier{{Scheme: "customer", Value: "77123"}} }), Number},
		{"phone", with(func(p *engine.Party) { p.Phones = []string{"+44 1632 960001"} }), Phone},
		{"email", with(func(p *engine.Party) { p.Emails = []string{"desk@quorvex.example"} }), Email},
		{"website", with(func(p *engine.Party) { p.Websites = []string{"https://www.quorvex.example/"} }), Domain},
		{"door", with(func(p *engine.Party) {
			p.Addresses = []engine.Address{{Text: "Room 1318, 13/F, Harbour Plaza, 610 Wharf Road, Hong Kong"}}
		}), Door},
	} {
		if !slices.ContainsFunc(Keys(c.p), func(k uint64) bool { return KindOf(k) == c.want }) {
			t.Errorf("Keys of a party with %s have no key of kind %s", c.what, c.want)
		}
	}
	if got := Keys(norm.Prepare(&base)); len(got) != 0 {
		t.Errorf("Keys of nothing = %v, want none", got)
	}
}

// TestValuesAreKeys: what may be crowded is counted under a key that the party
// holds.
func TestValuesAreKeys(t *testing.T) {
	p := norm.Prepare(&engine.Party{Kind: engine.Company, Phones: []string{"+44 1632 960001"}, Emails: []string{"desk@quorvex.example"}, Websites: []string{"quorvex.example"},
		Addresses: []engine.Address{{Text: "Room 1318, 13/F, Harbour Plaza, 610 Wharf Road, Hong Kong"}, {Text: "Leeds"}}})
	keys := Keys(p)
	a, b, c, d := Values(p)
	for _, k := range slices.Concat(a, b, c, d) {
		if _, ok := slices.BinarySearch(keys, k); k != 0 && (!ok || !KindOf(k).Tells()) {
			t.Errorf("Values has %x of kind %s, which is no key of the party or does not tell", k, KindOf(k))
		}
	}
	if len(a) != len(p.Addresses) || len(b) != len(p.Phones) || len(c) != len(p.Emails) || len(d) != len(p.Domains) {
		t.Errorf("Values gives %d, %d, %d, %d keys for %d, %d, %d, %d values", len(a), len(b), len(c), len(d), len(p.Addresses), len(p.Phones), len(p.Emails), len(p.Domains))
	}
}

// TestKeysLaws: keys are sorted and distinct, few, and do not depend on the
// order of names and values.
func TestKeysLaws(t *testing.T) {
	text := rapid.StringMatching(`([A-Za-z深圳科技Дом3&.']{1,9} ?){0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		p := engine.Party{Kind: rapid.SampledFrom([]engine.Kind{engine.Company, engine.Person, engine.Unknown}).Draw(t, "kind")}
		for range rapid.IntRange(0, 3).Draw(t, "names") {
			p.Names = append(p.Names, engine.Name{Text: text.Draw(t, "name"), Kind: engine.Alias})
		}
		keys := Keys(norm.Prepare(&p))
		for i := 1; i < len(keys); i++ {
			if keys[i-1] >= keys[i] {
				t.Fatalf("Keys(%v) = %x, not sorted and distinct", p.Names, keys)
			}
		}
		if len(keys) > 45*len(p.Names) {
			t.Fatalf("Keys(%v) gives %d keys", p.Names, len(keys))
		}
		slices.Reverse(p.Names)
		if got := Keys(norm.Prepare(&p)); !slices.Equal(got, keys) {
			t.Fatalf("Keys of the names turned round differ: %x, %x", got, keys)
		}
	})
}

func BenchmarkKeys(b *testing.B) {
	p := norm.Prepare(&engine.Party{ID: "x/1", Kind: engine.Company, Names: []engine.Name{{Text: "Quorvex Plastics (Hong Kong) Limited"}}, Country: "HK",
		Addresses: []engine.Address{{Text: "Room 1318, 13/F, Harbour Plaza, 610 Wharf Road, Hong Kong"}}})
	n := 0
	for b.Loop() {
		n += len(Keys(p))
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "keys/s")
}

// TestFigures: an address meets itself in another script by its figures, and
// not another one of the street.
func TestFigures(t *testing.T) {
	keys := func(a engine.Address) []uint64 {
		return Keys(norm.Prepare(&engine.Party{Kind: engine.Company, Addresses: []engine.Address{a}}))
	}
	for _, c := range []struct {
		a, b engine.Address
		meet bool
	}{
		{engine.Address{Text: "Room 820, 8/F, Keung Cheong Commercial Building, 195 Queen's Road East", Country: "HK"}, engine.Address{Text: "皇后大道東195號強昌商業大廈8樓820室", Country: "HK"}, true},
		{engine.Address{Text: "Room 820, 8/F, Keung Cheong Commercial Building, 195 Queen's Road East", Country: "HK"}, engine.Address{Text: "皇后大道東195號強昌商業大廈8樓821室", Country: "HK"}, false},
		{engine.Address{Text: "4-8-3 Matsubara Chiyoda-ku, Tokyo", Postcode: "997-4780", Country: "JP"}, engine.Address{Text: "松原4-8-3 東京都千代田区", Postcode: "997-4780", Country: "JP"}, true},
		{engine.Address{Text: "4-8-3 Matsubara", Country: "JP"}, engine.Address{Text: "桜4-8-3", Country: "JP"}, false},
		{engine.Address{Text: "Leeds", Country: "GB"}, engine.Address{Text: "Leeds", Country: "GB"}, false},
	} {
		others := keys(c.b)
		meet := slices.ContainsFunc(keys(c.a), func(k uint64) bool { _, ok := slices.BinarySearch(others, k); return ok })
		if meet != c.meet {
			t.Errorf("Keys of %q and %q meet: %v, want %v", c.a.Text, c.b.Text, meet, c.meet)
		}
	}
}

// TestMeasure counts what keys reach.
func TestMeasure(t *testing.T) {
	const k = uint64(Word) << 60
	r := Measure([][]uint64{{k | 1, k | 2}, {k | 1}, {k | 3}, {k | 2}, nil}, []string{"x", "x", "x", "y", ""})
	if r.Parties != 5 || r.Known != 3 || r.Reached != 2 || r.Pairs != 2 || !slices.Equal(r.Missed, []int{2}) {
		t.Errorf("Measure = %+v, want 2 of 3 reached by 2 pairs, and the third missed", r)
	}
	for kind, most := range map[Kind]int{Word: WeakCap, Pair: WeakCap, Ends: WeakCap, Sound: WeakCap, Acronym: WeakCap,
		Door: FirmCap, Born: FirmCap, Whole: Cap, Number: Cap, Phone: Cap, Slip: Cap, Narrow: Cap, Twin: Cap} {
		for n, want := range map[int]int64{most: int64(most * (most - 1) / 2), most + 1: 0} {
			crowd := make([][]uint64, n)
			for i := range crowd {
				crowd[i] = []uint64{uint64(kind)<<60 | 1}
			}
			if r = Measure(crowd, make([]string, n)); r.Pairs != want || r.Share() != 1 {
				t.Errorf("Measure of %d that hold one key of the kind %s = %+v, want %d pairs", n, kind, r, want)
			}
		}
	}
}
