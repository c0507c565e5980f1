package main

import (
	"fmt"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/query"
)

// whatifCmd says what falls if some were listed.
type whatifCmd struct {
	List  []string `arg:"" optional:"" placeholder:"NAME" help:"Who is put on the list: ids or names."`
	Flag  []string `name:"list" sep:"none" placeholder:"NAME" help:"The same as a flag, once for each."`
	Rule  []string `sep:"none" placeholder:"RULE" help:"Only these rules, or files with rules of your own. Default: all that add up listed owners on the day."`
	AsOf  string   `placeholder:"DATE" help:"The day. Default: today."`
	Known string   `name:"known-at" placeholder:"DATE" help:"Only owners and lists that had been retrieved by the end of this day."`
}

// Help gives examples under the flags.
func (*whatifCmd) Help() string {
	return `Supposes that the named were on the list that each rule is about from the day
on, and says whom that would catch that is not caught today, by which holdings,
and in which shipments they took part. Nothing is written.

Examples:
  pierce whatif --list "Harbour Jade Trading"
  pierce whatif --list e5x2k7q3mzdpa --list e22cqmdbsmgdd --rule ofac-50`
}

// Run supposes.
func (c *whatifCmd) Run(e *env) error {
	names := append(append([]string{}, c.Flag...), c.List...)
	if len(names) == 0 {
		return usagef("nobody is named; as pierce whatif --list NAME")
	}
	asOf, err := e.asOf(c.AsOf)
	if err != nil {
		return err
	}
	var rules []own.Rule
	for _, ref := range c.Rule {
		row, err := findRule(ref, asOf)
		if err != nil {
			return err
		}
		rules = append(rules, row)
	}
	a, err := e.decide()
	if err != nil {
		return err
	}
	var ids []engine.EntityID
	for _, n := range names {
		ent, err := e.find(a, n)
		if err != nil {
			return err
		}
		ids = append(ids, ent.ID)
	}
	var falls []query.Fall
	if c.Known == "" {
		falls, err = a.Query.WhatIf(e.ctx, ids, asOf, rules)
	} else {
		at, bad := knownAt(c.Known)
		if bad != nil {
			return bad
		}
		falls, err = a.Query.WhatIfKnown(e.ctx, ids, asOf, at, rules)
	}
	if err != nil {
		return err
	}
	if e.json {
		for _, f := range falls {
			if err := e.printJSON(f); err != nil {
				return err
			}
		}
		return nil
	}
	printFalls(e, falls, asOf)
	return nil
}

// maxShown is how many shipments of one entity are written out for a reader.
const maxShown = 5

// printFalls prints what falls by rule, with the shipments below.
func printFalls(e *env, falls []query.Fall, asOf engine.Date) {
	if len(falls) == 0 {
		e.printf("Nothing more would fall on %s.\n", asOf)
		return
	}
	var g *grid
	rule := ""
	for i := range falls {
		f := &falls[i]
		if f.Rule != rule {
			if g != nil {
				g.print(e.stdout)
				e.printf("\n")
			}
			rule = f.Rule
			e.printf("%s, if they were listed on %s\n", rule, asOf)
			g = e.newGrid([]int{3, 4}, "entity", "verdict", "name", "because")
		}
		verdict := string(f.Verdict.Verdict)
		if f.Tier >= 0 {
			verdict += fmt.Sprintf(", tier %d", f.Tier)
		}
		g.add(string(f.Entity), verdict, f.Name, strings.Join([]string{because(&f.Verdict), shipmentsText(f.Shipments)}, ""))
	}
	g.print(e.stdout)
}

// shipmentsText names the latest shipments.
func shipmentsText(list []query.PastShipment) string {
	if len(list) == 0 {
		return ""
	}
	var parts []string
	for _, s := range list[:min(len(list), maxShown)] {
		parts = append(parts, fmt.Sprintf("%s %s (%s)", s.Date, s.ID, s.Role))
	}
	if len(list) > maxShown {
		parts = append(parts, fmt.Sprintf("%d more", len(list)-maxShown))
	}
	return "; shipments: " + strings.Join(parts, ", ")
}
