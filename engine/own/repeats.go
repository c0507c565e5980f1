package own

// maxSteps ends the search for direct steps below an indirect claim. A company
// with more direct owners above it than this is a data error; the claim then
// counts as one that nothing repeats.
const maxSteps = 10_000

// stepsFrom reports whether two or more direct steps lead from the owner down
// to the entity, so that a claim of the owner on it may only repeat them.
func (d *day) stepsFrom(owner, entity int32) bool {
	return d.direct(entity)[owner]
}

// direct are the entities from which two or more direct steps lead to the
// entity. A direct owner is among them only if it is reached through another.
func (d *day) direct(entity int32) map[int32]bool {
	if out, ok := d.above[entity]; ok {
		return out
	}
	out := map[int32]bool{}
	d.above[entity] = out
	seen := map[int32]bool{entity: true}
	var queue []int32
	for _, o := range d.directOwners(entity) {
		if o != entity && !seen[o] {
			seen[o] = true
			queue = append(queue, o)
		}
	}
	for len(queue) > 0 && len(seen) < maxSteps {
		at := queue[0]
		queue = queue[1:]
		for _, o := range d.directOwners(at) {
			if o == entity || o == at {
				continue
			}
			out[o] = true
			if !seen[o] {
				seen[o] = true
				queue = append(queue, o)
			}
		}
	}
	return out
}

// directOwners are the owners whose stakes a source calls direct, or holds in
// a register of members.
func (d *day) directOwners(entity int32) []int32 {
	var out []int32
	for _, s := range d.g.held(entity) {
		r, m := d.g.stakes[s], d.g.meta(s)
		if r.owner == nobody || m.flags&(flagIndirect|flagEither|flagJoint) != 0 || !d.mayStand(s) {
			continue
		}
		switch m.kind {
		case kShares, kVotes, kBranch, kNominator, kConsolidation:
			out = append(out, r.owner)
		}
	}
	return out
}

// repeats reports whether an indirect claim of the owner only says what others
// say: direct steps lead down from it, or lead to another indirect holder.
func (d *day) repeats(owner, entity int32) bool {
	if owner == nobody {
		return false
	}
	if d.stepsFrom(owner, entity) {
		return true
	}
	for _, s := range d.g.held(entity) {
		other, m := d.g.stakes[s].owner, d.g.meta(s)
		if other == nobody || other == owner || other == entity || m.flags&flagIndirect == 0 || !d.mayStand(s) {
			continue
		}
		if d.holdsUp(owner, other) && (!d.holdsUp(other, owner) || d.g.ids.id(other) < d.g.ids.id(owner)) {
			return true
		}
	}
	return false
}

// holdsUp reports whether one or more direct steps lead from the owner down to
// the entity.
func (d *day) holdsUp(owner, entity int32) bool {
	for _, o := range d.directOwners(entity) {
		if o == owner {
			return true
		}
	}
	return d.direct(entity)[owner]
}
