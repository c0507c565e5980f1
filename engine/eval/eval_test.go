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
	if d := DistanceOf(truth, result); d != (Distance{Splits: 1, Merges: 2}) {
		t.Errorf("DistanceOf = %+v, want 1 split, 2 merges", d)
	}
	if e := ExactOf(truth, result); e != (Exact{True: 2, Found: 3}) {
		t.Errorf("ExactOf = %+v, want none of 2 in 3", e)
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

// TestCalibration: 0.9 true, 0.8 false, 0.3 false: Brier (0.01 + 0.64 + 0.09)/3,
// log loss −(ln 0.9 + ln 0.2 + ln 0.7)/3; bins of a fifth hold one each from 0.2
// and two from 0.8, of which a half is true where 0.85 was predicted.
func TestCalibration(t *testing.T) {
	s := []Scored{{0.9, true}, {0.8, false}, {0.3, false}}
	if got := Brier(s); !near(got, 0.74/3) {
		t.Errorf("Brier = %v, want 0.74/3", got)
	}
	if got, want := LogLoss(s), -(math.Log(0.9)+math.Log(0.2)+math.Log(0.7))/3; !near(got, want) {
		t.Errorf("LogLoss = %v, want %v", got, want)
	}
	bins := Reliability(s, 5)
	if len(bins) != 2 || bins[0].Pairs != 1 || bins[1].Pairs != 2 || !near(bins[1].Predicted, 0.85) || !near(bins[1].True, 0.5) || !near(bins[1].From, 0.8) {
		t.Errorf("Reliability(5) = %+v", bins)
	}
	if got := CalibrationError(bins); !near(got, (0.3+2*0.35)/3) {
		t.Errorf("CalibrationError = %v, want 1/3", got)
	}
	for _, sure := range [][]Scored{{{1, false}}, {{0, true}}} {
		if got := LogLoss(sure); math.IsInf(got, 0) || got < 30 {
			t.Errorf("LogLoss(%v) = %v, want finite and large", sure, got)
		}
	}
	if Brier(nil)+LogLoss(nil)+CalibrationError(Reliability(nil, 0)) != 0 {
		t.Error("measures of no pairs are not 0")
	}
	if b := Reliability([]Scored{{1, true}, {0, false}}, 10); len(b) != 2 || b[1].Until != 1 {
		t.Errorf("Reliability at the ends = %+v", b)
	}
}

func TestWilson(t *testing.T) {
	if from, until := Wilson(45, 50); math.Abs(from-0.7864) > 1e-4 || math.Abs(until-0.9565) > 1e-4 {
		t.Errorf("Wilson(45, 50) = %v, %v, want 0.7864, 0.9565", from, until)
	}
	if from, until := Wilson(0, 0); from != 0 || until != 1 {
		t.Errorf("Wilson(0, 0) = %v, %v, want 0, 1", from, until)
	}
	if from, until := Wilson(9, 9); from < 0.69 || from > 0.71 || until != 1 {
		t.Errorf("Wilson(9, 9) = %v, %v, want 0.70, 1", from, until)
	}
}

// TestReports: groups come by name after the whole, and only where there are
// several.
func TestReports(t *testing.T) {
	p := ComparePairs([]Labelled{{Scored{0.9, true}, "b"}, {Scored{0.6, false}, "a"}, {Scored{0.2, true}, "a"}}, 0.5)
	if len(p) != 3 || p[0].Group != "" || p[1].Group != "a" || p[2].Group != "b" || p[0].Pairs != 3 || p[0].True != 2 || p[0].Wrong != 2 || !near(p[0].At.Precision, 0.5) || len(p[0].Reliability) != 3 || p[1].Reliability != nil {
		t.Errorf("ComparePairs = %+v", p)
	}
	if p := ComparePairs(nil, 0.5); len(p) != 1 || p[0].AUC != 0.5 {
		t.Errorf("ComparePairs(nil) = %+v", p)
	}
	r := CompareRanks([]Ranked{{1, "x"}, {7, "y"}, {0, "y"}})
	if len(r) != 3 || !near(r[0].At1, 1.0/3) || !near(r[0].At5, 1.0/3) || !near(r[0].At10, 2.0/3) || r[2].Queries != 2 {
		t.Errorf("CompareRanks = %+v", r)
	}
	c := CompareClusters(Partition{"a": "1", "b": "1", "gone": "2"}, Partition{"a": "x", "b": "x", "new": "y"})
	if c.Records != 2 || c.Missing != 1 || c.Extra != 1 || c.Exact.Groups != 1 || c.Pairs.F1 != 1 {
		t.Errorf("CompareClusters = %+v", c)
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
		d, e := DistanceOf(a, b), DistanceOf(b, a)
		if d.Splits != e.Merges || d.Splits < 0 || d.Merges < 0 {
			t.Fatalf("DistanceOf(a, b) = %+v, DistanceOf(b, a) = %+v", d, e)
		}
		if x := ExactOf(a, b); (d == Distance{}) != (x.Groups == x.True && x.Groups == x.Found) {
			t.Fatalf("DistanceOf %+v, ExactOf %+v", d, x)
		}
		if (len(Differences(a, b)) == 0) != (ab.Right == ab.Found && ab.Right == ab.True) {
			t.Fatalf("Differences(%v, %v) = %v, Pairs %+v", a, b, Differences(a, b), ab)
		}
	})
}

// TestBruteForce compares the measures with their definitions, word for word:
// over all pairs, over each record's company, over each true and false pair.
func TestBruteForce(t *testing.T) {
	draw := rapid.MapOfN(rapid.StringMatching(`[a-j]`), rapid.StringMatching(`[xyz]`), 0, 10)
	rapid.Check(t, func(t *rapid.T) {
		truth, result := Partition(draw.Draw(t, "truth")), Partition(draw.Draw(t, "result"))
		var ids []string
		for _, id := range sortedKeys(truth) {
			if _, ok := result[id]; ok {
				ids = append(ids, id)
			}
		}
		var right, found, all int64
		var precision, recall float64
		for i, a := range ids {
			together, belong, both := 0.0, 0.0, 0.0
			for j, b := range ids {
				r, w := result[a] == result[b], truth[a] == truth[b]
				if r {
					together++
				}
				if w {
					belong++
				}
				if r && w {
					both++
				}
				if j <= i {
					continue
				}
				if r {
					found++
				}
				if w {
					all++
				}
				if r && w {
					right++
				}
			}
			precision += both / together / float64(len(ids))
			recall += both / belong / float64(len(ids))
		}
		if m := Pairs(truth, result); m.Right != right || m.Found != found || m.True != all {
			t.Fatalf("Pairs(%v, %v) = %+v, want %d of %d and %d", truth, result, m, right, found, all)
		}
		if b := BCubed(truth, result); len(ids) > 0 && (!near(b.Precision, precision) || !near(b.Recall, recall)) {
			t.Fatalf("BCubed(%v, %v) = %+v, want %v, %v", truth, result, b, precision, recall)
		}
	})
}

// TestAUCBruteForce counts each true pair against each false one.
func TestAUCBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s []Scored
		for range rapid.IntRange(0, 12).Draw(t, "n") {
			s = append(s, Scored{Score: float64(rapid.IntRange(0, 5).Draw(t, "score")) / 5, True: rapid.Bool().Draw(t, "true")})
		}
		var won, of float64
		for _, a := range s {
			for _, b := range s {
				if !a.True || b.True {
					continue
				}
				of++
				if a.Score > b.Score {
					won++
				} else if a.Score == b.Score {
					won += 0.5
				}
			}
		}
		want := 0.5
		if of > 0 {
			want = won / of
		}
		if got := AUC(s); !near(got, want) {
			t.Fatalf("AUC(%v) = %v, want %v", s, got, want)
		}
		for _, p := range s {
			if _, best := BestF1(s); At(s, p.Score).F1 > best.F1+1e-12 {
				t.Fatalf("BestF1(%v) = %+v, and at %v it is %+v", s, best, p.Score, At(s, p.Score))
			}
		}
	})
}
