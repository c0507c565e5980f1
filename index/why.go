package index

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// why says in plain words why a candidate is a hit: the strongest reason
// first. "name: 3 of 3 words, one misspelt", "identifier lei 5299…",
// "alias in Cyrillic: all of it", "address: all 3 words".
func (s *search) why(c *candidate) string {
	var parts []string
	if c.tier.name == byNumber {
		parts = append(parts, s.whichNumber(c.body))
	}
	if c.like.score >= minScore && (c.like.score >= c.floor || c.tier.name == byNumber) {
		parts = append(parts, c.like.why(s.q.Shipments))
	}
	if len(parts) > 0 {
		return strings.Join(parts, "; ")
	}
	n := len(s.read.words) + len(s.read.runs)
	switch c.tier.name {
	case byAddress:
		return fmt.Sprintf("address: %s", allWords(n))
	case bySomePart:
		return "address: some words"
	case byFilter:
		return "filter"
	case byAnything, byBegin, byTypo:
		where := "name, place or date"
		if s.q.Shipments {
			where = "goods, parties, places or date"
		}
		how := map[tierName]string{byBegin: ", as beginnings", byTypo: ", some misspelt"}[c.tier.name]
		return where + ": " + allWords(n) + how
	}
	return "some words"
}

func allWords(n int) string {
	if n == 1 {
		return "the word"
	}
	return fmt.Sprintf("all %d words", n)
}

// whichNumber names the identifier that was asked for.
func (s *search) whichNumber(b *body) string {
	if n := s.numberOf(b); n != nil {
		return "identifier " + n.Scheme + " " + n.Value
	}
	return "identifier"
}

// numberOf is the identifier that was asked for; nil where the body does not
// keep it.
func (s *search) numberOf(b *body) *bodyNumber {
	for _, asked := range s.read.numbers {
		for i := range b.Numbers {
			if slices.Contains(numberTerms(b.Numbers[i].Value), asked) {
				return &b.Numbers[i]
			}
		}
	}
	for i := range s.read.contact {
		for j := range b.Numbers {
			if s.read.contact[i].meant(b.Numbers[j].Value) {
				return &b.Numbers[j]
			}
		}
	}
	return nil
}

// shown is what a hit was found by, and the text of it with the query's words
// marked.
func (s *search) shown(c *candidate, matched string) (Reason, []Piece) {
	switch {
	case c.tier.name == byFilter:
		return ByFilter, nil
	case c.tier.name == byNumber:
		if n := s.numberOf(c.body); n != nil {
			return ByNumber, []Piece{{n.Value, true}}
		}
		return ByNumber, nil
	case matched != "" && c.like.score >= c.floor:
		return ByName, s.read.mark(matched, false)
	case s.q.Shipments:
		return ByGoods, s.read.mark(c.body.Name, false)
	case c.tier.name == byAddress || c.tier.name == bySomePart:
		return ByAddress, nil
	}
	return ByWords, s.read.mark(c.body.Name, false)
}

// why tells how the words were found, and in what kind of name.
func (l likeness) why(shipment bool) string {
	what := nameWord(l.name.Kind)
	if shipment {
		what = "party's " + what
	}
	if script := scriptWord(l.name.Script); script != "" {
		what += " in " + script
	}
	if l.score >= 0.97 && l.found == l.words && l.misspelt == 0 && l.begun == 0 && l.sounded == 0 && l.whole == "" {
		return what + ": all of it"
	}
	out := fmt.Sprintf("%s: %d of %d words", what, l.found, l.words)
	switch {
	case l.paired:
		out = fmt.Sprintf("%s: %d of %d pairs of characters", what, l.found, l.words)
	case l.words == 1:
		out = fmt.Sprintf("%s: %d of 1 word", what, l.found)
	}
	if l.misspelt > 0 {
		out += ", " + number(l.misspelt) + " misspelt"
	}
	if l.begun > 0 {
		out += ", " + number(l.begun) + " by the beginning"
	}
	if l.sounded > 0 {
		out += ", " + number(l.sounded) + " by the sound"
	}
	if l.whole == "letters" {
		return what + ": first letters"
	}
	if l.whole == "sound" {
		out += ", by the sound of all"
	}
	return out
}

func nameWord(k engine.NameKind) string {
	switch k {
	case engine.Alias:
		return "alias"
	case engine.WeakAlias:
		return "weak alias"
	case engine.Former:
		return "former name"
	case engine.Trading:
		return "trading name"
	}
	return "name"
}

func number(n int) string {
	words := []string{"none", "one", "two", "three", "four", "five", "six"}
	if n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n)
}

// scriptWord is the English name of a script by its ISO 15924 code; "" for
// Latin, which a reader takes for granted, and where unknown.
func scriptWord(code string) string {
	switch code {
	case "Cyrl":
		return "Cyrillic"
	case "Arab":
		return "Arabic"
	case "Hani", "Hans", "Hant":
		return "Chinese characters"
	case "Jpan", "Hira", "Kana":
		return "Japanese"
	case "Hang", "Kore":
		return "Korean"
	case "Grek":
		return "Greek"
	case "Hebr":
		return "Hebrew"
	case "Thai":
		return "Thai"
	case "Deva":
		return "Devanagari"
	case "Geor":
		return "Georgian"
	case "Armn":
		return "Armenian"
	}
	return ""
}
