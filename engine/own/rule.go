package own

import (
	"encoding/json"
	"fmt"

	"github.com/pierce-er/pierce/engine"
)

// Test is what a rule looks at.
type Test string

// The tests.
const (
	Ownership Test = "ownership" // who holds shares
	Control   Test = "control"   // who decides, by votes, board or otherwise
	Seat      Test = "seat"      // where the entity, or its ultimate parent, has its headquarters
	List      Test = "list"      // whether the entity itself is listed

	// Beneficial asks who must be disclosed as an owner. A verdict's own test
	// says what made the first of them one: Ownership or Control.
	Beneficial Test = "beneficial-owner"
)

// Rule is one row of a regime: the test that held from one day until another.
// A regime that changed has several rows with the same ID.
type Rule struct {
	ID         string          `json:"rule"`
	Version    string          `json:"version"` // of this row's text in pierce; changes when the row does
	Title      string          `json:"title"`
	Test       Test            `json:"test"`
	Method     Method          `json:"method,omitempty"`   // of a Beneficial test
	Threshold  int64           `json:"-"`                  // in units of engine.Whole
	Strict     bool            `json:"strict"`             // more than the threshold, instead of at least
	Aggregate  bool            `json:"aggregate"`          // add up all listed and caught holders
	PerPerson  bool            `json:"per_person"`         // each listed party alone, with what it holds through others
	Votes      bool            `json:"votes"`              // a majority of votes counts as well as one of shares
	Control    bool            `json:"control"`            // control counts besides ownership
	Lists      []engine.ListID `json:"lists"`              // whose parties are the listed ones; empty where the test needs none
	Programs   []string        `json:"programs,omitempty"` // for lists named in ByProgram: only parties under these programmes
	ByProgram  []engine.ListID `json:"by_program,omitempty"`
	Exempt     []string        `json:"exempt,omitempty"` // countries whose entities the rule does not reach, ISO alpha-2
	From       engine.Date     `json:"from,omitempty"`
	Until      engine.Date     `json:"until,omitempty"`
	Suspended  bool            `json:"suspended,omitempty"`  // on the books, not applied over this span
	Scheduled  bool            `json:"scheduled,omitempty"`  // the law says that it begins then; not verified that it did
	Unverified bool            `json:"unverified,omitempty"` // rests on general knowledge, without the source at hand
	Citation   string          `json:"citation"`
	Text       string          `json:"text"` // what the rule says, in a sentence or two
	Notes      []string        `json:"notes,omitempty"`
}

// MarshalJSON writes the threshold as a percentage, as ReadRules reads it.
func (r Rule) MarshalJSON() ([]byte, error) {
	type plain Rule
	w := struct {
		plain
		Threshold string `json:"threshold,omitempty"`
	}{plain: plain(r)}
	if r.Threshold > 0 {
		w.Threshold = engine.FormatUnits(r.Threshold)
	}
	return json.Marshal(w)
}

// Limit writes the threshold: "≥ 50 %", "> 50 %", or "" where there is none.
func (r *Rule) Limit() string {
	switch {
	case r.Threshold == 0:
		return ""
	case r.Strict:
		return "> " + engine.FormatUnits(r.Threshold) + " %"
	}
	return "≥ " + engine.FormatUnits(r.Threshold) + " %"
}

// Find is the row of a regime that stands on the day. A zero asOf takes the
// latest row, whatever is scheduled. A day before the first row, and a regime
// that does not exist, are NotFound.
func Find(id string, asOf engine.Date) (Rule, error) {
	return find(Rules(), id, asOf)
}

func find(rows []Rule, id string, asOf engine.Date) (Rule, error) {
	known := false
	var last *Rule
	for i := range rows {
		r := &rows[i]
		if r.ID != id {
			continue
		}
		known = true
		if asOf == 0 {
			if last == nil || r.From >= last.From {
				last = r
			}
		} else if engine.Covers(r.From, r.Until, asOf) == engine.Yes {
			last = r
		}
	}
	switch {
	case last != nil:
		return *last, nil
	case known:
		return Rule{}, &engine.Error{Op: "own.Find", Code: engine.NotFound, ID: id, Err: fmt.Errorf("no version stood on %v", asOf)}
	}
	return Rule{}, &engine.Error{Op: "own.Find", Code: engine.NotFound, ID: id, Err: fmt.Errorf("got rule %q, want one of %v", id, RuleIDs())}
}

// Standing are the rows that can catch an entity and stand on the day, one a
// regime.
func Standing(asOf engine.Date) []Rule {
	rows := Rules()
	var out []Rule
	for _, id := range CapturingIDs() {
		if r, err := find(rows, id, asOf); err == nil {
			out = append(out, r)
		}
	}
	return out
}

// RuleIDs are the regimes, in the order of the table.
func RuleIDs() []string { return idsOfRules(func(*Rule) bool { return true }) }

// CapturingIDs are the regimes that can catch an entity: those that a
// screening asks where none is named.
func CapturingIDs() []string { return idsOfRules(func(r *Rule) bool { return !r.Discloses() }) }

func idsOfRules(want func(*Rule) bool) []string {
	var out []string
	rows := Rules()
	for i := range rows {
		if r := &rows[i]; want(r) && (len(out) == 0 || out[len(out)-1] != r.ID) {
			out = append(out, r.ID)
		}
	}
	return out
}
