package main

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/eval"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/registry/senzing"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

// truthSet is where the published truth set lies below the shared folder.
const truthSet = "data/truth/senzing-truth-set/"

// senzingRecords reads files of the truth set, each by itself.
func senzingRecords(t *testing.T, files ...string) [][]*engine.Record {
	t.Helper()
	var out [][]*engine.Record
	for _, f := range files {
		c := &ingest.Collect{}
		o := ingest.Options{Source: senzing.Source{}, Paths: []string{sourcetest.Shared(t, truthSet+f)}, Now: clock}
		if _, err := ingest.ReadAll(o, c); err != nil {
			t.Fatal(err)
		}
		if len(c.Rejects) > 0 {
			t.Fatalf("%s: %d rejects, the first %v; want none", f, len(c.Rejects), c.Rejects[0].Error())
		}
		out = append(out, c.Records)
	}
	return out
}

func clock() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }

// senzingKey reads a key file: record id → cluster.
func senzingKey(t *testing.T, file string) eval.Partition {
	t.Helper()
	f, err := os.Open(sourcetest.Shared(t, truthSet+file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := eval.Partition{}
	cluster, source, id := slices.Index(rows[0], "CLUSTER_ID"), slices.Index(rows[0], "DATA_SOURCE"), slices.Index(rows[0], "RECORD_ID")
	for _, r := range rows[1:] {
		out["senzing/"+r[source]+"/"+r[id]] = r[cluster]
	}
	return out
}

// senzingStore is an empty store in memory.
func senzingStore(t *testing.T) *store.Store {
	t.Helper()
	st, err := store.Open(store.Options{InMemory: true, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// add loads records as one load and resolves.
func addSenzing(t *testing.T, st *store.Store, n int, recs []*engine.Record) {
	t.Helper()
	l, err := st.Begin(store.Load{Dataset: "senzing", Format: "senzing", Retrieved: clock().Add(time.Duration(n) * time.Second), Stamp: fmt.Sprint(n)})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range recs {
		if _, err := l.Put(r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, err := resolve.Run(t.Context(), st, resolve.Options{}); err != nil {
		t.Fatal(err)
	}
}

// senzingResult is the partition that stands.
func senzingResult(t *testing.T, st *store.Store) eval.Partition {
	t.Helper()
	out := eval.Partition{}
	if err := st.Members(func(p engine.PartyID, e engine.EntityID) error { out[string(p)] = string(e); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

// wantTruth compares a result with a key, and explains what differs.
func wantTruth(t *testing.T, what string, st *store.Store, truth eval.Partition) {
	t.Helper()
	got := senzingResult(t, st)
	m, entities := eval.Pairs(truth, got), map[string]bool{}
	for _, e := range got {
		entities[e] = true
	}
	diffs := eval.Differences(truth, got)
	if len(diffs) == 0 && len(got) == len(truth) {
		return
	}
	t.Errorf("%s: %d records in %d entities, pairwise P %.4f R %.4f, want exactly the key", what, len(got), len(entities), m.Precision, m.Recall)
	for _, d := range diffs {
		t.Logf("%s\n   key    %v\n   result %v", d.Kind, d.Before, d.After)
		if testing.Verbose() {
			explainSenzing(t, st, slices.Concat(slices.Concat(d.Before...), slices.Concat(d.After...)), truth, got)
		}
	}
}

// explainSenzing logs the pairs on which a key and a result disagree, and why.
func explainSenzing(t *testing.T, st *store.Store, ids []string, truth, got eval.Partition) {
	sort.Strings(ids)
	ids = slices.Compact(ids)
	for i, a := range ids {
		for _, b := range ids[i+1:] {
			m, err := resolve.Explain(st, engine.PartyID(a), engine.PartyID(b))
			if err != nil {
				t.Fatal(err)
			}
			mark := " "
			if (truth[a] == truth[b]) != (got[a] == got[b]) {
				mark = "!"
			}
			t.Logf("  %s %-6v %s = %s  %.1f %s %s", mark, truth[a] == truth[b], strings.TrimPrefix(a, "senzing/"), strings.TrimPrefix(b, "senzing/"), m.Weight, m.Band, m.Forbidden)
			if mark == "!" {
				for _, v := range m.Evidence {
					t.Logf("          %6.1f %s: %s | %s | %s | %s", v.Weight, v.Comparison, v.Level, v.A, v.B, v.Detail)
				}
			}
		}
	}
}

// TestSenzingTruthSet: the published truth set comes out exactly, with the
// defaults, in whatever order its records and files are loaded.
func TestSenzingTruthSet(t *testing.T) {
	files := senzingRecords(t, "customers.jsonl", "reference.jsonl", "watchlist.jsonl")
	truth := senzingKey(t, "actual_truthset_key.csv")
	st := senzingStore(t)
	addSenzing(t, st, 1, slices.Concat(files...))
	wantTruth(t, "all at once", st, truth)
	if t.Failed() {
		return
	}
	orders := 25
	if testing.Short() {
		orders = 3
	}
	for seed := range orders {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		st := senzingStore(t)
		if seed%5 == 0 { // file by file
			for n, i := range r.Perm(len(files)) {
				addSenzing(t, st, n, files[i])
			}
			wantTruth(t, fmt.Sprintf("files in the order of seed %d", seed), st, truth)
			continue
		}
		recs := slices.Concat(files...)
		r.Shuffle(len(recs), func(i, j int) { recs[i], recs[j] = recs[j], recs[i] })
		for n, rec := range recs { // record by record
			addSenzing(t, st, n, []*engine.Record{rec})
		}
		wantTruth(t, fmt.Sprintf("records in the order of seed %d", seed), st, truth)
	}
}

// TestSenzingStages: version 3 of the set, loaded in its three stages.
func TestSenzingStages(t *testing.T) {
	files := senzingRecords(t, "v3/customers.json", "v3/reference.json", "v3/watchlist.json")
	st, loaded := senzingStore(t), 0
	for n, key := range []string{"v3/truthset-load1-key.csv", "v3/truthset-load2-key.csv", "v3/truthset-load3-key.csv"} {
		truth := senzingKey(t, key)
		for i, f := range files { // the stage's records are those that its key names
			var recs []*engine.Record
			for _, r := range f {
				if _, in := truth[string(r.ID)]; in {
					recs = append(recs, r)
				}
			}
			if len(recs) > 0 {
				addSenzing(t, st, 10*n+i, recs)
			}
		}
		loaded = len(truth)
		wantTruth(t, fmt.Sprintf("stage %d of %d records", n+1, loaded), st, truth)
	}
}

// TestSenzingAudit: the published audit of the alternate key against Senzing's
// own result: 106 pairs in common, precision 0.98148, recall 0.96364
// (senzing.com/docs/tutorials/eda/eda_audit).
func TestSenzingAudit(t *testing.T) {
	result, alternate := senzingKey(t, "actual_truthset_key.csv"), senzingKey(t, "alternate_truthset_key.csv")
	m := eval.Pairs(alternate, result)
	if got := fmt.Sprintf("%d pairs in common, precision %.5f, recall %.5f", m.Right, m.Precision, m.Recall); got != "106 pairs in common, precision 0.98148, recall 0.96364" {
		t.Errorf("Pairs(alternate, actual) = %s; want 106 pairs in common, precision 0.98148, recall 0.96364", got)
	}
	kinds := map[string]int{}
	for _, d := range eval.Differences(alternate, result) {
		kinds[string(d.Kind)]++
	}
	t.Logf("entities that differ: %v", kinds)
}
