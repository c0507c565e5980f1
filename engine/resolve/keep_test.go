package resolve

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/fixtures/synth"
)

// candidatePairs lays synthetic parties out and gives the pairs that share a
// blocking key.
func candidatePairs(t testing.TB, n int) (*score.Model, []*subject, [][2]uint32) {
	m := score.Default()
	var rows []recordRow
	if err := synth.Parties(synth.Options{Records: n}, func(p engine.Party, _ string) error {
		rows = append(rows, recordRow{subjects: []*subject{newSubject(m, &p, false)}})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	b := &bulk{run: &run{o: Options{caps: shippedCaps}}, subjects: sortedSubjects(rows)}
	b.keys = groupKeys(b.subjects, 2)
	var pairs [][2]uint32
	seen := make([]uint32, len(b.subjects))
	var others []uint32
	for a := range b.subjects {
		others = b.candidates(uint32(a), seen, others[:0])
		for _, o := range others {
			pairs = append(pairs, [2]uint32{uint32(a), o})
		}
	}
	return m, b.subjects, pairs
}

// packed lays the same subjects out as a run from scratch does.
func packed(subjects []*subject) []*subject {
	rows := make([]recordRow, len(subjects))
	for i, s := range subjects {
		rows[i].subjects = []*subject{s}
	}
	packSubjects(rows)
	out := make([]*subject, len(subjects))
	for i := range rows {
		out[i] = rows[i].subjects[0]
	}
	return out
}

// checkOneScore compares the ways to the score of a pair: with evidence, without
// it, in bulk, and by what tells most pairs apart.
func checkOneScore(t interface{ Fatalf(string, ...any) }, m *score.Model, x, y, laidX, laidY *subject) (kept, excluded bool) {
	if x.id > y.id {
		x, y, laidX, laidY = y, x, laidY, laidX
	}
	want := m.Score(x.side, y.side)
	got, ok := m.Keep(laidX.side, laidY.side)
	if ok != (want.Band != engine.Different) || ok && got != want {
		t.Fatalf("Keep(%s, %s) = %+v, %v, Score %+v", x.id, y.id, got, ok, want)
	}
	excluded = laidX.side.Brief().Excludes(laidY.side.Brief())
	if excluded && (ok || !want.Forbidden) {
		t.Fatalf("Brief of %s excludes that of %s, Score %+v", x.id, y.id, want)
	}
	if math.IsNaN(want.Weight) || math.IsInf(want.Weight, 0) {
		t.Fatalf("Score(%s, %s) = %+v", x.id, y.id, want)
	}
	return ok, excluded
}

// TestKeepIsScore: what Keep drops Score calls different, and what it keeps has
// the weight that Score gives, bit for bit, however the sides are laid out.
func TestKeepIsScore(t *testing.T) {
	m, subjects, pairs := candidatePairs(t, 5000)
	laid := packed(subjects)
	kept, excluded := 0, 0
	for _, p := range pairs {
		ok, out := checkOneScore(t, m, subjects[p[0]], subjects[p[1]], laid[p[0]], laid[p[1]])
		if ok {
			kept++
		}
		if out {
			excluded++
		}
	}
	if kept < 500 || excluded < 500 {
		t.Errorf("of %d pairs %d are kept and %d excluded, want at least 500 of each to compare", len(pairs), kept, excluded)
	}
}

// drawMany draws a party with several names, numbers and values of every kind,
// good ones and bad.
func drawMany(t *rapid.T, id engine.PartyID) *engine.Party {
	p := drawParty(t, id)
	some := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	p.Kind = rapid.SampledFrom([]engine.Kind{engine.Company, engine.Company, engine.Person, engine.Unknown, engine.Vessel, engine.State, "foreign"}).Draw(t, "kind")
	for range rapid.IntRange(0, 3).Draw(t, "names") {
		p.Names = append(p.Names, engine.Name{Text: rapid.StringMatching(`([A-Za-z深圳科技Дом3&.' ]{1,9} ?){0,5}(Ltd|有限公司|)`).Draw(t, "name"), Kind: rapid.SampledFrom([]engine.NameKind{"", engine.Alias, engine.WeakAlias}).Draw(t, "name kind")})
	}
	for range rapid.IntRange(0, 3).Draw(t, "numbers") {
		p.Identifiers = append(p.Identifiers, engine.Identifier{Scheme: some("scheme", "lei", "cn-uscc", "hk-cr", "customer", "registration-number", "passport"),
			Value: some("value", append(append([]string{"1234567", "0000000", "N/A", "7654321"}, leis...), numbers...)...), Country: some("country", "", "HK", "CN", "GB")})
	}
	if rapid.Bool().Draw(t, "born") {
		p.Born = append(p.Born, engine.MakeDate(rapid.IntRange(1950, 1953).Draw(t, "year"), rapid.IntRange(0, 2).Draw(t, "month"), 0))
	}
	p.Emails = append(p.Emails, some("email", "", "desk@quorvex.example", "x@brimhalt.example"))
	p.Websites = append(p.Websites, some("site", "", "quorvex.example", "www.zandorf.example"))
	p.Gender = some("gender", "", "male", "f")
	p.Addresses = append(p.Addresses, engine.Address{Text: some("address", append([]string{"", "Leeds", "Room 2, 4 Mill Lane, Leeds LS1 4AB"}, doors...)...), Country: some("at", "", "GB", "HK")})
	return &p
}

// TestOneScore: for any two parties, the weight is the prior plus the sum of the
// evidence, and all ways to it give the same bits.
func TestOneScore(t *testing.T) {
	m := score.Default()
	rapid.Check(t, func(t *rapid.T) {
		a, b := newSubject(m, drawMany(t, "a/1"), true), newSubject(m, drawMany(t, "b/1"), true)
		crowded := func(label string) { // the same values of both
			bit := rapid.Uint64Range(0, 3).Draw(t, label)
			for _, s := range []*subject{a, b} {
				s.side.Crowded = score.Crowded{Addresses: bit, Phones: bit >> 1, IDs: bit}
			}
		}
		crowded("crowded")
		match := m.MatchSides(b.side, a.side)
		sum := match.Prior
		for _, e := range match.Evidence {
			sum += e.Weight
		}
		if out := m.Score(a.side, b.side); sum != match.Weight || out.Weight != match.Weight || out.Band != match.Band || out.Forbidden != (match.Forbidden != "") {
			t.Fatalf("Match weighs %v %s %q, its evidence %v, Score gives %+v", match.Weight, match.Band, match.Forbidden, sum, out)
		}
		lean := packed([]*subject{a, b})
		checkOneScore(t, m, a, b, lean[0], lean[1])
	})
}

// BenchmarkKeep scores the candidate pairs of a synthetic world.
func BenchmarkKeep(b *testing.B) {
	m, subjects, pairs := candidatePairs(b, benchParties(b))
	for b.Loop() {
		for _, p := range pairs {
			m.Keep(subjects[p[0]].side, subjects[p[1]].side)
		}
	}
	b.ReportMetric(float64(len(pairs))*float64(b.N)/b.Elapsed().Seconds(), "pairs/s")
}

// BenchmarkScore scores them without the short way.
func BenchmarkScore(b *testing.B) {
	m, subjects, pairs := candidatePairs(b, benchParties(b))
	for b.Loop() {
		for _, p := range pairs {
			m.Score(subjects[p[0]].side, subjects[p[1]].side)
		}
	}
	b.ReportMetric(float64(len(pairs))*float64(b.N)/b.Elapsed().Seconds(), "pairs/s")
}
