package score

import "github.com/pierce-er/pierce/engine/norm"

// maxAddresses is how many addresses of a party are compared: all of nearly
// every party on the lists.
const maxAddresses = 16

// addressesOf weighs the two addresses that agree best.
func (t *tally) addressesOf(a, b *Side) {
	best, x, y := level(-1), 0, 0
	for i := range min(len(a.addresses), maxAddresses) {
		for j := range min(len(b.addresses), maxAddresses) {
			l := compareAddress(&a.addresses[i], &b.addresses[j])
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
	if !t.noting {
		t.add(best, "", "", "")
		return
	}
	t.add(best, a.addresses[x].Text, b.addresses[y].Text, "")
}

// compareAddress is the level of two addresses, -1 where they tell nothing.
func compareAddress(a, b *norm.Address) level {
	if a.Country != "" && b.Country != "" && a.Country != b.Country {
		return -1 // the countries' comparison says so
	}
	switch {
	case a.UnitKey != "" && a.UnitKey == b.UnitKey:
		return addressDoor
	case a.BuildingKey != "" && a.BuildingKey == b.BuildingKey:
		if a.UnitKey != "" && b.UnitKey != "" {
			return addressOtherDoor
		}
		return addressBuilding
	}
	sameCity := a.City != "" && a.City == b.City
	samePost := a.Postcode != "" && a.Postcode == b.Postcode
	if a.Street != "" && a.Street == b.Street && a.Number != "" && a.Number == b.Number && (sameCity || samePost || a.City == "" || b.City == "") {
		return addressStreet
	}
	if len(a.Tokens) >= 4 && len(b.Tokens) >= 4 && (a.Number == b.Number || a.Number == "" || b.Number == "") && agreement(a.Tokens, b.Tokens) >= 0.75 {
		return addressAlike
	}
	fullA, fullB := a.Street != "" || a.Postcode != "", b.Street != "" || b.Postcode != ""
	switch {
	case samePost:
		return addressPostcode
	case sameCity && a.Street != "" && b.Street != "" && (a.Street != b.Street || a.Number != b.Number && a.Number != "" && b.Number != ""):
		return addressOtherStreet
	case sameCity:
		return addressCity
	case a.City != "" && b.City != "" && fullA && fullB:
		return addressOtherCity
	}
	return -1
}

// agreement is the share of the words of two sorted lists that both have: of
// 4 and 5 words with 4 in common, 4 of 5.
func agreement(a, b []string) float64 {
	n, both := len(a)+len(b), 0
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
	return float64(both) / float64(n-both)
}
