package main

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"

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
	Limit   int    `default:"10" help:"How many, at most."`
	Query   string `arg:"" help:"A name in any script, part of one, an identifier or an address; - reads one a line."`
}

// Help gives examples under the flags.
func (*searchCmd) Help() string {
	return `Misspelt names, other scripts and beginnings of words are understood; why each
was found stands beside it.

Examples:
  pierce search "hua wei tecnologies"
  pierce search --country HK --list us-bis-el 华为
  pierce search 91440300708461136T
  pierce search --json --limit 1 - < names.txt`
}

// searchHit is the shape of a hit in JSON.
type searchHit struct {
	Query string `json:"query"`
	index.Hit
	Lists   []engine.ListID  `json:"lists,omitempty"` // that it is on, on the day asked about
	Records []engine.PartyID `json:"records"`
}

// Run answers one query, or one a line of standard input.
func (c *searchCmd) Run(e *env) error {
	a, err := e.look()
	if err != nil {
		return err
	}
	asOf, err := e.asOf(c.AsOf)
	if err != nil {
		return err
	}
	if c.Limit < 1 {
		return usagef("--limit: got %d, want at least 1", c.Limit)
	}
	if err := c.filters(a.Query); err != nil {
		return err
	}
	x, err := a.Index(e.ctx)
	if err != nil {
		return err
	}
	if strings.TrimSpace(c.Query) == "" && c.Kind == "" && c.Country == "" && c.List == "" {
		return usagef("nothing is asked for: give a name, a number or an address, or --kind, --country or --list")
	}
	ask := func(text string) (int, error) {
		q := index.Query{Text: text, Kind: engine.Kind(c.Kind), Country: strings.ToUpper(c.Country), List: engine.ListID(c.List), AsOf: asOf, Limit: c.Limit}
		if c.Kind == "shipment" {
			q.Kind, q.Shipments = "", true
		}
		hits, err := x.Search(e.ctx, q)
		if errors.Is(err, engine.Invalid) {
			return 0, &usage{err}
		}
		if err != nil {
			return 0, err
		}
		return len(hits), c.print(e, a.Query, text, asOf, hits)
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

// filters refuses a kind or a list that there is not: that nothing is found on
// it would be taken for an answer. A list is one that anyone in the store stands
// on, or that pierce knows by name.
func (c *searchCmd) filters(q *query.Query) error {
	if c.Kind != "" && c.Kind != "shipment" && !slices.Contains(engine.Kinds(), engine.Kind(c.Kind)) {
		return usagef("--kind: got %q, want one of %s, shipment", c.Kind, joined(engine.Kinds()))
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
func joined[T ~string](words []T) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return strings.Join(out, ", ")
}

// print writes the hits of one query.
func (c *searchCmd) print(e *env, q *query.Query, text string, asOf engine.Date, hits []index.Hit) error {
	if len(hits) == 0 && !e.json {
		e.printf("%s: nothing found\n", plain(text))
		return nil
	}
	g := e.newGrid([]int{2, 5}, "entity", "name", "", "lists", "why")
	for _, h := range hits {
		lists, err := q.ListedOn(h.Entity, asOf)
		if err != nil {
			return err
		}
		if e.json {
			if err := e.printJSON(searchHit{Query: text, Hit: h, Lists: lists, Records: q.Members(h.Entity)}); err != nil {
				return err
			}
			continue
		}
		id, names := string(h.Entity), make([]string, len(lists))
		if id == "" {
			id = string(h.Record)
		}
		for i, l := range lists {
			names[i] = string(l)
		}
		g.add(id, h.Name, h.Country, strings.Join(names, " "), h.Why)
	}
	if !e.json {
		g.print(e.stdout)
	}
	return nil
}
