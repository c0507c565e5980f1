package front

import (
	"fmt"

	"github.com/pierce-er/pierce/engine"
)

// control is a day on which buying advanced chips became harder for some.
type control struct {
	day  engine.Date
	what string
}

// controls are the days after which companies were made to get round what they
// brought. In the order of time.
var controls = []control{
	{engine.MakeDate(2022, 10, 7), "the controls on advanced computing of 7 October 2022"},
	{engine.MakeDate(2023, 10, 17), "their extension of 17 October 2023"},
	{engine.MakeDate(2024, 12, 2), "the controls on memory and equipment of 2 December 2024"},
	{engine.MakeDate(2025, 5, 13), "the guidance on diversion of 13 May 2025"},
	{engine.MakeDate(2026, 1, 15), "the rule on chips for China of 15 January 2026"},
}

const (
	soonAfter = 180 // days: half a year is what forming a company and a bank account took in the cases that became known
	young     = 730 // days: two years, the age under which no second accounts are due in most registers
	newborn   = 180 // days
)

// afterControl: incorporated within 180 days after a control took effect. Two
// bits: one in ten honest companies is, by the calendar alone, and four in ten
// of the known fronts (general knowledge, unverified). Needs the day of
// incorporation; a month or a year counts from its last day.
func afterControl(f *Facts) (Sign, string) {
	if f.Born == 0 {
		return Sign{}, "the day of incorporation"
	}
	for i := len(controls) - 1; i >= 0; i-- {
		c := controls[i]
		if d := days(c.day, f.Born.Latest()); f.Born.Earliest() >= c.day && d <= soonAfter {
			return Sign{Weight: 2, Evidence: fmt.Sprintf("incorporated %v, %d days after %s", f.Born, d, c.what)}, ""
		}
	}
	return Sign{}, ""
}

// recent: younger than two years on the day, one bit; than half a year, two.
// Needs the day of incorporation and the day asked about.
func recent(f *Facts) (Sign, string) {
	if f.Born == 0 || f.AsOf == 0 {
		return Sign{}, "the day of incorporation"
	}
	age := days(f.Born.Earliest(), f.AsOf.Earliest())
	switch {
	case age < 0:
		return Sign{Weight: 3, Evidence: fmt.Sprintf("incorporated %v, after the day asked about, %v", f.Born, f.AsOf)}, ""
	case age < newborn:
		return Sign{Weight: 2, Evidence: fmt.Sprintf("incorporated %v, %d days before", f.Born, age)}, ""
	case age < young:
		return Sign{Weight: 1, Evidence: fmt.Sprintf("incorporated %v, %d days before", f.Born, age)}, ""
	}
	return Sign{}, ""
}

// days is how many days lie between two exact days.
func days(from, to engine.Date) int {
	return int(to.Time().Sub(from.Time()).Hours() / 24)
}
