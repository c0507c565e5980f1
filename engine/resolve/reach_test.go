package resolve

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/fixtures/synth"
)

// openOrganisations reads some of the real organisation names at hand, or
// skips the test.
func openOrganisations(t testing.TB, every, most int) []engine.Party {
	for _, root := range []string{os.Getenv("PIERCE_SHARED"), "../../../shared"} {
		f, err := os.Open(filepath.Join(root, "data", "bulk", "organisations-open.csv.gz"))
		if root == "" || err != nil {
			continue
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(z).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var out []engine.Party
		for i, r := range rows[1:] {
			if i%every != 0 || len(out) == most || strings.HasPrefix(r[0], "zh-short") || r[0] == "ipadic" {
				continue
			}
			p := engine.Party{ID: engine.PartyID("open/" + r[0] + r[1] + r[2]), Kind: engine.Company, Names: []engine.Name{{Text: r[2]}}, Country: r[4]}
			if r[3] != "" {
				p.Addresses = []engine.Address{{Text: r[3], Country: r[4]}}
			}
			out = append(out, p)
		}
		return out
	}
	t.Skip("bulk/organisations-open.csv.gz is not here: set PIERCE_SHARED to the folder that holds data/")
	return nil
}

// TestReach prints what each kind of blocking key proposes, and what comes of
// it: the measure by which the caps were set.
func TestReach(t *testing.T) {
	if testing.Short() {
		t.Skip("measures for some seconds")
	}
	t.Run("synthetic", func(t *testing.T) {
		var parties []engine.Party
		if err := synth.Parties(synth.Options{Records: benchParties(t)}, func(p engine.Party, _ string) error {
			parties = append(parties, p)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		reach(t, parties)
	})
	t.Run("real", func(t *testing.T) { reach(t, openOrganisations(t, 1, benchParties(t))) })
}

func reach(t *testing.T, parties []engine.Party) {
	m := score.Default()
	rows := make([]recordRow, len(parties))
	for i := range parties {
		rows[i] = recordRow{subjects: []*subject{newSubject(m, &parties[i], false)}}
	}
	subjects := sortedSubjects(rows)
	g := groupKeys(subjects, 2)
	type row struct{ keys, pairs, only, matches, onlyMatches, generic int }
	var table [16]row
	type pair struct{ a, b uint32 }
	kinds := map[pair]uint16{}
	for n, key := range g.key {
		h := g.holders(uint32(n))
		k := block.KindOf(key)
		table[k].keys += len(h)
		if len(h) > block.MostProposed(key) {
			table[k].generic += len(h)
			continue
		}
		for i := range h {
			for j := i + 1; j < len(h); j++ {
				kinds[pair{h[i], h[j]}] |= 1 << k
			}
		}
	}
	matches := 0
	for p, ks := range kinds {
		good := m.Score(subjects[p.a].side, subjects[p.b].side).Band != engine.Different
		if good {
			matches++
		}
		for k := range 16 {
			if ks>>k&1 == 0 {
				continue
			}
			table[k].pairs++
			if good {
				table[k].matches++
			}
			if ks == 1<<k {
				table[k].only++
				if good {
					table[k].onlyMatches++
				}
			}
		}
	}
	n := float64(len(subjects))
	t.Logf("%d parties, %.1f keys and %.1f pairs a party, %d matches", len(subjects), float64(len(g.who))/n, float64(len(kinds))/n, matches)
	for k, r := range table {
		if r.keys > 0 {
			t.Logf("%-8s %6.2f keys/party, %4.1f%% generic, %7.3f pairs/party, alone %7.3f, matches %6d, alone %5d", block.Kind(k), float64(r.keys)/n, 100*float64(r.generic)/float64(r.keys), float64(r.pairs)/n, float64(r.only)/n, r.matches, r.onlyMatches)
		}
	}
}

// measured prints what the keys make of labelled parties, and the first of those
// that no key brings to their entity.
func measured(t *testing.T, parties []engine.Party, entity []string) block.Reach {
	t.Helper()
	keys := make([][]uint64, len(parties))
	for i := range parties {
		keys[i] = block.Keys(norm.Prepare(&parties[i]))
	}
	r := block.Measure(keys, entity)
	t.Logf("%d of %d parties (%.4f) reach another record of their entity; %.1f pairs a party", r.Reached, r.Known, r.Share(), r.PairsPerParty())
	of := map[string][]int{}
	for i, e := range entity {
		of[e] = append(of[e], i)
	}
	for _, i := range r.Missed[:min(len(r.Missed), 15)] {
		for _, j := range of[entity[i]] {
			p := &parties[j]
			t.Logf("    %v %s %v %v %v", i == j, p.ID, p.Names, p.Identifiers, p.Addresses)
		}
	}
	return r
}

// TestReached holds how many records of a known entity share a key with another
// of it, and how many pairs that costs.
func TestReached(t *testing.T) {
	t.Run("synthetic", func(t *testing.T) {
		var parties []engine.Party
		var entity []string
		if err := synth.Parties(synth.Options{Records: benchParties(t)}, func(p engine.Party, e string) error {
			parties, entity = append(parties, p), append(entity, e)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if r := measured(t, parties, entity); r.Share() < 0.998 || r.PairsPerParty() > 15 {
			t.Errorf("share %.4f, %.1f pairs a party, want at least 0.998 and at most 15", r.Share(), r.PairsPerParty())
		}
	})
	t.Run("organisations", func(t *testing.T) {
		parties, entity := hardOrganisations(t)
		if r := measured(t, parties, entity); r.Share() < 1 {
			t.Errorf("share %.4f, want all", r.Share())
		}
	})
}

// hardOrganisations reads the adversarial organisations with their entities.
func hardOrganisations(t *testing.T) (parties []engine.Party, entity []string) {
	t.Helper()
	rows := sharedRows(t, "truth/goldenmatch-orgs-hard/records.csv")[1:]
	u := newUnion(len(rows))
	for _, p := range sharedRows(t, "truth/goldenmatch-orgs-hard/truth.csv")[1:] {
		a, errA := strconv.Atoi(p[0])
		b, errB := strconv.Atoi(p[1])
		if errA != nil || errB != nil {
			t.Fatalf("truth.csv: pair %v", p)
		}
		u.join(uint32(a), uint32(b))
	}
	for i, r := range rows {
		p := engine.Party{ID: engine.NewRecordID("orgs", r[0]).Party(), Kind: engine.Company, Names: []engine.Name{{Text: r[1]}},
			Addresses: []engine.Address{{Street: r[2], City: r[3], Postcode: r[4], Country: "GB"}}}
		if r[5] != "" {
			p.Websites = []string{r[5]}
		}
		if r[6] != "" {
			p.Phones = []string{r[6]}
		}
		parties, entity = append(parties, p), append(entity, fmt.Sprint(u.find(uint32(i))))
	}
	return parties, entity
}
