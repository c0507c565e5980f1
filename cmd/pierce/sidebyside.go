package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
)

// queued is an undecided pair in JSON.
type queued struct {
	Rank int `json:"rank"`
	query.Undecided
	Probability float64 `json:"probability"`
	Evidence    string  `json:"evidence"`
}

// list prints the queue.
func (r *review) list() error {
	g := r.e.newGrid([]int{2, 3, 4}, "bits", "first", "second", "what it would change")
	for i := range r.queue {
		u := &r.queue[i]
		if !r.e.json {
			g.add(fmt.Sprintf("%+.1f", u.Weight), u.A.Name+" ‹"+string(u.Pair.A)+"›", u.B.Name+" ‹"+string(u.Pair.B)+"›", strings.Join(u.Why, "; "))
			continue
		}
		m, err := r.a.Query.Explain(u.Pair.A, u.Pair.B)
		if err != nil {
			return err
		}
		if err := r.e.printJSON(queued{i + 1, *u, m.Probability, evidenceLine(&m.Match)}); err != nil {
			return err
		}
	}
	if r.e.json {
		return nil
	}
	if r.total == 0 {
		r.e.printf("Nothing is undecided.\n")
		return nil
	}
	g.print(r.e.stdout)
	if left := r.total - len(r.queue); left > 0 {
		r.e.printf("and %s more; --limit 0 lists all\n", thousands(int64(left)))
	}
	return nil
}

// evidenceLine is a match's evidence without its values.
func evidenceLine(m *engine.Match) string {
	parts := []string{fmt.Sprintf("prior %+.1f", m.Prior)}
	for _, ev := range m.Evidence {
		parts = append(parts, fmt.Sprintf("%s: %s %+.1f", ev.Comparison, ev.Level, ev.Weight))
	}
	return strings.Join(parts, "; ")
}

// facet is one line of two entities side by side.
type facet struct {
	label      string
	comparison string // of the evidence that compares it; "" for none
	of         func(p *query.Profile) []string
}

// facets are what a person wants to see of two entities.
func facets() []facet {
	return []facet{
		{"name", "name", func(p *query.Profile) []string {
			return texts(p.Names, func(n engine.Name) string { return tagged(n.Text, string(n.Kind)) })
		}},
		{"kind", "kind", func(p *query.Profile) []string { return []string{string(p.Kind)} }},
		{"country", "country", func(p *query.Profile) []string {
			return append(present(p.Country), texts(p.Nations, func(s string) string { return "national of " + s })...)
		}},
		{"born", "born", func(p *query.Profile) []string { return texts(p.Born, engine.Date.String) }},
		{"number", "identifier", func(p *query.Profile) []string {
			return texts(p.Identifiers, func(x engine.Identifier) string { return tagged(x.Scheme+" "+x.Value, x.Country) })
		}},
		{"address", "address", func(p *query.Profile) []string {
			return texts(p.Addresses, func(x engine.Address) string { return x.Line() })
		}},
		{"status", "", func(p *query.Profile) []string { return texts(p.Status, func(s string) string { return s }) }},
		{"listed", "", func(p *query.Profile) []string {
			var out []string
			for _, l := range p.Listings {
				out = append(out, string(l.List)+", "+span(l.From, l.Until))
			}
			return slices.Compact(out)
		}},
		{"records", "", func(p *query.Profile) []string {
			var out []string
			for _, s := range p.Seen {
				out = append(out, string(s.Party))
			}
			return out
		}},
	}
}

// texts are the values that sources say, each once.
func texts[T any](said []query.Said[T], line func(T) string) []string {
	var out []string
	for _, s := range said {
		if t := line(s.Value); t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

func present(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// The columns of two entities side by side, and how many values of a kind are
// shown: a screen of 24 lines should hold a pair.
const (
	labelColumns = 9
	markColumns  = 3
	mostValues   = 2
)

// show prints a pair side by side, with what a decision would change and the
// evidence.
func (r *review) show(u *query.Undecided, m *engine.Match) error {
	var p [2]*query.Profile
	for i, id := range []engine.EntityID{u.A.Entity, u.B.Entity} {
		var err error
		if p[i], err = r.a.Query.Profile(id); err != nil {
			return err
		}
	}
	columns := min(r.e.columns(), 100)
	head := fmt.Sprintf("%d of %d ", r.at+1, max(r.total, len(r.queue)))
	tail := fmt.Sprintf(" %+.1f bits, a chance of %s", m.Weight, likelihood(m.Probability))
	r.e.printf("%s%s%s\n", head, strings.Repeat("─", max(3, columns-len(head)-len(tail))), tail)
	for _, why := range u.Why {
		r.e.printf("! %s\n", wrap(why, columns, "  "))
	}
	width := (columns - labelColumns - markColumns) / 2
	printFacet(r.e, "", "", []string{"first, " + string(u.A.Entity)}, []string{"second, " + string(u.B.Entity)}, width)
	for _, f := range facets() {
		a, b := f.of(p[0]), f.of(p[1])
		comparedFirst(m, f.comparison, a, b)
		if len(a)+len(b) == 0 {
			continue
		}
		printFacet(r.e, f.label, markOf(m, f.comparison), lines(a, width), lines(b, width), width)
	}
	if n := u.A.Stakes + u.B.Stakes; n > 0 {
		printFacet(r.e, "owners, holdings", "", []string{strconv.Itoa(u.A.Stakes)}, []string{strconv.Itoa(u.B.Stakes)}, width)
	}
	r.e.printf("%s\n", wrap(evidenceLine(m), columns, ""))
	return nil
}

// comparedFirst puts the values that were compared before the others.
func comparedFirst(m *engine.Match, comparison string, a, b []string) {
	for _, ev := range m.Evidence {
		if comparison == "" || ev.Comparison != comparison {
			continue
		}
		for _, s := range []struct {
			values []string
			value  string
		}{{a, ev.A}, {b, ev.B}} {
			i := slices.IndexFunc(s.values, func(v string) bool { return v == s.value || strings.HasPrefix(v, s.value+" (") })
			for ; i > 0; i-- {
				s.values[i], s.values[i-1] = s.values[i-1], s.values[i]
			}
		}
	}
}

// lines lays values out in a column, the first few of them.
func lines(values []string, width int) []string {
	var out []string
	for i, v := range values {
		if i == mostValues {
			return append(out, fmt.Sprintf("and %d more", len(values)-i))
		}
		for j, line := range strings.Split(wrap(v, width, ""), "\n") {
			if j == mostValues {
				out[len(out)-1] = cut(out[len(out)-1]+"…", width)
				break
			}
			out = append(out, cut(line, width))
		}
	}
	return out
}

// printFacet prints one line of two entities, as many lines as it takes.
func printFacet(e *env, label, mark string, a, b []string, width int) {
	pad := func(s string, n int) string {
		return s + strings.Repeat(" ", max(0, n-text.StringWidthWithoutEscSequences(s)))
	}
	at := func(list []string, i int) string {
		if i < len(list) {
			return list[i]
		}
		return ""
	}
	names := strings.Split(wrap(label, labelColumns+10, ""), "\n")
	if len(label) >= labelColumns {
		names = strings.Fields(label)
	}
	for i := 0; i < max(len(a), len(b), len(names)); i++ {
		if i > 0 {
			mark = ""
		}
		line := pad(at(names, i), labelColumns) + pad(at(a, i), width) + pad(" "+mark, markColumns) + at(b, i)
		e.printf("%s\n", strings.TrimRight(line, " "))
	}
}

// markOf says how the two agree in what a comparison compares: = the same, ≈
// alike, ≠ against; nothing where it was not compared.
func markOf(m *engine.Match, comparison string) string {
	mark := ""
	for _, ev := range m.Evidence {
		switch {
		case ev.Comparison != comparison || comparison == "":
		case ev.Weight < 0:
			return "≠"
		case strings.HasPrefix(ev.Level, "same"):
			mark = "="
		case mark == "" && ev.Weight > 0:
			mark = "≈"
		}
	}
	return mark
}
