package main

import (
	"fmt"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
)

// whyCmd explains a pair or an entity.
type whyCmd struct {
	A string `arg:"" placeholder:"A" help:"A record, a party or an entity."`
	B string `arg:"" optional:"" placeholder:"B" help:"Another; without it, what holds entity A together."`
}

// Help gives examples under the flags.
func (*whyCmd) Help() string {
	return `Weights are bits: +1 doubles the odds that the two are one, -1 halves them. They
start from the odds that any two records are one, and add up to the score. The
probability p beside it is calibrated on labelled pairs: it is lower than the
bits alone would say.

Examples:
  pierce why ofac/36 csl/us-ofac-sdn:36
  pierce why e5x2k7q3mzdpa`
}

// Run explains.
func (c *whyCmd) Run(e *env) error {
	a, err := e.look()
	if err != nil {
		return err
	}
	if c.B == "" {
		ent, err := a.Query.Entity(c.A)
		if err != nil {
			return err
		}
		h, err := a.Query.Holding(ent.ID)
		if err != nil {
			return err
		}
		if e.json {
			return e.printJSON(h)
		}
		return printHolding(e, h)
	}
	x, err := a.Query.Party(c.A)
	if err != nil {
		return err
	}
	y, err := a.Query.Party(c.B)
	if err != nil {
		return err
	}
	bond, err := a.Query.Explain(x, y)
	if err != nil {
		return err
	}
	if e.json {
		return e.printJSON(bond)
	}
	printBond(e, bond)
	return c.printChain(e, a.Query, x, y)
}

// printChain says how two parties of one entity hang together where their own
// match would not do it.
func (c *whyCmd) printChain(e *env, q *query.Query, x, y engine.PartyID) error {
	ex, err := q.Entity(string(x))
	if err != nil {
		return err
	}
	ey, err := q.Entity(string(y))
	if err != nil {
		return err
	}
	if ex.ID != ey.ID {
		e.printf("They are two entities: %s %s and %s %s\n", ex.ID, plain(ex.Name), ey.ID, plain(ey.Name))
		return nil
	}
	h, err := q.Holding(ex.ID)
	if err != nil {
		return err
	}
	e.printf("They are one entity: %s %s\n", ex.ID, plain(ex.Name))
	if chain := h.Chain(x, y); len(chain) > 1 {
		e.printf("by way of:\n")
		for _, b := range chain {
			e.printf("  %s = %s  %s\n", b.Pair.A, b.Pair.B, bits(b))
		}
	}
	return nil
}

// bits writes a match's score, or the judgement that outranks it.
func bits(b query.Bond) string {
	if b.Judged != "" {
		return "judged, " + b.Judged
	}
	return fmt.Sprintf("%+.1f bits, %s", b.Weight, b.Band)
}

// printBond prints the waterfall of a match.
func printBond(e *env, b query.Bond) {
	e.printf("%s\n%s\n\n", plain(string(b.Pair.A)), plain(string(b.Pair.B)))
	g := e.newGrid([]int{3, 4}, "bits", "comparison", "first", "second")
	g.add(fmt.Sprintf("%+.2f", b.Prior), "prior odds of any two", "", "")
	for _, ev := range b.Evidence {
		g.add(fmt.Sprintf("%+.2f", ev.Weight), strings.TrimSpace(ev.Comparison+": "+ev.Level), ev.A, ev.B)
	}
	g.add(fmt.Sprintf("%+.2f", b.Weight), fmt.Sprintf("= %s, p %.4f", b.Band, b.Probability), "", "")
	g.print(e.stdout)
	if b.Forbidden != "" {
		e.printf("They can not be one: %s.\n", plain(b.Forbidden))
	}
	if b.Judged != "" {
		e.printf("Judgement %s outranks the score.\n", b.Judged)
	}
	e.printf("\n")
}

// printHolding prints what holds an entity together.
func printHolding(e *env, h *query.Holding) error {
	e.printf("%s %s\n", h.Entity, plain(h.Name))
	if len(h.Bonds) == 0 {
		e.printf("One party alone: nothing was merged.\n")
		return nil
	}
	g := e.newGrid([]int{2, 3}, "bits", "party", "is", "because of")
	for _, b := range h.Bonds {
		var because []string
		for _, ev := range b.Evidence {
			if ev.Weight > 0 {
				because = append(because, ev.Comparison)
			}
		}
		score := fmt.Sprintf("%+.1f", b.Weight)
		if b.Judged != "" {
			score, because = "judged", []string{b.Judged}
		}
		g.add(score, string(b.Pair.A), string(b.Pair.B), strings.Join(because, ", "))
	}
	g.print(e.stdout)
	if h.Weakest != nil {
		e.printf("The weakest link: %s = %s, %+.1f bits.\n", plain(string(h.Weakest.Pair.A)), plain(string(h.Weakest.Pair.B)), h.Weakest.Weight)
	}
	return nil
}
