package resolve

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/eval"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/fixtures/synth"
)

// partitionOf is the entity of each record's first party.
func partitionOf(t testing.TB, st *store.Store, truth eval.Partition) eval.Partition {
	t.Helper()
	out := eval.Partition{}
	for id := range truth {
		e, err := st.EntityOf(engine.RecordID(id).Party())
		if err != nil {
			t.Fatal(err)
		}
		out[id] = string(e)
	}
	return out
}

// TestTrainSynthetic: on a synthetic world the trained model is no worse than
// the shipped one; the same seed gives the same bytes, however many workers; the
// store keeps the model, resolves under it, follows under it, and goes back.
func TestTrainSynthetic(t *testing.T) {
	st, truth := synthStore(t, 4000)
	ctx := context.Background()
	run := func() (Stats, eval.Measure) {
		t.Helper()
		stats, err := Run(ctx, st, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return stats, eval.Pairs(truth, partitionOf(t, st, truth))
	}
	_, before := run()
	got, err := Train(ctx, st, TrainOptions{Seed: 1, Pairs: 100000, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	again, err := Train(ctx, st, TrainOptions{Seed: 1, Pairs: 100000, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Model.Bytes(), again.Model.Bytes()) {
		t.Error("Train twice with one seed gives two models")
	}
	for i := 1; i < len(got.Climb); i++ {
		if got.Climb[i] < got.Climb[i-1]-1e-6 {
			t.Errorf("Train step %d lowers the log likelihood from %v to %v", i, got.Climb[i-1], got.Climb[i])
		}
	}
	for _, c := range append(got.Levels, got.Names...) {
		if c.Kept == "" {
			t.Logf("%-18s %-24s %6.2f -> %6.2f  m %.4f u %.4f (%.0f, %.0f)", c.Comparison, c.Level, c.Shipped, c.Trained, c.M, c.U, c.Matches, c.Others)
		}
	}
	t.Logf("passes %+v, prior %+v\nbefore %+v\nafter  %+v", got.Passes, got.Prior, got.Before, got.After)
	if err := SetModel(st, got.Model, "trained", func() time.Time { return time.Unix(0, 0) }); err != nil {
		t.Fatal(err)
	}
	stats, after := run()
	t.Logf("pairwise F1 %.4f -> %.4f (P %.4f -> %.4f, R %.4f -> %.4f)", before.F1, after.F1, before.Precision, after.Precision, before.Recall, after.Recall)
	if !stats.Scratch || after.F1 < before.F1-0.005 {
		t.Errorf("Run under the trained model: scratch %v, F1 %.4f; before %.4f", stats.Scratch, after.F1, before.F1)
	}
	m, err := ModelOf(st)
	if err != nil || m.Version != got.Model.Version || NewFinder(st, FinderOptions{}).Model().Version != m.Version {
		t.Errorf("ModelOf = %v, %v, want the trained one everywhere", m, err)
	}
	if stats, _ = run(); stats.Scratch {
		t.Error("Run again under the trained model begins from scratch")
	}
	followedIsScratch(t, st)
	if err := SetModel(st, nil, "", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Drop("more"); err != nil {
		t.Fatal(err)
	}
	if stats, m := run(); !stats.Scratch || m != before {
		t.Errorf("Run under the shipped model again: scratch %v, %+v, want %+v", stats.Scratch, m, before)
	}
}

// followedIsScratch loads some more of the world, follows, and compares with
// doing all from scratch.
func followedIsScratch(t *testing.T, st *store.Store) {
	t.Helper()
	var recs []*engine.Record
	err := synth.Parties(synth.Options{Records: 4000}, func(p engine.Party, _ string) error {
		if len(recs) < 30 {
			id := engine.NewRecordID("more", string(p.ID))
			p.ID = id.Party()
			p.Phones = nil
			recs = append(recs, &engine.Record{ID: id, Parties: []engine.Party{p}})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	load(t, st, store.Load{Dataset: "more", Format: "test", Retrieved: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), Stamp: "2"}, recs...)
	var got [2]results
	for i, all := range []bool{false, true} {
		stats, err := Run(context.Background(), st, Options{All: all})
		if err != nil || stats.Scratch != all {
			t.Fatalf("Run under the trained model: %+v, %v", stats, err)
		}
		got[i] = resultsOf(t, st)
	}
	if d := cmp.Diff(got[1], got[0], cmp.AllowUnexported(engine.Share{})); d != "" {
		t.Errorf("following under the trained model differs from scratch (-scratch +followed):\n%.2000s", d)
	}
}

// TestModelStale: a model that this version cannot read is told by code and is
// no obstacle to going back.
func TestModelStale(t *testing.T) {
	st := openStore(t)
	if err := st.SetModel([]byte(`{"text":"{}","how":"imported"}`)); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), st, Options{}); !errors.Is(err, engine.Stale) {
		t.Errorf("Run with a model that cannot be read = %v, want Stale", err)
	}
	if _, err := Explain(st, "a/1", "a/2"); !errors.Is(err, engine.Stale) {
		t.Errorf("Explain with a model that cannot be read = %v, want Stale", err)
	}
	if err := SetModel(st, nil, "", nil); err != nil {
		t.Fatal(err)
	}
	if m, err := ModelOf(st); err != nil || m != score.Default() {
		t.Errorf("ModelOf after going back = %v, %v", m, err)
	}
	if _, err := Train(context.Background(), st, TrainOptions{Pairs: 10}); !errors.Is(err, engine.Invalid) {
		t.Errorf("Train on 10 pairs = %v, want Invalid", err)
	}
	got, err := Train(context.Background(), st, TrainOptions{})
	if err != nil || got.Model.Version != score.Default().Version {
		t.Errorf("Train on an empty store = %v, %v, want the model that ships", got, err)
	}
}

// TestTrainHard: training on the adversarial organisations, without their labels,
// makes pairwise F1 no worse and merges no more branches or subsidiaries.
func TestTrainHard(t *testing.T) {
	st, truth, hard := hardStore(t)
	ctx := context.Background()
	var f1 [2]float64
	var wrong [2]int
	for i := range f1 {
		if _, err := Run(ctx, st, Options{}); err != nil {
			t.Fatal(err)
		}
		result := partitionOf(t, st, truth)
		m := eval.Pairs(truth, result)
		f1[i] = m.F1
		t.Logf("trained %d: pairwise F1 %.4f (P %.4f R %.4f), B-cubed %.4f", i, m.F1, m.Precision, m.Recall, eval.BCubed(truth, result).F1)
		wrong[i] = hardMerged(truth, result, hard)
		got, err := Train(ctx, st, TrainOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			for _, c := range append(got.Levels, got.Names...) {
				if c.Kept == "" {
					t.Logf("%-18s %-24s %6.2f -> %6.2f  m %.4f u %.4f (%.0f, %.0f)", c.Comparison, c.Level, c.Shipped, c.Trained, c.M, c.U, c.Matches, c.Others)
				}
			}
			t.Logf("passes %+v, prior %+v\nbefore %+v\nafter  %+v", got.Passes, got.Prior, got.Before, got.After)
		}
		if err := SetModel(st, got.Model, "trained", nil); err != nil {
			t.Fatal(err)
		}
	}
	if f1[1] < f1[0]-0.005 || wrong[1] > wrong[0] {
		t.Errorf("F1 after training = %.4f, before %.4f; branches and subsidiaries merged: %d, before %d", f1[1], f1[0], wrong[1], wrong[0])
	}
}
