package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestRun: a small world goes through all stages, each with a rate and a share
// of a ceiling that was measured, and comes out right.
func TestRun(t *testing.T) {
	var out, log bytes.Buffer
	args := []string{"-n", "1000", "-new", "20", "-json"}
	if code := run(context.Background(), args, &out, &log); code != 0 {
		t.Fatalf("run(%q) = %d: %s", args, code, log.String())
	}
	var r report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Ceilings {
		if !(c.Rate > 0) {
			t.Errorf("run(%q): ceiling %+v, want a rate", args, c)
		}
	}
	var stages []string
	for _, x := range r.Rows {
		stages = append(stages, x.Stage)
		if x.N == 0 || !(x.Rate > 0) || !(x.Share > 0) || !(x.DiskMiB > 0) {
			t.Errorf("run(%q): %+v, want all of it measured", args, x)
		}
		if one := strings.HasPrefix(x.Stage, "search") || strings.HasPrefix(x.Stage, "trace") || strings.HasSuffix(x.Stage, "one by one"); one != (x.P99 > 0) || x.P50 > x.P95 || x.P95 > x.P99 {
			t.Errorf("run(%q): %+v, want latencies in order where questions are asked one by one", args, x)
		}
	}
	want := "load, resolve from nothing, index, all views, search, one word misspelt, trace to the top, one rule, verdicts of a rule, stakes, screen lines, cold, screen them again, new records, by 1,000, new records, one by one"
	if got := strings.Join(stages, ", "); got != want {
		t.Errorf("run(%q): stages %s, want %s", args, got, want)
	}
	if r.F1 < 0.97 || r.SearchHit < 0.9 || r.DiskShare <= 0 {
		t.Errorf("run(%q): F1 %.4f, found %.4f, disk %.2f of the input, want a world that is resolved and found", args, r.F1, r.SearchHit, r.DiskShare)
	}
	var table bytes.Buffer
	if err := r.print(&table); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(table.String(), "\n| "); got != len(r.Rows)+len(r.Ceilings)+2 {
		t.Errorf("print has %d rows, want %d:\n%s", got, len(r.Rows)+len(r.Ceilings)+2, table.String())
	}
}

// TestUsage: what cannot be measured is refused.
func TestUsage(t *testing.T) {
	for _, args := range [][]string{{"-n", "0"}, {"-n", "x"}, {"-new", "0"}, {"more"}} {
		if code := run(context.Background(), args, io.Discard, io.Discard); code != 2 {
			t.Errorf("run(%q) = %d, want 2", args, code)
		}
	}
}

// TestMisspell: one letter of the longest word is another or gone.
func TestMisspell(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, c := range []struct{ name, keeps string }{{"Brimhalt Co", "Co"}, {"", ""}, {"Abc", "Abc"}} {
		got := misspell(c.name, rng)
		if !strings.HasSuffix(got, c.keeps) || len(c.name) > 3 && got == c.name {
			t.Errorf("misspell(%q) = %q, want another that ends in %q", c.name, got, c.keeps)
		}
	}
}
