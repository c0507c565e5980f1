// Package screen says what a line of a manifest amounts to, from facts handed
// to it: what each rule makes of its parties, what its goods are, which signs
// of diversion it bears, whether a licence covers it, and a score.
//
// Verdicts and score stay apart. The score is
//
//	logistic(Prior + Σ the strongest sign of each family), in bits,
//
// and the weights of the reasons are exactly what was added, so that they add
// up. It ranks lines for a person to look at; it is no finding. The package is
// pure.
package screen
