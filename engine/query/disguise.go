package query

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A disguise hides a name from who looks for it and from nobody who reads it:
// letters set apart, a joint that is not seen, an order turned around on the
// screen, marks of a web page. What a reader sees is asked for beside what is
// written; nothing is taken away, so a plain name costs a look at its runes.

// The limits of what is read out of one text.
const (
	leastSpaced = 5 // letters in a row that stand apart: fewer are initials
	mostPieces  = 4 // parties in one cell; a text of more pieces is a list of goods or an address
	leastPiece  = 4 // letters of a piece: shorter ones are forms and codes, as in "A/S" and "24/7"
	mostRunes   = 400
)

var (
	// between are the marks that part parties in one cell. A stroke counts only
	// with space on both sides: "A/S" and "Import/Export" are one name.
	between = regexp.MustCompile(`\s*[;|\n]\s*|\s+/{1,2}\s+`)
	// before is what stands ahead of a name and is none of it.
	before = regexp.MustCompile(`(?i)^\s*(?:attn|attention|messrs|consignee|shipper|buyer|seller|notify(?:\s+party)?|exporter|importer|ship\s+to|sold\s+to|end[\s-]*user)\s*[.:]+\s*(.+)$|^\s*agents?\s+for\s+(.+)$`)
	// renamed parts a name from the one that its firm had.
	renamed = regexp.MustCompile(`(?i)[\s,;(]+(?:f\s*/\s*k\s*/\s*a|f\.k\.a\.|fka|formerly(?:\s+known\s+as)?|previously(?:\s+known\s+as)?|a\s*/\s*k\s*/\s*a|a\.k\.a\.|also\s+known\s+as|d\s*/\s*b\s*/\s*a|doing\s+business\s+as|(?:acting\s+)?(?:as\s+)?agents?\s+(?:for|of)|on\s+behalf\s+of)[\s.:,]+`)
	// runOn is a name with an address and a number run on behind it.
	runOn = regexp.MustCompile(`(?i)^(.+?)\s*,\s*.*\b(?:tel|phone|fax|mob|e-?mail|p\.?\s*o\.?\s*box)\b[\s.:]*[+\d(\w]`)
)

// plain gives what a reader sees in a name that is not what is written; none
// for nearly all names. Order is that in which the disguises are taken off.
func plain(text string) (out []string) {
	if len(text) > 4*mostRunes {
		return nil
	}
	add := func(s string) {
		s = strings.Trim(strings.Join(strings.Fields(s), " "), " ,;:()|/")
		if s != text && len([]rune(s)) >= leastPiece && strings.ContainsFunc(s, unicode.IsLetter) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	seen := text
	if strings.Contains(seen, "&") && strings.Contains(seen, ";") {
		seen = html.UnescapeString(seen)
		add(seen)
	}
	if strings.ContainsFunc(seen, unseen) {
		add(strings.Map(func(r rune) rune {
			if unseen(r) {
				return ' '
			}
			return r
		}, seen))
	}
	if turned := turnedBack(seen); turned != seen {
		seen = turned
		add(seen)
	}
	if s := closedUp(seen); s != seen {
		add(s)
	}
	if m := runOn.FindStringSubmatch(seen); m != nil {
		add(m[1])
	}
	for _, s := range parties(seen) {
		add(s)
	}
	return out
}

// unseen reports whether a rune has no width and joins no letters, so that it
// may stand where a space belongs.
func unseen(r rune) bool {
	return r == 0x200B || r == 0x2060 || r == 0xFEFF || r == 0x00AD
}

// turnedBack is a text as it is seen whose letters an override (U+202E, Unicode
// Standard Annex 9, section 2.2) shows from right to left, up to its end
// (U+202C) or that of the text.
func turnedBack(text string) string {
	const override, end = "\u202E", "\u202C"
	head, rest, ok := strings.Cut(text, override)
	if !ok {
		return text
	}
	run, tail, _ := strings.Cut(rest, end)
	r := []rune(run)
	slices.Reverse(r)
	return head + string(r) + strings.NewReplacer(override, "", end, "").Replace(tail)
}

// closedUp joins letters that stand apart, "H U A X I N": five or more in a
// row. Two spaces, or more, are where a word ends.
func closedUp(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(strings.ReplaceAll(text, "\t", "  "), "  ") {
		if i > 0 {
			b.WriteByte(' ')
		}
		words := strings.Fields(part)
		for j := 0; j < len(words); {
			n := j
			for n < len(words) && lone(words[n]) {
				n++
			}
			if n-j >= leastSpaced {
				b.WriteString(strings.Join(words[j:n], ""))
			} else {
				n = max(n, j+1)
				b.WriteString(strings.Join(words[j:n], " "))
			}
			if j = n; j < len(words) {
				b.WriteByte(' ')
			}
		}
	}
	if s := b.String(); strings.Join(strings.Fields(s), "") != s || strings.ContainsAny(text, " \t") {
		return s
	}
	return text
}

// lone reports whether a word is one letter of an alphabet; Han characters may
// stand apart as words.
func lone(word string) bool {
	r := []rune(word)
	return len(r) == 1 && unicode.IsLetter(r[0]) && !unicode.Is(unicode.Han, r[0])
}

// parties are those that stand in one cell beside each other, and the name
// behind a mark that says whose it is.
func parties(text string) (out []string) {
	pieces := between.Split(text, mostPieces+1)
	if len(pieces) > mostPieces {
		return nil
	}
	for _, p := range pieces {
		if m := before.FindStringSubmatch(p); m != nil {
			p = m[1] + m[2]
		}
		for _, n := range renamed.Split(p, mostPieces) {
			if strings.TrimSpace(n) != strings.TrimSpace(text) {
				out = append(out, n)
			}
		}
	}
	return out
}
