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

// TestVerdictsOfNoList: unknown of a rule whose list is not loaded is refused at
// once, since it is the answer for every entity; with no beside it all are wanted,
// and each is told.
func TestVerdictsOfNoList(t *testing.T) {
	q := listedStore(t, []engine.Party{{ID: "list/1", Kind: engine.Company, Names: namesOf("Orlan Trade LLC")}})
	day := engine.MakeDate(2026, 11, 1)
	for _, tt := range []struct {
		rule string
		want []own.Answer
		bad  bool
		n    int
	}{
		{"eu-50", []own.Answer{own.Unknown}, true, 0},
		{"eu-50", []own.Answer{own.Yes, own.Unknown}, true, 0},
		{"eu-50", []own.Answer{own.No, own.Unknown}, false, 1},
		{"eu-50", []own.Answer{own.Yes, own.DependsOnDate}, false, 0},
		{"ofac-50", []own.Answer{own.Unknown}, false, 0},
	} {
		row, err := own.Find(tt.rule, day)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		err = q.Verdicts(t.Context(), row, day, tt.want, func(own.Verdict) error { n++; return nil })
		if errors.Is(err, engine.Invalid) != tt.bad || err != nil && !tt.bad || n != tt.n {
			t.Errorf("Verdicts of %s, %v: %d and %v; want %d, refused %t", tt.rule, tt.want, n, err, tt.n, tt.bad)
		}
	}
}
