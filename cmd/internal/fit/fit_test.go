package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
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

// TestFit: the training run gives the same bytes twice, and reports every set.
func TestFit(t *testing.T) {
	dir := sharedData(t)
	var out [2]bytes.Buffer
	for i := range out {
		if err := run(context.Background(), []string{"-data", dir, "-root", "../../..", "-records", "200"}, &out[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(out[0].Bytes(), out[1].Bytes()) {
		t.Error("fit twice gives two reports")
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
