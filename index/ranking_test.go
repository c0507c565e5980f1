package index

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestRanking asks the queries of testdata/queries.txt and compares what is
// found, why, and the measures over all queries, with testdata/ranking.golden.
// A line of the queries is "query => the first name of what should be found";
// "=> -" wants nothing.
func TestRanking(t *testing.T) {
	x := filled(t, corpus(t))
	raw, err := os.ReadFile("testdata/queries.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	var m measures
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		text, want, ok := strings.Cut(line, " => ")
		if !ok {
			t.Fatalf("queries.txt: %q has no \" => \"", line)
		}
		hits, err := x.Search(context.Background(), Query{Text: text})
		if err != nil {
			t.Errorf("Search(%q): %v", text, err)
			continue
		}
		at := m.add(hits, want)
		fmt.Fprintf(&out, "%s\n  wanted %s: %s\n", text, want, at)
		for _, h := range hits[:min(3, len(hits))] {
			fmt.Fprintf(&out, "  %d %.2f %s | %s\n", h.Rank, h.Score, h.Name, h.Why)
		}
	}
	fmt.Fprintf(&out, "\n%s\n", &m)
	t.Log(m.String())
	const golden = "testdata/ranking.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), out.String()); d != "" {
		t.Errorf("ranking has changed (run with -update if for the better), -golden +got:\n%s", d)
	}
}

// measures are those of a ranking with one right answer a query.
type measures struct {
	queries, first, five int
	reciprocal           float64
}

// add takes in one query's hits and says where the wanted one stands.
func (m *measures) add(hits []Hit, want string) string {
	m.queries++
	if want == "-" {
		if len(hits) == 0 {
			m.first++
			m.five++
			m.reciprocal++
			return "right"
		}
		return "WRONG, found something"
	}
	for _, h := range hits {
		if h.Name != want {
			continue
		}
		if h.Rank == 1 {
			m.first++
		}
		if h.Rank <= 5 {
			m.five++
		}
		m.reciprocal += 1 / float64(h.Rank)
		return fmt.Sprintf("rank %d", h.Rank)
	}
	return "MISSED"
}

func (m *measures) String() string {
	n := float64(m.queries)
	return fmt.Sprintf("%d queries, recall@1 %.3f, recall@5 %.3f, MRR %.3f", m.queries, float64(m.first)/n, float64(m.five)/n, m.reciprocal/n)
}

// filled is an index in memory over a shelf.
func filled(t testing.TB, s Reader) *Index {
	t.Helper()
	x, err := Open(Options{InMemory: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := x.CatchUp(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	return x
}
