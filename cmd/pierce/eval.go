package main

import (
	"fmt"
	"path"
)

// evalCmd measures results against labelled truth.
type evalCmd struct {
	Clusters evalClusters `cmd:"" help:"Measure entities: precision, recall, and what is split or merged."`
	Pairs    evalPairs    `cmd:"" help:"Measure how well pairs of names are told apart, and whether the scores keep their word."`
	Search   evalSearch   `cmd:"" help:"Measure at which place a search finds what was meant."`
}

// Help tells what the measures mean.
func (*evalCmd) Help() string {
	return `Precision is the share of what was found that is right, recall the share of what
is right that was found, F1 their harmonic mean.

Examples:
  pierce eval clusters --truth truth.csv
  pierce eval pairs --truth pairs.csv
  pierce eval search --truth queries.csv`
}

// percent writes a share of one.
func percent(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) }

// four writes a measure between 0 and 1.
func four(x float64) string { return fmt.Sprintf("%.4f", x) }

// many writes a count with the word that goes with it.
func many(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(int64(n)) + " " + several
}

// matches reports whether a name fits one of the patterns; a pattern that is
// none fits nothing, and goodPatterns says so first.
func matches(patterns []string, name string) bool {
	for _, p := range patterns {
		if ok, err := path.Match(p, name); err == nil && ok {
			return true
		}
	}
	return false
}

// goodPatterns tells a pattern that cannot be read.
func goodPatterns(flag string, patterns []string) error {
	for _, p := range patterns {
		if _, err := path.Match(p, ""); err != nil {
			return usagef("%s: got %q, want a name or a pattern as 'synth_*'", flag, p)
		}
	}
	return nil
}

// printMeasures writes measures as JSON, all first and then by group, and then
// at most limit misses, one a line.
func printMeasures[R, M any](e *env, report []R, misses []M, limit int) error {
	for i := range report {
		if err := e.printJSON(&report[i]); err != nil {
			return err
		}
	}
	for i := range misses[:min(len(misses), max(limit, 0))] {
		if err := e.printJSON(&misses[i]); err != nil {
			return err
		}
	}
	return nil
}
