package front

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

// chain is a graph of a buyer that an island company holds in part, and a
// listed party with a part of it that varies.
func chain(island int64, share engine.Share) *own.Graph {
	return own.Build([]engine.Stake{
		{Owner: "island", Owned: "buyer", Kind: engine.Shares, Share: engine.Percent(island)},
		{Owner: "listed", Owned: "buyer", Kind: engine.Shares, Share: share},
	}, []own.Listed{{Entity: "listed", List: engine.BISEL}}, []own.Fact{
		{Entity: "buyer", Kind: engine.Company, Country: "SG", Name: "Buyer"},
		{Entity: "island", Kind: engine.Company, Country: "VG", Name: "Island", Undisclosed: true},
		{Entity: "listed", Kind: engine.Company, Country: "CN", Name: "Listed"},
	})
}

func factsOf(t *testing.T, g *own.Graph, e engine.EntityID) *Facts {
	t.Helper()
	asOf := engine.MakeDate(2025, 10, 15)
	tree, err := g.Trace(e, asOf, own.TraceOptions{})
	if err != nil {
		t.Fatal(err)
	}
	f := &Facts{Entity: e, Kind: engine.Company, AsOf: asOf, Tree: &tree}
	for _, id := range []string{"bis-affiliates", "bis-hq"} {
		rule, err := own.Find(id, asOf)
		if err != nil {
			t.Fatal(err)
		}
		v, err := g.Judge(e, rule, asOf)
		if err != nil {
			t.Fatal(err)
		}
		f.Verdicts = append(f.Verdicts, v)
	}
	return f
}

func found(f *Facts) map[string]float64 {
	out := map[string]float64{}
	signs, _ := Signs(f)
	for _, s := range signs {
		out[s.Sign] = s.Weight
	}
	return out
}

func TestOwnerSigns(t *testing.T) {
	for _, c := range []struct {
		name   string
		island int64
		share  engine.Share
		want   map[string]float64
	}{
		{"a listed holder of an unknown part, too little", 60, engine.Share{}, map[string]float64{"opaque-top": 3, "pct-unknown-with-listed-owner": 2}},
		{"a listed holder of an unknown part", 30, engine.Share{}, map[string]float64{"opaque-top": 3, "pct-unknown-with-listed-owner": 4, "owned50-possible": 3}},
		{"a listed holder of a range", 60, engine.Between(engine.Whole/4, engine.Whole/2, true, false), map[string]float64{"opaque-top": 3, "minority-listed": 3}},
		{"a listed minority", 60, engine.Percent(40), map[string]float64{"opaque-top": 3, "minority-listed": 4}},
		{"a small listed minority", 60, engine.Percent(5), map[string]float64{"opaque-top": 3, "minority-listed": 1.5}},
	} {
		if d := cmp.Diff(c.want, found(factsOf(t, chain(c.island, c.share), "buyer"))); d != "" {
			t.Errorf("%s: signs (-want +got)\n%s", c.name, d)
		}
	}
}

func TestJointControlWithGroup(t *testing.T) {
	g := own.Build([]engine.Stake{
		{Owner: "cn", Owned: "jv", Kind: engine.Shares, Share: engine.Percent(50)},
		{Owner: "my", Owned: "jv", Kind: engine.Shares, Share: engine.Percent(50)},
	}, nil, []own.Fact{{Entity: "jv", Kind: engine.Company, Country: "MY"}, {Entity: "cn", Kind: engine.Company, Country: "CN"}, {Entity: "my", Kind: engine.Company, Country: "MY"}})
	if got := found(factsOf(t, g, "jv"))["jv-joint-control"]; got != 3 {
		t.Errorf("joint control with a partner in CN weighs %v, want 3", got)
	}
}

func TestPlaceAndAge(t *testing.T) {
	day := engine.MakeDate
	for _, c := range []struct {
		name string
		f    Facts
		want map[string]float64
	}{
		{"four at a unit", Facts{UnitCount: 4}, map[string]float64{}},
		{"eight at a unit", Facts{UnitCount: 8}, map[string]float64{"mass-address": 1}},
		{"thousands at a unit", Facts{UnitCount: 5000}, map[string]float64{"mass-address": 3}},
		{"an agent's address", Facts{Agent: "Harbour Secretaries"}, map[string]float64{"agent-address": 2}},
		{"made after a control, and young", Facts{Born: day(2022, 10, 20), AsOf: day(2023, 1, 1)}, map[string]float64{"incorporated-after-control": 2, "recent-incorporation": 2}},
		{"made before", Facts{Born: day(2022, 10, 6), AsOf: day(2026, 1, 1)}, map[string]float64{}},
		{"made a year after", Facts{Born: day(2024, 5, 30), AsOf: day(2025, 5, 30)}, map[string]float64{"recent-incorporation": 1}},
		{"a month", Facts{Born: day(2022, 11, 0), AsOf: day(2026, 1, 1)}, map[string]float64{"incorporated-after-control": 2}},
		{"a year that may lie before", Facts{Born: day(2022, 0, 0), AsOf: day(2026, 1, 1)}, map[string]float64{}},
		{"made after the day", Facts{Born: day(2026, 5, 1), AsOf: day(2026, 1, 1)}, map[string]float64{"incorporated-after-control": 2, "recent-incorporation": 3}},
		{"a person", Facts{Kind: engine.Person, UnitCount: 5000}, map[string]float64{}},
	} {
		if d := cmp.Diff(c.want, found(&c.f)); d != "" {
			t.Errorf("%s: signs (-want +got)\n%s", c.name, d)
		}
	}
}

// Facts that say nothing give no sign, and a lack for each.
func TestLacks(t *testing.T) {
	signs, lacks := Signs(&Facts{})
	var names []string
	for _, l := range lacks {
		if l.Needs == "" {
			t.Errorf("lack %s does not say what it needs", l.Sign)
		}
		names = append(names, l.Sign)
	}
	if len(signs) != 0 || !slices.Equal(names, Names()) {
		t.Errorf("Signs of nothing = %v, lacks %v; want none, and lacks %v", signs, names, Names())
	}
}

// TestNomineeSigns: one who holds for another is seen whether a source calls it
// a nominee or names the one for whom it holds.
func TestNomineeSigns(t *testing.T) {
	for _, c := range []struct {
		name   string
		stakes []engine.Stake
		want   float64
	}{
		{"nobody holds for another", []engine.Stake{{Owner: "N", Owned: "A", Kind: engine.Shares, Share: engine.Percent(100)}}, 0},
		{"a nominee", []engine.Stake{{Owner: "N", Owned: "A", Kind: engine.Shares, Share: engine.Percent(100)}, {Owner: "N", Owned: "A", Kind: engine.Nominee}}, 2},
		{"a nominator", []engine.Stake{{Owner: "N", Owned: "A", Kind: engine.Shares, Share: engine.Percent(100)},
			{Owner: "X", Owned: "A", Kind: engine.Nominator, Share: engine.Percent(100)}}, 2},
	} {
		tree, err := own.Build(c.stakes, nil, nil).Trace("A", 0, own.TraceOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if s, _ := nominee(&Facts{Tree: &tree}); s.Weight != c.want {
			t.Errorf("%s: nominee weighs %v (%s), want %v", c.name, s.Weight, s.Evidence, c.want)
		}
	}
}

// TestListNotLoaded: a verdict that is unknown because a list is not in the
// store is no sign about the company.
func TestListNotLoaded(t *testing.T) {
	v := own.Verdict{Rule: "eu-50", Verdict: own.Unknown, Test: own.Ownership, Reasons: []string{own.ReasonListNotLoaded}}
	if s, _ := possiblyCaptured(&Facts{Verdicts: []own.Verdict{v}}); s.Weight != 0 {
		t.Errorf("possiblyCaptured(%v) weighs %v, want 0", v.Reasons, s.Weight)
	}
	v.Reasons = []string{own.ReasonRange}
	if s, _ := possiblyCaptured(&Facts{Verdicts: []own.Verdict{v}}); s.Weight != 3 {
		t.Errorf("possiblyCaptured(%v) weighs %v, want 3", v.Reasons, s.Weight)
	}
}
