package table

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/shipment/bill"
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

// step puts the cell of a column where its target says. What its heading
// implies, as a unit, is set with it, and not where another column filled the
// target before.
type step struct {
	column  int
	value   string // of a constant, or of what is implied
	target  target
	implied target
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

// parseTarget takes a target apart; an error lists what there is.
func parseTarget(s string) (target, error) {
	head, rest, _ := strings.Cut(s, ":")
	part, _, _ := strings.Cut(rest, ":")
	switch {
	case slices.Contains([]string{"id", "date", "mode", "ignore"}, s):
		return target{kind: s}, nil
	case head == "numbers" && rest != "":
		return target{kind: head, name: rest}, nil
	case head == "goods" && slices.Contains(bill.GoodsFields(), rest):
		return target{kind: head, name: rest}, nil
	case head == "route":
		stop, what, _ := strings.Cut(rest, ":")
		if slices.Contains(stops, stop) && slices.Contains([]string{"", "country", "date"}, what) {
			return target{kind: head, name: stop, part: what}, nil
		}
	case slices.Contains(allRoles, engine.Role(head)):
		if slices.Contains(bill.Parts(), rest) || part == "identifier" && rest != "identifier:" {
			return target{kind: "party", name: head, part: rest}, nil
		}
	}
	return target{}, fmt.Errorf("got target %q, want id, date, mode, numbers:NAME, goods or goods:{%s}, route:{%s} with :country or :date, or a role of %v with %s or identifier:SCHEME behind it",
		s, strings.Join(bill.GoodsFields()[1:], ","), strings.Join(stops, ","), allRoles, strings.Join(bill.Parts()[1:], ", "))
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

// recognise makes a plan of the headings that are known. A table in which none
// names a party is an error.
func recognise(t *ingest.Table) (*plan, error) {
	p := &plan{rows: &ingest.Map{Nulls: nulls()}, key: -1}
	parties := false
	for _, g := range Recognise(t.Headings) {
		parties = parties || g.party
		p.use(g)
	}
	if !parties {
		why := fmt.Sprintf("has no column that names a party; it has %s", some(t.Headings))
		if g := ingest.Guess(t.Head); g != "" && g != "shipments" {
			return nil, ingest.WrongFormat("table", "shipments", t.Head, why)
		}
		return nil, &engine.Error{Op: "shipments.Read", Code: engine.Invalid, Err: errors.New(why), Hint: "pierce map FILE writes a map to fill in; give it with --map"}
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
func (p *plan) use(g Guess) {
	to, err := parseTarget(g.Target)
	if err != nil {
		return // the tables of this package hold no such target; a test sees to it
	}
	p.headings = append(p.headings, g.Heading)
	one := step{column: len(p.headings) - 1, target: to, value: g.Value}
	if g.Implied != "" {
		one.implied, _ = parseTarget(g.Implied) // as above
	}
	p.steps = append(p.steps, one)
}
