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
//     carry A–C. A party that fits two others about as well, of which one can
//     not be the other, is torn between them and joins neither.
//  3. Groups that nearly match are compared by all that is known of each: one
//     record has a person's birthday and another the mailbox.
//  4. Strong identifiers join whole groups, last, so that one mistyped number
//     between two groups has to stand up against all that is known of both;
//     and what is known of the larger groups may then join others.
//
// Identity then says which group keeps which entity id.
package cluster
