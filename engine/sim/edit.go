package sim

import (
	"unicode/utf8"

	"github.com/hbollon/go-edlib"
)

// Levenshtein is 1 − d/n, where d is the least number of runes to insert,
// delete or replace to turn a into b, and n the length of the longer one.
// Levenshtein("kitten", "sitting") = 1 − 3/7.
func Levenshtein(a, b string) float64 {
	d, n := levenshtein(a, b)
	return ratio(d, n)
}

// LevenshteinDistance is the d of Levenshtein, in runes.
func LevenshteinDistance(a, b string) int {
	d, _ := levenshtein(a, b)
	return d
}

// OSA is 1 − d/n, where d also counts the exchange of two neighbours as one
// step, provided that no rune is touched twice (optimal string alignment), and
// n is the length of the longer one. OSA("hauwei", "huawei") = 1 − 1/6.
func OSA(a, b string) float64 {
	d, n := osa(a, b)
	return ratio(d, n)
}

// OSADistance is the d of OSA, in runes.
func OSADistance(a, b string) int {
	d, _ := osa(a, b)
	return d
}

// ratio turns a distance of at most n into a likeness. The largest d < n that
// is not 0 keeps a distance of 1/n from 1, so no rounding makes it equal.
func ratio(d, n int) float64 {
	if n == 0 {
		return 1
	}
	return 1 - float64(d)/float64(n)
}

func levenshtein(a, b string) (d, n int) {
	if a == b {
		return 0, utf8.RuneCountInString(a)
	}
	var m masks
	if m.fill(a, b) {
		return myers(&m), max(m.la, m.lb)
	}
	n = max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	a, b = trim(a, b)
	if m.fill(a, b) {
		return myers(&m), n
	}
	return edlib.LevenshteinDistance(a, b), n
}

func osa(a, b string) (d, n int) {
	if a == b {
		return 0, utf8.RuneCountInString(a)
	}
	var m masks
	if m.fill(a, b) {
		return hyyro(&m), max(m.la, m.lb)
	}
	n = max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	a, b = trim(a, b)
	if m.fill(a, b) {
		return hyyro(&m), n
	}
	return edlib.OSADamerauLevenshteinDistance(a, b), n
}

// trim cuts off the ends that a and b share: they cost nothing in either
// distance.
func trim(a, b string) (string, string) {
	for a != "" && b != "" {
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if ra != rb {
			break
		}
		a, b = a[na:], b[nb:]
	}
	for a != "" && b != "" {
		ra, na := utf8.DecodeLastRuneInString(a)
		rb, nb := utf8.DecodeLastRuneInString(b)
		if ra != rb {
			break
		}
		a, b = a[:len(a)-na], b[:len(b)-nb]
	}
	return a, b
}

// myers is the Levenshtein distance by columns of vertical differences held
// in two words (G. Myers, A fast bit-vector algorithm for approximate string
// matching, J. ACM 46, 1999, in the form of H. Hyyrö, 2001).
func myers(m *masks) int {
	if m.la == 0 {
		return m.lb
	}
	up, down := ^uint64(0), uint64(0) // where the column rises, falls
	last := uint64(1) << uint(m.la-1)
	d := m.la
	for _, eq := range m.at[:m.lb] {
		x := (((eq & up) + up) ^ up) | eq | down
		right, left := down|^(x|up), x&up
		if right&last != 0 {
			d++
		} else if left&last != 0 {
			d--
		}
		right = right<<1 | 1
		up, down = left<<1|^(x|right), right&x
	}
	return d
}

// hyyro is the optimal string alignment distance: myers with one more term
// for the exchange of neighbours (H. Hyyrö, A bit-vector algorithm for
// computing Levenshtein and Damerau edit distances, Nordic J. Computing 10,
// 2003).
func hyyro(m *masks) int {
	if m.la == 0 {
		return m.lb
	}
	up, down := ^uint64(0), uint64(0)
	x, before := uint64(0), uint64(0)
	last := uint64(1) << uint(m.la-1)
	d := m.la
	for _, eq := range m.at[:m.lb] {
		swap := ((^x & eq) << 1) & before
		x = (((eq & up) + up) ^ up) | eq | down | swap
		right, left := down|^(x|up), x&up
		if right&last != 0 {
			d++
		} else if left&last != 0 {
			d--
		}
		right = right<<1 | 1
		up, down = left<<1|^(x|right), right&x
		before = eq
	}
	return d
}
