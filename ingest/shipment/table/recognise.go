package table

import (
	"slices"
	"strings"

	"github.com/pierce-er/pierce/ingest"
)

// Guess is what a heading is taken to mean.
type Guess struct {
	Heading string // as in the table
	Target  string // as a map writes it
	Implied string // a second target that the heading settles, as a unit in its name
	Value   string // of what is implied
	party   bool
}

// MaxHeadings is how many columns of a table are looked at: as many as a
// spreadsheet can have.
const MaxHeadings = 16384

// Recognise tells what the headings mean that need no map, in the order in
// which their values count.
func Recognise(headings []string) []Guess {
	headings = headings[:min(len(headings), MaxHeadings)]
	at := make(map[string]int, len(headings))
	plain := make([]string, len(headings))
	for i, h := range headings {
		plain[i] = plainHeading(h)
		if _, ok := at[plain[i]]; !ok {
			at[plain[i]] = i
		}
	}
	taken := make(map[int]bool, len(headings))
	var out []Guess
	add := func(word string, g Guess) {
		if i, ok := at[word]; ok && !taken[i] {
			taken[i] = true
			g.Heading = headings[i]
			out = append(out, g)
		}
	}
	for _, u := range usual {
		add(u.heading, Guess{Target: u.target, Implied: u.implied, Value: u.value})
	}
	for _, s := range spoken {
		for _, word := range words(s.headings) {
			add(word, Guess{Target: s.target, Implied: s.implied, Value: s.value})
		}
	}
	known := roleWords()
	for i, h := range plain {
		if taken[i] {
			continue
		}
		if to, ok := partyHeading(known, h); ok {
			taken[i] = true
			out = append(out, Guess{Heading: headings[i], Target: to, party: true})
		}
	}
	return out
}

// roleWord is a word for a role.
type roleWord struct{ word, role string }

// roleWords are all words for roles, the longest first.
func roleWords() []roleWord {
	var out []roleWord
	for _, r := range roles {
		out = append(out, roleWord{r.word, r.role})
	}
	for _, s := range spokenRoles {
		for _, w := range words(s.words) {
			out = append(out, roleWord{w, s.role})
		}
	}
	slices.SortStableFunc(out, func(a, b roleWord) int { return len(b.word) - len(a.word) })
	return out
}

// maxHeading is longer, in bytes, than any heading that names a party.
const maxHeading = 100

// partyHeading is the target of a plain heading that begins or ends with a
// role's word, the longest that fits: "consigneeaddress" is consignee:address,
// and so is "direccionconsignatario".
func partyHeading(known []roleWord, h string) (string, bool) {
	if len(h) > maxHeading {
		return "", false
	}
	for _, r := range known {
		for _, cut := range []func(string, string) (string, bool){strings.CutPrefix, strings.CutSuffix} {
			rest, ok := cut(h, r.word)
			if !ok {
				continue
			}
			if part, ok := partOf(rest); ok {
				return targetOf(r, part), true
			}
		}
	}
	return "", false
}

// partOf is the part that the rest of a heading names, small words such as
// "del" and "of" aside.
func partOf(rest string) (string, bool) {
	for range 2 {
		if part, ok := parts[rest]; ok {
			return part, true
		}
		if part, ok := spokenParts[rest]; ok {
			return part, true
		}
		short := rest
		for _, w := range []string{"dela", "del", "des", "du", "do", "da", "de", "of", "des", "der"} {
			if s, ok := strings.CutSuffix(short, w); ok && s != "" {
				short = s
				break
			}
			if s, ok := strings.CutPrefix(short, w); ok && s != "" {
				short = s
				break
			}
		}
		if short == rest {
			return "", false
		}
		rest = short
	}
	return "", false
}

// targetOf joins a role and a part as a map writes them.
func targetOf(r roleWord, part string) string {
	switch part {
	case "":
		return r.role
	case "identifier":
		return r.role + ":identifier:" + r.word + "-id"
	}
	return r.role + ":" + part
}

// nulls are cells that stand for nothing in tables that are read without a
// map.
func nulls() []string {
	m := ingest.Map{}
	return append(slices.Clone(m.Null()), "NA", "NIL", "Nil", "nil", "NONE", "N.A.", "n.a.", ".", "..", "---", "?", "нет", "S/D", "s/d")
}

// Moves reports whether headings are of goods that move: one of a role that
// only shipments have, or two roles. A vendor or a customer alone stands in
// lists of parties too.
func Moves(headings []string) bool {
	seen := map[string]bool{}
	for _, g := range Recognise(headings) {
		role, _, _ := strings.Cut(g.Target, ":")
		switch role {
		case "shipper", "consignee", "ultimate-consignee", "end-user", "notify":
			return true
		case "buyer", "seller", "carrier", "vessel", "manufacturer":
			seen[role] = true
		}
	}
	return len(seen) > 1
}
