package query

import (
	"errors"
	"fmt"
	"hash/fnv"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// doorsOf are the addresses of a party of a line.
func doorsOf(p *norm.Prepared) []door {
	var out []door
	for i := range p.Addresses {
		a := &p.Addresses[i]
		out = append(out, door{text: a.Text, unit: a.UnitKey, building: a.BuildingKey})
	}
	return out
}

// near is a hash of the listed parties at whose addresses the parties of a line,
// or the entities that they are taken for, may be said to be; 0 where there are
// none. A party comes to a list, moves or is struck off without any record of the
// line's own parties changing, which is why the answer itself is kept.
func (s *Screening) near(rec *engine.Record, selves []engine.EntityID) (uint64, error) {
	if len(s.doors.units) == 0 && len(s.doors.buildings) == 0 {
		return 0, nil
	}
	h := fnv.New64a()
	some := false
	ask := func(doors []door, self engine.EntityID) {
		for _, d := range doors {
			if n, ok := s.doors.at(d, self); ok {
				some = true
				fmt.Fprintf(h, "%s %s %v %s %q\n", self, n.Entity, n.Door, n.Lists, d.text)
			}
		}
	}
	for i := range rec.Parties {
		doors := s.look(&rec.Parties[i]).doors
		ask(doors, "")
		for _, self := range selves {
			ask(doors, self)
		}
	}
	for _, self := range selves {
		f, err := s.q.factsOf(self)
		if errors.Is(err, engine.NotFound) {
			continue // its records were dropped or merged, which touches the line by itself
		}
		if err != nil {
			return 0, err
		}
		ask(f.doors, self)
	}
	if !some {
		return 0, nil
	}
	return h.Sum64(), nil
}
