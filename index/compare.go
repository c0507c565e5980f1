package index

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/sim"
)

// likeness is how a query's words are found in one name.
type likeness struct {
	score    float64 // 0 to 1; 1 only for the whole name, to the letter
	words    int     // of the query, without legal forms and particles
	found    int     // of those, in any way
	misspelt int     // found with typing errors
	begun    int     // found as beginnings of words
	sounded  int     // found by their consonants alone
	core     int     // found, and distinctive
	paired   bool    // words and found count pairs of CJK characters
	whole    string  // how the names agree as wholes, where words do not tell: "sound", "letters"
	name     *bodyName
}

// The shares of the score: how much of what was typed is in the name, and how
// much of the name was typed. People type half names, so the first rules.
const (
	shareQuery = 0.7
	shareName  = 1 - shareQuery
)

// worthOtherScript is what a likeness is worth that was read out of another
// script: enough to put the same name in the script of the query first.
const worthOtherScript = 0.98

// worthVerbatim is what the very letters of the query in a name are worth over
// letters that only fold to the same.
const worthVerbatim = 1.02

// tells reports whether a likeness is enough for a hit: one word that is only
// like one of the query, or words which a whole trade shares, are found in
// everything.
func (l *likeness) tells() bool {
	switch {
	case l.score >= floorWords:
		return true
	case l.core == 0:
		return l.score >= 0.4
	}
	return l.score >= 0.3 || l.score >= minScore && (l.found > 1 || l.words > 2)
}

// kindWorth is what a hit on a name of a kind is worth beside the primary
// name: enough to order entities that are otherwise alike.
func kindWorth(k engine.NameKind) float64 {
	switch k {
	case engine.Alias, engine.Trading:
		return 0.995
	case engine.Former:
		return 0.99
	case engine.WeakAlias:
		return 0.97
	}
	return 1
}

// best compares a query with every name of a body and gives the best; the
// earlier name where two are alike.
func (s *search) best(b *body) likeness {
	var out likeness
	for i := range b.Names {
		n := &b.Names[i]
		if n.lay == nil {
			n.lay, n.asWritten = n.lays()
		}
		s.scaled(n.lay)
		s.scaled(n.asWritten)
		for j := range s.read.views {
			v := &s.read.views[j]
			if v.only && b.Kind != engine.Unknown && v.person != (b.Kind == engine.Person) {
				continue
			}
			l := s.read.compare(v, n)
			l.score *= kindWorth(n.Kind)
			l.name = n
			if l.score > out.score {
				out = l
			}
		}
	}
	return out
}

// compare compares one view of the query with one name, in each way in which
// both can be seen.
func (r *reading) compare(v *view, n *bodyName) likeness {
	if n.Folded == r.folded {
		words := countable(v.tokens)
		return likeness{score: 1, words: words, found: words, core: words}
	}
	out := align(v.tokens, n.lay)
	if q, t := v.written, n.asWritten; q != nil || t != nil {
		if q == nil {
			q = v.tokens
		}
		if t == nil {
			t = n.lay
		}
		if l := align(q, t); l.score > out.score {
			out = l
		}
	}
	if len(r.pairs) > 0 {
		if l := r.comparePairs(n); l.score > out.score {
			out = l
		}
	}
	if l := v.compareSound(n); l.score > out.score {
		out = l
	}
	if l := r.compareRead(n); l.score > out.score {
		out = l
	}
	if l := v.compareAcronym(n); l.score > out.score {
		out = l
	}
	if len(r.typed) > 1 && strings.Contains(n.Text, r.typed) {
		out.score *= worthVerbatim
	}
	if v.name.Script != n.Script {
		out.score *= worthOtherScript
	}
	out.score = min(out.score, 0.999)
	return out
}

// minRead is the length in letters from which a query is compared with how a
// name without spaces reads.
const minRead = 6

// compareRead compares a query in Latin letters with how a name reads whose
// script does not part words: "gang yu mao yi" is 港玉貿易, though the tables
// know 貿易 as "trading".
func (r *reading) compareRead(n *bodyName) likeness {
	if r.script != "Latn" || n.Latin == "" || n.lay == nil || n.asWritten != nil {
		return likeness{}
	}
	query, name := strings.Join(r.words, ""), strings.ReplaceAll(n.Latin, " ", "")
	if len(query) < minRead || !strings.HasPrefix(name, query) {
		return likeness{}
	}
	worth := worthBegun + (worthJoined-worthBegun)*float64(len(query))/float64(len(name))
	return likeness{score: worth, words: len(r.words), found: len(r.words), core: len(r.words)}
}

// Of names as wholes: how many consonants, and how alike, and what that is
// worth.
const (
	wholeSound      = 5
	leastWholeSound = 0.8
	worthWhole      = 0.8
)

// compareSound compares the consonants of the distinctive words as one string,
// which finds names that are parted into words otherwise.
func (v *view) compareSound(n *bodyName) likeness {
	a, b := v.sound, strings.ReplaceAll(n.Consons, " ", "")
	if len(a) < wholeSound || len(b) < wholeSound {
		return likeness{}
	}
	s := 1.0
	if a != b {
		s = sim.OSA(a, b)
	}
	if s < leastWholeSound {
		return likeness{}
	}
	joined := strings.ReplaceAll(n.Tokens, " ", "")
	s = (2*sim.OSA(v.joined, joined) + s) / 3
	s = (s - zeroAlike) / (1 - zeroAlike)

	words := countable(v.tokens)
	return likeness{score: worthWhole * s * v.coreShare(), words: words, found: words, core: words, whole: "sound"}
}

// coreShare is the part of the query's weight that its skeleton speaks for:
// trades and places have none.
func (v *view) coreShare() float64 {
	var core, all float64
	for i := range v.tokens {
		t := &v.tokens[i]
		all += t.weight
		if t.class == norm.Core || t.class == norm.Number || t.class == norm.Initial {
			core += t.weight
		}
	}
	if all == 0 {
		return 0
	}
	return core / all
}

// comparePairs compares CJK text by pairs of characters, which needs no
// knowledge of where words end.
func (r *reading) comparePairs(n *bodyName) likeness {
	words, runs := split(n.Folded)
	have := map[string]bool{}
	for _, run := range runs {
		for _, p := range pairs(run) {
			have[p] = true
		}
	}
	if len(have) == 0 {
		return likeness{}
	}
	found := 0
	for _, p := range r.pairs {
		if have[p] || letters(p) == 1 && strings.Contains(n.Folded, p) {
			found++
		}
	}
	both := float64(found)
	score := shareQuery*both/float64(len(r.pairs)) + shareName*both/float64(max(len(have)+len(words), found))
	return likeness{score: score, words: len(r.pairs), found: found, core: found, paired: true}
}

// countable is the number of words that a reader would count: not "of", not
// "Ltd.", unless there is nothing else.
func countable(tokens []token) int {
	n := 0
	for i := range tokens {
		if tokens[i].counts() {
			n++
		}
	}
	if n == 0 {
		return len(tokens)
	}
	return n
}

// alignment is one comparison at work.
type alignment struct {
	query, name []token
	inQuery     []float64 // worth of each word of the query, 0 = not found
	inName      []float64 // worth of each word of the name
	like        likeness
}

// align finds each word of the query in the name, each word of the name being
// used once: first to the letter, then joined or parted, then as a beginning,
// with typing errors or by its sound, the best fit first.
func align(query, name []token) likeness {
	if len(query) == 0 || len(name) == 0 {
		return likeness{words: countable(query)}
	}
	a := &alignment{query: query, name: name, inQuery: make([]float64, len(query)), inName: make([]float64, len(name))}
	for i := range query {
		for j := range name {
			if a.inName[j] == 0 && query[i].text == name[j].text {
				a.inQuery[i], a.inName[j] = 1, 1
				if query[i].other != name[j].other {
					a.inQuery[i], a.inName[j] = worthOtherLay, worthOtherLay
				}
				break
			}
		}
	}
	join(query, name, a.inQuery, a.inName)
	join(name, query, a.inName, a.inQuery)
	a.nearly()
	return a.sum()
}

// join finds words of a that are two or three neighbours of b written as one.
func join(a, b []token, inA, inB []float64) {
	for i := range a {
		for j := 0; inA[i] == 0 && j+1 < len(b); j++ {
			text := b[j].text
			for k := j + 1; k < len(b) && k <= j+2 && len(text) < len(a[i].text); k++ {
				text += b[k].text
				if text != a[i].text || inB[j] != 0 || inB[k] != 0 {
					continue
				}
				inA[i] = worthJoined
				for m := j; m <= k; m++ {
					inB[m] = worthJoined
				}
				break
			}
		}
	}
}

// pairing is a word of the query that may stand for one of the name.
type pairing struct {
	worth float64
	i, j  int
	how   way
}

// nearly pairs the words that are left, the likest first.
func (a *alignment) nearly() {
	var room [24]pairing
	likely := room[:0]
	for i := range a.query {
		if a.inQuery[i] != 0 {
			continue
		}
		for j := range a.name {
			if a.inName[j] != 0 {
				continue
			}
			if worth, how := a.query[i].alike(&a.name[j]); how != apart {
				likely = append(likely, pairing{worth, i, j, how})
			}
		}
	}
	slices.SortStableFunc(likely, func(x, y pairing) int { return cmp.Compare(y.worth, x.worth) })
	for _, p := range likely {
		if a.inQuery[p.i] != 0 || a.inName[p.j] != 0 {
			continue
		}
		a.inQuery[p.i], a.inName[p.j] = p.worth, p.worth
		switch {
		case !a.query[p.i].counts():
		case p.how == begun || p.how == letter:
			a.like.begun++
		case p.how == sounded:
			a.like.sounded++
		default:
			a.like.misspelt++
		}
	}
}

// sum adds up what was found.
func (a *alignment) sum() likeness {
	l := a.like
	l.words = countable(a.query)
	var query, ofQuery, name, ofName float64
	all := l.words == len(a.query)
	for i := range a.query {
		t := &a.query[i]
		query += t.weight
		ofQuery += t.weight * a.inQuery[i]
		if a.inQuery[i] > 0 && (all || t.counts()) {
			l.found++
			if t.class == norm.Core || t.class == norm.Number {
				l.core++
			}
		}
	}
	for j := range a.name {
		name += a.name[j].weight
		ofName += a.name[j].weight * a.inName[j]
	}
	if query > 0 && name > 0 {
		l.score = shareQuery*ofQuery/query + shareName*ofName/name
	}
	return l
}
