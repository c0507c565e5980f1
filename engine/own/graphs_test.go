package own

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pierce-er/pierce/engine"
)

// TestGraphs runs testdata/graphs/*.txt. A case begins with "== title"; its
// lines are
//
//	OWNER SHARE OWNED [KIND [FROM [UNTIL]]]     a stake; share as "[25,50)", "?" unknown
//	list ENTITY LIST [FROM [UNTIL]]             a listing
//	is ENTITY WORD…                             company, person, state, arrangement; in=CC, seat=CC, traded, complete, undisclosed, maybe=ENTITY
//	flag OWNER OWNED FLAG                       a flag of the stake given before
//	? RULE ENTITY [DAY]                         a question to a rule
//	? tree|parent|seat|controls ENTITY [DAY]    other questions
//
// and each answer stands indented below its question.
func TestGraphs(t *testing.T) {
	files, err := filepath.Glob("testdata/graphs/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in testdata/graphs: %v", err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		got := runGraphs(t, string(b))
		if *update {
			if err := os.WriteFile(f, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if d := cmp.Diff(string(b), got); d != "" {
			t.Errorf("%s (-want +got; run with -update and read the difference)\n%s", f, d)
		}
	}
}

func runGraphs(t *testing.T, text string) string {
	var out strings.Builder
	c := &graphCase{}
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if strings.HasPrefix(line, "    ") {
			continue // an answer
		}
		fmt.Fprintln(&out, line)
		f := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "== "):
			c = &graphCase{title: line}
		case len(f) == 0 || c.title == "" || strings.HasPrefix(line, "#"):
		case f[0] == "?":
			for _, a := range c.ask(t, f[1:]) {
				fmt.Fprintln(&out, "    "+a)
			}
		default:
			c.read(t, f)
		}
	}
	return out.String()
}

type graphCase struct {
	title    string
	stakes   []engine.Stake
	listings []Listed
	facts    []Fact
}

func at(f []string, i int) string {
	if i < len(f) {
		return f[i]
	}
	return "-"
}

func (c *graphCase) read(t *testing.T, f []string) {
	switch f[0] {
	case "list":
		c.listings = append(c.listings, Listed{Entity: engine.EntityID(f[1]), List: engine.ListID(f[2]), From: mustDate(t, at(f, 3)), Until: mustDate(t, at(f, 4))})
	case "is":
		x := Fact{Entity: engine.EntityID(f[1])}
		for _, w := range f[2:] {
			switch k, v, _ := strings.Cut(w, "="); k {
			case "in":
				x.Country = v
			case "seat":
				x.Seat = v
			case "traded":
				x.Traded = true
			case "complete":
				x.Complete = true
			case "undisclosed":
				x.Undisclosed = true
			case "maybe":
				x.Possible = append(x.Possible, engine.EntityID(v))
			default:
				x.Kind = engine.Kind(k)
			}
		}
		c.facts = append(c.facts, x)
	case "flag":
		s := &c.stakes[len(c.stakes)-1]
		s.Flags = append(s.Flags, f[3])
	default:
		share, err := engine.ParseShare(strings.TrimPrefix(f[1], "?"))
		if err != nil {
			t.Fatal(err)
		}
		s := engine.Stake{Owner: engine.EntityID(f[0]), Owned: engine.EntityID(f[2]), Kind: engine.Shares, Share: share, From: mustDate(t, at(f, 4)), Until: mustDate(t, at(f, 5))}
		if k := at(f, 3); k != "-" {
			s.Kind = engine.InterestKind(k)
		}
		if f[0] == "nobody" {
			s.Owner, s.Reason = "", "not named"
		}
		c.stakes = append(c.stakes, s)
	}
}

func (c *graphCase) ask(t *testing.T, f []string) []string {
	g := Build(c.stakes, c.listings, c.facts)
	e, day := engine.EntityID(f[1]), mustDate(t, at(f, 2))
	switch f[0] {
	case "tree":
		tree, err := g.Trace(e, day, TraceOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return treeText(&tree)
	case "parent":
		p, err := g.Parent(e, day)
		if err != nil {
			t.Fatal(err)
		}
		return []string{strings.TrimSpace(fmt.Sprintf("%s %s; chain %s; joint %v; person %q; open %v; %s", p.Status, p.Entity, pathText(e, p.Chain), p.Joint, p.Person, p.Open, p.Reason))}
	case "seat":
		s, err := g.Seat(e, day)
		if err != nil {
			t.Fatal(err)
		}
		return []string{strings.TrimSpace(fmt.Sprintf("%s %s %v", s.Answer, s.Country, s.Reasons))}
	case "controls":
		list, err := g.Controlled(e, day)
		if err != nil {
			t.Fatal(err)
		}
		return []string{fmt.Sprint(list)}
	}
	rule, err := Find(f[0], day)
	if err != nil {
		return []string{err.Error()}
	}
	v, err := g.Judge(e, rule, day)
	if err != nil {
		t.Fatal(err)
	}
	out := fmt.Sprintf("%s, tier %d, by %s %v", v.Verdict, v.Tier, v.Test, v.Reasons)
	if v.Otherwise != "" {
		out += ", otherwise " + string(v.Otherwise)
	}
	answer := []string{out}
	if v.Arithmetic != "" {
		answer = append(answer, v.Arithmetic)
	}
	if v.Verdict == NoUnlessHidden && slices.Contains(v.Reasons, ReasonHolderOpaque) {
		answer = append(answer, "would settle it: "+strings.Join(v.Missing, "; "))
	}
	if len(v.Path) > 0 {
		answer = append(answer, pathText(e, v.Path)+" "+fmt.Sprint(v.Lists))
	}
	return answer
}

func pathText(e engine.EntityID, path []Step) string {
	out := string(e)
	for _, s := range path {
		out += fmt.Sprintf(" <-%s %s- %s", s.Kind, s.Share.Human(), s.Owner)
	}
	return out
}

func treeText(t *Tree) []string {
	var out []string
	var walk func(bs []Branch)
	walk = func(bs []Branch) {
		for _, b := range bs {
			line := strings.Repeat("  ", b.Depth-1) + fmt.Sprintf("%s %s %s", dash(string(b.Owner)), b.Kind, b.Share.Human())
			for _, x := range []struct {
				on   bool
				word string
			}{{!b.Counted, "not counted"}, {b.Circular, "circular"}, {b.Repeated, "see above"}, {b.End != "", string(b.End)}, {len(b.Flags) > 0, strings.Join(b.Flags, " ")}} {
				if x.on {
					line += "; " + x.word
				}
			}
			for _, a := range b.Also {
				line += fmt.Sprintf("; also %s %s", a.Kind, a.Share.Human())
			}
			out = append(out, line)
			walk(b.Owners)
		}
	}
	walk(t.Owners)
	for _, x := range t.Terminals {
		out = append(out, fmt.Sprintf("= %s %% %s %s%s %v", x.Percent, x.Kind, x.Entity, x.Owned, x.Share))
	}
	for _, l := range t.Loops {
		out = append(out, fmt.Sprintf("loop %v closed %v orphan %v", l.Members, l.Closed, l.Orphan))
	}
	return append(out, fmt.Sprintf("total %s, known %v, flags %v", t.Total, t.Known, t.Flags))
}

// TestHugeRing: a circle through every company is told, and ends.
func TestHugeRing(t *testing.T) {
	const n = 3_000
	b := NewBuilder(Options{})
	for i := range n {
		b.Stake(engine.Stake{Owner: benchID((i + 1) % n), Owned: benchID(i), Kind: engine.Shares, Share: engine.Percent(60)})
		b.Stake(engine.Stake{Owner: benchID(n + i), Owned: benchID(i), Kind: engine.Shares, Share: engine.Percent(40)})
	}
	b.Listing(Listed{Entity: benchID(n), List: engine.OFACSDN})
	g := b.Graph()
	tree, err := g.Trace(benchID(0), 0, TraceOptions{Depth: 3})
	if err != nil || tree.Total != "100" || tree.Parent.Status != ParentUncertain || len(tree.Loops) != 1 || len(tree.Loops[0].Members) != n {
		t.Errorf("Trace in a ring of %d = total %s, parent %+v, %d loops, %v", n, tree.Total, tree.Parent, len(tree.Loops), err)
	}
	rule, err := Find("ofac-50", 0)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := g.Judge(benchID(0), rule, 0); err != nil || v.Verdict != No {
		t.Errorf("Judge in a ring of %d = %+v, %v; want no", n, v.Verdict, err)
	}
}
