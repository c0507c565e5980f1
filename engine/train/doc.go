// Package train fits the numbers of a scoring model to a store, without labels,
// and turns weights into honest probabilities where there are labels. It is
// pure.
//
// # What is trained
//
// A weight is log2(m/u) of a level: m is how often the level is met between two
// records of one party, u between records of two (Fellegi and Sunter, A Theory
// for Record Linkage, 1969). Of a telephone that agrees in 40 of 100 pairs of
// one party where both have one, and in 1 of 1,000 others, the weight is
// log2(0.4/0.001) = 8.6 bits.
//
//   - u is counted over pairs drawn at random. A drawn pair counts by the chance,
//     under the model that ships, that it is two parties: in a small store some
//     of those drawn are one.
//   - m is found by expectation and maximisation (Dempster, Laird and Rubin 1977;
//     Winkler 1988) over pairs that share a blocking key, in several passes. In
//     each pass the comparisons that its key fixes are not counted: of pairs that
//     share a telephone all agree in it, which says nothing about telephones. They
//     speak with the weight that they have. All passes have one m, and each its
//     own share of pairs that are one party.
//   - A name enters as bands of four bits of the weight that the model gives it.
//     Trained are one factor for what names gain and one for what they cost, for
//     companies and for people: the caps and floors. How rare a word is comes
//     from the table that ships, and so does the rest of the name's arithmetic.
//   - The prior is the expected number of true pairs among all pairs.
//
// # What is not
//
// Levels that are a rule and not a measurement keep their weight: a number that
// decides alone or forbids, a branch, a party's kind that excludes another. So do
// those that belong to the name, as a place or a number that only one has. In the
// fitting they count with that weight, as what is known. The bands are
// bounds of probability, and stay. The frequency of words is not counted in the
// store: a weight that moved with every record would have each record that
// comes re-score all others, and following would no longer be what all from
// scratch gives.
//
// # Caution
//
// Counting is regularised towards the model that ships, at every step: see Fit.
// A level that is hardly met keeps its weight, no level changes its sign, the
// order of a comparison's levels stays, and no weight moves by more than
// maxDrift bits, in a store of few parties by less: see Reach.
//
// Same pairs in, same numbers out, to the last bit: rows are sorted, and sums
// are added in that order.
package train
