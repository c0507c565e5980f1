package screen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

// Digest is what of a line's result counts when it is asked whether the line
// says something else than before: its findings and its score, not the words.
type Digest struct {
	Score    float64   `json:"score" cbor:"1,keyasint"`
	Findings []Finding `json:"findings" cbor:"2,keyasint,omitempty"` // sorted
}

// Finding is one thing that a result says against, or for, a line: as
// "verdict ofac-50=yes consignee e…", or "sign listed-party consignee e… same".
type Finding string

// DigestOf takes the findings out of a result. A verdict is a finding unless it
// is a no, or an unknown that rests on nothing but a list that names somebody
// else or is not loaded. A sign is a finding with its weight in bits, and one
// about a party with how surely it is the party's.
func DigestOf(r *Result) Digest {
	d := Digest{Score: r.Score}
	band := func(role engine.Role, id engine.EntityID) string {
		for _, p := range r.Parties {
			if p.Role == role && p.Entity == id {
				return string(p.Band)
			}
		}
		return ""
	}
	for i := range r.Verdicts {
		if v := &r.Verdicts[i]; Concerns(&v.Verdict) {
			d.add("verdict", v.Rule+"="+string(v.Verdict.Verdict), string(v.Role), string(v.Entity), band(v.Role, v.Entity))
		}
	}
	for i := range r.Reasons {
		x := &r.Reasons[i]
		words := []string{"sign", fmt.Sprintf("%s%+g", x.Sign, x.Alone), string(x.Role), string(x.Entity), band(x.Role, x.Entity)}
		if x.Sign == "listed-party" {
			if _, lists, ok := strings.Cut(x.Evidence, " on "); ok {
				words = append(words, lists)
			}
		}
		d.add(words...)
	}
	if u := r.Licence; u != nil {
		d.add("licence", u.Licence, string(u.Outcome))
	}
	slices.Sort(d.Findings)
	d.Findings = slices.Compact(d.Findings)
	return d
}

func (d *Digest) add(words ...string) {
	d.Findings = append(d.Findings, Finding(strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")))
}

// Concerns reports whether a verdict says anything against a party, or leaves
// open what a list that is loaded could have said.
func Concerns(v *own.Verdict) bool {
	switch v.Verdict {
	case own.Yes, own.DependsOnDate:
		return true
	case own.Unknown:
		return slices.ContainsFunc(v.Reasons, func(r string) bool { return r != own.ReasonNotListed && r != own.ReasonListNotLoaded })
	}
	return false
}

// Same reports whether two digests say the same.
func (d Digest) Same(e Digest) bool {
	return d.Score == e.Score && slices.Equal(d.Findings, e.Findings)
}

// Less are the findings of d that e lacks.
func (d Digest) Less(e Digest) []Finding {
	var out []Finding
	for _, f := range d.Findings {
		if _, ok := slices.BinarySearch(e.Findings, f); !ok {
			out = append(out, f)
		}
	}
	return out
}

// Against reports whether the digest holds something that somebody must act on:
// a verdict that is yes, or would be on some day, a party that is or may be on a
// list, or a licence that is used beyond its terms. Signs alone rank lines, and
// an unknown alone is said of most companies.
func (d Digest) Against() bool {
	return slices.ContainsFunc(d.Findings, func(f Finding) bool {
		kind, rest, _ := strings.Cut(string(f), " ")
		word, more, _ := strings.Cut(rest, " ")
		switch kind {
		case "sign":
			return strings.HasPrefix(word, "listed-party+")
		case "licence":
			return !strings.HasSuffix(more, string(Covers)) && !strings.HasSuffix(more, string(Returned))
		}
		return strings.HasSuffix(word, "="+string(own.Yes)) || strings.HasSuffix(word, "="+string(own.DependsOnDate))
	})
}
