package own

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// FlagText is a flag of a stake, branch or tree as a sentence for a reader; a
// flag that is not one of this package's comes back with its hyphens taken
// out.
func FlagText(flag string) string {
	switch flag {
	case Cut:
		return "the tree has more branches than are written out: the largest are, and what stands on a list; what it ends in is told in full"
	case Conflict:
		return "sources say different things of a holding: its share is a range that holds them all"
	case Indirect:
		return "some claims are of indirect holdings: they repeat what the holdings in between say, and are not added to them"
	case Either:
		return "a source does not tell whether a holding is direct or indirect"
	case Joint:
		return "some hold the same block together: it is counted once"
	case Dangling:
		return "a source names an owner that no record describes"
	case Unnamed:
		return "a source says that there is an owner or parent and does not name it"
	case Self:
		return "a company holds shares of itself"
	case Reversed:
		return "a holding ends before it begins: it is not counted"
	case Impossible:
		return "a source gives a share or dates that cannot be: what can be is kept, the rest is not known"
	case Overreported:
		return "the holders of a company add up to over 100 %: nothing is cut to fit, and it is not told who stands above it by which part"
	case Substituted:
		return "somebody owns through a nominee, and is counted in the nominee's place"
	case InNameOnly:
		return "a nominee holds in its name what counts for the one for whom it holds"
	case TakenAsNominee:
		return "a holder is taken as the nominee of another who is known to own as much through somebody: no source calls it one"
	case NomineeUnknown:
		return "somebody owns through a nominee, and it cannot be told which holder that is: both are counted"
	}
	return strings.ReplaceAll(flag, "-", " ")
}

// arithmetic writes a sum as a reader adds it up: "25 + 30 = 55 %, asked for
// ≥ 50 %", and in a no how far it gets: "listed holders reach 40 of the 50 %
// asked for".
func arithmetic(v *Verdict, r *Rule, limit string, a Answer) string {
	if len(v.Owners) == 0 {
		return ""
	}
	sum := terms(v.Owners, v.Sum)
	if a != No && a != NoUnlessHidden {
		return sum + ", asked for " + limit
	}
	who := "listed holders reach "
	if slices.ContainsFunc(v.Owners, func(o Contribution) bool { return o.Tier > 0 }) {
		who = "listed and caught holders reach "
	}
	asked := "50"
	if r.Threshold > 0 {
		asked = engine.FormatUnits(r.Threshold)
	}
	if r.Strict {
		asked = "more than " + asked
	}
	if !exact(v.Owners, v.Sum) {
		most := engine.Whole
		if v.Sum.Known {
			most = v.Sum.Hi
		}
		sum = "at most " + engine.FormatUnits(most)
	}
	return who + strings.TrimSuffix(sum, " %") + " of the " + asked + " % asked for"
}

// terms writes the sum alone: "25 + 30 = 55 %", or with ranges
// "25 % + >25 to 50 % = >50 to 75 %".
func terms(owners []Contribution, sum engine.Share) string {
	const most = 6 // that fit a line
	exact := exact(owners, sum)
	write := func(s engine.Share) string {
		switch {
		case exact:
			return engine.FormatUnits(s.Lo)
		case !s.Known:
			return "a share that is not known"
		}
		return s.Human()
	}
	var out []string
	for i, o := range owners {
		if i == most {
			out = append(out, fmt.Sprintf("%d more", len(owners)-most))
			break
		}
		out = append(out, write(o.Share))
	}
	text := strings.Join(out, " + ")
	switch {
	case len(owners) > 1:
		text += " = " + write(sum)
	case owners[0].Share != sum:
		text += ", which is " + write(sum) + " by what the other holders leave"
		return text
	}
	if exact {
		text += " %"
	}
	return text
}

// exact reports whether a sum and all its terms are single values that a
// reader can add up.
func exact(owners []Contribution, sum engine.Share) bool {
	if !sum.Exact() || len(owners) == 1 && owners[0].Share != sum {
		return false
	}
	return !slices.ContainsFunc(owners, func(o Contribution) bool { return !o.Share.Exact() })
}

// nobodyListed says why an answer is a no where no holder counts at all.
func (q *inquiry) nobodyListed(e int32, mode int) string {
	if q.in == nil {
		return ""
	}
	seeds, _ := q.seeds(mode)
	switch {
	case len(seeds) == 0 && len(q.in) == 1:
		return "nobody is known to stand above it"
	case len(seeds) == 0:
		return "nobody on the lists of the rule stands above it"
	}
	return "no holder of it is listed, or held by the listed as far as the rule asks"
}

// words says what a headquarters test found: "its ultimate parent Example
// Holdings sits in CN".
func (s *SeatResult) words() string {
	p := &s.Parent
	switch {
	case slices.Contains(s.Reasons, ReasonSeat):
		return "it sits in " + s.place() + " itself"
	case slices.Contains(s.Reasons, ReasonParentSeat):
		return "its ultimate parent " + p.Name + " sits in " + s.place()
	case s.Answer == Unknown && slices.Contains(s.Reasons, ReasonPossibleMatch):
		return "it or its parent may be a company that sits in " + groupName
	case slices.Contains(s.Reasons, ReasonJoint):
		return "those who control it together sit in " + groupName + ", or where is not known"
	case slices.Contains(s.Reasons, ReasonOrphan):
		return "the companies above it control each other, and nobody else is known to"
	case slices.Contains(s.Reasons, ReasonParentOpen) && p.Status == ParentFound:
		return "who stands above " + p.Name + " is not known: " + p.Reason
	case slices.Contains(s.Reasons, ReasonParentOpen):
		return "its ultimate parent is not known: " + p.Reason
	case s.Answer == Unknown:
		return "where it or its parent sits is not known"
	case p.Status == ParentFound:
		return "neither it nor its ultimate parent " + p.Name + " sits in " + groupName
	}
	if p.Status == ParentUncertain {
		return "neither it nor any company that may control it sits in " + groupName
	}
	return "it does not sit in " + groupName + ", and no company controls it"
}

// groupName is what the headquarters test asks for.
const groupName = "Country Group D:5 or Macau"

// place is the country that decided, with why it counts.
func (s *SeatResult) place() string {
	switch s.Country {
	case "MO":
		return "MO (Macau)"
	case "HK":
		return "HK (counted as China, Country Group D:5)"
	}
	return s.Country + " (Country Group D:5)"
}
