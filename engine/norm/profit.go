package norm

import "strings"

// NonProfit tells of two classes of legal form whether just one of them is for
// foundations and associations, which are nobody's business: a foundation is
// no company, however alike their names. Classes that may be either, as "co",
// or are in no table, tell nothing.
func NonProfit(a, b string) bool {
	groups := lexicons().groups
	ga, gb := groups[a], groups[b]
	return ga != "" && gb != "" && (ga == "F") != (gb == "F") && !strings.ContainsAny(ga, gb)
}
