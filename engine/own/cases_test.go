package own

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// sharedFile finds a file of material that does not belong to the repository,
// and skips the test where it is absent.
func sharedFile(t testing.TB, name string) []byte {
	t.Helper()
	for _, dir := range []string{os.Getenv("PIERCE_SHARED"), "../../../shared", "../../shared"} {
		if dir == "" {
			continue
		}
		if b, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
			return b
		}
	}
	t.Skipf("%s is not there; set PIERCE_SHARED to the folder that holds it", name)
	return nil
}

type vector struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Edges []struct {
		Owner  string          `json:"owner"`
		Entity string          `json:"entity"`
		Pct    json.RawMessage `json:"pct"`
		From   engine.Date     `json:"valid_from"`
		To     engine.Date     `json:"valid_to"`
	} `json:"edges"`
	Bands    map[string]string `json:"bands"`
	Listed   []string          `json:"listed"`
	Listings []struct {
		Party string      `json:"party"`
		From  engine.Date `json:"frm"`
		To    engine.Date `json:"to"`
	} `json:"listings"`
	Holders map[string][2]int64        `json:"holders"`
	Votes   [2]int64                   `json:"votes_per_share"`
	Expect  map[string]json.RawMessage `json:"expect"`
}

// testRules are the rules that the worked vectors speak of; strict50 is a
// plain strict cascade, not the United Kingdom's rule.
var (
	testOFAC   = Rule{ID: "ofac", Test: Ownership, Threshold: half, Aggregate: true, Lists: []engine.ListID{"l"}}
	testUK     = Rule{ID: "uk", Test: Ownership, Threshold: half, Strict: true, PerPerson: true, Votes: true, Lists: []engine.ListID{"l"}}
	testStrict = Rule{ID: "strict50", Test: Ownership, Threshold: half, Strict: true, Aggregate: true, Lists: []engine.ListID{"l"}}
)

func (v *vector) graph(t testing.TB) *Graph {
	t.Helper()
	var stakes []engine.Stake
	var listings []Listed
	for _, e := range v.Edges {
		share, err := engine.ParseShare(strings.Trim(string(e.Pct), `"`))
		if err != nil {
			t.Fatal(err)
		}
		stakes = append(stakes, engine.Stake{Owner: engine.EntityID(e.Owner), Owned: engine.EntityID(e.Entity), Kind: engine.Shares, Share: share, From: e.From, Until: e.To})
	}
	for owner, band := range v.Bands {
		share, err := engine.ParseShare(band)
		if err != nil {
			t.Fatal(err)
		}
		stakes = append(stakes, engine.Stake{Owner: engine.EntityID(owner), Owned: "E", Kind: engine.Shares, Share: share})
	}
	for _, l := range v.Listed {
		listings = append(listings, Listed{Entity: engine.EntityID(l), List: "l"})
	}
	for _, l := range v.Listings {
		listings = append(listings, Listed{Entity: engine.EntityID(l.Party), List: "l", From: l.From, Until: l.To})
	}
	return Build(stakes, listings, nil)
}

func (v *vector) expect(t testing.TB, key string, into any) bool {
	raw, ok := v.Expect[key]
	if !ok || bytes.Equal(raw, []byte("null")) {
		return false
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatalf("%s: %s: %v", v.ID, key, err)
	}
	return true
}

// caught are the entities at tier 1 and below, by Captured and by Judge.
func caught(t testing.TB, g *Graph, rule Rule, asOf engine.Date) []string {
	t.Helper()
	out := []string{}
	for _, v := range capturedBy(g, rule, asOf) {
		if v.Verdict == Yes && v.Tier > 0 {
			out = append(out, string(v.Entity))
		}
	}
	one := []string{}
	for i := range int32(g.Len()) {
		v, err := g.Judge(g.ids.id(i), rule, asOf)
		if err != nil {
			t.Fatal(err)
		}
		if v.Verdict == Yes && v.Tier > 0 {
			one = append(one, string(v.Entity))
		}
	}
	slices.Sort(one)
	if !slices.Equal(out, one) {
		t.Errorf("%s: Captured gives %v, Judge one by one %v", rule.ID, out, one)
	}
	return out
}

func TestVectors(t *testing.T) {
	var vectors []vector
	if err := json.Unmarshal(sharedFile(t, "ownership-cases.json"), &vectors); err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		t.Run(v.ID, func(t *testing.T) {
			if len(v.Edges) == 0 && len(v.Bands) == 0 {
				t.Skip("the case holds no graph of shares to run; vectors_test.go checks it in its own form")
			}
			g := v.graph(t)
			v.checkCaught(t, g)
			v.checkBands(t, g)
			v.checkControl(t, g)
			v.checkIntegrated(t, g)
			v.checkParent(t, g)
		})
	}
}

func (v *vector) checkCaught(t *testing.T, g *Graph) {
	if len(v.Bands) > 0 {
		return
	}
	for _, rule := range []Rule{testOFAC, testUK} {
		var want []string
		if v.expect(t, rule.ID, &want) {
			if got := caught(t, g, rule, 0); !slices.Equal(got, want) {
				t.Errorf("%s catches %v, want %v", rule.ID, got, want)
			}
		}
	}
	for day, raw := range v.Expect {
		asOf, err := engine.ParseDate(day)
		if err != nil || !asOf.Exact() {
			continue
		}
		var want struct{ OFAC []string }
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatal(err)
		}
		if got := caught(t, g, testOFAC, asOf); !slices.Equal(got, want.OFAC) {
			t.Errorf("ofac as of %v catches %v, want %v", asOf, got, want.OFAC)
		}
	}
}

func (v *vector) checkBands(t *testing.T, g *Graph) {
	if len(v.Bands) == 0 {
		return
	}
	for _, rule := range []Rule{testOFAC, testStrict} {
		var want string
		v.expect(t, rule.ID, &want)
		want = map[string]string{"YES": "yes", "NO": "no", "UNKNOWN": "unknown", "NO_unless_hidden_holder_listed": "no-unless-hidden"}[want]
		got, err := g.Judge("E", rule, 0)
		if err != nil || string(got.Verdict) != want {
			t.Errorf("Judge(E, %s) = %s (%v), %v; want %s", rule.ID, got.Verdict, got.Reasons, err, want)
		}
	}
	var lo, hi, top float64
	var loOpen, hiOpen bool
	v.expect(t, "lo", &lo)
	v.expect(t, "lo_open", &loOpen)
	v.expect(t, "hi_if_rest_clean", &hi)
	v.expect(t, "hi_if_rest_clean_open", &hiOpen)
	v.expect(t, "hi_any", &top)
	e, _ := g.ids.find("E")
	c := &cascade{d: g.on(0), rule: &testOFAC, run: upper, in: map[int32]bool{e: true}}
	c.tier = map[int32]int32{}
	for _, l := range v.Listed {
		i, _ := g.ids.find(engine.EntityID(l))
		c.tier[i] = 0
	}
	b := c.sum(e, economic)
	c.run = hidden
	any := c.sum(e, economic)
	unit := float64(engine.Whole) / 100
	if float64(b.lo)/unit != lo || b.loOpen != loOpen || float64(b.hi)/unit != hi || b.hiOpen != hiOpen || float64(any.hi)/unit != top {
		t.Errorf("bounds %+v, hidden %+v; want lo %v open %v, hi %v open %v, any %v", b, any, lo, loOpen, hi, hiOpen, top)
	}
}

func (v *vector) checkControl(t *testing.T, g *Graph) {
	var want map[string][]string
	if !v.expect(t, "control", &want) {
		return
	}
	for i := range int32(g.Len()) {
		by := g.ids.id(i)
		got, err := g.Controlled(by, 0)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(got) != fmt.Sprint(want[string(by)]) && len(got)+len(want[string(by)]) > 0 {
			t.Errorf("Controlled(%s) = %v, want %v", by, got, want[string(by)])
		}
	}
}

func (v *vector) checkParent(t *testing.T, g *Graph) {
	if _, ok := v.Expect["ultimate_parent"]; !ok {
		return
	}
	var want, status string
	v.expect(t, "ultimate_parent", &want)
	v.expect(t, "status", &status)
	p, err := g.Parent(engine.EntityID(map[string]string{"C41": "OPCO-SG", "C42": "JV-MY"}[v.ID]), 0)
	if err != nil || string(p.Entity) != want || status != "" && string(p.Status) != status {
		t.Errorf("Parent = %+v, %v; want %q, status %q", p, err, want, status)
	}
}

func (v *vector) checkIntegrated(t *testing.T, g *Graph) {
	if raw := v.Expect["integrated"]; len(raw) > 0 && raw[0] == '"' {
		tree, err := g.Trace("A", 0, TraceOptions{})
		if err != nil || len(tree.Loops) != 1 || !tree.Loops[0].Closed || len(tree.Terminals) != 1 || tree.Terminals[0].Kind != EndLoop {
			t.Errorf("Trace(A) = %+v, %v; want one closed loop and all of it ending there", tree, err)
		}
		return
	}
	var want map[string]float64
	v.expect(t, "integrated", &want)
	if want == nil {
		return
	}
	for i := range int32(g.Len()) {
		for j := range int32(g.Len()) {
			if i == j {
				continue
			}
			owner, owned := g.ids.id(i), g.ids.id(j)
			got, err := g.Integrated(owner, owned, 0)
			if err != nil {
				t.Fatal(err)
			}
			if d := float64(got.Lo)/float64(engine.Whole)*100 - want[string(owner)+"->"+string(owned)]; d > 6e-7 || d < -6e-7 {
				t.Errorf("Integrated(%s, %s) = %v, want %v", owner, owned, got, want[string(owner)+"->"+string(owned)])
			}
		}
	}
	var through map[string]float64
	v.expect(t, "listed_lookthrough_pct", &through)
	for i := range int32(g.Len()) {
		e := g.ids.id(i)
		if slices.Contains(v.Listed, string(e)) {
			continue
		}
		got, err := g.Lookthrough(e, testOFAC, 0)
		if err != nil {
			t.Fatal(err)
		}
		if d := float64(got.Lo)/float64(engine.Whole)*100 - through[string(e)]; d > 6e-7 || d < -6e-7 {
			t.Errorf("Lookthrough(%s) = %v, want %v", e, got, through[string(e)])
		}
	}
}

// capturedBy is Captured that nobody stops.
func capturedBy(g *Graph, rule Rule, asOf engine.Date) []Verdict {
	out, err := g.Captured(context.Background(), rule, asOf)
	if err != nil {
		panic(err)
	}
	return out
}
