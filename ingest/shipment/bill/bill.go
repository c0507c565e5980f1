// Package bill puts a shipment together out of what its document says, the
// same way for every format: which party stands in which role, what "TO ORDER
// OF BANK", "SAME AS CONSIGNEE", "C/O" and "D/B/A" mean, and what words in the
// place of a number are worth.
//
//   - "TO ORDER" names nobody: there is no consignee, and the number "to_order"
//     of the shipment keeps the text. "TO ORDER OF X" makes X the consignee as
//     well; a bank, which then pays, is the payer too (UCP 600, article 20: such
//     a bill passes title to the bank that honours the credit).
//   - "SAME AS CONSIGNEE" is the consignee's party in one more role.
//   - "A O/B B": B stands in the role, and A as its forwarder.
//   - "A C/O B": both stand in the role, A first, and B is the door of A's
//     address.
//   - "A D/B/A B", "A FORMERLY B": one party with two names.
//   - A consignee whose name says that it forwards is a forwarder too.
//
// What was said and is none of these stays in the shipment's numbers, under
// the name of the role or field with "_said" behind it.
package bill

import (
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Draft is a shipment under way. The zero Draft is empty.
type Draft struct {
	Shipment engine.Shipment
	parties  []draft
}

// draft is a party before its record's key is known.
type draft struct {
	role  engine.Role
	party engine.Party // names but the one that was said
	said  string       // the text in the name's place
	addr  engine.Address
	ref   string // the id of a party of another record
}

// Reset empties the draft for the next shipment.
func (d *Draft) Reset() {
	d.Shipment = engine.Shipment{}
	d.parties = d.parties[:0]
}

// Parties is how many parties have been begun.
func (d *Draft) Parties() int { return len(d.parties) }

// Begin begins another party in the role, whatever the last one lacks.
func (d *Draft) Begin(role engine.Role) { d.parties = append(d.parties, draft{role: role}) }

// Parts are what Set knows of a party, beside "identifier:SCHEME"; "" is its
// name.
func Parts() []string {
	return []string{"", "address", "street", "city", "region", "postcode", "country", "phone", "email", "contact", "note", "ref"}
}

// Set puts one value into a party. A second name in the same role begins a
// second party; anything else belongs to the last one of its role. Of what a
// party has once the first value counts; parts of a street are joined.
func (d *Draft) Set(role engine.Role, part, v string) {
	if v = strings.TrimSpace(v); v == "" {
		return
	}
	p := d.last(role)
	if p == nil || part == "" && p.said != "" {
		d.Begin(role)
		p = &d.parties[len(d.parties)-1]
	}
	if scheme, ok := strings.CutPrefix(part, "identifier:"); ok {
		p.party.Identifiers = append(p.party.Identifiers, engine.Identifier{Scheme: scheme, Value: v})
		return
	}
	switch part {
	case "":
		p.name(v)
	case "address":
		first(&p.addr.Text, v)
	case "street":
		if p.addr.Street != "" {
			v = p.addr.Street + ", " + v
		}
		p.addr.Street = v
	case "city":
		first(&p.addr.City, v)
	case "region":
		first(&p.addr.Region, v)
	case "postcode":
		first(&p.addr.Postcode, v)
	case "country":
		first(&p.party.Country, v)
		first(&p.addr.Country, v)
	case "phone":
		p.party.Phones = append(p.party.Phones, v)
	case "email":
		p.party.Emails = append(p.party.Emails, v)
	case "contact":
		p.party.Notes = append(p.party.Notes, "contact: "+v)
	case "note":
		p.party.Notes = append(p.party.Notes, v)
	case "ref":
		first(&p.ref, v)
	}
}

// last is the party of the role that was begun last; nil if there is none.
func (d *Draft) last(role engine.Role) *draft {
	for i := len(d.parties) - 1; i >= 0; i-- {
		if d.parties[i].role == role {
			return &d.parties[i]
		}
	}
	return nil
}

// name takes a name's text. Of several lines the first is the name, the others
// its address.
func (p *draft) name(v string) {
	head, rest, _ := strings.Cut(strings.ReplaceAll(v, "\r\n", "\n"), "\n")
	p.said = strings.TrimSpace(head)
	if rest = strings.Join(strings.FieldsFunc(rest, func(r rune) bool { return r == '\n' || r == '\r' }), ", "); strings.TrimSpace(rest) != "" {
		first(&p.addr.Text, strings.TrimSpace(rest))
	}
}

func first(to *string, v string) {
	if *to == "" {
		*to = v
	}
}

// Number keeps a number or word of the shipment under a name; the first value
// of a name counts.
func (d *Draft) Number(name, v string) {
	if v = strings.TrimSpace(v); v == "" {
		return
	}
	if d.Shipment.Numbers == nil {
		d.Shipment.Numbers = map[string]string{}
	}
	if d.Shipment.Numbers[name] == "" {
		d.Shipment.Numbers[name] = v
	}
}

// Stop is the stop of a kind, made where the route has none.
func (d *Draft) Stop(kind string) *engine.Stop {
	route := d.Shipment.Route
	if i := slices.IndexFunc(route, func(s engine.Stop) bool { return s.Kind == kind }); i >= 0 {
		return &route[i]
	}
	d.Shipment.Route = append(route, engine.Stop{Kind: kind})
	return &d.Shipment.Route[len(route)]
}

// Goods puts a value into a line of goods: its text where field is "". The
// first value of a field counts. Words in the place of an amount are kept as
// the shipment's number FIELD_said.
func (d *Draft) Goods(g *engine.Goods, field, v string) {
	if v = strings.TrimSpace(v); v == "" {
		return
	}
	switch field {
	case "quantity", "value", "weight":
		if Said(v) {
			d.Number(field+"_said", v)
			return
		}
	}
	if field == More && g.Text != "" {
		if !strings.Contains(g.Text, v) {
			g.Text += "; " + v
		}
		return
	}
	if to := goodsField(g, field); to != nil {
		first(to, v)
	}
}

// More is the field of what is said of goods beside their description, as a
// model or a brand: it goes on behind the text.
const More = "more"

// GoodsFields are what Goods knows of a line of goods.
func GoodsFields() []string {
	return []string{"", "hs", "quantity", "unit", "value", "currency", "weight", "weight_unit", "origin", "class", More}
}

func goodsField(g *engine.Goods, field string) *string {
	switch field {
	case "", More:
		return &g.Text
	case "hs":
		return &g.HS
	case "quantity":
		return &g.Quantity
	case "unit":
		return &g.Unit
	case "value":
		return &g.Value
	case "currency":
		return &g.Currency
	case "weight":
		return &g.Weight
	case "weight_unit":
		return &g.WeightIn
	case "origin":
		return &g.Origin
	case "class":
		return &g.Class
	}
	return nil
}
