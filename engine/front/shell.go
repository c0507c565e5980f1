package front

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// shellFrom is how many marks of a shell must be there: many honest companies
// have two, being young and small.
const shellFrom = 3

// smallCapital, in rough dollars, is what a company is founded with that needs no
// capital: the least that Hong Kong, Singapore and Britain see is a coin.
const smallCapital = 15_000

// shell: three or more marks of a company without a business: younger than two
// years, a small capital, no employee or one, dormant or without accounts, an
// agent's address, a crowded address, no website. A bit and a half at three, a
// bit for each further one. Needs what the sources say; a mark that none speaks
// of does not count.
func shell(f *Facts) (Sign, string) {
	var marks []string
	known := 0
	look := func(seen, is bool, what string) {
		if seen {
			known++
		}
		if seen && is {
			marks = append(marks, what)
		}
	}
	age := 0
	if f.Born != 0 && f.AsOf != 0 {
		age = days(f.Born.Earliest(), f.AsOf.Earliest())
	}
	look(f.Born != 0 && f.AsOf != 0, age < young, "younger than two years")
	look(f.Capital > 0, f.Capital <= smallCapital, "small capital")
	look(f.AgentSeen, f.Agent != "", "at an agent's address")
	look(f.UnitCount > 0, f.UnitCount >= 2*crowdedFrom, "at a crowded address")
	look(f.KinSeen, !f.Website, "no website on record")
	for _, n := range f.Notes {
		t := strings.ToLower(n)
		switch {
		case strings.HasPrefix(t, "accounts:"), strings.HasPrefix(t, "status:"):
			look(true, strings.Contains(t, "dormant") || strings.Contains(t, "no accounts"), "dormant, or without accounts")
		case strings.HasPrefix(t, "employees:"):
			v := strings.TrimSpace(strings.TrimPrefix(t, "employees:"))
			look(true, v == "0" || v == "1", "no employees")
		}
	}
	if known < shellFrom {
		return Sign{}, "age, capital, accounts, employees, address or website"
	}
	if len(marks) < shellFrom {
		return Sign{}, ""
	}
	slices.Sort(marks)
	marks = slices.Compact(marks)
	return Sign{Weight: 1.5 + float64(len(marks)-shellFrom), Evidence: strings.Join(marks, ", ")}, ""
}

// stale: what is known of the owners is older than eighteen months. Half a bit: it
// says more of the source than of the company. Needs the day of the newest
// source of a stake.
func stale(f *Facts) (Sign, string) {
	if f.Newest == 0 || f.AsOf == 0 {
		return Sign{}, "when its owners were last told"
	}
	if n := days(f.Newest.Earliest(), f.AsOf.Earliest()); n > 548 {
		return Sign{Weight: 0.5, Evidence: fmt.Sprintf("its owners were last told on %v", f.Newest)}, ""
	}
	return Sign{}, ""
}

// Transfer is a stake that began or ended on a day.
type Transfer struct {
	Owner  string
	Share  engine.Share
	Day    engine.Date
	Ended  bool
	Listed engine.Date // the day on which the owner was listed, if it was
}

// affiliates is the day on which the rule on affiliates took effect.
const affiliates = engine.Date(20250929)

// transfer: a holder of a quarter or more sold within 180 days of being listed, or
// half a year around the rule on affiliates of 29 September 2025 a listed one
// did: ownership moved out of reach and control perhaps not. Four bits. Needs
// the stakes of all times with their days.
func transfer(f *Facts) (Sign, string) {
	if !f.TransfersSeen {
		return Sign{}, "stakes of former times"
	}
	for _, t := range f.Transfers {
		if !t.Ended || t.Listed == 0 || t.Share.Known && t.Share.Hi < engine.Whole/4 {
			continue
		}
		for _, c := range []struct {
			day  engine.Date
			what string
		}{{t.Listed, "its listing"}, {affiliates, "the rule on affiliates"}} {
			if n := days(c.day.Earliest(), t.Day.Earliest()); n >= -180 && n <= 180 {
				return Sign{Weight: 4, Evidence: fmt.Sprintf("%s, listed %v, gave up %s on %v, %d days from %s", t.Owner, t.Listed, t.Share.Human(), t.Day, n, c.what)}, ""
			}
		}
	}
	return Sign{}, ""
}
