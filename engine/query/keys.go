package query

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/screen"
)

// officeHolds is how many companies may sit at a door before it is a service's,
// and says nothing of who stands behind one of them.
const officeHolds = 30

// place fills in what tells a party of the line from others: keys under which
// other lines know it, those of who stands behind it, and the listed party at
// whose address it is.
func (s *Screening) place(x *screen.Party, p *norm.Prepared) {
	if x.Entity != "" && x.Band != engine.Different {
		x.Keys = append(x.Keys, string(x.Entity))
		x.Group = append(x.Group, controllers(x.Company)...)
	}
	var seen []door
	if p != nil {
		for i := range p.Names {
			if words := p.Names[i].Core; words != "" {
				x.Keys = append(x.Keys, "name "+words)
			}
		}
		seen = doorsOf(p)
		for _, d := range seen {
			x.Address = cmp.Or(x.Address, d.text)
		}
	}
	if x.Entity != "" && x.Band != engine.Different {
		if f, err := s.q.factsOf(x.Entity); err == nil {
			seen = append(seen, f.doors...)
		}
	}
	crowded := x.Company != nil && x.Company.UnitCount > officeHolds
	for _, d := range seen {
		if d.unit != "" && !crowded {
			x.Group = append(x.Group, "door "+d.unit)
		}
		if x.Neighbour.Door {
			continue
		}
		if n, ok := s.doors.at(d, x.Entity); ok && (n.Door || x.Neighbour.Entity == "") {
			x.Neighbour = n
		}
	}
	slices.Sort(x.Keys)
	x.Keys = slices.Compact(x.Keys)
	slices.Sort(x.Group)
	x.Group = slices.Compact(x.Group)
}

// controllers are the keys of who stands behind a company: its direct holders of
// a quarter and more, and its ultimate parent or the person behind it.
func controllers(f *front.Facts) []string {
	if f == nil || f.Tree == nil {
		return nil
	}
	var out []string
	for i := range f.Tree.Owners {
		b := &f.Tree.Owners[i]
		if b.Owner != "" && b.Share.Hi >= engine.Whole/4 && !b.Kind.Office() {
			out = append(out, "behind "+string(b.Owner))
		}
	}
	for _, e := range []engine.EntityID{f.Tree.Parent.Entity, f.Tree.Parent.Person} {
		if e != "" && f.Tree.Parent.Status == own.ParentFound {
			out = append(out, "behind "+string(e))
		}
	}
	return out
}

// listedDoors are where listed parties say that they are. It does not change
// once made.
type listedDoors struct {
	q         *Query
	units     map[string][]listedDoor
	buildings map[string][]listedDoor
	asOf      engine.Date
}

type listedDoor struct {
	party engine.PartyID
	text  string
}

// maxTenants bounds the listed parties that are kept of one building.
const maxTenants = 8

// newListedDoors reads the addresses of the listed parties. Cost: some 10 µs
// each.
func newListedDoors(q *Query) (*listedDoors, error) {
	out := &listedDoors{q: q, units: map[string][]listedDoor{}, buildings: map[string][]listedDoor{}}
	var ids []engine.PartyID
	if err := q.st.ListedParties(func(id engine.PartyID) error { ids = append(ids, id); return nil }); err != nil {
		return nil, err
	}
	err := q.st.Parties(ids, func(p *engine.Party) error {
		for i := range p.Addresses {
			a := norm.PrepareAddress(&p.Addresses[i])
			d := listedDoor{p.ID, a.Text}
			if a.UnitKey != "" && len(out.units[a.UnitKey]) < maxTenants {
				out.units[a.UnitKey] = append(out.units[a.UnitKey], d)
			}
			if a.BuildingKey != "" && strings.Contains(a.BuildingKey, "|") && len(out.buildings[a.BuildingKey]) < maxTenants {
				out.buildings[a.BuildingKey] = append(out.buildings[a.BuildingKey], d)
			}
		}
		return nil
	})
	return out, err
}

// at is a listed party at a door, or else in its building, that is not the
// entity itself.
func (l *listedDoors) at(d door, self engine.EntityID) (screen.Neighbour, bool) {
	for _, look := range []struct {
		in   map[string][]listedDoor
		key  string
		door bool
	}{{l.units, d.unit, true}, {l.buildings, d.building, false}} {
		if look.key == "" {
			continue
		}
		for _, x := range look.in[look.key] {
			e, err := l.q.st.EntityOf(x.party)
			if err != nil || e == self {
				continue
			}
			n := screen.Neighbour{Entity: e, Name: l.q.nameOf(e), Text: x.text, Door: look.door}
			n.Lists, err = l.q.ListedOn(e, l.asOf)
			if err != nil || len(n.Lists) == 0 {
				continue
			}
			return n, true
		}
	}
	return screen.Neighbour{}, false
}
