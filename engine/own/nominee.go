package own

import "github.com/pierce-er/pierce/engine"

// The flags of a branch or step that tell how nominees were read. A graph sets
// them on the day that is asked about; they stand on no stake of a store.
const (
	Substituted    = "substituted"      // a nominator, counted in the place of the holder that the register names
	InNameOnly     = "in-name-only"     // a nominee: what it holds for a known nominator is counted there
	TakenAsNominee = "taken-as-nominee" // no source calls it one, and it alone can be who holds for a known nominator
	NomineeUnknown = "nominee-unknown"  // a nominator of whom it cannot be told which holder holds for it: both are counted
)

// title is what one holder has in its own name.
type title struct {
	at      int // place in the column's edges
	owner   int32
	part    [2]bound
	left    [2]bound // what stays with it
	nominee bool     // a source says that it holds for others
	taken   bool
}

// trust is what others hold for one nominator.
type trust struct {
	owner  int32
	part   [2]bound
	known  bool
	placed bool // it is told who holds it
}

// substitute puts nominators in the place of those who hold for them: a share
// that is held as a nominee for another is the other's, and not the nominee's.
// The United Kingdom's Companies Act 2006, Schedule 1A, says so of shares and
// votes (paragraph 19, unverified).
//
// A nominator takes as much as it states, first from holders that a source
// calls nominees; else from those whose holding is the same as its share, where
// there are as many of the one as of the other; else from the one holder there
// is. A holder that no source calls a nominee keeps its whole holding as an
// upper end, since it may be somebody else's after all. Where it cannot be told
// whose holding is meant, nothing is taken from anybody.
func (r *reading) substitute(c *column, stakes []int32) {
	trusts, titles := r.trusts(stakes), r.titles(c, stakes)
	pair(trusts, titles, true)
	pool := untaken(titles, true)
	if len(pool) == 0 || !fits(trusts, pool) {
		pair(trusts, titles, false)
		gather(trusts, untaken(titles, false), pool)
	}
	if len(pool) > 0 {
		take(trusts, pool)
	}
	r.settle(c, trusts, titles)
}

// trusts are the nominators' claims, one an owner.
func (r *reading) trusts(stakes []int32) []*trust {
	var out []*trust
	r.each(stakes, func(owner int32, mine []int32) {
		var held []int32
		known := true
		for _, s := range mine {
			if r.d.g.meta(s).kind == kNominator && r.how(s) == 0 {
				held = append(held, s)
				b, _ := r.worth(s)
				known = known && b != vague
			}
		}
		if len(held) > 0 {
			part, _, _ := r.readings(held)
			out = append(out, &trust{owner: owner, part: part, known: known})
		}
	})
	return out
}

// titles are the holdings of the column without what nominators have in them.
func (r *reading) titles(c *column, stakes []int32) []*title {
	at := map[int32]int{}
	for i := range c.edges {
		if x := &c.edges[i]; x.how == 0 && x.owner != nobody {
			at[x.owner] = i
		}
	}
	var out []*title
	r.each(stakes, func(owner int32, mine []int32) {
		var held []int32
		for _, s := range mine {
			if r.d.g.meta(s).kind != kNominator && r.how(s) == 0 {
				held = append(held, s)
			}
		}
		i, ok := at[owner]
		if len(held) == 0 || !ok {
			return
		}
		part, counts, _ := r.readings(held)
		if counts && part[1] != vague && part[1].hi > 0 {
			out = append(out, &title{at: i, owner: owner, part: part, left: part, nominee: r.nominees[owner]})
		}
	})
	return out
}

// each goes through the stakes of one owner after the other; they stand sorted
// by owner.
func (r *reading) each(stakes []int32, visit func(owner int32, mine []int32)) {
	for i := 0; i < len(stakes); {
		j, owner := i+1, r.d.g.stakes[stakes[i]].owner
		for j < len(stakes) && r.d.g.stakes[stakes[j]].owner == owner {
			j++
		}
		if owner != nobody && owner != r.entity {
			visit(owner, stakes[i:j])
		}
		i = j
	}
}

func untaken(titles []*title, nominee bool) []*title {
	var out []*title
	for _, t := range titles {
		if t.nominee == nominee && !t.taken {
			out = append(out, t)
		}
	}
	return out
}

// pair takes from holders whose holding is what a nominator states, where there
// are as many such holders as nominators: who holds for whom then does not
// matter.
func pair(trusts []*trust, titles []*title, nominee bool) {
	type group struct {
		ours   []*trust
		theirs []*title
		self   map[int32]bool
	}
	groups := map[[2]bound]*group{}
	for _, t := range trusts {
		if !t.known || t.placed {
			continue
		}
		if groups[t.part] == nil {
			groups[t.part] = &group{self: map[int32]bool{}}
		}
		g := groups[t.part]
		g.ours, g.self[t.owner] = append(g.ours, t), true
	}
	for _, t := range untaken(titles, nominee) {
		if g := groups[t.part]; g != nil && !g.self[t.owner] {
			g.theirs = append(g.theirs, t)
		}
	}
	for _, g := range groups {
		if len(g.ours) == len(g.theirs) {
			take(g.ours, g.theirs)
		}
	}
}

// fits reports whether what nominators state can all be held by the nominees.
func fits(trusts []*trust, pool []*title) bool {
	var want, have bound
	for _, t := range trusts {
		if !t.placed && t.known {
			want = want.plus(t.part[0])
		}
	}
	for _, t := range pool {
		have = have.plus(t.part[1])
	}
	return want.lo <= have.hi
}

// gather takes all that nominators state from the one holder whose holding it
// is, or from the only holder besides them and the nominees of the pool.
func gather(trusts []*trust, titles, pool []*title) {
	rest, all, self, known := []*trust{}, [2]bound{}, map[int32]bool{}, true
	for _, t := range trusts {
		if !t.placed {
			rest, self[t.owner], known = append(rest, t), true, known && t.known
			all[0], all[1] = all[0].plus(t.part[0]), all[1].plus(t.part[1])
		}
	}
	var others, equal []*title
	for _, t := range titles {
		if !self[t.owner] {
			others = append(others, t)
			if t.part == all {
				equal = append(equal, t)
			}
		}
	}
	switch {
	case len(rest) == 0:
	case known && len(equal) == 1:
		take(rest, equal)
	case len(others) == 1 && (!known || fits(rest, append(others, pool...))):
		take(rest, append(others, pool...))
	}
}

// take gives the holdings to the nominators. What stays with one holder is the
// difference; of several it is not told from whom how much was taken.
func take(trusts []*trust, titles []*title) {
	var sum, have [2]bound
	any := false
	for _, t := range trusts {
		if t.placed {
			continue
		}
		t.placed, any = true, true
		part := t.part
		if !t.known {
			part = [2]bound{vague, vague}
		}
		sum[0], sum[1] = sum[0].plus(part[0]), sum[1].plus(part[1])
	}
	if !any {
		return
	}
	for _, t := range titles {
		have[0], have[1] = have[0].plus(t.part[0]), have[1].plus(t.part[1])
	}
	for _, t := range titles {
		t.taken = true
		switch {
		case sum == have:
			t.left = [2]bound{}
		case len(titles) == 1:
			t.left = [2]bound{t.part[0].minus(sum[1]), t.part[1].minus(sum[0])}
		default:
			for i := range t.left {
				less := t.part[i].minus(sum[1-i])
				t.left[i] = bound{lo: less.lo, loOpen: less.loOpen, hi: t.part[i].hi, hiOpen: t.part[i].hiOpen}
			}
		}
	}
}

// settle writes into the column what stays with the holders.
func (r *reading) settle(c *column, trusts []*trust, titles []*title) {
	c.roles = map[int32]flagSet{}
	held := map[int32][2]bound{}
	for _, t := range trusts {
		held[t.owner] = t.part
		if t.placed {
			c.roles[t.owner] |= flagSubstituted
		} else {
			c.roles[t.owner] |= flagNomineeUnknown
		}
	}
	for _, t := range titles {
		if !t.taken {
			continue
		}
		x := &c.edges[t.at]
		c.roles[t.owner] |= flagInNameOnly
		if !t.nominee {
			c.roles[t.owner] = c.roles[t.owner]&^flagInNameOnly | flagTakenAsNominee
			for i := range t.left {
				t.left[i].hi, t.left[i].hiOpen = t.part[i].hi, t.part[i].hiOpen
			}
		}
		x.part = [2]bound{t.left[0].plus(held[t.owner][0]), t.left[1].plus(held[t.owner][1])}
	}
	kept := c.edges[:0]
	for _, x := range c.edges {
		x.unplaced = x.how == 0 && c.roles[x.owner]&flagNomineeUnknown != 0 && x.owner != nobody
		if x.part[1].hi > 0 || c.roles[x.owner]&(flagInNameOnly|flagTakenAsNominee) == 0 {
			kept = append(kept, x)
		}
	}
	c.edges = kept
}

// minus is what is left of a bound when another is taken away, never below
// nothing.
func (b bound) minus(o bound) bound {
	out := bound{b.lo - o.hi, b.hi - o.lo, b.loOpen || o.hiOpen, b.hiOpen || o.loOpen}
	if out.lo < 0 {
		out.lo, out.loOpen = 0, false
	}
	if out.hi <= 0 {
		return bound{}
	}
	return out
}

// roles adds what a day's column says of an owner to a step.
func (d *day) roles(s *Step, l lens) {
	e, ok1 := d.g.ids.find(s.Owned)
	o, ok2 := d.g.ids.find(s.Owner)
	if !ok1 || !ok2 || s.Owner == "" {
		return
	}
	if f := d.column(e, l).roles[o]; f != 0 {
		s.Flags = append(s.Flags, f.names()...)
		stake := finish(engine.Stake{}, s.Flags)
		s.Flags = stake.Flags
	}
}
