package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/screen"
)

// gate is --fail-on: what, in any line, makes the exit code 5. Met is kept when
// a run is taken up again.
type gate struct {
	Met string `json:"met,omitempty"`

	answers []own.Answer
	rules   map[string]own.Answer // a verdict of one rule
	signs   []string
	score   float64
	reject  bool
	licence bool
}

var answers = []own.Answer{own.Yes, own.Unknown, own.NoUnlessHidden, own.DependsOnDate}

func newGate(flags []string) (*gate, error) {
	g := &gate{score: math.Inf(1), rules: map[string]own.Answer{}}
	for _, f := range flags {
		rule, answer, paired := strings.Cut(f, "=")
		sign, signed := strings.CutPrefix(f, "sign:")
		switch {
		case f == "reject":
			g.reject = true
		case f == "listed":
			g.signs = append(g.signs, "listed-party")
		case f == "licence":
			g.licence = true
		case signed && sign != "":
			g.signs = append(g.signs, sign)
		case slices.Contains(answers, own.Answer(f)):
			g.answers = append(g.answers, own.Answer(f))
		case paired && slices.Contains(own.RuleIDs(), rule) && slices.Contains(answers, own.Answer(answer)):
			g.rules[rule] = own.Answer(answer)
		case paired:
			return nil, usagef("--fail-on: got %q, want one of the rules %s with yes, unknown, depends-on-date or no-unless-hidden, as ofac-50=yes", f, strings.Join(own.RuleIDs(), ", "))
		default:
			v, err := strconv.ParseFloat(f, 64)
			if err != nil || !(v > 0 && v <= 1) {
				return nil, usagef("--fail-on: got %q, want yes, unknown, depends-on-date, no-unless-hidden, RULE=VERDICT, listed, sign:NAME, licence, reject, or a score over 0 and up to 1", f)
			}
			g.score = min(g.score, v)
		}
	}
	return g, nil
}

// look notes the first line that meets the gate.
func (g *gate) look(r *screen.Result) {
	if g.Met != "" {
		return
	}
	if r.Score >= g.score {
		g.Met = fmt.Sprintf("line %d scores %.3f", r.Line, r.Score)
		return
	}
	for _, x := range r.Reasons {
		if slices.Contains(g.signs, x.Sign) {
			g.Met = fmt.Sprintf("line %d, %s: %s", r.Line, x.Sign, plain(x.Evidence))
			return
		}
	}
	if u := r.Licence; g.licence && u != nil && u.Outcome != screen.Covers && u.Outcome != screen.Returned {
		g.Met = fmt.Sprintf("line %d, %s: %s", r.Line, u.Outcome, plain(u.Evidence))
		return
	}
	for _, v := range r.Verdicts {
		if v.Verdict.Verdict == own.Unknown && slices.Equal(v.Reasons, []string{own.ReasonNotListed}) {
			continue // a list rule says "unknown" of everyone it does not name
		}
		if slices.Contains(g.answers, v.Verdict.Verdict) || g.rules[v.Rule] == v.Verdict.Verdict && v.Verdict.Verdict != "" {
			g.Met = fmt.Sprintf("line %d, %s is %s for %s", r.Line, v.Rule, v.Verdict.Verdict, plain(v.Name))
			return
		}
	}
}

func (g *gate) err(rejected int64) error {
	if g.Met == "" && g.reject && rejected > 0 {
		g.Met = fmt.Sprintf("%d rows were rejected", rejected)
	}
	if g.Met == "" {
		return nil
	}
	return &failOn{g.Met}
}
