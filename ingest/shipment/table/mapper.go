package table

import (
	"errors"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
	"github.com/pierce-er/pierce/ingest/shipment/bill"
)

// mapper turns the rows of one table into records.
type mapper struct {
	in       *ingest.Input
	plan     *plan
	order    date.Order
	warned   bool // of a date that can be read in two ways
	ids      map[uint64]uint32
	row      *ingest.Row
	bill     bill.Draft
	goods    engine.Goods
	warnings []ingest.RowError
}

// record makes the row's record; n counts the rows.
func (m *mapper) record(n int64) (*engine.Record, error) {
	m.bill.Reset()
	m.goods = engine.Goods{}
	for i := range m.plan.steps {
		s := &m.plan.steps[i]
		for _, v := range m.plan.rows.Values(m.row.Get(s.column)) {
			free := s.implied.kind == "" || m.free(s.target)
			m.set(s.target, v)
			if free && s.implied.kind != "" && !m.free(s.target) {
				m.set(s.implied, s.value)
			}
		}
	}
	for i := range m.plan.fixed {
		if s := &m.plan.fixed[i]; m.wantsFixed(s.target) {
			m.set(s.target, s.value)
		}
	}
	if m.goods != (engine.Goods{}) {
		m.bill.Shipment.Goods = []engine.Goods{m.goods}
	}
	if m.bill.Parties() == 0 && m.bill.Shipment.Goods == nil && m.bill.Shipment.Date == 0 {
		return nil, m.row.Bad("", "", errNothing)
	}
	rec := m.row.Record(m.key(n))
	m.bill.Place(rec, m.in.ID)
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

// free reports whether an amount of goods is not set yet.
func (m *mapper) free(t target) bool {
	switch t.name {
	case "weight":
		return m.goods.Weight == ""
	case "value":
		return m.goods.Value == ""
	}
	return false
}

// set puts one value where its target says; the first value of a target
// counts.
func (m *mapper) set(t target, v string) {
	s := &m.bill.Shipment
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
		m.bill.Number(t.name, v)
	case "goods":
		m.bill.Goods(&m.goods, t.name, v)
	case "route":
		m.setStop(t, v)
	case "party":
		m.bill.Set(engine.Role(t.name), t.part, v)
	}
}

func first(to *string, v string) {
	if *to == "" {
		*to = v
	}
}

func (m *mapper) setStop(t target, v string) {
	stop := m.bill.Stop(t.name)
	switch t.part {
	case "":
		first(&stop.Place, v)
	case "country":
		first(&stop.Country, v)
	case "date":
		if stop.Date == 0 {
			stop.Date = m.date("route:"+t.name+":date", v)
		}
	}
}

var (
	errDate      = errors.New("want a date that exists, as 2006-06-02, 2-Jun-06 or 02/06/2006; the row stands without it")
	errAmbiguous = errors.New(`can be read in two ways, and was with the day first, as all like it in this file; "dates":"mdy" in the map says otherwise`)
)

// date reads a date; one that does not exist is set aside.
func (m *mapper) date(field, v string) engine.Date {
	if bill.Said(v) {
		m.bill.Number(field+"_said", v)
		return 0
	}
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
