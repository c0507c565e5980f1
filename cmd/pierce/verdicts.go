package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

// verdictsCmd lists what a rule captures.
type verdictsCmd struct {
	Rule    string   `placeholder:"RULE" help:"The rule, as ofac-50, or a file with one of your own; --rules lists them."`
	Rules   bool     `help:"List the rules with their dates and citations, and stop."`
	AsOf    string   `placeholder:"DATE" help:"The day that is asked about. Default: today."`
	Known   string   `name:"known-at" placeholder:"DATE" help:"Only what had been retrieved by the end of this day."`
	Verdict []string `default:"yes" placeholder:"ANSWER" help:"Which answers to print: yes, unknown, no-unless-hidden, depends-on-date, no."`
}

// Help gives examples under the flags.
func (*verdictsCmd) Help() string {
	return `Tier 0 is listed itself; tier 1 is held to the threshold by those; and so on.

Examples:
  pierce verdicts --rule ofac-50
  pierce verdicts --rule bis-affiliates --as-of 2025-10-15 --json
  pierce verdicts --rule eu-50 --verdict unknown,no-unless-hidden
  pierce verdicts --rules
  pierce verdicts --rule house.json

A rule of your own is a JSON object in the words of --rules --json:
  {"rule": "house-25", "test": "ownership", "threshold": "25",
   "lists": ["us-ofac-sdn", "us-bis-el"], "citation": "Manual 4.2",
   "text": "…"}`
}

// Run lists.
func (c *verdictsCmd) Run(e *env) error {
	if c.Rules {
		return printRules(e)
	}
	if c.Rule == "" {
		return usagef("--rule is missing: it is one of %s", strings.Join(own.RuleIDs(), ", "))
	}
	asOf, err := e.asOf(c.AsOf)
	if err != nil {
		return err
	}
	row, err := findRule(c.Rule, asOf)
	if err != nil {
		return err
	}
	var want []own.Answer
	for _, w := range c.Verdict {
		a := own.Answer(w)
		if !slices.Contains([]own.Answer{own.Yes, own.No, own.Unknown, own.NoUnlessHidden, own.DependsOnDate}, a) {
			return usagef("--verdict: got %q, want yes, unknown, no-unless-hidden, depends-on-date or no", w)
		}
		want = append(want, a)
	}
	a, err := e.decide()
	if err != nil {
		return err
	}
	n := 0
	g := e.newGrid([]int{3, 4}, "entity", "tier", "name", "because")
	ask, has := a.Query.Verdicts, a.Query.Loaded
	if c.Known != "" {
		at, err := knownAt(c.Known)
		if err != nil {
			return err
		}
		ask = func(ctx context.Context, row own.Rule, asOf engine.Date, want []own.Answer, yield func(own.Verdict) error) error {
			return a.Query.VerdictsKnown(ctx, row, asOf, at, want, yield)
		}
		has = func(list engine.ListID) (bool, error) { return a.Query.LoadedKnown(list, at) }
	}
	err = ask(e.ctx, row, asOf, want, func(v own.Verdict) error {
		n++
		if e.json {
			return e.printJSON(v)
		}
		tier := "—"
		if v.Tier != own.NotCaught {
			tier = fmt.Sprint(v.Tier)
		}
		name := v.Name
		if len(want) > 1 {
			name = string(v.Verdict) + ": " + name
		}
		g.add(string(v.Entity), tier, name, because(&v))
		return e.ctx.Err()
	})
	if err != nil || e.json {
		return err
	}
	if n > 0 {
		g.print(e.stdout)
	}
	e.printf("%s entities as of %s\n%s\n", thousands(int64(n)), asOf, wrap(row.Citation, e.columns(), ""))
	if len(row.Lists) > 0 {
		loaded, err := has(row.Lists[0])
		if err != nil {
			return err
		}
		if !loaded {
			e.printf("The list %s is not loaded: this says nothing about who is free.\n", row.Lists[0])
		}
	}
	if row.Suspended {
		e.printf("The rule was not in force on that day (%s): it catches nobody.\n", span(row.From, row.Until))
	}
	if row.Unverified || row.Scheduled {
		e.printf("The rule's row is not verified against its source: check before relying on it.\n")
	}
	return nil
}

// printRules prints the table of rules.
func printRules(e *env) error {
	for _, r := range own.Rules() {
		if e.json {
			if err := e.printJSON(r); err != nil {
				return err
			}
			continue
		}
		state := ""
		switch {
		case r.Suspended:
			state = ", suspended"
		case r.Scheduled:
			state = ", scheduled"
		}
		if r.Unverified {
			state += ", unverified"
		}
		e.printf("%s  %s, %s%s\n", r.ID, r.Title, span(r.From, r.Until), state)
		e.printf("  %s\n", wrap(r.Text, e.columns(), "  "))
		e.printf("  %s\n\n", wrap(r.Citation, e.columns(), "  "))
	}
	return nil
}
