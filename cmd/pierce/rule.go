package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

// findRule is the row that stands on the day: of a rule that ships, by its id,
// or of one in a file. A file is told by its ending or by a slash in its name;
// no rule that ships has a dot in its id.
func findRule(ref string, asOf engine.Date) (own.Rule, error) {
	if filepath.Ext(ref) == "" && !strings.ContainsAny(ref, `/\`) {
		if !slices.Contains(own.RuleIDs(), ref) {
			return own.Rule{}, usagef("--rule: got %q, want one of %s, or a file such as house.json", ref, strings.Join(own.RuleIDs(), ", "))
		}
		return own.Find(ref, asOf)
	}
	if ext := strings.ToLower(filepath.Ext(ref)); ext != "" && ext != ".json" {
		return own.Rule{}, usagef("--rule: %s: a rule file is JSON and ends in .json; pierce verdicts --help shows one", ref)
	}
	f, err := os.Open(ref)
	if errors.Is(err, fs.ErrNotExist) {
		return own.Rule{}, &engine.Error{Op: "--rule", ID: ref, Code: engine.NotFound, Err: errors.New("no such file")}
	}
	if err != nil {
		return own.Rule{}, fmt.Errorf("--rule: %w", err)
	}
	defer f.Close()
	rows, err := own.ReadRules(f)
	if err != nil {
		return own.Rule{}, err
	}
	for i := range rows {
		if rows[i].ID != rows[0].ID {
			return own.Rule{}, usagef("--rule: %s holds several rules, %s and %s; want one, in as many versions as it has", ref, rows[0].ID, rows[i].ID)
		}
	}
	return own.FindIn(rows, rows[0].ID, asOf)
}
