package index

import (
	"errors"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// ShipmentFilter narrows shipments. Every part that is set must hold.
type ShipmentFilter struct {
	Goods   string           `json:"goods,omitempty"`  // words of the goods' text, or a control class
	HS      string           `json:"hs,omitempty"`     // an HS code or the beginning of one, with or without dots: chapter, heading …
	Port    string           `json:"port,omitempty"`   // a place on the way
	Vessel  string           `json:"vessel,omitempty"` // name, IMO number or voyage
	Party   string           `json:"party,omitempty"`  // words of a party's name, in any script
	Parties []engine.PartyID `json:"-"`                // or parties of the store, any of them
}

func (f *ShipmentFilter) empty() bool {
	return f.Goods == "" && f.HS == "" && f.Port == "" && f.Vessel == "" && f.Party == "" && f.Parties == nil
}

// asks are the questions of the filter. What has no words that could be found
// finds nothing, rather than everything.
func (f *ShipmentFilter) asks() []*ask {
	var out []*ask
	in := func(f field, text string) {
		if text == "" {
			return
		}
		words, runs := split(norm.Fold(text))
		for _, run := range runs {
			words = append(words, pairs(run)...)
		}
		latin, _ := split(norm.Latin(text))
		out = append(out, anyOf([]*ask{allOf(terms(f, distinct(words, maxWords))), allOf(terms(f, distinct(latin, maxWords))), term(f, compact(text))}))
	}
	in(fieldGoods, f.Goods)
	in(fieldPort, f.Port)
	in(fieldVessel, f.Vessel)
	if f.HS != "" {
		out = append(out, term(fieldHS, compact(f.HS)))
	}
	if f.Party != "" {
		a := &asker{r: read(f.Party, ""), shipments: true}
		if q := anyOf([]*ask{a.allWords(), a.allMeant()}); q != nil {
			out = append(out, q)
		} else {
			out = append(out, term(fieldParty, compact(f.Party)))
		}
	}
	if f.Parties != nil {
		var of []*ask
		for _, id := range f.Parties {
			of = append(of, term(fieldParty, hashed(string(id))))
		}
		out = append(out, &ask{op: opAny, of: of})
	}
	return out
}

// filters are the questions that every hit must answer.
func (q *Query) filters() []*ask {
	typ := typeEntity
	if q.Shipments {
		typ = typeShipment
	}
	out := []*ask{term(fieldType, typ)}
	for _, f := range []struct {
		field field
		value string
	}{{fieldKind, string(q.Kind)}, {fieldCountry, q.Country}, {fieldList, string(q.List)}, {fieldStatus, string(q.Status)}, {fieldDataset, q.Dataset}} {
		if f.value != "" {
			out = append(out, term(f.field, f.value))
		}
	}
	if q.From != 0 || q.Until != 0 {
		out = append(out, between(q.From, q.Until))
	}
	return append(out, q.Shipment.asks()...)
}

// The years that are asked for where one end of a span is open: containers and
// companies are younger than the first, and nothing is planned after the last.
const (
	firstYear = 1600
	lastYear  = 2100
)

// between asks for dates of a span, from included, until not. A date without
// day or month is in it where any of its days is: nothing that may lie in the
// span is hidden.
func between(from, until engine.Date) *ask {
	if from = from.Earliest(); from == 0 {
		from = engine.MakeDate(firstYear, 1, 1)
	}
	if until = until.Earliest(); until == 0 {
		until = engine.MakeDate(lastYear, 1, 1)
	}
	var of []*ask
	put := func(s string) { of = append(of, term(fieldDate, s)) }
	for y := from.Year(); y <= until.Year(); y++ {
		year := engine.MakeDate(y, 0, 0)
		switch {
		case year.Earliest() >= until:
		case year.Earliest() >= from && year.Latest() < until:
			put(year.String())
		default:
			put("=" + year.String())
			for m := 1; m <= 12; m++ {
				month := engine.MakeDate(y, m, 0)
				switch {
				case month.Latest() < from || month.Earliest() >= until:
				case month.Earliest() >= from && month.Latest() < until:
					put(month.String())
				default:
					put("=" + month.String())
					for d := max(month.Earliest(), from); d <= month.Latest() && d < until; d = d.Next() {
						put(d.String())
					}
				}
			}
		}
	}
	return &ask{op: opAny, of: of}
}

// checkFilters refuses filters that make no sense.
func (q *Query) checkFilters() error {
	bad := func(why string) error {
		return &engine.Error{Op: "index.Search", Code: engine.Invalid, Err: errors.New(why)}
	}
	switch {
	case q.Shipments && (q.Kind != "" || q.List != "" || q.Status != ""):
		return bad("a shipment has no kind or status, and stands on no list")
	case !q.Shipments && !q.Shipment.empty():
		return bad("goods, HS code, port, vessel and party are of shipments: ask for shipments")
	case !q.From.Valid() && q.From != 0 || !q.Until.Valid() && q.Until != 0:
		return bad("want dates as 2024-05-17, 2024-05 or 2024")
	case q.From != 0 && q.Until != 0 && q.From.Earliest() >= q.Until.Earliest():
		return bad("the span of dates ends before it begins")
	}
	if q.Country != "" {
		c := norm.Country(q.Country)
		if c == "" {
			return bad("got a country that is not known")
		}
		q.Country = c
	}
	q.Shipment.HS = strings.TrimSpace(q.Shipment.HS)
	if q.Shipment.HS != "" && compact(q.Shipment.HS) == "" {
		return bad("want an HS code in digits")
	}
	return nil
}
