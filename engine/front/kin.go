package front

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

// Kin is another company with which a company shares what strangers seldom do.
// Kin whose bits reach Controlled are possibly controlled with it: a link to
// look at, never an owner.
type Kin struct {
	Entity  engine.EntityID `json:"entity"`
	Name    string          `json:"name"`
	Country string          `json:"country,omitempty"`
	Bits    float64         `json:"bits"` // the strongest of each kind of thing, added
	Shared  []Shared        `json:"shared"`
	Lists   []engine.ListID `json:"lists,omitempty"` // on the day
	Listed  engine.Date     `json:"listed,omitempty"`
	Born    engine.Date     `json:"born,omitempty"`
	Ended   engine.Date     `json:"ended,omitempty"` // dissolved
}

// Shared is one thing that two companies have in common.
type Shared struct {
	Kind    string            `json:"kind"`
	Value   string            `json:"value"`
	Holders int               `json:"holders"` // how many companies have it, these two included
	Bits    float64           `json:"bits"`
	Sources []engine.RecordID `json:"sources,omitempty"`
}

// Controlled is from how many bits two companies are possibly controlled
// together: one thing that only they share is an accident now and then, two are
// not. Judgement.
const Controlled = 6.0

// commonBits are what a thing says that two companies alone share, by its kind;
// each doubling of its other holders takes a bit.
var commonBits = map[string]float64{"same phone": 6, "same e-mail": 6, "same domain": 5, "officer": 5, "same address": 4, "agent": 1}

// Common is what it says that two of a number of holders share a thing.
func Common(kind string, holders int) float64 {
	top, ok := commonBits[kind]
	if !ok || holders < 2 {
		return 0
	}
	return max(top-math.Log2(float64(holders-1)), 0)
}

// formedTogether are the days between two incorporations that suggest one order to
// one agent, and what that adds to something else in common.
const (
	formedTogether = 3
	formedBits     = 2.0
)

// Weigh adds a kin's bits up: the strongest thing of each kind, and two more where
// both were made within three days.
func (k *Kin) Weigh(born engine.Date) {
	best := map[string]float64{}
	for _, s := range k.Shared {
		best[s.Kind] = max(best[s.Kind], s.Bits)
	}
	k.Bits = 0
	for _, kind := range []string{"same phone", "same e-mail", "same domain", "officer", "same address", "agent"} {
		k.Bits += best[kind]
	}
	if born.Exact() && k.Born.Exact() && born != 0 && k.Born != 0 && k.Bits > 0 {
		if n := days(born, k.Born); n >= -formedTogether && n <= formedTogether {
			k.Shared = append(k.Shared, Shared{Kind: "formed together", Value: k.Born.String(), Holders: 2, Bits: formedBits})
			k.Bits += formedBits
		}
	}
}

// kinds is how many kinds of thing are shared that say something.
func (k *Kin) kinds() []string {
	var out []string
	for _, s := range k.Shared {
		if s.Bits > 0 && !slices.Contains(out, s.Kind) {
			out = append(out, s.Kind)
		}
	}
	return out
}

const needsKin = "who shares its address, telephone and officers"

// phoenix: another company that shares two kinds of thing with it was dissolved
// or listed within the year before it was made, or after: the business goes on
// under a new name. Four bits. Needs its kin and the day of incorporation.
func phoenix(f *Facts) (Sign, string) {
	if !f.KinSeen || f.Born == 0 {
		return Sign{}, needsKin + ", and when it was made"
	}
	for i := range f.Kin {
		k := &f.Kin[i]
		for _, e := range []struct {
			day  engine.Date
			what string
		}{{k.Listed, "listed"}, {k.Ended, "dissolved"}} {
			if e.day == 0 || len(k.kinds()) < 2 || k.Born != 0 && k.Born >= f.Born {
				continue
			}
			if n := days(e.day.Earliest(), f.Born.Latest()); n >= -365 && n <= 365 {
				return Sign{Weight: 4, Evidence: fmt.Sprintf("made %v; %s, %s %v, has its %s", f.Born, k.Name, e.what, e.day, strings.Join(k.kinds(), ", "))}, ""
			}
		}
	}
	return Sign{}, ""
}

// massDirector: an officer of it is one of twenty companies or more: two bits, a
// nominee by trade. Needs its officers.
func massDirector(f *Facts) (Sign, string) {
	if !f.KinSeen {
		return Sign{}, "its officers"
	}
	if f.Directorships < 20 {
		return Sign{}, ""
	}
	return Sign{Weight: 2, Evidence: fmt.Sprintf("%s is an officer of %d companies", f.Director, f.Directorships)}, ""
}

// proximity: a listed party is near: four bits at one step, of ownership or
// office, half at each further one, four steps at most; what is shared with a
// listed party counts two steps. Needs the walk to the top, and its kin.
func proximity(f *Facts) (Sign, string) {
	if f.Tree == nil || !f.KinSeen {
		return Sign{}, needsTree + ", and " + needsKin
	}
	best, text := 5, ""
	walk(f.Tree.Owners, func(b *own.Branch) {
		if len(b.Lists) > 0 && b.Depth < best {
			best, text = b.Depth, fmt.Sprintf("%s, on %s, is %d steps up", b.Name, b.Lists[0], b.Depth)
		}
	})
	for i := range f.Kin {
		k := &f.Kin[i]
		if len(k.Lists) == 0 || k.Bits < 2 {
			continue
		}
		if hops := 2; hops < best {
			best, text = hops, fmt.Sprintf("%s, on %s, has its %s", k.Name, k.Lists[0], strings.Join(k.kinds(), ", "))
		}
	}
	if best > 4 {
		return Sign{}, ""
	}
	return Sign{Weight: 4 * math.Exp2(float64(1-best)), Evidence: text}, ""
}
