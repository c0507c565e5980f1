package train

import "math"

// Reach is the share, from 0 to 1, of the most that they may by which weights
// and prior move in a store of so many parties: that of its pairs in those of
// fullParties. Of 1,000 parties it is a quarter.
func Reach(parties int) float64 {
	share := float64(parties) / fullParties
	return min(1, share*share)
}

// maxPriorDrift is the most bits by which the prior may differ from the shipped
// one, where reach is 1. A store grows after it was trained, and a prior that was
// right for 1,000 records is ten bits too high for 1,000,000. Trained on a
// synthetic world of 4,000 records and used on one of 30,000, pairwise F1 is 0.994
// at a precision of 0.9999; the shipped model's is 0.988.
const maxPriorDrift = 2.0

// Prior is the prior in bits under which the expected number of true pairs is
// what was assumed: log2 of the odds that one of all the pairs is true. weights
// are those of sampled candidate pairs under the prior was, less the prior; each
// stands for scale pairs; all is the number of pairs in the store. Of 10,000
// parties with 4,000 true pairs it is log2(4,000/50,000,000) = -13.6. It stays
// within maxPriorDrift × reach of was, and is was where fewer than leastMatches
// are expected.
func Prior(weights []float64, scale, all, was, reach float64) float64 {
	if len(weights) == 0 || !(all > 0) || !(scale > 0) {
		return was
	}
	prior := was
	var matches float64
	for range maxSteps {
		matches = 0
		for _, w := range weights {
			matches += scale * logistic((w+prior)*math.Ln2)
		}
		next := math.Log2((matches + 0.5) / (all + 1))
		if math.Abs(next-prior) < 1e-6 {
			break
		}
		prior = next
	}
	if matches < leastMatches {
		return was
	}
	return round(clamp(prior, was-maxPriorDrift*reach, was+maxPriorDrift*reach))
}
