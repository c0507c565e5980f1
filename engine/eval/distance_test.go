package eval

import (
	"slices"
	"testing"
)

// partitions lists all ways to part n records: each record's group is at most
// one above the highest before it.
func partitions(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var out [][]int
	for _, p := range partitions(n - 1) {
		top := -1
		for _, g := range p {
			top = max(top, g)
		}
		for g := range top + 2 {
			out = append(out, append(slices.Clone(p), g))
		}
	}
	return out
}

// finer reports whether each group of p lies within one of q.
func finer(p, q []int) bool {
	for i := range p {
		for j := range p {
			if p[i] == p[j] && q[i] != q[j] {
				return false
			}
		}
	}
	return true
}

func partition(p []int) Partition {
	out := Partition{}
	for i, g := range p {
		out[string(rune('a'+i))] = string(rune('x' + g))
	}
	return out
}

// TestDistanceOf compares the count of steps with a search through all
// partitions of five records for the one, finer than both, by way of which it
// is shortest.
func TestDistanceOf(t *testing.T) {
	all := partitions(5)
	if len(all) != 52 {
		t.Fatalf("five records can be parted in %d ways, want 52", len(all))
	}
	for _, from := range all {
		for _, to := range all {
			least := 10
			for _, by := range all {
				if finer(by, from) && finer(by, to) {
					least = min(least, 2*slices.Max(by)-slices.Max(from)-slices.Max(to))
				}
			}
			d := DistanceOf(partition(to), partition(from))
			if d.Splits+d.Merges != int64(least) {
				t.Fatalf("DistanceOf(%v, %v) = %+v, want %d steps", to, from, d, least)
			}
		}
	}
}
