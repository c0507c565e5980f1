package main

import (
	"fmt"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
)

// whyCmd explains a pair or an entity.
type whyCmd struct {
	Brief bool   `help:"Leave out what each comparison means."`
	A     string `arg:"" placeholder:"A" help:"A record, a party, an entity or a name."`
	B     string `arg:"" optional:"" placeholder:"B" help:"Another; without it, what holds entity A together."`
}

// Help gives examples under the flags.
func (*whyCmd) Help() string {
	return `Weights are bits: +1 doubles the odds that the two are one, -1 halves them. They
start from the odds that any two records are one, and add up to the score: each
bar begins where the one above it ended. The chance below is calibrated on
labelled pairs: it is lower than the bits alone would say. Of two entities the
pair that links them is explained, or else the first record of each.

Examples:
  pierce why ofac/36 csl/us-ofac-sdn:36
  pierce why e5x2k7q3mzdpa
  pierce why "Lumenpeak Compute" "Lumenpeak Computing"
  pierce why --json ofac/36 csl/us-ofac-sdn:36`
}

// Run explains.
func (c *whyCmd) Run(e *env) error {
	a, err := e.look()
	if err != nil {
		return err
	}
	if c.B == "" {
		ent, err := e.find(a, c.A)
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
	x, y, err := c.pair(e, a)
	if err != nil {
		return err
	}
	w, err := a.Explain(x, y)
	if err != nil {
		return err
	}
	if e.json {
		return e.printJSON(w)
	}
	printExplained(e, w, !c.Brief)
	return nil
}

// pair finds the two parties that are meant. Of two entities it is the pair
// that links them, where there is one, or else the first party of each.
func (c *whyCmd) pair(e *env, a *app.App) (x, y engine.PartyID, err error) {
	var of [2]*engine.Entity
	var party [2]engine.PartyID
	for i, ref := range []string{c.A, c.B} {
		if party[i], err = a.Query.Party(ref); err == nil && strings.Contains(ref, "/") {
			continue // a record or a party: that one is meant
		}
		if of[i], err = e.find(a, ref); err != nil {
			return "", "", err
		}
		party[i] = of[i].Parties[0]
	}
	if of[0] != nil && of[1] != nil {
		for _, l := range of[0].Possible {
			if l.Entity == of[1].ID {
				return l.Pair.A, l.Pair.B, nil
			}
		}
	}
	return party[0], party[1], nil
}

// printExplained writes it for a reader.
func printExplained(e *env, w *app.Explained, docs bool) {
	e.printf("A  %s  %s\nB  %s  %s\n\n", plain(string(w.A.Party)), plain(w.A.Name), plain(string(w.B.Party)), plain(w.B.Name))
	e.printMatch(&w.Match, w.Model, docs)
	e.printf("\n")
	if w.Forbidden != "" {
		e.printf("They can not be one, whatever the score: %s.\n", plain(w.Forbidden))
	}
	if w.Judgement != nil {
		e.printf("Judgement %s outranks the score: %s\n", w.Judged, wrap(judgementLine(*w.Judgement), e.columns(), "  "))
	}
	if w.OneEntity {
		e.printf("They are one entity: %s %s\n", w.A.Entity, plain(w.Entity))
		if len(w.Chain) > 1 {
			e.printf("by way of:\n")
			for _, b := range w.Chain {
				e.printf("  %s = %s  %s\n", plain(string(b.Pair.A)), plain(string(b.Pair.B)), bits(b))
			}
		}
		return
	}
	e.printf("They are two entities: %s and %s\n", w.A.Entity, w.B.Entity)
	for _, x := range w.Apart {
		if x.Pair == w.Pair {
			continue // said above
		}
		why := x.Why
		if x.Judged != "" {
			why = "judged different, " + x.Judged + ": " + why
		}
		e.printf("  %s\n", wrap(fmt.Sprintf("%s ≠ %s: %s", x.Pair.A, x.Pair.B, why), e.columns(), "    "))
	}
	if len(w.Apart) == 0 && w.Band == engine.Same && w.Judgement == nil {
		e.printf("  %s\n", wrap("Nothing forbids that they be one; as wholes the two entities are not alike enough.", e.columns(), "  "))
	}
}

// bits writes a match's score, or the judgement that outranks it.
func bits(b query.Bond) string {
	if b.Judged != "" {
		return "judged, " + b.Judged
	}
	return fmt.Sprintf("%+.1f bits, %s", b.Weight, b.Band)
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
