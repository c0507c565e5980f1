package main

import (
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// grid is a table that fits the terminal: the columns named in flex give way
// first, by wrapping.
type grid struct {
	t     table.Writer
	width int
	cols  int
	flex  []int // columns, from 1, that may wrap
	wide  []int // the widest cell of each column so far
}

// newGrid begins a table of the given headings.
func (e *env) newGrid(flex []int, heads ...string) *grid {
	g := &grid{t: table.NewWriter(), width: e.columns(), cols: len(heads), flex: flex, wide: make([]int, len(heads))}
	g.t.SetStyle(table.StyleLight)
	g.t.Style().Options = table.Options{SeparateHeader: true}
	g.t.Style().Box.PaddingLeft = ""
	g.t.Style().Box.PaddingRight = "  "
	g.t.Style().Format.Header = text.FormatDefault
	row := make(table.Row, len(heads))
	for i, h := range heads {
		row[i] = h
		g.wide[i] = text.StringWidthWithoutEscSequences(h)
	}
	g.t.AppendHeader(row)
	return g
}

// add appends a row of cells.
func (g *grid) add(cells ...string) {
	row := make(table.Row, len(cells))
	for i, c := range cells {
		c = plain(c)
		row[i] = c
		if i < len(g.wide) {
			g.wide[i] = max(g.wide[i], text.StringWidthWithoutEscSequences(c))
		}
	}
	g.t.AppendRow(row)
}

// narrowest is how narrow a column may become.
const narrowest = 12

// print lays the table out within the width and writes it.
func (g *grid) print(w io.Writer) {
	total := 2 * g.cols
	for _, n := range g.wide {
		total += n
	}
	over := total - g.width
	limits := map[int]int{}
	for _, c := range g.flex {
		limits[c] = g.wide[c-1]
	}
	for ; over > 0; over-- { // the widest gives way first
		widest := 0
		for _, c := range g.flex {
			if limits[c] > max(limits[widest], narrowest) {
				widest = c
			}
		}
		if widest == 0 {
			break
		}
		limits[widest]--
	}
	var conf []table.ColumnConfig
	for _, c := range g.flex {
		conf = append(conf, table.ColumnConfig{Number: c, WidthMax: limits[c], WidthMaxEnforcer: text.WrapSoft})
	}
	g.t.SetColumnConfigs(conf)
	for line := range strings.SplitSeq(g.t.Render(), "\n") {
		io.WriteString(w, strings.TrimRight(line, " ")+"\n")
	}
}

// wrap breaks text into lines of at most width columns, each after the first
// behind indent; what stands before the first is no wider than indent.
func wrap(s string, width int, indent string) string {
	body := text.WrapSoft(plain(s), max(20, width-text.StringWidthWithoutEscSequences(indent)))
	lines := strings.Split(body, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n"+indent)
}

// cut shortens text to width columns with an ellipsis.
func cut(s string, width int) string {
	s = plain(s)
	if text.StringWidthWithoutEscSequences(s) <= width {
		return s
	}
	return text.Trim(s, width-1) + "…"
}
