package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/index"
)

// searchCmd finds entities and shipments.
type searchCmd struct {
	Kind    string `placeholder:"KIND" help:"Only this kind: company, person, vessel, shipment …"`
	Country string `placeholder:"CC" help:"Only this country, as SG."`
	List    string `placeholder:"LIST" help:"Only parties on this list, as us-bis-el."`
	AsOf    string `placeholder:"DATE" help:"With --list: listed on this day. Default: today."`
	Status  string `placeholder:"STATUS" help:"Only these: listed, delisted, unlisted, active or ended."`
	Dataset string `placeholder:"NAME" help:"Only what this dataset speaks of."`
	From    string `placeholder:"DATE" help:"Born or founded, or shipped, then or later: 2024, 2024-05 or 2024-05-17."`
	Until   string `placeholder:"DATE" help:"… and before then."`
	Goods   string `group:"Shipments" placeholder:"WORDS" help:"Words of the goods, or a control class."`
	HS      string `name:"hs" group:"Shipments" placeholder:"CODE" help:"An HS code, or its first digits."`
	Port    string `group:"Shipments" placeholder:"PLACE" help:"A place on the way."`
	Vessel  string `group:"Shipments" placeholder:"NAME" help:"A vessel's name or IMO number, or a voyage."`
	Party   string `group:"Shipments" placeholder:"ID|NAME" help:"An entity or record, or words of a name."`
	Same    string `placeholder:"WHAT" help:"Who has the same address, phone, email, domain or officer as the entity that is named."`
	Suggest bool   `help:"Names that go on as the text begins, as a search box shows them."`
	Facets  bool   `help:"Also count what was found by kind, country, list, status, dataset and year."`
	Limit   int    `default:"10" help:"How many, at most."`
	Offset  int    `placeholder:"N" help:"Leave out the first N."`
	Query   string `arg:"" optional:"" help:"A name in any script, part of one, an identifier, a phone, a bill of lading or an address; - reads one a line."`
}

// Help gives examples under the flags.
func (*searchCmd) Help() string {
	return `Misspelt names, other scripts and beginnings of words are understood; why each
was found stands beside it. Without a text the filters alone say what is found.

Examples:
  pierce search "hua wei tecnologies"
  pierce search --country HK --list us-bis-el --facets 华为
  pierce search 91440300708461136T
  pierce search --same address "Cuihu International Trading"
  pierce search --hs 8473 --port Shekou --from 2024 --until 2025
  pierce search --json --limit 1 - < names.txt`
}

// Run answers one query, or one a line of standard input.
func (c *searchCmd) Run(e *env) error {
	a, err := e.look()
	if err != nil {
		return err
	}
	q, err := c.query(e, a)
	if err != nil {
		return err
	}
	switch {
	case c.Same != "":
		return c.same(e, a, q.AsOf)
	case c.Suggest:
		return c.suggest(e, a)
	}
	ask := func(text string) (int, error) {
		q.Text = text
		found, err := a.Search(e.ctx, q)
		if errors.Is(err, engine.Invalid) {
			return 0, &usage{err}
		}
		if err != nil {
			return 0, err
		}
		return len(found.Hits), c.print(e, text, found)
	}
	if c.Query != "-" {
		n, err := ask(c.Query)
		if err == nil && n == 0 {
			return &engine.Error{Op: "search", ID: c.Query, Code: engine.NotFound, Hint: "fewer words, or another spelling or script, may find it"}
		}
		return err
	}
	in := bufio.NewReader(e.stdin)
	for {
		line, err := in.ReadString('\n')
		if text := strings.TrimSpace(line); text != "" {
			if _, err := ask(text); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// query is what the flags ask for.
func (c *searchCmd) query(e *env, a *app.App) (index.Query, error) {
	q := index.Query{Kind: engine.Kind(c.Kind), Country: strings.ToUpper(c.Country), List: engine.ListID(c.List), Status: index.Status(c.Status), Dataset: c.Dataset,
		Limit: c.Limit, Offset: c.Offset, Facets: c.Facets, Shipment: index.ShipmentFilter{Goods: c.Goods, HS: c.HS, Port: c.Port, Vessel: c.Vessel}}
	var err error
	if q.AsOf, err = e.asOf(c.AsOf); err != nil {
		return q, err
	}
	if c.Limit < 1 {
		return q, usagef("--limit: got %d, want at least 1", c.Limit)
	}
	if err := c.filters(a.Query); err != nil {
		return q, err
	}
	for _, d := range []struct {
		flag, text string
		to         *engine.Date
	}{{"from", c.From, &q.From}, {"until", c.Until, &q.Until}} {
		if *d.to, err = parseDay(d.flag, d.text); err != nil {
			return q, err
		}
	}
	if err := c.party(a, &q.Shipment); err != nil {
		return q, err
	}
	if c.Kind == "shipment" || c.Goods+c.HS+c.Port+c.Vessel+c.Party != "" {
		q.Shipments = true
		if c.Kind == "shipment" {
			q.Kind = ""
		}
	}
	if strings.TrimSpace(c.Query) == "" && !q.Shipments && c.Kind+c.Country+c.List+c.Status+c.Dataset+c.From+c.Until == "" {
		return q, usagef("nothing is asked for: give a name, a number or an address, or a filter such as --kind, --country or --list")
	}
	return q, nil
}

// parseDay reads a flag with a date that may be a year or a month.
func parseDay(flag, text string) (engine.Date, error) {
	if text == "" {
		return 0, nil
	}
	d, err := engine.ParseDate(text)
	if err != nil {
		return 0, usagef("--%s: got %q, want a date as 2024-05-17, 2024-05 or 2024", flag, text)
	}
	return d, nil
}

// party takes --party as an entity or a record where it is the id of one, and
// as words of a name elsewhere.
func (c *searchCmd) party(a *app.App, f *index.ShipmentFilter) error {
	if c.Party == "" {
		return nil
	}
	ent, err := a.Query.Entity(c.Party)
	switch {
	case errors.Is(err, engine.NotFound):
		f.Party = c.Party
		return nil
	case err != nil:
		return err
	}
	f.Parties = ent.Parties
	return nil
}

// filters refuses a kind or a list that there is not: that nothing is found on
// it would be taken for an answer. A list is one that anyone in the store stands
// on, or that pierce knows by name.
func (c *searchCmd) filters(q *query.Query) error {
	if c.Kind != "" && c.Kind != "shipment" && !slices.Contains(engine.Kinds(), engine.Kind(c.Kind)) {
		return usagef("--kind: got %q, want one of %s, shipment", c.Kind, joined(engine.Kinds()))
	}
	if c.Status != "" && !slices.Contains(index.Statuses(), index.Status(c.Status)) {
		return usagef("--status: got %q, want one of %s", c.Status, joined(index.Statuses()))
	}
	list := engine.ListID(c.List)
	if list == "" || slices.Contains(engine.KnownLists(), list) {
		return nil
	}
	if loaded, err := q.Loaded(list); loaded || err != nil {
		return err
	}
	loaded, err := q.Lists()
	if err != nil {
		return err
	}
	if len(loaded) == 0 {
		return usagef("--list: got %q, and no list is loaded; want one of %s", c.List, joined(engine.KnownLists()))
	}
	return usagef("--list: got %q, want one of those loaded: %s", c.List, joined(loaded))
}

// joined are words with commas between.
func joined[T ~string](words []T) string { return joinedBy(words, ", ") }

func joinedBy[T ~string](words []T, sep string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return strings.Join(out, sep)
}

// print writes the hits of one query.
func (c *searchCmd) print(e *env, text string, found *app.SearchResult) error {
	if e.json {
		for i := range found.Hits {
			if err := e.printJSON(&found.Hits[i]); err != nil {
				return err
			}
		}
		return c.facets(e, found)
	}
	if len(found.Hits) == 0 {
		e.printf("%s: nothing found\n", plain(text))
		return nil
	}
	g := e.newGrid([]int{2, 5}, "entity", "name", "", "lists", "why")
	for i := range found.Hits {
		h := &found.Hits[i]
		id, country := string(h.Entity), h.Country
		if id == "" {
			id, country = string(h.Record), h.Date.String()
		}
		g.add(id, h.Name, country, joinedBy(h.Lists, " "), h.Why)
	}
	g.print(e.stdout)
	return c.facets(e, found)
}

// facetLine is the last line of a search with facets, in JSON.
type facetLine struct {
	Query  string        `json:"query"`
	Total  int           `json:"total"`
	Facets []index.Facet `json:"facets"`
}

// facets prints how many were found, by their properties.
func (c *searchCmd) facets(e *env, found *app.SearchResult) error {
	switch {
	case !c.Facets:
		return nil
	case e.json:
		return e.printJSON(facetLine{c.Query, found.Total, found.Facets})
	}
	e.printf("%d found\n", found.Total)
	for _, f := range found.Facets {
		var parts []string
		for _, v := range f.Values[:min(len(f.Values), facetsShown)] {
			parts = append(parts, fmt.Sprintf("%s %d", plain(v.Value), v.Count))
		}
		if more := len(f.Values) - facetsShown; more > 0 {
			parts = append(parts, "…")
		}
		e.printf("  %-8s %s\n", f.Field, strings.Join(parts, ", "))
	}
	return nil
}

// facetsShown is how many values of a facet fit a line.
const facetsShown = 6
