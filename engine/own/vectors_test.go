package own

import (
	"encoding/json"
	"math/big"
	"slices"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// vectorByID finds a worked vector.
func vectorByID(t *testing.T, id string) *vector {
	t.Helper()
	var all []vector
	if err := json.Unmarshal(sharedFile(t, "ownership-cases.json"), &all); err != nil {
		t.Fatal(err)
	}
	for i := range all {
		if all[i].ID == id {
			return &all[i]
		}
	}
	t.Fatalf("no vector %s", id)
	return nil
}

// fraction is n of d as a share.
func fraction(n, d int64) engine.Share {
	r := new(big.Rat).Mul(big.NewRat(n, d), big.NewRat(engine.Whole, 1))
	if r.IsInt() {
		return engine.Exactly(r.Num().Int64())
	}
	lo := new(big.Int).Quo(r.Num(), r.Denom()).Int64()
	return engine.Between(lo, lo+1, true, true)
}

// TestDualClass: shares of two classes give one part of the equity and another
// of the votes; the 50 % rules look at equity, the United Kingdom at both.
func TestDualClass(t *testing.T) {
	for _, id := range []string{"C15", "C15b"} {
		v := vectorByID(t, id)
		var equity, votes int64
		for _, h := range v.Holders {
			equity += h[0] + h[1]
			votes += h[0]*v.Votes[0] + h[1]*v.Votes[1]
		}
		var stakes []engine.Stake
		for name, h := range v.Holders {
			share, vote := fraction(h[0]+h[1], equity), fraction(h[0]*v.Votes[0]+h[1]*v.Votes[1], votes)
			stakes = append(stakes, engine.Stake{Owner: engine.EntityID(name), Owned: "E", Kind: engine.Shares, Share: share},
				engine.Stake{Owner: engine.EntityID(name), Owned: "E", Kind: engine.Votes, Share: vote})
			var want struct {
				Equity, Votes float64
			}
			if v.expect(t, name, &want) {
				for what, pair := range map[string][2]float64{"equity": {want.Equity, percent(share)}, "votes": {want.Votes, percent(vote)}} {
					if d := pair[0] - pair[1]; want.Votes > 0 && (d > 1e-6 || d < -1e-6) {
						t.Errorf("%s: %s of %s = %v, want %v", id, what, name, pair[1], pair[0])
					}
				}
			}
		}
		g := Build(stakes, []Listed{{Entity: "P", List: "l"}}, nil)
		var controls bool
		v.expect(t, "P_controls_by_votes", &controls)
		under, err := g.Controlled("P", 0)
		if err != nil || slices.Contains(under, "E") != controls {
			t.Errorf("%s: Controlled(P) = %v, %v, want E in it: %v", id, under, err, controls)
		}
		for key, rule := range map[string]Rule{"ofac_if_P_listed": testOFAC, "uk_if_P_listed": testUK} {
			var want bool
			if !v.expect(t, key, &want) {
				continue
			}
			got, err := g.Judge("E", rule, 0)
			if err != nil || (got.Verdict == Yes) != want {
				t.Errorf("%s: %s: Judge(E) = %v, %v, want yes: %v", id, key, got.Verdict, err, want)
			}
		}
	}
}

func percent(s engine.Share) float64 { return float64(s.Lo) * 100 / float64(engine.Whole) }

// TestJointArrangement: two who hold together each hold the whole block; two
// who do not are not added up in the United Kingdom.
func TestJointArrangement(t *testing.T) {
	v := vectorByID(t, "C40")
	listed := []Listed{{Entity: "D1", List: "l"}, {Entity: "D2", List: "l"}}
	for key, stakes := range map[string][]engine.Stake{
		"uk": {{Owner: "D1", Owned: "T", Kind: engine.Shares, Share: engine.Percent(30)}, {Owner: "D2", Owned: "T", Kind: engine.Shares, Share: engine.Percent(30)}},
		"uk_if_joint_arrangement": {{Owner: "D1", Owned: "T", Kind: engine.Shares, Share: engine.Percent(60), Flags: []string{Joint}},
			{Owner: "D2", Owned: "T", Kind: engine.Shares, Share: engine.Percent(60), Flags: []string{Joint}}},
	} {
		want := []string{}
		v.expect(t, key, &want)
		if got := caught(t, Build(stakes, listed, nil), testUK, 0); !slices.Equal(got, want) {
			t.Errorf("C40: %s = %v, want %v", key, got, want)
		}
	}
}

// TestIndirectCountsOnce: a claim that is indirect and its components are one
// holding.
func TestIndirectCountsOnce(t *testing.T) {
	v := vectorByID(t, "C23")
	var want float64
	if !v.expect(t, "P_in_A", &want) {
		t.Fatal("C23 expects nothing")
	}
	g := Build([]engine.Stake{
		{Owner: "P", Owned: "A", Kind: engine.Shares, Share: engine.Percent(50), Flags: []string{Indirect}},
		{Owner: "P", Owned: "H", Kind: engine.Shares, Share: engine.Percent(100)},
		{Owner: "H", Owned: "A", Kind: engine.Shares, Share: engine.Percent(50)},
	}, nil, nil)
	got, err := g.Integrated("P", "A", 0)
	if err != nil || percent(got) != want {
		t.Errorf("C23: Integrated(P, A) = %v, %v, want %v", got, err, want)
	}
}

// TestPSCBand writes attributed shares in the bands of the register.
func TestPSCBand(t *testing.T) {
	v := vectorByID(t, "C38")
	for text := range v.Expect {
		share, err := engine.ParseShare(text)
		if err != nil {
			t.Fatal(err)
		}
		var want string
		v.expect(t, text, &want)
		if got := PSCBand(share); got != want {
			t.Errorf("PSCBand(%s) = %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"(25,50]": "25-50", "(50,75)": "50-75", "[75,100]": "75-100", "[20,60]": "", "(25,75)": "", "": ""} {
		share, _ := engine.ParseShare(text)
		if got := PSCBand(share); got != want {
			t.Errorf("PSCBand(%s) = %q, want %q", text, got, want)
		}
	}
}
