package score

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

func TestShippedModel(t *testing.T) {
	m, err := Read(shipped)
	if err != nil {
		t.Fatal(err)
	}
	if m.Doc("address", "same door") == "" || m.Doc("address", "no such level") != "" {
		t.Errorf("Doc(address, same door) = %q, Doc of no level = %q", m.Doc("address", "same door"), m.Doc("address", "no such level"))
	}
}

func TestReadRefuses(t *testing.T) {
	for _, s := range []string{"", "{}", "[]", `{"same":{"weight":1},"possible":{"weight":0},"levels":[{"comparison":"name","level":"same","weight":1,"doc":""}]}`} {
		if m, err := Read([]byte(s)); err == nil {
			t.Errorf("Read(%q) = %v, want an error", s, m)
		}
	}
}

// side prepares a party with names alone.
func side(id string, kind engine.Kind, names ...string) *norm.Prepared {
	p := &engine.Party{ID: engine.PartyID(id), Kind: kind}
	for _, n := range names {
		p.Names = append(p.Names, engine.Name{Text: n})
	}
	return norm.Prepare(p)
}

// drawPrepared draws a party of few traits, so that pairs agree in many ways.
func drawPrepared(t *rapid.T, id string) *norm.Prepared {
	words := []string{"Quorvex", "Qvorvex", "Plastics", "深圳", "科技", "有限公司", "Ltd", "GmbH", "Quorvex Plastics", "QP", "3", "No. 4", "Дельта", "", "…", "a"}
	some := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	p := &engine.Party{ID: engine.PartyID(id), Kind: engine.Kind(some("kind", "company", "person", "vessel", "unknown", "state", ""))}
	for range rapid.IntRange(0, 4).Draw(t, "names") {
		n := ""
		for range rapid.IntRange(0, 4).Draw(t, "words") {
			n += some("word", words...) + " "
		}
		p.Names = append(p.Names, engine.Name{Text: n, Kind: engine.NameKind(some("name kind", "", "alias", "weak"))})
	}
	for range rapid.IntRange(0, 2).Draw(t, "addresses") {
		p.Addresses = append(p.Addresses, engine.Address{Text: some("address", "Unit 5, 12/F, Harbour House, 77 Wharf Street, Hong Kong", "4 Mill Lane, Leeds LS1 4AB", "9 Mill Lane, Leeds LS1 4AB", "Leeds"), Country: some("country", "", "GB", "HK")})
	}
	for range rapid.IntRange(0, 2).Draw(t, "ids") {
		p.Identifiers = append(p.Identifiers, engine.Identifier{Scheme: some("scheme", "lei", "passport", "gb-coh"), Value: some("value", "5493001KJTIIGC8Y1R12", "01234567", "01234568", "X"), Country: some("of", "", "GB")})
	}
	for range rapid.IntRange(0, 2).Draw(t, "born") {
		p.Born = append(p.Born, engine.MakeDate(rapid.IntRange(1970, 1972).Draw(t, "year"), rapid.IntRange(0, 12).Draw(t, "month"), 0))
	}
	p.Gender, p.Country = some("gender", "", "m", "f"), some("party country", "", "GB", "HK")
	if rapid.Bool().Draw(t, "contact") {
		p.Phones, p.Websites = []string{some("phone", "+44 1632 960001", "+44 1632 960002")}, []string{some("web", "quorvex.com", "www.other.example")}
	}
	return norm.Prepare(p)
}

// TestWeightIsTheSum: the weight is the prior plus the evidence, added in
// order, bit for bit; scoring without notes gives the same; so does the pair
// turned round; nothing is ever NaN; and the band follows from the weight
// unless the pair is forbidden.
func TestWeightIsTheSum(t *testing.T) {
	m := Default()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawPrepared(t, "x/a"), drawPrepared(t, "x/b")
		crowded := Crowded{Addresses: rapid.Uint64Range(0, 3).Draw(t, "crowded"), Phones: rapid.Uint64Range(0, 1).Draw(t, "crowded phone")}
		x, y := m.NewSide(a, crowded), m.NewSide(b, Crowded{})
		got := m.MatchSides(x, y)
		sum := got.Prior
		for _, e := range got.Evidence {
			sum += e.Weight
		}
		if sum != got.Weight || math.IsNaN(sum) || math.IsInf(sum, 0) {
			t.Fatalf("Match weight %v, prior + evidence %v", got.Weight, sum)
		}
		lean := m.Score(m.LeanSide(a, crowded), m.LeanSide(b, Crowded{}))
		if lean.Weight != got.Weight || lean.Band != got.Band || lean.Forbidden != (got.Forbidden != "") {
			t.Fatalf("Score = %+v, Match = %v %v %q", lean, got.Weight, got.Band, got.Forbidden)
		}
		if d := cmp.Diff(got, m.MatchSides(y, x)); d != "" {
			t.Fatalf("Match(b, a) differs (-(a,b) +(b,a)):\n%s", d)
		}
		if !(got.Probability > 0 && got.Probability < 1) {
			t.Fatalf("Probability of %v = %v, want within 0 and 1", got.Weight, got.Probability)
		}
		want := m.Band(got.Weight)
		if got.Forbidden != "" {
			want = engine.Different
		}
		if got.Band != want {
			t.Fatalf("Band of %v, forbidden %q = %v, want %v", got.Weight, got.Forbidden, got.Band, want)
		}
	})
}

// TestNothingKnown: a party of which nothing is known is no evidence at all.
func TestNothingKnown(t *testing.T) {
	m := Default()
	rapid.Check(t, func(t *rapid.T) {
		a := drawPrepared(t, "x/a")
		got := m.Match(a, &norm.Prepared{ID: "x/b"})
		if len(got.Evidence) != 0 || got.Weight != m.Prior {
			t.Fatalf("Match with nothing = %+v, want the prior alone", got)
		}
	})
}

func TestProbabilityRises(t *testing.T) {
	m := Default()
	last := 0.0
	for w := -80.0; w <= 190; w += 0.5 {
		p := m.Probability(w)
		if p < last || w > -60 && p <= last || !(p > 0 && p < 1) {
			t.Fatalf("Probability(%v) = %v after %v, want it to rise within 0 and 1", w, p, last)
		}
		last = p
	}
}

func TestBorn(t *testing.T) {
	for _, c := range []struct {
		a, b engine.Date
		want level
	}{
		{19700503, 19700503, bornDay}, {19700500, 19700503, bornMonth}, {19700000, 19700503, bornYear}, {19700503, 19700305, bornTurned},
		{19700503, 19700504, bornSlip}, {19700503, 19710503, bornSlip}, {19700503, 19700621, bornNear}, {19700503, 19720611, bornOther},
		{19700000, 19730000, bornOther}, {19701231, 19710101, bornNear}, {19700512, 19700521, bornSlip},
	} {
		if got := compareBorn(c.a, c.b); got != c.want {
			t.Errorf("compareBorn(%v, %v) = %q, want %q", c.a, c.b, levelNames[got], levelNames[c.want])
		}
		if got := compareBorn(c.b, c.a); got != c.want {
			t.Errorf("compareBorn(%v, %v) = %q, want %q", c.b, c.a, levelNames[got], levelNames[c.want])
		}
	}
}

func BenchmarkScore(b *testing.B) {
	m := Default()
	var sides []*Side
	for i, n := range []string{"Quorvex Plastics Limited", "Qvorvex Plastic Ltd", "Brimhalt Marine Engineering GmbH", "深圳市夸沃科技有限公司", "Quorvex Trading (Hong Kong) Co., Ltd."} {
		p := &engine.Party{ID: engine.PartyID(rune('a' + i)), Kind: engine.Company, Names: []engine.Name{{Text: n}}, Country: "GB",
			Addresses: []engine.Address{{Text: "4 Mill Lane, Leeds LS1 4AB"}}}
		sides = append(sides, m.LeanSide(norm.Prepare(p), Crowded{}))
	}
	n := 0
	for b.Loop() {
		m.Score(sides[n%5], sides[(n/5)%5])
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "pairs/s")
}
