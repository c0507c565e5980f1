package own

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// endOfTime stands for an until that is not said. It orders after every day.
const endOfTime engine.Date = 1<<31 - 1

// closeEnd gives an until that can be compared.
func closeEnd(until engine.Date) engine.Date {
	if until == 0 {
		return endOfTime
	}
	return until
}

// before reports whether the span [from, until) holds any time when the dates
// are compared as they are written, a year before its months and a month
// before its days. Cutting time at dates of mixed precision needs one order;
// this one keeps "from 2016" and "from 2016-05-01" apart.
func before(from, until engine.Date) bool { return from < closeEnd(until) }

// reversed reports whether the span surely ends before it begins.
func reversed(from, until engine.Date) bool {
	return from != 0 && until != 0 && until.Latest() < from.Earliest()
}

// piece is a stretch of time over which the same lines hold.
type piece struct {
	from, until engine.Date
	lines       []line
}

// pieces cuts time where any line begins or ends, earliest first, leaving out
// stretches that no line covers. The lines of a piece keep their order. ok is
// false where the pieces hold more than limit lines in all. The cost is that of
// sorting, and of what is given.
func pieces(lines []line, limit int) (out []piece, ok bool) {
	begins, ends := make([]int, len(lines)), make([]int, len(lines))
	cuts := make([]engine.Date, 0, 2*len(lines))
	for i, l := range lines {
		begins[i], ends[i] = i, i
		cuts = append(cuts, l.from, closeEnd(l.until))
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	slices.SortFunc(begins, func(a, b int) int { return cmp.Compare(lines[a].from, lines[b].from) })
	slices.SortFunc(ends, func(a, b int) int { return cmp.Compare(closeEnd(lines[a].until), closeEnd(lines[b].until)) })
	var active []int // in order
	for i := 0; i+1 < len(cuts); i++ {
		for len(begins) > 0 && lines[begins[0]].from <= cuts[i] {
			at, _ := slices.BinarySearch(active, begins[0])
			active = slices.Insert(active, at, begins[0])
			begins = begins[1:]
		}
		for len(ends) > 0 && closeEnd(lines[ends[0]].until) <= cuts[i] {
			if at, in := slices.BinarySearch(active, ends[0]); in {
				active = slices.Delete(active, at, at+1)
			}
			ends = ends[1:]
		}
		if len(active) == 0 {
			continue
		}
		if limit -= len(active); limit < 0 {
			return nil, false
		}
		p := piece{from: cuts[i], until: cuts[i+1]}
		if p.until == endOfTime {
			p.until = 0
		}
		for _, k := range active {
			p.lines = append(p.lines, lines[k])
		}
		out = append(out, p)
	}
	return out, true
}

// mergeAlike makes one of stakes that differ in their sources alone.
func mergeAlike(stakes []engine.Stake) []engine.Stake {
	type key struct {
		owner       engine.EntityID
		kind        engine.InterestKind
		share       engine.Share
		from, until engine.Date
		flags       string
		reason      string
	}
	at := map[key]int{}
	var out []engine.Stake
	for _, s := range stakes {
		k := key{s.Owner, s.Kind, s.Share, s.From, s.Until, flagKey(s.Flags), s.Reason}
		if i, ok := at[k]; ok {
			out[i].Sources = append(out[i].Sources, s.Sources...)
			continue
		}
		at[k] = len(out)
		out = append(out, s)
	}
	for i := range out {
		slices.Sort(out[i].Sources)
		out[i].Sources = slices.Compact(out[i].Sources)
	}
	return out
}

func flagKey(flags []string) string { return strings.Join(flags, " ") }

// union is both lists, sorted and distinct.
func union(a, b []engine.RecordID) []engine.RecordID {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}

// hasFlag reports whether a stake carries a flag.
func hasFlag(s *engine.Stake, flag string) bool { return slices.Contains(s.Flags, flag) }

// flagOverreported flags the holders whose shares of one kind add up to over
// the whole at some time. Lower ends count; what is indirect, joint or
// reversed does not; what may be either is added up by itself, since it may
// repeat the direct ones.
func flagOverreported(stakes []engine.Stake) {
	for _, kind := range []engine.InterestKind{engine.Shares, engine.Votes, engine.Profit} {
		for _, flag := range []string{"", Either} {
			var column []int
			for i := range stakes {
				s := &stakes[i]
				if s.Kind == kind && s.Share.Known && hasFlag(s, Either) == (flag == Either) &&
					!hasFlag(s, Indirect) && !hasFlag(s, Joint) && !hasFlag(s, Reversed) {
					column = append(column, i)
				}
			}
			flagColumn(stakes, column)
		}
	}
}

// flagColumn flags those of the column that hold while its sum is over the
// whole.
func flagColumn(stakes []engine.Stake, column []int) {
	type change struct {
		at  engine.Date
		lo  int64
		one int // open lower ends
	}
	var changes []change
	for _, i := range column {
		s := &stakes[i]
		open := 0
		if s.Share.LoOpen {
			open = 1
		}
		changes = append(changes, change{s.From, s.Share.Lo, open}, change{closeEnd(s.Until), -s.Share.Lo, -open})
	}
	slices.SortFunc(changes, func(a, b change) int { return int(a.at) - int(b.at) })
	var sum, wholes int64 // apart, so that no number of owners overflows
	var open int
	var over [][2]engine.Date
	for i, c := range changes {
		sum, open = sum+c.lo, open+c.one
		wholes += sum / engine.Whole
		if sum %= engine.Whole; sum < 0 {
			wholes, sum = wholes-1, sum+engine.Whole
		}
		if i+1 < len(changes) && changes[i+1].at > c.at && (wholes > 1 || wholes == 1 && (sum > 0 || open > 0)) {
			over = append(over, [2]engine.Date{c.at, changes[i+1].at})
		}
	}
	for _, i := range column {
		s := &stakes[i]
		at, _ := slices.BinarySearchFunc(over, s.From, func(o [2]engine.Date, from engine.Date) int { return int(o[1]) - int(from) - 1 })
		if at < len(over) && over[at][0] < closeEnd(s.Until) {
			*s = finish(*s, append(slices.Clone(s.Flags), Overreported))
		}
	}
}
