package app

import (
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/query"
)

// TraceLine is a rule's verdict with the tree it rests on: the shape of a trace
// in JSON.
type TraceLine struct {
	own.Verdict
	Tree  own.Tree `json:"tree"`
	Known string   `json:"known_at,omitempty"` // as asked: only what had been retrieved by then
}

// TraceLines are the lines of a trace.
func TraceLines(t *query.Trace, known string) []TraceLine {
	out := make([]TraceLine, len(t.Verdicts))
	for i, v := range t.Verdicts {
		out[i] = TraceLine{v, t.Tree, known}
	}
	return out
}

// Holdings is what an entity holds: the shape of a trace down in JSON.
type Holdings struct {
	Entity   engine.EntityID `json:"entity"`
	Name     string          `json:"name"`
	AsOf     engine.Date     `json:"as_of"`
	Holdings []query.Down    `json:"holdings"`
}

// Shown is an entity with all that is said of it: the shape of pierce show in
// JSON.
type Shown struct {
	*query.Profile
	Offices []query.Link `json:"offices,omitempty"`
}

// RecordVersion is a record in JSON: as understood, and as published.
type RecordVersion struct {
	*engine.Record
	Published string `json:"published"`
}
