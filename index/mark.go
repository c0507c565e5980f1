package index

import (
	"strings"
	"unicode"

	"github.com/pierce-er/pierce/engine/norm"
)

// Piece is a stretch of a text as published, and whether the query's words are
// in it. The pieces of a text, put together, are the text.
type Piece struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit,omitempty"`
}

// Mark shows where the words of a query stand in a text, or words that are like
// them: an address, a goods line, a name. Both are cut as a query is. Cost:
// some 20 µs for a line.
func Mark(query, text string) []Piece {
	r := read(query, "")
	return r.mark(text, false)
}

// mark is Mark for a query that was read. Where the query is still being typed,
// its words may be beginnings of those of the text.
func (r *reading) mark(text string, typing bool) []Piece {
	text = tidy(text)
	var out []Piece
	put := func(s string, hit bool) {
		if s == "" {
			return
		}
		if n := len(out); n > 0 && out[n-1].Hit == hit {
			out[n-1].Text += s
			return
		}
		out = append(out, Piece{s, hit})
	}
	words := r.wanted()
	for len(text) > 0 {
		part, what := stretchOf(text)
		text = text[len(part):]
		switch what {
		case wordStretch:
			put(part, holds(words, part, typing))
		case runStretch:
			r.markRun(part, words, put)
		default:
			put(part, false)
		}
	}
	return bridge(out)
}

// wanted are the words of the query in all views, without those that stand in
// every name.
func (r *reading) wanted() []token {
	var out []token
	seen := map[string]bool{}
	put := func(t token) {
		if t.text != "" && !seen[t.text] {
			seen[t.text] = true
			out = append(out, t)
		}
	}
	for i := range r.views {
		v := &r.views[i]
		for _, t := range append(append([]token(nil), v.tokens...), v.written...) {
			put(t)
			if t.other != "" {
				put(t.otherLay())
			}
		}
	}
	for _, w := range append(append([]string(nil), r.words...), r.latin...) {
		put(newToken(w, norm.Core, unseenBits))
	}
	return out
}

// holds reports whether a word as published is one of those wanted, or like it.
func holds(wanted []token, word string, typing bool) bool {
	folded := norm.Fold(word)
	for _, f := range distinctNames([]string{folded, strings.ReplaceAll(norm.Latin(word), " ", "")}) {
		t := newToken(f, norm.Core, unseenBits)
		for i := range wanted {
			w := &wanted[i]
			if w.text == f {
				return true
			}
			if typing && len(w.text) >= minPrefix && strings.HasPrefix(f, w.text) {
				return true
			}
			if w.letters < minNear || t.letters < minNear || hasDigit(f) || hasDigit(w.text) {
				continue
			}
			if worth, _ := w.alikeText(&t); worth > worthBegun {
				return true
			}
		}
	}
	return false
}

// maxRead is the length in characters up to which stretches of CJK text are
// read out, to find where a word in Latin letters stands.
const maxRead = 4

// markRun marks the characters of CJK text: those of which the query has the
// pair, and those that read like one of its words.
func (r *reading) markRun(run string, wanted []token, put func(string, bool)) {
	chars := []rune(run)
	folded := []rune(strings.ReplaceAll(norm.Fold(run), " ", ""))
	hit := make([]bool, len(chars))
	if len(folded) == len(chars) {
		have := map[string]bool{}
		for _, p := range r.pairs {
			have[p] = true
		}
		for i := range folded {
			if have[string(folded[i])] {
				hit[i] = true
			}
			if i+1 < len(folded) && have[string(folded[i:i+2])] {
				hit[i], hit[i+1] = true, true
			}
		}
	}
	if r.script == "Latn" {
		markRead(chars, wanted, hit)
	}
	for i, c := range chars {
		put(string(c), hit[i])
	}
}

// markRead marks stretches that read like a word of the query.
func markRead(chars []rune, wanted []token, hit []bool) {
	read := map[string]bool{}
	for i := range wanted {
		read[wanted[i].text] = true
	}
	for n := min(maxRead, len(chars)); n > 0; n-- {
		for i := 0; i+n <= len(chars); i++ {
			if !hit[i] && read[strings.ReplaceAll(norm.Latin(string(chars[i:i+n])), " ", "")] {
				for j := i; j < i+n; j++ {
					hit[j] = true
				}
			}
		}
	}
}

// bridge marks the spaces between two words that are both marked.
func bridge(in []Piece) []Piece {
	var out []Piece
	for i := 0; i < len(in); i++ {
		p := in[i]
		if !p.Hit && strings.TrimSpace(p.Text) == "" && i > 0 && i+1 < len(in) {
			p.Hit = true
		}
		if n := len(out); n > 0 && out[n-1].Hit == p.Hit {
			out[n-1].Text += p.Text
			continue
		}
		out = append(out, p)
	}
	return out
}

// stretchKind is what a stretch of text is.
type stretchKind int

const (
	otherStretch stretchKind = iota
	wordStretch              // letters and digits of scripts that part words
	runStretch               // CJK text
)

// stretchOf is the longest beginning of a text that is of one kind. A full stop
// or an apostrophe between letters is part of a word, as in S.A.
func stretchOf(text string) (string, stretchKind) {
	first := otherStretch
	for i, c := range text {
		kind := otherStretch
		switch {
		case isCJK(c):
			kind = runStretch
		case unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c):
			kind = wordStretch
		case i > 0 && first == wordStretch && (c == '.' || c == '\'' || c == '’') && letterAfter(text[i:]):
			kind = wordStretch
		}
		if i == 0 {
			first = kind
		} else if kind != first {
			return text[:i], first
		}
	}
	return text, first
}

// letterAfter reports whether a letter follows the first character.
func letterAfter(s string) bool {
	for i, c := range s {
		if i > 0 {
			return unicode.IsLetter(c)
		}
	}
	return false
}
