package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/index"
)

// same prints who shares something with an entity.
func (c *searchCmd) same(e *env, a *app.App, asOf engine.Date) error {
	by := index.Pivot(c.Same)
	if !slices.Contains(app.Pivots(), by) {
		return usagef("--same: got %q, want one of %s", c.Same, joined(app.Pivots()))
	}
	ent, err := e.find(a, c.Query)
	if err != nil {
		return err
	}
	if c.AsOf == "" && by == app.SameOfficer {
		asOf = 0 // officers of all times: who has just left is of interest too
	}
	res, err := a.Same(e.ctx, by, ent.ID, asOf, c.Limit)
	if err != nil {
		return err
	}
	if e.json {
		for i := range res.Hits {
			if err := e.printJSON(&res.Hits[i]); err != nil {
				return err
			}
		}
		return nil
	}
	if len(res.Values) == 0 {
		e.printf("%s has no %s in any record\n", plain(res.Name), c.Same)
		return nil
	}
	for _, v := range res.Values {
		e.printf("same %s %s: %s\n", v.By, plain(v.Value), othersWord(v.Others))
		g := e.newGrid([]int{2}, "entity", "name", "", "lists")
		n := 0
		for i := range res.Hits {
			if h := &res.Hits[i]; h.Value == v.Value && h.Officer == v.Entity {
				g.add(string(h.Entity), withRoles(h), h.Country, joinedBy(h.Lists, " "))
				n++
			}
		}
		if n > 0 {
			g.print(e.stdout)
		}
	}
	return nil
}

func othersWord(n int) string {
	switch n {
	case 0:
		return "nobody else"
	case 1:
		return "1 other"
	}
	return fmt.Sprintf("%d others", n)
}

// withRoles is a name with what the officer does there, and from when until
// when.
func withRoles(h *app.SameHit) string {
	out := h.Name
	if len(h.Roles) > 0 {
		out += " (" + strings.Join(h.Roles, ", ") + ")"
	}
	if h.Until != 0 {
		out += " until " + h.Until.String()
	}
	return out
}

// suggest prints names that go on as the text begins.
func (c *searchCmd) suggest(e *env, a *app.App) error {
	all, err := a.Suggest(e.ctx, c.Query, c.Limit)
	if err != nil {
		return err
	}
	g := e.newGrid([]int{1, 3}, "text", "entity", "name", "")
	for i := range all {
		s := &all[i]
		if e.json {
			if err := e.printJSON(s); err != nil {
				return err
			}
			continue
		}
		name := s.Name
		if s.Listed {
			name += " (listed)"
		}
		g.add(s.Text, string(s.Entity), name, s.Country)
	}
	if !e.json && len(all) > 0 {
		g.print(e.stdout)
	}
	return nil
}
