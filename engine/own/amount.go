package own

import "github.com/pierce-er/pierce/engine"

// add is the sum of two shares of different blocks. An unknown part makes the
// sum reach from what is known up to the whole. over says that even the lower
// ends exceed the whole; the sum is then cut to it.
func add(a, b engine.Share) (sum engine.Share, over bool) {
	switch {
	case !a.Known && !b.Known:
		return engine.Share{}, false
	case !a.Known:
		return engine.Between(b.Lo, engine.Whole, b.LoOpen && b.Lo < engine.Whole, false), false
	case !b.Known:
		return engine.Between(a.Lo, engine.Whole, a.LoOpen && a.Lo < engine.Whole, false), false
	}
	sum = engine.Between(a.Lo+b.Lo, a.Hi+b.Hi, a.LoOpen || b.LoOpen, a.HiOpen || b.HiOpen)
	return capWhole(sum)
}

// capWhole cuts a share to at most the whole.
func capWhole(s engine.Share) (engine.Share, bool) {
	over := s.Lo > engine.Whole || s.Lo == engine.Whole && s.LoOpen
	if over {
		return engine.Exactly(engine.Whole), true
	}
	if s.Hi > engine.Whole {
		s.Hi, s.HiOpen = engine.Whole, false
	}
	return s, false
}

// possible gives a share that can be: what lies outside nothing and the whole
// is cut to them, and ends in the wrong order, or a point that is itself left
// out, make it unknown. ok is false where something had to be done.
func possible(s engine.Share) (share engine.Share, ok bool) {
	if !s.Known {
		return engine.Share{}, s == engine.Share{}
	}
	if s.Lo > s.Hi || s.Lo == s.Hi && (s.LoOpen || s.HiOpen) || s.Lo > engine.Whole && s.Hi < 0 {
		return engine.Share{}, false
	}
	cut := s
	if s.Lo < 0 {
		cut.Lo, cut.LoOpen = 0, false
	}
	if s.Hi < 0 {
		cut.Hi, cut.HiOpen = 0, false
	}
	if s.Lo > engine.Whole {
		cut.Lo, cut.LoOpen = engine.Whole, false
	}
	if s.Hi > engine.Whole {
		cut.Hi, cut.HiOpen = engine.Whole, false
	}
	if cut.Lo == cut.Hi {
		cut.LoOpen, cut.HiOpen = false, false
	}
	return cut, cut == s
}

// meet is what two shares have in common; ok is false where that is nothing.
func meet(a, b engine.Share) (both engine.Share, ok bool) {
	if !a.Known {
		return b, true
	}
	if !b.Known {
		return a, true
	}
	m := a
	if b.Lo > m.Lo || b.Lo == m.Lo && b.LoOpen {
		m.Lo, m.LoOpen = b.Lo, b.LoOpen
	}
	if b.Hi < m.Hi || b.Hi == m.Hi && b.HiOpen {
		m.Hi, m.HiOpen = b.Hi, b.HiOpen
	}
	return m, m.Lo < m.Hi || m.Lo == m.Hi && !m.LoOpen && !m.HiOpen
}

// hull is the smallest share that holds both. Unknown adds nothing.
func hull(a, b engine.Share) engine.Share {
	if !a.Known {
		return b
	}
	if !b.Known {
		return a
	}
	h := a
	if b.Lo < h.Lo || b.Lo == h.Lo && !b.LoOpen {
		h.Lo, h.LoOpen = b.Lo, b.LoOpen
	}
	if b.Hi > h.Hi || b.Hi == h.Hi && !b.HiOpen {
		h.Hi, h.HiOpen = b.Hi, b.HiOpen
	}
	return h
}

// agree puts together what several voices say of one block: what they have in
// common if anything is, else their hull, which is a conflict.
func agree(voices []engine.Share) (share engine.Share, conflict bool) {
	common, ok := engine.Share{}, true
	var all engine.Share
	for _, v := range voices {
		all = hull(all, v)
		if ok {
			common, ok = meet(common, v)
		}
	}
	if ok {
		return common, false
	}
	return all, true
}
