package query

import (
	"context"
	"errors"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

// TestVerdictsStop: questions about the whole store end when nobody waits for
// them any more, before anything is yielded.
func TestVerdictsStop(t *testing.T) {
	q := listedStore(t, []engine.Party{{ID: "list/1", Kind: engine.Company, Names: namesOf("Orlan Trade LLC")}})
	day := engine.MakeDate(2026, 11, 1)
	row, err := own.Find("ofac-50", day)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	yield := func(v own.Verdict) error { t.Errorf("yielded %s", v.Entity); return nil }
	for _, want := range [][]own.Answer{{own.Yes}, {own.Yes, own.Unknown}, {own.No}} {
		if err := q.Verdicts(ctx, row, day, want, yield); !errors.Is(err, context.Canceled) {
			t.Errorf("Verdicts %v: got %v, want context.Canceled", want, err)
		}
	}
	if falls, err := q.WhatIf(ctx, nil, day, []own.Rule{row}); !errors.Is(err, context.Canceled) || falls != nil {
		t.Errorf("WhatIf: got %v and %v, want none and context.Canceled", falls, err)
	}
}
