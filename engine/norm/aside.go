package norm

import "strings"

// withoutStreet is a company's name without a street in brackets behind it,
// which tells one shop from another and is no part of the name: "Warung Sari
// (Jln Pisang)". Brackets that hold anything else stay: a place in them may tell
// one company from its sister, and a branch is not its parent.
func withoutStreet(text string) string {
	t := strings.TrimSpace(text)
	if !strings.HasSuffix(t, ")") && !strings.HasSuffix(t, "）") {
		return text
	}
	at := strings.LastIndexAny(t, "(（")
	if at <= 0 {
		return text
	}
	words, street := strings.Fields(Fold(t[at:])), false
	for _, w := range words {
		k := addressWords()[w].kind
		street = street || k == streetAfter || k == streetBefore
		if w == "branch" || w == "office" {
			return text
		}
	}
	if !street || len(words) < 2 {
		return text
	}
	return strings.TrimSpace(t[:at])
}
