package resolve

import (
	"compress/gzip"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
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
		if len(h) > block.Cap {
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
