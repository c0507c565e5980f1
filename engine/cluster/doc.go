// Package cluster puts parties together into entities. It is pure, and a
// function of what it is given alone: no order of its input, and no history,
// changes the groups that come out.
//
// The work is done one component at a time, a component being all parties that
// are joined, in any number of steps, by matches in the band "same", by
// judgements "same" or by a strong identifier that they share. Within it
// Partition goes from the surest to the least sure:
//
//  1. Judgements "same" join, whatever else is said.
//  2. Matches join, the heaviest first, unless a judgement or a mark forbids it
//     or the two groups as wholes are not alike: so that A–B and B–C do not
//     carry A–C.
//  3. Strong identifiers join whole groups, last, so that one mistyped number
//     between two groups has to stand up against all that is known of both.
//
// Identity then says which group keeps which entity id.
package cluster
