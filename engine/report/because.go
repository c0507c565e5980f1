package report

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

// Because says in words what a verdict rests on: who is listed, the sum, what is
// not known and what would settle it. Names in it are as published: whoever
// shows them escapes them.
func Because(v *own.Verdict) string {
	var parts []string
	if slices.Contains(v.Reasons, own.ReasonNotInForce) {
		parts = append(parts, "not in force on that day; would be "+string(v.Otherwise))
	}
	if slices.Contains(v.Reasons, own.ReasonListNotLoaded) {
		return "it cannot be told without " + v.Missing[len(v.Missing)-1] // where nobody is listed, nobody is found
	}
	if v.Tier == 0 && v.Verdict == own.Yes && v.Test != own.Seat {
		parts = append(parts, "listed itself")
	}
	if names := disclosed(v); names != "" {
		parts = append(parts, names)
	} else if names := addedUp(v); names != "" {
		parts = append(parts, names)
	}
	parts = append(parts, links(v)...)
	if v.Arithmetic != "" {
		parts = append(parts, v.Arithmetic)
	}
	for _, r := range v.Reasons {
		if r == own.ReasonNotInForce {
			continue // said first
		}
		parts = append(parts, strings.ReplaceAll(r, "-", " "))
	}
	for _, m := range v.Missing {
		parts = append(parts, "would settle it: "+m)
	}
	if len(v.Turns) > 0 && (v.Verdict == own.Unknown || v.Verdict == own.NoUnlessHidden) {
		parts = append(parts, v.Turns[0].Text)
	}
	if v.Verdict == own.No && v.Test == own.Ownership && strings.Contains("eu-50 uk-ofsi", v.Rule) {
		if v.ControlSeen {
			parts = append(parts, "control was assessed")
		} else {
			parts = append(parts, "control was not assessed")
		}
	}
	if v.Unverified {
		parts = append(parts, "the rule's text is unverified")
	}
	return strings.Join(parts, "; ")
}

// links names the steps of the path between two that might be one: what the
// verdict rests on there is no holding.
func links(v *own.Verdict) []string {
	var out []string
	for _, s := range v.Path {
		if s.MaybeOne() {
			out = append(out, s.OwnedName+" is possibly the same as "+s.Name)
		}
	}
	return out
}

// disclosed names the beneficial owners that a disclosure regime finds, those
// that only may be some with a question mark.
func disclosed(v *own.Verdict) string {
	var names []string
	for _, o := range v.Owners {
		if o.Basis == "" {
			return ""
		}
		name := o.Name
		if o.Is != own.Yes {
			name += "?"
		}
		if o.Share.Known {
			name += " " + o.Share.Human()
		}
		names = append(names, name+" ("+strings.ReplaceAll(string(o.Basis), "-", " ")+")")
	}
	return strings.Join(names, ", ")
}

// most is how many owners of a sum are named in words; all of them stand in the
// verdict.
const most = 6

// addedUp names the owners that a sum is of, in its order, each with its share,
// and whether it is listed itself or fell at a tier of its own: "added up:
// Example Holdings 30 % (us-ofac-sdn), Example Trading 25 % (tier 1)".
func addedUp(v *own.Verdict) string {
	var names []string
	for i, o := range v.Owners {
		if i == most {
			names = append(names, strconv.Itoa(len(v.Owners)-most)+" more")
			break
		}
		name := o.Name
		switch {
		case o.Share.Known:
			name += " " + o.Share.Human()
		case o.Kind == engine.Shares:
			name += " with a share that is not known"
		default:
			name += " by " + string(o.Kind)
		}
		switch {
		case o.Tier == 0 && len(o.Lists) > 0:
			var lists []string
			for _, l := range o.Lists {
				lists = append(lists, string(l))
			}
			name += " (" + strings.Join(lists, ", ") + ")"
		case o.Tier > 0:
			name += " (tier " + strconv.Itoa(o.Tier) + ")"
		}
		names = append(names, name)
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return "by " + names[0]
	}
	return "added up: " + strings.Join(names, ", ")
}
