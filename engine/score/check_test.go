package score

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestReadIsSafe: whatever numbers a file of a user holds, it is refused, or no
// weight is NaN or infinite and every probability lies between 0 and 1.
func TestReadIsSafe(t *testing.T) {
	var paths []string
	if err := Default().visit(func(path string, from, to int) {
		if c := Default().text[from]; c == '-' || c >= '0' && c <= '9' {
			paths = append(paths, path)
		}
	}); err != nil || len(paths) < 120 {
		t.Fatalf("visit: %v, %d numbers", err, len(paths))
	}
	taken, drawn := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		values := map[string]any{}
		for range rapid.IntRange(1, 3).Draw(t, "changes") {
			values[rapid.SampledFrom(paths).Draw(t, "path")] = rapid.SampledFrom([]float64{0, -1, 1, 0.5, 2, 999, -999, 1e9, 1e-12, -1e300}).Draw(t, "number")
		}
		m, err := Default().Changed(values)
		drawn++
		if err != nil {
			return
		}
		taken++
		for _, m := range []*Model{m, m.Asked()} {
			got := m.Match(drawPrepared(t, "x/a"), drawPrepared(t, "x/b"))
			if math.IsNaN(got.Weight) || math.IsInf(got.Weight, 0) || !(got.Probability > 0 && got.Probability < 1) {
				t.Fatalf("Match under %v = %v, probability %v", values, got.Weight, got.Probability)
			}
		}
	})
	if 10*taken < drawn { // a short run draws fewer
		t.Errorf("only %d of %d models were taken: the test shows nothing", taken, drawn)
	}
	if _, err := Default().Changed(map[string]any{"calibration.points": [][2]float64{{0, 0}, {1, 60}}}); err == nil {
		t.Error("Changed to odds of 2^60 gives no error")
	}
	if _, err := Default().Changed(map[string]any{"name.company.half": 0}); err == nil || !strings.Contains(err.Error(), "out of range") {
		t.Errorf("Changed to a half of 0 = %v, want it refused", err)
	}
}
