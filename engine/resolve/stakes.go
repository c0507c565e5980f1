package resolve

import (
	"errors"
	"maps"
	"reflect"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/store"
)

// kindJoins reports whether keys of this kind can join parties.
func kindJoins(key uint64) bool { return block.KindOf(key).Joins() }

// writeStakes reconciles the claims about every entity whose owners may read
// otherwise now: the touched ones, those that a changed record speaks of, and
// those in which a party holds that has come, gone, or changed its entity.
func (f *follower) writeStakes(w *store.Derivation, g *regrouped) error {
	todo := map[engine.EntityID]bool{}
	for _, id := range g.id.IDs {
		todo[id] = true
	}
	for id := range f.owned {
		e, err := f.entityOf(g, id)
		if err != nil {
			return err
		}
		todo[e] = true
	}
	if err := f.heldBy(g, todo); err != nil {
		return err
	}
	delete(todo, "")
	for _, id := range slices.Sorted(maps.Keys(todo)) {
		if err := f.reconcile(w, g, id); err != nil {
			return err
		}
	}
	for _, id := range g.old {
		if g.put[id] == nil {
			w.SetStakes(id, nil)
		}
	}
	return nil
}

// heldBy adds the entities in which a moved party holds.
func (f *follower) heldBy(g *regrouped, todo map[engine.EntityID]bool) error {
	moved := maps.Clone(f.gone)
	for p, e := range g.entity {
		if g.held[p] != e || f.dirty[p] {
			moved[p] = true
		}
	}
	for p := range moved {
		claims, err := f.st.ClaimsByOwner(p)
		if err != nil {
			return err
		}
		for i := range claims {
			e, err := f.entityOf(g, claims[i].Owned)
			if err != nil {
				return err
			}
			todo[e] = true
		}
	}
	return nil
}

// reconcile works out the stakes in one entity.
func (f *follower) reconcile(w *store.Derivation, g *regrouped, id engine.EntityID) error {
	e := g.put[id]
	if e == nil {
		var err error
		if e, err = f.st.Entity(id); err != nil {
			return err
		}
	}
	var claims []own.Claim
	for _, p := range e.Parties {
		found, err := f.st.ClaimsByOwned(p)
		if err != nil {
			return err
		}
		for i := range found {
			c := &found[i]
			claim := own.Claim{Interest: c.Interest, OwnedEntity: id, Record: c.Record, Retrieved: c.Retrieved}
			if c.Owner != "" {
				if claim.OwnerEntity, err = f.entityOf(g, c.Owner); err != nil {
					return err
				}
			}
			claims = append(claims, claim)
		}
	}
	stakes := own.Reconcile(id, claims)
	was, err := f.st.StakesByOwned(id)
	if err != nil && !errors.Is(err, engine.NotFound) {
		return err
	}
	if len(was) == 0 && len(stakes) == 0 || reflect.DeepEqual(was, stakes) {
		return nil
	}
	f.stats.Stakes += int64(len(stakes))
	w.SetStakes(id, stakes)
	return nil
}
