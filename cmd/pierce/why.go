package main

import (
	"fmt"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/score"
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
	w, err := explainPair(a, x, y)
	if err != nil {
		return err
	}
	if e.json {
		return e.printJSON(w)
	}
	w.print(e, !c.Brief)
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

// explainedEvidence is a piece of evidence with the sum up to it.
type explainedEvidence struct {
	engine.Evidence
	Sum float64 `json:"sum"`           // bits, the prior and all evidence up to here
	Doc string  `json:"doc,omitempty"` // what the level means
}

// explainedSide is one of the two parties.
type explainedSide struct {
	Party  engine.PartyID  `json:"party"`
	Name   string          `json:"name"`
	Entity engine.EntityID `json:"entity"`
}

// explained is all that speaks for and against two parties being one.
type explained struct {
	query.Bond
	Evidence  []explainedEvidence `json:"evidence"`
	A         explainedSide       `json:"a"`
	B         explainedSide       `json:"b"`
	SameFrom  float64             `json:"same_from"`             // bits
	Possible  float64             `json:"possibly_same_from"`    // bits
	Chain     []query.Bond        `json:"chain,omitempty"`       // how they hang together, where they are one entity
	Apart     []query.Apart       `json:"apart,omitempty"`       // what keeps them apart, where they are two
	OneEntity bool                `json:"one_entity"`            // whether they are one
	Entity    string              `json:"entity_name,omitempty"` // of the one

	model    *score.Model
	judgment *engine.Judgement
}

// explainPair gathers it.
func explainPair(a *app.App, x, y engine.PartyID) (*explained, error) {
	bond, err := a.Query.Explain(x, y)
	if err != nil {
		return nil, err
	}
	w := &explained{Bond: bond}
	if w.model, err = resolve.ModelOf(a.Store); err != nil {
		return nil, err
	}
	w.SameFrom, w.Possible = w.model.Same, w.model.Possible
	sum := bond.Prior
	for _, ev := range bond.Evidence {
		sum += ev.Weight
		w.Evidence = append(w.Evidence, explainedEvidence{ev, sum, w.model.Doc(ev.Comparison, ev.Level)})
	}
	for i, side := range []*explainedSide{&w.A, &w.B} {
		side.Party = []engine.PartyID{bond.Pair.A, bond.Pair.B}[i]
		p, _, err := a.Store.Party(side.Party)
		if err != nil {
			return nil, err
		}
		ent, err := a.Query.Entity(string(side.Party))
		if err != nil {
			return nil, err
		}
		side.Name, side.Entity, w.Entity = p.Name(), ent.ID, ent.Name
	}
	if w.OneEntity = w.A.Entity == w.B.Entity; !w.OneEntity {
		w.Entity = ""
		w.Apart, err = a.Query.Apart(w.A.Entity, w.B.Entity)
	} else {
		var h *query.Holding
		if h, err = a.Query.Holding(w.A.Entity); err == nil {
			w.Chain = h.Chain(x, y)
		}
	}
	if err != nil || bond.Judged == "" {
		return w, err
	}
	return w, a.Store.Judgements(func(j engine.Judgement) error {
		if j.ID == bond.Judged {
			w.judgment = &j
		}
		return nil
	})
}

// print writes it for a reader.
func (w *explained) print(e *env, docs bool) {
	e.printf("A  %s  %s\nB  %s  %s\n\n", plain(string(w.A.Party)), plain(w.A.Name), plain(string(w.B.Party)), plain(w.B.Name))
	e.printMatch(&w.Match, w.model, docs)
	e.printf("\n")
	if w.Forbidden != "" {
		e.printf("They can not be one, whatever the score: %s.\n", plain(w.Forbidden))
	}
	if w.judgment != nil {
		e.printf("Judgement %s outranks the score: %s\n", w.Judged, wrap(judgementLine(*w.judgment), e.columns(), "  "))
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
	if len(w.Apart) == 0 && w.Band == engine.Same && w.judgment == nil {
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
