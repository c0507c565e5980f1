package resolve

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/eval"
	"github.com/pierce-er/pierce/engine/store"
)

// sharedRows reads a table of the shared data, or skips the test where it is
// absent.
func sharedRows(t testing.TB, path string) [][]string {
	t.Helper()
	for _, root := range []string{os.Getenv("PIERCE_SHARED"), "../../../shared", "../../shared"} {
		if root == "" {
			continue
		}
		f, err := os.Open(filepath.Join(root, "data", filepath.FromSlash(path)))
		if err != nil {
			continue
		}
		defer f.Close()
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	t.Skipf("%s is not here: set PIERCE_SHARED to the folder that holds data/", path)
	return nil
}

// hardStore loads the adversarial organisations, and gives their true groups and
// what makes each hard.
func hardStore(t testing.TB) (st *store.Store, truth eval.Partition, hard map[string]string) {
	t.Helper()
	rows := sharedRows(t, "truth/goldenmatch-orgs-hard/records.csv")[1:]
	pairs := sharedRows(t, "truth/goldenmatch-orgs-hard/truth.csv")[1:]
	st = openStore(t)
	var recs []*engine.Record
	for _, r := range rows {
		id := engine.NewRecordID("orgs", r[0])
		p := engine.Party{ID: id.Party(), Kind: engine.Company, Names: []engine.Name{{Text: r[1]}},
			Addresses: []engine.Address{{Street: r[2], City: r[3], Postcode: r[4], Country: "GB"}}}
		if r[5] != "" {
			p.Websites = []string{r[5]}
		}
		if r[6] != "" {
			p.Phones = []string{r[6]}
		}
		recs = append(recs, &engine.Record{ID: id, Parties: []engine.Party{p}})
	}
	load(t, st, store.Load{Dataset: "orgs", Format: "test", Retrieved: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Stamp: "1"}, recs...)
	u := newUnion(len(rows))
	for _, p := range pairs {
		a, _ := strconv.Atoi(p[0])
		b, _ := strconv.Atoi(p[1])
		u.join(uint32(a), uint32(b))
	}
	truth, hard = eval.Partition{}, map[string]string{}
	for i, r := range rows {
		truth[string(recs[i].ID)] = fmt.Sprint(u.find(uint32(i)))
		hard[string(recs[i].ID)] = r[8]
	}
	return st, truth, hard
}

// TestHardOrganisations prints how the adversarial organisations come out, and
// fails if a branch or a subsidiary is merged with its parent.
func TestHardOrganisations(t *testing.T) {
	st, truth, hard := hardStore(t)
	stats, err := Run(context.Background(), st, Options{})
	if err != nil {
		t.Fatal(err)
	}
	result := partitionOf(t, st, truth)
	m, b3 := eval.Pairs(truth, result), eval.BCubed(truth, result)
	t.Logf("%d pairs scored; pairwise P %.3f R %.3f F1 %.3f, B-cubed F1 %.3f", stats.Pairs, m.Precision, m.Recall, m.F1, b3.F1)
	shown := 0
	for _, d := range eval.Differences(truth, result) {
		if shown++; shown > 25 {
			break
		}
		t.Logf("%s %v %v", d.Kind, d.Before, d.After)
		a := engine.PartyID(d.Before[0][0])
		b := engine.PartyID(d.After[len(d.After)-1][0])
		if len(d.Before) > 1 {
			b = engine.PartyID(d.Before[1][0])
		}
		if e, err := Explain(st, a, b); err == nil && testing.Verbose() {
			t.Logf("   %.1f %s", e.Weight, e.Band)
			for _, v := range e.Evidence {
				t.Logf("      %6.1f %s: %s | %s | %s | %s", v.Weight, v.Comparison, v.Level, v.A, v.B, v.Detail)
			}
		}
	}
	merged := hardMerged(truth, result, hard)
	if merged > 0 {
		t.Errorf("%d pairs of a branch or subsidiary with another were merged, want none", merged)
	}
}

// hardMerged counts the pairs that were merged and are two, of which one is a
// branch or a subsidiary.
func hardMerged(truth, result eval.Partition, hard map[string]string) int {
	merged := 0
	members := map[string][]string{}
	for id, e := range result {
		members[e] = append(members[e], id)
	}
	for _, ids := range members {
		for _, a := range ids {
			for _, b := range ids {
				if truth[a] != truth[b] && (hard[a] == "branch" || hard[a] == "parent_sub") {
					merged++
				}
			}
		}
	}
	return merged
}
