package screen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

// hubs are places through which accelerators were found to pass on their way
// elsewhere, ISO alpha-2 (found cases and general knowledge, unverified, as of
// 2026-01). Sorted.
var hubs = []string{"AE", "AM", "GE", "HK", "ID", "IN", "KG", "KZ", "MO", "MX", "MY", "RS", "SA", "SG", "TH", "TR", "TW", "VN"}

// inGroup reports whether goods that end in a country are in Country Group D:5
// or Macau for the destination test. Cyprus, which stands in D:5 and in A:6,
// is left out here: the destination test does not count it.
func inGroup(country string) bool {
	c := strings.ToUpper(country)
	return c != "CY" && own.InGroup(c)
}

// routeSigns are the signs in the way that accelerators take: to a country of
// the group three bits, and a bit for ending in a place known for passing them
// on.
func (l *line) routeSigns() []Reason {
	if !l.chips {
		return nil
	}
	end, place := l.destination()
	switch {
	case end == "":
		return nil
	case inGroup(end):
		return []Reason{sign("destination-in-group", RouteFamily, 3, fmt.Sprintf("accelerators for %s (%s)", place, end))}
	default:
		if _, hub := slices.BinarySearch(hubs, end); hub {
			return []Reason{sign("transshipment-hub", RouteFamily, 1, fmt.Sprintf("accelerators for %s (%s)", place, end))}
		}
	}
	return nil
}

// destination is the last stop that is named, or else where the last receiving
// party sits.
func (l *line) destination() (country, place string) {
	stops := l.f.Shipment.Route
	for _, kind := range []string{"destination", "delivery", "unloading"} {
		for _, s := range slices.Backward(stops) {
			if s.Kind == kind && s.Country != "" {
				return strings.ToUpper(s.Country), cmp.Or(s.Place, s.Kind)
			}
		}
	}
	for _, r := range []engine.Role{engine.EndUser, engine.UltimateConsignee, engine.Site, engine.Buyer, engine.Consignee, engine.Notify} {
		if p := l.find(r); p != nil && p.Country != "" {
			return strings.ToUpper(p.Country), p.Text
		}
	}
	return "", ""
}

// licenceSigns draw the line on its licence. One that covers it takes four
// bits away: the buyer was looked at by somebody with more at hand. Use beyond
// a licence adds more than none would, since it shows the intent to be covered.
func (l *line) licenceSigns(r *Result) []Reason {
	number := l.f.Shipment.Numbers["licence"]
	if l.f.Book == nil || number == "" && len(l.product) == 0 && l.class == "" {
		return nil
	}
	date := l.f.Shipment.Date
	if date == 0 {
		date = l.f.AsOf
	}
	u, ok := l.f.Book.Draw(Wanted{Licence: number, Date: date, Class: l.class, Products: l.product, Pieces: l.pieces, Parties: l.f.Parties})
	if !ok {
		return nil
	}
	r.Licence = &u
	bits := map[Outcome]float64{Covers: -4, QuantityUnknown: 0.5, OverCap: 3, Expired: 3, WrongItem: 3, WrongParty: 4, NoSuchLicence: 3}[u.Outcome]
	return []Reason{sign(string(u.Outcome), LicenceFamily, bits, u.Evidence)}
}
