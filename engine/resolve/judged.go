package resolve

import (
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// verdict is one active judgement, seen from one of its parties.
type verdict struct {
	other engine.PartyID
	same  bool
}

// judged are the active judgements by party. People judge some thousands of
// pairs, not millions, so all are held in memory.
type judged map[engine.PartyID][]verdict

func readJudged(st *store.Store) (judged, error) {
	out := judged{}
	err := st.Judgements(func(j engine.Judgement) error {
		if j.Active() {
			out[j.A] = append(out[j.A], verdict{j.B, j.Same})
			out[j.B] = append(out[j.B], verdict{j.A, j.Same})
		}
		return nil
	})
	return out, err
}
