package ams

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
	draft "github.com/pierce-er/pierce/ingest/shipment/bill"
)

// mapper turns the rows of a bill into a record.
type mapper struct {
	d        draft.Draft
	bill     *bill
	warnings []ingest.RowError
}

// record maps one bill.
func (m *mapper) record(in *ingest.Input, key string, b *bill) (*engine.Record, []ingest.RowError) {
	m.d.Reset()
	m.bill, m.warnings = b, nil
	h := b.header
	m.header(h)
	for _, i := range b.rows {
		switch i.kind {
		case "billgen":
			m.numbers(i)
		case "shipper":
			m.party(i, engine.Shipper, "shipper_party_name", "shipper_party")
		case "consignee":
			m.party(i, engine.Consignee, "consignee_name", "consignee")
		case "notifyparty":
			m.party(i, engine.Notify, "notify_party_name", "notify_party")
		case "marksnumbers":
			m.d.Number("marks", joined(i, "marks_and_numbers_", 8))
		case "hazmat":
			m.d.Number("hazmat", i.get("hazmat_code"))
		}
	}
	m.containers()
	m.goods()
	rec := &engine.Record{ID: in.ID(key), Raw: m.raw(), File: h.file, Line: h.line}
	m.d.Place(rec, in.ID)
	return rec, m.warnings
}

// raw is the bill's rows, one a line, each behind the name of its table.
func (m *mapper) raw() []byte {
	var b []byte
	for _, i := range m.bill.rows {
		b = append(b, i.kind...)
		b = append(b, ':', ' ')
		b = append(b, i.text...)
		b = append(b, '\n')
	}
	return b
}

// header takes what the header says of the voyage.
func (m *mapper) header(h *item) {
	s := &m.d.Shipment
	for _, col := range []string{"actual_arrival_date", "estimated_arrival_date"} {
		if s.Date == 0 {
			s.Date = m.date(h, col)
		}
	}
	s.Mode = h.get("mode_of_transportation")
	m.d.Set(engine.Ship, "", h.get("vessel_name"))
	if v := h.get("conveyance_id"); v != "" {
		scheme := "conveyance"
		if q := strings.ToUpper(h.get("conveyance_id_qualifier")); strings.Contains(q, "IMO") || strings.Contains(q, "LLOYD") || len(v) == 7 && strings.Trim(v, "0123456789") == "" {
			scheme = "imo"
		}
		m.d.Set(engine.Ship, "identifier:"+scheme, v)
	}
	m.d.Set(engine.Ship, "country", h.get("vessel_country_code"))
	m.d.Set(engine.Carrier, "identifier:scac", h.get("carrier_code"))
	for _, r := range []struct{ kind, col string }{
		{"receipt", "place_of_receipt"}, {"loading", "foreign_port_of_lading"}, {"unloading", "port_of_unlading"},
		{"destination", "port_of_destination"}, {"destination", "foreign_port_of_destination"},
	} {
		if v := h.get(r.col); v != "" {
			stop := m.d.Stop(r.kind)
			if stop.Place == "" {
				stop.Place = v
			}
			if r.kind == "unloading" {
				stop.Country, stop.Date = "US", s.Date
			}
		}
	}
	m.d.Number("in_bond", h.get("in_bond_entry_type"))
	m.d.Number("record_status", h.get("record_status_indicator"))
	m.d.Number("secondary_notify", joined(h, "secondary_notify_party_", 10))
	if v := h.get("measurement"); v != "" && v != "0" {
		m.d.Number("volume", strings.TrimSpace(v+" "+h.get("measurement_unit")))
	}
}

// joined are the cells of numbered columns that are filled, without repeats.
func joined(i *item, prefix string, n int) string {
	var out []string
	for k := 1; k <= n; k++ {
		if v := i.get(prefix + strconv.Itoa(k)); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return strings.Join(out, " ")
}

// numbers takes the numbers of the bill. The shipment's id is that of the bill
// that names the goods' own parties: the house bill where there is one.
func (m *mapper) numbers(i *item) {
	master, house := i.get("master_bol_number"), i.get("house_bol_number")
	m.d.Number("master_bill", master)
	m.d.Number("house_bill", house)
	m.d.Number("sub_house_bill", i.get("sub_house_bol_number"))
	m.d.Number("voyage", i.get("voyage_number"))
	m.d.Number("bill_type", i.get("bill_type_code"))
	m.d.Number("manifest", i.get("manifest_number"))
	for _, id := range []string{house, master} {
		if m.d.Shipment.ID == "" {
			m.d.Shipment.ID = id
		}
	}
}

// party takes a row of one of the tables of parties. Their columns bear the
// table's name, in newer releases with "party" in it.
func (m *mapper) party(i *item, role engine.Role, name, prefix string) {
	get := func(col string) string {
		for _, p := range []string{prefix + "_", strings.TrimSuffix(prefix, "_party") + "_", ""} {
			if v := i.get(p + col); v != "" {
				return v
			}
		}
		return ""
	}
	m.d.Begin(role)
	m.d.Set(role, "", i.get(name))
	for _, col := range []string{"address_1", "address_2", "address_3", "address_4"} {
		m.d.Set(role, "street", get(col))
	}
	m.d.Set(role, "city", get("city"))
	m.d.Set(role, "region", get("state_province"))
	m.d.Set(role, "postcode", get("zip_code"))
	m.d.Set(role, "country", get("country_code"))
	m.d.Set(role, "contact", get("contact_name"))
	switch q := strings.ToUpper(get("comm_number_qualifier")); {
	case strings.HasPrefix(q, "E"):
		m.d.Set(role, "email", get("comm_number"))
	case strings.HasPrefix(q, "F"):
		m.d.Set(role, "note", prefixed("fax ", get("comm_number")))
	default:
		m.d.Set(role, "phone", get("comm_number"))
	}
}

func prefixed(what, v string) string {
	if v == "" {
		return ""
	}
	return what + v
}

// containers takes the numbers of containers and seals.
func (m *mapper) containers() {
	var boxes, seals []string
	for _, i := range m.bill.rows {
		if v := i.get("container_number"); v != "" && !slices.Contains(boxes, v) && len(boxes) < maxNamed {
			boxes = append(boxes, v)
		}
		if v := joined(i, "seal_number_", 2); v != "" && len(seals) < maxNamed {
			seals = append(seals, v)
		}
	}
	m.d.Number("container", strings.Join(boxes, " "))
	m.d.Number("seal", strings.Join(seals, " "))
}

// maxNamed is how many containers of a bill are named: more than a ship's
// largest bills have that anyone looks at one by one.
const maxNamed = 200

// goods joins descriptions and tariff lines by container and sequence number.
// What the header says of the whole bill belongs to the line where there is
// but one, and else to the shipment.
func (m *mapper) goods() {
	place := func(i *item) string {
		return i.get("container_number") + "\x00" + i.get("description_sequence_number")
	}
	tariffs := map[string][]*item{}
	for _, i := range m.bill.rows {
		if i.kind == "tariff" {
			tariffs[place(i)] = append(tariffs[place(i)], i)
		}
	}
	s := &m.d.Shipment
	for _, i := range m.bill.rows {
		if i.kind != "cargodesc" {
			continue
		}
		g := engine.Goods{Text: i.get("description_text")}
		m.d.Goods(&g, "quantity", i.get("piece_count"))
		if list := tariffs[place(i)]; len(list) > 0 {
			m.tariff(&g, list[0])
			tariffs[place(i)] = list[1:]
		}
		if g != (engine.Goods{}) {
			s.Goods = append(s.Goods, g)
		}
	}
	for _, i := range m.bill.rows { // those without a description of their own
		if list := tariffs[place(i)]; i.kind == "tariff" && slices.Contains(list, i) {
			g := engine.Goods{}
			m.tariff(&g, i)
			if g != (engine.Goods{}) {
				s.Goods = append(s.Goods, g)
			}
		}
	}
	m.whole()
}

// tariff takes a tariff line.
func (m *mapper) tariff(g *engine.Goods, i *item) {
	m.d.Goods(g, "hs", i.get("harmonized_number"))
	if v := i.get("harmonized_value"); v != "" && strings.Trim(v, "0.") != "" {
		m.d.Goods(g, "value", v)
		g.Currency = "USD"
	}
	if v := i.get("harmonized_weight"); v != "" && strings.Trim(v, "0.") != "" {
		m.d.Goods(g, "weight", v)
		g.WeightIn = unit(i.get("harmonized_weight_unit"))
	}
}

// unit writes the manifest's units of weight as they are understood everywhere;
// K and L are the codes of the message itself.
func unit(u string) string {
	switch strings.ToUpper(u) {
	case "K", "KG", "KGS", "KILOGRAMS":
		return "kg"
	case "L", "LB", "LBS", "POUNDS":
		return "lb"
	}
	return u
}

// whole is what the header says of all goods together.
func (m *mapper) whole() {
	h, s := m.bill.header, &m.d.Shipment
	weight, in := h.get("weight"), unit(h.get("weight_unit"))
	count, of := h.get("manifest_quantity"), h.get("manifest_unit")
	if strings.Trim(weight, "0.") == "" {
		weight = ""
	}
	if len(s.Goods) > 1 {
		m.d.Number("weight", strings.TrimSpace(prefixed(weight, " "+in)))
		m.d.Number("packages", strings.TrimSpace(prefixed(count, " "+of)))
		return
	}
	g := engine.Goods{}
	if len(s.Goods) == 1 {
		g = s.Goods[0]
	}
	if g.Weight == "" && weight != "" {
		m.d.Goods(&g, "weight", weight)
		g.WeightIn = in
	}
	if g.Quantity == "" && count != "" {
		m.d.Goods(&g, "quantity", count)
		g.Unit = of
	}
	if g != (engine.Goods{}) {
		s.Goods = []engine.Goods{g}
	}
}

// date reads a date; one that does not exist is filed.
func (m *mapper) date(i *item, col string) engine.Date {
	v := i.get(col)
	d, err := date.Any(v, date.MonthFirst)
	if err != nil {
		m.warnings = append(m.warnings, ingest.RowError{File: i.file, Line: i.line, Field: col, Value: v, Raw: []byte(i.text), Kept: true,
			Err: errors.New("want a date that exists, as 2024-05-31; the bill stands without it")})
	}
	return d
}
