package table

import (
	"errors"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
)

// mapper turns the rows of one table into records.
type mapper struct {
	in       *ingest.Input
	plan     *plan
	order    date.Order
	row      *ingest.Row
	party    engine.Party
	address  engine.Address // of the columns address:…
	listing  engine.Listing
	warnings []ingest.RowError
}

var errNothing = errors.New("has no name, identifier or address")

// record makes the row's record.
func (m *mapper) record(id engine.RecordID) (*engine.Record, error) {
	m.party = engine.Party{ID: id.Party(), Kind: m.plan.fixed}
	m.address, m.listing = engine.Address{}, engine.Listing{}
	if m.plan.kind >= 0 {
		m.kind(m.row.Get(m.plan.kind))
	}
	m.perhapsKind()
	filled := map[string]bool{}
	for i := range m.plan.steps {
		s := &m.plan.steps[i]
		if s.column < 0 {
			if !filled[s.target] {
				s.set(m, s.value)
			}
			continue
		}
		for _, v := range m.plan.rows.Values(m.row.Get(s.column)) {
			s.set(m, v)
			if len(m.plan.rows.Constants) > 0 {
				filled[s.target] = true
			}
		}
	}
	if m.address.Line() != "" {
		m.party.Addresses = append(m.party.Addresses, m.address)
	}
	p := &m.party
	if len(p.Names) == 0 && len(p.Identifiers) == 0 && len(p.Addresses) == 0 {
		return nil, m.row.Bad("", "", errNothing)
	}
	rec := m.row.Record(id)
	rec.Parties = []engine.Party{*p}
	if m.listing.List != "" {
		m.listing.Party = p.ID
		rec.Listings = []engine.Listing{m.listing}
	}
	return rec, nil
}

// name adds a name; a second primary one is an alias.
func (m *mapper) name(v string, kind engine.NameKind) {
	same := func(n engine.Name) bool { return n.Kind == engine.Primary }
	if kind == engine.Primary && slices.ContainsFunc(m.party.Names, same) {
		kind = engine.Alias
	}
	n := engine.Name{Text: v, Kind: kind}
	if kind == engine.Primary {
		m.party.Names = slices.Insert(m.party.Names, 0, n)
		return
	}
	m.party.Names = append(m.party.Names, n)
}

// street joins several columns of one address.
func (m *mapper) street(v string) {
	if m.address.Street != "" {
		v = m.address.Street + ", " + v
	}
	m.address.Street = v
}

// date reads a date; one that does not exist is set aside.
func (m *mapper) date(field, v string) engine.Date {
	d, err := date.Any(v, m.order)
	if err != nil {
		m.warn(field, v, errors.New("want a date that exists, as 2006-06-02, 2-Jun-06 or 02/06/2006; the row stands without it"))
	}
	return d
}

func (m *mapper) warn(field, value string, err error) {
	m.warnings = append(m.warnings, m.row.Warn(field, value, err))
}
