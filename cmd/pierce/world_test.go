package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine/eval"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/fixtures"
)

// world is the demonstration world, loaded once.
type world struct {
	t   *testing.T
	h   *host
	dir string
}

func loadWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, h: &host{}, dir: t.TempDir()}
	t.Cleanup(w.h.close)
	if err := os.CopyFS(w.dir, fixtures.World()); err != nil {
		t.Fatal(err)
	}
	for _, args := range demoLoads() {
		w.say(args...)
	}
	return w
}

// say runs a command and gives what it prints.
func (w *world) say(args ...string) string {
	w.t.Helper()
	var out, errs bytes.Buffer
	full := append([]string{"--data", filepath.Join(w.dir, "data")}, args...)
	if code := w.h.serve(w.t.Context(), app.Request{Args: full, Dir: w.dir, Width: 80}, strings.NewReader(""), &out, &errs); code != 0 {
		w.t.Fatalf("pierce %s: exit code %d\n%s", strings.Join(args, " "), code, errs.String())
	}
	return out.String()
}

// truth reads a table of the truth without its heading.
func truth(t *testing.T, name string) [][]string {
	t.Helper()
	b, err := fs.ReadFile(fixtures.Truth(), name)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// TestWorldClusters wants the world's parties put together as the truth has
// them: no two kept apart, none merged that are two.
func TestWorldClusters(t *testing.T) {
	w := loadWorld(t)
	want, got := eval.Partition{}, eval.Partition{}
	for _, row := range truth(t, "clusters.csv") {
		want[row[0]] = row[1]
	}
	rows, err := csv.NewReader(strings.NewReader(w.say("export", "--as", "clusters"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if _, ok := want[row[0]]; !ok {
			t.Errorf("%s stands in the export and not in the truth", row[0])
			continue
		}
		got[row[0]] = row[1]
	}
	for id := range want {
		if _, ok := got[id]; !ok {
			t.Errorf("%s stands in the truth and not in the export", id)
		}
	}
	m := eval.Pairs(want, got)
	t.Logf("precision %.4f, recall %.4f, F1 %.4f", m.Precision, m.Recall, m.F1)
	for _, d := range eval.Differences(want, got) {
		t.Errorf("%+v", d)
	}
}

// TestWorldVerdicts wants every verdict of the truth.
func TestWorldVerdicts(t *testing.T) {
	w := loadWorld(t)
	record := map[string]string{}
	for _, row := range truth(t, "clusters.csv") {
		if record[row[1]] == "" {
			record[row[1]] = row[0]
		}
	}
	for _, row := range truth(t, "verdicts.csv") {
		entity, rule, asOf, want, tier := row[0], row[1], row[2], row[3], row[4]
		if record[entity] == "" {
			t.Errorf("%s: no record in clusters.csv", entity)
			continue
		}
		var v own.Verdict
		line, _, _ := strings.Cut(w.say("trace", "--json", "--rule", rule, "--as-of", asOf, record[entity]), "\n")
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		// A company of which nothing speaks against is no-unless-hidden until a
		// register states that it names every holder; the truth writes "no".
		// Nor does anyone know who is free under a list that is not loaded.
		same := string(v.Verdict) == want || want == "no" && (v.Verdict == own.NoUnlessHidden || slices.Contains(v.Reasons, own.ReasonListNotLoaded))
		if !same || tier != "" && tier != strconv.Itoa(v.Tier) {
			t.Errorf("%s, %s as of %s: %s at tier %d, want %s %s (%s)", entity, rule, asOf, v.Verdict, v.Tier, want, tier, because(&v))
		}
	}
}

// signNames are the truth's words for what the screen calls otherwise.
var signNames = map[string]string{
	"CHIP_TERM": "chip-term", "DESCRIPTION_VAGUE_OR_COVER": "description-vague-or-cover", "VALUE_DENSITY": "value-density",
	"LICENCE_OVER_CAP": "over-cap", "LICENCE_EXPIRED": "expired", "JV_JOINT_CONTROL": "jv-joint-control",
	"LISTED_PARTY": "listed-party", "MASS_ADDRESS": "mass-address", "FORWARDER_FINAL": "forwarder-final",
	"PARTY_CHANGE": "party-change", "ROUTE_DETOUR": "route-detour", "LISTED_ADDRESS": "listed-address", "SPLIT_CONSIGNMENT": "split-consignment",
	"INCORPORATED_AFTER_CONTROL": "incorporated-after-control", "PCT_UNKNOWN_WITH_LISTED_OWNER": "pct-unknown-with-listed-owner",
}

// possibly reports whether a rule's answer is unknown because a party is only
// possibly the entity that it would catch: a name without address or number.
func possibly(r *screen.Result, rule string) bool {
	return slices.ContainsFunc(r.Verdicts, func(v screen.Verdict) bool {
		return v.Rule == rule && v.Verdict.Verdict == own.Unknown && slices.Contains(v.Reasons, own.ReasonPossibleMatch)
	})
}

// TestWorldLines screens the world's manifest, each line as of its day, and
// wants the signs that the truth names and honest lines scored low.
func TestWorldLines(t *testing.T) {
	w := loadWorld(t)
	results := map[string]screen.Result{}
	for line := range strings.Lines(w.say("screen", "--as-of", "line", fixtures.Shipments)) {
		var r screen.Result
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		results[r.ID] = r
	}
	for _, row := range truth(t, "lines.csv") {
		id, expect := row[1], strings.Fields(row[2])
		r, ok := results[id]
		if !ok {
			t.Errorf("%s: the line was not screened", id)
			continue
		}
		var found []string
		for _, x := range r.Reasons {
			found = append(found, x.Sign)
		}
		caught := caughtBy(&r)
		for _, want := range expect {
			switch sign := signNames[want]; {
			case want == "HQ_D5" && !slices.Contains(caught, "bis-hq") && !possibly(&r, "bis-hq"):
				t.Errorf("%s: bis-hq is not yes (%s)", id, row[3])
			case sign != "" && !slices.Contains(found, sign):
				t.Errorf("%s: sign %s is missing, found %v (%s)", id, sign, found, row[3])
			}
		}
		if len(expect) == 0 && (r.Score >= 0.1 || len(caught) > 0) {
			t.Errorf("%s is honest and scores %.3f, caught by %v: %v (%s)", id, r.Score, caught, found, row[3])
		}
	}
}
