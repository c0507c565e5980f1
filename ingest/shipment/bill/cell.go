package bill

import (
	"regexp"
	"strings"
	"unicode"
)

// The words with which people fill a cell for a number or a date that they do
// not have: where it is instead, or why not.
var (
	elsewhere = regexp.MustCompile(`(?i)^[\s\pP\pS]*(?:see|ref(?:er)?\.?\s+(?:to)?|as\s+per|per|included|incl\.?|invoiced|captured|billed|siehe|ver|voir|vide|cf\.?|见|見|同)\b`)
	withheld  = regexp.MustCompile(`(?i)\b(?:not|pre|pending|separately|included|captured|unknown|available|applicable|advised|confirmed|tb[acd]|n\s*/\s*a|nil|none|process|various|varios|diversos)\b|无|無|未|待`)
)

// Said reports whether a cell made for a number or a date holds words instead:
// "Weight Captured Separately", "See DN-4218 (ID#:83326)", "Date Not Captured".
// Such a cell is understood and kept as what was said. A cell with a digit that
// does not point elsewhere is none.
func Said(cell string) bool {
	if elsewhere.MatchString(cell) {
		return true
	}
	return withheld.MatchString(cell) && !strings.ContainsFunc(cell, unicode.IsDigit)
}
