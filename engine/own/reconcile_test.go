package own

import (
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pierce-er/pierce/engine"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite the expected parts of testdata")

// TestReconcileCases runs testdata/reconcile/*.txt. A file holds cases: a
// title after "==", claims one a line, "--", and the stakes that they make.
//
//	claim: OWNER KIND SHARE FROM UNTIL RECORD WORDS…
//
// "-" stands for nothing; words are id=…, direct, indirect, either, component,
// joint and unnamed=…; an owner "?X" is one that no record describes.
func TestReconcileCases(t *testing.T) {
	files, err := filepath.Glob("testdata/reconcile/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in testdata/reconcile: %v", err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for i, c := range strings.Split(string(b), "== ") {
			if i == 0 {
				out.WriteString(c)
				continue
			}
			head, want, _ := strings.Cut(c, "--\n")
			title, lines, _ := strings.Cut(head, "\n")
			got := stakesText(Reconcile("T", readClaims(t, lines)))
			fmt.Fprintf(&out, "== %s--\n%s", head, got)
			if i+1 < strings.Count(string(b), "== ")+1 {
				out.WriteString("\n")
			}
			if !*update && strings.TrimSpace(got) != strings.TrimSpace(want) {
				t.Errorf("%s: %s: Reconcile gives (-want +got)\n%s", f, title, cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(got)))
			}
		}
		if *update {
			if err := os.WriteFile(f, []byte(strings.TrimRight(out.String(), "\n")+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func stakesText(stakes []engine.Stake) string {
	var out strings.Builder
	for _, s := range stakes {
		owner := string(s.Owner)
		if owner == "" {
			owner = "nobody(" + s.Reason + ")"
		}
		fmt.Fprintf(&out, "%s %s %v %s %s %v %v\n", owner, s.Kind, s.Share, dash(s.From.String()), dash(s.Until.String()), s.Flags, s.Sources)
	}
	return out.String()
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func undash(s string) string {
	if s == "-" {
		return ""
	}
	return s
}

func readClaims(t testing.TB, text string) []Claim {
	var out []Claim
	for _, line := range strings.Split(text, "\n") {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		if len(f) < 6 {
			t.Fatalf("claim %q: want OWNER KIND SHARE FROM UNTIL RECORD", line)
		}
		share, err := engine.ParseShare(undash(f[2]))
		if err != nil {
			t.Fatal(err)
		}
		c := Claim{OwnedEntity: "T", Record: engine.RecordID(f[5])}
		c.Kind, c.Share, c.From, c.Until = engine.InterestKind(f[1]), share, mustDate(t, f[3]), mustDate(t, f[4])
		if name, ok := strings.CutPrefix(f[0], "?"); ok {
			c.Owner = engine.PartyID(name)
		} else {
			c.OwnerEntity = engine.EntityID(undash(f[0]))
		}
		for _, w := range f[6:] {
			key, v, _ := strings.Cut(w, "=")
			switch key {
			case "id":
				c.ID = v
			case "direct", "indirect", "either":
				c.Directness = engine.Directness(key)
			case "component":
				c.Component = true
			case "joint":
				c.Aggregate = true
			case "unnamed":
				c.Unnamed = v
			default:
				t.Fatalf("claim %q: word %q", line, w)
			}
		}
		out = append(out, c)
	}
	return out
}

func mustDate(t testing.TB, s string) engine.Date {
	d, err := engine.ParseDate(undash(s))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func drawClaims(t *rapid.T) []Claim {
	kinds := []engine.InterestKind{engine.Shares, engine.Votes, engine.Consolidation}
	dates := []engine.Date{0, 20150000, 20150600, 20160101, 20160615, 20170000, 20180101}
	shares := []string{"", "10", "25", "[25,50]", "(25,50]", "60", "(50,75)", "100"}
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Claim {
		share, err := engine.ParseShare(rapid.SampledFrom(shares).Draw(t, "share"))
		if err != nil {
			t.Fatal(err)
		}
		c := Claim{OwnerEntity: rapid.SampledFrom([]engine.EntityID{"", "P", "Q", "T"}).Draw(t, "owner"),
			Record: rapid.SampledFrom([]engine.RecordID{"a/1", "a/2", "b/1"}).Draw(t, "record")}
		c.Kind = rapid.SampledFrom(kinds).Draw(t, "kind")
		c.Share = share
		c.From, c.Until = rapid.SampledFrom(dates).Draw(t, "from"), rapid.SampledFrom(dates).Draw(t, "until")
		c.ID = rapid.SampledFrom([]string{"", "", "1", "2"}).Draw(t, "id")
		c.Directness = rapid.SampledFrom([]engine.Directness{"", engine.Direct, engine.Indirect, engine.DirectOrIndirect}).Draw(t, "directness")
		c.Component, c.Aggregate = rapid.Bool().Draw(t, "component"), rapid.Bool().Draw(t, "joint")
		return c
	}), 0, 14).Draw(t, "claims")
}

// Reconcile neither minds the order of claims nor hearing one twice.
func TestReconcileOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		claims := drawClaims(t)
		want := Reconcile("T", claims)
		again := append(slices.Clone(claims), claims...)
		rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed"))).Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
		if d := cmp.Diff(want, Reconcile("T", again)); d != "" {
			t.Fatalf("Reconcile of %v twice and shuffled differs:\n%s", claims, d)
		}
	})
}

// Whoever claims something on a day has a stake that holds on it, or, where
// another claim has a coarse date, may hold on it; and no more stakes of one
// owner and kind than there are classes and readings of such dates.
func TestReconcileCovers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		claims := drawClaims(t)
		day := engine.MakeDate(rapid.IntRange(2014, 2019).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
		stakes := Reconcile("T", claims)
		seen := map[string]int{}
		for _, s := range stakes {
			if before(s.From, s.Until) && engine.Covers(s.From, s.Until, day) != engine.No && !hasFlag(&s, Reversed) {
				seen[string(s.Owner)+s.Reason+string(s.Kind)]++
			}
		}
		for k, n := range seen {
			if n > 4*4 {
				t.Fatalf("%d stakes of %s on %v from %v", n, k, day, claims)
			}
		}
		for i := range claims {
			c := &claims[i]
			h := holderOf(c)
			if before(c.From, c.Until) && engine.Covers(c.From, c.Until, day) == engine.Yes && seen[string(h.entity)+h.reason+string(c.Kind)] == 0 {
				t.Fatalf("claim %v on %v left no stake in %v", c, day, stakes)
			}
		}
	})
}

func BenchmarkReconcile(b *testing.B) {
	var claims []Claim
	for i := range 10_000 {
		c := Claim{OwnerEntity: engine.EntityID(fmt.Sprintf("P%d", i)), Record: engine.RecordID(fmt.Sprintf("a/%d", i))}
		c.Kind, c.Share = engine.Shares, engine.Exactly(engine.Whole/10_000)
		claims = append(claims, c)
	}
	for b.Loop() {
		Reconcile("T", claims)
	}
	b.ReportMetric(float64(len(claims)*b.N)/b.Elapsed().Seconds(), "claims/s")
}

// TestLongHistory: 20,000 statements of one holding, each standing until the
// next, are told apart however many there are, and said in any order.
func TestLongHistory(t *testing.T) {
	const n = 20_000
	day := func(i int) engine.Date {
		y, m, d := time.Date(1970, 1, 1+i, 0, 0, 0, 0, time.UTC).Date()
		return engine.MakeDate(y, int(m), d)
	}
	claims := make([]Claim, n)
	for i := range claims {
		claims[(i*7919)%n] = Claim{Interest: engine.Interest{Kind: engine.Shares, Share: engine.Percent(int64(i % 100)), From: day(i), Until: day(i + 1)},
			OwnerEntity: "eB", OwnedEntity: "eA", Record: "a/1"}
	}
	stakes := Reconcile("eA", claims)
	if len(stakes) != n {
		t.Fatalf("Reconcile of %d statements, one after the other = %d stakes, want each", n, len(stakes))
	}
	for i, s := range stakes {
		if s.From != day(i) || s.Share != engine.Percent(int64(i%100)) || len(s.Flags) > 0 {
			t.Fatalf("stake %d = %+v, want %d %% from %v without a flag", i, s, i%100, day(i))
		}
	}
}
