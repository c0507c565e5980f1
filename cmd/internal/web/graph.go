package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// maxPicture is how many entities one answer of a graph holds; the rest is
// counted, and opened by hand.
const maxPicture = 500

// graphPage is the page of a picture.
type graphPage struct {
	Entity engine.EntityID
	Name   string
	AsOf   engine.Date
}

// graph shows the page whose script draws the picture.
func (s *site) graph(w http.ResponseWriter, r *http.Request) error {
	e, err := s.app.Query.Entity(r.PathValue("id"))
	if err != nil {
		return err
	}
	day, err := s.asOf(r)
	if err != nil {
		return err
	}
	return s.show(w, r, "graph", "search", "Graph of "+e.Name, graphPage{e.ID, e.Name, day})
}

// box is an entity of a picture.
type box struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Kind    string   `json:"kind,omitempty"`
	Country string   `json:"country,omitempty"`
	Lists   []string `json:"lists,omitempty"`
	Up      int      `json:"up"`   // stakes in it, on the day or of all times
	Down    int      `json:"down"` // stakes that it holds
	Unknown bool     `json:"unknown,omitempty"`
}

// arrow is a stake of a picture, from owner to owned.
type arrow struct {
	From   string   `json:"from"`
	To     string   `json:"to"`
	Kind   string   `json:"kind"`
	Share  string   `json:"share"`
	Least  float64  `json:"least"` // per cent: the lower end, and the upper
	Most   float64  `json:"most"`
	Since  string   `json:"since,omitempty"`
	Until  string   `json:"until,omitempty"`
	Former bool     `json:"former,omitempty"` // not on the day
	Flags  []string `json:"flags,omitempty"`
	By     []string `json:"by,omitempty"` // records
}

// picture is a part of the graph.
type picture struct {
	Root   string  `json:"root"`
	Boxes  []box   `json:"boxes"`
	Arrows []arrow `json:"arrows"`
	Cut    int     `json:"cut"` // entities that were left out
}

// around gives the script an entity with its surroundings: by steps up and down.
func (s *site) around(w http.ResponseWriter, r *http.Request) error {
	day, err := s.asOf(r)
	if err != nil {
		return err
	}
	e, err := s.app.Query.Entity(r.PathValue("id"))
	if err != nil {
		return err
	}
	x := &explorer{s: s, day: day, boxes: map[string]*box{}, arrows: map[string]bool{}}
	x.out.Root = string(e.ID)
	if err := x.walk(e.ID, whole(r, "up", 0, 12, 12), s.app.Store.StakesByOwned); err != nil {
		return err
	}
	if err := x.walk(e.ID, whole(r, "down", 0, 12, 1), s.app.Store.StakesByOwner); err != nil {
		return err
	}
	return sendJSON(w, x.picture())
}

// explorer gathers a picture.
type explorer struct {
	s      *site
	day    engine.Date
	boxes  map[string]*box
	order  []string
	arrows map[string]bool
	out    picture
}

// walk goes level by level, in one direction.
func (x *explorer) walk(from engine.EntityID, steps int, stakes func(engine.EntityID) ([]engine.Stake, error)) error {
	seen := map[engine.EntityID]bool{from: true}
	level := []engine.EntityID{from}
	for ; len(level) > 0; steps-- {
		var further []engine.EntityID
		for _, id := range level {
			if err := x.meet(id); err != nil {
				return err
			}
			if steps == 0 {
				continue
			}
			list, err := stakes(id)
			if err != nil {
				return err
			}
			for i := range list {
				if !drawn(list[i].Kind) {
					continue
				}
				x.arrow(&list[i])
				for _, n := range []engine.EntityID{list[i].Owner, list[i].Owned} {
					if n != "" && !seen[n] {
						seen[n] = true
						further = append(further, n)
					}
				}
			}
		}
		if n := len(x.boxes) + len(further) - maxPicture; n > 0 {
			n = min(n, len(further))
			x.out.Cut += n
			further = further[:len(further)-n]
		}
		level = further
	}
	return nil
}

// meet makes the box of an entity.
func (x *explorer) meet(id engine.EntityID) error {
	if x.boxes[string(id)] != nil {
		return nil
	}
	e, err := x.s.app.Store.Entity(id)
	if err != nil {
		return err
	}
	lists, err := x.s.app.Query.ListedOn(id, x.day)
	if err != nil {
		return err
	}
	b := &box{ID: string(id), Name: e.Name, Kind: string(e.Kind), Country: e.Country}
	for _, l := range lists {
		b.Lists = append(b.Lists, string(l))
	}
	x.boxes[b.ID] = b
	x.order = append(x.order, b.ID)
	return nil
}

// drawn are the kinds of interest that a picture shows: ownership, control, and
// who holds for whom. Officers and relatives stand on the page of each.
func drawn(k engine.InterestKind) bool {
	switch k {
	case engine.Officer, engine.Agent, engine.Family, engine.Associate, engine.Successor:
		return false
	}
	return true
}

// arrow draws a stake once; an owner that nobody knows is a box of its own.
func (x *explorer) arrow(st *engine.Stake) {
	a := arrow{From: string(st.Owner), To: string(st.Owned), Kind: string(st.Kind), Share: st.Share.Human(), Most: 100, Since: st.From.String(), Until: st.Until.String(),
		Former: engine.Covers(st.From, st.Until, x.day) == engine.No, Flags: st.Flags}
	if st.Share.Known {
		a.Least, a.Most = 100*float64(st.Share.Lo)/float64(engine.Whole), 100*float64(st.Share.Hi)/float64(engine.Whole)
	}
	for _, src := range st.Sources {
		a.By = append(a.By, string(src))
	}
	if st.Owner == "" {
		a.From = "unknown:" + string(st.Owned) + ":" + string(st.Kind)
		if x.boxes[a.From] == nil {
			x.boxes[a.From] = &box{ID: a.From, Name: "not known", Unknown: true}
			x.order = append(x.order, a.From)
		}
	}
	key := strings.Join([]string{a.From, a.To, a.Kind, a.Share, a.Since, a.Until}, "\x00")
	if !x.arrows[key] {
		x.arrows[key] = true
		x.out.Arrows = append(x.out.Arrows, a)
	}
}

// picture leaves out arrows of which an end was not met.
func (x *explorer) picture() picture {
	for _, id := range x.order {
		b := x.boxes[id]
		if !b.Unknown {
			if up, err := x.s.app.Store.StakesByOwned(engine.EntityID(id)); err == nil {
				b.Up = countDrawn(up)
			}
			if down, err := x.s.app.Store.StakesByOwner(engine.EntityID(id)); err == nil {
				b.Down = countDrawn(down)
			}
		}
		x.out.Boxes = append(x.out.Boxes, *b)
	}
	x.out.Arrows = slices.DeleteFunc(x.out.Arrows, func(a arrow) bool { return x.boxes[a.From] == nil || x.boxes[a.To] == nil })
	if x.out.Arrows == nil {
		x.out.Arrows = []arrow{}
	}
	return x.out
}

func countDrawn(stakes []engine.Stake) int {
	n := 0
	for i := range stakes {
		if drawn(stakes[i].Kind) {
			n++
		}
	}
	return n
}
