package front

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

const needsTree = "its owners"

// opaque: half or more of the company ends in nobody: unknown rests, registers
// that publish nothing, holders without a name. Two bits at half, three at
// nine tenths. One bit where nothing at all is known: that is as often the
// register's silence as the company's. Needs the walk to the top.
func opaque(f *Facts) (Sign, string) {
	if f.Tree == nil {
		return Sign{}, needsTree
	}
	if len(f.Tree.Owners) == 0 {
		return Sign{Weight: 1, Evidence: "no holders are known"}, ""
	}
	dark := engine.Whole
	var where []string
	for _, t := range f.Tree.Terminals {
		switch t.Kind {
		case own.EndPerson, own.EndState, own.EndListed, own.EndArrangement:
			dark -= t.Share.Lo
		default:
			if len(where) < 3 {
				where = append(where, fmt.Sprintf("%s %% %s", strings.TrimRight(strings.TrimRight(t.Percent, "0"), "."), t.Kind))
			}
		}
	}
	w := 0.0
	switch {
	case dark >= engine.Whole/10*9:
		w = 3
	case dark >= engine.Whole/2:
		w = 2
	}
	return Sign{Weight: w, Evidence: "owners cannot be seen: " + strings.Join(where, ", ")}, ""
}

// nominee: somebody on the way up holds for another. Two bits. Needs the walk
// to the top.
func nominee(f *Facts) (Sign, string) {
	if f.Tree == nil {
		return Sign{}, needsTree
	}
	var found string
	walk(f.Tree.Owners, func(b *own.Branch) {
		for _, s := range append([]own.Step{b.Step}, b.Also...) {
			switch {
			case found != "":
			case s.Kind == engine.Nominee || slices.Contains(s.Flags, own.InNameOnly) || slices.Contains(s.Flags, own.TakenAsNominee):
				found = fmt.Sprintf("%s holds %s for another", s.Name, s.OwnedName)
			case s.Kind == engine.Nominator:
				found = fmt.Sprintf("another holds %s for %s", s.OwnedName, s.Name)
			}
		}
	})
	if found == "" && slices.Contains(f.Tree.Flags, own.Cut) {
		return Sign{}, "the owners are too many to write out"
	}
	if found == "" {
		return Sign{}, ""
	}
	return Sign{Weight: 2, Evidence: found}, ""
}

// shareUnknown: a listed party, or one that a rule catches, is among the
// holders, and its percentage is not known: Red Flag 29 of the export
// regulations, which makes finding the percentage a duty. Four bits where it
// may reach the threshold, two where the other holders leave it less. Needs
// verdicts.
func shareUnknown(f *Facts) (Sign, string) {
	open := func(v *own.Verdict) string {
		if v.Verdict == own.Unknown && slices.Contains(v.Reasons, own.ReasonUnknownShare) {
			return "how much " + holders(v) + " holds of it is not known"
		}
		return ""
	}
	if s, needs := ofVerdicts(f, 4, open); s.Weight > 0 || needs != "" {
		return s, needs
	}
	return ofVerdicts(f, 2, func(v *own.Verdict) string {
		for _, o := range v.Owners {
			if !o.Share.Known && v.Verdict != own.Yes {
				return "how much " + o.Name + " holds of it is not known, though too little for " + v.Rule
			}
		}
		return ""
	})
}

// owned: listed parties hold it to the threshold of a rule, so that the rule says
// yes. The verdict stands for itself and apart from the score; five bits keep a
// company that is owned to the half from scoring below one that is owned to
// just less. Needs verdicts.
func owned(f *Facts) (Sign, string) {
	return ofVerdicts(f, 5, func(v *own.Verdict) string {
		if v.Verdict != own.Yes || v.Test == own.Seat || v.Test == own.List || v.Tier < 1 {
			return ""
		}
		return fmt.Sprintf("%s: %s holds %s of it", v.Rule, holders(v), v.Sum.Human())
	})
}

// possiblyCaptured: a rule may catch the company: a range of percentages that
// spans the threshold, a coarse date, a possible match above it. Three bits.
// Four where a rule would, were it in force: one that is suspended comes back.
// Needs verdicts.
func possiblyCaptured(f *Facts) (Sign, string) {
	if s, needs := ofVerdicts(f, 4, func(v *own.Verdict) string {
		if v.Otherwise != own.Yes || v.Verdict == own.Yes || v.Test == own.Seat || v.Test == own.List {
			return ""
		}
		return fmt.Sprintf("%s holds %s of it: %s would say yes, and is not in force", holders(v), v.Sum.Human(), v.Rule)
	}); s.Weight > 0 || needs != "" {
		return s, needs
	}
	return ofVerdicts(f, 3, func(v *own.Verdict) string {
		if v.Test == own.Seat || v.Test == own.List || v.Verdict != own.Unknown && v.Verdict != own.DependsOnDate {
			return ""
		}
		if slices.Contains(v.Reasons, own.ReasonListNotLoaded) {
			return "" // says something of the store, not of the company
		}
		return fmt.Sprintf("%s: %s (%s)", v.Rule, v.Verdict, strings.Join(v.Reasons, ", "))
	})
}

// minority: listed or caught holders have a part below the threshold. A bit
// and a half below 10 %, two below 25 %, three below 40 %, four above: just
// under the threshold is where a seller who means to keep control stops. Needs
// verdicts.
func minority(f *Facts) (Sign, string) {
	if f.Verdicts == nil {
		return Sign{}, "verdicts"
	}
	var best Sign
	for i := range f.Verdicts {
		v := &f.Verdicts[i]
		if v.Verdict != own.No && v.Verdict != own.NoUnlessHidden || len(v.Owners) == 0 || v.Sum.Lo == 0 || v.Otherwise == own.Yes {
			continue
		}
		w := 4.0
		switch {
		case v.Sum.Lo < engine.Whole/10:
			w = 1.5
		case v.Sum.Lo < engine.Whole/4:
			w = 2
		case v.Sum.Lo < engine.Whole/10*4:
			w = 3
		}
		if w > best.Weight {
			best = Sign{Weight: w, Evidence: fmt.Sprintf("%s: %s holds %s of it", v.Rule, holders(v), v.Sum.Human())}
		}
	}
	return best, ""
}

// circular: companies above it own each other. A bit and a half; three where
// nobody outside holds or controls them, or where look-through and cascade
// disagree. Needs the walk to the top.
func circular(f *Facts) (Sign, string) {
	if f.Tree == nil {
		return Sign{}, needsTree
	}
	for i := range f.Verdicts {
		if slices.Contains(f.Verdicts[i].Reasons, own.ReasonLoop) {
			return Sign{Weight: 3, Evidence: f.Verdicts[i].Rule + ": listed parties own it by look-through, and no holder reaches the threshold"}, ""
		}
	}
	if len(f.Tree.Loops) == 0 {
		return Sign{}, ""
	}
	s := Sign{Weight: 1.5, Evidence: fmt.Sprintf("%d companies above it own each other", len(f.Tree.Loops[0].Members))}
	for _, l := range f.Tree.Loops {
		if l.Closed || l.Orphan {
			return Sign{Weight: 3, Evidence: fmt.Sprintf("%d companies own each other, and nobody outside controls them", len(l.Members))}, ""
		}
	}
	return s, ""
}

// jointControl: nobody decides alone. One bit; three where one of those who
// decide together sits in the group of the headquarters test. Needs the walk
// to the top.
func jointControl(f *Facts) (Sign, string) {
	if f.Tree == nil {
		return Sign{}, needsTree
	}
	if f.Tree.Parent.Status != own.ParentJoint {
		return Sign{}, ""
	}
	for i := range f.Verdicts {
		for _, e := range f.Verdicts[i].Evidence {
			if e.Counts && slices.Contains(f.Tree.Parent.Joint, e.Entity) {
				return Sign{Weight: 3, Evidence: fmt.Sprintf("controlled jointly with %s (%s)", e.Name, e.Country)}, ""
			}
		}
	}
	return Sign{Weight: 1, Evidence: fmt.Sprintf("controlled jointly by %d holders", len(f.Tree.Parent.Joint))}, ""
}

// ofVerdicts gives the first verdict that says something, with its weight.
func ofVerdicts(f *Facts, weight float64, say func(*own.Verdict) string) (Sign, string) {
	if f.Verdicts == nil {
		return Sign{}, "verdicts"
	}
	for i := range f.Verdicts {
		if text := say(&f.Verdicts[i]); text != "" {
			return Sign{Weight: weight, Evidence: text}, ""
		}
	}
	return Sign{}, ""
}

// holders names the holders that a verdict added up.
func holders(v *own.Verdict) string {
	var names []string
	for _, o := range v.Owners {
		names = append(names, o.Name)
	}
	if len(names) == 0 {
		return "a listed party"
	}
	if len(names) > 3 {
		names = append(names[:3], "others")
	}
	return strings.Join(names, ", ")
}

// walk visits every branch of a tree.
func walk(branches []own.Branch, visit func(*own.Branch)) {
	for i := range branches {
		visit(&branches[i])
		walk(branches[i].Owners, visit)
	}
}
