package cluster

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pierce-er/pierce/engine"
)

// readCases reads testdata/partition.txt; see there for the form.
func readCases(t *testing.T) map[string][]string {
	t.Helper()
	f, err := os.Open("testdata/partition.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cases, name := map[string][]string{}, ""
	s := bufio.NewScanner(f)
	for s.Scan() {
		line := strings.TrimSpace(s.Text())
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "case "):
			name = line[5:]
		default:
			cases[name] = append(cases[name], line)
		}
	}
	if s.Err() != nil || len(cases) == 0 {
		t.Fatalf("testdata/partition.txt: %v, %d cases", s.Err(), len(cases))
	}
	return cases
}

// component builds what the lines of a case say, and what they want.
func component(t *testing.T, lines []string) (c Component, want string) {
	t.Helper()
	at := map[string]int{}
	pairs := map[[2]int]float64{}
	apart, wholes := map[[2]int]bool{}, map[string]float64{}
	index := func(s string) int {
		i, ok := at[s]
		if !ok {
			t.Fatalf("unknown party %q", s)
		}
		return i
	}
	for _, line := range lines {
		f := strings.Fields(line)
		switch f[0] {
		case "parties":
			for i, p := range f[1:] {
				at[p] = i
				c.Members = append(c.Members, Member{ID: engine.PartyID(p)})
			}
		case "match":
			w, err := strconv.ParseFloat(f[3], 64)
			if err != nil {
				t.Fatal(err)
			}
			a, b := index(f[1]), index(f[2])
			pairs[[2]int{min(a, b), max(a, b)}] = w
			if w < 5 && w >= 0 {
				c.Near = append(c.Near, Edge{A: a, B: b, Weight: w})
			}
			if w >= 5 {
				c.Edges = append(c.Edges, Edge{A: a, B: b, Weight: w, Exact: len(f) > 4})
			}
		case "apart":
			a, b := index(f[1]), index(f[2])
			apart[[2]int{min(a, b), max(a, b)}] = true
		case "whole":
			w, err := strconv.ParseFloat(f[3], 64)
			if err != nil {
				t.Fatal(err)
			}
			wholes[f[1]+" "+f[2]] = w - 5
		case "same", "different":
			c.Decisions = append(c.Decisions, Decision{index(f[1]), index(f[2]), f[0] == "same"})
		case "mark":
			m := &c.Members[index(f[1])]
			slot, value, _ := strings.Cut(f[2], "=")
			m.Marks = SortMarks(append(m.Marks, Mark{uint64(slot[0]), uint64(value[0])}))
		case "strong":
			m := &c.Members[index(f[1])]
			m.Strong = append(m.Strong, uint64(f[2][0]))
		case "want":
			want = strings.Join(f[1:], " ")
		default:
			t.Fatalf("unknown line %q", line)
		}
	}
	c.Weight = func(a, b int) float64 {
		if apart[[2]int{a, b}] {
			return -WholeClamp
		}
		return pairs[[2]int{a, b}]
	}
	c.Same = 5
	c.Beside = func(a, b int) float64 { return pairs[[2]int{a, b}] - 20 }
	c.Apart = func(a, b int) bool { return apart[[2]int{a, b}] }
	c.Whole = func(a, b []int) float64 {
		if w, ok := wholes[show(c, [][]int{a})+" "+show(c, [][]int{b})]; ok {
			return w
		}
		return -100
	}
	return c, want
}

func show(c Component, groups [][]int) string {
	var out []string
	for _, g := range groups {
		var ids []string
		for _, m := range g {
			ids = append(ids, string(c.Members[m].ID))
		}
		out = append(out, strings.Join(ids, "+"))
	}
	return strings.Join(out, " ")
}

func TestPartitionCases(t *testing.T) {
	for name, lines := range readCases(t) {
		t.Run(name, func(t *testing.T) {
			c, want := component(t, lines)
			if got := show(c, Partition(c)); got != want {
				t.Errorf("Partition(%s) = %s, want %s", name, got, want)
			}
		})
	}
}

// drawComponent draws a component of up to ten members.
func drawComponent(t *rapid.T) Component {
	n := rapid.IntRange(1, 10).Draw(t, "members")
	var c Component
	for i := range n {
		m := Member{ID: engine.PartyID(fmt.Sprintf("p%02d", i))}
		for range rapid.IntRange(0, 2).Draw(t, "marks") {
			m.Marks = append(m.Marks, Mark{uint64(rapid.IntRange(0, 1).Draw(t, "slot")), uint64(rapid.IntRange(0, 2).Draw(t, "value"))})
		}
		m.Marks = SortMarks(m.Marks)
		if rapid.IntRange(0, 2).Draw(t, "has strong") == 0 {
			m.Strong = []uint64{uint64(rapid.IntRange(0, 2).Draw(t, "strong"))}
		}
		c.Members = append(c.Members, m)
	}
	weights := map[[2]int]float64{}
	for a := range n {
		for b := a + 1; b < n; b++ {
			w := float64(rapid.IntRange(-20, 20).Draw(t, "weight"))
			weights[[2]int{a, b}] = w
			if w >= 5 {
				c.Edges = append(c.Edges, Edge{A: a, B: b, Weight: w})
			}
			if v := rapid.IntRange(0, 15).Draw(t, "decision"); v < 2 {
				c.Decisions = append(c.Decisions, Decision{a, b, v == 0})
			}
		}
	}
	c.Weight = func(a, b int) float64 { return weights[[2]int{a, b}] }
	if rapid.Bool().Draw(t, "wholes") {
		c.Same, c.Beside = 5, func(a, b int) float64 { return weights[[2]int{a, b}] - 8 }
		c.Apart = func(a, b int) bool { return weights[[2]int{a, b}] < -15 }
		c.Whole = func(a, b []int) float64 {
			best := -100.0
			for _, x := range a {
				for _, y := range b {
					best = max(best, weights[[2]int{min(x, y), max(x, y)}])
				}
			}
			return best - 3
		}
		for k, w := range weights {
			if w >= 0 && w < 5 {
				c.Near = append(c.Near, Edge{A: k[0], B: k[1], Weight: w})
			}
		}
	}
	return c
}

// TestPartitionLaws: the order of edges and decisions, and which end of them
// comes first, do not matter; judged "same" are together; two that a mark or a
// judgement keeps apart are together only through judgements "same".
func TestPartitionLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawComponent(t)
		got := Partition(c)
		d := c
		d.Edges = rapid.Permutation(c.Edges).Draw(t, "edges")
		d.Decisions = rapid.Permutation(c.Decisions).Draw(t, "decisions")
		d.Near = slices.Clone(c.Near) // in the order of a map already
		slices.Reverse(d.Near)
		for i := range d.Edges {
			d.Edges[i].A, d.Edges[i].B = d.Edges[i].B, d.Edges[i].A
		}
		if diff := cmp.Diff(got, Partition(d)); diff != "" {
			t.Fatalf("Partition depends on the order of its input:\n%s", diff)
		}
		group := map[int]int{}
		for g, members := range got {
			for _, m := range members {
				group[m] = g
			}
		}
		if len(group) != len(c.Members) {
			t.Fatalf("Partition gives %d of %d members", len(group), len(c.Members))
		}
		by := Partition(Component{Members: c.Members, Decisions: keep(c.Decisions, true)}) // strong ids join here too
		together := map[int]int{}
		for g, members := range by {
			for _, m := range members {
				together[m] = g
			}
		}
		for _, e := range c.Decisions {
			if e.Same && group[e.A] != group[e.B] {
				t.Fatalf("%d and %d are judged same and stand apart", e.A, e.B)
			}
			if !e.Same && group[e.A] == group[e.B] && together[e.A] != together[e.B] {
				t.Fatalf("%d and %d are judged different and stand together", e.A, e.B)
			}
		}
		if len(c.Decisions) == 0 {
			for a := range c.Members {
				for b := range a {
					if group[a] == group[b] && Conflict(c.Members[a].Marks, c.Members[b].Marks) {
						t.Fatalf("%d and %d conflict and stand together", a, b)
					}
				}
			}
		}
	})
}

func keep(ds []Decision, same bool) []Decision {
	return slices.DeleteFunc(slices.Clone(ds), func(d Decision) bool { return d.Same != same })
}

func TestContradiction(t *testing.T) {
	j := func(id, a, b string, same bool) engine.Judgement {
		return engine.Judgement{ID: id, A: engine.PartyID(a), B: engine.PartyID(b), Same: same}
	}
	undone := j("j9", "a", "d", true)
	undone.UndoneAt = "2026-01-01T00:00:00Z"
	given := []engine.Judgement{j("j1", "a", "b", true), j("j2", "c", "b", true), j("j3", "d", "e", false), j("j4", "e", "f", true), undone}
	for _, c := range []struct {
		next engine.Judgement
		want []string
	}{
		{j("n", "a", "c", false), []string{"j1", "j2"}},
		{j("n", "a", "d", false), nil},
		{j("n", "d", "f", true), []string{"j3", "j4"}},
		{j("n", "f", "d", true), []string{"j4", "j3"}},
		{j("n", "a", "f", true), nil},
		{j("n", "a", "c", true), nil},
	} {
		var got []string
		for _, x := range Contradiction(given, c.next) {
			got = append(got, x.ID)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("Contradiction(…, %s=%s %v) (-want +got):\n%s", c.next.A, c.next.B, c.next.Same, d)
		}
	}
}

func TestAssign(t *testing.T) {
	party := func(s string) (out []engine.PartyID) {
		for _, p := range strings.Fields(s) {
			out = append(out, engine.PartyID(p))
		}
		return out
	}
	none := func(engine.EntityID) bool { return false }
	fresh := Assign([][]engine.PartyID{party("a b"), party("c")}, func(engine.PartyID) engine.EntityID { return "" }, nil, none)
	if fresh.IDs[0] != NewID("a", 0) || fresh.IDs[1] != NewID("c", 0) || len(fresh.Events) != 2 {
		t.Errorf("Assign of new groups = %+v, want ids of a and c and two events", fresh)
	}
	was := map[engine.PartyID]engine.EntityID{"a": "e1", "b": "e1", "c": "e1", "d": "e2", "x": "e3"}
	held := func(p engine.PartyID) engine.EntityID { return was[p] }
	// e1 loses a; b and c take e2's d in; x is gone.
	got := Assign([][]engine.PartyID{party("a"), party("b c d")}, held, []engine.EntityID{"e1", "e2", "e3"}, none)
	want := Identity{IDs: []engine.EntityID{NewID("a", 0), "e1"}, Redirects: map[engine.EntityID]engine.EntityID{"e2": "e1"}, Gone: []engine.EntityID{"e3"},
		Events: []engine.Event{{Kind: engine.Split, Entity: NewID("a", 0), From: "e1"}, {Kind: engine.Merged, Entity: "e1", From: "e2"}, {Kind: engine.Retired, Entity: "e3"}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("Assign (-want +got):\n%s", d)
	}
	taken := Assign([][]engine.PartyID{party("a")}, func(engine.PartyID) engine.EntityID { return "" }, nil, func(id engine.EntityID) bool { return id == NewID("a", 0) })
	if taken.IDs[0] != NewID("a", 1) {
		t.Errorf("Assign with a taken id = %v, want the next try %v", taken.IDs[0], NewID("a", 1))
	}
}

func TestNewID(t *testing.T) {
	if id := NewID("ofac/36", 0); len(id) != 13 || id[0] != 'e' || id == NewID("ofac/36", 1) || id == NewID("ofac/37", 0) {
		t.Errorf("NewID(%q, 0) = %q", "ofac/36", id)
	}
}
