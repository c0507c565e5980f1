package table

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// step puts the cell of a column where its target says.
type step struct {
	column int    // of plan.headings; -1 for a constant
	value  string // the constant
	target string // as the map writes it
	set    setter
}

// setter puts one value into a row's party or listing.
type setter func(m *mapper, value string)

// plan is a map made ready: what to do with each wanted column, in the order
// of the headings, the constants after them.
type plan struct {
	rows      *ingest.Map // nulls, separator, dates and constants
	headings  []string
	key, kind int         // columns; -1 if none
	perhaps   []int       // columns that may tell the kind, by their headings: the first whose cell is a kind counts
	fixed     engine.Kind // of a row that does not tell
	steps     []step
}

// compile makes a plan of a map. A target that does not exist is Invalid. What
// a party is that neither the map nor its row calls anything is unknown: a
// person or a ship that is taken for a company is found different from itself.
func compile(m *ingest.Map) (*plan, error) {
	fail := func(format string, args ...any) (*plan, error) {
		return nil, &engine.Error{Op: "table.Read", Code: engine.Invalid, ID: "map", Err: fmt.Errorf(format, args...)}
	}
	if m.Format != "" && m.Format != "csv" {
		return nil, &engine.Error{Op: "table.Read", Code: engine.Invalid, ID: "map", Err: fmt.Errorf("is a map for the format %s", m.Format), Hint: "load it with --as " + m.Format}
	}
	p := &plan{rows: m, headings: m.Headings(), key: -1, kind: -1, fixed: engine.Unknown}
	if k := engine.Kind(strings.ToLower(m.Kind)); slices.Contains(engine.Kinds(), k) {
		p.fixed = k
	} else if m.Kind != "" {
		p.headings = append(p.headings, m.Kind)
		slices.Sort(p.headings)
		p.headings = slices.Compact(p.headings)
		p.kind = slices.Index(p.headings, m.Kind)
	}
	if m.Key != "" {
		p.key = slices.Index(p.headings, m.Key)
	}
	named := false
	for i, h := range p.headings {
		for _, target := range m.Columns[h] {
			set, err := setterOf(target)
			if err != nil {
				return fail("the column %q: %w", h, err)
			}
			named = named || strings.HasPrefix(target, "name") || strings.HasPrefix(target, "identifier")
			p.steps = append(p.steps, step{column: i, target: target, set: set})
		}
	}
	if !named {
		return nil, &engine.Error{Op: "table.Read", Code: engine.Invalid, ID: "map", Err: errors.New("no column is a name or an identifier")}
	}
	constants := make([]string, 0, len(m.Constants))
	for target := range m.Constants {
		constants = append(constants, target)
	}
	slices.Sort(constants)
	for _, target := range constants {
		set, err := setterOf(target)
		if err != nil {
			return fail("the constant %q: %w", target, err)
		}
		p.steps = append(p.steps, step{column: -1, value: m.Constants[target], target: target, set: set})
	}
	return p, nil
}

// text is a setter for a field that holds one text: the first one counts.
func text(field func(*mapper) *string) setter {
	return func(m *mapper, v string) {
		if f := field(m); *f == "" {
			*f = v
		}
	}
}

// list is a setter for a field that holds several.
func list(field func(*mapper) *[]string) setter {
	return func(m *mapper, v string) {
		if f := field(m); !slices.Contains(*f, v) {
			*f = append(*f, v)
		}
	}
}

// setters are the targets without a free part.
func setters() map[string]setter {
	return map[string]setter{
		"ignore": func(*mapper, string) {},
		"kind":   func(m *mapper, v string) { m.kind(v) },

		"name":                func(m *mapper, v string) { m.name(v, engine.Primary) },
		"name:alias":          func(m *mapper, v string) { m.name(v, engine.Alias) },
		"name:weak":           func(m *mapper, v string) { m.name(v, engine.WeakAlias) },
		"name:former":         func(m *mapper, v string) { m.name(v, engine.Former) },
		"name:trading":        func(m *mapper, v string) { m.name(v, engine.Trading) },
		"name:transliterated": func(m *mapper, v string) { m.name(v, engine.Transliterated) },

		"address":          func(m *mapper, v string) { m.party.Addresses = append(m.party.Addresses, engine.Address{Text: v}) },
		"address:street":   func(m *mapper, v string) { m.street(v) },
		"address:city":     text(func(m *mapper) *string { return &m.address.City }),
		"address:region":   text(func(m *mapper) *string { return &m.address.Region }),
		"address:postcode": text(func(m *mapper) *string { return &m.address.Postcode }),
		"address:country":  text(func(m *mapper) *string { return &m.address.Country }),
		"address:care_of":  text(func(m *mapper) *string { return &m.address.CareOf }),
		"address:kind":     func(m *mapper, v string) { m.address.Kind = engine.AddressKind(v) },

		"country":    text(func(m *mapper) *string { return &m.party.Country }),
		"gender":     text(func(m *mapper) *string { return &m.party.Gender }),
		"legal_form": text(func(m *mapper) *string { return &m.party.LegalForm }),
		"status":     text(func(m *mapper) *string { return &m.party.Status }),
		"nation":     list(func(m *mapper) *[]string { return &m.party.Nations }),
		"phone":      list(func(m *mapper) *[]string { return &m.party.Phones }),
		"email":      list(func(m *mapper) *[]string { return &m.party.Emails }),
		"website":    list(func(m *mapper) *[]string { return &m.party.Websites }),
		"role":       list(func(m *mapper) *[]string { return &m.party.Roles }),
		"note":       list(func(m *mapper) *[]string { return &m.party.Notes }),

		"born": func(m *mapper, v string) {
			if d := m.date("born", v); d != 0 {
				m.party.Born = append(m.party.Born, d)
			}
		},
		"died": func(m *mapper, v string) { m.party.Died = m.date("died", v) },

		"list":          func(m *mapper, v string) { m.listing.List = engine.ListID(v) },
		"program":       list(func(m *mapper) *[]string { return &m.listing.Programs }),
		"list:from":     func(m *mapper, v string) { m.listing.From = m.date("list:from", v) },
		"list:until":    func(m *mapper, v string) { m.listing.Until = m.date("list:until", v) },
		"list:number":   text(func(m *mapper) *string { return &m.listing.Number }),
		"list:citation": text(func(m *mapper) *string { return &m.listing.Citation }),
	}
}

// setterOf finds what to do for a target.
func setterOf(target string) (setter, error) {
	all := setters()
	if set := all[target]; set != nil {
		return set, nil
	}
	if rest, ok := strings.CutPrefix(target, "identifier:"); ok && rest != "" {
		scheme, country, _ := strings.Cut(rest, ":")
		return func(m *mapper, v string) {
			m.party.Identifiers = append(m.party.Identifiers, engine.Identifier{Scheme: scheme, Value: v, Country: country})
		}, nil
	}
	known := []string{"identifier:SCHEME"}
	for t := range all {
		known = append(known, t)
	}
	slices.Sort(known)
	return nil, fmt.Errorf("got target %q, want one of %s", target, strings.Join(known, ", "))
}
