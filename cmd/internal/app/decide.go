package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/resolve"
)

// Decision is a person's word on a pair, as it comes in.
type Decision struct {
	A     string `json:"a"`               // a record, a party or an entity
	B     string `json:"b"`               // another
	Same  bool   `json:"same"`            // whether the two are one
	Force bool   `json:"force,omitempty"` // judge so even where a fact forbids that they are one
	By    string `json:"by,omitempty"`    // who judges
	Why   string `json:"why"`             // the reason, for whoever reads this later
}

// Decide keeps a decision and resolves again what it touches. The error is
// Invalid where a reason or a name is missing, or a fact forbids that the two
// are one; Exists where it repeats or contradicts what was judged; Locked while
// another command changes the folder.
func (a *App) Decide(ctx context.Context, d Decision) (engine.Judgement, error) {
	var j engine.Judgement
	done, err := a.Writing()
	if err != nil {
		return j, err
	}
	defer done()
	if j, err = a.Keep(d); err != nil {
		return j, err
	}
	return j, a.settleJudgement(ctx)
}

// Keep keeps a decision and resolves nothing. The caller holds Writing.
func (a *App) Keep(d Decision) (engine.Judgement, error) {
	j := engine.Judgement{Same: d.Same, By: strings.TrimSpace(d.By), Why: strings.TrimSpace(d.Why)}
	if j.By == "" || j.Why == "" {
		return j, &engine.Error{Op: "judge", Code: engine.Invalid, Err: errors.New("a judgement needs who judges, and why")}
	}
	var err error
	if j.A, err = a.Query.Party(d.A); err != nil {
		return j, err
	}
	if j.B, err = a.Query.Party(d.B); err != nil {
		return j, err
	}
	if d.Same && !d.Force {
		bond, err := a.Query.Explain(j.A, j.B)
		if err != nil {
			return j, err
		}
		if bond.Forbidden != "" {
			return j, &engine.Error{Op: "judge", Code: engine.Invalid, Err: fmt.Errorf("%s and %s can not be one: %s", j.A, j.B, bond.Forbidden),
				Hint: "pierce why shows what was compared; --force judges so all the same"}
		}
	}
	j.At = a.now().UTC().Format(time.RFC3339)
	return a.Judge(j)
}

// Undo takes a judgement back and resolves again what it held. The error is
// NotFound where there is none, Invalid where it is undone already.
func (a *App) Undo(ctx context.Context, id, by, why string) (engine.Judgement, error) {
	done, err := a.Writing()
	if err != nil {
		return engine.Judgement{}, err
	}
	defer done()
	if err := a.Store.UndoJudgement(id, strings.TrimSpace(by), a.now(), strings.TrimSpace(why)); err != nil {
		return engine.Judgement{}, err
	}
	j, err := a.Judgement(id)
	if err != nil {
		return j, err
	}
	return j, a.settleJudgement(ctx)
}

// Judgement is one judgement as it stands; NotFound where there is none.
func (a *App) Judgement(id string) (engine.Judgement, error) {
	var out engine.Judgement
	err := a.Store.Judgements(func(j engine.Judgement) error {
		if j.ID == id {
			out = j
		}
		return nil
	})
	if err == nil && out.ID == "" {
		err = &engine.Error{Op: "judge", ID: id, Code: engine.NotFound}
	}
	return out, err
}

// settleJudgement resolves what a judgement touched. It is not broken off with
// the request: the judgement is kept, and what follows it should be.
func (a *App) settleJudgement(ctx context.Context) error {
	if _, err := a.Settle(context.WithoutCancel(ctx), resolve.Options{}); err != nil {
		return fmt.Errorf("the judgement is kept; resolving it failed: %w", err)
	}
	return nil
}
