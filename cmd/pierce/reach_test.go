package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/all"
)

// TestSenzingReached: every record of the truth set shares a blocking key with
// another of its entity.
func TestSenzingReached(t *testing.T) {
	dir := ""
	for _, root := range []string{os.Getenv("PIERCE_SHARED"), "../../../shared"} {
		d := filepath.Join(root, "data", "truth", "senzing-truth-set")
		if _, err := os.Stat(d); root != "" && err == nil {
			dir = d
		}
	}
	if dir == "" {
		t.Skip("truth/senzing-truth-set is not here: set PIERCE_SHARED to the folder that holds data/")
	}
	st, err := store.Open(store.Options{InMemory: true})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	src, err := all.Find("senzing")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"customers.jsonl", "reference.jsonl", "watchlist.jsonl"} {
		o := ingest.Options{Source: src, Dataset: "senzing", Now: time.Now, Retrieved: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Paths: []string{filepath.Join(dir, name)}}
		if _, err := ingest.Run(t.Context(), st, o); err != nil {
			t.Fatal(err)
		}
	}
	entity := map[engine.RecordID]string{}
	for _, row := range tableOf(t, filepath.Join(dir, "actual_truthset_key.csv"))[1:] {
		entity[engine.RecordID("senzing/"+row[2]+"/"+row[3])] = row[1]
	}
	var keys [][]uint64
	var of []string
	var ids []engine.RecordID
	if err := st.Records("", func(r *engine.Record) error {
		if len(r.Parties) > 0 {
			keys, of, ids = append(keys, block.Keys(norm.Prepare(&r.Parties[0]))), append(of, entity[r.ID]), append(ids, r.ID)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	r := block.Measure(keys, of)
	t.Logf("%d of %d records reach another of their entity; %.1f pairs a party", r.Reached, r.Known, r.PairsPerParty())
	if r.Known < 80 {
		t.Errorf("%d records of %d have a known entity with others, want over 80", r.Known, r.Parties)
	}
	for _, i := range r.Missed {
		t.Errorf("%s shares no key with another of entity %s", ids[i], of[i])
	}
}

func tableOf(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
