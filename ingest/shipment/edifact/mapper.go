package edifact

import (
	"errors"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
	"github.com/pierce-er/pierce/ingest/shipment/bill"
)

// mapper puts a consignment together.
type mapper struct {
	d     bill.Draft
	goods []engine.Goods
	role  engine.Role // of the last NAD, to which CTA and COM belong
	boxes []string
	dates map[string]engine.Date
	flaws []ingest.RowError
}

// roleOf are the party function codes (element 3035).
func roleOf(code string) engine.Role {
	switch code {
	case "CZ", "EX", "SH", "SF", "OS":
		return engine.Shipper
	case "SE", "SU", "VN":
		return engine.Seller
	case "CN":
		return engine.Consignee
	case "UC", "DP", "ST", "CNE":
		return engine.UltimateConsignee
	case "UD", "EU":
		return engine.EndUser
	case "IM", "BY", "OB":
		return engine.Buyer
	case "NI", "N1", "N2":
		return engine.Notify
	case "FW", "FF", "AG", "CG", "DT", "AE", "CB":
		return engine.Forwarder
	case "CA":
		return engine.Carrier
	case "PR", "IV", "PE", "FP":
		return engine.Payer
	case "MF":
		return engine.Manufacturer
	}
	return ""
}

// read takes segments; those of the message's head come first.
func (m *mapper) read(segs []*segment, head bool) {
	for _, s := range segs {
		switch s.tag {
		case "NAD":
			m.party(s)
		case "CTA", "COM":
			m.contact(s)
		case "LOC":
			m.place(s)
		case "DTM":
			m.date(s)
		case "TDT":
			m.transport(s)
		case "RFF":
			m.reference(s.get(1, 0), s.get(1, 1))
		case "CNI":
			m.d.Number("document", s.get(2, 0))
		case "BGM":
			if head {
				m.d.Number("message", s.get(2, 0))
			}
		default:
			m.item(s)
		}
	}
}

// party reads a NAD: either five lines of name and address in element 3, or
// name, street, city, region, postcode and country in elements 4 to 9.
func (m *mapper) party(s *segment) {
	m.role = roleOf(s.get(1, 0))
	if m.role == "" {
		return
	}
	role := m.role
	m.d.Begin(role)
	if id := s.get(2, 0); id != "" {
		scheme := "edi-party"
		switch s.get(2, 2) {
		case "5": // ISO 6523 / LEI by its agency code (element 3055)
			scheme = "lei"
		case "9":
			scheme = "gln"
		case "16":
			scheme = "duns"
		case "182", "172":
			scheme = "scac"
		}
		m.d.Set(role, "identifier:"+scheme, id)
	}
	lines := s.all(3)
	if name := s.all(4); len(name) > 0 {
		m.d.Set(role, "", strings.Join(name, " "))
	} else if len(lines) > 0 {
		m.d.Set(role, "", lines[0])
		lines = lines[1:]
	}
	if street := append(s.all(5), lines...); len(street) > 0 {
		m.d.Set(role, "street", strings.Join(street, ", "))
	}
	m.d.Set(role, "city", s.get(6, 0))
	m.d.Set(role, "region", strings.Join(s.all(7), " "))
	m.d.Set(role, "postcode", s.get(8, 0))
	m.d.Set(role, "country", s.get(9, 0))
}

func (m *mapper) contact(s *segment) {
	if m.role == "" {
		return
	}
	if s.tag == "CTA" {
		m.d.Set(m.role, "contact", s.get(2, 1))
		return
	}
	part := map[string]string{"TE": "phone", "AL": "phone", "EM": "email", "FX": "note"}[s.get(1, 1)]
	if part == "note" && s.get(1, 0) != "" {
		m.d.Set(m.role, part, "fax "+s.get(1, 0))
	} else if part != "" {
		m.d.Set(m.role, part, s.get(1, 0))
	}
}

// place reads a LOC; a UN/LOCODE begins with its country.
func (m *mapper) place(s *segment) {
	kind := map[string]string{"88": "receipt", "5": "loading", "9": "loading", "13": "transhipment", "11": "unloading", "12": "unloading", "7": "delivery", "20": "destination", "8": "destination", "36": "destination", "35": "loading", "27": "origin"}[s.get(1, 0)]
	code, name := s.get(2, 0), s.get(2, 3)
	if kind == "" || code == "" && name == "" {
		return
	}
	if kind == "origin" {
		if n := len(m.goods); n > 0 {
			m.d.Goods(&m.goods[n-1], "origin", code)
		}
		return
	}
	stop := m.d.Stop(kind)
	if len(code) == 2 {
		stop.Country = code
		return
	}
	if stop.Place != "" {
		return
	}
	if len(code) == 5 && stop.Country == "" {
		stop.Country = strings.ToUpper(code[:2])
	}
	if stop.Place = name; name == "" {
		stop.Place = code
	}
}

// date reads a DTM; which one dates the shipment, finish decides.
func (m *mapper) date(s *segment) {
	v, format := s.get(1, 1), s.get(1, 2)
	day := v
	switch {
	case (format == "203" || format == "204") && len(v) >= 8:
		day = v[:8]
	case format == "101" && len(v) == 6:
		day = "20" + v
	}
	d, err := date.Any(day, date.DayFirst)
	if err != nil {
		m.flaws = append(m.flaws, ingest.RowError{Line: s.n, Field: "DTM", Value: v, Raw: []byte(s.text), Kept: true,
			Err: errors.New("want a date that exists, as 20240531 with the format 102; the consignment stands without it")})
		return
	}
	if m.dates == nil {
		m.dates = map[string]engine.Date{}
	}
	m.dates[s.get(1, 0)] = d
}

// transport reads a TDT: voyage, mode, carrier and means of transport.
func (m *mapper) transport(s *segment) {
	m.d.Number("voyage", s.get(2, 0))
	if mode := map[string]string{"1": "sea", "2": "rail", "3": "road", "4": "air", "5": "mail", "8": "inland water"}[s.get(3, 0)]; m.d.Shipment.Mode == "" {
		m.d.Shipment.Mode = mode
	}
	if code, name := s.get(5, 0), s.get(5, 3); code != "" || name != "" {
		m.d.Begin(engine.Carrier)
		m.d.Set(engine.Carrier, "", name)
		m.d.Set(engine.Carrier, "identifier:scac", code)
	}
	if id, name := s.get(8, 0), s.get(8, 3); id != "" || name != "" {
		m.d.Begin(engine.Ship)
		m.d.Set(engine.Ship, "", name)
		scheme := "conveyance"
		if len(id) == 7 && strings.Trim(id, "0123456789") == "" {
			scheme = "imo"
		}
		m.d.Set(engine.Ship, "identifier:"+scheme, id)
		m.d.Set(engine.Ship, "country", s.get(8, 4))
	}
}

// reference reads a number of the consignment (element 1153).
func (m *mapper) reference(code, v string) {
	if name := map[string]string{"BM": "bill", "BN": "booking", "MB": "master_bill", "HWB": "house_bill", "BH": "house_bill", "AWB": "bill", "MWB": "master_bill", "AAQ": "container", "IV": "invoice", "ON": "order", "EX": "licence", "IP": "licence", "DM": "document", "CU": "consignor_reference"}[code]; name != "" {
		m.d.Number(name, v)
	}
}

// key is the number of the bill that names the goods' own parties.
func (m *mapper) key() string {
	n := m.d.Shipment.Numbers
	for _, name := range []string{"house_bill", "bill", "document", "master_bill", "booking", "message"} {
		if n[name] != "" {
			return n[name]
		}
	}
	return ""
}

// finish puts the consignment into its record. The day that dates it is that of
// arrival, or else of departure, or else of the document.
func (m *mapper) finish(rec *engine.Record, in *ingest.Input) {
	s := &m.d.Shipment
	s.ID = m.key()
	for _, code := range []string{"178", "132", "186", "133", "136", "137", "182"} {
		if s.Date == 0 {
			s.Date = m.dates[code]
		}
	}
	s.Goods = slices.DeleteFunc(m.goods, func(g engine.Goods) bool { return g == engine.Goods{} })
	m.d.Number("container", strings.Join(m.boxes, " "))
	m.d.Place(rec, in.ID)
}
