// Package score tells how likely two parties are one, in bits, and says why.
// It is pure.
//
// A match's weight is the model's prior plus the weights of its evidence,
// added in the order in which the evidence stands, and nothing else. A weight
// is log2 of how much likelier an observation is between two records of one
// party than between records of two: +10 is a thousand times likelier, -3 an
// eighth as likely. What is not known of either side is no evidence and weighs
// nothing.
//
// All weights, each with a sentence that says what it means, stand in one file,
// model.json. There is one way to the number: asking for the weight alone runs
// the same additions with the note-taking switched off.
//
//	m := score.Default()
//	m.Match(a, b).Weight == m.Weight(score.NewSide(a), score.NewSide(b))
package score
