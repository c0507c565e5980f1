package query

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// PathOptions of a search for how two entities are linked. The zero value asks
// of all times, follows every kind of link and gives three routes.
type PathOptions struct {
	AsOf    engine.Date
	Certain bool // leave links "possibly same as" out
	Routes  int  // 0 is 3
	Steps   int  // links of a route at most; 0 is 8
	Visit   int  // entities looked at, at most; 0 is 20,000
}

// Paths is how two entities are linked.
type Paths struct {
	From   engine.EntityID `json:"from"`
	To     engine.EntityID `json:"to"`
	Routes [][]Link        `json:"routes"`         // the one that says most first
	Hubs   []string        `json:"hubs,omitempty"` // values that very many have: they were not walked
	Cut    bool            `json:"cut,omitempty"`  // more entities lie in reach than were looked at
	Seen   int             `json:"seen"`           // entities looked at
}

// Path finds how two entities are linked: over interests in either direction,
// offices, what they might be, and values and shipments in common. A route of
// interests goes before one as long over addresses. Values that very many have,
// as an agent's address, are not walked and are named. Further routes avoid
// the links of the ones before where they can. No route is an empty answer, no
// error. Cost: some twenty reads an entity looked at.
func (q *Query) Path(ctx context.Context, from, to engine.EntityID, o PathOptions) (*Paths, error) {
	o.Routes, o.Steps, o.Visit = cmp.Or(o.Routes, 3), cmp.Or(o.Steps, 8), cmp.Or(o.Visit, 20_000)
	w := &pathWalk{linker: linker{q: q, o: o, hubs: map[string]bool{}}, used: map[string]int{}, known: map[engine.EntityID][]Link{}}
	out := &Paths{From: from, To: to}
	for range o.Routes * tries {
		route, err := w.route(ctx, from, to)
		if err != nil {
			return nil, err
		}
		if len(route) == 0 || len(out.Routes) == o.Routes {
			break
		}
		for i := range route {
			w.used[route[i].key()]++
		}
		if slices.ContainsFunc(out.Routes, func(r []Link) bool { return sameRoute(r, route) }) {
			continue
		}
		for i := range route {
			route[i].FromName, route[i].ToName = q.nameOf(route[i].From), q.nameOf(route[i].To)
		}
		out.Routes = append(out.Routes, route)
	}
	for h := range w.hubs {
		out.Hubs = append(out.Hubs, h)
	}
	slices.Sort(out.Hubs)
	out.Cut, out.Seen = w.cut, len(w.known)
	return out, nil
}

// key tells one link from another.
func (l *Link) key() string {
	a, b := l.From, l.To
	if b < a {
		a, b = b, a
	}
	return fmt.Sprint(a, b, l.Kind, l.Value)
}

func sameRoute(a, b []Link) bool {
	return slices.EqualFunc(a, b, func(x, y Link) bool { return x.key() == y.key() })
}

// again is what a link costs on top for each route before that has used it:
// more than any one link, so that other links are tried first.
const again = 10

// tries is how often another route is looked for, a route, before those that
// are known are taken to be all.
const tries = 3

// pathWalk is Dijkstra's algorithm over links that are read as it goes.
type pathWalk struct {
	linker
	used  map[string]int
	known map[engine.EntityID][]Link
	cut   bool
}

// reached is an entity on the way.
type reached struct {
	id    engine.EntityID
	cost  int
	steps int
	by    *Link
}

// route is the cheapest route, nil if there is none.
func (w *pathWalk) route(ctx context.Context, from, to engine.EntityID) ([]Link, error) {
	best := map[engine.EntityID]reached{from: {id: from}}
	done := map[engine.EntityID]bool{}
	queue := &frontier{{id: from}}
	for queue.Len() > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		at := heap.Pop(queue).(reached)
		if done[at.id] {
			continue
		}
		done[at.id] = true
		if at.id == to {
			return trail(best, from, to), nil
		}
		if at.steps >= w.o.Steps {
			continue
		}
		if len(done) > w.o.Visit {
			w.cut = true
			return nil, nil
		}
		links, err := w.from(at.id)
		if err != nil {
			return nil, err
		}
		for i := range links {
			l := &links[i]
			next := reached{id: l.To, cost: at.cost + l.cost(), steps: at.steps + 1, by: l}
			next.cost += again * w.used[l.key()]
			if old, ok := best[l.To]; !done[l.To] && (!ok || next.cost < old.cost) {
				best[l.To] = next
				heap.Push(queue, next)
			}
		}
	}
	return nil, nil
}

// from remembers the links of an entity, each once, in a fixed order.
func (w *pathWalk) from(id engine.EntityID) ([]Link, error) {
	if links, ok := w.known[id]; ok {
		return links, nil
	}
	links, err := w.links(id)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(links, func(a, b Link) int {
		return cmp.Or(cmp.Compare(a.cost(), b.cost()), cmp.Compare(b.Share.Lo, a.Share.Lo), cmp.Compare(a.To, b.To), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Value, b.Value))
	})
	links = slices.CompactFunc(links, func(a, b Link) bool { return a.key() == b.key() })
	w.known[id] = links
	return links, nil
}

// trail is the way back, turned round.
func trail(best map[engine.EntityID]reached, from, to engine.EntityID) []Link {
	out := []Link{}
	for at := to; at != from; at = best[at].by.From {
		out = append(out, *best[at].by)
	}
	slices.Reverse(out)
	return out
}

// frontier is a heap of entities by cost, then id.
type frontier []reached

func (f frontier) Len() int { return len(f) }
func (f frontier) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(f[i].cost, f[j].cost), cmp.Compare(f[i].id, f[j].id)) < 0
}
func (f frontier) Swap(i, j int) { f[i], f[j] = f[j], f[i] }

// Push adds an entity; for container/heap.
func (f *frontier) Push(x any) { *f = append(*f, x.(reached)) }

// Pop takes the last one; for container/heap.
func (f *frontier) Pop() any {
	last := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return last
}
