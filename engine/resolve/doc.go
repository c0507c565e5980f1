// Package resolve decides which records speak of one company or person, and
// writes what follows from it: entities, links between entities that are
// possibly the same, events, blocking postings, matches and stakes.
//
// # Two ways, one result
//
// From scratch, all parties are read, prepared and compared in memory, on all
// cores. Afterwards the change log is followed: only what a change touches is
// looked at again. Both give the same partition, links and stakes, since every
// step is a function of the parties that are there, never of how they came:
//
//   - A pair is a candidate if and only if it shares a blocking key that at
//     most block.MostProposed parties hold.
//   - A match is a function of the two parties, and of which of their
//     addresses, telephones and domains more than block.Cap parties have.
//   - A component is what hangs together by matches in the band "same", by
//     judgements "same" and by strong identifiers. Its entities are a function
//     of its members, their matches and judgements (package cluster).
//
// A key that passes its cap in either direction has its holders looked at
// again. They are kept for a while beyond the cap; where there were more, the
// notes of all records say who they are.
//
// # What is remembered
//
// Beside the results the store keeps a note for each record: which parties it
// had, under which keys, and whose owners it spoke of, so that a record that
// changes or goes can be taken back exactly.
package resolve
