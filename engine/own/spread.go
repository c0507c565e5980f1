package own

import (
	"math/big"

	"github.com/pierce-er/pierce/engine"
)

// spread follows the ownership of one entity upward until it ends: which part
// reaches whom. A company passes what reaches it on to its holders, by their
// shares; what no known holder takes stays as its rest.
//
// Everything that reaches an entity in stop ends there. The part that ends in
// an owner is its integrated ownership, N_ij/N_ii with N = (I-A)⁻¹: along
// chains shares multiply, over chains they add, and loops are solved (Baldone
// and others 1998; Chapelle and Szafarz 2005).
type spread struct {
	d     *day
	start int32
	stop  map[int32]bool
	depth int // companies deeper than this are ends; 0 is no limit

	at     map[int32]int // entity → its place below
	nodes  []visited
	groups [][]int // strongly connected, owned before owners
	loops  [][]int // those groups that nobody outside holds
	rests  []rest
	open   bool // some share was a range, or not known: the lower ends were taken
}

// visited is an entity that the walk reached.
type visited struct {
	entity   int32
	depth    int
	end      TerminalKind // "" for one that passes on
	edges    []passing
	rest     *big.Rat // what no known holder takes
	treasury *big.Rat
	part     part // what reaches it
}

// passing is what a company passes on to one holder.
type passing struct {
	edge  *edge
	to    int // place of the holder; -1 for nobody
	share *big.Rat
}

// rest is a part that ends without a known holder.
type rest struct {
	kind  TerminalKind
	owned int32
	stake int32 // of a holder that is nobody; else -1
	part  part
}

// again stands for the entity asked about where it is itself an end: how much
// of it comes back to it.
const again int32 = -2

func (d *day) spread(start int32, stop map[int32]bool, depth int) *spread {
	s := &spread{d: d, start: start, stop: stop, depth: depth, at: map[int32]int{}}
	s.walk()
	s.group()
	for _, g := range s.groups {
		s.settle(g)
	}
	return s
}

// walk finds all that the entity's ownership reaches, nearest first.
func (s *spread) walk() {
	first := s.start
	if s.stop[first] {
		first = again
	}
	s.at[first] = 0
	s.nodes = append(s.nodes, visited{entity: first, part: exactly(ratOne)})
	for i := 0; i < len(s.nodes); i++ {
		s.expand(i)
	}
}

// expand finds what one entity passes on.
func (s *spread) expand(i int) {
	n := s.nodes[i]
	e := n.entity
	if e == again {
		e = s.start
	}
	col := s.d.column(e, economic)
	edges, open := counting(col)
	s.open = s.open || open
	switch {
	case n.entity != again && s.stop[e]:
		n.end = s.d.end(e)
		if n.end == "" {
			n.end = EndCompany
		}
	case s.d.end(e) != "" && i > 0:
		n.end = s.d.end(e)
	case s.depth > 0 && n.depth >= s.depth:
		n.end = EndDepth
	case col.over:
		n.end = EndOverreported
	case len(edges) == 0 && col.treasury == 0:
		n.end = s.d.bare(e)
		if i == 0 {
			n.end, n.rest, n.treasury = "", ratOne, ratZero // of the entity itself nothing is known: all of it is the rest
		}
	}
	if n.end == "" && n.rest == nil {
		left := engine.Whole - col.treasury
		for _, x := range edges {
			left -= x.part[0].lo
			p := passing{edge: x, to: -1, share: engine.Rat(x.part[0].lo)}
			if x.owner != nobody {
				p.to = s.place(x.owner, n.depth+1)
			}
			if x.part[0].lo > 0 || x.owner != nobody {
				n.edges = append(n.edges, p)
			}
		}
		n.rest, n.treasury = engine.Rat(left), engine.Rat(col.treasury)
		if n.entity == again && col.treasury > 0 {
			own := bound{lo: col.treasury, hi: col.treasury}
			n.edges = append(n.edges, passing{&edge{owner: e, stake: -1, part: [2]bound{own, own}}, s.place(e, 1), n.treasury})
			n.treasury = ratZero
		}
	}
	n.part = s.nodes[i].part
	s.nodes[i] = n
}

func (s *spread) place(e int32, depth int) int {
	if i, ok := s.at[e]; ok {
		return i
	}
	i := len(s.nodes)
	s.at[e] = i
	s.nodes = append(s.nodes, visited{entity: e, depth: depth, part: exactly(ratZero)})
	return i
}

// counting are the edges whose shares are passed on: those that add up, or the
// indirect claims where nothing else is known. open tells that some share is a
// range or unknown.
func counting(col *column) (edges []*edge, open bool) {
	var indirect []*edge
	var sum bound
	for i := range col.edges {
		x := &col.edges[i]
		open = open || x.part[0].lo != x.part[1].hi || x.how != 0
		switch x.how {
		case 0:
			edges = append(edges, x)
		case flagIndirect:
			indirect = append(indirect, x)
			sum = sum.plus(x.part[0])
		}
	}
	if len(edges) == 0 && sum.lo+col.treasury <= engine.Whole {
		return indirect, open
	}
	return edges, open
}

// end says whether ownership ends with an entity whatever its holders.
func (d *day) end(e int32) TerminalKind {
	switch d.g.kind(e) {
	case engine.Person:
		return EndPerson
	case engine.State:
		return EndState
	}
	return ""
}

// bare says what kind of end an entity without known holders is.
func (d *day) bare(e int32) TerminalKind {
	f := d.g.facts[e]
	switch {
	case f.traded:
		return EndListed
	case d.g.kind(e) == engine.Arrangement:
		return EndArrangement
	case f.undisclosed:
		return EndUndisclosed
	}
	return EndCompany
}

// group puts the entities into strongly connected groups, each before those
// that own it.
func (s *spread) group() {
	s.groups = components(len(s.nodes), func(v int) []int {
		out := make([]int, 0, len(s.nodes[v].edges))
		for _, x := range s.nodes[v].edges {
			if x.to >= 0 {
				out = append(out, x.to)
			}
		}
		return out
	})
}

// settle passes on what has reached a group, which is all that ever will.
func (s *spread) settle(g []int) {
	if len(g) == 1 && s.nodes[g[0]].end != "" {
		return
	}
	inside := make(map[int]bool, len(g))
	for _, v := range g {
		inside[v] = true
	}
	if s.closed(g, inside) {
		s.loops = append(s.loops, g)
		for _, v := range g {
			s.nodes[v].end = EndLoop
		}
		return
	}
	if len(g) > 1 || s.nodes[g[0]].treasury.Sign() > 0 {
		s.solve(g)
	}
	for _, v := range g {
		n := &s.nodes[v]
		for _, x := range n.edges {
			out := n.part.times(x.share)
			switch {
			case x.to < 0:
				s.rests = append(s.rests, rest{s.d.nobody(x.edge.stake), s.entity(v), x.edge.stake, out})
			case !inside[x.to]:
				s.nodes[x.to].part = s.nodes[x.to].part.plus(out)
			}
		}
		if n.rest.Sign() > 0 {
			kind := EndRest
			if s.d.g.facts[s.entity(v)].traded {
				kind = EndListed
			}
			s.rests = append(s.rests, rest{kind, s.entity(v), -1, n.part.times(n.rest)})
		}
	}
}

func (s *spread) entity(v int) int32 {
	if e := s.nodes[v].entity; e != again {
		return e
	}
	return s.start
}

// nobody says what kind of end a stake of nobody is.
func (d *day) nobody(stake int32) TerminalKind {
	if d.g.meta(stake).flags&flagDangling != 0 {
		return EndDangling
	}
	return EndUnnamed
}

// closed reports whether a group has no holder outside itself.
func (s *spread) closed(g []int, inside map[int]bool) bool {
	for _, v := range g {
		n := &s.nodes[v]
		if n.end != "" || n.rest.Sign() > 0 {
			return false
		}
		for _, x := range n.edges {
			if x.share.Sign() > 0 && (x.to < 0 || !inside[x.to]) {
				return false
			}
		}
	}
	return true
}
