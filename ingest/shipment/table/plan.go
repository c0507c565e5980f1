package table

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// plan is what to do with each wanted column, in the order in which their
// values count.
type plan struct {
	rows     *ingest.Map // nulls, separator and dates
	headings []string
	key      int // column; -1 if none
	steps    []step
	fixed    []step // constants, for what no column filled
}

// step puts the cell of a column where its target says.
type step struct {
	column int
	value  string // of a constant
	target target
}

// target is a map's target taken apart.
type target struct {
	kind string // "id", "date", "mode", "numbers", "goods", "route", "party", "ignore"
	name string // of a number, a field of goods, a kind of stop, or a role
	part string // of a stop or a party
}

var stops = []string{"receipt", "loading", "transhipment", "unloading", "delivery", "destination"}

var allRoles = []engine.Role{engine.Shipper, engine.Seller, engine.Consignee, engine.UltimateConsignee, engine.EndUser, engine.Buyer, engine.Notify,
	engine.Forwarder, engine.Carrier, engine.Ship, engine.Payer, engine.Manufacturer, engine.Site}

var goodsFields = []string{"", "hs", "quantity", "unit", "value", "currency", "weight", "weight_unit", "origin", "class"}

var partyParts = []string{"", "address", "street", "city", "region", "postcode", "country", "phone", "email", "contact", "ref"}

// parseTarget takes a target apart; an error lists what there is.
func parseTarget(s string) (target, error) {
	head, rest, _ := strings.Cut(s, ":")
	part, _, _ := strings.Cut(rest, ":")
	switch {
	case slices.Contains([]string{"id", "date", "mode", "ignore"}, s):
		return target{kind: s}, nil
	case head == "numbers" && rest != "":
		return target{kind: head, name: rest}, nil
	case head == "goods" && slices.Contains(goodsFields, rest):
		return target{kind: head, name: rest}, nil
	case head == "route":
		stop, what, _ := strings.Cut(rest, ":")
		if slices.Contains(stops, stop) && slices.Contains([]string{"", "country", "date"}, what) {
			return target{kind: head, name: stop, part: what}, nil
		}
	case slices.Contains(allRoles, engine.Role(head)):
		if slices.Contains(partyParts, rest) || part == "identifier" && rest != "identifier:" {
			return target{kind: "party", name: head, part: rest}, nil
		}
	}
	return target{}, fmt.Errorf("got target %q, want id, date, mode, numbers:NAME, goods or goods:{%s}, route:{%s} with :country or :date, or a role of %v with %s or identifier:SCHEME behind it",
		s, strings.Join(goodsFields[1:], ","), strings.Join(stops, ","), allRoles, strings.Join(partyParts[1:], ", "))
}

// compile makes a plan of the caller's map, or of the headings.
func compile(m *ingest.Map, t *ingest.Table) (*plan, error) {
	if m == nil {
		return recognise(t)
	}
	bad := func(err error, hint string) (*plan, error) {
		return nil, &engine.Error{Op: "shipments.Read", Code: engine.Invalid, ID: "map", Err: err, Hint: hint}
	}
	if m.Format != "" && m.Format != "shipments" {
		return bad(fmt.Errorf("is a map for the format %s", m.Format), "load it with --as "+m.Format)
	}
	p := &plan{rows: m, headings: m.Headings(), key: -1}
	if m.Key != "" {
		p.key = slices.Index(p.headings, m.Key)
	}
	for i, h := range p.headings {
		for _, s := range m.Columns[h] {
			to, err := parseTarget(s)
			if err != nil {
				return bad(fmt.Errorf("the column %q: %w", h, err), "")
			}
			p.steps = append(p.steps, step{column: i, target: to})
		}
	}
	names := make([]string, 0, len(m.Constants))
	for s := range m.Constants {
		names = append(names, s)
	}
	slices.Sort(names)
	for _, s := range names {
		to, err := parseTarget(s)
		if err != nil {
			return bad(fmt.Errorf("the constant %q: %w", s, err), "")
		}
		p.fixed = append(p.fixed, step{column: -1, value: m.Constants[s], target: to})
	}
	return p, nil
}

// recognise makes a plan of the usual headings. A table in which none names a
// party is an error.
func recognise(t *ingest.Table) (*plan, error) {
	p := &plan{rows: &ingest.Map{}, key: -1}
	folded := make([]string, len(t.Headings))
	for i, h := range t.Headings {
		folded[i] = ingest.FoldHeading(h)
	}
	for _, u := range usual {
		if i := slices.Index(folded, u.heading); i >= 0 {
			p.use(t.Headings[i], u.target)
			if u.implied != "" {
				if to, err := parseTarget(u.implied); err == nil {
					p.fixed = append(p.fixed, step{column: -1, value: u.value, target: to})
				}
			}
		}
	}
	parties := false
	for i, h := range folded {
		if to, ok := partyHeading(h); ok && !slices.Contains(p.headings, t.Headings[i]) {
			p.use(t.Headings[i], to)
			parties = true
		}
	}
	if !parties {
		why := fmt.Sprintf("has no column that names a party; it has %s", some(t.Headings))
		if g := ingest.Guess(t.Head); g != "" {
			return nil, ingest.WrongFormat("table", "shipments", t.Head, why)
		}
		return nil, &engine.Error{Op: "shipments.Read", Code: engine.Invalid, Err: errors.New(why), Hint: "say with --map FILE what its columns mean"}
	}
	return p, nil
}

// maxNamed is how many headings a message names: more than an honest table of
// shipments begins with before it names a party.
const maxNamed = 20

// some are the first headings, as a message names them.
func some(headings []string) string {
	more := ""
	if n := len(headings) - maxNamed; n > 0 {
		headings, more = headings[:maxNamed], fmt.Sprintf(" and %d more", n)
	}
	short := make([]string, len(headings))
	for i, h := range headings {
		short[i] = ingest.Quoted(h)
	}
	return strings.Join(short, ", ") + more
}

// use wants one more column.
func (p *plan) use(heading, to string) {
	parsed, err := parseTarget(to)
	if err != nil {
		return // the tables of this package hold no such target; a test sees to it
	}
	p.headings = append(p.headings, heading)
	p.steps = append(p.steps, step{column: len(p.headings) - 1, target: parsed})
}

// partyHeading is the target of a folded heading that begins with a role's
// word, the longest that fits: "consigneeaddress" is consignee:address.
func partyHeading(h string) (string, bool) {
	best, to := 0, ""
	for _, r := range roles {
		rest, ok := strings.CutPrefix(h, r.word)
		part, known := parts[rest]
		if !ok || !known || len(r.word) <= best {
			continue
		}
		best, to = len(r.word), r.role
		switch {
		case part == "identifier":
			to += ":identifier:" + r.word + "-id"
		case part != "":
			to += ":" + part
		}
	}
	return to, best > 0
}
