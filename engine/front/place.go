package front

import (
	"fmt"
	"math"
)

// crowdedFrom is how many companies at one unit are no longer remarkable: a
// group's own companies, a family's. Judgement: four share a unit in every
// tower of Hong Kong.
const crowdedFrom = 4

// maxCrowded bounds the weight of a crowded address: beyond it the unit is a
// registration service, which honest small companies use as well.
const maxCrowded = 3

// crowded: many companies at the unit address. One bit at eight, another for
// each doubling, three at most. Needs the count at the address.
func crowded(f *Facts) (Sign, string) {
	if f.UnitCount == 0 {
		return Sign{}, "the number of companies at its unit address"
	}
	if f.UnitCount <= crowdedFrom {
		return Sign{}, ""
	}
	w := min(math.Log2(float64(f.UnitCount)/crowdedFrom), maxCrowded)
	return Sign{Weight: w, Evidence: fmt.Sprintf("%d companies at %s", f.UnitCount, orUnit(f.Unit))}, ""
}

func orUnit(unit string) string {
	if unit == "" {
		return "its unit address"
	}
	return unit
}

// agent: the address is that of a licensed agent, a secretary or a nominee
// service. Two bits: most companies there are passive holdings, and few of
// them buy machines. Needs the agents' addresses.
func agent(f *Facts) (Sign, string) {
	if f.Agent != "" {
		return Sign{Weight: 2, Evidence: "sits at the address of " + f.Agent}, ""
	}
	if !f.AgentSeen {
		return Sign{}, "addresses of licensed agents"
	}
	return Sign{}, ""
}
