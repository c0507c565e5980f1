// Package eval measures results against labelled truth. It is pure.
//
// # Definitions
//
// A pair is two different records in one group. Of all pairs that a result
// makes, precision is the share that the truth makes too; of all pairs of the
// truth, recall is the share that the result makes; F1 is their harmonic mean.
//
// B-cubed (Bagga and Baldwin 1998) asks each record: of those grouped with it,
// itself included, which share belongs with it (precision), and of those that
// belong with it, which share is grouped with it (recall)? The means over all
// records are the measure. Large groups weigh less than with pairs.
//
// Hit@k is the share of questions whose right answer stands among the first k.
// The mean reciprocal rank is the mean of 1/rank, 0 where it is not found.
//
// The area under the curve (AUC) is the chance that a true pair scores above a
// false one, ties counting a half.
//
// A measure of nothing is 1 where nothing was to be found and nothing was
// found, and otherwise 0: never NaN.
package eval
