package sourcetest

import (
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// TestCheck spoils a sound record in every way that Check knows.
func TestCheck(t *testing.T) {
	sound := func() *engine.Record {
		return &engine.Record{ID: "d/1", Format: "f", File: "x", Line: 1, Raw: []byte("x"),
			Parties:   []engine.Party{{ID: "d/1", Kind: engine.Company, Names: []engine.Name{{Text: "A"}}}},
			Interests: []engine.Interest{{Owner: "d/2", Owned: "d/1", Kind: engine.Shares, Share: engine.Percent(50)}},
			Listings:  []engine.Listing{{Party: "d/1", List: "un-sc"}}}
	}
	if got := Check("d", sound()); len(got) > 0 {
		t.Fatalf("a sound record: %q", got)
	}
	for name, c := range map[string]struct {
		spoil func(*engine.Record)
		want  string
	}{
		"dataset":       {func(r *engine.Record) { r.ID = "e/1" }, "is not of the form"},
		"no key":        {func(r *engine.Record) { r.ID = "d/" }, "is not of the form"},
		"no line":       {func(r *engine.Record) { r.Line = 0 }, "lacks format, file or line"},
		"no raw":        {func(r *engine.Record) { r.Raw = nil }, "raw bytes"},
		"other's party": {func(r *engine.Record) { r.Parties[0].ID = "d/2" }, "not of this record"},
		"twice":         {func(r *engine.Record) { r.Parties = append(r.Parties, r.Parties[0]) }, "two parties"},
		"kind":          {func(r *engine.Record) { r.Parties[0].Kind = "firm" }, "has the kind"},
		"empty name":    {func(r *engine.Record) { r.Parties[0].Names[0].Text = " " }, "empty name"},
		"null name":     {func(r *engine.Record) { r.Parties[0].Names[0].Text = "-0-" }, "means that there is none"},
		"control":       {func(r *engine.Record) { r.Parties[0].Names[0].Text = "a\x01" }, "cannot be printed"},
		"date":          {func(r *engine.Record) { r.Parties[0].Died = 20230230 }, "does not exist"},
		"no owner":      {func(r *engine.Record) { r.Interests[0].Owner = "" }, "no owner"},
		"interest kind": {func(r *engine.Record) { r.Interests[0].Kind = "x" }, "an interest has the kind"},
		"share":         {func(r *engine.Record) { r.Interests[0].Share = engine.Percent(101) }, "out of range"},
		"backwards":     {func(r *engine.Record) { r.Listings[0].From, r.Listings[0].Until = 20200101, 20190101 }, "runs backwards"},
		"no list":       {func(r *engine.Record) { r.Listings[0].List = "" }, "empty list"},
	} {
		r := sound()
		c.spoil(r)
		if got := strings.Join(Check("d", r), "; "); !strings.Contains(got, c.want) {
			t.Errorf("%s: Check = %q, want %q", name, got, c.want)
		}
	}
}
