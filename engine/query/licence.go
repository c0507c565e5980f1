package query

import (
	"cmp"
	"errors"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/screen"
)

// Draw is a shipment of the store that asked something of a licence.
type Draw struct {
	Record   engine.RecordID `json:"record"`
	Shipment string          `json:"shipment,omitempty"`
	Date     engine.Date     `json:"date,omitempty"`
	Outcome  screen.Outcome  `json:"outcome"`
	Pieces   int64           `json:"pieces,omitempty"`
	Evidence string          `json:"evidence"`
}

// Balance is one item of a licence: what it allows and what is left.
type Balance struct {
	engine.LicenceItem
	Cap    int64 `json:"cap"`    // pieces, with the amendments made up to the day
	Capped bool  `json:"capped"` // whether a quantity is stated
	Drawn  int64 `json:"drawn"`
	Left   int64 `json:"left"` // 0 also where no quantity is stated
}

// LicenceUse is a licence, who it names, and what the store's shipments drew.
type LicenceUse struct {
	screen.Approval
	HolderName    string    `json:"holder_name,omitempty"`
	ConsigneeName string    `json:"consignee_name,omitempty"`
	EndUserName   string    `json:"end_user_name,omitempty"`
	Balances      []Balance `json:"balances"`
	Draws         []Draw    `json:"draws,omitempty"`
}

// Licences are the licences of the store with what the shipments in the store
// drew from them, in the order of their dates, up to the day asOf. Shipments
// count once they are loaded; a manifest that was only screened draws nothing
// here.
func (q *Query) Licences(asOf engine.Date) ([]LicenceUse, error) {
	s, err := q.NewScreening(ScreenOptions{})
	if err != nil {
		return nil, err
	}
	approvals, err := q.Approvals(asOf)
	if err != nil {
		return nil, err
	}
	out := make([]LicenceUse, 0, len(approvals))
	for _, a := range approvals {
		u := LicenceUse{Approval: a}
		u.HolderName, u.ConsigneeName, u.EndUserName = q.nameOf(a.HolderEntity), q.nameOf(a.ConsigneeEntity), q.nameOf(a.EndUserEntity)
		for i, item := range a.Items {
			limit := screen.CapOn(&a, i, asOf)
			u.Balances = append(u.Balances, Balance{LicenceItem: item, Cap: max(limit, 0), Capped: limit != 0, Left: max(limit, 0)})
		}
		out = append(out, u)
	}
	slices.SortFunc(out, func(a, b LicenceUse) int { return cmp.Compare(a.ID, b.ID) })
	return out, q.drawDown(s, out, asOf)
}

// drawDown puts the store's shipments up to a day on their licences.
func (q *Query) drawDown(s *Screening, uses []LicenceUse, asOf engine.Date) error {
	records, err := q.shipmentsUnder(uses)
	if err != nil {
		return err
	}
	var facts []*screen.Facts
	var claims []screen.Claim
	for i, rec := range records {
		if d := rec.Shipments[0].Date; d != 0 && d.Latest() > asOf {
			records[i] = nil
		} else if f, err := s.Facts(rec, int64(i)+1); err == nil { // a shipment without a date cannot be put in order
			w, ok := s.screener.Wanted(f)
			if c, asks := s.book.Claim(w, ""); ok && asks {
				claims = append(claims, c)
			}
			facts = append(facts, f)
		}
	}
	s.book.Settle(claims)
	for _, f := range facts {
		if r := s.Line(f); r.Licence != nil {
			record(uses, records[f.Line-1], r.Licence)
		}
	}
	return nil
}

// record puts one draw on its licence.
func record(uses []LicenceUse, rec *engine.Record, use *screen.Use) {
	for i := range uses {
		u := &uses[i]
		if u.ID != use.Licence {
			continue
		}
		sh := &rec.Shipments[0]
		u.Draws = append(u.Draws, Draw{Record: rec.ID, Shipment: sh.ID, Date: sh.Date, Outcome: use.Outcome, Pieces: use.Pieces, Evidence: use.Evidence})
		if use.Item >= 0 && use.Item < len(u.Balances) {
			b := &u.Balances[use.Item]
			switch use.Outcome {
			case screen.Covers:
				b.Drawn += use.Pieces
			case screen.Returned:
				b.Drawn = max(b.Drawn-use.Pieces, 0)
			}
			b.Left = max(b.Cap-b.Drawn, 0)
		}
	}
}

// shipmentsUnder are the store's shipments with a party of any licence, in the
// order of their dates.
func (q *Query) shipmentsUnder(uses []LicenceUse) ([]*engine.Record, error) {
	seen := make(map[engine.RecordID]bool)
	var out []*engine.Record
	for _, u := range uses {
		for _, id := range []engine.EntityID{u.HolderEntity, u.ConsigneeEntity, u.EndUserEntity} {
			for _, party := range q.Members(id) {
				ids, err := q.st.ShipmentsOf(party)
				if err != nil {
					return nil, err
				}
				for _, rid := range ids {
					if seen[rid] {
						continue
					}
					seen[rid] = true
					rec, err := q.st.Record(rid)
					if err != nil {
						return nil, err
					}
					if len(rec.Shipments) > 0 {
						out = append(out, rec)
					}
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b *engine.Record) int {
		return cmp.Or(cmp.Compare(a.Shipments[0].Date, b.Shipments[0].Date), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// nameOf is the name of an entity, "" where there is none.
func (q *Query) nameOf(id engine.EntityID) string {
	if id == "" {
		return ""
	}
	f, err := q.factsOf(id)
	if err != nil {
		return ""
	}
	return f.fact.Name
}

// Licence is one licence with what was drawn; NotFound where there is none of
// the id.
func (q *Query) Licence(id string, asOf engine.Date) (*LicenceUse, error) {
	all, err := q.Licences(asOf)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].ID == id {
			return &all[i], nil
		}
	}
	return nil, &engine.Error{Op: "query.Licence", ID: id, Code: engine.NotFound, Err: errors.New("no such licence"), Hint: "pierce licence list"}
}
