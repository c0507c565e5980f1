package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/eval"
	"github.com/pierce-er/pierce/ingest"
)

// groups is which records are one, as a file or the store has it.
type groups struct {
	of    eval.Partition
	pairs bool // the file lists pairs: a record that it lacks is alone

	// Of a store alone.
	names  map[string]string  // of the entities
	linked map[[2]string]bool // which entities are possibly the same
}

// readGroups reads a file of one of three forms: a row a record with its
// group; the same with the record's source in a column of its own; or a row a
// pair that is one.
func (e *env) readGroups(path string) (*groups, error) {
	s, err := e.sheetOf(path)
	if err != nil {
		return nil, err
	}
	one, two := s.column("id1", "id_1", "record1", "record_1", "id_a", "record_a"), s.column("id2", "id_2", "record2", "record_2", "id_b", "record_b")
	if one >= 0 && two >= 0 {
		return readPairs(s, one, two)
	}
	record, err := s.need("record_id", "record", "id")
	if err != nil {
		return nil, err
	}
	group, err := s.need("entity_id", "entity", "cluster_id", "cluster", "group")
	if err != nil {
		return nil, err
	}
	source := s.column("data_source", "dataset")
	g := &groups{of: eval.Partition{}}
	err = s.all(func(row *ingest.Row) error {
		id, label := uncell(row.Get(record)), row.Get(group)
		if id == "" || label == "" {
			return row.Badf("", "", "has no record or no entity")
		}
		if src := row.Get(source); src != "" {
			id = src + "/" + id
		}
		if was, ok := g.of[id]; ok && was != label {
			return row.Badf(s.csv.Header[record], id, "stands in %s already", ingest.Quoted(was))
		}
		g.of[id] = label
		return nil
	})
	return g, err
}

// uncell takes back what an export put before a value that would have run as a
// formula.
func uncell(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && cell(rest) == s {
		return rest
	}
	return s
}

// readPairs reads pairs that are one; with a column is_match, those it says are
// not are only known to exist.
func readPairs(s *sheet, one, two int) (*groups, error) {
	root := map[string]string{}
	find := func(id string) string {
		for root[id] != "" && root[id] != id {
			id = root[id]
		}
		root[id] = id
		return id
	}
	label := s.column("is_match", "match", "same")
	err := s.all(func(row *ingest.Row) error {
		a, b := uncell(row.Get(one)), uncell(row.Get(two))
		if a == "" || b == "" {
			return row.Badf("", "", "has not two records")
		}
		same, err := true, error(nil)
		if label >= 0 {
			if same, err = truthOf(row.Get(label)); err != nil {
				return row.Bad(s.csv.Header[label], row.Get(label), err)
			}
		}
		x, y := find(a), find(b)
		if same && x != y {
			root[max(x, y)] = min(x, y)
		}
		return nil
	})
	g := &groups{of: eval.Partition{}, pairs: true}
	for id := range root {
		g.of[id] = find(id)
	}
	return g, err
}

// truthOf reads a label.
func truthOf(s string) (bool, error) {
	switch strings.ToLower(s) {
	case "true", "t", "1", "yes", "y", "same", "match":
		return true, nil
	case "false", "f", "0", "no", "n", "different", "other":
		return false, nil
	}
	return false, errors.New("want true or false")
}

// storeGroups is the store's entities, by party; of one dataset where one is
// named.
func storeGroups(a *app.App, dataset string) (*groups, error) {
	g := &groups{of: eval.Partition{}, names: map[string]string{}, linked: map[[2]string]bool{}}
	err := a.Store.Entities(func(e *engine.Entity) error {
		g.names[string(e.ID)] = e.Name
		for _, p := range e.Parties {
			g.of[string(p)] = string(e.ID)
		}
		for _, l := range e.Possible {
			g.linked[[2]string{string(e.ID), string(l.Entity)}] = true
		}
		return nil
	})
	g.only(dataset)
	return g, err
}

// missed counts the pairs of the truth that g has in two groups, and of them
// those that the store keeps as possibly the same.
func (g *groups) missed(diffs []eval.Difference) (missed, linked int64) {
	for _, d := range diffs {
		for _, one := range d.Before {
			size := map[string]int64{}
			for _, id := range one {
				size[g.of[id]]++
			}
			for a, n := range size {
				for b, m := range size {
					if a < b {
						missed += n * m
						if g.linked[[2]string{a, b}] || g.linked[[2]string{b, a}] {
							linked += n * m
						}
					}
				}
			}
		}
	}
	return missed, linked
}

// only keeps the records of one dataset, "" for all.
func (g *groups) only(dataset string) {
	for id := range g.of {
		if dataset != "" && !strings.HasPrefix(id, dataset+"/") {
			delete(g.of, id)
		}
	}
}

// align gives the records of g the ids that they have in other: a truth may
// name a record without its dataset, which is no mistake as long as only one
// dataset has it. Records that other has none for keep their id. Where one of
// the two is a list of pairs, it then knows the other's records too.
func (g *groups) align(other *groups) error {
	full := map[string][]string{}
	for id := range other.of {
		if _, key, ok := strings.Cut(id, "/"); ok {
			full[key] = append(full[key], id)
		}
	}
	out := eval.Partition{}
	for id, label := range g.of {
		to := id
		if _, ok := other.of[id]; !ok && len(full[id]) > 0 {
			if ids := full[id]; len(ids) > 1 {
				slices.Sort(ids)
				return usagef("the record %q is in several datasets (%s): name one with --dataset", id, strings.Join(ids, ", "))
			}
			to = full[id][0]
		}
		if was, ok := out[to]; ok && was != label {
			return &engine.Error{Op: "eval", ID: to, Code: engine.Invalid, Err: fmt.Errorf("the truth has it twice, in %s and %s", was, label)}
		}
		out[to] = label
	}
	g.of = out
	g.fill(other)
	other.fill(g)
	return nil
}

// fill takes the records that a list of pairs lacks as alone.
func (g *groups) fill(other *groups) {
	if !g.pairs {
		return
	}
	for id := range other.of {
		if g.of[id] == "" {
			g.of[id] = id
		}
	}
}
