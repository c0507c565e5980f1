package own

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// TraceOptions bound a tree. The zero value follows every chain to its end and
// writes out MaxBranches branches.
type TraceOptions struct {
	Depth    int // steps above the entity; 0 is no limit
	Branches int // branches written out; 0 is MaxBranches, less is no limit
}

// MaxBranches is how many branches of a tree are written out if nothing else
// is asked for: far more than anyone reads, and some 10 MB of JSON. Where 300
// companies own each other there are 90,000.
const MaxBranches = 10_000

// Cut is the flag of a tree of which some branches were not written out. Its
// terminals, loops, parent and flags still say all.
const Cut = "cut"

// Trace walks from an entity up to the top on a day: all owners as a tree,
// where their chains end, and which part of the entity ends there. The parts
// of all terminals, the unknown rests among them, add up to 100 %. Owners
// stand by falling share; an owner met twice is written out once. An entity
// that the graph does not know is NotFound.
func (g *Graph) Trace(e engine.EntityID, asOf engine.Date, options TraceOptions) (Tree, error) {
	i, ok := g.ids.find(e)
	if !ok {
		return Tree{}, &engine.Error{Op: "own.Trace", Code: engine.NotFound, ID: string(e)}
	}
	d := g.on(asOf)
	in := d.ancestors(i)
	r := d.reign(in)
	s := d.spread(i, nil, options.Depth)
	t := Tree{Entity: e, Name: g.name(i), Country: g.country(i), AsOf: asOf, Parent: d.parent(i, r), Entities: len(in)}
	left := options.Branches
	switch {
	case left == 0:
		left = MaxBranches
	case left < 0:
		left = math.MaxInt
	}
	w := walker{d: d, s: s, options: options, left: left, seen: map[int32]bool{i: true}, flags: map[string]bool{}, sums: map[int32]map[int32]bool{}}
	t.Owners = w.owners(i, 1, map[int32]bool{i: true})
	t.Terminals, t.Known = s.terminals()
	t.Total = total(t.Terminals)
	t.Loops = d.loops(in, r)
	t.Power = d.power(i)
	for e := range in {
		if d.column(e, economic).over {
			w.flags[Overreported] = true
		}
		if w.cut {
			w.flagsOf(e)
		}
	}
	w.flags[Cut] = w.cut
	t.Flags = setOf(w.flags)
	return t, nil
}

// walker writes a tree out.
type walker struct {
	d       *day
	s       *spread
	options TraceOptions
	left    int  // branches that may still be written out
	cut     bool // some were not
	seen    map[int32]bool
	flags   map[string]bool
	sums    map[int32]map[int32]bool // of each entity, whose stakes are passed on
}

// owners are the branches above an entity.
func (w *walker) owners(e int32, depth int, on map[int32]bool) []Branch {
	g := w.d.g
	by := map[int32][]int32{}
	var order []int32
	var out []Branch
	for _, s := range g.held(e) {
		if !w.d.mayStand(s) {
			continue
		}
		for _, f := range g.meta(s).flags.names() {
			w.flags[f] = true
		}
		o := g.stakes[s].owner
		if o == nobody {
			out = append(out, Branch{Step: g.step(s), Depth: depth, End: w.d.nobody(s), Counted: w.counted(e, s)})
			continue
		}
		if by[o] == nil {
			order = append(order, o)
		}
		by[o] = append(by[o], s)
	}
	for _, o := range order {
		out = append(out, w.branch(e, o, by[o], depth))
	}
	slices.SortFunc(out, compareBranches)
	out = w.fit(out)
	for i := range out {
		w.climb(&out[i], depth, on)
	}
	return out
}

// fit drops the branches that are too many, the smallest first, but for those
// that stand on a list or hold for another: these matter whatever their share.
func (w *walker) fit(out []Branch) []Branch {
	if len(out) > w.left {
		w.cut = true
		rest := slices.DeleteFunc(slices.Clone(out[w.left:]), func(b Branch) bool { return !b.matters() })
		out = append(out[:w.left:w.left], rest...)
	}
	w.left = max(w.left-len(out), 0)
	return out
}

// matters reports whether a branch is kept where others are cut.
func (b *Branch) matters() bool {
	return len(b.Lists) > 0 || slices.ContainsFunc(append([]Step{b.Step}, b.Also...), func(s Step) bool {
		return s.Kind == engine.Nominee || s.Kind == engine.Nominator || slices.Contains(s.Flags, InNameOnly) || slices.Contains(s.Flags, TakenAsNominee)
	})
}

// flagsOf notes the flags of all that is held of an entity, written out or not.
func (w *walker) flagsOf(e int32) {
	for _, s := range w.d.g.held(e) {
		if w.d.mayStand(s) {
			for _, f := range w.d.g.meta(s).flags.names() {
				w.flags[f] = true
			}
		}
	}
	for _, role := range w.d.column(e, economic).roles {
		for _, f := range role.names() {
			w.flags[f] = true
		}
	}
}

// branch is one owner with all that it holds: the stake that says most first,
// the others beside it.
func (w *walker) branch(e, o int32, stakes []int32, depth int) Branch {
	g := w.d.g
	slices.SortFunc(stakes, func(a, b int32) int {
		return cmp.Or(cmp.Compare(telling[g.meta(a).kind], telling[g.meta(b).kind]), cmp.Compare(g.meta(a).flags&flagIndirect, g.meta(b).flags&flagIndirect),
			cmp.Compare(g.share(b).Lo, g.share(a).Lo), cmp.Compare(g.meta(a).kind, g.meta(b).kind), cmp.Compare(g.meta(a).from, g.meta(b).from), cmp.Compare(a, b))
	})
	out := Branch{Step: g.step(stakes[0]), Depth: depth, Counted: w.counted(e, stakes[0])}
	out.Lists = g.listsOn(o, w.d.asOf)
	w.d.roles(&out.Step, economic)
	for _, f := range out.Flags {
		w.flags[f] = true
	}
	for _, s := range stakes[1:] {
		out.Also = append(out.Also, g.step(s))
	}
	return out
}

// telling orders kinds of interest by how much they say of who owns.
var telling = [...]int{kShares: 0, kBranch: 1, kNominator: 2, kVotes: 3, kConsolidation: 4, kAppointment: 5, kProfit: 6, kBeneficiary: 7,
	kSettlor: 8, kTrustee: 9, kProtector: 10, kInfluence: 11, kContract: 12, kNominee: 13}

// counted reports whether a stake is part of the sums.
func (w *walker) counted(e, stake int32) bool {
	i, ok := w.s.at[e]
	if !ok {
		return false
	}
	in := w.sums[e]
	if in == nil {
		in = map[int32]bool{}
		for _, p := range w.s.nodes[i].edges {
			if p.edge.part[0].hi > 0 && p.edge.owner != nobody {
				in[p.edge.owner] = true
			} else if p.edge.owner == nobody {
				in[-2-p.edge.stake] = true // apart from all entities
			}
		}
		w.sums[e] = in
	}
	if owner := w.d.g.stakes[stake].owner; owner != nobody {
		return in[owner]
	}
	return in[-2-stake]
}

// climb goes on above an owner, unless its chain ends there.
func (w *walker) climb(b *Branch, depth int, on map[int32]bool) {
	o, ok := w.d.g.ids.find(b.Owner)
	if b.Owner == "" || !ok {
		return
	}
	switch {
	case on[o]:
		b.Circular = true
		return
	case w.d.end(o) != "":
		b.End = w.d.end(o)
		return
	case w.options.Depth > 0 && depth >= w.options.Depth:
		b.End = EndDepth
		return
	case w.seen[o]:
		b.Repeated = len(w.d.g.held(o)) > 0
		if !b.Repeated {
			b.End = w.d.bare(o)
		}
		return
	}
	if w.left == 0 && len(w.d.g.held(o)) > 0 {
		w.cut, b.Cut = true, true
		return
	}
	w.seen[o], on[o] = true, true
	b.Owners = w.owners(o, depth+1, on)
	delete(on, o)
	if len(b.Owners) == 0 {
		b.End = w.d.bare(o)
	}
}

func compareBranches(a, b Branch) int {
	return cmp.Or(cmp.Compare(b.Share.Lo, a.Share.Lo), cmp.Compare(b.Share.Hi, a.Share.Hi), strings.Compare(string(a.Owner), string(b.Owner)),
		strings.Compare(string(a.Kind), string(b.Kind)), cmp.Compare(a.From, b.From), strings.Compare(a.Reason, b.Reason))
}

// listsOn are the lists on which an entity stands on a day, sorted.
func (g *Graph) listsOn(e int32, asOf engine.Date) []engine.ListID {
	var out []engine.ListID
	for _, l := range g.listings[e] {
		if engine.Covers(l.From, l.Until, asOf) != engine.No && !slices.Contains(out, l.List) {
			out = append(out, l.List)
		}
	}
	slices.Sort(out)
	return out
}

// terminals are the ends of the walk by falling part, and the part of them
// that is somebody known.
func (s *spread) terminals() ([]Terminal, engine.Share) {
	g := s.d.g
	var out []Terminal
	var parts []part
	add := func(t Terminal, p part) {
		if p.hi.Sign() > 0 {
			out, parts = append(out, t), append(parts, p)
		}
	}
	known := exactly(ratZero)
	for i := range s.nodes {
		n := &s.nodes[i]
		if n.end == "" || n.end == EndLoop {
			continue
		}
		e := s.entity(i)
		add(Terminal{Kind: n.end, Entity: g.ids.id(e), Name: g.name(e), Country: g.country(e), Lists: g.listsOn(e, s.d.asOf)}, n.part)
		if n.end == EndPerson || n.end == EndState || n.end == EndListed || n.end == EndArrangement {
			known = known.plus(n.part)
		}
	}
	for _, l := range s.loops {
		sum := exactly(ratZero)
		for _, v := range l {
			sum = sum.plus(s.nodes[v].part)
		}
		ids := s.members(l)
		add(Terminal{Kind: EndLoop, Entity: ids[0], Name: g.Name(ids[0]), Reason: fmt.Sprintf("%d companies own each other, and nobody else holds any of them", len(ids))}, sum)
	}
	for _, r := range s.rests {
		t := Terminal{Kind: r.kind, Owned: g.ids.id(r.owned), Name: g.name(r.owned)}
		if r.stake >= 0 {
			t.Reason = g.meta(r.stake).reason
		}
		add(t, r.part)
	}
	s.bound(out, parts)
	at := make([]int, len(out))
	for i := range at {
		at[i] = i
	}
	units := make([]int64, len(parts)) // most parts differ in them, and comparing fractions is slow
	for i, p := range parts {
		units[i], _ = toUnits(p.lo, false)
	}
	slices.SortFunc(at, func(a, b int) int {
		if c := cmp.Compare(units[b], units[a]); c != 0 {
			return c
		}
		if c := parts[b].lo.Cmp(parts[a].lo); c != 0 {
			return c
		}
		return compareTerminals(&out[a], &out[b])
	})
	sorted, ps := make([]Terminal, len(out)), make([]part, len(out))
	for i, k := range at {
		sorted[i], ps[i] = out[k], parts[k]
	}
	for i, p := range percents(ps) {
		sorted[i].Percent = p
	}
	return sorted, known.share()
}

// bound sets the shares of terminals, with the upper ends that ranges leave
// open: never more than what the other known ends do not have for sure.
func (s *spread) bound(out []Terminal, parts []part) {
	var tops []engine.Share
	if s.open {
		for _, c := range s.ceilings() {
			tops = append(tops, exactly(c).share())
		}
	}
	var sure int64
	for i := range out {
		out[i].Share = parts[i].share()
		if out[i].Entity != "" {
			sure += out[i].Share.Lo
		}
	}
	for i := range out {
		e, ok := s.d.g.ids.find(out[i].Entity)
		place, met := s.at[e]
		if !s.open || out[i].Entity == "" || !ok || !met || out[i].Kind == EndLoop {
			continue
		}
		left := engine.Whole - sure + out[i].Share.Lo
		hi, open := tops[place].Hi, tops[place].HiOpen
		if left < hi {
			hi, open = left, false
		}
		if hi > out[i].Share.Hi {
			out[i].Share.Hi, out[i].Share.HiOpen = hi, open
		}
	}
}

// total adds the printed percentages up.
func total(ts []Terminal) string {
	var sum int64
	for _, t := range ts {
		if millionths, err := strconv.ParseInt(strings.Replace(t.Percent, ".", "", 1), 10, 64); err == nil {
			sum += millionths // always six decimals
		}
	}
	out := fmt.Sprintf("%d.%06d", sum/1_000_000, sum%1_000_000)
	return strings.TrimSuffix(strings.TrimRight(out, "0"), ".")
}

func compareTerminals(a, b *Terminal) int {
	return cmp.Or(strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(string(a.Entity), string(b.Entity)),
		strings.Compare(string(a.Owned), string(b.Owned)), strings.Compare(a.Reason, b.Reason))
}
