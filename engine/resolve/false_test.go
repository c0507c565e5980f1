package resolve

import (
	"context"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/eval"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/fixtures/synth"
)

// TestSynthetic resolves a synthetic world, prints what was merged wrongly and
// why, and holds precision and recall.
func TestSynthetic(t *testing.T) {
	if testing.Short() {
		t.Skip("resolves for some seconds")
	}
	st := openStore(t)
	truth := eval.Partition{}
	var recs []*engine.Record
	if err := synth.Parties(synth.Options{Records: benchParties(t)}, func(p engine.Party, entity string) error {
		id := engine.NewRecordID("synth", string(p.ID))
		p.ID = id.Party()
		truth[string(id)] = entity
		recs = append(recs, &engine.Record{ID: id, Parties: []engine.Party{p}})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	load(t, st, store.Load{Dataset: "synth", Format: "test", Retrieved: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Stamp: "1"}, recs...)
	if _, err := Run(context.Background(), st, Options{All: true}); err != nil {
		t.Fatal(err)
	}
	result, members := eval.Partition{}, map[engine.EntityID][]engine.PartyID{}
	if err := st.Members(func(p engine.PartyID, e engine.EntityID) error {
		result[string(p)] = string(e)
		members[e] = append(members[e], p)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	m := eval.Pairs(truth, result)
	t.Logf("precision %.4f, recall %.4f, F1 %.4f", m.Precision, m.Recall, m.F1)
	shown := 0
	for _, ps := range members {
		for i, a := range ps {
			for _, b := range ps[i+1:] {
				if truth[string(a)] == truth[string(b)] || !testing.Verbose() || shown == 40 {
					continue
				}
				shown++
				e, err := Explain(st, a, b)
				if err != nil {
					t.Fatal(err)
				}
				t.Logf("%s %s %.1f %s", a, b, e.Weight, e.Band)
				for _, v := range e.Evidence {
					t.Logf("    %6.1f %s: %s | %s | %s | %s", v.Weight, v.Comparison, v.Level, v.A, v.B, v.Detail)
				}
			}
		}
	}
	if m.Precision < 0.999 || m.Recall < 0.95 {
		t.Errorf("precision %.4f, recall %.4f, want at least 0.999 and 0.95", m.Precision, m.Recall)
	}
}
