package resolve

import (
	"testing"

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

// TestKeepIsScore: what Keep drops Score calls different, and what it keeps has
// the weight that Score gives, bit for bit.
func TestKeepIsScore(t *testing.T) {
	m, subjects, pairs := candidatePairs(t, 5000)
	kept := 0
	for _, p := range pairs {
		x, y := subjects[p[0]], subjects[p[1]]
		want := m.Score(x.side, y.side)
		got, ok := m.Keep(x.side, y.side)
		if ok != (want.Band != engine.Different) || ok && got != want {
			t.Fatalf("Keep(%s, %s) = %+v, %v, Score %+v", x.id, y.id, got, ok, want)
		}
		if ok {
			kept++
		}
	}
	if kept < 500 {
		t.Errorf("of %d pairs %d are kept, want at least 500 to compare", len(pairs), kept)
	}
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
