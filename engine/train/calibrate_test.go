package train

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

var points = [][2]float64{{-60, -13}, {-12, -6}, {-5, -3}, {0, 0}, {5, 3}, {12, 6}, {30, 10}, {200, 16}}

// TestCalibrateRecovers: pairs whose odds are half the weight in bits, less one,
// are calibrated to that line within 0.3 bits, though it begins elsewhere.
func TestCalibrateRecovers(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var pairs []Labelled
	for range 60000 {
		w := -14 + 30*rng.Float64()
		pairs = append(pairs, Labelled{w, rng.Float64() < logistic((w/2-1)*math.Ln2), 1})
	}
	got, err := Calibrate(pairs, points)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(got)
	for _, p := range got[1:6] {
		if want := p[0]/2 - 1; math.Abs(p[1]-want) > 0.3 {
			t.Errorf("Calibrate at %v = %v, drawn with %v", p[0], p[1], want)
		}
	}
}

// TestCalibrateRises: whatever the pairs, the odds rise strictly, so that no two
// weights tie, and likelier labels never fall below those of the line that was.
func TestCalibrateRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var pairs []Labelled
		for range rapid.IntRange(0, 60).Draw(t, "pairs") {
			pairs = append(pairs, Labelled{rapid.Float64Range(-300, 300).Draw(t, "weight"), rapid.Bool().Draw(t, "true"), float64(rapid.IntRange(0, 50).Draw(t, "n"))})
		}
		got, err := Calibrate(pairs, points)
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(got); i++ {
			if !(got[i][1] > got[i-1][1]) || got[i][0] != points[i][0] {
				t.Fatalf("Calibrate = %v, want it to rise at the given weights", got)
			}
		}
	})
	if _, err := Calibrate(nil, points[:1]); err == nil {
		t.Error("Calibrate to one point gives no error")
	}
	if _, err := Calibrate([]Labelled{{math.NaN(), true, 1}}, points); err == nil {
		t.Error("Calibrate of NaN gives no error")
	}
}

// TestSameFrom: of weights 9, 7 and 5 with chances 1, 0.9 and 0.5, three pairs are
// right by 0.8 and two by 0.95.
func TestSameFrom(t *testing.T) {
	pairs := []Labelled{{7, true, 1}, {9, false, 1}, {5, true, 1}}
	chance := func(w float64) float64 { return map[float64]float64{9: 1, 7: 0.9, 5: 0.5}[w] }
	for _, c := range []struct{ target, least, want float64 }{{0.95, 0, 7}, {0.79, 0, 5}, {0.79, 6, 7}, {0.99, 0, 9}, {1.1, 0, math.Inf(1)}} {
		if got := SameFrom(pairs, chance, c.target, c.least); got != c.want {
			t.Errorf("SameFrom(%v, %v) = %v, want %v", c.target, c.least, got, c.want)
		}
	}
	if got := WeightAt(func(w float64) float64 { return logistic(w) }, 0.2, -60, 60); got != -1.4 {
		t.Errorf("WeightAt 0.2 of the logistic = %v, want -1.4", got)
	}
}
