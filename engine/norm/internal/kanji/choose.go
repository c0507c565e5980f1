//go:build ignore

package main

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pierce-er/pierce/engine/norm"
)

// tables are lines of the three kinds that norm reads.
type tables struct{ company, given []string }

// Limits of what enters. A second reading enters where its cost is near that
// of the first: 2,500 is about what separates Ogura from Kokura (小倉).
const (
	longestWord  = 8
	longestPlace = 4
	longestGiven = 3
	nearCost     = 2500
	partCost     = 12000 // what readSudachi gives a part of longer words
)

// read is one reading of a word.
type read struct {
	latin string
	cost  int
}

// choose makes the tables. Words that two shorter words of the table already
// give, in text and in reading, are left out.
func choose(words []word, chars map[rune]sounds) tables {
	company, given := map[string][]read{}, map[string][]read{}
	pairs := newPairing(chars)
	for _, w := range words {
		key, ok := foldedWord(w)
		if !ok {
			continue
		}
		r := read{norm.Latin(w.reading), w.cost}
		n := utf8.RuneCountInString(key)
		switch {
		case strings.HasPrefix(w.pos, "名詞,固有名詞,人名,名"):
			if n <= longestGiven && w.cost < partCost {
				given[key] = append(given[key], r)
			}
			continue
		case strings.HasPrefix(w.pos, "名詞,固有名詞,地名") && n > longestPlace:
			continue
		case strings.HasPrefix(w.pos, "名詞,普通名詞"), strings.HasPrefix(w.pos, "名詞,固有名詞,一般"):
			pairs.add(key, r.latin)
		case strings.HasPrefix(w.pos, "名詞,固有名詞"), strings.HasPrefix(w.pos, "名詞,数詞"):
		default:
			continue
		}
		company[key] = append(company[key], r)
	}
	var out tables
	keys := make([]string, 0, len(company))
	for k := range company {
		sortReads(company[k])
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) })
	kept := map[string]bool{}
	for _, k := range keys {
		if utf8.RuneCountInString(k) == 1 || composed(k, company[k][0].latin, company, kept) {
			continue
		}
		kept[k] = true
		out.company = append(out.company, line(k, company[k]))
	}
	for r := range chars {
		if l := single(norm.Fold(string(r)), r, company, pairs, chars[r]); l != "" {
			out.company = append(out.company, l)
		}
	}
	out.company = distinctKeys(out.company)
	for k, reads := range given {
		sortReads(reads)
		out.given = append(out.given, line(k, reads))
	}
	return out
}

// foldedWord is the word as norm folds it, if it is made of Han characters
// and the kana that stand inside names.
func foldedWord(w word) (string, bool) {
	if !katakana(w.reading+"ーー") || w.reading == "" {
		return "", false
	}
	han := 0
	for i, r := range w.text {
		switch {
		case r >= 0x3400 && r <= 0x9FFF:
			han++
		case i > 0 && strings.ContainsRune("々ヶケノのツ", r):
		default:
			return "", false
		}
	}
	key := norm.Fold(w.text)
	n := utf8.RuneCountInString(key)
	return key, han > 0 && n <= longestWord && !strings.Contains(key, " ")
}

func sortReads(reads []read) {
	slices.SortFunc(reads, func(a, b read) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), strings.Compare(a.latin, b.latin))
	})
}

// line is "word cost reading|reading": the cost is a letter a thousand.
func line(key string, reads []read) string {
	var b strings.Builder
	b.WriteString(key + " " + costLetter(reads[0].cost) + " " + reads[0].latin)
	for _, r := range reads[1:] {
		if r.latin != reads[0].latin && r.cost < partCost && r.cost <= reads[0].cost+nearCost {
			b.WriteString("|" + r.latin)
			break
		}
	}
	return b.String()
}

// costLetter is a cost as a letter, one a thousand.
func costLetter(cost int) string { return string(rune('a' + min(25, max(0, cost/1000)))) }

// composed tells a word that words of the table give, by any of their readings.
func composed(k, want string, company map[string][]read, kept map[string]bool) bool {
	if k == "" {
		return want == ""
	}
	for i := range k + "." {
		a := k[:i]
		if !kept[a] {
			continue
		}
		for _, r := range company[a][:min(2, len(company[a]))] {
			if rest, ok := strings.CutPrefix(want, r.latin); ok && composed(k[i:], rest, company, kept) {
				return true
			}
		}
	}
	return false
}

// pairing counts how each character is read as the first and as the second
// of words of two.
type pairing struct {
	chars       map[rune][]string
	first, last map[rune]map[string]int
}

func newPairing(chars map[rune]sounds) *pairing {
	p := &pairing{map[rune][]string{}, map[rune]map[string]int{}, map[rune]map[string]int{}}
	for r, s := range chars {
		key, _ := utf8.DecodeRuneInString(norm.Fold(string(r)))
		for _, v := range slices.Concat(s.on, s.kun) {
			p.chars[key] = append(p.chars[key], short(v))
		}
	}
	return p
}

// short leaves out the marks of length, as norm does.
func short(s string) string { return strings.NewReplacer("ou", "o", "oo", "o", "uu", "u").Replace(s) }

func (p *pairing) add(key, latin string) {
	runes := []rune(key)
	if len(runes) != 2 {
		return
	}
	for i := 1; i < len(latin); i++ {
		a, b := latin[:i], latin[i:]
		if slices.Contains(p.chars[runes[0]], a) && slices.Contains(p.chars[runes[1]], b) {
			count(p.first, runes[0], a)
			count(p.last, runes[1], b)
			return
		}
	}
}

func count(m map[rune]map[string]int, r rune, s string) {
	if m[r] == nil {
		m[r] = map[string]int{}
	}
	m[r][s]++
}

// most is the most frequent reading, the first of the alphabet among equals.
func most(m map[string]int, otherwise string) string {
	best := otherwise
	for s, n := range m {
		if n > m[best] || n == m[best] && s < best {
			best = s
		}
	}
	return best
}

// single is the line of one character, "字 . alone first last": as a word of
// its own, at the start of a word, and after the start.
func single(key string, r rune, company map[string][]read, p *pairing, s sounds) string {
	k, size := utf8.DecodeRuneInString(key)
	if size != len(key) || k != r && company[string(r)] != nil {
		return ""
	}
	on := ""
	if len(s.on) > 0 {
		on = short(s.on[0])
	} else if len(s.kun) > 0 {
		on = short(s.kun[0])
	}
	first := most(p.first[k], on)
	last := most(p.last[k], first)
	alone := last
	if reads := company[key]; len(reads) > 0 {
		alone = reads[0].latin
	}
	if alone == "" || first == "" || last == "" || !plain(alone+first+last) {
		return ""
	}
	return key + " . " + alone + " " + first + " " + last
}

func plain(s string) bool {
	for _, r := range s {
		if r < 'a' || r > 'z' {
			return false
		}
	}
	return true
}

// distinctKeys keeps the line of each character that says most.
func distinctKeys(lines []string) []string {
	slices.Sort(lines)
	return slices.CompactFunc(lines, func(a, b string) bool {
		ka, _, _ := strings.Cut(a, " ")
		kb, _, _ := strings.Cut(b, " ")
		return ka == kb
	})
}
