package screen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/goods"
	"github.com/pierce-er/pierce/engine/own"
)

// The families of signs about a line.
const (
	GoodsFamily   front.Family = "goods"
	WordsFamily   front.Family = "description"
	PartiesFamily front.Family = "parties"
	ListedFamily  front.Family = "listed-party"
	RouteFamily   front.Family = "route"
	LicenceFamily front.Family = "licence"
)

func sign(name string, family front.Family, bits float64, evidence string) Reason {
	return Reason{Sign: name, Family: family, Alone: bits, Evidence: evidence}
}

// companySigns are the signs about the parties that get the goods, each taken
// for as much as the party is taken to be that company.
func (l *line) companySigns(r *Result) []Reason {
	var out []Reason
	for _, p := range l.f.Parties {
		if p.Company == nil || !receives(p.Role) && p.Role != engine.Forwarder {
			continue
		}
		signs, lacks := front.Signs(p.Company)
		r.Missing = append(r.Missing, lacks...)
		for _, s := range signs {
			bits := s.Weight
			if p.Band == engine.PossiblySame {
				bits /= 2 // even odds, about, that the sign is another company's
			}
			out = append(out, Reason{Sign: s.Sign, Family: s.Family, Alone: bits, Evidence: p.Name + ": " + s.Evidence, Role: p.Role, Entity: p.Entity})
		}
	}
	return out
}

// goodsSigns are the signs in the goods themselves.
//
// A named accelerator weighs three bits, since hardly any other line has one
// and diversion is about nothing else; one that is over the limits of the rule
// of January 2026 a bit more, one below every class a bit less. Cover words
// weigh five bits where both the tariff code and the value say accelerators,
// two where one does, half a bit alone: "spare parts" is mostly the truth.
func (l *line) goodsSigns() []Reason {
	var out []Reason
	for i := range l.goods {
		g := &l.goods[i]
		for _, f := range g.Findings {
			switch f.Kind {
			case goods.Named:
				bits := 2.0
				if f.Class != "" {
					bits = 3
				}
				if f.Cap == goods.OverCap {
					bits = 4
				}
				out = append(out, sign("chip-term", GoodsFamily, bits, strings.TrimSpace(fmt.Sprintf("%q names %s %s %s", f.Text, f.Maker, f.Product, f.Class))))
			case goods.Declared:
				out = append(out, sign("declared-class", GoodsFamily, 2, "declares class "+f.Class))
			case goods.Tariff:
				if f.Family == goods.Accelerators {
					out = append(out, sign("accelerator-tariff-code", GoodsFamily, 1, f.Text+": "+f.Note))
				}
				if f.Tier != "" {
					out = append(out, sign("hs-chpl", GoodsFamily, 0.5, f.Text+" is on the Common High Priority List, tier "+f.Tier))
				}
			case goods.Covered:
				bits := []float64{0.5, 2, 5}[min(len(f.Confirmed), 2)]
				out = append(out, sign("description-vague-or-cover", WordsFamily, bits, strings.Join(append([]string{fmt.Sprintf("%q", f.Text)}, f.Confirmed...), "; ")))
			case goods.Unconfirmed:
				out = append(out, sign("unconfirmed-code", GoodsFamily, 0, fmt.Sprintf("%q is no %s here: %s", f.Text, f.Product, f.Why)))
			}
		}
		out = append(out, measures(g, l.peersOf(i))...)
	}
	return out
}

// The weight of a server with eight accelerators, in kilograms, and what such
// a server costs at least (general knowledge, unverified).
const (
	serverKilosFrom, serverKilosTo = 110, 145
	serverDollars                  = 150_000
)

// outlier is by how much a value per kilogram must exceed that of nineteen in
// twenty of its peers: two doublings beyond what a better brand costs. Fewer
// lines than peersEasy say nothing of a percentile.
const (
	outlier   = 4.0
	peersEasy = 50
)

// measures are the signs in value and weight where no product is named.
//
// value-density: as many dollars a kilogram as accelerators cost, and far above
// what goods of the tariff code do: four times what nineteen in twenty stored
// lines of the code cost, where there are fifty of them, else three times its
// plausible band. weight-per-piece: a piece weighs and costs what a server with
// eight accelerators does. Three bits each: laptops, telephones and loose chips
// are dense as well. Needs value, weight and, for the second, pieces.
func measures(g *goods.Line, peers *PeerStats) []Reason {
	if len(g.Products) > 0 {
		return nil
	}
	var out []Reason
	usual, many := peers.Quantile(PerKilo, 0.95), peers.Lines(PerKilo) >= peersEasy
	switch {
	case g.Outlying() && many && g.Family == "" && g.PerKilo < outlier*usual:
	case g.Outlying() && many && g.PerKilo >= outlier*usual:
		out = append(out, sign("value-density", WordsFamily, 3, fmt.Sprintf("%.0f dollars a kilogram under %s, of which 95 in 100 lines cost %.0f at most", g.PerKilo, g.HS, usual)))
	case g.Outlying():
		out = append(out, sign("value-density", WordsFamily, 3, fmt.Sprintf("%.0f dollars a kilogram under %s, as accelerators cost, and none is named", g.PerKilo, g.HS)))
	}
	if g.Pieces > 0 && g.Kilos > 0 {
		each := g.Kilos / float64(g.Pieces)
		if each >= serverKilosFrom && each <= serverKilosTo && g.PerPiece >= serverDollars {
			out = append(out, sign("weight-per-piece", WordsFamily, 3, fmt.Sprintf("%.0f kg and %.0f dollars a piece, as a server with eight accelerators", each, g.PerPiece)))
		}
	}
	return out
}

// namedTies are the ties to armed forces in the names on the line (military-tie),
// each once: a buyer whom no source knows is as much an arsenal as its name says.
// Of a company that is known the tie is told with its other signs. The weight is
// the entry's.
func (l *line) namedTies() []Reason {
	var out []Reason
	for _, p := range l.f.Parties {
		if p.Tie == nil || !receives(p.Role) && p.Role != engine.Forwarder || p.Company != nil && len(p.Company.Ties) > 0 {
			continue
		}
		evidence := p.Text + ": " + p.Tie.Evidence()
		if !slices.ContainsFunc(out, func(r Reason) bool { return r.Role == p.Role && r.Evidence == evidence }) {
			out = append(out, Reason{Sign: "military-tie", Family: front.MilitaryHand, Alone: p.Tie.Entry.Weight, Role: p.Role, Evidence: evidence})
		}
	}
	return out
}

// partySigns are the signs in who stands on the line.
func (l *line) partySigns(verdicts []Verdict) []Reason {
	var out []Reason
	for _, v := range verdicts {
		if v.Tier == 0 && v.Test == own.List {
			bits := 8.0 // a listed party that gets goods is what lists are for
			if v.Verdict.Verdict == own.Unknown {
				bits = 4
			}
			out = append(out, Reason{Sign: "listed-party", Family: ListedFamily, Alone: bits, Role: v.Role, Entity: v.Entity,
				Evidence: fmt.Sprintf("%s is %s on %s", v.Role, v.Name, joinLists(v.Lists))})
		}
	}
	for _, p := range l.f.Parties {
		told := slices.ContainsFunc(out, func(r Reason) bool { return r.Entity == p.Entity && r.Role == p.Role })
		if p.Band == engine.Different || len(p.Lists) == 0 || told {
			continue
		}
		bits, is := 8.0, "is" // as above: the list speaks, where no rule does
		if p.Band == engine.PossiblySame {
			bits, is = 4, "may be"
		}
		out = append(out, Reason{Sign: "listed-party", Family: ListedFamily, Alone: bits, Role: p.Role, Entity: p.Entity,
			Evidence: fmt.Sprintf("%s %s %s on %s", p.Role, is, p.Name, joinLists(p.Lists))})
	}
	out = append(out, l.namedTies()...)
	out = append(out, l.seatSigns(verdicts)...)
	consignee, onward := l.find(engine.Consignee), l.onward()
	switch {
	case l.f.OnList:
	case l.f.Shipment.Numbers["to_order"] != "" || consignee != nil && toOrder(consignee.Text):
		bits, who := 1.0, "and nobody else"
		if n := l.find(engine.Notify); n != nil {
			who = "notify " + n.Text
			if inGroup(n.Country) {
				bits = 3
			}
		}
		if l.chips || bits > 1 || l.find(engine.Notify) == nil { // to order of a bank, for a buyer who is named, is how most goods are paid
			out = append(out, sign("party-change", PartiesFamily, bits, "consigned to order, "+who))
		}
	case consignee == nil || strings.TrimSpace(consignee.Text) == "":
		out = append(out, sign("no-consignee", PartiesFamily, 1, "the line names no consignee"))
	case l.chips && forwards(consignee) && !onward:
		out = append(out, Reason{Sign: "forwarder-final", Family: PartiesFamily, Alone: 3, Role: consignee.Role, Entity: consignee.Entity,
			Evidence: consignee.Text + " forwards goods, and no party after it is named"})
	}
	if n := l.find(engine.Notify); l.chips && n != nil && consignee != nil && inGroup(n.Country) && !inGroup(consignee.Country) {
		out = append(out, Reason{Sign: "party-change", Family: PartiesFamily, Alone: 2, Role: n.Role, Entity: n.Entity,
			Evidence: fmt.Sprintf("notify party %s is in %s, the consignee is not", n.Text, n.Country)})
	}
	return out
}

func joinLists(lists []engine.ListID) string {
	out := make([]string, len(lists))
	for i, l := range lists {
		out[i] = string(l)
	}
	return strings.Join(out, ", ")
}

// find is the first party of a role.
func (l *line) find(r engine.Role) *Party {
	for i := range l.f.Parties {
		if l.f.Parties[i].Role == r {
			return &l.f.Parties[i]
		}
	}
	return nil
}

// onward reports whether the line names somebody after the consignee.
func (l *line) onward() bool {
	for _, r := range []engine.Role{engine.UltimateConsignee, engine.EndUser, engine.Buyer} {
		if p := l.find(r); p != nil && strings.TrimSpace(p.Text) != "" {
			return true
		}
	}
	return false
}

// toOrder reports whether a consignee is nobody yet.
func toOrder(text string) bool {
	t := strings.ToUpper(strings.TrimSpace(text))
	return t == "TO ORDER" || strings.HasPrefix(t, "TO ORDER ") || strings.HasPrefix(t, "TO THE ORDER")
}

// forwarding are words in the names of those who move goods for others.
var forwarding = []string{"LOGISTIC", "FORWARD", "FREIGHT", "SHIPPING", "CARGO", "EXPRESS", "TRANSPORT", "3PL", "WAREHOUS", "物流", "货运", "貨運", "运输", "ЛОГИСТИК", "ЭКСПЕДИ"}

// forwards reports whether a party's name says that it moves goods for others.
func forwards(p *Party) bool {
	t := strings.ToUpper(p.Text + " " + p.Name)
	for _, w := range forwarding {
		if strings.Contains(t, w) {
			return true
		}
	}
	return false
}

// SeatFamily is that of the seat of whoever stands at the top.
const SeatFamily front.Family = "parent-seat"

// seatSigns: whoever gets accelerators sits elsewhere, and its parent's seat is
// in Country Group D:5 or Macau (hq-d5): four bits, since that is what the rule on
// accelerators asks. The verdict stands apart; the sign is there so that a buyer
// whose parent hides in a hub ranks with one that sits there. Needs the verdict of
// the headquarters test.
func (l *line) seatSigns(verdicts []Verdict) []Reason {
	var out []Reason
	for _, v := range verdicts {
		if v.Test != own.Seat || v.Verdict.Verdict != own.Yes {
			continue
		}
		if p := l.party(v.Role, v.Entity); p == nil || inGroup(p.Country) || p.Company != nil && inGroup(p.Company.Country) {
			continue
		}
		out = append(out, Reason{Sign: "hq-d5", Family: SeatFamily, Alone: 4, Role: v.Role, Entity: v.Entity, Evidence: v.Name + ": " + v.Arithmetic})
	}
	return out
}

// party is a party of a role that was taken to be an entity.
func (l *line) party(r engine.Role, e engine.EntityID) *Party {
	for i := range l.f.Parties {
		if p := &l.f.Parties[i]; p.Role == r && p.Entity == e {
			return p
		}
	}
	return nil
}
