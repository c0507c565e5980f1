package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/query"
)

// dot writes a graph in Graphviz's language, owners above what they own.
type dot struct {
	w     *bufio.Writer
	drawn map[string]bool
	lists map[engine.EntityID][]engine.ListID // who stands on a list is drawn in red, with the list
}

func newDot(w io.Writer) *dot {
	d := &dot{w: bufio.NewWriter(w), drawn: make(map[string]bool)}
	fmt.Fprintf(d.w, "digraph pierce {\n  rankdir=TB; node [shape=box, fontname=\"sans-serif\"]; edge [fontname=\"sans-serif\", fontsize=10];\n")
	return d
}

// close ends the graph and reports what could not be written.
func (d *dot) close() error {
	fmt.Fprintln(d.w, "}")
	return d.w.Flush()
}

// label draws an entity once.
func (d *dot) label(id engine.EntityID, name, more string) {
	if !d.once(string(id)) {
		return
	}
	style := ""
	for _, l := range d.lists[id] {
		more += "\n" + string(l)
		style = ", color=\"#b3261e\", penwidth=2"
	}
	fmt.Fprintf(d.w, "  %s [label=%s%s];\n", quote(string(id)), quote(strings.TrimSpace(name+"\n"+strings.TrimSpace(more))), style)
}

func (d *dot) once(key string) bool {
	first := !d.drawn[key]
	d.drawn[key] = true
	return first
}

// step draws a stake as an arrow from owner to owned.
func (d *dot) step(s *own.Step) {
	text := s.Share.Human()
	if s.Kind != engine.Shares {
		text += " " + string(s.Kind)
	}
	from := string(s.Owner)
	if from == "" {
		from = "?" + string(s.Owned) + s.Reason
		if d.once(from) {
			fmt.Fprintf(d.w, "  %s [label=%s, style=dashed];\n", quote(from), quote("not known\n"+s.Reason))
		}
	}
	if d.once(from + "→" + string(s.Owned) + "\x00" + string(s.Kind) + text) {
		fmt.Fprintf(d.w, "  %s -> %s [label=%s];\n", quote(from), quote(string(s.Owned)), quote(text))
	}
}

func (d *dot) tree(t *own.Tree) {
	d.label(t.Entity, t.Name, t.Country)
	d.branches(t.Owners)
}

func (d *dot) branches(owners []own.Branch) {
	for i := range owners {
		b := &owners[i]
		if b.Owner != "" {
			d.label(b.Owner, b.Name, "")
		}
		d.step(&b.Step)
		d.branches(b.Owners)
	}
}

func (d *dot) holdings(held []query.Down) {
	for i := range held {
		h := &held[i]
		d.label(h.Owned, h.OwnedName, "")
		d.step(&h.Step)
		d.holdings(h.Holdings)
	}
}

// quote writes a string of Graphviz's language; names are data and may hold
// anything.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for line := range strings.SplitSeq(s, "\n") {
		if b.Len() > 1 {
			b.WriteString(`\n`)
		}
		b.WriteString(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(plain(line)))
	}
	b.WriteByte('"')
	return b.String()
}
