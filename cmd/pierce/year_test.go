package main

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/fixtures/synth"
)

// plantedReasons are, of each kind of planted case, the signs that name what
// was planted, by the definitions of the signs and not by how lines are made.
var plantedReasons = map[string][]string{
	synth.Transshipment: {"route-detour", "reexport-class"},
	synth.Split:         {"split-consignment"},
	synth.Cover:         {"description-vague-or-cover", "value-density", "weight-per-piece"},
	synth.OverCap:       {"over-cap"},
	synth.Straw:         {"owned50", "owned50-possible", "hq-d5"},
	synth.NewFront:      {"shell-score", "first-time-big", "recent-incorporation", "incorporated-after-control"},
}

// plantedCase is one case of planted.csv with what became of its lines.
type plantedCase struct {
	kind           string
	diverted       bool
	rank           int // of its best line, from 0
	lines, in      int // lines, and those in the top
	named          bool
	score          float64
	signs, covered string
}

// TestYear screens a synthetic year, in which one shipment in a thousand is
// planted as a diversion of one of six kinds and as many honest ones look like
// it, and wants the planted in the top hundredth, with the planted reason
// named, and the honest look-alikes below them. PIERCE_FULL=1 takes a year of
// 100,000 shipments.
func TestYear(t *testing.T) {
	if testing.Short() {
		t.Skip("absent from short runs: loads a world; run without -short")
	}
	o := synth.Options{Seed: 21, Records: 3_000, Shipments: 4_000, Planted: 0.006}
	if os.Getenv("PIERCE_FULL") != "" {
		o = synth.Options{Seed: 22, Records: 60_000, Shipments: 100_000}
	}
	w := &world{t: t, h: &host{}, dir: t.TempDir()}
	t.Cleanup(w.h.close)
	m, err := synth.Write(w.dir, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range m.Loads {
		w.say(append([]string{"ingest", "--as", l.Format, "--dataset", l.Dataset, "--retrieved", l.Retrieved}, l.Files...)...)
	}
	results := w.lines("screen", "--as-of", "line", "shipments.csv")
	cases := w.planted(results, max(len(results)/100, 2*w.divertedLines()))
	measure(t, cases, len(results))
}

// lines screens and gives the results, the worst first.
func (w *world) lines(args ...string) []screen.Result {
	var out []screen.Result
	for line := range strings.Lines(w.say(args...)) {
		var r screen.Result
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			w.t.Fatal(err)
		}
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b screen.Result) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

func (w *world) plantedRows() [][]string {
	b, err := os.ReadFile(filepath.Join(w.dir, "planted.csv"))
	if err != nil {
		w.t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		w.t.Fatal(err)
	}
	return rows[1:]
}

// divertedLines is how many lines are planted. A small world has more of them
// than a hundredth, so that its top is twice as many as there are.
func (w *world) divertedLines() int {
	n := 0
	for _, r := range w.plantedRows() {
		if r[3] == "true" {
			n++
		}
	}
	return n
}

// planted finds every case of the truth among the results.
func (w *world) planted(results []screen.Result, top int) []plantedCase {
	rank := map[string]int{}
	for i := range results {
		rank[results[i].ID] = i
	}
	cases := map[string]*plantedCase{}
	for _, row := range w.plantedRows() {
		c := cases[row[2]]
		if c == nil {
			c = &plantedCase{kind: row[4], diverted: row[3] == "true", rank: len(results), covered: row[5]}
			cases[row[2]] = c
		}
		at, ok := rank[row[1]]
		if !ok {
			w.t.Fatalf("%s of planted.csv was not screened", row[1])
		}
		r := &results[at]
		c.lines++
		if at < top {
			c.in++
		}
		if at < c.rank {
			c.rank, c.score = at, r.Score
			c.signs = ""
			for _, x := range r.Reasons {
				if x.Weight != 0 {
					c.signs += " " + x.Sign
				}
			}
		}
		c.named = c.named || names(r, c.kind, c.covered == "true")
	}
	var out []plantedCase
	for _, k := range slices.Sorted(maps.Keys(cases)) {
		out = append(out, *cases[k])
	}
	return out
}

// names reports whether a result names what was planted. A licence that is used
// under a changed name may be told as used by another party.
func names(r *screen.Result, kind string, covered bool) bool {
	return slices.ContainsFunc(r.Reasons, func(x screen.Reason) bool {
		return slices.Contains(plantedReasons[kind], x.Sign) || covered && kind == synth.OverCap && x.Sign == string(screen.WrongParty)
	})
}

// measure wants the measures that the package promises.
func measure(t *testing.T, cases []plantedCase, lines int) {
	t.Helper()
	var planted, found, named, pairs, below float64
	by := map[string][3]int{}
	for i := range cases {
		c := &cases[i]
		if !c.diverted {
			continue
		}
		planted++
		n := by[c.kind]
		n[0]++
		if c.in > 0 {
			found++
			n[1]++
		} else {
			t.Logf("missed: %s at rank %d (%.4f), covered %s:%s", c.kind, c.rank, c.score, c.covered, c.signs)
		}
		if c.named {
			named++
			n[2]++
		} else {
			t.Logf("not named: %s at rank %d, covered %s:%s", c.kind, c.rank, c.covered, c.signs)
		}
		by[c.kind] = n
		for j := range cases {
			if h := &cases[j]; !h.diverted {
				pairs++
				if h.rank > c.rank {
					below++
				}
			}
		}
	}
	for _, k := range synth.Kinds {
		t.Logf("%-20s %3d planted, %3d in the top, %3d named", k, by[k][0], by[k][1], by[k][2])
	}
	t.Logf("%d lines: recall %.3f, reason named %.3f, look-alikes below %.3f of pairs", lines, found/planted, named/planted, below/pairs)
	if found/planted < 0.95 || named/planted < 0.95 || below/pairs < 0.95 {
		t.Errorf("recall %.3f, named %.3f, look-alikes below %.3f: want 0.95 of each", found/planted, named/planted, below/pairs)
		for i := range cases {
			if c := &cases[i]; !c.diverted {
				t.Logf("look-alike of %s at rank %d (%.4f):%s", c.kind, c.rank, c.score, c.signs)
			}
		}
	}
}
