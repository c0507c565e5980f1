package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/screen"
)

// TestListedAsked asks for listed organisations as people write them, and wants
// nearly all to be told: by the name as published, with a slip in one word, and
// by a name of one word that the list gives them as an alias, as published and
// with a slip. How many honest names alarm for that, TestCleanNames counts.
func TestListedAsked(t *testing.T) {
	shared := sharedData(t)
	f := newFolder(t)
	dir := filepath.Join(shared, "watchlists", "ofac-sdn-2023-12-28")
	f.load("--as", "ofac", "--full", "--retrieved", "2023-12-28", dir)
	var firms, words [][]string // number, name
	firm := map[string]bool{}
	for _, r := range sdnRows(t, filepath.Join(dir, "sdn.csv")) {
		if len(r) > 2 && strings.TrimSpace(r[2]) == "-0-" {
			firm[r[0]] = true
			firms = append(firms, r[:2])
		}
	}
	for _, r := range sdnRows(t, filepath.Join(dir, "alt.csv")) {
		if len(r) > 3 && firm[r[0]] && r[2] != "fka" && len(strings.Fields(r[3])) == 1 && len(r[3]) >= 3 {
			words = append(words, []string{r[0], r[3]})
		}
	}
	draw := rand.New(rand.NewPCG(1, 3))
	pick := func(rows [][]string) [][]string {
		var out [][]string
		for _, i := range draw.Perm(len(rows))[:min(len(rows), 400)] {
			out = append(out, rows[i])
		}
		return out
	}
	firms, words = pick(firms), pick(words)
	for _, c := range []struct {
		name string
		rows [][]string
		want float64 // the share that is told, a little under what was measured
	}{
		{"as published", firms, 0.985}, {"one slip", slipped(draw, firms), 0.94},
		{"one word", words, 0.955}, {"one word, one slip", slipped(draw, words), 0.78},
	} {
		told := toldOf(t, f, c.rows)
		share := float64(told) / float64(len(c.rows))
		t.Logf("%-20s %3d asked, %.3f told", c.name, len(c.rows), share)
		if share < c.want {
			t.Errorf("%s: of %d listed organisations %.3f are told, want %.3f", c.name, len(c.rows), share, c.want)
		}
	}
}

// sdnRows are the rows of a file of the list; the last line is an end-of-file
// mark, and is none.
func sdnRows(t *testing.T, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r := csv.NewReader(file)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// slipped exchanges two letters of, or drops one from, the longest word of each
// name; the first letter stands.
func slipped(draw *rand.Rand, rows [][]string) [][]string {
	var out [][]string
	for _, r := range rows {
		words := strings.Fields(r[1])
		long := 0
		for i := range words {
			if len(words[i]) > len(words[long]) {
				long = i
			}
		}
		w := words[long]
		if len(w) < 5 {
			continue
		}
		at := 1 + draw.IntN(len(w)-2)
		if draw.IntN(2) == 0 {
			w = w[:at] + w[at+1:]
		} else {
			w = w[:at] + w[at+1:at+2] + w[at:at+1] + w[at+2:]
		}
		words[long] = w
		out = append(out, []string{r[0], strings.Join(words, " ")})
	}
	return out
}

// toldOf is of how many rows the listed entity is told, at least as possibly
// the same.
func toldOf(t *testing.T, f *folder, rows [][]string) int {
	t.Helper()
	entity := map[string]engine.EntityID{}
	for line := range strings.Lines(f.say("export", "--as", "clusters")) {
		id, e, _ := strings.Cut(strings.TrimSpace(line), ",")
		entity[id] = engine.EntityID(e)
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.Write([]string{"id", "name"}); err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if err := w.Write([]string{fmt.Sprint(i), r[1]}); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	path := filepath.Join(f.data, "asked.csv")
	if err := writeText(path, b.String()); err != nil {
		t.Fatal(err)
	}
	told, at := 0, 0
	for line := range strings.Lines(f.say("screen", "--as", "parties", "--as-of", "2024-01-01", path)) {
		var r screen.Result
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		// Any listed party is an alarm that a person looks at: the lists hold
		// many entries of one house under one word.
		if slices.ContainsFunc(r.Parties, func(p screen.Matched) bool { return p.Band != engine.Different }) {
			told++
		} else if testing.Verbose() {
			t.Logf("not told: %s (%s)", rows[at][1], entity["ofac/"+rows[at][0]])
		}
		at++
	}
	return told
}
