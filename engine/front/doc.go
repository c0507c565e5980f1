// Package front looks for signs that a company fronts for another: where it
// sits, when it was made, who can be seen behind it, and what cannot.
//
// A sign is no verdict. It has a weight in bits: how much likelier it is for a
// company that fronts than for one that does not, as log2 of the ratio. The
// weights here are judgement, set by hand and not yet measured; each function
// says why it has the weight it has. Signs of one family tell of the same
// thing, so that only the strongest of a family counts where weights add up.
//
// A sign whose facts were not at hand is not silently absent: it is returned
// as a Lack. The package is pure.
package front
