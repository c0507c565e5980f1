package main

import (
	"errors"
	"fmt"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/resolve"
)

// decide keeps a judgement and resolves what it touches.
func (r *review) decide(u *query.Undecided, m *engine.Match, key byte) error {
	why := r.why
	if key == 'S' || key == 'D' {
		text, err := r.ask("Reason: ")
		if err != nil || text == "" {
			return err // taken back: the pair stands as it did
		}
		why = text
	}
	if why == "" {
		why = cut("reviewed: "+app.Reason(m), 300)
	}
	j := engine.Judgement{A: u.Pair.A, B: u.Pair.B, Same: key == 's' || key == 'S', By: r.by, Why: why}
	err := r.change(func() (err error) {
		j, err = r.a.Judge(j)
		return err
	})
	if err != nil {
		return err
	}
	r.given = append(r.given, given{j, r.at})
	r.at++
	if !j.Same {
		r.different++
		r.e.printf("%s  different\n\n", j.ID)
		return nil
	}
	r.same++
	id, err := r.a.Store.EntityOf(j.A)
	if err != nil {
		return err
	}
	r.e.printf("%s  the same: one entity now, %s\n\n", j.ID, id)
	return r.more(id)
}

// more puts the undecided pairs that a merged entity has, and its parts had
// not, next in the queue.
func (r *review) more(id engine.EntityID) error {
	pairs, err := r.a.Query.UndecidedOf(id, r.asOf)
	if err != nil {
		return err
	}
	known := map[engine.Pair]bool{}
	for i := range r.queue {
		known[r.queue[i].Pair] = true
	}
	var fresh []query.Undecided
	for _, p := range pairs {
		if !known[p.Pair] {
			fresh = append(fresh, p)
		}
	}
	r.total += len(fresh)
	r.queue = append(r.queue[:r.at:r.at], append(fresh, r.queue[r.at:]...)...)
	return nil
}

// undo takes back the last judgement of the session and goes back to its pair.
func (r *review) undo() error {
	if len(r.given) == 0 {
		r.e.printf("Nothing to undo in this session; pierce judge undo takes back older ones.\n")
		return nil
	}
	last := r.given[len(r.given)-1]
	err := r.change(func() error {
		return r.a.Store.UndoJudgement(last.judgement.ID, r.by, r.e.now(), "undone in the same review")
	})
	if err != nil {
		return err
	}
	r.given = r.given[:len(r.given)-1]
	r.at = last.at
	if last.judgement.Same {
		r.same--
	} else {
		r.different--
	}
	r.e.printf("%s  undone\n\n", last.judgement.ID)
	return nil
}

// change changes the folder and resolves again what that touches.
func (r *review) change(write func() error) error {
	done, err := r.a.Writing()
	if err != nil {
		return err
	}
	defer done()
	if err := write(); err != nil {
		return err
	}
	// Without the bar of longer work: it would flicker between two keys.
	if _, err := r.a.Settle(r.e.ctx, resolve.Options{}); err != nil {
		return fmt.Errorf("the judgement is kept; resolving it failed: %w", err)
	}
	return nil
}

// tell shows an error that the session outlives, as a contradiction, and gives
// back any other.
func (r *review) tell(err error) error {
	if !errors.Is(err, engine.Exists) && !errors.Is(err, engine.Locked) && !errors.Is(err, engine.Invalid) {
		return err
	}
	r.e.printf("%s\n", wrap("not kept: "+err.Error(), r.e.columns(), "  "))
	if h := hintOf(err); h != "" {
		r.e.printf("hint: %s\n", h)
	}
	return nil
}
