package eval

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// TestWorked takes truth {a b c} {d e} against result {a b} {c d} {e}: of the
// four true pairs one is found, ab; of the two found pairs one is right.
func TestWorked(t *testing.T) {
	truth := Partition{"a": "1", "b": "1", "c": "1", "d": "2", "e": "2"}
	result := Partition{"a": "x", "b": "x", "c": "y", "d": "y", "e": "z"}
	m := Pairs(truth, result)
	if m.Right != 1 || m.Found != 2 || m.True != 4 || !near(m.Precision, 0.5) || !near(m.Recall, 0.25) || !near(m.F1, 1.0/3) {
		t.Errorf("Pairs = %+v, want 1 right of 2 found of 4 true: 0.5, 0.25, 1/3", m)
	}
	// Precision: a 1, b 1, c 1/2, d 1/2, e 1. Recall: a 2/3, b 2/3, c 1/3, d 1/2, e 1/2.
	b := BCubed(truth, result)
	if !near(b.Precision, 0.8) || !near(b.Recall, 8.0/15) {
		t.Errorf("BCubed = %+v, want 0.8, 8/15", b)
	}
	want := []Difference{{Kind: Overlapping, Before: [][]string{{"a", "b", "c"}, {"d", "e"}}, After: [][]string{{"a", "b"}, {"c", "d"}, {"e"}}}}
	if d := cmp.Diff(want, Differences(truth, result)); d != "" {
		t.Errorf("Differences (-want +got):\n%s", d)
	}
}

func TestDifferences(t *testing.T) {
	before := Partition{"a": "1", "b": "1", "c": "2", "d": "3", "e": "4", "gone": "4"}
	after := Partition{"a": "x", "b": "y", "c": "z", "d": "z", "e": "w", "new": "w"}
	want := []Difference{
		{Kind: SplitUp, Before: [][]string{{"a", "b"}}, After: [][]string{{"a"}, {"b"}}},
		{Kind: PutTogether, Before: [][]string{{"c"}, {"d"}}, After: [][]string{{"c", "d"}}},
	}
	if d := cmp.Diff(want, Differences(before, after)); d != "" {
		t.Errorf("Differences (-want +got):\n%s", d)
	}
}

// TestScores: true at 0.9, 0.6, 0.4; false at 0.6, 0.1. Of the six pairs of one
// true and one false, 0.9 beats both, 0.6 ties one and beats one, 0.4 beats one:
// 2 + 1.5 + 1 = 4.5 of 6.
func TestScores(t *testing.T) {
	s := []Scored{{0.9, true}, {0.6, false}, {0.6, true}, {0.4, true}, {0.1, false}}
	if got := AUC(s); !near(got, 0.75) {
		t.Errorf("AUC = %v, want 0.75", got)
	}
	if th, m := BestF1(s); th != 0.4 || !near(m.Precision, 0.75) || !near(m.Recall, 1) {
		t.Errorf("BestF1 = %v, %+v; want 0.4 with 0.75 and 1", th, m)
	}
	if m := At(s, 0.6); !near(m.Precision, 2.0/3) || !near(m.Recall, 2.0/3) {
		t.Errorf("At(0.6) = %+v, want 2/3 and 2/3", m)
	}
	r := Ranks{1, 3, 0, 2}
	if r.HitAt(1) != 0.25 || r.HitAt(2) != 0.5 || !near(r.MRR(), (1+1.0/3+0.5)/4) {
		t.Errorf("Ranks %v: hit@1 %v, hit@2 %v, MRR %v; want 0.25, 0.5, 11/24", r, r.HitAt(1), r.HitAt(2), r.MRR())
	}
}

func TestNothing(t *testing.T) {
	empty := Partition{}
	for name, got := range map[string]float64{"Pairs": Pairs(empty, empty).F1, "BCubed": BCubed(empty, empty).F1, "AUC": AUC(nil) * 2, "HitAt": Ranks(nil).HitAt(1) + 1} {
		if got != 1 {
			t.Errorf("%s of nothing: got %v", name, got)
		}
	}
	if _, m := BestF1(nil); m.F1 != 0 {
		t.Errorf("BestF1(nil) = %+v, want zero", m)
	}
}

// TestLaws: a result against itself is perfect and differs in nothing; turning
// truth and result round swaps precision and recall.
func TestLaws(t *testing.T) {
	draw := rapid.MapOfN(rapid.StringMatching(`[a-j]`), rapid.StringMatching(`[xyz]`), 0, 10)
	rapid.Check(t, func(t *rapid.T) {
		a, b := Partition(draw.Draw(t, "a")), Partition(draw.Draw(t, "b"))
		if Pairs(a, a).F1 != 1 || !near(BCubed(a, a).F1, 1) || len(Differences(a, a)) != 0 {
			t.Fatalf("%v against itself is not perfect", a)
		}
		ab, ba := Pairs(a, b), Pairs(b, a)
		if ab.Precision != ba.Recall || ab.Recall != ba.Precision {
			t.Fatalf("Pairs(a, b) = %+v, Pairs(b, a) = %+v", ab, ba)
		}
		if (len(Differences(a, b)) == 0) != (ab.Right == ab.Found && ab.Right == ab.True) {
			t.Fatalf("Differences(%v, %v) = %v, Pairs %+v", a, b, Differences(a, b), ab)
		}
	})
}
