package report

import (
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

// TestLinkIsNoHolding: a step between two that might be one is told as that, in
// words and in the dossier, beside a stake that is told as one.
func TestLinkIsNoHolding(t *testing.T) {
	v := own.Verdict{Entity: "eb", Name: "Brindlemere Ltd", Rule: "ofac-50", Verdict: own.Unknown, Test: own.Ownership, Tier: 2, Reasons: []string{own.ReasonPossibleMatch},
		Path: []own.Step{
			{Owner: "ea", Name: "Anselm Ltd", Owned: "eb", OwnedName: "Brindlemere Ltd", Kind: engine.Shares, Share: engine.Percent(60)},
			{Owner: "el", Name: "Listed & Sons", Owned: "ea", OwnedName: "Anselm Ltd", Kind: own.PossiblySame},
		}}
	because := Because(&v)
	if want := "Anselm Ltd is possibly the same as Listed & Sons; possible match"; because != want {
		t.Errorf("Because(%v) = %q, want %q", v.Path, because, want)
	}
	d := example()
	d.Verdicts = []Verdict{{Verdict: v, Because: because}}
	html, err := d.HTML()
	if err != nil {
		t.Fatal(err)
	}
	page, _, _ := strings.Cut(string(html), contentHead)
	for _, want := range []string{"<bdi>Listed &amp; Sons</bdi> is possibly the same as <bdi>Anselm Ltd</bdi>", "<bdi>Anselm Ltd</bdi> holds 60 % (shares) of <bdi>Brindlemere Ltd</bdi>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(page, "holds ?") {
		t.Error("the page says that somebody holds ? where the two might be one")
	}
}
