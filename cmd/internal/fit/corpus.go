package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/fixtures/synth"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/registry/senzing"
)

// corpus is parties of which it is known who is one.
type corpus struct {
	name    string
	note    string // where it is from
	parties []*norm.Prepared
	entity  []string
}

func (c *corpus) add(p *engine.Party, entity string) {
	c.parties = append(c.parties, norm.Prepare(p))
	c.entity = append(c.entity, entity)
}

// rowsOf reads a table without its heading.
func rowsOf(path ...string) ([][]string, error) {
	f, err := os.Open(filepath.Join(path...))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err == nil && len(rows) == 0 {
		err = fmt.Errorf("%s is empty", filepath.Join(path...))
	}
	if err != nil {
		return nil, err
	}
	return rows[1:], nil
}

// organisations reads the adversarial organisations; pairs that are one stand in
// a table of row numbers.
func organisations(dir string) (*corpus, error) {
	c := &corpus{name: "orgs-hard", note: "truth/goldenmatch-orgs-hard: synthetic British organisations made to be hard; github.com/benseverndev-oss/goldenmatch at a1a9736c, scripts/suggest_quality/corpora/orgs_hard, MIT"}
	rows, err := rowsOf(dir, "truth", "goldenmatch-orgs-hard", "records.csv")
	if err != nil {
		return nil, err
	}
	pairs, err := rowsOf(dir, "truth", "goldenmatch-orgs-hard", "truth.csv")
	if err != nil {
		return nil, err
	}
	first := make([]int, len(rows)) // the smallest row of each row's group
	for i := range first {
		first[i] = i
	}
	for _, p := range pairs {
		a, errA := strconv.Atoi(p[0])
		b, errB := strconv.Atoi(p[1])
		if err := errors.Join(errA, errB); err != nil {
			return nil, err
		}
		from, to := max(first[a], first[b]), min(first[a], first[b])
		for i := range first {
			if first[i] == from {
				first[i] = to
			}
		}
	}
	for i, r := range rows {
		p := engine.Party{ID: engine.PartyID(fmt.Sprintf("orgs/%05d", i)), Kind: engine.Company, Names: []engine.Name{{Text: r[1]}},
			Addresses: []engine.Address{{Street: r[2], City: r[3], Postcode: r[4], Country: "GB"}}}
		if r[5] != "" {
			p.Websites = []string{r[5]}
		}
		if r[6] != "" {
			p.Phones = []string{r[6]}
		}
		c.add(&p, strconv.Itoa(first[i]))
	}
	return c, nil
}

// synthetic makes a world of this repository's own generator.
func synthetic(seed uint64, records int) (*corpus, error) {
	c := &corpus{name: fmt.Sprintf("synth-%d", seed), note: fmt.Sprintf("fixtures/synth, seed %d, %d records", seed, records)}
	err := synth.Parties(synth.Options{Seed: seed, Records: records}, func(p engine.Party, entity string) error {
		c.add(&p, entity)
		return nil
	})
	return c, err
}

// senzingSet reads Senzing's truth set by the reader that users load it with.
func senzingSet(ctx context.Context, dir string) (*corpus, error) {
	c := &corpus{name: "senzing", note: "truth/senzing-truth-set: invented people and companies; github.com/Senzing/truth-sets at dfced9e5, truthsets/demo, Apache-2.0"}
	dir = filepath.Join(dir, "truth", "senzing-truth-set")
	key, err := rowsOf(dir, "actual_truthset_key.csv")
	if err != nil {
		return nil, err
	}
	entity := map[string]string{} // by the record's source and id
	for _, r := range key {
		entity[strings.Join(r[2:4], "/")] = r[1]
	}
	now := func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }
	st, err := store.Open(store.Options{InMemory: true, Now: now})
	if err != nil {
		return nil, err
	}
	defer st.Close()
	var paths []string
	for _, f := range []string{"customers.jsonl", "reference.jsonl", "watchlist.jsonl"} {
		paths = append(paths, filepath.Join(dir, f))
	}
	if _, err := ingest.Run(ctx, st, ingest.Options{Source: senzing.Source{}, Dataset: "senzing", Paths: paths, Now: now}); err != nil {
		return nil, err
	}
	err = st.Records("", func(r *engine.Record) error {
		_, id, _ := strings.Cut(string(r.ID), "/")
		if e, ok := entity[id]; ok && len(r.Parties) > 0 {
			c.add(&r.Parties[0], e)
		}
		return nil
	})
	if err == nil && len(c.parties) != len(key) {
		err = fmt.Errorf("senzing: %d of %d records of the key were found", len(c.parties), len(key))
	}
	return c, err
}

// namePair is two names with their label.
type namePair struct {
	kind engine.Kind
	a, b string
	same bool
	hand bool // labelled by hand
}

// nameCorpus is pairs of names.
type nameCorpus struct {
	name, note string
	pairs      []namePair
}

// kindOf reads a kind, or a schema of FollowTheMoney.
func kindOf(s string) engine.Kind {
	switch strings.ToLower(s) {
	case "person":
		return engine.Person
	case "company", "organization":
		return engine.Company
	case "vessel":
		return engine.Vessel
	}
	return engine.Unknown
}

// namePairsDev reads nomenklatura's labelled pairs.
func namePairsDev(dir string) (*nameCorpus, error) {
	c := &nameCorpus{name: "name-pairs-dev", note: "truth/name-pairs-dev: half of the labelled pairs of nomenklatura; github.com/opensanctions/nomenklatura at 502208c, contrib/name_bench/cases.csv, MIT"}
	rows, err := rowsOf(dir, "truth", "name-pairs-dev", "cases.csv")
	for _, r := range rows {
		c.pairs = append(c.pairs, namePair{kindOf(r[1]), r[2], r[3], r[4] == "true", !strings.HasPrefix(r[0], "synth_")})
	}
	return c, err
}

// ownPairs reads the repository's own labelled pairs.
func ownPairs(root string) (*nameCorpus, error) {
	c := &nameCorpus{name: "own pairs", note: "fixtures/truth/pairs.csv, written for this repository"}
	rows, err := rowsOf(root, "fixtures", "truth", "pairs.csv")
	for _, r := range rows {
		c.pairs = append(c.pairs, namePair{kindOf(r[1]), r[2], r[3], r[4] == "true", true})
	}
	return c, err
}

// sortedKeys are the keys of a map, in order.
func sortedKeys[K ~string | ~uint64, V any](m map[K]V) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
