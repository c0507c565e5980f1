package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/resolve"
)

// judgeCmd records a person's word on a pair.
type judgeCmd struct {
	Same      judgeSame      `cmd:"" help:"The two are one company, person or vessel."`
	Different judgeDifferent `cmd:"" help:"The two are not one, whatever the score says."`
	Undo      judgeUndo      `cmd:"" help:"Take a judgement back."`
	List      judgeList      `cmd:"" help:"List the judgements."`
}

// Help gives examples under the flags.
func (*judgeCmd) Help() string {
	return `Judgements outrank every score, survive every load and every pierce resolve,
and are kept in an append-only log with who, when and why. pierce review goes
through the undecided pairs, those that matter most first.

Examples:
  pierce judge same ofac/36 csl/us-ofac-sdn:36 --by "A. Lee" --why "same passport"
  pierce judge different uk-companies/01234567 uk-companies/07654321 --by AL --why "sister firms"
  pierce judge undo j2 --by AL --why "looked at the wrong filing"`
}

// judgePair is the two records and the reason.
type judgePair struct {
	A   string `arg:"" placeholder:"RECORD"`
	B   string `arg:"" placeholder:"RECORD"`
	By  string `required:"" placeholder:"WHO" help:"Who judges."`
	Why string `required:"" placeholder:"TEXT" help:"The reason, for whoever reads this later."`
}

// judgeSame says that two are one.
type judgeSame struct {
	judgePair
	Force bool `help:"Judge so even where a fact forbids that the two are one."`
}

// Run records the judgement.
func (c *judgeSame) Run(e *env) error { return c.judge(e, true, c.Force) }

// judgeDifferent says that two are two.
type judgeDifferent struct{ judgePair }

// Run records the judgement.
func (c *judgeDifferent) Run(e *env) error { return c.judge(e, false, false) }

// judge records the judgement and resolves again what it touches.
func (c *judgePair) judge(e *env, same, force bool) error {
	if strings.TrimSpace(c.By) == "" || strings.TrimSpace(c.Why) == "" {
		return usagef("a judgement needs --by and --why")
	}
	a, err := e.open(false)
	if err != nil {
		return err
	}
	done, err := a.Writing()
	if err != nil {
		return err
	}
	defer done()
	j, err := a.Keep(app.Decision{A: c.A, B: c.B, Same: same, Force: force, By: c.By, Why: c.Why})
	if err != nil {
		return err
	}
	return settleJudgement(e, a, j)
}

// settleJudgement resolves what the judgement touches, and prints it.
func settleJudgement(e *env, a *app.App, j engine.Judgement) error {
	if _, err := e.settle(a, resolve.Options{}); err != nil {
		return err
	}
	if e.json {
		return e.printJSON(j)
	}
	e.printf("%s\n", judgementLine(j))
	var told engine.EntityID
	for _, p := range []engine.PartyID{j.A, j.B} {
		ent, err := a.Query.Entity(string(p))
		if errors.Is(err, engine.NotFound) {
			continue // its record was dropped meanwhile
		}
		if err != nil {
			return err
		}
		if ent.ID != told {
			e.printf("%s is of %s %s\n", plain(string(p)), ent.ID, plain(ent.Name))
		}
		told = ent.ID
	}
	return nil
}

func judgementLine(j engine.Judgement) string {
	word := "different from"
	if j.Same {
		word = "the same as"
	}
	line := fmt.Sprintf("%s  %s is %s %s (%s, %s: %s)", j.ID, j.A, word, j.B, j.By, j.At, j.Why)
	if !j.Active() {
		line += fmt.Sprintf("; undone by %s, %s: %s", j.UndoneBy, j.UndoneAt, j.Undone)
	}
	return plain(line)
}

// judgeUndo takes a judgement back.
type judgeUndo struct {
	ID  string `arg:"" placeholder:"ID" help:"The judgement's id; pierce judge list shows them."`
	By  string `required:"" placeholder:"WHO" help:"Who takes it back."`
	Why string `required:"" placeholder:"TEXT" help:"The reason."`
}

// Run undoes the judgement and resolves again what it held.
func (c *judgeUndo) Run(e *env) error {
	a, err := e.open(false)
	if err != nil {
		return err
	}
	done, err := a.Writing()
	if err != nil {
		return err
	}
	defer done()
	if err := a.Store.UndoJudgement(c.ID, c.By, e.now(), c.Why); err != nil {
		return err
	}
	undone, err := a.Judgement(c.ID)
	if err != nil {
		return err
	}
	return settleJudgement(e, a, undone)
}

// judgeList lists the judgements.
type judgeList struct{}

// Run prints every judgement, oldest first.
func (*judgeList) Run(e *env) error {
	a, err := e.open(false)
	if err != nil {
		return err
	}
	return a.Store.Judgements(func(j engine.Judgement) error {
		if e.json {
			return e.printJSON(j)
		}
		e.printf("%s\n", judgementLine(j))
		return nil
	})
}
