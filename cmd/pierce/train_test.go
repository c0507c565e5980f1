package main

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/fixtures/synth"
)

// wants reports what a command's output lacks, by a pattern.
func wants(t *testing.T, out string, patterns ...string) {
	t.Helper()
	for _, p := range patterns {
		if !regexp.MustCompile(`(?m)` + p).MatchString(out) {
			t.Errorf("output lacks %q:\n%s", p, out)
		}
	}
}

// TestTrain: a model trained on a folder's own records is printed, kept, used by
// all that scores, written to a file, read from one, and given up again; the same
// seed gives the same bytes.
func TestTrain(t *testing.T) {
	if testing.Short() {
		t.Skip("absent from short runs: resolves a synthetic world several times; run without -short")
	}
	world := t.TempDir()
	if _, err := synth.Write(world, synth.Options{Seed: 5, Records: 2200}); err != nil {
		t.Fatal(err)
	}
	f := newFolder(t)
	f.say("ingest", "--as", "pierce", "--dataset", "registry", "--retrieved", "2026-01-01", filepath.Join(world, "registry", "parties.jsonl"))
	wants(t, f.say("status"), `^model: .*, as shipped$`)

	wants(t, f.say("resolve", "--train", "--seed", "3", "--pairs", "50000"),
		`^trained on 2,2\d\d parties, from 4\d,\d{3} pairs drawn at random and \d+,\d{3} that share a key, in \d+ steps$`,
		`shipped +trained +of one party +of two +pairs$`, `^prior +of all pairs +-16.00 +-1\d\.\d\d`, `^country +same +\+1.50 +\+\d\.\d\d +9\d\.\d %`,
		`levels are met too rarely here`, `^expected of \d+,\d{3} pairs`, `^model .* trained-[0-9a-f]+ is used from now on`, `^resolved: 2,2\d\d parties looked at`)
	wants(t, f.say("status"), `^model: .* trained-[0-9a-f]+, trained 20\S+ from `)
	var status struct {
		Model struct{ How, Version string }
	}
	if err := json.Unmarshal([]byte(f.say("status", "--json")), &status); err != nil || status.Model.How != "trained" {
		t.Errorf("status --json: %+v, %v, want a trained model", status, err)
	}
	first := f.say("export", "--as", "model")
	var stats struct {
		Trained struct {
			Climb []float64
			Prior struct{ Trained float64 }
		}
	}
	if err := json.Unmarshal([]byte(f.say("resolve", "--train", "--seed", "3", "--pairs", "50000", "--json")), &stats); err != nil || len(stats.Trained.Climb) < 2 {
		t.Errorf("resolve --train --json: %+v, %v, want the climb of the likelihood", stats, err)
	}
	if f.say("export", "--as", "model") != first {
		t.Error("resolve --train twice with one seed gives two models")
	}
	wants(t, f.say("resolve"), `^resolved: 0 parties`)
	f.say("verify")

	// Back to the one that ships, and to the trained one by its file.
	path := filepath.Join(t.TempDir(), "model.json")
	f.say("export", "--as", "model", "-o", path)
	f.say("resolve", "--model", "shipped")
	wants(t, f.say("status"), `^model: .*, as shipped$`)
	f.say("resolve", "--model", path)
	wants(t, f.say("status"), `^model: `+regexp.QuoteMeta(status.Model.Version)+`, imported 20`)
	if f.say("export", "--as", "model") != first {
		t.Error("a model that was written and read is another")
	}
}

// TestTrainSmall: a folder of few parties keeps nearly all weights, and is told so.
func TestTrainSmall(t *testing.T) {
	f := newFolder(t)
	rows := `{"id":"a","kind":"company","names":["Quillon Maritime Ltd"],"country":"GB"}` + "\n" + `{"id":"b","kind":"company","names":["QUILLON MARITIME LIMITED"],"country":"GB"}` + "\n"
	path := filepath.Join(t.TempDir(), "two.jsonl")
	if err := writeText(path, rows); err != nil {
		t.Fatal(err)
	}
	f.say("ingest", "--as", "pierce", path)
	wants(t, f.say("resolve", "--train"), `^trained on 2 parties`, `^these are few parties to count on`)
	for _, c := range []struct {
		args string
		code int
	}{
		{"resolve --train --model x.json", 2}, {"resolve --train --pairs 10", 2}, {"resolve --model nowhere.json", 3}, {"resolve --model " + path, 1},
	} {
		if _, errs, code := f.try(strings.Fields(c.args)...); code != c.code {
			t.Errorf("pierce %s: exit code %d, want %d\n%s", c.args, code, c.code, errs)
		}
	}
}

// TestRealTrain: training on Senzing's truth set, without its labels, tells it
// apart no worse.
func TestRealTrain(t *testing.T) {
	set := filepath.Join(sharedData(t), "truth", "senzing-truth-set")
	f := newFolder(t)
	f.say("ingest", "--as", "senzing", filepath.Join(set, "customers.jsonl"), filepath.Join(set, "reference.jsonl"), filepath.Join(set, "watchlist.jsonl"))
	var f1 [2]float64
	for i := range f1 {
		var m struct{ Pairs struct{ F1 float64 } }
		first, _, _ := strings.Cut(f.say("eval", "clusters", "--json", "--truth", filepath.Join(set, "actual_truthset_key.csv")), "\n")
		if err := json.Unmarshal([]byte(first), &m); err != nil {
			t.Fatal(err)
		}
		f1[i] = m.Pairs.F1
		f.say("resolve", "--train")
	}
	t.Logf("pairwise F1 %.4f, trained %.4f", f1[0], f1[1])
	if f1[1] < f1[0]-0.005 {
		t.Errorf("pairwise F1 after training = %.4f, before %.4f", f1[1], f1[0])
	}
}
