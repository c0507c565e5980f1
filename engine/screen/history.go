package screen

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/goods"
)

// HistoryFamily is that of the signs that need what was shipped before.
const HistoryFamily front.Family = "history"

// historySigns are the signs in how a line stands to those before it: in the
// same manifest, and in the store.
func (l *line) historySigns(r *Result) []Reason {
	if !l.chips || l.f.OnList {
		return nil
	}
	var out []Reason
	for _, look := range []func(*Result) (Reason, bool){l.detour, l.reexport, l.split, l.firstBig, l.onlySinceControl} {
		if s, ok := look(r); ok {
			out = append(out, s)
		}
	}
	return out
}

// lack notes a sign that could not be looked for.
func (r *Result) lack(sign, needs string) {
	r.Missing = append(r.Missing, front.Lack{Sign: sign, Needs: needs})
}

// earlier are the moves that keys got, or stood behind whoever got them, at most
// days before the line or on its day; the latest first.
func (l *line) earlier(keys []string, days int) []*Move {
	var out []*Move
	keep := func(m *Move) {
		if m.Line == l.f.ID && m.Date == l.day() {
			return // the line itself, loaded into the store
		}
		if n, ok := between(m.Date, l.day()); ok && n >= 0 && n <= days {
			out = append(out, m)
		}
	}
	for _, m := range l.f.Trail.got(keys) {
		keep(m)
	}
	for i := range l.f.Past {
		m := &l.f.Past[i]
		if shares(m.Getter, keys) || shares(m.Group, keys) {
			if !slices.ContainsFunc(out, func(x *Move) bool { return x.Line == m.Line && x.Date == m.Date }) {
				keep(m)
			}
		}
	}
	return out
}

// between is how many days lie between two exact days.
func between(from, to engine.Date) (int, bool) {
	if !from.Exact() || !to.Exact() || from == 0 || to == 0 {
		return 0, false
	}
	return int(to.Time().Sub(from.Time()).Hours() / 24), true
}

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(k string) bool { return slices.Contains(b, k) })
}

// day is the day of the line.
func (l *line) day() engine.Date { return cmp.Or(l.f.Shipment.Date, l.f.AsOf) }

// alike reports whether two moves may be the same goods: as many pieces or, to
// one part in fifty, as many kilograms, and nothing in tariff code or product
// that says otherwise. Goods that hide change their code on the way, so codes
// must only agree where weights are equal by rounding alone.
func alike(a, b *Move) bool {
	pieces := a.Pieces > 0 && a.Pieces == b.Pieces
	kilos := a.Kilos > 0 && b.Kilos > 0 && math.Abs(a.Kilos-b.Kilos) <= max(a.Kilos, b.Kilos)/50
	other := a.Pieces > 0 && b.Pieces > 0 && !pieces || a.Kilos > 0 && b.Kilos > 0 && !kilos
	return (pieces || kilos) && !other && (a.Product == "" || b.Product == "" || a.Product == b.Product)
}

// detour: whoever sends the goods got the same pieces and kilograms up to 90
// days before, in another country than they go to now. Five bits where they end
// in Country Group D:5 or Macau, of which the purchase in the hub was the way
// round; two where they end elsewhere, as a distributor's do. Needs the shipments
// before, as a manifest or a store that holds them.
func (l *line) detour(r *Result) (Reason, bool) {
	sender := l.keys(engine.Shipper, engine.Seller)
	if l.f.Trail == nil && l.f.PastFrom == 0 {
		r.lack("route-detour", "shipments before this one")
		return Reason{}, false
	}
	here := l.move()
	for _, m := range l.earlier(sender, detourDays) {
		if !shares(m.Getter, sender) || !alike(m, &here) || m.End == here.End {
			continue
		}
		bits := 2.0
		if inGroup(here.End) {
			bits = 5
		}
		n, _ := between(m.Date, l.day())
		return sign("route-detour", RouteFamily, bits, fmt.Sprintf("the sender got the same goods %d days before by %s (%s), and sends them on to %s",
			n, m.Line, amounts(m), cmp.Or(here.End, "a place that is not said"))), true
	}
	return Reason{}, false
}

// amounts are a move's pieces and kilograms.
func amounts(m *Move) string {
	var out []string
	if m.Pieces > 0 {
		out = append(out, fmt.Sprintf("%d pieces", m.Pieces))
	}
	if m.Kilos > 0 {
		out = append(out, fmt.Sprintf("%.0f kg", m.Kilos))
	}
	return strings.Join(out, ", ")
}

// americans are origins of goods that the export regulations follow wherever
// they go: accelerators are designed there, and packaged in Taiwan.
var americans = []string{"US", "USA", "UNITED STATES", "TW"}

// reexport: accelerators leave a country that is neither the United States nor in
// the group for one that is: a re-export, for which a licence is presumed to be
// denied, the case by case review of January 2026 being for exports from the
// United States alone (91 FR 1684). Four bits where the line says that they are
// of the United States, three where it does not say. Needs where they leave and
// end.
func (l *line) reexport(r *Result) (Reason, bool) {
	from, end := l.start(), ""
	if end, _ = l.destination(); from == "" || end == "" {
		r.lack("reexport-class", "where the goods leave and where they end")
		return Reason{}, false
	}
	if !inGroup(end) || inGroup(from) || from == "US" {
		return Reason{}, false
	}
	for i := range l.f.Shipment.Goods {
		if slices.Contains(americans, strings.ToUpper(l.f.Shipment.Goods[i].Origin)) {
			return sign("reexport-class", RouteFamily, 4, fmt.Sprintf("goods of the United States leave %s for %s", from, end)), true
		}
	}
	return sign("reexport-class", RouteFamily, 3, fmt.Sprintf("accelerators leave %s for %s", from, end)), true
}

// start is the country where the goods leave.
func (l *line) start() string {
	for _, kind := range []string{"receipt", "loading"} {
		for _, s := range l.f.Shipment.Route {
			if s.Kind == kind && s.Country != "" {
				return strings.ToUpper(s.Country)
			}
		}
	}
	for _, r := range []engine.Role{engine.Shipper, engine.Seller} {
		if p := l.find(r); p != nil && p.Country != "" {
			return strings.ToUpper(p.Country)
		}
	}
	return ""
}

// The judgement of a split order.
const (
	splitFrom  = 3   // shipments that make one order cut into parts
	splitEven  = 0.5 // no part is more than this of the whole
	splitParts = 4.0 // bits where the parts go to several names behind which one stands
	splitTwo   = 2.0 // bits where there are two parts so far: the third may still come
	splitTwins = 0.5 // bits where one buyer gets the very same twice
	splitSelf  = 1.0 // bits where one buyer gets them all, as it does of a call-off order
)

// split: at least three shipments of the same goods within 30 days to parties
// behind which the same one stands (its controllers, its door), none of them more
// than half of all. Four bits where they are several parties, two already at the
// second of them, one where one party gets them all, half a bit
// where it gets the very same twice. Needs the shipments before.
func (l *line) split(r *Result) (Reason, bool) {
	if l.f.Trail == nil && l.f.PastFrom == 0 {
		r.lack("split-consignment", "shipments before this one")
		return Reason{}, false
	}
	here := l.move()
	parts := []*Move{&here}
	for _, m := range l.earlier(slices.Concat(here.Getter, here.Group), splitDays) {
		same := here.Product != "" && here.Product == m.Product || here.HS != "" && here.HS == m.HS
		if same && m.Chips && (here.Pieces == 0 || m.Pieces == 0 || m.Pieces <= 2*here.Pieces && here.Pieces <= 2*m.Pieces) {
			parts = append(parts, m)
		}
	}
	several := slices.ContainsFunc(parts[1:], func(m *Move) bool { return !shares(m.Getter, here.Getter) })
	twins := len(parts) == splitFrom-1 && here.Pieces > 0 && here.Pieces == parts[1].Pieces && here.Kilos == parts[1].Kilos
	if len(parts) < splitFrom && !twins && !(several && len(parts) == splitFrom-1) {
		return Reason{}, false
	}
	var all, most float64
	var names []string
	for _, m := range parts {
		all, most = all+m.Dollars, max(most, m.Dollars)
		if !slices.Contains(names, m.Name) {
			names = append(names, m.Name)
		}
	}
	if len(parts) >= splitFrom && all > 0 && most > splitEven*all {
		return Reason{}, false
	}
	if !several {
		bits := splitSelf
		if len(parts) < splitFrom {
			bits = splitTwins
		}
		return sign("split-consignment", HistoryFamily, bits, fmt.Sprintf("%d shipments of like goods within %d days to %s", len(parts), splitDays, here.Name)), true
	}
	slices.Sort(names)
	bits := splitParts
	if len(parts) < splitFrom {
		bits = splitTwo
	}
	return sign("split-consignment", HistoryFamily, bits, fmt.Sprintf("%d shipments of like goods within %d days to %s, behind whom the same one stands",
		len(parts), splitDays, strings.Join(names[:min(len(names), 4)], ", "))), true
}

// bigDollars is what an order of accelerators is worth that is large by itself,
// where too few of its peers are known: some four servers.
const bigDollars = 1_000_000

// knownFor is how many days of shipments must be at hand before a buyer that is
// not among them is taken to be a new one.
const knownFor = 60

// firstBig: the first accelerators that whoever gets them is known to buy, and at
// least as many dollars, or pieces, as 95 in 100 of the lines of accelerators;
// 1,000,000 dollars where fewer than 50 such lines are known. Three bits for the
// 95th percentile, two for the sum. A company younger than a year has bought none
// before. Needs the shipments before, or the day of incorporation, and value or
// pieces.
func (l *line) firstBig(r *Result) (Reason, bool) {
	buyer := l.buyer()
	if buyer == nil {
		return Reason{}, false
	}
	new := false
	if c := buyer.Company; c != nil && c.Born != 0 {
		n, ok := between(c.Born.Latest(), l.day())
		new = ok && n >= 0 && n < 365
	}
	since := l.f.PastFrom
	if t := l.f.Trail; t != nil && len(t.moves) > 0 {
		if d := t.moves[t.first%len(t.moves)].Date; since == 0 || d != 0 && d < since {
			since = d
		}
	}
	days, ok := between(since, l.day())
	if !new && (!ok || days < knownFor) {
		r.lack("first-time-big", "shipments of the months before this one")
		return Reason{}, false
	}
	for _, m := range l.earlier(buyer.Keys, math.MaxInt32) {
		if m.Chips && shares(m.Getter, buyer.Keys) {
			return Reason{}, false
		}
	}
	here := l.move()
	s := l.chipPeers()
	if worth, count := s.Quantile(Worth, 0.95), s.Quantile(Count, 0.95); s.Lines(Worth) >= peersEasy || s.Lines(Count) >= peersEasy {
		if worth > 0 && here.Dollars >= worth || count > 0 && float64(here.Pieces) >= count {
			return sign("first-time-big", HistoryFamily, 3, fmt.Sprintf("the first that %s is known to buy, and more than 95 in 100 buyers take", buyer.Text)), true
		}
	}
	if here.Dollars >= bigDollars {
		return sign("first-time-big", HistoryFamily, 2, fmt.Sprintf("the first that %s is known to buy, for %.1f million dollars", buyer.Text, here.Dollars/1e6)), true
	}
	return Reason{}, false
}

// control is the day of the first controls on advanced computing.
const control = engine.Date(20221007)

// onlySinceControl: the store knows shipments from before 7 October 2022, and
// whoever gets the goods got none of such goods before, and some since: the
// guidance of 13 May 2025 names it. One bit: most honest buyers of accelerators
// are as new to them. Needs stored shipments that reach back so far.
func (l *line) onlySinceControl(r *Result) (Reason, bool) {
	buyer := l.buyer()
	if buyer == nil || l.f.PastFrom == 0 || l.f.PastFrom >= control {
		r.lack("no-history-before-2022-10", "shipments from before October 2022")
		return Reason{}, false
	}
	if c := buyer.Company; c == nil || c.Born == 0 || c.Born.Latest() >= control {
		return Reason{}, false // younger than the controls: another sign's
	}
	for _, m := range l.earlier(buyer.Keys, math.MaxInt32) {
		if m.Chips && m.Date < control {
			return Reason{}, false
		}
	}
	return sign("no-history-before-2022-10", HistoryFamily, 1, buyer.Text+" is older than the controls of October 2022 and is not known to have bought such goods before them"), true
}

// buyer is whoever really buys, as far as the line tells.
func (l *line) buyer() *Party {
	for _, r := range []engine.Role{engine.EndUser, engine.UltimateConsignee, engine.Buyer, engine.Consignee, engine.Notify} {
		if p := l.find(r); p != nil && strings.TrimSpace(p.Text) != "" && !toOrder(p.Text) {
			return p
		}
	}
	return nil
}

// keys are those of the parties in some roles.
func (l *line) keys(roles ...engine.Role) []string {
	var out []string
	for _, p := range l.f.Parties {
		if slices.Contains(roles, p.Role) {
			out = append(out, p.Keys...)
		}
	}
	return out
}

// move is the line as later lines see it.
func (l *line) move() Move {
	if l.made != nil {
		return *l.made
	}
	m := Move{Line: l.f.ID, Date: l.day(), Sender: l.keys(engine.Shipper, engine.Seller), Chips: l.chips}
	m.End, _ = l.destination()
	for _, p := range l.f.Parties {
		if receives(p.Role) && !toOrder(p.Text) {
			m.Getter, m.Group = append(m.Getter, p.Keys...), append(m.Group, p.Group...)
		}
	}
	if b := l.buyer(); b != nil {
		m.Name = b.Text
	}
	for i := range l.goods {
		MoveGoods(&m, &l.goods[i])
	}
	l.made = &m
	return m
}

// MoveGoods adds a goods line to a move.
func MoveGoods(m *Move, g *goods.Line) {
	if !sensitive(g) {
		return
	}
	if m.HS == "" {
		m.HS = PeerGroup(g.HS)
	}
	if m.Product == "" && len(g.Products) > 0 {
		m.Product = g.Products[len(g.Products)-1]
	}
	m.Pieces, m.Kilos, m.Dollars = m.Pieces+g.Pieces, m.Kilos+g.Kilos, m.Dollars+g.Dollars
}

// remember leaves the line to those after it: its goods among their peers and,
// where it is of accelerators, the line itself.
func (l *line) remember() {
	t := l.f.Trail
	if t == nil {
		return
	}
	for i := range l.goods {
		t.observe(&l.goods[i])
	}
	if l.chips {
		t.Add(l.move())
	}
}

// peersOf are the statistics of the peers of a goods line, of the store or else
// of the manifest so far; nil where neither has any.
func (l *line) peersOf(i int) *PeerStats {
	if i < len(l.f.Peers) && l.f.Peers[i] != nil {
		return l.f.Peers[i]
	}
	if l.f.Trail == nil {
		return nil
	}
	return l.f.Trail.peers[PeerGroupOf(&l.goods[i])]
}

// chipPeers are those of all lines of accelerators.
func (l *line) chipPeers() *PeerStats {
	for i := range l.goods {
		if sensitive(&l.goods[i]) {
			return l.peersOf(i)
		}
	}
	return nil
}
