package edifact

import (
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// item reads the segments of goods: GID begins a line, the others belong to the
// last one, or where there is none, to the consignment's only one.
func (m *mapper) item(s *segment) {
	switch s.tag {
	case "GID":
		g := engine.Goods{}
		m.d.Goods(&g, "quantity", s.get(2, 0))
		if g.Quantity != "" {
			g.Unit = first(s.get(2, 4), s.get(2, 1))
		}
		m.goods = append(m.goods, g)
	case "PAC":
		if g := m.line(); g.Quantity == "" {
			m.d.Goods(g, "quantity", s.get(1, 0))
			g.Unit = first(s.get(3, 3), s.get(3, 0))
		}
	case "FTX":
		text := strings.Join(s.all(4), " ")
		switch code := s.get(1, 0); {
		case text == "":
		case code == "AAA" || code == "AAI" || code == "PRD" || code == "ACB":
			m.d.Goods(m.line(), "more", text)
		default:
			m.d.Number("text_"+strings.ToLower(code), text)
		}
	case "MEA":
		m.measure(s)
	case "MOA":
		if slices.Contains([]string{"38", "39", "40", "43", "44", "63", "66", "77", "123", "146", "203"}, s.get(1, 0)) {
			g := m.line()
			if g.Value == "" {
				m.d.Goods(g, "value", s.get(1, 1))
				m.d.Goods(g, "currency", s.get(1, 2))
			}
		}
	case "CST":
		for e := 2; e <= 6; e++ {
			if v := s.get(e, 0); isTariff(v) {
				m.d.Goods(m.line(), "hs", v)
			}
		}
	case "PIA":
		for e := 2; e <= 6; e++ {
			switch v := s.get(e, 0); {
			case s.get(e, 1) == "HS" || s.get(e, 1) == "CC":
				m.d.Goods(m.line(), "hs", v)
			case v != "":
				m.d.Goods(m.line(), "more", v)
			}
		}
	case "TCC":
		if v := s.get(3, 0); isTariff(v) {
			m.d.Goods(m.line(), "hs", v)
		}
	case "PCI":
		m.d.Number("marks", strings.Join(s.all(2), " "))
	case "SGP", "EQD":
		v := s.get(1, 0)
		if s.tag == "EQD" {
			v = s.get(2, 0)
		}
		if v != "" && !slices.Contains(m.boxes, v) && len(m.boxes) < 200 {
			m.boxes = append(m.boxes, v)
		}
	case "DGS":
		m.d.Number("hazmat", strings.TrimSpace(s.get(2, 0)+" UN"+s.get(3, 0)))
	}
}

// line is the line of goods under way.
func (m *mapper) line() *engine.Goods {
	if len(m.goods) == 0 {
		m.goods = append(m.goods, engine.Goods{})
	}
	return &m.goods[len(m.goods)-1]
}

// measure reads a weight or a volume: element 3 has unit and value.
func (m *mapper) measure(s *segment) {
	unit, v := strings.ToUpper(s.get(3, 0)), s.get(3, 1)
	in := map[string]string{"KGM": "kg", "KG": "kg", "LBR": "lb", "LBS": "lb", "TNE": "t", "GRM": "g"}[unit]
	switch {
	case v == "":
	case unit == "MTQ" || unit == "FTQ":
		m.d.Number("volume", v+" "+unit)
	case in != "":
		g := m.line()
		if g.Weight == "" {
			m.d.Goods(g, "weight", v)
			g.WeightIn = in
		}
	}
}

// isTariff reports whether a code may be one of the Harmonised System: six to
// ten digits.
func isTariff(v string) bool {
	return len(v) >= 6 && len(v) <= 12 && strings.Trim(v, "0123456789.") == ""
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
