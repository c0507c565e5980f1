package store

import "github.com/pierce-er/pierce/engine"

// postingsOf gives the keys under which a version of a record is found: by the
// owners and owned of its interests, by the parties and lists of its listings,
// by the parties and days of its shipments, by its licences. They say only
// where to look; what holds is read from the record's history. They are sorted
// by no order and may repeat.
func postingsOf(rec *engine.Record) [][]byte {
	if rec.Deleted {
		return nil
	}
	var out [][]byte
	for i := range rec.Interests {
		c := &rec.Interests[i]
		if c.Owner != "" {
			out = append(out, key2(keyOwner, c.Owner, rec.ID))
		}
		if c.Owned != "" {
			out = append(out, key2(keyOwned, c.Owned, rec.ID))
		}
	}
	for i := range rec.Listings {
		c := &rec.Listings[i]
		out = append(out, key2(keyListingOf, c.Party, rec.ID), key2(keyListingIn, c.List, rec.ID))
	}
	for i := range rec.Shipments {
		c := &rec.Shipments[i]
		out = append(out, appendText(appendDate([]byte{keyShipTime}, c.Date), string(rec.ID)))
		for _, p := range c.Parties {
			k := appendDate(key1(keyShipOf, p.Party), c.Date)
			out = append(out, appendText(k, string(rec.ID)))
		}
	}
	if len(rec.Licences) > 0 {
		out = append(out, key1(keyLicence, rec.ID))
	}
	for i := range rec.Licences {
		for _, p := range licenceParties(&rec.Licences[i]) {
			out = append(out, key2(keyLicenceOf, p, rec.ID))
		}
	}
	return out
}

// licenceParties are the parties that a licence names, at most three.
func licenceParties(l *engine.Licence) []engine.PartyID {
	var out []engine.PartyID
	for _, p := range []engine.PartyID{l.Holder, l.Consignee, l.EndUser} {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}

// idsOf are the ids, apart from the record's own, that become parts of keys.
func idsOf(rec *engine.Record) []string {
	var out []string
	for i := range rec.Parties {
		out = append(out, string(rec.Parties[i].ID))
	}
	for i := range rec.Interests {
		out = append(out, string(rec.Interests[i].Owner), string(rec.Interests[i].Owned))
	}
	for i := range rec.Listings {
		out = append(out, string(rec.Listings[i].Party), string(rec.Listings[i].List))
	}
	for i := range rec.Shipments {
		for _, p := range rec.Shipments[i].Parties {
			out = append(out, string(p.Party))
		}
	}
	for i := range rec.Licences {
		for _, p := range licenceParties(&rec.Licences[i]) {
			out = append(out, string(p))
		}
	}
	return out
}
