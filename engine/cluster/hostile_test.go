package cluster

import (
	"fmt"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// crowd is a component of n members whose weights are worked out.
func crowd(n int, weight func(a, b int) float64) Component {
	c := Component{Same: 5, Weight: weight, Beside: func(a, b int) float64 { return weight(a, b) - 32 },
		Apart: func(a, b int) bool { return weight(a, b) <= -15 }, Whole: func([]int, []int) float64 { return -1 }}
	for i := range n {
		c.Members = append(c.Members, Member{ID: engine.PartyID(fmt.Sprintf("p%05d", i))})
	}
	return c
}

func largest(groups [][]int) int {
	n := 0
	for _, g := range groups {
		n = max(n, len(g))
	}
	return n
}

// TestChain: in a long chain each party is like its neighbours and unlike all
// others. What comes out is short pieces, however long the chain.
func TestChain(t *testing.T) {
	for _, n := range []int{10, 48, 49, 1000, 20000} {
		c := crowd(n, func(a, b int) float64 {
			if b-a == 1 {
				return 8
			}
			return -12
		})
		for i := range n - 1 {
			c.Edges = append(c.Edges, Edge{A: i, B: i + 1, Weight: 8})
		}
		if got := largest(Partition(c)); got > 4 {
			t.Errorf("Partition(chain of %d) has a group of %d, want pairs and little more", n, got)
		}
	}
}

// TestStar: one sloppy record matches everybody, and nobody else each other.
func TestStar(t *testing.T) {
	for _, n := range []int{10, 48, 49, 5000} {
		c := crowd(n, func(a, b int) float64 {
			if a == 0 {
				return 6
			}
			return -12
		})
		for i := 1; i < n; i++ {
			c.Edges = append(c.Edges, Edge{A: 0, B: i, Weight: 6})
		}
		if got := largest(Partition(c)); got > 3 {
			t.Errorf("Partition(star of %d) has a group of %d, want a pair or little more", n, got)
		}
	}
}

// TestBridges: firm groups in a ring, each bridged to the next by one match,
// stay what they are.
func TestBridges(t *testing.T) {
	const groups, size = 300, 6
	c := crowd(groups*size, func(a, b int) float64 {
		if a/size == b/size {
			return 15
		}
		return -6
	})
	for g := range groups {
		for i := range size - 1 {
			c.Edges = append(c.Edges, Edge{A: g*size + i, B: g*size + i + 1, Weight: 15})
		}
		c.Edges = append(c.Edges, Edge{A: g * size, B: (g + 1) % groups * size, Weight: 9})
	}
	if got := Partition(c); len(got) != groups || largest(got) != size {
		t.Errorf("Partition(ring of %d groups of %d) has %d groups, the largest of %d", groups, size, len(got), largest(got))
	}
}

// TestOneNameOfMany: a crowd of one name whose members agree is one entity,
// however large.
func TestOneNameOfMany(t *testing.T) {
	const n = 3000
	c := crowd(n, func(int, int) float64 { return 9 })
	for i := 1; i < n; i++ {
		c.Edges = append(c.Edges, Edge{A: i / 2, B: i, Weight: 9})
	}
	if got := Partition(c); len(got) != 1 {
		t.Errorf("Partition(%d alike) has %d groups, want one", n, len(got))
	}
}

// TestWrongNumber: 10,000 parties of unlike names carry one tax number, an
// agent's. Those that are one by the rest of what is known stay one; the number
// joins nobody else. Where few carry it, it decides.
func TestWrongNumber(t *testing.T) {
	const n = 10000
	alike := func(a, b int) bool { return a/2 == b/2 } // in pairs
	c := crowd(n, func(a, b int) float64 {
		if alike(a, b) {
			return 32 + 6
		}
		return 32 - 28
	})
	for i := range c.Members {
		c.Members[i].Strong = []uint64{7}
	}
	for i := 0; i < n; i += 2 {
		c.Edges = append(c.Edges, Edge{A: i, B: i + 1, Weight: 38, Exact: true})
	}
	if got := Partition(c); len(got) != n/2 || largest(got) != 2 {
		t.Errorf("Partition(%d under one number) has %d groups, the largest of %d; want %d of 2", n, len(got), largest(got), n/2)
	}
	c.Members, c.Edges = c.Members[:strongMost], c.Edges[:strongMost/2]
	if got := Partition(c); len(got) != 1 {
		t.Errorf("Partition(%d under one number) has %d groups, want one", strongMost, len(got))
	}
}

// TestManyOfOneNumber: a company with very many records under its own number is
// one, whatever order its records come in.
func TestManyOfOneNumber(t *testing.T) {
	const n = 2000
	c := crowd(n, func(int, int) float64 { return 32 + 2 })
	for i := range c.Members {
		c.Members[i].Strong = []uint64{7}
	}
	if got := Partition(c); len(got) != 1 {
		t.Errorf("Partition(%d records of one company under its number) has %d groups, want one", n, len(got))
	}
}
