package native

import (
	"errors"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// shipment is the line of a shipment. A party of it is a reference, an object
// that describes it, or a list of these.
func (m *mapper) shipment(v *ingest.Value, rec *engine.Record) error {
	s := engine.Shipment{ID: rec.ID.Key()}
	for i := range v.Members {
		f := &v.Members[i]
		switch f.Key {
		case "shipment", "deleted":
		case "date":
			s.Date = m.date(f)
		case "mode":
			s.Mode = f.Str()
		case "parties":
			for n := range f.Members {
				if err := m.shipmentParty(&f.Members[n], rec, &s); err != nil {
					return err
				}
			}
		case "goods":
			s.Goods = m.goods(f, nil)
		case "route":
			s.Route = m.route(f, nil)
		case "numbers":
			for n := range f.Members {
				if text := f.Members[n].Str(); text != "" {
					if s.Numbers == nil {
						s.Numbers = map[string]string{}
					}
					s.Numbers[f.Members[n].Key] = text
				}
			}
		default:
			m.in.Unknown(f.Key)
		}
	}
	rec.Shipments = []engine.Shipment{s}
	return nil
}

// role makes a role of a key: "end_user" and "End User" are "end-user".
func role(key string) engine.Role {
	return engine.Role(strings.Map(func(r rune) rune {
		if r == '_' || r == ' ' {
			return '-'
		}
		return r
	}, strings.ToLower(strings.TrimSpace(key))))
}

// roleOK reports whether a part's id can be made of the role.
func roleOK(r engine.Role) bool {
	ok := r != ""
	for _, c := range r {
		ok = ok && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')
	}
	return ok
}

func (m *mapper) shipmentParty(v *ingest.Value, rec *engine.Record, s *engine.Shipment) error {
	r := role(v.Key)
	if !roleOK(r) {
		return m.row.Bad("parties", v.Key, errors.New("a role is made of letters, digits and hyphens"))
	}
	parts := []ingest.Value{*v}
	if v.Kind == ingest.Array {
		parts = v.Members
	}
	for i := range parts {
		id, err := m.inline(&parts[i], string(r), rec)
		if err != nil {
			return err
		}
		if id != "" {
			s.Parties = append(s.Parties, engine.ShipmentParty{Role: r, Party: id})
		}
	}
	return nil
}

// inline is the id of a party that is named by reference, or described in the
// line itself and then added to its record.
func (m *mapper) inline(v *ingest.Value, role string, rec *engine.Record) (engine.PartyID, error) {
	if v.Kind != ingest.Object {
		return m.ref(v.Str()), nil
	}
	n := 0
	for rec.Party(rec.ID.Part(role, n)) != nil {
		n++
	}
	p, err := m.party(v, rec.ID.Part(role, n), role+".")
	if err != nil {
		return "", err
	}
	rec.Parties = append(rec.Parties, p)
	return p.ID, nil
}

// goods reads lines of goods: texts, objects, or a list of these.
func (m *mapper) goods(v *ingest.Value, out []engine.Goods) []engine.Goods {
	if v.Kind == ingest.Array {
		for i := range v.Members {
			v.Members[i].Key = v.Key
			out = m.goods(&v.Members[i], out)
		}
		return out
	}
	g := engine.Goods{Text: v.Str()}
	for i := range v.Members {
		f := &v.Members[i]
		to := map[string]*string{"text": &g.Text, "hs": &g.HS, "quantity": &g.Quantity, "unit": &g.Unit, "value": &g.Value,
			"currency": &g.Currency, "weight": &g.Weight, "weight_unit": &g.WeightIn, "origin": &g.Origin, "class": &g.Class}[f.Key]
		if to == nil {
			m.in.Unknown("goods." + f.Key)
			continue
		}
		*to = f.Str()
	}
	if g == (engine.Goods{}) {
		return out
	}
	return append(out, g)
}

// route reads places: texts, objects, or a list of these.
func (m *mapper) route(v *ingest.Value, out []engine.Stop) []engine.Stop {
	if v.Kind == ingest.Array {
		for i := range v.Members {
			v.Members[i].Key = v.Key
			out = m.route(&v.Members[i], out)
		}
		return out
	}
	s := engine.Stop{Place: v.Str()}
	if v.Kind == ingest.Object {
		s = engine.Stop{Kind: v.Get("kind").Str(), Place: v.Get("place").Str(), Country: v.Get("country").Str()}
		if d := v.Get("date"); d != nil {
			s.Date = m.date(d)
		}
		m.unknown(v, "kind", "place", "country", "date")
	}
	if s == (engine.Stop{}) {
		return out
	}
	return append(out, s)
}

// licence is the line of an approval. It is taken whole or not at all: one
// that lost its end or its quantity would allow what nobody approved.
func (m *mapper) licence(v *ingest.Value, rec *engine.Record) (err error) {
	l := engine.Licence{ID: rec.ID.Key()}
	for i := range v.Members {
		f := &v.Members[i]
		switch f.Key {
		case "licence", "deleted":
		case "holder":
			l.Holder, err = m.inline(f, "holder", rec)
		case "consignee":
			l.Consignee, err = m.inline(f, "consignee", rec)
		case "end_user":
			l.EndUser, err = m.inline(f, "end-user", rec)
		case "items":
			for n := range f.Members {
				var it engine.LicenceItem
				if it, err = m.item(&f.Members[n]); err != nil {
					return err
				}
				l.Items = append(l.Items, it)
			}
		case "from":
			l.From = m.date(f)
		case "until":
			l.Until = m.date(f)
		case "conditions":
			l.Conditions = f.Strings()
		case "amendments":
			for n := range f.Members {
				var x engine.Amendment
				if x, err = m.amendment(&f.Members[n]); err != nil {
					return err
				}
				l.Amendments = append(l.Amendments, x)
			}
		default:
			m.in.Unknown(f.Key)
		}
		if err != nil {
			return err
		}
	}
	m.forwards("until", l.From, &l.Until)
	if len(m.warnings) > 0 {
		bad := m.warnings[0]
		bad.Kept = false
		return &bad
	}
	rec.Licences = []engine.Licence{l}
	return nil
}

// amendment is what changes a licence from a day on. It needs the day: without
// it nobody knows which shipments it is about.
func (m *mapper) amendment(v *ingest.Value) (engine.Amendment, error) {
	x := engine.Amendment{Class: v.Get("class").Str(), Product: v.Get("product").Str()}
	if d := v.Get("date"); d != nil {
		x.Date = m.date(d)
	}
	if x.Date == 0 {
		return x, m.row.Bad("amendments.date", v.Get("date").Str(), errors.New("an amendment needs the day from which it counts"))
	}
	if d := v.Get("until"); d != nil {
		x.Until = m.date(d)
	}
	if q := v.Get("quantity"); !q.IsNull() {
		n, err := strconv.ParseInt(q.Str(), 10, 64)
		if err != nil {
			return x, m.row.Bad("amendments.quantity", q.Str(), errors.New("want a whole number of pieces, below 0 where some are taken away"))
		}
		x.Quantity = n
	}
	m.unknown(v, "date", "class", "product", "quantity", "until")
	return x, nil
}

// item is what a licence allows.
func (m *mapper) item(v *ingest.Value) (engine.LicenceItem, error) {
	it := engine.LicenceItem{Class: v.Get("class").Str(), Product: v.Get("product").Str(), Value: v.Get("value").Str()}
	if q := v.Get("quantity"); !q.IsNull() {
		n, err := strconv.ParseInt(q.Str(), 10, 64)
		if err != nil || n <= 0 {
			return it, m.row.Bad("items.quantity", q.Str(), errors.New("want a whole number of pieces over 0"))
		}
		it.Quantity = n
	}
	m.unknown(v, "class", "product", "value", "quantity")
	return it, nil
}
