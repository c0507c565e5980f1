package store

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pierce-er/pierce/engine"
)

func TestJudgements(t *testing.T) {
	s := open(t)
	first, err := s.AddJudgement(engine.Judgement{A: "d/1", B: "e/2", Same: true, By: "ann", Why: "same LEI"})
	if err != nil || first.ID == "" || first.At != "2024-01-31T00:00:00Z" {
		t.Fatalf("AddJudgement = %+v, %v", first, err)
	}
	if diff := cmp.Diff([]engine.RecordID{"d/1", "e/2"}, changed(t, s, 0)); diff != "" {
		t.Errorf("changes of a judgement (-want +got):\n%s", diff)
	}
	_, err = s.AddJudgement(engine.Judgement{ID: first.ID, A: "d/1", B: "e/2", By: "ann", Why: "x"})
	wantCode(t, "AddJudgement with a taken id", err, engine.Exists, false)
	for _, j := range []engine.Judgement{{A: "d/1", By: "a", Why: "b"}, {A: "d/1", B: "d/1", By: "a", Why: "b"}, {A: "d/1", B: "d/2", Why: "b"}, {A: "d/1", B: "d/2", By: "b"}} {
		_, err := s.AddJudgement(j)
		wantCode(t, "AddJudgement of a lacking one", err, engine.Invalid, false)
	}
	wantCode(t, "UndoJudgement of none", s.UndoJudgement("j99", "bob", day(9), "x"), engine.NotFound, false)
	if err := s.UndoJudgement(first.ID, "bob", day(9), "another LEI"); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "UndoJudgement twice", s.UndoJudgement(first.ID, "bob", day(9), "x"), engine.Invalid, false)
	var all []engine.Judgement
	if err := s.Judgements(func(j engine.Judgement) error { all = append(all, j); return nil }); err != nil {
		t.Fatal(err)
	}
	want := first
	want.UndoneBy, want.UndoneAt, want.Undone = "bob", "2024-01-09T00:00:00Z", "another LEI"
	if diff := cmp.Diff([]engine.Judgement{want}, all); diff != "" {
		t.Errorf("Judgements (-want +got):\n%s", diff)
	}
	w, err := s.BeginScreening("q1", false)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Put(0, []byte("result"), nil); err != nil {
		t.Fatal(err)
	}
	if h, err := w.Commit(Screening{Lines: 1}); err != nil || h.Runs != 1 {
		t.Errorf("Commit = %+v, %v", h, err)
	}
	var what []string
	if err := s.Audit(func(e AuditEntry) error { what = append(what, e.What); return nil }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"judge", "undo", "screening"}, what); diff != "" {
		t.Errorf("audit log (-want +got):\n%s", diff)
	}
	if _, err := s.Screening("none"); !errors.Is(err, engine.NotFound) {
		t.Errorf("Screening(none) = %v, want NotFound", err)
	}
	if r, err := s.Verify(true); err != nil || !r.OK() {
		t.Errorf("Verify(true) = %v, %v", r.Problems, err)
	}
}
