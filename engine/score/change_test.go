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

// TestChangedModelsKeepTheLaws: under a model whose weights were moved by up to
// two bits, as training does, the weight is still the prior plus the evidence bit
// for bit, and Keep gives what Score gives.
func TestChangedModelsKeepTheLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := map[string]any{"prior.weight": rapid.Float64Range(-18, -14).Draw(t, "prior"), "name.company.cap": rapid.Float64Range(18, 30).Draw(t, "cap")}
		for _, l := range Default().Levels {
			if l.Comparison != "name" && rapid.Bool().Draw(t, "moved") {
				values[Default().LevelPath(l.Comparison, l.Level)] = l.Weight + rapid.Float64Range(-2, 2).Draw(t, "by")
			}
		}
		m, err := Default().Changed(values)
		if err != nil {
			t.Fatal(err)
		}
		a, b := m.NewSide(drawPrepared(t, "x/a"), Crowded{}), m.NewSide(drawPrepared(t, "x/b"), Crowded{Addresses: rapid.Uint64Range(0, 3).Draw(t, "crowded")})
		got := m.MatchSides(a, b)
		sum := got.Prior
		for _, e := range got.Evidence {
			sum += e.Weight
		}
		out := m.Score(a, b)
		if sum != got.Weight || out.Weight != got.Weight {
			t.Fatalf("Match weight %v, prior + evidence %v, Score %v", got.Weight, sum, out.Weight)
		}
		kept, ok := m.Keep(a, b)
		if ok != (out.Band != engine.Different) || ok && (kept.Weight != out.Weight || kept.Band != out.Band) {
			t.Fatalf("Keep = %+v, %v, Score = %+v", kept, ok, out)
		}
	})
}
