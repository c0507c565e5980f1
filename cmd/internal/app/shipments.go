package app

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/report"
)

// Shipments are the shipments in which an entity took part, the latest first,
// at most limit of them; more counts those that are left out. Cost: one reading
// a shipment told, and one of each in the store's postings.
func (a *App) Shipments(id engine.EntityID, limit int) (list []report.Shipment, more int, err error) {
	for _, party := range a.Query.Members(id) {
		records, err := a.Store.ShipmentsOf(party)
		if err != nil {
			return nil, 0, err
		}
		if n := len(records) - limit; n > 0 {
			more += n
			records = records[n:] // they come in the order of their days
		}
		for _, rid := range records {
			rec, err := a.Store.Record(rid)
			if errors.Is(err, engine.NotFound) {
				continue
			}
			if err != nil {
				return nil, 0, err
			}
			for i := range rec.Shipments {
				if s, ok := a.shipment(rec, &rec.Shipments[i], party); ok {
					list = append(list, s)
				}
			}
		}
	}
	slices.SortFunc(list, func(x, y report.Shipment) int {
		return cmp.Or(cmp.Compare(y.Date, x.Date), cmp.Compare(x.Record, y.Record), cmp.Compare(x.Role, y.Role))
	})
	if n := len(list) - limit; n > 0 {
		more += n
		list = list[:limit]
	}
	return list, more, nil
}

// shipment tells one shipment from the side of a party.
func (a *App) shipment(rec *engine.Record, s *engine.Shipment, party engine.PartyID) (report.Shipment, bool) {
	out := report.Shipment{Record: rec.ID, ID: s.ID, Date: s.Date}
	for _, p := range s.Parties {
		if p.Party == party {
			out.Role = p.Role
			continue
		}
		name := ""
		if other := rec.Party(p.Party); other != nil {
			name = other.Name()
		} else if other, _, err := a.Store.Party(p.Party); err == nil {
			name = other.Name()
		}
		if name != "" {
			out.With = append(out.With, string(p.Role)+": "+name)
		}
	}
	for _, g := range s.Goods {
		text := strings.TrimSpace(g.Text)
		if g.HS != "" {
			text += ", HS " + g.HS
		}
		if g.Quantity != "" {
			text += ", " + g.Quantity + " " + g.Unit
		}
		if g.Value != "" {
			text += ", " + g.Value + " " + g.Currency
		}
		out.Goods = append(out.Goods, strings.TrimSpace(strings.TrimPrefix(text, ", ")))
	}
	for _, stop := range s.Route {
		if place := cmp.Or(stop.Place, stop.Country); place != "" {
			out.Route = append(out.Route, place)
		}
	}
	return out, out.Role != ""
}
