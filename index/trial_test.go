package index

import (
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/pierce-er/pierce/engine"
)

// trial is one labelled query: a text as someone would type it, and the entity
// that is meant.
type trial struct {
	group string // what it is counted under
	all   string // the same of a group of groups; "" for none
	key   string // what decides which half it falls in
	text  string
	kind  engine.Kind
	want  engine.EntityID
}

// hitCount counts how often the entity that is meant comes first, and among
// the first ten.
type hitCount struct{ asked, first, ten int }

func (h *hitCount) add(rank int) {
	h.asked++
	if rank == 1 {
		h.first++
	}
	if rank > 0 && rank <= 10 {
		h.ten++
	}
}

func (h *hitCount) at(k int) float64 {
	n := h.first
	if k == 10 {
		n = h.ten
	}
	return float64(n) / float64(max(h.asked, 1))
}

func (h *hitCount) String() string {
	return fmt.Sprintf("%6d asked  @1 %.3f  @10 %.3f", h.asked, h.at(1), h.at(10))
}

// halves are counts over all, and over either half of the labels by a hash of
// their keys: rules are tuned on the first alone, so that the second tells
// whether they hold for names that nobody looked at.
type halves [3]hitCount

func (h *halves) add(key string, rank int) {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(key)) // a hash never fails
	h[0].add(rank)
	h[1+sum.Sum32()>>16&1].add(rank)
}

// inFirstHalf reports whether a key is in the half on which rules are tuned.
func inFirstHalf(key string) bool {
	var h halves
	h.add(key, 0)
	return h[1].asked == 1
}

// runTrials asks every trial, on all processors, and prints the counts by
// group. misses, where it is not nil, is told of every query of the first half
// whose answer is not the first.
func runTrials(t *testing.T, x *Index, trials []trial, misses func(trial, int, []Hit)) map[string]*halves {
	t.Helper()
	groups := map[string]*halves{}
	for i, hits := range askTrials(t, x, trials) {
		c := &trials[i]
		rank := 0
		for _, h := range hits {
			if h.Entity == c.want {
				rank = h.Rank
			}
		}
		for _, g := range []string{c.group, c.all} {
			if groups[g] == nil {
				groups[g] = &halves{}
			}
			groups[g].add(c.key, rank)
		}
		if misses != nil && rank != 1 && inFirstHalf(c.key) {
			misses(*c, rank, hits)
		}
	}
	delete(groups, "")
	for _, g := range slices.Sorted(maps.Keys(groups)) {
		h := groups[g]
		t.Logf("%-44s %s | tuned half @1 %.3f @10 %.3f | other half @1 %.3f @10 %.3f", g, &h[0], h[1].at(1), h[1].at(10), h[2].at(1), h[2].at(10))
	}
	return groups
}

// askTrials gives what each trial finds.
func askTrials(t *testing.T, x *Index, trials []trial) [][]Hit {
	t.Helper()
	out := make([][]Hit, len(trials))
	var next atomic.Int64
	var g errgroup.Group
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(trials) {
					return nil
				}
				var err error
				if out[i], err = x.Search(context.Background(), Query{Text: trials[i].text, Kind: trials[i].kind}); err != nil {
					return fmt.Errorf("Search(%q): %w", trials[i].text, err)
				}
			}
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	return out
}

// showMisses writes what runTrials tells to the file that PIERCE_MISSES names;
// nil where it names none.
func showMisses(t *testing.T) func(trial, int, []Hit) {
	t.Helper()
	path := os.Getenv("PIERCE_MISSES")
	if path == "" {
		return nil
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return func(c trial, rank int, hits []Hit) {
		var b strings.Builder
		fmt.Fprintf(&b, "%s | %s | wanted %s, rank %d\n", c.group, c.text, c.want, rank)
		for _, h := range hits[:min(len(hits), 4)] {
			fmt.Fprintf(&b, "   %d %s %.3f %s | %s\n", h.Rank, h.Entity, h.Score, h.Matched, h.Why)
		}
		_, _ = f.WriteString(b.String()) // an aid for a reader: a short file is no failure of the test
	}
}

// wholeSets reports whether every label is to be asked, not a sample.
func wholeSets() bool { return os.Getenv("PIERCE_FULL") != "" }
