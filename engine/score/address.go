package score

import (
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine/norm"
)

// maxAddresses is how many addresses of a party are compared: all of nearly
// every party on the lists.
const maxAddresses = 16

// address is an address laid out for scoring. Texts are hashed, since only
// their equality matters; 0 is what is not known. Of two texts that differ one
// in four billion would be taken for the same; only what shares a blocking key is
// compared, and an address alone makes nobody the same.
type address struct {
	unit, building, street, number, city, postcode uint32
	toward                                         byte     // which end of a long street, as "e" of East Main Street; 0 where not said
	words                                          []uint32 // hashed, sorted, distinct
	country                                        [2]byte
}

func layAddress(a *norm.Address) address {
	street, toward := directed(a.Street)
	out := address{unit: hash32(a.UnitKey), building: hash32(a.BuildingKey), street: hash32(street), toward: toward, number: hash32(a.Number), city: hash32(a.City), postcode: hash32(a.Postcode)}
	if a.Number == "" && a.Building == "" && a.UnitKey == "" {
		out.number = hash32(a.Unit) // "#321, Street 128": what stands before a street without a number is its house
	}
	copy(out.country[:], a.Country)
	out.words = make([]uint32, 0, len(a.Tokens))
	for _, w := range a.Tokens {
		out.words = append(out.words, hash32(w))
	}
	slices.Sort(out.words)
	out.words = slices.Compact(out.words)
	return out
}

// directed parts the end of a long street from its name: "e main street" is the
// eastern end of "main street". A street of two words is called so.
func directed(street string) (string, byte) {
	first, rest, _ := strings.Cut(street, " ")
	if !strings.Contains(rest, " ") {
		return street, 0
	}
	switch first {
	case "n", "north", "s", "south", "e", "east", "w", "west":
		return rest, first[0]
	}
	return street, 0
}

// hash is FNV-1a of 64 bits; 0 for nothing, and for nothing else.
func hash(s string) uint64 {
	if s == "" {
		return 0
	}
	h := uint64(fnvStart)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return max(h, 1)
}

// hash32 is the lower half of hash; 0 for nothing, and for nothing else.
func hash32(s string) uint32 {
	if s == "" {
		return 0
	}
	return max(uint32(hash(s)), 1)
}

// The constants of FNV-1a.
const (
	fnvStart = 14695981039346656037
	fnvPrime = 1099511628211
)

// addressesOf weighs the two addresses that agree best.
func (t *tally) addressesOf(a, b *Side) {
	best, x, y := level(-1), 0, 0
	for i := range a.addresses {
		for j := range b.addresses {
			l := compareAddress(&a.addresses[i], &b.addresses[j])
			if (l == addressOtherStreet || l == addressOtherCity) && personal(a, b) {
				l = addressMoved
			}
			if l >= 0 && t.m.weights[l] > 1 && (bit(a.Crowded.Addresses, i) || bit(b.Crowded.Addresses, j)) {
				l = addressCrowded
			}
			if l >= 0 && (best < 0 || t.m.weights[l] > t.m.weights[best]) {
				best, x, y = l, i, j
			}
		}
	}
	if best < 0 {
		return
	}
	t.pair.share(best, t.m.weights[best])
	t.pair.house = best == addressDoor || best == addressWhole
	t.pair.door = best == addressDoor || best == addressWhole || best == addressBuilding || best == addressStreet || best == addressWords || best == addressAlike
	if !t.noting || a.p == nil || b.p == nil {
		t.add(best, "", "", "")
		return
	}
	t.add(best, a.p.Addresses[x].Text, b.p.Addresses[y].Text, "")
}

// compareAddress is the level of two addresses, -1 where they tell nothing.
func compareAddress(a, b *address) level {
	if a.country != [2]byte{} && b.country != [2]byte{} && a.country != b.country {
		return -1 // the countries' comparison says so
	}
	switch {
	case a.unit != 0 && a.unit == b.unit:
		return addressDoor
	case a.building != 0 && a.building == b.building:
		if a.unit != 0 && b.unit != 0 {
			return addressOtherDoor
		}
		if wholly(a, b) {
			return addressWhole
		}
		return addressBuilding
	}
	sameCity := a.city != 0 && a.city == b.city
	samePost := a.postcode != 0 && a.postcode == b.postcode
	sameStreet := a.street != 0 && a.street == b.street && (a.toward == b.toward || a.toward == 0 || b.toward == 0)
	if sameStreet && a.number != 0 && a.number == b.number && (sameCity || samePost || a.city == 0 || b.city == 0) {
		switch {
		case wholly(a, b) || samePost && a.unit == 0 && b.unit == 0:
			return addressWhole // the postcode is finer than the town
		case sameCity || samePost || len(a.words) >= 4 && len(b.words) >= 4 && common(a.words, b.words) == min(len(a.words), len(b.words)):
			return addressBuilding
		}
		return addressStreet
	}
	if n := min(len(a.words), len(b.words)); n >= 4 && max(len(a.words), len(b.words)) <= n+1 && a.number == b.number && a.unit == b.unit && common(a.words, b.words) == n {
		return addressWords
	}
	if len(a.words) >= 4 && len(b.words) >= 4 && (a.number == b.number || a.number == 0 || b.number == 0) && agreement(a.words, b.words) >= 0.75 {
		return addressAlike
	}
	if samePost && sameStreet && a.number == 0 && b.number == 0 {
		return addressAlike // a road whose houses have no numbers
	}
	fullA, fullB := a.street != 0 || a.postcode != 0, b.street != 0 || b.postcode != 0
	switch {
	case samePost:
		return addressPostcode
	case sameCity && a.street != 0 && b.street != 0 && (!sameStreet || a.number != b.number && a.number != 0 && b.number != 0):
		return addressOtherStreet
	case sameCity:
		return addressCity
	case a.city != 0 && b.city != 0 && fullA && fullB:
		return addressOtherCity
	}
	return -1
}

// wholly reports whether two addresses that name one house are the same to the
// last word, or nearly, and neither names a door.
func wholly(a, b *address) bool {
	return a.unit == 0 && b.unit == 0 && len(a.words) >= 4 && len(b.words) >= 4 && agreement(a.words, b.words) >= 0.8
}

// agreement is the share of the words of two sorted lists that both have: of
// 4 and 5 words with 4 in common, 4 of 5.
func agreement(a, b []uint32) float64 {
	both := common(a, b)
	return float64(both) / float64(len(a)+len(b)-both)
}

// common is how many words two sorted lists both have.
func common(a, b []uint32) int {
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			i, j, both = i+1, j+1, both+1
		}
	}
	return both
}
