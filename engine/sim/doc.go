// Package sim tells how alike two strings are. It is pure, and the only
// package that knows go-edlib.
//
// Every likeness here lies in [0, 1], is symmetric, and is 1 exactly for equal
// strings. Two empty strings are equal, hence 1; an empty one against any other
// is 0. Strings are compared rune by rune, without folding: give them already
// folded. Bytes that are not UTF-8 all count as U+FFFD.
//
// Strings of up to 64 runes take a bit-parallel path in which the whole first
// string is one machine word: 100 to 250 ns a call and no allocation. Longer
// ones take a plain path whose cost is the product of the lengths, after their
// common ends are cut off.
package sim
