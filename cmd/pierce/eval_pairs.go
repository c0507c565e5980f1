package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/eval"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/ingest"
)

// evalPairs measures how well pairs of names are told apart.
type evalPairs struct {
	Truth   string   `required:"" placeholder:"FILE" help:"name1,name2,is_match and if there are kind (or schema), group, countries; - is standard input."`
	Kind    string   `placeholder:"KIND" help:"What the names are of, where no column says it."`
	Model   string   `placeholder:"FILE" help:"Measure a model as pierce export --as model writes it. Default: the one that ships."`
	Without []string `placeholder:"PATTERN" help:"Leave out groups of these names, as 'synth_*'."`
	Limit   int      `default:"10" help:"How many of the worst misses to list, at most."`
}

// Help tells what the measures mean.
func (*evalPairs) Help() string {
	return `Scores each pair as pierce score does; needs no data folder.

  one        how many of the pairs are; wrong: how many are taken wrongly
  AUC        the chance that a pair that is one scores above one that is not:
             0.5 is guessing, 1 perfect (Fawcett 2006)
  F1         at the threshold of the band "same", as it ships; and the best
             that another threshold would reach on this file
  Brier      mean squared error of the probability: 0 is perfect, a half each
             time gives 0.25
  log loss   mean of -ln of the probability given to what is true: 0 is
             perfect, a half each time gives 0.693
  predicted  the mean probability, beside the share that is one, by tenths;
             the calibration error is the mean difference of the two

Examples:
  pierce eval pairs --truth pairs.csv
  pierce eval pairs --truth pairs.csv --without 'synth_*' --limit 50`
}

// scoredPair is a labelled pair with its match.
type scoredPair struct {
	Name1       string      `json:"name1"`
	Name2       string      `json:"name2"`
	Kind        engine.Kind `json:"kind"`
	Group       string      `json:"group,omitempty"`
	True        bool        `json:"is_match"`
	Probability float64     `json:"score"`
	Band        engine.Band `json:"band"`
	Why         string      `json:"why"`
	Line        int64       `json:"line"`
}

// wrong is how far the probability lies from what is true.
func (p *scoredPair) wrong() float64 {
	if p.True {
		return 1 - p.Probability
	}
	return p.Probability
}

// Run measures.
func (c *evalPairs) Run(e *env) error {
	if err := goodPatterns("--without", c.Without); err != nil {
		return err
	}
	m, err := askedModel(e, c.Model)
	if err != nil {
		return err
	}
	pairs, err := c.read(e, m)
	if err != nil {
		return err
	}
	labelled := make([]eval.Labelled, len(pairs))
	for i := range pairs {
		p := &pairs[i]
		labelled[i] = eval.Labelled{Scored: eval.Scored{Score: p.Probability, True: p.True}, Group: p.Group}
	}
	threshold := m.Probability(m.Same)
	report := eval.ComparePairs(labelled, threshold)
	misses := slices.DeleteFunc(pairs, func(p scoredPair) bool { return p.True == (p.Probability >= threshold) })
	slices.SortStableFunc(misses, func(a, b scoredPair) int { return cmp.Compare(b.wrong(), a.wrong()) })
	if e.json {
		return printMeasures(e, report, misses, c.Limit)
	}
	printPairScores(e, report)
	c.printMisses(e, misses)
	return nil
}

// read scores every pair of the truth.
func (c *evalPairs) read(e *env, m *score.Model) ([]scoredPair, error) {
	s, err := e.sheetOf(c.Truth)
	if err != nil {
		return nil, err
	}
	p, err := newPairReader(e, s, c.Kind)
	if err != nil {
		return nil, err
	}
	label, err := s.need("is_match", "match", "same", "label")
	if err != nil {
		return nil, err
	}
	group := s.column("group", "case_group")
	var out []scoredPair
	err = s.all(func(row *ingest.Row) error {
		pair := p.pair(row)
		same, err := truthOf(row.Get(label))
		if err != nil {
			return row.Bad(s.csv.Header[label], row.Get(label), err)
		}
		g := row.Get(group)
		if matches(c.Without, g) {
			return nil
		}
		match := pair.Match(m)
		out = append(out, scoredPair{Name1: pair.Name1, Name2: pair.Name2, Kind: pair.Kind, Group: g, True: same, Probability: match.Probability, Band: match.Band, Why: app.Reason(&match), Line: row.Line})
		return e.ctx.Err()
	})
	if err == nil && len(out) == 0 {
		err = &engine.Error{Op: "eval", ID: c.Truth, Code: engine.Invalid, Err: errors.New("--without leaves no pair")}
	}
	return out, err
}

// printPairScores writes the measures for a reader.
func printPairScores(e *env, report []eval.PairScores) {
	g := e.newGrid([]int{1}, "group", "pairs", "one", "wrong", "AUC", "F1", "precision", "recall", "best F1", "at")
	for i := range report {
		r := &report[i]
		name := r.Group
		switch {
		case i == 0:
			name = "all"
		case name == "":
			name = "(none)"
		}
		row := []string{name, strconv.Itoa(r.Pairs), strconv.Itoa(r.True), strconv.Itoa(r.Wrong), four(r.AUC), four(r.At.F1), four(r.At.Precision), four(r.At.Recall), four(r.Best.F1), fmt.Sprintf("%.3f", r.BestAt)}
		if r.True == 0 || r.True == r.Pairs { // nothing to tell apart
			row[4] = "-"
		}
		for i := 5; r.True == 0 && i < len(row); i++ { // nothing to find
			row[i] = "-"
		}
		g.add(row...)
	}
	g.print(e.stdout)
	all := &report[0]
	e.printf("\nF1, precision and recall at the band \"same\", a score of %.3f.\n", all.Threshold)
	e.printf("Brier %s, log loss %s, calibration error %s\n\n", four(all.Brier), four(all.LogLoss), four(all.Error))
	b := e.newGrid(nil, "score", "pairs", "predicted", "one")
	for _, x := range all.Reliability {
		b.add(fmt.Sprintf("%.1f to %.1f", x.From, x.Until), strconv.Itoa(x.Pairs), percent(x.Predicted), percent(x.True))
	}
	b.print(e.stdout)
}

// printMisses lists the worst misses.
func (c *evalPairs) printMisses(e *env, misses []scoredPair) {
	shown := misses[:min(len(misses), max(c.Limit, 0))]
	if len(misses) == 0 {
		e.printf("\nNo pair is on the wrong side.\n")
		return
	}
	e.printf("\n%s on the wrong side of the threshold", many(len(misses), "pair is", "pairs are"))
	if len(shown) < len(misses) {
		e.printf("; the worst %d", len(shown))
	}
	e.printf("\n")
	for i := range shown {
		p := &shown[i]
		is := "is not one"
		if p.True {
			is = "is one"
		}
		e.printf("  %.3f  %s = %s  (%s, line %d)\n", p.Probability, plain(p.Name1), plain(p.Name2), is, p.Line)
		e.printf("         %s\n", wrap(p.Why, e.columns(), "         "))
	}
}
