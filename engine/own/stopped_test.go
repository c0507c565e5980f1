package own

import (
	"context"
	"errors"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// TestCapturedStops: a question about the whole graph ends when nobody waits
// for it any more, whichever way the rule is asked.
func TestCapturedStops(t *testing.T) {
	b := NewBuilder(Options{})
	for _, e := range []engine.EntityID{"a", "b"} {
		b.Fact(Fact{Entity: e, Kind: engine.Company})
	}
	b.Listing(Listed{Entity: "a", List: testOFAC.Lists[0]})
	b.Stake(engine.Stake{Owner: "a", Owned: "b", Kind: engine.Shares, Share: engine.Percent(60)})
	g := b.Graph()
	ctx, stop := context.WithCancel(context.Background())
	stop()
	rules := []Rule{testOFAC, testUK}
	for _, id := range RuleIDs() {
		r, err := Find(id, engine.MakeDate(2026, 11, 1))
		if err != nil {
			continue
		}
		rules = append(rules, r)
	}
	for _, r := range rules {
		if out, err := g.Captured(ctx, r, 0); !errors.Is(err, context.Canceled) || out != nil {
			t.Errorf("%s: got %d answers and %v, want none and context.Canceled", r.ID, len(out), err)
		}
	}
}
