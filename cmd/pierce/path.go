package main

import (
	"fmt"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
)

// pathCmd says how two entities are linked.
type pathCmd struct {
	A       string `arg:"" placeholder:"A" help:"An id, or a name."`
	B       string `arg:"" placeholder:"B" help:"Another."`
	AsOf    string `placeholder:"DATE" help:"Only links that stood on this day. Default: of all times."`
	Certain bool   `help:"Do not follow links \"possibly same as\"."`
	Routes  int    `default:"3" placeholder:"N" help:"How many routes to give."`
	Steps   int    `default:"8" placeholder:"N" help:"Links of a route at most."`
}

// Help gives examples under the flags.
func (*pathCmd) Help() string {
	return `Walks stakes in both directions, offices, families and agents, what a record
might be the same as, addresses, telephones and domains in common, and
shipments. An interest goes before an address in common, an address before a
shipment. Values that very many have, as a formation agent's address, link
nobody and are named at the end. Each further route avoids the links of the
ones before where it can.

Examples:
  pierce path "Lumenpeak Compute" "Tianheng Intelligent Computing"
  pierce path e5x2k7q3mzdpa ofac/36 --certain --as-of 2025-06-30`
}

// Run finds the routes.
func (c *pathCmd) Run(e *env) error {
	if c.Routes < 1 || c.Steps < 1 {
		return usagef("--routes and --steps: want 1 or more")
	}
	o := query.PathOptions{Certain: c.Certain, Routes: c.Routes, Steps: c.Steps}
	if c.AsOf != "" {
		asOf, err := e.asOf(c.AsOf)
		if err != nil {
			return err
		}
		o.AsOf = asOf
	}
	a, err := e.look()
	if err != nil {
		return err
	}
	from, err := e.find(a, c.A)
	if err != nil {
		return err
	}
	to, err := e.find(a, c.B)
	if err != nil {
		return err
	}
	p, err := a.Query.Path(e.ctx, from.ID, to.ID, o)
	if err != nil {
		return err
	}
	if e.json {
		return e.printJSON(p)
	}
	printPaths(e, p, from, to)
	return nil
}

// printPaths draws each route as a ladder of names and links.
func printPaths(e *env, p *query.Paths, from, to *engine.Entity) {
	switch {
	case from.ID == to.ID:
		e.printf("They are one entity: %s %s\n", from.ID, plain(from.Name))
		return
	case len(p.Routes) == 0 && p.Cut:
		e.printf("No route among the %s entities nearest to %s; more lie in reach.\n", thousands(int64(p.Seen)), plain(from.Name))
	case len(p.Routes) == 0:
		e.printf("Nothing links them: all %s entities in reach of %s were looked at.\n", thousands(int64(p.Seen)), plain(from.Name))
	}
	for i, route := range p.Routes {
		if i > 0 {
			e.printf("\n")
		}
		e.printf("%s\n", tagged(plain(route[0].FromName), string(route[0].From)))
		for j := range route {
			l := &route[j]
			e.printf("  │ %s\n", wrap(linkText(l), e.columns(), "  │   "))
			e.printf("%s\n", tagged(plain(l.ToName), string(l.To)))
		}
	}
	if len(p.Hubs) > 0 {
		e.printf("\nnot followed, since very many have it:\n")
		for _, h := range p.Hubs {
			e.printf("  %s\n", wrap(plain(h), e.columns(), "    "))
		}
	}
}

// linkText says a link in words, read downward.
func linkText(l *query.Link) string {
	var text string
	switch {
	case l.Owner == l.From && l.Owner != "":
		text = held(l, "holds %s of", "is %s of")
	case l.Owner == l.To && l.Owner != "":
		text = held(l, "is held to %s by", "has as %s")
	case l.Kind == query.LinkShipment:
		text = "shipped together with (" + l.Value + ")"
	case l.Kind == query.LinkPossible:
		text = "is possibly the same as"
	default:
		text = "has the " + string(l.Kind) + " as"
	}
	if l.Value != "" && l.Kind != query.LinkShipment {
		text += ": " + plain(l.Value)
	}
	switch {
	case l.Kind == query.LinkShipment && l.Since != 0:
		text += ", on " + l.Since.String()
	case l.Since != 0 || l.Until != 0:
		text += ", " + span(l.Since, l.Until)
	}
	if len(l.Sources) > 0 {
		text += fmt.Sprintf("  ‹%s›", cut(string(l.Sources[0]), 40))
	}
	return text
}

// held says an interest: a share, or an office by its name.
func held(l *query.Link, share, office string) string {
	if l.Share.Known {
		out := fmt.Sprintf(share, l.Share.Human())
		if l.Kind != query.LinkKind(engine.Shares) {
			out += " the " + string(l.Kind)
		}
		return out
	}
	return fmt.Sprintf(office, strings.ReplaceAll(string(l.Kind), "shares", "holder of a share not known"))
}
