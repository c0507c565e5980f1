package awb

import (
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
	"github.com/pierce-er/pierce/ingest/shipment/bill"
)

// mapper puts a waybill together, line by line.
type mapper struct {
	d     bill.Draft
	goods []engine.Goods
	tag   string      // of the part under way
	role  engine.Role // of the party under way
	nth   int         // lines of the party's block so far
}

// waybill takes what its own line says.
func (m *mapper) waybill(w waybill) {
	s := &m.d.Shipment
	s.Mode = "air"
	s.ID = w.number
	if w.hawb != "" {
		s.ID = w.hawb
		m.d.Number("master_bill", w.number)
	}
	m.d.Stop("loading").Place = w.from
	m.d.Stop("unloading").Place = w.to
	if w.goods != "" {
		m.d.Goods(m.last(), "", w.goods)
	}
}

func (m *mapper) last() *engine.Goods {
	if len(m.goods) == 0 {
		m.goods = append(m.goods, engine.Goods{})
	}
	return &m.goods[len(m.goods)-1]
}

// line takes one line of the message. A line that begins with a slash goes on
// with what the last tag began.
func (m *mapper) line(text string) {
	tag, rest, _ := strings.Cut(text, "/")
	tag = strings.ToUpper(strings.TrimSpace(tag))
	switch {
	case tag == "NAM" || tag == "ADR" || tag == "LOC":
		m.newer(tag, rest)
		return
	case tag != "":
		m.begin(tag)
	default:
		m.nth++
	}
	switch m.tag {
	case "SHP", "CNE", "NFY", "AGT":
		m.party(tag, rest)
	case "RTD", "HTS", "TXT":
		m.item(rest)
	case "FLT":
		m.flight(rest)
	case "CVD":
		m.value(rest)
	case "ISU":
		m.issued(rest)
	case "OCI":
		m.control(rest)
	case "SSR", "OSI", "HAN":
		m.d.Number(strings.ToLower(m.tag), strings.Trim(rest, "/ "))
	}
}

// begin begins a part of the message.
func (m *mapper) begin(tag string) {
	m.tag, m.nth, m.role = tag, 0, ""
	if role := map[string]engine.Role{"SHP": engine.Shipper, "CNE": engine.Consignee, "NFY": engine.Notify, "AGT": engine.Forwarder}[tag]; role != "" {
		m.role = role
		m.d.Begin(role)
	}
}

// newer takes a line NAM, ADR or LOC of a party.
func (m *mapper) newer(tag, rest string) {
	if m.role == "" {
		return
	}
	m.nth = map[string]int{"NAM": 1, "ADR": 2, "LOC": 3}[tag]
	if tag == "NAM" {
		m.tag = map[engine.Role]string{engine.Shipper: "SHP", engine.Consignee: "CNE", engine.Notify: "NFY", engine.Forwarder: "AGT"}[m.role]
	}
	m.field(rest)
}

// party takes a line of a party's block: behind the tag its account, and on
// lines of their own name, street, place and state, country with postcode and
// numbers. An agent's block has its name and its place, and a notify party's
// name stands behind the tag.
func (m *mapper) party(tag, rest string) {
	if tag == "" {
		m.field(rest)
		return
	}
	rest = strings.Trim(rest, "/ ")
	switch {
	case rest == "":
	case tag == "NFY":
		m.nth = 1
		m.d.Set(m.role, "", rest)
	default:
		m.d.Set(m.role, "note", "account "+rest)
	}
}

// field takes the nth line of a party.
func (m *mapper) field(rest string) {
	rest = strings.Trim(rest, " /")
	if rest == "" {
		return
	}
	n := m.nth
	if m.role == engine.Forwarder && n == 2 { // an agent has no street
		n = 3
	}
	switch n {
	case 1:
		m.d.Set(m.role, "", rest)
	case 2:
		m.d.Set(m.role, "street", rest)
	case 3:
		city, region, _ := strings.Cut(rest, "/")
		m.d.Set(m.role, "city", city)
		m.d.Set(m.role, "region", region)
	default:
		m.last4(strings.Split(rest, "/"))
	}
}

// last4 takes the line of country, postcode and numbers, "US/10001/TE/12125550100".
func (m *mapper) last4(parts []string) {
	for i := 0; i < len(parts); i++ {
		v := strings.TrimSpace(parts[i])
		switch {
		case v == "TE" && i+1 < len(parts):
			m.d.Set(m.role, "phone", parts[i+1])
			i++
		case v == "FX" && i+1 < len(parts):
			m.d.Set(m.role, "note", "fax "+parts[i+1])
			i++
		case i == 0 && len(v) == 2:
			m.d.Set(m.role, "country", v)
		case i == 1:
			m.d.Set(m.role, "postcode", v)
		}
	}
}

// item takes a line of the rate description, as "1/P8/K250.5/CQ/W250.5/NG/
// ELECTRONIC PARTS", or a tariff code or text of a house.
func (m *mapper) item(rest string) {
	switch m.tag {
	case "HTS":
		m.d.Goods(m.last(), "hs", strings.Trim(rest, "/ "))
		return
	case "TXT":
		m.d.Goods(m.last(), bill.More, strings.Trim(rest, "/ "))
		return
	}
	parts := strings.Split(rest, "/")
	if m.nth == 0 && len(parts) > 0 {
		m.goods = append(m.goods, engine.Goods{})
	}
	g := m.last()
	for i, p := range parts {
		p = strings.TrimSpace(p)
		tail := strings.TrimSpace(strings.Join(parts[i+1:], "/"))
		switch {
		case p == "NG" || p == "NC":
			m.d.Goods(g, bill.More, tail)
			return
		case p == "NH":
			m.d.Goods(g, "hs", tail)
			return
		case p == "NO":
			m.d.Goods(g, "origin", tail)
			return
		case p == "ND" || p == "NV" || p == "NU" || p == "NS":
			return // dimensions, volume, containers, pieces as loaded
		case m.nth > 0:
		case amount(p, "P"):
			m.d.Goods(g, "quantity", p[1:])
			g.Unit = "pieces"
		case amount(p, "K"), amount(p, "L"):
			m.d.Goods(g, "weight", p[1:])
			g.WeightIn = weightUnit(p[:1])
		}
	}
}

// amount reports whether a part is a letter with a number behind it.
func amount(s, letter string) bool {
	return len(s) > 1 && s[:1] == letter && strings.Trim(s[1:], "0123456789.") == ""
}

func weightUnit(code string) string {
	if code == "L" {
		return "lb"
	}
	return "kg"
}

// flight takes a carrier's flight and day, "CI903/12".
func (m *mapper) flight(rest string) {
	flight, _, _ := strings.Cut(strings.Trim(rest, "/ "), "/")
	m.d.Number("voyage", flight)
	if len(flight) > 2 {
		m.d.Set(engine.Carrier, "identifier:iata", flight[:2])
	}
}

// value takes currency and declared values: "USD//PP/NVD/250000/XXX" is for
// carriage, for customs and for insurance.
func (m *mapper) value(rest string) {
	parts := strings.Split(rest, "/")
	for i, p := range parts {
		if i >= 3 && i <= 4 && strings.Trim(p, "0123456789.") == "" && p != "" {
			m.d.Number("value", strings.TrimSpace(p+" "+parts[0]))
		}
	}
}

// issued takes the day and place of issue, "12NOV26/TAIPEI".
func (m *mapper) issued(rest string) {
	day, _, _ := strings.Cut(strings.Trim(rest, "/ "), "/")
	if len(day) == 7 && m.d.Shipment.Date == 0 {
		if d, err := date.Any(day[:2]+" "+day[2:5]+" "+day[5:], date.DayFirst); err == nil {
			m.d.Shipment.Date = d
		}
	}
}

// control takes a line of customs and security information, "US/CNE/T/EIN123":
// country, whose, what, and the number. T is a trader's identification.
func (m *mapper) control(rest string) {
	parts := strings.SplitN(rest, "/", 4)
	if len(parts) < 4 {
		return
	}
	role := map[string]engine.Role{"SHP": engine.Shipper, "CNE": engine.Consignee, "NFY": engine.Notify, "AGT": engine.Forwarder}[strings.ToUpper(parts[1])]
	what, v := strings.ToUpper(parts[2]), strings.TrimSpace(parts[3])
	switch {
	case role == "" || v == "":
	case what == "T":
		m.d.Set(role, "identifier:tax-id", v)
	case what == "CT":
		m.d.Set(role, "phone", v)
	case what == "KC":
		m.d.Set(role, "contact", v)
	}
}

// finish puts the waybill into its record. Pieces, weight and value of the
// waybill are those of its goods where there is one line of them.
func (m *mapper) finish(rec *engine.Record, in *ingest.Input, w waybill) {
	s := &m.d.Shipment
	m.goods = slices.DeleteFunc(m.goods, func(g engine.Goods) bool { return g == engine.Goods{} })
	if len(m.goods) <= 1 {
		g := m.last()
		if g.Quantity == "" && w.pieces != "" {
			g.Quantity, g.Unit = w.pieces, "pieces"
		}
		if g.Weight == "" && w.weight != "" {
			g.Weight, g.WeightIn = w.weight, weightUnit(w.unit)
		}
		if v, in, ok := strings.Cut(s.Numbers["value"], " "); ok && g.Value == "" {
			g.Value, g.Currency = v, in
		}
		if *g == (engine.Goods{}) {
			m.goods = nil
		}
	} else if w.weight != "" {
		m.d.Number("weight", w.weight+" "+weightUnit(w.unit))
	}
	s.Goods = m.goods
	m.d.Place(rec, in.ID)
}
