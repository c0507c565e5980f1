package table

import (
	"errors"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
)

// mapper turns the rows of one table into records.
type mapper struct {
	in       *ingest.Input
	plan     *plan
	order    date.Order
	warned   bool // of a date that can be read in two ways
	ids      map[uint64]uint32
	row      *ingest.Row
	shipment engine.Shipment
	goods    engine.Goods
	parties  []draft
	warnings []ingest.RowError
}

// draft is a party before the row's key is known.
type draft struct {
	role  engine.Role
	party engine.Party
	addr  engine.Address
	ref   string
	same  engine.Role // "same as consignee"
}

// record makes the row's record; n counts the rows.
func (m *mapper) record(n int64) (*engine.Record, error) {
	m.shipment, m.goods, m.parties = engine.Shipment{}, engine.Goods{}, m.parties[:0]
	for i := range m.plan.steps {
		s := &m.plan.steps[i]
		for _, v := range m.plan.rows.Values(m.row.Get(s.column)) {
			m.set(s.target, v)
		}
	}
	for i := range m.plan.fixed {
		if s := &m.plan.fixed[i]; m.wantsFixed(s.target) {
			m.set(s.target, s.value)
		}
	}
	if m.goods != (engine.Goods{}) {
		m.shipment.Goods = []engine.Goods{m.goods}
	}
	if len(m.parties) == 0 && m.shipment.Goods == nil && m.shipment.Date == 0 {
		return nil, m.row.Bad("", "", errNothing)
	}
	rec := m.row.Record(m.key(n))
	m.place(rec)
	rec.Shipments = []engine.Shipment{m.shipment}
	return rec, nil
}

// wantsFixed reports whether a constant has something to stand beside: a unit
// without a weight says nothing.
func (m *mapper) wantsFixed(t target) bool {
	switch {
	case t.kind == "goods" && t.name == "weight_unit":
		return m.goods.Weight != ""
	case t.kind == "goods" && t.name == "currency":
		return m.goods.Value != ""
	}
	return true
}

// set puts one value where its target says; the first value of a target
// counts.
func (m *mapper) set(t target, v string) {
	s := &m.shipment
	switch t.kind {
	case "id":
		first(&s.ID, v)
	case "mode":
		first(&s.Mode, v)
	case "date":
		if s.Date == 0 {
			s.Date = m.date("date", v)
		}
	case "numbers":
		if s.Numbers == nil {
			s.Numbers = map[string]string{}
		}
		if s.Numbers[t.name] == "" {
			s.Numbers[t.name] = v
		}
	case "goods":
		m.setGoods(t.name, v)
	case "route":
		m.setStop(t, v)
	case "party":
		m.setParty(t, v)
	}
}

func first(to *string, v string) {
	if *to == "" {
		*to = v
	}
}

func (m *mapper) setGoods(field, v string) {
	g := &m.goods
	switch field {
	case "":
		first(&g.Text, v)
	case "hs":
		first(&g.HS, v)
	case "quantity":
		first(&g.Quantity, v)
	case "unit":
		first(&g.Unit, v)
	case "value":
		first(&g.Value, v)
	case "currency":
		first(&g.Currency, v)
	case "weight":
		first(&g.Weight, v)
	case "weight_unit":
		first(&g.WeightIn, v)
	case "origin":
		first(&g.Origin, v)
	case "class":
		first(&g.Class, v)
	}
}

func (m *mapper) setStop(t target, v string) {
	route := m.shipment.Route
	i := 0
	for i < len(route) && route[i].Kind != t.name {
		i++
	}
	if i == len(route) {
		route = append(route, engine.Stop{Kind: t.name})
		m.shipment.Route = route
	}
	switch t.part {
	case "":
		first(&route[i].Place, v)
	case "country":
		first(&route[i].Country, v)
	case "date":
		if route[i].Date == 0 {
			route[i].Date = m.date("route:"+t.name+":date", v)
		}
	}
}

// sameAs are the words for a party that stands in the row already.
var sameAs = map[string]engine.Role{
	"same as consignee": engine.Consignee, "same as cnee": engine.Consignee, "sac": engine.Consignee, "same as shipper": engine.Shipper, "same as notify": engine.Notify, "同收货人": engine.Consignee,
}

// setParty fills a party. A second name in the same role is a second party.
func (m *mapper) setParty(t target, v string) {
	role := engine.Role(t.name)
	at := -1
	for i := range m.parties {
		if m.parties[i].role == role {
			at = i
		}
	}
	if at < 0 || t.part == "" && (len(m.parties[at].party.Names) > 0 || m.parties[at].same != "") {
		m.parties = append(m.parties, draft{role: role})
		at = len(m.parties) - 1
	}
	d := &m.parties[at]
	switch scheme, isID := strings.CutPrefix(t.part, "identifier:"); {
	case isID:
		d.party.Identifiers = append(d.party.Identifiers, engine.Identifier{Scheme: scheme, Value: v})
	case t.part == "":
		if r := sameAs[strings.Trim(strings.ToLower(v), " .,*")]; r != "" && r != role {
			d.same = r
			return
		}
		d.party.Names = append(d.party.Names, engine.Name{Text: v})
	case t.part == "address":
		first(&d.addr.Text, v)
	case t.part == "street":
		if d.addr.Street != "" {
			v = d.addr.Street + ", " + v
		}
		d.addr.Street = v
	case t.part == "city":
		first(&d.addr.City, v)
	case t.part == "region":
		first(&d.addr.Region, v)
	case t.part == "postcode":
		first(&d.addr.Postcode, v)
	case t.part == "country":
		first(&d.party.Country, v)
		first(&d.addr.Country, v)
	case t.part == "phone":
		d.party.Phones = append(d.party.Phones, v)
	case t.part == "email":
		d.party.Emails = append(d.party.Emails, v)
	case t.part == "contact":
		d.party.Notes = append(d.party.Notes, "contact: "+v)
	case t.part == "ref":
		first(&d.ref, v)
	}
}

// place gives the drafts their ids and puts them into the record.
func (m *mapper) place(rec *engine.Record) {
	count := map[engine.Role]int{}
	for i := range m.parties {
		d := &m.parties[i]
		p := &d.party
		if d.ref != "" {
			ref := d.ref
			if !strings.Contains(ref, "/") {
				ref = string(m.in.ID(ref))
			}
			m.shipment.Parties = append(m.shipment.Parties, engine.ShipmentParty{Role: d.role, Party: engine.PartyID(ref)})
		}
		if len(p.Names) == 0 && len(p.Identifiers) == 0 && d.addr.Text == "" && d.addr.Street == "" {
			continue
		}
		p.ID = rec.ID.Part(string(d.role), count[d.role])
		count[d.role]++
		if p.Kind = engine.Unknown; d.role == engine.Ship {
			p.Kind = engine.Vessel
		}
		if a := d.addr; a.Text != "" || a.Street != "" || a.City != "" || a.Postcode != "" {
			p.Addresses = []engine.Address{a}
		}
		rec.Parties = append(rec.Parties, *p)
		m.shipment.Parties = append(m.shipment.Parties, engine.ShipmentParty{Role: d.role, Party: p.ID})
	}
	for i := range m.parties {
		if d := &m.parties[i]; d.same != "" && count[d.same] > 0 {
			m.shipment.Parties = append(m.shipment.Parties, engine.ShipmentParty{Role: d.role, Party: rec.ID.Part(string(d.same), 0)})
		}
	}
}

var (
	errDate      = errors.New("want a date that exists, as 2006-06-02, 2-Jun-06 or 02/06/2006; the row stands without it")
	errAmbiguous = errors.New(`can be read in two ways, and was with the day first, as all like it in this file; "dates":"mdy" in the map says otherwise`)
)

// date reads a date; one that does not exist is set aside.
func (m *mapper) date(field, v string) engine.Date {
	d, err := date.Any(v, m.order)
	if err != nil {
		m.warn(field, v, errDate)
		return 0
	}
	if other, err := date.Any(v, date.MonthFirst); !m.warned && m.order == date.NoOrder && err == nil && other != d {
		m.warned = true
		m.warn(field, v, errAmbiguous)
	}
	return d
}

func (m *mapper) warn(field, value string, err error) {
	m.warnings = append(m.warnings, m.row.Warn(field, value, err))
}
