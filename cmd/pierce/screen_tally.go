package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/ingest"
)

// How many of the worst lines a page keeps, and a table prints.
const (
	worstKept  = 50
	worstLines = 15
)

// tally sums up a screening under way. It is kept beside a partial output, so
// that a run that is taken up goes on counting.
type tally struct {
	Lines    int64            `json:"lines"`
	Rejected int64            `json:"rejected"`
	Rows     int64            `json:"rows"`
	Yes      map[string]int64 `json:"yes,omitempty"`      // lines by the rule that catches a party
	Verdicts map[string]int64 `json:"verdicts,omitempty"` // lines by "rule=answer", the answers that are no no
	Signs    map[string]int64 `json:"signs,omitempty"`    // lines by sign that adds to the score
	Licences map[string]int64 `json:"licences,omitempty"` // lines by what a licence says
	Worst    []screen.Result  `json:"worst,omitempty"`
	Gate     *gate            `json:"gate"`
	Manifest string           `json:"manifest"`

	asOf engine.Date
}

// reject counts a bad row.
func (t *tally) reject(bad *ingest.RowError) {
	t.Rows++
	if !bad.Kept {
		t.Rejected++
	}
}

// add counts a line and keeps it if it is among the worst: those that a rule
// catches first, then by score, of equal ones the earlier.
func (t *tally) add(r *screen.Result) {
	t.Lines++
	t.Rows++
	t.Gate.look(r)
	count(&t.Yes, caughtBy(r))
	var verdicts, signs []string
	for i := range r.Verdicts {
		if v := &r.Verdicts[i]; screen.Concerns(&v.Verdict) {
			verdicts = append(verdicts, v.Rule+"="+string(v.Verdict.Verdict))
		}
	}
	for _, x := range r.Reasons {
		if x.Alone > 0 {
			signs = append(signs, x.Sign)
		}
	}
	count(&t.Verdicts, verdicts)
	count(&t.Signs, signs)
	if r.Licence != nil {
		count(&t.Licences, []string{string(r.Licence.Outcome)})
	}
	at := len(t.Worst)
	for at > 0 && worse(r, &t.Worst[at-1]) {
		at--
	}
	if at < worstKept {
		t.Worst = slices.Insert(t.Worst, at, *r)
		t.Worst = t.Worst[:min(len(t.Worst), worstKept)]
	}
}

// count adds one for each word, however often it stands there.
func count(to *map[string]int64, words []string) {
	if *to == nil {
		*to = map[string]int64{}
	}
	slices.Sort(words)
	for _, w := range slices.Compact(words) {
		(*to)[w]++
	}
}

// worse reports whether a reader should look at a before b: a line that a rule
// catches comes before one that only scores high.
func worse(a, b *screen.Result) bool {
	ca, cb := len(caughtBy(a)) > 0, len(caughtBy(b)) > 0
	if ca != cb {
		return ca
	}
	return a.Score > b.Score
}

// caughtBy are the rules that say yes to a party of the line, each once.
func caughtBy(r *screen.Result) []string {
	var out []string
	for _, v := range r.Verdicts {
		if v.Verdict.Verdict == own.Yes && !slices.Contains(out, v.Rule) {
			out = append(out, v.Rule)
		}
	}
	return out
}

// print shows the worst lines as a table, and the counts.
func (t *tally) print(e *env) {
	g := e.newGrid([]int{3, 5}, "score", "line", "who", "caught by", "why")
	worst := t.Worst[:min(len(t.Worst), worstLines)]
	for i := range worst {
		r := &worst[i]
		var why []string
		for _, x := range r.Reasons {
			if x.Weight > 0 {
				why = append(why, strings.ReplaceAll(x.Sign, "-", " ")+" +"+strconv.FormatFloat(x.Weight, 'f', -1, 64))
			}
		}
		g.add(fmt.Sprintf("%.3f", r.Score), r.ID, who(r), strings.Join(caughtBy(r), "\n"), strings.Join(why, ", "))
	}
	g.print(e.stdout)
	if t.Lines > int64(len(worst)) {
		e.printf("The %d worst of %s lines: those that a rule catches first, then by score, the logistic of -10 and the bits shown.\n", len(worst), thousands(t.Lines))
	}
	e.printf("%s\n", t.counts())
}

// counts says in one line what came of it all.
func (t *tally) counts() string {
	out := thousands(t.Lines) + " lines"
	for _, rule := range own.RuleIDs() {
		if n := t.Yes[rule]; n > 0 {
			out += fmt.Sprintf(", %s with %s = yes", thousands(n), rule)
		}
	}
	for _, o := range slices.Sorted(maps.Keys(t.Licences)) {
		if o != string(screen.Covers) && o != string(screen.Returned) {
			out += fmt.Sprintf(", %s with a licence: %s", thousands(t.Licences[o]), strings.ReplaceAll(o, "-", " "))
		}
	}
	if t.Rejected > 0 {
		out += fmt.Sprintf(", %s rows rejected", thousands(t.Rejected))
	}
	return out
}

// counted is a word with its number of lines, the most first.
type counted struct {
	Word  string
	Lines int64
}

func most(of map[string]int64) []counted {
	var out []counted
	for w, n := range of {
		out = append(out, counted{w, n})
	}
	slices.SortFunc(out, func(a, b counted) int { return cmp.Or(cmp.Compare(b.Lines, a.Lines), cmp.Compare(a.Word, b.Word)) })
	return out
}

// who is the party that a rule catches, with its role, or else the one that
// really buys, as far as the line tells.
func who(r *screen.Result) string {
	for _, v := range r.Verdicts {
		if v.Verdict.Verdict == own.Yes {
			return string(v.Role) + ": " + v.Name
		}
	}
	for _, role := range []engine.Role{engine.EndUser, engine.UltimateConsignee, engine.Buyer, engine.Notify, engine.Consignee, engine.Forwarder, engine.Seller, engine.Shipper, engine.Manufacturer} {
		for _, p := range r.Parties {
			if p.Role == role && p.Text != "" {
				if p.Name != "" {
					return p.Name
				}
				return p.Text
			}
		}
	}
	return ""
}
