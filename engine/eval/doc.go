// Package eval measures results against labelled truth. It is pure.
//
// # Groups
//
// The example all through is the truth {a b c} {d e} against the result {a b}
// {c d} {e}.
//
// A pair is two different records in one group. Of all pairs that a result
// makes, precision is the share that the truth makes too; of all pairs of the
// truth, recall is the share that the result makes; F1 is their harmonic mean.
// The truth has ab, ac, bc, de; the result has ab, cd; one is in both: 1/2, 1/4
// and 1/3.
//
// B-cubed (Bagga and Baldwin, COLING-ACL 1998) asks each record: of those
// grouped with it, itself included, which share belongs with it (precision),
// and of those that belong with it, which share is grouped with it (recall)?
// The means over all records are the measure. Large groups weigh less than
// with pairs. In the example c is with d alone: precision 1/2, recall 1/3; the
// means over the five are 0.8 and 8/15.
//
// A group is exact if it stands in both, record for record: none in the example.
//
// The distance is the fewest steps from the result to the truth, where first
// groups are taken apart and then put together, two at a time (the basic merge
// distance of Menestrina, Whang and Garcia-Molina, PVLDB 2010). In the example:
// c d is taken apart, c is put to a b, and d to e: one split, two merges.
//
// Records that only one side knows are left out and counted apart.
//
// # Scores
//
// The area under the curve (AUC) is the chance that a true pair scores above a
// false one, ties counting a half (Fawcett, Pattern Recognition Letters 27,
// 2006). True pairs at 0.9, 0.6, 0.4 and false ones at 0.6, 0.1 give 4.5 of 6.
//
// Brier and log loss measure a probability, smaller being better; reliability
// puts what was predicted beside what was true, bin by bin; the calibration
// error is the mean difference of the two. A labelled set is seldom drawn as
// pairs are met in use, so these tell of the set, and of use only as far as it
// is like the set.
//
// # Ranks
//
// Recall@k, also called hit@k, is the share of questions whose right answer
// stands among the first k. The mean reciprocal rank (MRR) is the mean of
// 1/rank, 0 where it is not found: ranks 1, 3, none, 2 give (1 + 1/3 + 0 + 1/2)/4.
//
// A measure of nothing is 1 where nothing was to be found and nothing was
// found, and otherwise 0: never NaN.
package eval
