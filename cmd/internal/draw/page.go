package draw

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

//go:embed trace.html
var traceHTML string

// Trace is what a page about who stands behind an entity shows.
type Trace struct {
	Tree     *own.Tree
	Verdicts []own.Verdict
	Listed   []own.Listed
	Lists    map[engine.EntityID][]engine.ListID
	Known    string // the day by whose end all had been retrieved; "" where all that is known counts
	Picture  []byte // an SVG of the tree
	Because  func(own.Verdict) string
	Notes    []string
	Made     string // when and with what
}

// page is a Trace in the words of the template.
type page struct {
	*Trace
	SVG template.HTML
}

// row is a branch on one line of a page.
type row struct {
	own.Branch
	Indent int
	Marks  []string
}

// Rows are the branches in the order of reading, each with its depth.
func (p page) Rows() []row {
	var out []row
	var add func([]own.Branch, int)
	add = func(list []own.Branch, indent int) {
		for _, b := range list {
			r := row{Branch: b, Indent: indent}
			for _, l := range p.Lists[b.Owner] {
				r.Marks = append(r.Marks, string(l))
			}
			out = append(out, r)
			add(b.Owners, indent+1)
		}
	}
	add(p.Tree.Owners, 0)
	return out
}

// Words writes a code of several words for a reader.
func (page) Words(s any) string {
	switch v := s.(type) {
	case own.TerminalKind:
		return strings.ReplaceAll(string(v), "-", " ")
	case own.Answer:
		return strings.ReplaceAll(string(v), "-", " ")
	}
	return ""
}

// Page writes the trace as one HTML file.
func (t *Trace) Page(w io.Writer) error {
	tmpl, err := template.New("trace").Parse(traceHTML)
	if err != nil {
		return err
	}
	// The picture is the layout of labels that were quoted when it was written
	// in Graphviz's language, which escapes them in turn.
	return tmpl.Execute(w, page{t, template.HTML(t.Picture)}) //nolint:gosec // made by SVG
}
