package sim

// Similarity is the likeness of two words as people type them: the mean of
// OSA, which counts every slip alike, and JaroWinkler, which forgives those
// towards the end. The mean, since they err on different pairs: OSA is harsh on
// short words, JaroWinkler is mild on words that share letters by chance.
func Similarity(a, b string) float64 {
	if a == b {
		return 1
	}
	var m masks
	if m.fill(a, b) {
		return (ratio(hyyro(&m), max(m.la, m.lb)) + m.winkler(jaro(&m))) / 2
	}
	return (OSA(a, b) + JaroWinkler(a, b)) / 2
}
