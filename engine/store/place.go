package store

import (
	"bytes"
	"cmp"
	"slices"
)

// compareSightings is the order of versions: by time, then by hash.
func compareSightings(a, b sighting) int {
	return cmp.Or(cmp.Compare(a.at, b.at), bytes.Compare(a.hash[:], b.hash[:]))
}

// between reports whether a full snapshot was committed after the time after,
// and not later than upTo. The snapshots rise.
func between(snapshots []instant, after, upTo instant) bool {
	s, ok := firstAfter(snapshots, after)
	return ok && s <= upTo
}

// firstAfter finds the first snapshot later than t: the one that ends a record
// last seen at t.
func firstAfter(snapshots []instant, t instant) (instant, bool) {
	i, found := slices.BinarySearch(snapshots, t)
	if found {
		i++
	}
	if i == len(snapshots) {
		return 0, false
	}
	return snapshots[i], true
}

// placement is what to do with a new sighting.
type placement struct {
	result  PutResult
	write   bool
	content bool // the content must be written too
}

// place decides what a new sighting means beside the sightings of its record
// that count, or are the same load's own, in their order.
func place(prior []sighting, snapshots []instant, in sighting) placement {
	if len(prior) == 0 {
		return placement{Added, true, true}
	}
	out := placement{result: Changed, write: true, content: true}
	for _, p := range prior {
		if p.load == in.load {
			if p.hash == in.hash {
				return placement{result: Same}
			}
			return placement{result: Duplicate}
		}
	}
	for _, p := range prior {
		if p.hash == in.hash && p.flags&hasContent != 0 {
			out.content = false
		}
	}
	i, found := slices.BinarySearchFunc(prior, in, compareSightings)
	if found {
		out.result = Same
		return out
	}
	if i > 0 && prior[i-1].hash == in.hash && (in.flags&isDeleted != 0 || !between(snapshots, prior[i-1].at, in.at)) {
		out.result = Same
		return out
	}
	if _, ended := firstAfter(snapshots, in.at); i < len(prior) || ended {
		out.result = History
	}
	return out
}
