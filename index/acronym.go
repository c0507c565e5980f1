package index

import (
	"strings"

	"github.com/pierce-er/pierce/engine/norm"
)

// The lengths, in letters, of words that are taken for the first letters of a
// name. Two letters are those of very many names.
const (
	minAcronym = 3
	maxAcronym = 8
)

// worthAcronym is what the first letters of a name are worth: half the aliases
// of listed organisations that share nothing with the name are such, but three
// letters are those of many names.
func worthAcronym(letters int) float64 {
	if letters == minAcronym {
		return 0.6
	}
	return 0.75
}

// acronyms are the first letters of a name's words, without "of" and "the":
// with its legal form, and without. DIO is the Defense Industries Organization,
// UTTC the United Technical Trading Company. None of fewer than minAcronym or
// more than maxAcronym letters.
func acronyms(words []token) []string {
	var all, some strings.Builder
	for i := range words {
		t := &words[i]
		if t.class == norm.Particle || t.class == norm.Number {
			continue
		}
		c := t.text[0]
		if t.other != "" && t.class == norm.Form {
			c = t.other[0] // a form's text is the name of its class
		}
		all.WriteByte(c)
		if t.class != norm.Form {
			some.WriteByte(c)
		}
	}
	var out []string
	for _, s := range []string{all.String(), some.String()} {
		if len(s) >= minAcronym && len(s) <= maxAcronym && (len(out) == 0 || out[0] != s) {
			out = append(out, s)
		}
	}
	return out
}

// asAcronym is the one word of a name that may be the first letters of another,
// also where its letters stand apart; "" if there is none.
func asAcronym(words []token) string {
	var b strings.Builder
	for i := range words {
		t := &words[i]
		if !t.counts() {
			continue
		}
		if b.Len() > 0 && t.letters > 1 || b.Len() > 1 && words[i-1].letters > 1 {
			return ""
		}
		b.WriteString(t.text)
	}
	if s := b.String(); len(s) >= minAcronym && len(s) <= maxAcronym && !hasDigit(s) {
		return s
	}
	return ""
}

// acronymTerm is the term under which a name is found by its first letters.
func acronymTerm(s string) string { return hashed("~" + s) }

// asWritten is the lay in which each word stands for itself.
func asWritten(lay, written []token) []token {
	if written != nil {
		return written
	}
	return lay
}

// compareAcronym compares a word with the first letters of a name, either way.
func (v *view) compareAcronym(n *bodyName) likeness {
	if v.person {
		return likeness{}
	}
	query, name := asWritten(v.tokens, v.written), asWritten(n.lay, n.asWritten)
	worth := 0.0
	short := asAcronym(query)
	if short == "" {
		short = asAcronym(name)
		query, name = name, query
	}
	for _, a := range acronyms(name) {
		if short != "" && a == short {
			worth = worthAcronym(len(a))
		}
	}
	if worth == 0 {
		return likeness{}
	}
	words := countable(v.tokens)
	return likeness{score: worth, words: words, found: words, core: words, whole: "letters"}
}
