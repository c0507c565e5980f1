package sim

import "math/bits"

// JaroWinkler is Jaro's likeness, raised by a tenth of what it lacks for each
// of the first four runes that agree. There is more than one Jaro in use: here,
// as in go-edlib, half a transposition counts as half (others round it down),
// and the prefix counts whatever the likeness is (Winkler asked for 0.7 first).
// JaroWinkler("martha", "marhta") = 0.9611.
func JaroWinkler(a, b string) float64 {
	if a == b {
		return 1
	}
	var m masks
	if m.fill(a, b) {
		return m.winkler(jaro(&m))
	}
	ra, rb := []rune(a), []rune(b)
	found, turned := jaroLong(ra, rb)
	return winkler(len(ra), len(rb), found, turned, prefixLong(ra, rb))
}

func (m *masks) winkler(found, turned int) float64 {
	return winkler(m.la, m.lb, found, turned, m.prefix())
}

// winkler is the likeness of two strings of so many runes.
func winkler(la, lb, found, turned, prefix int) float64 {
	if found == 0 {
		return 0
	}
	f := float64(found)
	s := (f/float64(la) + f/float64(lb) + (f-float64(turned)/2)/f) / 3
	return s + 0.1*float64(prefix)*(1-s)
}

// maxPrefix is Winkler's: what people type at the start of a word they
// seldom get wrong, and by the fifth letter that is no longer so.
const maxPrefix = 4

func (m *masks) prefix() int {
	n := 0
	for n < maxPrefix && n < m.la && n < m.lb && m.at[n]>>uint(n)&1 != 0 {
		n++
	}
	return n
}

// reach is how far apart two runes may stand and still be taken for the same.
func reach(la, lb int) int { return max(la, lb)/2 - 1 }

// jaro counts the runes that find a partner within reach, and how many of
// them are out of order. Taking the first free partner for each rune of b in
// turn finds as many as any way could, since the windows move in step.
func jaro(m *masks) (found, turned int) {
	d := reach(m.la, m.lb)
	var inA, inB uint64
	for j := 0; j < m.lb; j++ {
		window := ones(min(m.la, j+d+1)) &^ ones(max(0, j-d))
		if free := m.at[j] & window &^ inA; free != 0 {
			inA |= free & -free
			inB |= 1 << uint(j)
		}
	}
	found = bits.OnesCount64(inB)
	for ; inB != 0; inA, inB = inA&(inA-1), inB&(inB-1) {
		i, j := bits.TrailingZeros64(inA), bits.TrailingZeros64(inB)
		if m.at[j]>>uint(i)&1 == 0 {
			turned++
		}
	}
	return found, turned
}

// jaroLong is jaro for strings of any length.
func jaroLong(a, b []rune) (found, turned int) {
	d := reach(len(a), len(b))
	inA, inB := make([]bool, len(a)), make([]bool, len(b))
	for j, r := range b {
		for i := max(0, j-d); i < min(len(a), j+d+1); i++ {
			if !inA[i] && a[i] == r {
				inA[i], inB[j] = true, true
				found++
				break
			}
		}
	}
	i := 0
	for j, r := range b {
		if !inB[j] {
			continue
		}
		for !inA[i] {
			i++
		}
		if a[i] != r {
			turned++
		}
		i++
	}
	return found, turned
}

func prefixLong(a, b []rune) int {
	n := 0
	for n < maxPrefix && n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
