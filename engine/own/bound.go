package own

import "github.com/pierce-er/pierce/engine"

// bound is an interval in units: what a holding, or a sum of holdings, can be.
// Unlike an engine.Share it may exceed the whole while it is being added up.
type bound struct {
	lo, hi         int64
	loOpen, hiOpen bool
}

// vague is a holding of which nothing is known but that it is there.
var vague = bound{hi: engine.Whole}

// full is the whole.
var full = bound{lo: engine.Whole, hi: engine.Whole}

// boundOf is a share as a bound; an unknown one is vague.
func boundOf(s engine.Share) bound {
	if !s.Known {
		return vague
	}
	return bound{s.Lo, s.Hi, s.LoOpen, s.HiOpen}
}

// share is the bound as a share, cut to the whole.
func (b bound) share() engine.Share {
	if b == vague {
		return engine.Share{}
	}
	s, _ := capWhole(engine.Between(b.lo, b.hi, b.loOpen, b.hiOpen))
	return s
}

// plus adds two bounds. Sums stop at maxUnits, so that a company with more
// than a quarter of a million whole owners does not overflow.
func (b bound) plus(o bound) bound {
	return bound{min(b.lo+o.lo, maxUnits), min(b.hi+o.hi, maxUnits), b.loOpen || o.loOpen, b.hiOpen || o.hiOpen}
}

// maxUnits is far over the whole and far under what an int64 holds.
const maxUnits = 1 << 61

// meets reports whether the holding reaches the threshold for sure. An open
// lower end that stands at the threshold is over it.
func (b bound) meets(threshold int64, strict bool) bool {
	if strict {
		return b.lo > threshold || b.lo == threshold && b.loOpen
	}
	return b.lo >= threshold
}

// mayMeet reports whether the holding can reach the threshold.
func (b bound) mayMeet(threshold int64, strict bool) bool {
	if strict {
		return b.hi > threshold
	}
	return b.hi > threshold || b.hi == threshold && !b.hiOpen
}

// capAt lowers the upper end to at most max, and never below the lower end.
func (b bound) capAt(most int64, open bool) bound {
	switch {
	case most < b.hi:
		b.hi, b.hiOpen = most, open
	case most == b.hi:
		b.hiOpen = b.hiOpen || open
	}
	if b.hi < b.lo {
		b.hi, b.hiOpen = b.lo, false
	}
	if b.hi == b.lo {
		b.hiOpen = b.hiOpen && b.loOpen
	}
	return b
}

// raise lifts the lower end to at least least.
func (b bound) raise(least int64, open bool) bound {
	switch {
	case least > b.lo:
		b.lo, b.loOpen = least, open
	case least == b.lo:
		b.loOpen = b.loOpen || open
	}
	if b.hi < b.lo {
		b.hi, b.hiOpen = b.lo, false
	}
	return b
}

// least takes the lower of each end, and most the higher.
func least(a, b bound) bound {
	if b.lo < a.lo || b.lo == a.lo && !b.loOpen {
		a.lo, a.loOpen = b.lo, b.loOpen
	}
	if b.hi < a.hi || b.hi == a.hi && b.hiOpen {
		a.hi, a.hiOpen = b.hi, b.hiOpen
	}
	return a
}

func most(a, b bound) bound {
	if b.lo > a.lo || b.lo == a.lo && b.loOpen {
		a.lo, a.loOpen = b.lo, b.loOpen
	}
	if b.hi > a.hi || b.hi == a.hi && !b.hiOpen {
		a.hi, a.hiOpen = b.hi, b.hiOpen
	}
	return a
}
