// Package own answers who stands behind a company, and which rules that
// brings into play.
//
// # Four answers that are never mixed
//
//   - Captured: does a rule catch the entity on a day? A cascade: an entity
//     that listed parties hold to the threshold counts below with its whole
//     stake. Shares do not multiply: X holds 50 % of A, A 50 % of B, and the
//     OFAC 50 Percent Rule catches B (FAQ 401), though the product is 25 %.
//   - Integrated ownership: which part of the entity belongs to whom in the
//     end? Shares multiply along chains and add over them; loops are solved.
//   - Control: who decides? A majority of votes, the board, consolidation.
//   - Ultimate parent: the top legal entity of the chain of control.
//
// # From claims to answers
//
//	Claim (what one source says) ──Reconcile──▶ engine.Stake ──Builder──▶ Graph
//	Graph.Judge, Graph.Captured  ─▶ Verdict   (a Rule's answer, with its Path)
//	Graph.Trace                  ─▶ Tree      (Steps up to typed Terminals)
//	Graph.Parent, Graph.Seat     ─▶ who is at the top, and where it sits
//
// # Exactness
//
// Shares are integers of engine.Whole, sums of them are exact, and each is an
// interval whose ends may be open. Whatever is compared with a threshold is
// such a sum, or a rational number; floating point never decides.
//
// The package is pure: values in, values out, the same values for any order
// of input.
package own
