package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/eval"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/fixtures/synth"
	"github.com/pierce-er/pierce/index"
)

// questions is about how many searches and traces are asked.
const questions = 2000

// ask searches misspelt names, traces to the top and judges the whole store by
// one rule.
func (w *world) ask(ctx context.Context) error {
	ids, names, err := w.sample()
	if err != nil {
		return err
	}
	x, err := w.app.Index(ctx)
	if err != nil {
		return err
	}
	rule, err := own.Find("ofac-50", asOf)
	if err != nil {
		return err
	}
	rng, found := rand.New(rand.NewPCG(1, 1)), 0
	search := w.each("search, one word misspelt", "searches", bleveSearch, len(ids), func(i int) error {
		hits, err := x.Search(ctx, index.Query{Text: misspell(names[i], rng), Limit: 10})
		if slices.ContainsFunc(hits, func(h index.Hit) bool { return h.Entity == ids[i] }) {
			found++
		}
		return err
	})
	w.report.SearchHit = float64(found) / float64(max(len(ids), 1))
	trace := w.each("trace to the top, one rule", "traces", badgerRead, len(ids), func(i int) error {
		_, err := w.app.Query.Trace(ids[i], asOf, []own.Rule{rule})
		return err
	})
	verdicts := w.stage("verdicts of a rule, stakes", "stakes", badgerScan, func() (stakes int64, err error) {
		err = w.app.Store.Stakes(func(engine.Stake) error { stakes++; return nil })
		return stakes, errors.Join(err, w.app.Query.Verdicts(ctx, rule, asOf, []own.Answer{own.Yes}, func(own.Verdict) error { return nil }))
	})
	return errors.Join(search, trace, verdicts)
}

// sample picks entities all over the store.
func (w *world) sample() (ids []engine.EntityID, names []string, err error) {
	i, every := 0, max(1, w.o.records/questions)
	err = w.app.Store.Entities(func(e *engine.Entity) error {
		if i++; i%every == 0 {
			ids, names = append(ids, e.ID), append(names, e.Name)
		}
		return nil
	})
	return ids, names, err
}

// accuracy compares the entities with the truth, pair by pair.
func (w *world) accuracy(context.Context) error {
	truth, err := w.labels()
	if err != nil {
		return err
	}
	got := eval.Partition{}
	err = w.app.Store.Members(func(p engine.PartyID, e engine.EntityID) error {
		if _, ok := truth[string(p)]; ok {
			got[string(p)] = string(e)
		}
		return nil
	})
	s := eval.Pairs(truth, got)
	w.report.Precision, w.report.Recall, w.report.F1 = s.Precision, s.Recall, s.F1
	return err
}

func (w *world) labels() (eval.Partition, error) {
	f, err := os.Open(filepath.Join(w.dir, w.files.Truth))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(bufio.NewReaderSize(f, 1<<20))
	out := eval.Partition{}
	for {
		row, err := r.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out[row[0]] = row[1]
	}
}

// follow adds records of another world: in batches of 1,000, and then one by
// one, each committed and resolved before the next.
func (w *world) follow(ctx context.Context) error {
	var parties []engine.Party
	err := synth.Parties(synth.Options{Seed: w.o.seed + 98, Records: 2 * w.o.newer}, func(p engine.Party, _ string) error { parties = append(parties, p); return nil })
	if err != nil {
		return err
	}
	cache, next := resolve.NewCache(0), 0
	add := func(n int) error {
		l, err := w.app.Store.Begin(store.Load{Dataset: "new", Format: "test", Retrieved: asOf.Time().Add(time.Duration(next) * time.Second), Stamp: strconv.Itoa(next)})
		if err != nil {
			return err
		}
		for range n {
			p := parties[next%len(parties)]
			id := engine.NewRecordID("new", strconv.Itoa(next))
			p.ID = id.Party()
			next++
			if _, err := l.Put(&engine.Record{ID: id, Parties: []engine.Party{p}}); err != nil {
				return err
			}
		}
		if _, err := l.Commit(); err != nil {
			return err
		}
		_, err = resolve.Run(ctx, w.app.Store, resolve.Options{Cache: cache, Now: time.Now})
		return err
	}
	batch := w.stage("new records, by 1,000", "records", badgerWrite, func() (int64, error) {
		for next < w.o.newer {
			if err := add(min(1000, w.o.newer-next)); err != nil {
				return 0, err
			}
		}
		return int64(next), nil
	})
	return errors.Join(batch, w.each("new records, one by one", "records", badgerCommit, w.o.newer, func(int) error { return add(1) }))
}

// misspell swaps or drops a letter of the name's longest word.
func misspell(name string, rng *rand.Rand) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return name
	}
	longest := 0
	for i, w := range words {
		if len(w) > len(words[longest]) {
			longest = i
		}
	}
	r := []rune(words[longest])
	if len(r) > 3 {
		i := 1 + rng.IntN(len(r)-2)
		if rng.IntN(2) == 0 {
			r[i], r[i+1] = r[i+1], r[i]
		} else {
			r = slices.Delete(r, i, i+1)
		}
		words[longest] = string(r)
	}
	return strings.Join(words, " ")
}
