package app

import (
	"fmt"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/cluster"
)

// Judge records a person's word on a pair. One that contradicts the judgements
// that stand is Exists, and the error shows the way by which it does; so is one
// that repeats a judgement, since taking back one of two would change nothing.
// The caller holds Writing.
func (a *App) Judge(j engine.Judgement) (engine.Judgement, error) {
	var given []engine.Judgement
	err := a.Store.Judgements(func(g engine.Judgement) error {
		if g.Active() {
			given = append(given, g)
		}
		return nil
	})
	if err != nil {
		return j, err
	}
	for _, g := range given {
		if g.Same == j.Same && (g.A == j.A && g.B == j.B || g.A == j.B && g.B == j.A) {
			return j, &engine.Error{Op: "judge", ID: g.ID, Code: engine.Exists, Err: fmt.Errorf("%s judged so at %s: %s", g.By, g.At, g.Why)}
		}
	}
	if way := cluster.Contradiction(given, j); way != nil {
		var steps []string
		for _, w := range way {
			word := "≠"
			if w.Same {
				word = "="
			}
			steps = append(steps, fmt.Sprintf("%s: %s %s %s (%s)", w.ID, w.A, word, w.B, w.By))
		}
		return j, &engine.Error{Op: "judge", Code: engine.Exists, Err: fmt.Errorf("it contradicts what was judged before: %s", strings.Join(steps, "; ")),
			Hint: "pierce judge undo " + way[0].ID + " takes one back"}
	}
	return a.Store.AddJudgement(j)
}
