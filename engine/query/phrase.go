package query

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Manifests put a name into a phrase: to the order of whom the goods are, on
// whose behalf somebody acts. Of the party in it something must be told too.
var (
	orderOf = regexp.MustCompile(`(?i)^\s*(?:(?:un)?to\s+(?:the\s+)?order\s+of|to\s+order[,:;]?|order\s+of|on\s+behalf\s+of|o/b/?o|obo|n/a|unknown)\b[\s,:;(]*(.+?)[\s)]*$`)
	asAgent = regexp.MustCompile(`(?i)^\s*(.+?)[\s,;(]+(?:as\s+agents?\b|on\s+behalf\s+of\b|o/b/?o?\b|obo\b|c/o\b|care\s+of\b).*$`)
)

// outOfPhrase is the name that stands in a phrase; "" where there is none.
func outOfPhrase(text string) string {
	out := text
	for range 3 {
		m := orderOf.FindStringSubmatch(out)
		if m == nil {
			m = asAgent.FindStringSubmatch(out)
		}
		if m == nil {
			break
		}
		out = strings.TrimSpace(m[1])
	}
	if out == text || len([]rune(out)) < 3 {
		return ""
	}
	return out
}

// spoken is a party of a manifest with the names that stand in phrases, or under
// a disguise, beside those that are written; p itself where there are none.
func spoken(p *engine.Party) *engine.Party {
	out := p
	for _, n := range p.Names {
		names := plain(n.Text)
		if name := outOfPhrase(n.Text); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		if len(names) == 0 {
			continue
		}
		if out == p {
			c := *p
			c.Names = slices.Clone(p.Names)
			out = &c
		}
		for _, name := range names {
			out.Names = append(out.Names, engine.Name{Text: name, Kind: engine.Alias})
		}
	}
	return out
}
