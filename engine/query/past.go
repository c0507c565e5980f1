package query

import (
	"errors"
	"slices"
	"sync"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/screen"
)

// The limits of what is read of the shipments of one entity: its latest.
const (
	maxPastRecords  = 1_000
	maxPastEntities = 20_000
)

// past reads what the parties of a line shipped before, by the shipments of the
// store.
type past struct {
	q        *Query
	screener *screen.Screener
	from     engine.Date // the first day of which the store has a shipment

	mu    sync.Mutex // guards known
	known map[engine.EntityID][]screen.Move
	peers map[string]*screen.PeerStats
}

// newPast looks whether there are shipments, and reads the statistics of peers.
func newPast(q *Query, s *screen.Screener) (*past, error) {
	p := &past{q: q, screener: s, known: map[engine.EntityID][]screen.Move{}, peers: map[string]*screen.PeerStats{}}
	var err error
	if p.from, err = q.st.FirstShipment(); err != nil {
		return nil, err
	}
	err = q.st.Peers(func(group string, b []byte) error {
		var s screen.PeerStats
		if err := s.UnmarshalBinary(b); err != nil {
			return err
		}
		p.peers[group] = &s
		return nil
	})
	return p, err
}

// fill hands a line what was shipped before. History is read of lines of
// accelerators alone: of others no sign asks it.
func (p *past) fill(f *screen.Facts) error {
	f.PastFrom = p.from
	if len(p.peers) > 0 {
		for i := range f.Goods {
			f.Peers = append(f.Peers, p.peers[screen.PeerGroupOf(&f.Goods[i])])
		}
	}
	if p.from == 0 || !screen.Sensitive(f.Goods) {
		return nil
	}
	for i := range f.Parties {
		x := &f.Parties[i]
		if x.Entity == "" || x.Band == engine.Different {
			continue
		}
		moves, err := p.of(x.Entity)
		if err != nil {
			return err
		}
		for _, m := range moves {
			if !slices.ContainsFunc(f.Past, func(y screen.Move) bool {
				return y.Line == m.Line && y.Date == m.Date && slices.Equal(y.Getter, m.Getter)
			}) {
				f.Past = append(f.Past, m)
			}
		}
	}
	return nil
}

// of is what an entity got.
func (p *past) of(id engine.EntityID) ([]screen.Move, error) {
	p.mu.Lock()
	moves, ok := p.known[id]
	p.mu.Unlock()
	if ok {
		return moves, nil
	}
	for _, party := range p.q.Members(id) {
		records, err := p.q.st.ShipmentsOf(party)
		if err != nil {
			return nil, err
		}
		for _, rid := range records[max(0, len(records)-maxPastRecords):] {
			rec, err := p.q.st.Record(rid)
			if errors.Is(err, engine.NotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
			for i := range rec.Shipments {
				if m, ok := p.move(&rec.Shipments[i]); ok {
					moves = append(moves, m)
				}
			}
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.known) >= maxPastEntities {
		clear(p.known)
	}
	p.known[id] = moves
	return moves, nil
}

// move is a stored shipment as later lines see it, if it is of accelerators.
func (p *past) move(sh *engine.Shipment) (screen.Move, bool) {
	m := screen.Move{Line: sh.ID, Date: sh.Date, Chips: true}
	read := p.screener.Goods(sh)
	if !screen.Sensitive(read) {
		return m, false
	}
	for i := range read {
		screen.MoveGoods(&m, &read[i])
	}
	for _, s := range sh.Route {
		if s.Country != "" {
			m.End = s.Country
		}
	}
	for _, x := range sh.Parties {
		e, err := p.q.st.EntityOf(x.Party)
		if err != nil {
			continue
		}
		switch x.Role {
		case engine.Shipper, engine.Seller:
			m.Sender = append(m.Sender, string(e))
		case engine.Consignee, engine.UltimateConsignee, engine.EndUser, engine.Buyer, engine.Notify, engine.Site:
			m.Getter = append(m.Getter, string(e))
			if m.Name == "" {
				m.Name = p.q.nameOf(e)
			}
		}
	}
	return m, true
}
