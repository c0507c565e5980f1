package screen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/goods"
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

// licenceSigns ask the book of licences. One that covers the line takes four
// bits away: the buyer was looked at by somebody with more at hand. Use beyond
// a licence adds more than none would, most where its quantity is used up, since
// it shows the intent to be covered.
func (l *line) licenceSigns(r *Result) []Reason {
	w, ok := l.wanted()
	if !ok {
		return nil
	}
	var out []Reason
	if u, ok := l.f.Book.Draw(w); ok {
		r.Licence = &u
		bits := map[Outcome]float64{Covers: -4, Returned: 0, QuantityUnknown: 0.5, OverCap: 5, Expired: 3, WrongItem: 3, WrongAffiliate: 4, WrongParty: 4, ReExport: 4, NoSuchLicence: 3}[u.Outcome]
		out = append(out, sign(string(u.Outcome), LicenceFamily, bits, u.Evidence))
	}
	why, known := l.f.Book.Exceeds(w)
	if why != "" {
		out = append(out, sign("us-volume-cap", LicenceFamily, 3, why))
	}
	if !known && l.eligible() && (w.To == "CN" || w.To == "HK" || w.To == "MO") {
		r.Missing = append(r.Missing, front.Lack{Sign: "us-volume-cap", Needs: "what was shipped of the product for end use in the United States (--us-volume), and the number of pieces"})
	}
	return out
}

// eligible reports whether some goods may go to China case by case under the
// rule of 15 January 2026, which caps how many.
func (l *line) eligible() bool {
	return slices.ContainsFunc(l.goods, func(g goods.Line) bool { return g.Cap == goods.UnderCap })
}

// wanted is what the line asks of the book; false where it can ask nothing.
func (l *line) wanted() (Wanted, bool) {
	number := l.f.Shipment.Numbers["licence"]
	if l.f.Book == nil || number == "" && len(l.product) == 0 && l.class == "" {
		return Wanted{}, false
	}
	date := l.f.Shipment.Date
	if date == 0 {
		date = l.f.AsOf
	}
	to, _ := l.destination()
	w := Wanted{Line: l.f.Line, Licence: number, Date: date, Class: l.class, Products: l.product, Pieces: l.pieces, To: to, Hidden: l.chips && len(l.product) == 0 && l.class == "", Parties: l.f.Parties}
	for i := range l.goods {
		if g := &l.goods[i]; len(g.Products) > 0 || g.Class != "" || sensitive(g) {
			w.Dollars += g.Dollars
		}
	}
	return w, true
}

// Wanted is what a line asks of the book, for settling before the lines are
// screened; false where it can ask nothing.
func (s *Screener) Wanted(f *Facts) (Wanted, bool) {
	l := line{f: f}
	for _, g := range f.Shipment.Goods {
		l.goods = append(l.goods, s.dictionary.Read(g))
	}
	l.sum()
	return l.wanted()
}

// Concerns reports whether a shipment can ask anything of the book, by its goods
// and the number that it names alone.
func (s *Screener) Concerns(b *Book, sh *engine.Shipment) bool {
	f := Facts{Shipment: *sh}
	l := line{f: &f}
	for _, g := range sh.Goods {
		l.goods = append(l.goods, s.dictionary.Read(g))
	}
	l.sum()
	return b.Concerns(sh.Numbers["licence"], l.class, l.product)
}
