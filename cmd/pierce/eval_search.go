package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/eval"
	"github.com/pierce-er/pierce/index"
	"github.com/pierce-er/pierce/ingest"
)

// evalSearch measures at which place a search finds what was meant.
type evalSearch struct {
	Truth   string   `required:"" placeholder:"FILE" help:"query,record_id (or entity_id; several joined by ;) and if there are kind, country, group; - is standard input. A query without a record should find nothing."`
	Dataset string   `placeholder:"NAME" help:"Where a record's id is given without its dataset, it is of this one."`
	Without []string `placeholder:"PATTERN" help:"Leave out groups of these names, as 'hopeless*'."`
	Limit   int      `default:"10" help:"How many of the misses to list, at most."`
}

// Help tells what the measures mean.
func (*evalSearch) Help() string {
	return `Asks each query as pierce search does and looks for the entity of the record
among the first ten.

  @1 @5 @10  recall: the share of queries whose answer stands at that place or
             before
  MRR        the mean of 1/place, 0 where it is not among the first ten
  95 %       where @1 lies for other queries of the same sort (Wilson 1927)

Examples:
  pierce eval search --truth queries.csv
  pierce eval search --truth aliases.csv --dataset ofac --json`
}

// depth is how many hits are looked at: a page of them.
const depth = 10

// asked is a query with what became of it.
type asked struct {
	Query  string   `json:"query"`
	Group  string   `json:"group,omitempty"`
	Wanted []string `json:"wanted"` // records or entities; none: nothing should be found
	Rank   int      `json:"rank"`   // 0: not among the first ten
	Found  string   `json:"found"`  // the name that stands first
	Line   int64    `json:"line"`

	entities []engine.EntityID
	q        index.Query
	took     time.Duration
}

// searchReport is the report in JSON.
type searchReport struct {
	eval.RankScores
	Nothing      int     `json:"nothing,omitempty"` // queries that should find nothing
	NothingFound int     `json:"nothing_found,omitempty"`
	MedianMS     float64 `json:"median_ms,omitempty"` // milliseconds a query
	P95MS        float64 `json:"p95_ms,omitempty"`
}

// Run measures.
func (c *evalSearch) Run(e *env) error {
	if err := goodPatterns("--without", c.Without); err != nil {
		return err
	}
	a, err := e.decide()
	if err != nil {
		return err
	}
	queries, err := c.read(e, a)
	if err != nil {
		return err
	}
	x, err := a.Index(e.ctx)
	if err != nil {
		return err
	}
	for i := range queries {
		if err := queries[i].ask(e, x); err != nil {
			return err
		}
	}
	report := reportSearch(queries)
	misses := slices.DeleteFunc(queries, func(q asked) bool { return q.Rank == 1 })
	slices.SortStableFunc(misses, func(a, b asked) int { return place(b.Rank) - place(a.Rank) })
	if e.json {
		return printMeasures(e, report, misses, c.Limit)
	}
	printSearchReport(e, report)
	c.printMisses(e, misses)
	return nil
}

// place orders ranks from first to not found.
func place(rank int) int {
	if rank == 0 {
		return depth + 1
	}
	return rank
}

// read reads the queries and finds the entities that they mean.
func (c *evalSearch) read(e *env, a *app.App) ([]asked, error) {
	s, err := e.sheetOf(c.Truth)
	if err != nil {
		return nil, err
	}
	query, err := s.need("query", "name")
	if err != nil {
		return nil, err
	}
	record, err := s.need("record_id", "entity_id", "record", "entity", "id")
	if err != nil {
		return nil, err
	}
	kind, country, group := s.column("kind", "schema"), s.column("country"), s.column("group")
	var out []asked
	err = s.all(func(row *ingest.Row) error {
		q := asked{Query: row.Get(query), Group: row.Get(group), Line: row.Line}
		if q.Query == "" {
			return row.Badf(s.csv.Header[query], "", "is empty")
		}
		if matches(c.Without, q.Group) {
			return nil
		}
		q.q = index.Query{Text: q.Query, Country: strings.ToUpper(row.Get(country)), AsOf: engine.DateOf(e.now()), Limit: depth}
		k, ok := app.KindOf(row.Get(kind))
		if !ok {
			return row.Badf(s.csv.Header[kind], row.Get(kind), "is no kind of party")
		}
		if k != engine.Unknown {
			q.q.Kind = k
		}
		for ref := range strings.SplitSeq(row.Get(record), ";") {
			if ref = strings.TrimSpace(ref); ref == "" || ref == "-" {
				continue
			}
			id, err := c.entity(a, ref)
			if err != nil {
				return row.Bad(s.csv.Header[record], ref, err)
			}
			q.Wanted, q.entities = append(q.Wanted, ref), append(q.entities, id)
		}
		out = append(out, q)
		return e.ctx.Err()
	})
	if err == nil && len(out) == 0 {
		err = &engine.Error{Op: "eval", ID: c.Truth, Code: engine.Invalid, Err: errors.New("--without leaves no query")}
	}
	return out, err
}

// entity finds the entity that a row means.
func (c *evalSearch) entity(a *app.App, ref string) (engine.EntityID, error) {
	if c.Dataset != "" {
		if ent, err := a.Query.Entity(c.Dataset + "/" + ref); err == nil {
			return ent.ID, nil
		}
	}
	ent, err := a.Query.Entity(ref)
	if errors.Is(err, engine.NotFound) {
		return "", &engine.Error{Code: engine.NotFound, Hint: "records are named dataset/key; --dataset adds the dataset"}
	}
	if err != nil {
		return "", err
	}
	return ent.ID, nil
}

// ask searches and notes the place of the first right answer.
func (q *asked) ask(e *env, x *index.Index) error {
	start := e.now()
	hits, err := x.Search(e.ctx, q.q)
	q.took = e.now().Sub(start)
	if err != nil && !errors.Is(err, engine.Invalid) { // a query that cannot be asked finds nothing
		return fmt.Errorf("line %d: %w", q.Line, err)
	}
	if len(hits) > 0 {
		q.Found = hits[0].Name
	}
	for _, h := range hits {
		if slices.Contains(q.entities, h.Entity) {
			q.Rank = h.Rank
			return nil
		}
	}
	if len(q.entities) == 0 && len(hits) == 0 {
		q.Rank = 1
	}
	return nil
}

// reportSearch measures all queries and then each group. Those that should find
// nothing are counted apart.
func reportSearch(queries []asked) []searchReport {
	var ranked []eval.Ranked
	var took []time.Duration
	nothing, right := 0, 0
	for i := range queries {
		q := &queries[i]
		took = append(took, q.took)
		if len(q.entities) == 0 {
			nothing++
			right += q.Rank
			continue
		}
		ranked = append(ranked, eval.Ranked{Rank: q.Rank, Group: q.Group})
	}
	slices.Sort(took)
	ms := func(share float64) float64 {
		return float64(took[min(int(share*float64(len(took))), len(took)-1)].Microseconds()) / 1000
	}
	var out []searchReport
	for _, r := range eval.CompareRanks(ranked) {
		out = append(out, searchReport{RankScores: r})
	}
	out[0].Nothing, out[0].NothingFound, out[0].MedianMS, out[0].P95MS = nothing, right, ms(0.5), ms(0.95)
	return out
}

// printSearchReport writes the measures for a reader.
func printSearchReport(e *env, report []searchReport) {
	g := e.newGrid([]int{1}, "group", "queries", "@1", "@5", "@10", "MRR", "95 % of @1")
	for i := range report {
		r := &report[i]
		name := r.Group
		switch {
		case i == 0:
			name = "all"
		case name == "":
			name = "(none)"
		}
		g.add(name, strconv.Itoa(r.Queries), fmt.Sprintf("%.3f", r.At1), fmt.Sprintf("%.3f", r.At5), fmt.Sprintf("%.3f", r.At10), fmt.Sprintf("%.3f", r.MRR), fmt.Sprintf("%.2f to %.2f", r.Sure1[0], r.Sure1[1]))
	}
	g.print(e.stdout)
	all := &report[0]
	if all.Nothing > 0 {
		e.printf("%d of %d queries that should find nothing found nothing\n", all.NothingFound, all.Nothing)
	}
	e.printf("a query took %.1f ms in the median; of 100, 95 took at most %.1f ms\n", all.MedianMS, all.P95MS)
}

// printMisses lists the queries whose answer does not stand first, those that
// were not found before the others.
func (c *evalSearch) printMisses(e *env, misses []asked) {
	if len(misses) == 0 {
		e.printf("\nEvery answer stands first.\n")
		return
	}
	shown := misses[:min(len(misses), max(c.Limit, 0))]
	e.printf("\n%s not stand first", many(len(misses), "answer does", "answers do"))
	if len(shown) < len(misses) {
		e.printf("; the worst %d", len(shown))
	}
	e.printf("\n")
	g := e.newGrid([]int{2, 3, 4}, "place", "query", "wanted", "stands first")
	for i := range shown {
		q := &shown[i]
		place, wanted := "none", strings.Join(q.Wanted, "; ")
		if q.Rank > 0 {
			place = strconv.Itoa(q.Rank)
		}
		if len(q.Wanted) == 0 {
			wanted = "(nothing)"
		}
		g.add(place, q.Query, wanted, q.Found)
	}
	g.print(e.stdout)
}
