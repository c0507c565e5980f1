// Package block says which pairs of parties are worth scoring. It is pure.
//
// Keys gives each party a set of keys, each a hash of something that two
// records of one party are likely to have in common: a number, a rare word, two
// common words together, a name without its spaces, the consonants of a name, a
// door, a telephone. Two parties are a candidate pair if and only if they share
// a key that at most MostProposed parties hold. A key is generic if more parties
// hold it than CapOf it: then its value tells almost nothing. Whether a pair is a candidate thus depends on the
// parties that are there and on nothing else: not on the order in which they
// came.
//
// A key of the kinds Strong and Twin decides by itself: parties that share one
// hang together however many they are, up to its own Cap, without being scored
// pair by pair.
//
// The kind of a key stands in its highest four bits, the rest is a hash; two
// different values meet in one key once among 10^18 pairs, and then cost one
// score.
package block
