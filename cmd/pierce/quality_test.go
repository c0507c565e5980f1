package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine/eval"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/fixtures"
)

// qualityFile holds the figures that the labelled truth gives, and what is
// missed.
const qualityFile = "testdata/quality.txt"

// slack is half of the last digit that is written.
const slack = 0.00005

// figures are the measures by name, in the order in which they were taken, and
// the known positives that are missed.
type figures struct {
	names  []string
	worth  map[string]float64
	missed []string
}

func (f *figures) add(name string, x float64) {
	f.names = append(f.names, name)
	f.worth[name] = x
}

func (f *figures) miss(format string, args ...any) {
	f.missed = append(f.missed, plain(fmt.Sprintf(format, args...)))
}

// String is the file.
func (f *figures) String() string {
	var b strings.Builder
	b.WriteString("# What the labelled truth of fixtures/truth gives. A figure that falls, or a known\n# positive that is newly missed, fails the tests; if it must be so, write the file\n# anew with go test ./cmd/pierce -run TestQuality -update, and say why.\n\n")
	for _, n := range f.names {
		fmt.Fprintf(&b, "%-22s %.4f\n", n, f.worth[n])
	}
	b.WriteString("\n# Known positives that are missed.\n")
	for _, m := range f.missed {
		fmt.Fprintf(&b, "- %s\n", m)
	}
	return b.String()
}

// readFigures reads what String wrote.
func readFigures(t *testing.T) *figures {
	t.Helper()
	b, err := os.ReadFile(qualityFile)
	if err != nil {
		t.Fatal(err)
	}
	f := &figures{worth: map[string]float64{}}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\n")
		if m, ok := strings.CutPrefix(line, "- "); ok {
			f.missed = append(f.missed, m)
		} else if i := strings.LastIndexByte(line, ' '); i > 0 && line[0] != '#' {
			x, err := strconv.ParseFloat(line[i+1:], 64)
			if err != nil {
				t.Fatalf("%s: %q: %v", qualityFile, line, err)
			}
			f.add(strings.TrimSpace(line[:i]), x)
		}
	}
	return f
}

// TestQuality is the quality gate: what the demonstration world, the pairs of
// names and the queries of fixtures/truth give must not get worse.
func TestQuality(t *testing.T) {
	w := loadWorld(t)
	dir := t.TempDir()
	if err := os.CopyFS(dir, fixtures.Truth()); err != nil {
		t.Fatal(err)
	}
	f := &figures{worth: map[string]float64{}}
	qualityOfClusters(w, f, filepath.Join(dir, "clusters.csv"))
	qualityOfLines(w, f)
	qualityOfPairs(w, f, filepath.Join(dir, "pairs.csv"))
	qualityOfSearch(w, f, filepath.Join(dir, "queries.csv"))
	if *update {
		if err := os.WriteFile(qualityFile, []byte(f.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	was := readFigures(t)
	if len(was.names) == 0 {
		t.Fatalf("%s holds no figures", qualityFile)
	}
	for _, w := range f.worse(was) {
		t.Error(w)
	}
	if len(was.worse(f)) > 0 {
		t.Log("something is better than recorded: go test ./cmd/pierce -run TestQuality -update writes it down")
	}
}

// worse tells what is worse than it was: a figure that fell or is gone, and a
// known positive that is newly missed.
func (f *figures) worse(was *figures) []string {
	var out []string
	for _, n := range was.names {
		if is, ok := f.worth[n]; !ok || is < was.worth[n]-slack {
			out = append(out, fmt.Sprintf("%s is %.4f, was %.4f", n, is, was.worth[n]))
		}
	}
	for _, m := range f.missed {
		if !slices.Contains(was.missed, m) {
			out = append(out, "newly missed: "+m)
		}
	}
	return out
}

// TestWorse: the gate closes where a figure falls, goes missing, or a known
// positive is lost although another was won.
func TestWorse(t *testing.T) {
	was := &figures{names: []string{"F1"}, worth: map[string]float64{"F1": 0.9}, missed: []string{"a"}}
	for name, c := range map[string]struct {
		is   figures
		want int
	}{
		"the same":             {figures{worth: map[string]float64{"F1": 0.9}, missed: []string{"a"}}, 0},
		"better":               {figures{worth: map[string]float64{"F1": 0.95}}, 0},
		"rounding":             {figures{worth: map[string]float64{"F1": 0.89996}}, 0},
		"worse":                {figures{worth: map[string]float64{"F1": 0.8999}}, 1},
		"gone":                 {figures{}, 1},
		"won one and lost one": {figures{worth: map[string]float64{"F1": 0.9}, missed: []string{"b"}}, 1},
	} {
		if got := c.is.worse(was); len(got) != c.want {
			t.Errorf("%s: worse = %q, want %d", name, got, c.want)
		}
	}
}

// rows runs a command and decodes the objects that it prints: the first into
// head, the others handed to each.
func rows(w *world, head any, each func(line []byte), args ...string) {
	w.t.Helper()
	for i, line := range bytes.Split(bytes.TrimSpace([]byte(w.say(args...))), []byte("\n")) {
		if i > 0 {
			each(line)
			continue
		}
		if err := json.Unmarshal(line, head); err != nil {
			w.t.Fatalf("%v: %v", args, err)
		}
	}
}

func qualityOfClusters(w *world, f *figures, truth string) {
	var r clustersReport
	rows(w, &r, func(line []byte) {
		var d eval.Difference
		if err := json.Unmarshal(line, &d); err != nil {
			w.t.Fatal(err)
		}
		if d.Kind != eval.PutTogether {
			f.miss("clusters: %v are %v", d.Before, d.After)
		}
	}, "eval", "clusters", "--json", "--limit", "1000", "--truth", truth)
	if r.Missing > 0 || r.Records < 100 {
		w.t.Errorf("eval clusters: %d records measured, %d missing", r.Records, r.Missing)
	}
	f.add("clusters pairs F1", r.Pairs.F1)
	f.add("clusters B-cubed F1", r.BCubed.F1)
	f.add("clusters exact", r.Exact.Share)
}

// qualityOfLines counts the signs of the world's shipments, each on its line:
// those that lines.csv names against those that the screen finds.
func qualityOfLines(w *world, f *figures) {
	results := map[string]screen.Result{}
	for line := range strings.Lines(w.say("screen", "--as-of", "line", fixtures.Shipments)) {
		var r screen.Result
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			w.t.Fatal(err)
		}
		results[r.ID] = r
	}
	known := map[string]bool{}
	for _, sign := range signNames {
		known[sign] = true
	}
	var right, found, all float64
	for _, row := range truth(w.t, "lines.csv") {
		r, has := results[row[1]], map[string]bool{}
		for _, x := range r.Reasons {
			has[x.Sign] = known[x.Sign]
		}
		for _, n := range has {
			if n {
				found++
			}
		}
		for _, want := range strings.Fields(row[2]) {
			sign := signNames[want]
			if sign == "" {
				continue // of a verdict, or of the history of shipments
			}
			all++
			if has[sign] {
				right++
			} else {
				f.miss("lines: %s %s", row[1], sign)
			}
		}
	}
	f.add("lines signs precision", right/max(found, 1))
	f.add("lines signs recall", right/max(all, 1))
	f.add("lines signs F1", 2*right/max(found+all, 1))
}

func qualityOfPairs(w *world, f *figures, truth string) {
	var r eval.PairScores
	rows(w, &r, func(line []byte) {
		var p scoredPair
		if err := json.Unmarshal(line, &p); err != nil {
			w.t.Fatal(err)
		}
		if p.True && p.Name1 != "" {
			f.miss("pairs: %s = %s", p.Name1, p.Name2)
		}
	}, "eval", "pairs", "--json", "--limit", "1000", "--truth", truth)
	if r.Pairs < 150 {
		w.t.Errorf("eval pairs: %d pairs, want at least 150", r.Pairs)
	}
	f.add("pairs F1", r.At.F1)
	f.add("pairs AUC", r.AUC)
}

func qualityOfSearch(w *world, f *figures, truth string) {
	var r searchReport
	rows(w, &r, func(line []byte) {
		var q asked
		if err := json.Unmarshal(line, &q); err != nil {
			w.t.Fatal(err)
		}
		if len(q.Wanted) > 0 && q.Rank == 0 {
			f.miss("search: %s is %s", q.Query, strings.Join(q.Wanted, " or "))
		}
	}, "eval", "search", "--json", "--limit", "1000", "--truth", truth)
	if r.Queries < 80 {
		w.t.Errorf("eval search: %d queries, want at least 80", r.Queries)
	}
	f.add("search recall@1", r.At1)
	f.add("search recall@10", r.At10)
	f.add("search MRR", r.MRR)
	f.add("search nothing found", float64(r.NothingFound)/float64(max(r.Nothing, 1)))
}
