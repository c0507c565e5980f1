package draw

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/query"
)

// Dot writes a graph in Graphviz's language, owners above what they own. Each
// entity and each stake is written once. Errors of writing come with Close.
type Dot struct {
	w     *bufio.Writer
	drawn map[string]bool
	lists map[engine.EntityID][]engine.ListID // who stands on a list is drawn in red, with the list
}

// NewDot begins a graph. Who is in lists is drawn in red, with the lists.
func NewDot(w io.Writer, lists map[engine.EntityID][]engine.ListID) *Dot {
	d := &Dot{w: bufio.NewWriter(w), drawn: make(map[string]bool), lists: lists}
	fmt.Fprintf(d.w, "digraph pierce {\n  rankdir=TB; node [shape=box, fontname=\"sans-serif\"]; edge [fontname=\"sans-serif\", fontsize=10];\n")
	return d
}

// Close ends the graph and reports what could not be written.
func (d *Dot) Close() error {
	fmt.Fprintln(d.w, "}")
	return d.w.Flush()
}

// Label draws an entity once.
func (d *Dot) Label(id engine.EntityID, name, more string) {
	if !d.once(string(id)) {
		return
	}
	style := ""
	for _, l := range d.lists[id] {
		more += "\n" + string(l)
		style = ", color=\"#b3261e\", penwidth=2"
	}
	if n := wide(name); n > 0 {
		style += fmt.Sprintf(", width=%.2f", wideInches*float64(n)+0.3)
	}
	fmt.Fprintf(d.w, "  %s [label=%s%s];\n", quote(string(id)), quote(strings.TrimSpace(name+"\n"+strings.TrimSpace(more))), style)
}

// wideInches is the width of an ideogram at Graphviz's 14 points. Its own
// estimate is that of Latin letters, so that names in Han would leave their box.
const wideInches = 14.0 / 72

// wide is the length of a name in ideograms, where it holds any: letters count
// for half of one.
func wide(name string) int {
	n, found := 0, false
	for _, r := range name {
		n++
		if r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0xff00 && r <= 0xff60 {
			n, found = n+1, true
		}
	}
	if !found {
		return 0
	}
	return (n + 1) / 2
}

func (d *Dot) once(key string) bool {
	first := !d.drawn[key]
	d.drawn[key] = true
	return first
}

// Step draws a stake as an arrow from owner to owned.
func (d *Dot) Step(s *own.Step) {
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

// Tree draws owners up to the top.
func (d *Dot) Tree(t *own.Tree) {
	d.Label(t.Entity, t.Name, t.Country)
	d.branches(t.Owners)
}

func (d *Dot) branches(owners []own.Branch) {
	for i := range owners {
		b := &owners[i]
		if b.Owner != "" {
			d.Label(b.Owner, b.Name, "")
		}
		d.Step(&b.Step)
		d.branches(b.Owners)
	}
}

// Holdings draws what is held, and what that holds.
func (d *Dot) Holdings(held []query.Down) {
	for i := range held {
		h := &held[i]
		d.Label(h.Owned, h.OwnedName, "")
		d.Step(&h.Step)
		d.Holdings(h.Holdings)
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
		b.WriteString(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(Plain(line)))
	}
	b.WriteByte('"')
	return b.String()
}

// Plain makes text of a source safe for a terminal and for a picture: control
// characters and marks that turn the writing direction are shown as �, line
// ends as spaces.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0xfeff:
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
