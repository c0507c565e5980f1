package bill

import (
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// placer gives the drafts of one record their ids.
type placer struct {
	rec   *engine.Record
	ship  *engine.Shipment
	draft *Draft
	count map[engine.Role]int
	at    map[engine.Role]engine.PartyID // the first in each role
	prior engine.PartyID                 // whoever was placed last
}

// Place puts the parties into the record, which must have its id, and the
// shipment with them. A reference without a dataset is completed by id. Parties
// that are the same as one further down are placed last.
func (d *Draft) Place(rec *engine.Record, id func(key string) engine.RecordID) {
	p := placer{rec: rec, ship: &d.Shipment, draft: d, count: map[engine.Role]int{}, at: map[engine.Role]engine.PartyID{}}
	type later struct {
		role, as engine.Role
		said     string
		prior    engine.PartyID
	}
	var waiting []later
	for i := range d.parties {
		one := &d.parties[i]
		if one.ref != "" {
			ref := one.ref
			if !strings.Contains(ref, "/") {
				ref = string(id(ref))
			}
			p.role(one.role, engine.PartyID(ref))
		}
		phrase := Phrase{}
		if plainRole(one.role) {
			if one.said != "" {
				phrase.Names = []engine.Name{{Text: one.said}}
			}
		} else if one.said != "" {
			phrase = Parse(one.said)
		}
		if phrase.Same != "" && phrase.Same != one.role {
			waiting = append(waiting, later{one.role, phrase.Same, one.said, p.prior})
			continue
		}
		p.place(one, phrase)
	}
	for _, w := range waiting {
		to := p.at[w.as]
		if w.as == above {
			to = w.prior
		}
		if to == "" {
			d.Number(string(w.role)+"_said", w.said)
			continue
		}
		p.role(w.role, to)
	}
	rec.Shipments = []engine.Shipment{d.Shipment}
}

// plainRole reports whether texts in the role are names and nothing else: ships
// and lines bear names such as AGENT FOR CHANGE, and no phrases.
func plainRole(r engine.Role) bool { return r == engine.Ship || r == engine.Carrier }

// place adds a party, and those that its phrase names beside it.
func (p *placer) place(one *draft, phrase Phrase) {
	role := one.role
	if phrase.Order {
		p.draft.Number("to_order", one.said)
	} else if one.said != "" && len(phrase.Names) == 0 {
		p.draft.Number(string(role)+"_said", one.said)
	}
	party := one.party
	if len(phrase.CareOf) > 0 {
		first(&one.addr.CareOf, phrase.CareOf[0].Text)
	}
	if a := one.addr; a.Text != "" || a.Street != "" || a.City != "" || a.Postcode != "" || a.CareOf != "" {
		party.Addresses = []engine.Address{a}
	}
	party.Names = phrase.Names
	facts(&party)
	if len(party.Names) > 0 || len(party.Identifiers) > 0 || one.addr.Text != "" || one.addr.Street != "" {
		id := p.party(role, party)
		if role == engine.Consignee || role == engine.Notify {
			p.trade(role, id, party.Name(), phrase.Order)
		}
	}
	if len(phrase.CareOf) > 0 {
		id := p.party(role, engine.Party{Names: phrase.CareOf, Country: party.Country})
		p.trade(role, id, phrase.CareOf[0].Text, false)
	}
	if len(phrase.Agent) > 0 {
		p.party(engine.Forwarder, engine.Party{Names: phrase.Agent})
	}
}

// trade adds the role that a name tells of: a bank to whose order goods are
// consigned pays for them, a consignee that forwards is a forwarder.
func (p *placer) trade(role engine.Role, id engine.PartyID, name string, order bool) {
	switch {
	case order && IsBank(name):
		p.role(engine.Payer, id)
	case role == engine.Consignee && IsForwarder(name):
		p.role(engine.Forwarder, id)
	}
}

// party adds a party to the record and the shipment.
func (p *placer) party(role engine.Role, party engine.Party) engine.PartyID {
	party.ID = p.rec.ID.Part(string(role), p.count[role])
	p.count[role]++
	if party.Kind = engine.Unknown; role == engine.Ship {
		party.Kind = engine.Vessel
	}
	p.rec.Parties = append(p.rec.Parties, party)
	p.role(role, party.ID)
	p.prior = party.ID
	return party.ID
}

// role puts a party into a role.
func (p *placer) role(role engine.Role, id engine.PartyID) {
	p.ship.Parties = append(p.ship.Parties, engine.ShipmentParty{Role: role, Party: id})
	if p.at[role] == "" {
		p.at[role] = id
	}
}
