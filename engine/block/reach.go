package block

import "slices"

// Reach is how well keys bring together what belongs together, and at what cost.
type Reach struct {
	Parties int   // all
	Pairs   int64 // candidates: pairs that share a key with at most MostProposed holders, each once
	Known   int   // parties of which another record is known
	Reached int   // of these, those that share a key that proposes or joins with another of their entity
	Missed  []int // the places of the rest, rising
}

// Share is Reached of Known, 1 where nothing is known.
func (r *Reach) Share() float64 {
	if r.Known == 0 {
		return 1
	}
	return float64(r.Reached) / float64(r.Known)
}

// PairsPerParty is what comparing costs.
func (r *Reach) PairsPerParty() float64 {
	if r.Parties == 0 {
		return 0
	}
	return float64(r.Pairs) / float64(r.Parties)
}

// joined is the most holders that a key brings together unscored.
func joined(key uint64) int {
	if KindOf(key).Joins() {
		return JoinCap
	}
	return 0
}

// Measure tells what the keys of parties, as Keys gives them, make of the
// entities that are known: entity says which a party is part of, "" where that
// is not known. Cost: near linear in the keys and in the pairs.
func Measure(keys [][]uint64, entity []string) Reach {
	holders := map[uint64][]int{}
	for i, ks := range keys {
		for _, k := range ks {
			holders[k] = append(holders[k], i)
		}
	}
	size := map[string]int{}
	for _, e := range entity {
		size[e]++
	}
	r := Reach{Parties: len(keys)}
	seen := make([]int, len(keys)) // by party: 1 + the last that was paired with it
	for i, ks := range keys {
		reached := false
		for _, k := range ks {
			h := holders[k]
			if len(h) > max(MostProposed(k), joined(k)) {
				continue
			}
			reached = reached || slices.ContainsFunc(h, func(j int) bool { return j != i && entity[j] == entity[i] })
			if len(h) > MostProposed(k) {
				continue
			}
			for _, j := range h {
				if j > i && seen[j] != i+1 {
					seen[j] = i + 1
					r.Pairs++
				}
			}
		}
		if entity[i] == "" || size[entity[i]] < 2 {
			continue
		}
		if r.Known++; reached {
			r.Reached++
		} else {
			r.Missed = append(r.Missed, i)
		}
	}
	return r
}
