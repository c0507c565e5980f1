package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/store"
)

// reviewPage is a pair of the queue, side by side.
type reviewPage struct {
	At, Total int // place of the pair, from 0
	Pair      *query.Undecided
	Match     *engine.Match
	Rows      []sideRow
	By        string
	Undo      *engine.Judgement // what the reader decided last
	Next      string            // address of the pair after
}

// sideRow is one kind of value of both.
type sideRow struct {
	Label string
	Mark  string // = the same, ≈ alike, ≠ against
	A, B  []string
}

// queueLength is how many pairs are laid out: a day's work.
const queueLength = 500

// review shows a pair.
func (s *site) review(w http.ResponseWriter, r *http.Request) error {
	queue, total, err := s.app.Query.Undecided(engine.DateOf(s.now()), queueLength)
	if err != nil {
		return err
	}
	p := reviewPage{At: whole(r, "at", 0, queueLength, 0), Total: total, By: remembered(r)}
	if id := r.URL.Query().Get("undo"); id != "" {
		if p.Undo, err = s.judgement(id); err != nil {
			return err
		}
	}
	if len(queue) > 0 {
		p.At = min(p.At, len(queue)-1)
		p.Pair = &queue[p.At]
		p.Next = "/review?at=" + strconv.Itoa((p.At+1)%len(queue))
		bond, err := s.app.Query.Explain(p.Pair.Pair.A, p.Pair.Pair.B)
		if err != nil {
			return err
		}
		p.Match = &bond.Match
		if p.Rows, err = s.sides(p.Pair, p.Match); err != nil {
			return err
		}
	}
	return s.show(w, r, "review", "review", "Review", p)
}

// judgement finds one that stands; nil where there is none.
func (s *site) judgement(id string) (found *engine.Judgement, err error) {
	err = s.app.Store.Judgements(func(j engine.Judgement) error {
		if j.ID == id && j.Active() {
			found = &j
		}
		return nil
	})
	return found, err
}

// sides lays two entities side by side.
func (s *site) sides(u *query.Undecided, m *engine.Match) ([]sideRow, error) {
	var p [2]*query.Profile
	for i, id := range []engine.EntityID{u.A.Entity, u.B.Entity} {
		var err error
		if p[i], err = s.app.Query.Profile(id); err != nil {
			return nil, err
		}
	}
	// The match may have its two in the other order.
	if m.Pair.A == u.B.Party {
		p[0], p[1] = p[1], p[0]
	}
	rows := []sideRow{
		{"names", mark(m, "name"), values(p[0].Names, nameText), values(p[1].Names, nameText)},
		{"kind", mark(m, "kind"), []string{string(p[0].Kind)}, []string{string(p[1].Kind)}},
		{"country", mark(m, "country"), some(p[0].Country), some(p[1].Country)},
		{"born or incorporated", mark(m, "born"), values(p[0].Born, engine.Date.String), values(p[1].Born, engine.Date.String)},
		{"numbers", mark(m, "identifier"), values(p[0].Identifiers, numberText), values(p[1].Identifiers, numberText)},
		{"addresses", mark(m, "address"), values(p[0].Addresses, engine.Address.Line), values(p[1].Addresses, engine.Address.Line)},
		{"status", "", values(p[0].Status, itself), values(p[1].Status, itself)},
		{"lists", "", listed(p[0].Listings), listed(p[1].Listings)},
		{"records", "", records(p[0].Seen), records(p[1].Seen)},
	}
	return slices.DeleteFunc(rows, func(x sideRow) bool { return len(x.A)+len(x.B) == 0 }), nil
}

func itself(s string) string { return s }

func nameText(n engine.Name) string {
	if n.Kind != engine.Primary {
		return n.Text + " (" + string(n.Kind) + ")"
	}
	return n.Text
}

func numberText(x engine.Identifier) string {
	return strings.TrimSpace(x.Scheme + " " + x.Value + " " + x.Country)
}

func some(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// mostValues is how many values of a kind are laid side by side.
const mostValues = 8

func values[T any](said []query.Said[T], text func(T) string) []string {
	var out []string
	for _, x := range said {
		if t := text(x.Value); t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return atMost(out)
}

func atMost(list []string) []string {
	if n := len(list) - mostValues; n > 0 {
		return append(list[:mostValues:mostValues], "and "+strconv.Itoa(n)+" more")
	}
	return list
}

func listed(list []store.Listed) []string {
	var out []string
	for _, l := range list {
		out = append(out, string(l.List))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func records(seen []query.Seen) []string {
	var out []string
	for _, x := range seen {
		out = append(out, string(x.Party))
	}
	return atMost(out)
}

// mark says how the two agree in what a comparison compares.
func mark(m *engine.Match, comparison string) string {
	out := ""
	for _, ev := range m.Evidence {
		switch {
		case ev.Comparison != comparison:
		case ev.Weight < 0:
			return "≠"
		case strings.HasPrefix(ev.Level, "same"):
			out = "="
		case out == "" && ev.Weight > 0:
			out = "≈"
		}
	}
	return out
}

// reviewDecide takes a decision on a pair.
func (s *site) reviewDecide(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	d := app.Decision{A: r.PostFormValue("a"), B: r.PostFormValue("b"), By: who(r), Why: strings.TrimSpace(r.PostFormValue("why"))}
	switch r.PostFormValue("word") {
	case "same":
		d.Same = true
	case "different":
	default:
		return invalid("got %q, want same or different", short(r.PostFormValue("word"), 40))
	}
	if d.By == "" {
		return invalid("say who judges")
	}
	if d.Why == "" {
		bond, err := s.app.Query.Explain(engine.PartyID(d.A), engine.PartyID(d.B))
		if err != nil {
			return err
		}
		d.Why = "on what was compared: " + reason(&bond.Match)
	}
	made, err := s.app.Decide(r.Context(), d)
	if err != nil {
		return err
	}
	remember(w, r)
	http.Redirect(w, r, "/review?"+url.Values{"at": {strconv.Itoa(max(0, number(r.PostFormValue("at"))))}, "undo": {made.ID}}.Encode(), http.StatusSeeOther)
	return nil
}

// reviewUndo takes a decision back.
func (s *site) reviewUndo(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	by, id := who(r), r.PostFormValue("id")
	if by == "" {
		return invalid("say who takes it back")
	}
	if _, err := s.app.Undo(r.Context(), id, by, "undone in review"); err != nil {
		return err
	}
	http.Redirect(w, r, "/review?"+url.Values{"at": {strconv.Itoa(max(0, number(r.PostFormValue("at"))))}}.Encode(), http.StatusSeeOther)
	return nil
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// reason is a match's evidence in one line.
func reason(m *engine.Match) string {
	var parts []string
	for _, ev := range m.Evidence {
		parts = append(parts, ev.Comparison+" "+ev.Level)
	}
	return strings.Join(parts, ", ")
}
