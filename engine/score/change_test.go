package score

import (
	"bytes"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"github.com/pierce-er/pierce/engine"
)

// TestChanged: a change replaces the values asked for and no other byte.
func TestChanged(t *testing.T) {
	m := Default()
	path := m.LevelPath("country", "same")
	got, err := m.Changed(map[string]any{"prior.weight": -14.25, path: 0.5, "version": "1 trained", "asked.calibration.points": [][2]float64{{-1, -2}, {3, 4}}})
	if err != nil {
		t.Fatal(err)
	}
	if got.Prior != -14.25 || got.weights[countrySame] != 0.5 || got.Base() != "1 trained" || got.Version == m.Version {
		t.Errorf("Changed: prior %v, country same %v, version %q", got.Prior, got.weights[countrySame], got.Version)
	}
	if p := got.Asked().Probability(100); !(p > 0.94 && p < 0.95) {
		t.Errorf("Changed calibration: Probability(100) = %v, want 2^4 to 1: 0.941", p)
	}
	if n, ok := got.Number(path); !ok || n != 0.5 {
		t.Errorf("Number(%q) = %v, %v, want 0.5", path, n, ok)
	}
	back, err := got.Changed(map[string]any{"prior.weight": -16, path: 1.5, "version": "1"})
	if err != nil {
		t.Fatal(err)
	}
	was := bytes.Split(m.Bytes(), []byte("\n"))
	is := bytes.Split(back.Bytes(), []byte("\n"))
	for i := range was {
		if !bytes.Equal(was[i], is[i]) && !bytes.Contains(was[i], []byte("calibration")) {
			t.Errorf("line %d changed there and back: %s, was %s", i+1, is[i], was[i])
		}
	}
	for _, bad := range []map[string]any{{"no.such": 1}, {"possible.weight": 99}, {path: "x"}, {"name.company": 1, "name.company.cap": 2}, {"calibration.points": [][2]float64{{1, 1}}}} {
		if _, err := m.Changed(bad); !errors.Is(err, engine.Invalid) {
			t.Errorf("Changed(%v) = %v, want Invalid", bad, err)
		}
	}
}

// TestObserve: what is observed is what is added, and the outcome is Score's.
func TestObserve(t *testing.T) {
	m := Default()
	rapid.Check(t, func(t *rapid.T) {
		a, b := m.NewSide(drawPrepared(t, "x/a"), Crowded{}), m.NewSide(drawPrepared(t, "x/b"), Crowded{})
		out, seen := m.Observe(a, b, nil)
		match := m.MatchSides(a, b)
		if out != m.Score(a, b) || len(seen) != len(match.Evidence) {
			t.Fatalf("Observe = %+v with %d observations, Score = %+v with %d of evidence", out, len(seen), m.Score(a, b), len(match.Evidence))
		}
		for i, e := range match.Evidence {
			if seen[i] != (Observation{e.Comparison, e.Level, e.Weight}) {
				t.Fatalf("Observe[%d] = %+v, evidence %+v", i, seen[i], e)
			}
		}
	})
}
