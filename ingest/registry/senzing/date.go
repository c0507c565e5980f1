package senzing

import (
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest/date"
)

// turned is 1 for a date that can only be month first, as 8/20/91, -1 for one
// that can only be day first, as 20/8/1991, else 0.
func turned(s string) int {
	switch date.OrderIn(s) {
	case date.MonthFirst:
		return 1
	case date.DayFirst:
		return -1
	}
	return 0
}

// order is how a file's dates are read: as most of those stand that can be
// read one way only.
func (s *survey) order(file string) date.Order {
	if s.turns[file] < 0 {
		return date.DayFirst
	}
	return date.MonthFirst
}

// date reads a date in whatever form. One that does not exist is filed.
func (m *mapper) date(field, s string) engine.Date {
	d, err := date.Any(s, m.order)
	if err != nil {
		d, err = date.Words(s)
	}
	if err != nil {
		m.warn(field, s, err)
		return 0
	}
	// A year of two digits that is still to come is one of the last century.
	if y := m.in.RetrievedOrNow().Year(); d.Year() > y && d.Year() <= y+100 && !strings.Contains(s, strconv.Itoa(d.Year())) {
		d = engine.MakeDate(d.Year()-100, d.Month(), d.Day())
	}
	if !d.Valid() {
		return 0
	}
	return d
}

// span is the time of a feature or a relationship; an end before its start is
// filed and set aside.
func (m *mapper) span(ft *feature) (from, until engine.Date) {
	if s := ft.get("from"); s != "" {
		from = m.date(ft.name("from"), s)
	}
	if s := ft.get("until"); s != "" {
		until = m.date(ft.name("until"), s)
	}
	if from != 0 && until != 0 && from.Earliest() > until.Latest() {
		m.warn(ft.name("until"), ft.get("until"), errBackwards)
		until = 0
	}
	return from, until
}
