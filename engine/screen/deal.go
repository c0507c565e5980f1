package screen

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/goods"
)

// DealFamily is that of the signs in the terms of a purchase: who pays, whether
// it fits the buyer, whether the papers are there.
const DealFamily front.Family = "deal"

// dealSigns are the signs in the terms of a purchase of accelerators.
func (l *line) dealSigns(r *Result) []Reason {
	if !l.chips || l.f.OnList {
		return nil
	}
	var out []Reason
	for _, look := range []func(*Result) (Reason, bool){l.payer, l.changed, l.mismatch, l.capacity, l.overCapital, l.untested} {
		if s, ok := look(r); ok {
			out = append(out, s)
		}
	}
	return out
}

// payer: whoever pays sits in a country in which no other party of the line
// does. Two bits. Needs a payer with a country.
func (l *line) payer(r *Result) (Reason, bool) {
	p := l.find(engine.Payer)
	if p == nil || p.Country == "" {
		r.lack("third-country-payer", "who pays, and where from")
		return Reason{}, false
	}
	for _, x := range l.f.Parties {
		if x.Role != engine.Payer && x.Role != engine.Carrier && strings.EqualFold(x.Country, p.Country) {
			return Reason{}, false
		}
	}
	return sign("third-country-payer", DealFamily, 2, fmt.Sprintf("%s pays from %s, where no other party is", p.Text, p.Country)), true
}

// changed: the same shipment stood earlier in the manifest, or in the store, with
// somebody else to get it. Three bits. Needs that earlier filing; a notify party
// or an order consignee that hides the buyer is party-change as well.
func (l *line) changed(*Result) (Reason, bool) {
	here := l.move()
	if l.f.ID == "" || len(here.Getter) == 0 {
		return Reason{}, false
	}
	for _, m := range l.f.Trail.got([]string{lineKey(l.f.ID)}) {
		if len(m.Getter) > 0 && !shares(m.Getter, here.Getter) {
			return sign("party-change", PartiesFamily, 3, fmt.Sprintf("%s was filed before for %s, and is now for %s", l.f.ID, m.Name, here.Name)), true
		}
	}
	return Reason{}, false
}

// lineKey is the key under which a Trail holds a line itself.
func lineKey(id string) string { return "line " + id }

// trades are words of businesses that have no use for accelerators; computing
// overrules them. In several languages, from general knowledge.
var (
	trades = []string{"TEXTILE", "GARMENT", "APPAREL", "CLOTHING", "FASHION", "FURNITURE", "FOOD", "CATERING", "RESTAURANT", "BEVERAGE", "COSMETIC", "BEAUTY", "HAIR", "REAL ESTATE",
		"PROPERTY MANAGEMENT", "TOYS", "TRAVEL AGENC", "FISHER", "SEAFOOD", "FARMING", "AGRICULTUR", "FLORIST", "JEWEL", "FOOTWEAR", "SHOES", "CLEANING SERVICE", "BUILDING MATERIAL", "WASTE",
		"纺织", "紡織", "服装", "服裝", "食品", "餐饮", "餐飲", "美容", "家具", "房地产", "玩具", "旅游", "建材", "珠宝", "ТЕКСТИЛ", "ПРОДУКТ", "МЕБЕЛ", "ОДЕЖД", "TEKSTIL", "PERABOT", "MAKANAN"}
	computing = []string{"COMPUT", "ELECTRON", "SOFTWARE", "DATA", "INFORMATION", "TECH", "TELECOM", "SEMICONDUCTOR", "CLOUD", "INTERNET", "ARTIFICIAL", " AI ", "RESEARCH", "UNIVERSITY", "科技", "电子", "電子", "计算", "信息", "软件", "数据", "КОМПЬЮТЕР", "ЭЛЕКТРОН"}
)

// mismatch: the business of whoever gets accelerators has no use for them. Two
// bits and a half by what a register says of its business, one and a half by its
// name alone, which may be older than the business. Needs business or name.
func (l *line) mismatch(r *Result) (Reason, bool) {
	b := l.buyer()
	if b == nil {
		return Reason{}, false
	}
	if b.Company != nil && len(b.Company.Business) > 0 {
		all := strings.ToUpper(" " + strings.Join(b.Company.Business, "; ") + " ")
		if w := firstWord(all, trades); w != "" && firstWord(all, computing) == "" {
			return Reason{Sign: "business-mismatch", Family: DealFamily, Alone: 2.5, Role: b.Role, Entity: b.Entity,
				Evidence: fmt.Sprintf("%s is in another business: %s", b.Text, strings.Join(b.Company.Business[:1], ""))}, true
		}
		return Reason{}, false
	}
	r.lack("business-mismatch", "the business of "+b.Text)
	name := strings.ToUpper(" " + b.Text + " ")
	if w := firstWord(name, trades); w != "" && firstWord(name, computing) == "" {
		return Reason{Sign: "business-mismatch", Family: DealFamily, Alone: 1.5, Role: b.Role, Entity: b.Entity,
			Evidence: fmt.Sprintf("%s is in another business, by the word %q in its name", b.Text, w)}, true
	}
	return Reason{}, false
}

func firstWord(text string, words []string) string {
	for _, w := range words {
		if strings.Contains(text, w) {
			return w
		}
	}
	return ""
}

// The power that a piece draws under load, in kilowatts, with its part of the
// rest of the server (makers' published figures, from general knowledge,
// unverified).
const (
	serverKilowatts = 10.2
	chipKilowatts   = 0.7
)

var power = regexp.MustCompile(`(?i)([0-9][0-9.,]*)\s*(MW|KW|МВт|кВт|兆瓦|千瓦)`)

// capacity: the pieces draw more power than the site has: two bits, four from
// twice as much. Needs pieces, and the site's power as the line, the site or the
// end user tells it ("power 2 MW").
func (l *line) capacity(r *Result) (Reason, bool) {
	kilowatts, text := l.power()
	if kilowatts == 0 || l.pieces == 0 {
		r.lack("volume-vs-capacity", "the power of the site where the goods will run, and the number of pieces")
		return Reason{}, false
	}
	var want float64
	for i := range l.goods {
		g, each := &l.goods[i], chipKilowatts
		if g.Pieces > 0 && g.Kilos/float64(g.Pieces) >= serverKilosFrom/2 || strings.HasPrefix(g.Class, "4A090") {
			each = serverKilowatts
		}
		if sensitive(g) {
			want += each * float64(g.Pieces)
		}
	}
	if want <= kilowatts {
		return Reason{}, false
	}
	bits := 2.0
	if want >= 2*kilowatts {
		bits = 4
	}
	return sign("volume-vs-capacity", DealFamily, bits, fmt.Sprintf("the pieces draw about %.0f kW, the site has %s", want, text)), true
}

// power is what the site has, in kilowatts.
func (l *line) power() (kilowatts float64, text string) {
	var said []string
	for _, k := range []string{"power", "site_power", "capacity", "site_capacity"} {
		said = append(said, l.f.Shipment.Numbers[k])
	}
	for _, role := range []engine.Role{engine.Site, engine.EndUser} {
		if p := l.find(role); p != nil && p.Company != nil {
			said = append(said, p.Company.Notes...)
		}
	}
	for _, s := range said {
		m := power.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		v, err := strconv.ParseFloat(strings.ReplaceAll(m[1], ",", ""), 64)
		if err != nil || !(v > 0) || v > 1e7 {
			continue
		}
		if unit := strings.ToUpper(m[2]); unit == "MW" || unit == "МВТ" || unit == "兆瓦" {
			v *= 1_000
		}
		return v, m[0]
	}
	return 0, ""
}

// capitalTimes is how many times its registered capital a company may import
// before it is remarkable: traders with supplier's credit reach ten, so a hundred.
const capitalTimes = 100

// overCapital: what whoever gets the goods is known to have imported, this line
// included, is over a hundred times its registered capital. Two bits. Needs the
// capital and the value.
func (l *line) overCapital(r *Result) (Reason, bool) {
	b := l.buyer()
	if b == nil || b.Company == nil || b.Company.Capital <= 0 {
		r.lack("volume-vs-capital", "the registered capital of whoever gets the goods")
		return Reason{}, false
	}
	here := l.move()
	all := here.Dollars
	for _, m := range l.earlier(b.Keys, 365) {
		if shares(m.Getter, b.Keys) {
			all += m.Dollars
		}
	}
	if all < capitalTimes*b.Company.Capital || all < bigDollars/10 {
		return Reason{}, false
	}
	return Reason{Sign: "volume-vs-capital", Family: DealFamily, Alone: 2, Role: b.Role, Entity: b.Entity,
		Evidence: fmt.Sprintf("%s took goods for %.1f million dollars in a year, on a capital of about %.0f dollars", b.Text, all/1e6, b.Company.Capital)}, true
}

// inChina reports whether a country is one that the rule of January 2026 is
// about: China with Hong Kong, and Macau.
func inChina(country string) bool { return slices.Contains([]string{"CN", "HK", "MO"}, country) }

// untested: an accelerator that is looked at case by case leaves the United
// States for China or Macau, and the line names no report of the test by a
// laboratory of the United States that the rule of January 2026 asks for. One bit
// and a half: manifests seldom name it. Needs where the goods leave and end.
func (l *line) untested(*Result) (Reason, bool) {
	end, _ := l.destination()
	if l.start() != "US" || !inChina(end) || !slices.ContainsFunc(l.goods, func(g goods.Line) bool { return g.Cap == goods.UnderCap }) {
		return Reason{}, false
	}
	for k := range l.f.Shipment.Numbers {
		if strings.Contains(strings.ToLower(k), "test") {
			return Reason{}, false
		}
	}
	return sign("no-test-record", DealFamily, 1.5, "no report of a third-party test is named, for a product that is exported case by case"), true
}
