package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine/score"
)

// sharedData is the folder of the open data; the test is skipped where it is
// absent.
func sharedData(t *testing.T) string {
	t.Helper()
	for _, root := range []string{os.Getenv("PIERCE_SHARED"), "../../../../shared"} {
		dir := filepath.Join(root, "data")
		if _, err := os.Stat(filepath.Join(dir, "truth", "name-pairs-dev")); root != "" && err == nil {
			return dir
		}
	}
	t.Skip("truth/name-pairs-dev is not here: set PIERCE_SHARED to the folder that holds data/")
	return ""
}

// TestFit: the training run on its own result gives the same bytes, and reports
// every set.
func TestFit(t *testing.T) {
	dir := sharedData(t)
	m, err := score.Read(score.Default().Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var out [2]bytes.Buffer
	var models [2]*score.Model
	for i := range out {
		s := settings{data: dir, root: "../../..", seed: 101, records: 200}
		if m, err = fit(context.Background(), s, m, &out[i]); err != nil {
			t.Fatal(err)
		}
		models[i] = m
	}
	if !bytes.Equal(models[0].Bytes(), models[1].Bytes()) {
		t.Error("fit of its own result gives another model")
	}
	if !bytes.Equal(out[0].Bytes(), out[1].Bytes()) {
		t.Error("fit of its own result gives another report")
	}
	for _, want := range []string{"orgs-hard", "synth-102", "senzing", "own pairs", "| log loss |", "band \"same\""} {
		if !strings.Contains(out[0].String(), want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if strings.Contains(out[0].String(), "NaN") {
		t.Errorf("the report holds NaN:\n%s", out[0].String())
	}
}

func TestFitRefuses(t *testing.T) {
	for _, args := range [][]string{{}, {"-data", t.TempDir()}, {"-data", "x", "-root", t.TempDir()}} {
		if err := run(context.Background(), args, &bytes.Buffer{}); err == nil {
			t.Errorf("run(%q) gives no error", args)
		}
	}
}
