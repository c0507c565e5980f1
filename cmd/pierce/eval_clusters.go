package main

import (
	"fmt"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/eval"
)

// evalClusters compares entities with the truth.
type evalClusters struct {
	Truth   string `required:"" placeholder:"FILE" help:"What is true: record_id,entity_id; or CLUSTER_ID,DATA_SOURCE,RECORD_ID; or pairs that are one, id1,id2. - is standard input."`
	Against string `placeholder:"FILE" help:"Measure this file, of the same forms, instead of the store."`
	Dataset string `placeholder:"NAME" help:"Measure the records of this dataset alone."`
	Limit   int    `default:"20" help:"How many differences to list, at most."`
}

// Help tells what the measures mean.
func (*evalClusters) Help() string {
	return `Records are named as pierce export --as clusters names them, dataset/key; the
dataset may be left out where only one has the key. Only records that both sides
know are measured. A file of pairs takes records that it does not name as alone.

  pairs      every two records that are one. If the truth is {a b c} {d e} and
             the result {a b} {c d} {e}, then of its 2 pairs one is right
             (precision 1/2), out of 4 true ones (recall 1/4)
  B-cubed    the same asked of each record about those beside it, and
             averaged: large entities weigh less (Bagga and Baldwin 1998)
  exact      entities that are right record for record
  distance   the splits and then merges that would mend the result: here one
             and two (Menestrina, Whang and Garcia-Molina 2010)

Differences are split (one in the truth, several in the result), merged (the
other way round) and overlapping (records changed sides). With --against, two
runs are compared: the first file stands for the truth.

Examples:
  pierce eval clusters --truth truth.csv
  pierce eval clusters --truth before.csv --against after.csv
  pierce eval clusters --truth key.csv --dataset customers --json`
}

// clustersReport is the report in JSON.
type clustersReport struct {
	eval.Clusters
	Split       int `json:"split"`
	Merged      int `json:"merged"`
	Overlapping int `json:"overlapping"`

	Missed int64 `json:"missed"`        // true pairs that are in two entities
	Linked int64 `json:"missed_linked"` // of them, those kept as possibly the same
}

// Run measures.
func (c *evalClusters) Run(e *env) error {
	truth, err := e.readGroups(c.Truth)
	if err != nil {
		return err
	}
	var result *groups
	if c.Against != "" {
		if result, err = e.readGroups(c.Against); err == nil {
			result.only(c.Dataset)
		}
	} else {
		a, oerr := e.decide()
		if oerr != nil {
			return oerr
		}
		result, err = storeGroups(a, c.Dataset)
	}
	if err != nil {
		return err
	}
	if err := truth.align(result); err != nil {
		return err
	}
	truth.only(c.Dataset)
	r := clustersReport{Clusters: eval.CompareClusters(truth.of, result.of)}
	if r.Records == 0 {
		return &engine.Error{Op: "eval", ID: c.Truth, Code: engine.Invalid, Err: fmt.Errorf("none of its %s records is in the result", thousands(r.Missing)),
			Hint: "records are named dataset/key, as pierce export --as clusters does"}
	}
	diffs := eval.Differences(truth.of, result.of)
	for _, d := range diffs {
		switch d.Kind {
		case eval.SplitUp:
			r.Split++
		case eval.PutTogether:
			r.Merged++
		case eval.Overlapping:
			r.Overlapping++
		}
	}
	r.Missed, r.Linked = result.missed(diffs)
	if e.json {
		return c.printJSON(e, &r, diffs)
	}
	r.print(e)
	if result.linked != nil && r.Missed > 0 {
		e.printf("missed     %s, of which %s kept as possibly the same\n", many(int(r.Missed), "true pair", "true pairs"), many(int(r.Linked), "is", "are"))
	}
	c.printDifferences(e, diffs, result)
	return nil
}

// printJSON writes the measures, and then a difference a line.
func (c *evalClusters) printJSON(e *env, r *clustersReport, diffs []eval.Difference) error {
	if err := e.printJSON(r); err != nil {
		return err
	}
	for _, d := range diffs[:min(len(diffs), max(c.Limit, 0))] {
		if err := e.printJSON(d); err != nil {
			return err
		}
	}
	return nil
}

// print writes the measures for a reader.
func (r *clustersReport) print(e *env) {
	g := e.newGrid([]int{5}, "", "precision", "recall", "F1", "")
	p := r.Pairs
	g.add("pairs", four(p.Precision), four(p.Recall), four(p.F1), fmt.Sprintf("%s right of %s found, %s true", thousands(p.Right), thousands(p.Found), thousands(p.True)))
	g.add("B-cubed", four(r.BCubed.Precision), four(r.BCubed.Recall), four(r.BCubed.F1), thousands(r.Records)+" records")
	g.print(e.stdout)
	e.printf("\nexact      %s of %s entities (%s); the result has %s\n", thousands(r.Exact.Groups), thousands(r.Exact.True), percent(r.Exact.Share), thousands(r.Exact.Found))
	e.printf("distance   %s and %s from the truth\n", many(int(r.Distance.Splits), "split", "splits"), many(int(r.Distance.Merges), "merge", "merges"))
	e.printf("entities   %d split, %d merged, %d overlapping\n", r.Split, r.Merged, r.Overlapping)
	if r.Missing > 0 || r.Extra > 0 {
		e.printf("left out   %s records of the truth that the result lacks, %s of the result that the truth lacks\n", thousands(r.Missing), thousands(r.Extra))
	}
}

// differenceWords say for a reader what each kind means.
func differenceWords(k eval.DifferenceKind) string {
	switch k {
	case eval.SplitUp:
		return "one in the truth, several in the result"
	case eval.PutTogether:
		return "several in the truth, one in the result"
	}
	return "records changed sides"
}

// printDifferences lists the differences, those of a kind together.
func (c *evalClusters) printDifferences(e *env, diffs []eval.Difference, result *groups) {
	shown := 0
	for _, kind := range []eval.DifferenceKind{eval.SplitUp, eval.PutTogether, eval.Overlapping} {
		head := false
		for _, d := range diffs {
			if d.Kind != kind || shown >= c.Limit {
				continue
			}
			e.printf("\n")
			if !head {
				e.printf("%s: %s\n", kind, differenceWords(kind))
				head = true
			}
			shown++
			printDifference(e, &d, result)
		}
	}
	if left := len(diffs) - shown; left > 0 {
		e.printf("\nand %d more; --limit %d lists them\n", left, len(diffs))
	}
}

// printDifference lists one difference, and which question explains it.
func printDifference(e *env, d *eval.Difference, result *groups) {
	if d.Kind != eval.SplitUp {
		printSides(e, "truth ", d.Before, nil)
	}
	if d.Kind != eval.PutTogether {
		printSides(e, "result", d.After, func(id string) string { return result.names[result.of[id]] })
	}
	if result.names == nil {
		return
	}
	apart := d.Before
	if d.Kind == eval.SplitUp {
		apart = d.After
	} else if d.Kind == eval.PutTogether {
		e.printf("  is one  %s\n", plain(result.names[result.of[d.After[0][0]]]))
	}
	e.printf("  see     pierce why %s %s\n", plain(apart[0][0]), plain(apart[1][0]))
}

// mostListed is how many records of a group are listed: a screen holds as many.
const mostListed = 12

// printSides lists groups, a line each.
func printSides(e *env, side string, groups [][]string, name func(id string) string) {
	for _, g := range groups {
		text := strings.Join(g[:min(len(g), mostListed)], ", ")
		if len(g) > mostListed {
			text += fmt.Sprintf(" and %d more", len(g)-mostListed)
		}
		if name != nil {
			if n := name(g[0]); n != "" {
				text += "  (" + n + ")"
			}
		}
		e.printf("  %s  %s\n", side, wrap(text, e.columns(), "          "))
	}
}
