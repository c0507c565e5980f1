package index

import (
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/sim"
)

// token is a word to be compared, with what it is worth.
type token struct {
	text   string
	class  norm.TokenClass
	weight float64
}

// plainBits is the rarity that gives a Core word the weight 1: that of a word
// which one name in 65,000 holds, such as a middling trade name.
const plainBits = 16

// classWeights say what a word that is found is worth beside a plain Core
// word. A trade or a place narrows a search without naming anyone; a legal
// form or a particle is typed or left out at whim.
var classWeights = [...]float64{
	norm.Core: 1, norm.Number: 0.6, norm.Place: 0.4, norm.Generic: 0.35, norm.Initial: 0.2, norm.Form: 0.08, norm.Particle: 0.05,
}

func newToken(text string, class norm.TokenClass, bits float64) token {
	w := 1.0
	if int(class) < len(classWeights) {
		w = classWeights[class]
	}
	if class == norm.Core {
		w *= min(max(bits/plainBits, 0.6), 1.3) // a rare word counts more, yet one word never decides alone
	}
	return token{text: text, class: class, weight: w}
}

// likeness is how a query's words are found in one name.
type likeness struct {
	score    float64 // 0 to 1; 1 only for the whole name, to the letter
	words    int     // of the query, without legal forms and particles
	found    int     // of those, in any way
	misspelt int     // found with typing errors
	begun    int     // found as beginnings of words
	sounded  bool    // found by their consonants alone
	paired   bool    // words and found count pairs of CJK characters
	name     *bodyName
}

// What a word is worth, in parts of its weight, that is not found to the
// letter. A joined word (hua wei, huawei) is all but equal; a beginning is the
// better the more of the word it is; a skeleton is a guess across scripts.
const (
	worthJoined = 0.97
	worthBegun  = 0.6
	worthSound  = 0.8
)

// The shares of the score: how much of what was typed is in the name, and how
// much of the name was typed. People type half names, so the first rules.
const (
	shareQuery = 0.78
	shareName  = 1 - shareQuery
)

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
func (r *reading) best(b *body) likeness {
	var out likeness
	for i := range b.Names {
		n := &b.Names[i]
		l := r.compare(n)
		l.score *= kindWorth(n.Kind)
		l.name = n
		if l.score > out.score {
			out = l
		}
	}
	return out
}

// compare compares with one name, in each view in which both can be seen.
func (r *reading) compare(n *bodyName) likeness {
	if n.Folded == r.name.Folded {
		words := countable(r.tokens)
		return likeness{score: 1, words: words, found: words}
	}
	out := align(r.tokens, n.tokens())
	if len(r.pairs) > 0 {
		if l := r.comparePairs(n); l.score > out.score {
			out = l
		}
	}
	if len(r.skeleton) > 0 && out.score < worthSound {
		var sounds []token
		for _, s := range strings.Fields(n.Consons) {
			sounds = append(sounds, newToken(s, norm.Core, plainBits))
		}
		l := align(r.skeleton, sounds)
		if l.score *= worthSound * r.coreShare(); l.score > out.score {
			l.sounded = true
			out = l
		}
	}
	out.score = min(out.score, 0.999)
	return out
}

// coreShare is the part of the query's weight that its skeleton speaks for:
// trades and places have none.
func (r *reading) coreShare() float64 {
	var core, all float64
	for _, t := range r.tokens {
		all += t.weight
		if t.class == norm.Core {
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
	return likeness{score: score, words: len(r.pairs), found: found, paired: true}
}

// countable is the number of words that a reader would count: not "of", not
// "Ltd.", unless there is nothing else.
func countable(tokens []token) int {
	n := 0
	for _, t := range tokens {
		if t.counts() {
			n++
		}
	}
	if n == 0 {
		return len(tokens)
	}
	return n
}

func (t token) counts() bool { return t.class != norm.Form && t.class != norm.Particle }

// alignment is one comparison at work.
type alignment struct {
	query, name []token
	inQuery     []float64 // worth of each word of the query, 0 = not found
	inName      []float64 // worth of each word of the name
	like        likeness
}

// align finds each word of the query in the name, each word of the name being
// used once: first to the letter, then joined or parted, then as a beginning
// or with typing errors, the best fit first.
func align(query, name []token) likeness {
	if len(query) == 0 || len(name) == 0 {
		return likeness{words: countable(query)}
	}
	a := &alignment{query: query, name: name, inQuery: make([]float64, len(query)), inName: make([]float64, len(name))}
	for i := range query {
		for j := range name {
			if a.inName[j] == 0 && query[i].text == name[j].text {
				a.inQuery[i], a.inName[j] = 1, 1
				break
			}
		}
	}
	join(query, name, a.inQuery, a.inName)
	join(name, query, a.inName, a.inQuery)
	for i := range query {
		if a.inQuery[i] == 0 {
			a.nearly(i)
		}
	}
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

// nearly finds the word of the name that comes closest to a word of the query.
func (a *alignment) nearly(i int) {
	best, at, begun := 0.0, -1, false
	for j := range a.name {
		if a.inName[j] != 0 {
			continue
		}
		worth, isBegun := near(a.query[i].text, a.name[j].text)
		if worth > best {
			best, at, begun = worth, j, isBegun
		}
	}
	if at < 0 {
		return
	}
	a.inQuery[i], a.inName[at] = best, best
	switch {
	case !a.query[i].counts():
	case begun:
		a.like.begun++
	default:
		a.like.misspelt++
	}
}

// near is what a word is worth that stands for another: as its beginning, or
// with as many typing errors as its length allows.
func near(q, t string) (worth float64, begun bool) {
	nq, nt := letters(q), letters(t)
	if nq >= minPrefix && strings.HasPrefix(t, q) {
		return worthBegun + (worthJoined-worthBegun)*float64(nq)/float64(nt), true
	}
	errs := typos(nq)
	if errs == 0 || nq-nt > errs || nt-nq > errs {
		return 0, false
	}
	if d := sim.OSADistance(q, t); d <= errs {
		return sim.Similarity(q, t), false
	}
	return 0, false
}

// typos is how many typing errors a word of n letters may hold: none in short
// ones, where one makes another word; one in five letters; then two, which is
// what the index looks up.
func typos(n int) int {
	switch {
	case n < 4:
		return 0
	case n < 6:
		return 1
	}
	return 2
}

// sum adds up what was found.
func (a *alignment) sum() likeness {
	l := a.like
	l.words = countable(a.query)
	var query, ofQuery, name, ofName float64
	all := l.words == len(a.query)
	for i, t := range a.query {
		query += t.weight
		ofQuery += t.weight * a.inQuery[i]
		if a.inQuery[i] > 0 && (all || t.counts()) {
			l.found++
		}
	}
	for j, t := range a.name {
		name += t.weight
		ofName += t.weight * a.inName[j]
	}
	if query > 0 && name > 0 {
		l.score = shareQuery*ofQuery/query + shareName*ofName/name
	}
	return l
}
