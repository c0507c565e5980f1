package app

import (
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/score"
)

// ExplainedEvidence is a piece of evidence with the sum up to it.
type ExplainedEvidence struct {
	engine.Evidence
	Sum float64 `json:"sum"`           // bits, the prior and all evidence up to here
	Doc string  `json:"doc,omitempty"` // what the level means
}

// ExplainedSide is one of the two parties.
type ExplainedSide struct {
	Party  engine.PartyID  `json:"party"`
	Name   string          `json:"name"`
	Entity engine.EntityID `json:"entity"`
}

// Explained is all that speaks for and against two parties being one.
type Explained struct {
	query.Bond
	Evidence  []ExplainedEvidence `json:"evidence"`
	A         ExplainedSide       `json:"a"`
	B         ExplainedSide       `json:"b"`
	SameFrom  float64             `json:"same_from"`             // bits
	Possible  float64             `json:"possibly_same_from"`    // bits
	Chain     []query.Bond        `json:"chain,omitempty"`       // how they hang together, where they are one entity
	Apart     []query.Apart       `json:"apart,omitempty"`       // what keeps them apart, where they are two
	OneEntity bool                `json:"one_entity"`            // whether they are one
	Entity    string              `json:"entity_name,omitempty"` // of the one

	Model     *score.Model      `json:"-"`
	Judgement *engine.Judgement `json:"-"` // the one that Bond.Judged names
}

// Explain gathers all that speaks for and against two parties being one.
func (a *App) Explain(x, y engine.PartyID) (*Explained, error) {
	bond, err := a.Query.Explain(x, y)
	if err != nil {
		return nil, err
	}
	w := &Explained{Bond: bond}
	if w.Model, err = resolve.ModelOf(a.Store); err != nil {
		return nil, err
	}
	w.SameFrom, w.Possible = w.Model.Same, w.Model.Possible
	sum := bond.Prior
	for _, ev := range bond.Evidence {
		sum += ev.Weight
		w.Evidence = append(w.Evidence, ExplainedEvidence{ev, sum, w.Model.Doc(ev.Comparison, ev.Level)})
	}
	for i, side := range []*ExplainedSide{&w.A, &w.B} {
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
			w.Judgement = &j
		}
		return nil
	})
}
