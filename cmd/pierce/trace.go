package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/cmd/internal/draw"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/report"
)

// traceCmd walks owners up or holdings down.
type traceCmd struct {
	Down   bool   `help:"Walk the holdings down instead of the owners up."`
	Depth  *int   `placeholder:"N" help:"With --down: how many steps, at most. Default: 20."`
	Rule   string `placeholder:"RULE" help:"Only this rule, as ofac-50, or a file with one of your own. Default: all that can catch somebody on the day."`
	AsOf   string `placeholder:"DATE" help:"The day that is asked about. Default: today."`
	Known  string `name:"known-at" placeholder:"DATE" help:"Only what had been retrieved by the end of this day: what could have been known then."`
	Format string `enum:"text,json,dot,svg,html" default:"text" help:"text, json, dot (Graphviz), svg, or html: a page that stands by itself."`
	Who    string `arg:"" placeholder:"ID|NAME" help:"An entity, a record, or a name."`
}

// Help gives examples under the flags.
func (*traceCmd) Help() string {
	return `The shares of everyone at the top, and the part that nobody is known to hold,
always make 100 %. An answer is never a silent "clear": no-unless-hidden means
that only an undisclosed holder could change it.

Examples:
  pierce trace "Lumenpeak Compute"
  pierce trace --rule ofac-50 --as-of 2024-06-30 e5x2k7q3mzdpa
  pierce trace --format html "Lumenpeak Compute" > who.html
  pierce trace --down --format svg "Example Holdings" > tree.svg`
}

// Run traces.
func (c *traceCmd) Run(e *env) error {
	asOf, err := e.asOf(c.AsOf)
	if err != nil {
		return err
	}
	var rules []own.Rule
	if c.Rule != "" {
		row, err := findRule(c.Rule, asOf)
		if err != nil {
			return err
		}
		rules = []own.Rule{row}
	}
	if e.json {
		c.Format = "json"
	}
	e.json = c.Format == "json"
	a, err := e.decide()
	if err != nil {
		return err
	}
	ent, err := e.find(a, c.Who)
	if err != nil {
		return err
	}
	if c.Down && c.Known != "" {
		return usagef("--known-at goes up the owners; it does not go with --down")
	}
	if !c.Down && c.Depth != nil {
		return usagef("--depth goes with --down; the owners are walked to the top")
	}
	if c.Down {
		return c.down(e, a, ent, asOf)
	}
	t, err := c.ask(a, ent, asOf, rules)
	if err != nil {
		return err
	}
	switch c.Format {
	case "json":
		return printTraceJSON(e, t, c.Known)
	case "dot":
		return treeDot(e.stdout, t)
	case "svg", "html":
		return drawTrace(e, t, c.Known, c.Format == "html")
	}
	printTrace(e, t, c.Known)
	return nil
}

// ask traces on all that is known, or on what was known on a day.
func (c *traceCmd) ask(a *app.App, ent *engine.Entity, asOf engine.Date, rules []own.Rule) (*query.Trace, error) {
	if c.Known == "" {
		return a.Query.Trace(ent.ID, asOf, rules)
	}
	at, err := knownAt(c.Known)
	if err != nil {
		return nil, err
	}
	return a.Query.TraceKnown(ent.ID, asOf, at, rules)
}

// knownAt reads --known-at: a moment, or a day, which is known to its end.
func knownAt(text string) (time.Time, error) {
	at, err := parseRetrieved(text)
	if err != nil {
		return at, usagef("--known-at: got %q, want a day as 2024-05-31 or a moment as 2024-05-31T08:00:00Z", text)
	}
	if len(text) <= len("2024-05-31") {
		at = at.AddDate(0, 0, 1).Add(-1) // the whole of the day
	}
	return at, nil
}

// treeDot writes the tree in Graphviz's language.
func treeDot(w io.Writer, t *query.Trace) error {
	d := draw.NewDot(w, t.Lists)
	d.Tree(&t.Tree)
	return d.Close()
}

// drawTrace draws the tree, as a picture or with all that is said as a page.
func drawTrace(e *env, t *query.Trace, known string, whole bool) error {
	var text bytes.Buffer
	if err := treeDot(&text, t); err != nil {
		return err
	}
	svg, err := draw.SVG(e.ctx, text.Bytes())
	if err != nil {
		return err
	}
	if !whole {
		_, err := e.stdout.Write(svg)
		return err
	}
	page := &draw.Trace{Tree: &t.Tree, Verdicts: t.Verdicts, Listed: t.Listed, Lists: t.Lists, Known: known, Picture: svg, Because: func(v own.Verdict) string { return because(&v) },
		Made: "Made by pierce on " + e.now().UTC().Format("2006-01-02 15:04 UTC") + "."}
	for _, f := range t.Tree.Flags {
		page.Notes = append(page.Notes, own.FlagText(f))
	}
	return page.Page(e.stdout)
}

// traceLine is a rule's verdict with the tree it rests on.
type traceLine struct {
	own.Verdict
	Tree  own.Tree `json:"tree"`
	Known string   `json:"known_at,omitempty"` // as asked: only what had been retrieved by then
}

func printTraceJSON(e *env, t *query.Trace, known string) error {
	for _, v := range t.Verdicts {
		if err := e.printJSON(traceLine{v, t.Tree, known}); err != nil {
			return err
		}
	}
	return nil
}

// printTrace prints the tree, where it ends, and the verdicts.
func printTrace(e *env, t *query.Trace, known string) {
	asOf := t.Tree.AsOf.String()
	if known != "" {
		asOf += " · known at " + known
	}
	e.printf("%s\n%s · as of %s\n", plain(t.Tree.Name), tagged(string(t.Tree.Entity), t.Tree.Country), asOf)
	for _, l := range t.Listed {
		e.printf("listed on %s %s\n", l.List, span(l.From, l.Until))
	}
	e.printf("\nowners\n")
	if len(t.Tree.Owners) == 0 {
		e.printf("  nobody is known to hold anything of it\n")
	}
	printBranches(e, t.Tree.Owners, t.Lists, "  ")
	printTerminals(e, &t.Tree)
	printParent(e, &t.Tree.Parent)
	printPower(e, t.Tree.Power)
	for _, f := range t.Tree.Flags {
		e.printf("note: %s\n", wrap(own.FlagText(f), e.columns(), "      "))
	}
	if t.Cut {
		e.printf("note: the walk was cut off; what lies above is not told\n")
	}
	e.printf("\nverdicts\n")
	printVerdicts(e, t.Verdicts)
}

// deepest is how many columns a drawing is indented at most. Below that it runs
// on at one margin, with … before it: a chain of thousands would be drawn in
// lines of thousands of columns.
const deepest = 120

// deeper is the indent below a branch.
func deeper(indent, below string) string {
	if len([]rune(indent)) < deepest {
		return indent + below
	}
	return strings.Repeat(" ", deepest) + "… "
}

// printBranches draws owners with their owners below them.
func printBranches(e *env, owners []own.Branch, lists map[engine.EntityID][]engine.ListID, indent string) {
	for i, b := range owners {
		fork, below := "├─ ", "│  "
		if i == len(owners)-1 {
			fork, below = "└─ ", "   "
		}
		var tags []string
		if b.Kind != engine.Shares {
			tags = append(tags, string(b.Kind))
		}
		if b.From != 0 || b.Until != 0 {
			tags = append(tags, span(b.From, b.Until))
		}
		tags = append(tags, b.Flags...)
		for _, l := range lists[b.Owner] {
			tags = append(tags, "listed: "+string(l))
		}
		if b.Circular {
			tags = append(tags, "circular")
		} else if b.Repeated {
			tags = append(tags, "see above")
		}
		name := b.Name
		if b.Owner == "" {
			name = "not known: " + b.Reason
		}
		if b.Cut {
			tags = append(tags, "its owners are not written out")
		}
		if b.End != "" && b.Owner != "" {
			tags = append(tags, strings.ReplaceAll(string(b.End), "-", " "))
		}
		share := b.Share.Human()
		if !b.Share.Known && b.Kind != engine.Shares && b.Kind != engine.Votes {
			share = "—"
		}
		line := fmt.Sprintf("%s  %s", share, tagged(plain(name), tags...))
		e.printf("%s%s%s\n", indent, fork, wrap(line, e.columns(), indent+below+"   "))
		printBranches(e, b.Owners, lists, deeper(indent, below))
	}
}

// printTerminals prints where the shares end; they make 100 %.
func printTerminals(e *env, t *own.Tree) {
	if len(t.Terminals) == 0 {
		return
	}
	e.printf("\nin the end it belongs to\n")
	g := e.newGrid([]int{2, 3}, "  %", "who", "what")
	for _, x := range t.Terminals {
		who := tagged(x.Name, x.Country)
		if x.Entity == "" {
			who = "—"
		}
		what := strings.ReplaceAll(string(x.Kind), "-", " ")
		if len(x.Lists) > 0 {
			what += ", listed:"
			for _, l := range x.Lists {
				what += " " + string(l)
			}
		}
		if x.Reason != "" {
			what += ", " + x.Reason
		}
		g.add("  "+x.Percent, who, what)
	}
	g.print(e.stdout)
	e.printf("  %s in all\n", t.Total)
}

// printParent says who the ultimate parent company is.
func printParent(e *env, p *own.Parent) {
	var text string
	switch p.Status {
	case own.ParentFound:
		text = plain(p.Name)
	case own.ParentItself:
		text = "itself"
	case own.ParentJoint:
		text = "none alone: control is joint"
	case own.ParentOrphan:
		text = "none: companies that control each other"
	default:
		text = "not known"
	}
	if p.Reason != "" {
		text += " (" + plain(p.Reason) + ")"
	}
	e.printf("\nultimate parent: %s\n", wrap(text, e.columns(), "                 "))
}

// printPower says what the votes of those without a majority are worth.
func printPower(e *env, list []own.Power) {
	if len(list) == 0 {
		return
	}
	var parts []string
	for _, p := range list[:min(len(list), 5)] {
		parts = append(parts, fmt.Sprintf("%s %.0f %%", plain(p.Name), 100*p.Banzhaf))
	}
	e.printf("weight of the votes (Banzhaf, an indicator only): %s\n", wrap(strings.Join(parts, ", "), e.columns(), "                 "))
}

// printVerdicts prints a table of verdicts with what they rest on.
func printVerdicts(e *env, vs []own.Verdict) {
	g := e.newGrid([]int{3}, "  rule", "verdict", "because")
	for _, v := range vs {
		g.add("  "+v.Rule, verdictWord(&v), because(&v))
	}
	g.print(e.stdout)
}

// verdictWord is the answer with the tier at which the entity fell, and that it
// stands only because the rule does not.
func verdictWord(v *own.Verdict) string {
	if slices.Contains(v.Reasons, own.ReasonNotInForce) {
		return string(v.Verdict) + " (not in force)"
	}
	if v.Tier > 0 && v.Test != own.Seat {
		return fmt.Sprintf("%s, tier %d", v.Verdict, v.Tier)
	}
	return string(v.Verdict)
}

// because says in words what a verdict rests on.
func because(v *own.Verdict) string { return plain(report.Because(v)) }

// down prints the holdings.
func (c *traceCmd) down(e *env, a *app.App, ent *engine.Entity, asOf engine.Date) error {
	depth := 20
	if c.Depth != nil {
		depth = *c.Depth
	}
	held, err := a.Query.Holdings(ent.ID, asOf, depth)
	if err != nil {
		return err
	}
	switch c.Format {
	case "json":
		return e.printJSON(struct {
			Entity   engine.EntityID `json:"entity"`
			Name     string          `json:"name"`
			AsOf     engine.Date     `json:"as_of"`
			Holdings []query.Down    `json:"holdings"`
		}{ent.ID, ent.Name, asOf, held})
	case "dot", "svg":
		var text bytes.Buffer
		d := draw.NewDot(&text, nil)
		d.Label(ent.ID, ent.Name, "")
		d.Holdings(held)
		out := text.Bytes
		if err := d.Close(); err != nil {
			return err
		}
		if c.Format == "svg" {
			svg, err := draw.SVG(e.ctx, text.Bytes())
			if err != nil {
				return err
			}
			out = func() []byte { return svg }
		}
		_, err := e.stdout.Write(out())
		return err
	case "html":
		return usagef("--format html shows the owners of one; with --down use svg, dot, json or text")
	}
	e.printf("%s\n%s · as of %s\n\nholdings\n", plain(ent.Name), ent.ID, asOf)
	if len(held) == 0 {
		e.printf("  none are known\n")
	}
	printHoldings(e, held, "  ")
	return nil
}

func printHoldings(e *env, held []query.Down, indent string) {
	for i, d := range held {
		fork, below := "├─ ", "│  "
		if i == len(held)-1 {
			fork, below = "└─ ", "   "
		}
		var tags []string
		if d.Kind != engine.Shares {
			tags = append(tags, string(d.Kind))
		}
		tags = append(tags, d.Flags...)
		if d.Repeated {
			tags = append(tags, "see above")
		}
		line := fmt.Sprintf("%s  of %s", d.Share.Human(), tagged(plain(d.OwnedName), tags...))
		e.printf("%s%s%s\n", indent, fork, wrap(line, e.columns(), indent+below+"   "))
		printHoldings(e, d.Holdings, deeper(indent, below))
	}
}
