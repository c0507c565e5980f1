package own

import (
	"cmp"
	"maps"
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// Reconcile turns all that sources claim about the holders of one entity into
// stakes: per owner, kind of interest and span of time, sorted by kind, owner,
// and dates. The order of the claims does not matter.
//
//   - Alike lines of a dataset are one claim, and so are lines that share an
//     interest id. Lines of a dataset with different ids are different
//     holdings and add up: 30 % and 25 % are 55 %. Different shares without
//     ids over the same time are a Conflict.
//   - Datasets that speak of the same owner and kind speak of one stake: what
//     their shares have in common, "(25,50]" and "40" being 40 %. Shares with
//     nothing in common give their hull and a Conflict.
//   - An indirect claim never adds to direct ones: it is a stake of its own,
//     flagged Indirect. One that may be either, as in the United Kingdom's
//     register of people with significant control, joins the direct one that
//     it fits, and else stands flagged Either.
//   - A claim that ends before it begins is flagged Reversed. An owner that
//     is the owned itself is flagged Self. Holders that add up to over 100 %
//     are flagged Overreported, and never rescaled.
//
// The cost is O(n log n) in the claims, times the distinct dates of one owner.
func Reconcile(owned engine.EntityID, claims []Claim) []engine.Stake {
	groups := map[group][]line{}
	var out []engine.Stake
	stepped := datasetsWithComponents(claims)
	for i := range claims {
		c := &claims[i]
		g := group{holderOf(c), c.Kind}
		l := lineOf(c, classOf(c, stepped[c.Record.Dataset()]))
		if reversed(c.From, c.Until) {
			out = append(out, l.alone(owned, g, Reversed))
			continue
		}
		if !before(l.from, l.until) {
			out = append(out, l.alone(owned, g, ""))
			continue
		}
		groups[g] = append(groups[g], l)
	}
	out = mergeAlike(out)
	for g, lines := range groups {
		out = append(out, reconcileGroup(owned, g, lines)...)
	}
	flagOverreported(out)
	slices.SortFunc(out, compareStakes)
	return out
}

// group is whose claims are looked at together.
type group struct {
	holder holder
	kind   engine.InterestKind
}

// line is a claim without what no longer matters, so that alike ones are
// equal.
type line struct {
	dataset     string
	id          string
	share       engine.Share
	from, until engine.Date
	class       class
	source      engine.RecordID
	impossible  bool
}

func lineOf(c *Claim, k class) line {
	share, ok := possible(c.Share)
	return line{c.Record.Dataset(), c.ID, share, c.From, c.Until, k, c.Record, !ok}
}

// alone is the stake of a line that is not put together with others.
func (l line) alone(owned engine.EntityID, g group, flag string) engine.Stake {
	var impossible string
	if l.impossible {
		impossible = Impossible
	}
	return finish(engine.Stake{Owner: g.holder.entity, Owned: owned, Kind: g.kind, Share: l.share, From: l.from, Until: l.until,
		Sources: []engine.RecordID{l.source}, Reason: g.holder.reason}, append(l.class.flags(), flag, impossible, g.holder.flag))
}

// finish sets the flags, sorted and distinct, Self among them.
func finish(s engine.Stake, flags []string) engine.Stake {
	if s.Owner != "" && s.Owner == s.Owned {
		flags = append(flags, Self)
	}
	slices.Sort(flags)
	s.Flags = slices.Compact(slices.DeleteFunc(flags, func(f string) bool { return f == "" }))
	if len(s.Flags) == 0 {
		s.Flags = nil
	}
	return s
}

// datasetsWithComponents are those that give the steps of indirect claims
// about this owned.
func datasetsWithComponents(claims []Claim) map[string]bool {
	out := map[string]bool{}
	for i := range claims {
		if claims[i].Component {
			out[claims[i].Record.Dataset()] = true
		}
	}
	return out
}

// reconcileGroup cuts time where any line begins or ends and puts together the
// lines of each piece; pieces that touch and say the same are one stake.
func reconcileGroup(owned engine.EntityID, g group, lines []line) []engine.Stake {
	stretches, ok := pieces(lines, maxPieces)
	if !ok {
		return []engine.Stake{blur(owned, g, lines)}
	}
	var out []engine.Stake
	last := map[string]int{} // flags of a stake → its place in out
	for _, p := range stretches {
		for _, s := range settle(p.lines) {
			stake := finish(engine.Stake{Owner: g.holder.entity, Owned: owned, Kind: g.kind, Share: s.share,
				From: p.from, Until: p.until, Sources: s.sources, Reason: g.holder.reason}, append(s.flags, g.holder.flag))
			key := flagKey(stake.Flags)
			if i, ok := last[key]; ok && out[i].Until == stake.From && stake.From != 0 && out[i].Share == stake.Share {
				out[i].Until = stake.Until
				out[i].Sources = union(out[i].Sources, stake.Sources)
				continue
			}
			last[key] = len(out)
			out = append(out, stake)
		}
	}
	return out
}

// maxPieces is how many lines the stretches of time of one owner and kind may
// hold in all. A register's history of any length, each line ending where the
// next begins, holds each once; 2,800 lines that all go on to this day, each
// with a beginning of its own, reach it.
const maxPieces = 4_000_000

// blur is one stake for lines that are too many to tell apart: whatever any of
// them says, over all the time that any of them covers.
func blur(owned engine.EntityID, g group, lines []line) engine.Stake {
	s := engine.Stake{Owner: g.holder.entity, Owned: owned, Kind: g.kind, Reason: g.holder.reason, From: lines[0].from, Until: lines[0].until}
	flags := []string{Conflict, Impossible, g.holder.flag}
	for _, l := range lines {
		s.Share = hull(s.Share, l.share)
		s.From = min(s.From, l.from)
		if closeEnd(l.until) > closeEnd(s.Until) {
			s.Until = l.until
		}
		s.Sources = append(s.Sources, l.source)
		flags = append(flags, l.class.flags()...)
	}
	slices.Sort(s.Sources)
	s.Sources = slices.Compact(s.Sources)
	return finish(s, flags)
}

// settled is what the lines of one piece of time come to in one class.
type settled struct {
	share   engine.Share
	sources []engine.RecordID
	flags   []string
}

// settle puts together lines that hold over the same time. A claim that may be
// direct or indirect joins the direct ones where their shares can be the same
// block; otherwise it holds something indirect besides.
func settle(lines []line) []settled {
	var by [4][]line
	for _, l := range lines {
		by[l.class] = append(by[l.class], l)
	}
	var out []settled
	if len(by[direct]) > 0 && len(by[either]) > 0 {
		d, e := value(by[direct]), value(by[either])
		if _, ok := meet(d.share, e.share); ok {
			by[direct] = append(by[direct], by[either]...)
		} else {
			e.flags = append(e.flags, Indirect)
			out = append(out, e)
		}
		by[either] = nil
	}
	for c, ls := range by {
		if len(ls) == 0 {
			continue
		}
		v := value(ls)
		v.flags = append(v.flags, class(c).flags()...)
		out = append(out, v)
	}
	return out
}

// value is what the lines of one class come to: one voice a dataset, and the
// voices put together.
func value(lines []line) settled {
	bySet := map[string][]line{}
	var v settled
	for _, l := range lines {
		bySet[l.dataset] = append(bySet[l.dataset], l)
		v.sources = append(v.sources, l.source)
	}
	slices.Sort(v.sources)
	v.sources = slices.Compact(v.sources)
	if slices.ContainsFunc(lines, func(l line) bool { return l.impossible }) {
		v.flags = append(v.flags, Impossible)
	}
	var voices []engine.Share
	for _, set := range slices.Sorted(maps.Keys(bySet)) {
		share, flags := voice(bySet[set])
		voices = append(voices, share)
		v.flags = append(v.flags, flags...)
	}
	var conflict bool
	if v.share, conflict = agree(voices); conflict {
		v.flags = append(v.flags, Conflict)
	}
	return v
}

// voice is what one dataset says: holdings with ids add up, the rest is one
// claim.
func voice(lines []line) (engine.Share, []string) {
	byID := map[string][]engine.Share{}
	for _, l := range lines {
		byID[l.id] = append(byID[l.id], l.share)
	}
	var flags []string
	var sum engine.Share
	first := true
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		if id == "" {
			continue
		}
		share, conflict := oneClaim(byID[id])
		if conflict {
			flags = append(flags, Conflict)
		}
		if first {
			sum, first = share, false
			continue
		}
		var over bool
		if sum, over = add(sum, share); over {
			flags = append(flags, Overreported)
		}
	}
	rest, conflict := oneClaim(byID[""])
	if conflict {
		flags = append(flags, Conflict)
	}
	total, differ := agree([]engine.Share{sum, rest})
	if differ {
		flags = append(flags, Conflict)
	}
	return total, flags
}

// oneClaim is what one source says of one block: several different shares are
// a conflict even where they overlap, since the source should know.
func oneClaim(shares []engine.Share) (engine.Share, bool) {
	var all engine.Share
	conflict := false
	for _, s := range shares {
		if !s.Known {
			continue
		}
		conflict = conflict || all.Known && all != s
		all = hull(all, s)
	}
	return all, conflict
}

// compareStakes orders by kind, owner, dates, and then by whatever differs. It
// looks no further than it must: writing shares out is slow.
func compareStakes(a, b engine.Stake) int {
	if c := cmp.Compare(a.Kind, b.Kind); c != 0 {
		return c
	}
	if c := cmp.Compare(a.Owner, b.Owner); c != 0 {
		return c
	}
	if c := cmp.Or(cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.From, b.From), cmp.Compare(a.Until, b.Until)); c != 0 {
		return c
	}
	return cmp.Or(slices.Compare(a.Flags, b.Flags), cmp.Compare(a.Share.String(), b.Share.String()), slices.Compare(a.Sources, b.Sources))
}
