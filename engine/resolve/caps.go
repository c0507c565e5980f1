package resolve

import "github.com/pierce-er/pierce/engine/block"

// caps are the numbers of holders at which a blocking key changes its meaning.
type caps struct {
	pair int // most holders that are compared with each other: block.Cap
	weak int // the same for keys that tell little: block.WeakCap
	firm int // the same for keys that tell much: block.FirmCap; at most pair + spare
	join int // most holders that hang together: block.JoinCap
	// spare is how many holders beyond its cap a generic key may have and still
	// have them kept, so that they are known when the count falls back. Those of
	// a more crowded one are found by reading all notes: of 1,000,000 records
	// some seconds, which thus come once in as many records that go.
	spare int
}

// shippedCaps are the caps of every run but those of tests.
var shippedCaps = caps{block.Cap, block.WeakCap, block.FirmCap, block.JoinCap, 3 * block.Cap}

// most is how many holders of the key are compared with each other.
func (c caps) most(key uint64) int {
	switch block.KindOf(key).Proposing() {
	case block.Weak:
		return c.weak
	case block.Firm:
		return c.firm
	}
	return c.pair
}

// proposes reports whether n parties that hold the key are candidate pairs.
func (c caps) proposes(key uint64, n int) bool { return n > 1 && n <= c.most(key) }

// reaches reports whether a key of n holders would bring another to them.
func (c caps) reaches(key uint64, n int) bool {
	return n <= c.most(key) || block.KindOf(key).Joins() && n <= c.join
}

// joins reports whether n parties that hold the key hang together unscored. A
// strong identifier joins any two; a whole name joins only those who are too
// many to be compared one by one.
func (c caps) joins(key uint64, n int) bool {
	switch block.KindOf(key) {
	case block.Strong:
		return n > 1 && n <= c.join
	case block.Twin:
		return n > c.pair && n <= c.join
	}
	return false
}

// crowding reports whether n parties that hold the key make its value say
// almost nothing.
func (c caps) crowding(key uint64, n int) bool {
	return block.KindOf(key).Tells() && c.generic(key, n)
}

// generic reports whether the key's holders are too many to be kept.
func (c caps) generic(key uint64, n int) bool {
	if block.KindOf(key).Joins() {
		return n > c.join
	}
	return n > c.pair
}

// keeps reports whether the n holders of the key are kept.
func (c caps) keeps(key uint64, n int) bool {
	if block.KindOf(key).Joins() {
		return n <= c.join+c.spare
	}
	return n <= c.pair+c.spare
}

// parts reports whether a key that m hold now, and n held, does nothing more than
// propose pairs no longer: no value becomes crowded, and nothing hung together by
// it.
func (c caps) parts(key uint64, n, m int) bool {
	return n <= c.most(key) && m > c.most(key) && !block.KindOf(key).Joins() && c.crowding(key, n) == c.crowding(key, m)
}

// sameRole reports whether a key means the same for n holders as for m, apart
// from who they are.
func (c caps) sameRole(key uint64, n, m int) bool {
	return (n > c.most(key)) == (m > c.most(key)) && c.generic(key, n) == c.generic(key, m)
}
