package query

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/engine/sim"
)

// A question is a name of one word that stands alone, as people write who mean
// the one that everybody knows: VTB, Hezbollah, Ростех. Laid beside a listed
// name as two names are, it has too few words to weigh anything; and yet whoever
// writes it beside a list asks for the party that is known by it. It is never
// more than possibly that party.

// answerWay is how a listed name answers a question.
type answerWay int

const (
	noAnswer    answerWay = iota
	readAlike             // in Han, it is read out like the one telling word: so are many names of two characters
	oneOfTwo              // the word is one of two telling words of a listed name
	slipOfCore            // a slip away from the one telling word
	soundsCore            // in another script, it reads like the one telling word
	slipOfWhole           // a slip away from the whole name
	soundsWhole           // in another script, it reads like the whole name
	coreWord              // it is the one telling word, beside a trade, a place or a form
	wholeName             // it is the whole name
)

// answers say what each way is worth, in bits, and how it is told. Order and
// size are a judgement: even odds for a word that is the one telling word of a
// listed name, less for what is only like it. How often each way is right was
// not counted. Measured was what all do together: of 400 names of one word on a
// list 0.965 are told, and of 332 with a slip 0.834; 10,000 names of
// organisations bring 12 more alarms, on 6 names, which have no labels and of
// which none looks right.
var answers = [...]struct {
	level  string
	weight float64
}{
	readAlike:   {"read out like its telling word, which many on lists bear", 1.0},
	oneOfTwo:    {"one of its two telling words", 1.0},
	slipOfCore:  {"a slip from its telling word", 1.5},
	soundsCore:  {"its telling word in another script", 2.0},
	slipOfWhole: {"a slip from the whole name", 2.0},
	soundsWhole: {"the whole name in another script", 2.5},
	coreWord:    {"its telling word", 3.0},
	wholeName:   {"the whole name", 3.5},
}

// questionPrior is how likely, in bits, a bare word is to mean a listed party
// that it would fit, before how it fits is looked at: most brands are nobody's
// on a list.
const questionPrior = -3.0

// The limits of a question.
const (
	leastSpelt  = 5   // letters of a word that may have a slip: shorter ones are other words then
	leastSound  = 4   // letters of a word that is read out of another script
	leastAlike  = 0.7 // letters that two readings have in common, as optimal string alignment has it
	telling     = 15  // bits of a word that may stand for a name with another telling word: one in 30,000
	leastLetter = 2   // letters of the shortest question
	leastCore   = 3   // letters of the shortest word that stands for a longer name
	// manyBear is how many listed parties bear a word that is read alike in Han: a
	// group that everybody knows, as 华为. 70 of 10,000 honest names are read like
	// the word of one or two.
	manyBear = 8
)

// question is the one word of a party that is asked for by nothing else.
type question struct {
	word   string
	folded string
	script string
	bits   float32
}

// questionOf gives the questions of a party: of each name of one word without
// a legal form. None of persons, ships and the like: a given name, and half of
// all words, name somebody.
func questionOf(p *norm.Prepared) (out []question) {
	if k := score.KindClass(p.Kind); k != "" && k != "company" {
		return nil
	}
	for i := range p.Names {
		n := &p.Names[i]
		var word *norm.Token
		words := 0
		for j := range n.Tokens {
			if n.Tokens[j].Class != norm.Particle { // the article of an Arabic name
				word = &n.Tokens[j]
				words++
			}
		}
		if words != 1 || word.Class != norm.Core || len(word.Text) < leastLetter {
			continue
		}
		out = append(out, question{word.Text, n.Folded, n.Script, word.Bits})
	}
	return out
}

// answer is the best way in which a listed party's names answer, and the name
// that does.
func (q *question) answer(listed *norm.Prepared) (best answerWay, name *norm.Name) {
	if k := score.KindClass(listed.Kind); k != "" && k != "company" {
		return noAnswer, nil
	}
	for i := range listed.Names {
		if w := q.answerOf(&listed.Names[i]); w > best {
			best, name = w, &listed.Names[i]
		}
	}
	return best, name
}

// answerOf is how one name answers.
func (q *question) answerOf(n *norm.Name) answerWay {
	whole, _ := wordsOf(n)
	core, _ := coreOf(n)
	same := scriptsMeet(q.script, n.Script)
	switch {
	case (q.script == "Hani" || n.Script == "Hani") && !strings.Contains(n.Folded, q.folded): // other characters, read alike
		if len(core) == 1 && core[0] == q.word && q.bits >= rareWord {
			return readAlike
		}
	case len(whole) == 1 && whole[0] == q.word && (same || len(q.word) >= leastSound):
		return wholeName
	case len(core) == 1 && core[0] == q.word && len(q.word) >= leastCore && q.bits >= rareWord:
		return coreWord
	case len(whole) == 1 && q.like(whole[0], same):
		if same {
			return slipOfWhole
		}
		return soundsWhole
	case len(core) == 1 && q.bits >= rareWord && q.like(core[0], same):
		if same {
			return slipOfCore
		}
		return soundsCore
	case len(core) == 2 && same && q.bits >= telling && slices.Contains(core, q.word):
		return oneOfTwo
	}
	return noAnswer
}

// like reports whether a word of a listed name may be the word that is asked
// for: misspelt, or read out of another script.
func (q *question) like(word string, same bool) bool {
	if q.script == "Hani" {
		return false // what is compared here is how it is read, in syllables, of which there are few
	}
	if same {
		return min(len(q.word), len(word)) >= leastSpelt && q.word[0] == word[0] && sim.OSADistance(q.word, word) == 1
	}
	if min(len(q.word), len(word)) < leastSound {
		return false
	}
	return sim.OSA(q.word, word) >= leastAlike && sim.OSA(norm.Skeleton(q.word), norm.Skeleton(word)) >= leastAlike
}

// scriptsMeet reports whether two names are written in one script.
func scriptsMeet(a, b string) bool { return a == b || a == "" || b == "" }

// asked is the match of a question with a listed party; false where no name of
// it answers. What else is known of the two counts as it does between two names
// laid side by side, and forbids what is forbidden there.
func (q *question) asked(p, listed *norm.Prepared, m *score.Model) (answered, bool) {
	way, name := q.answer(listed)
	if way == noAnswer {
		return answered{}, false
	}
	beside := m.Asked().Match(p, listed)
	if beside.Forbidden != "" {
		return answered{}, false
	}
	out := engine.Match{Pair: beside.Pair, Prior: questionPrior, Weight: questionPrior, Band: engine.PossiblySame}
	add := func(e engine.Evidence) {
		out.Evidence = append(out.Evidence, e)
		out.Weight += e.Weight
	}
	add(engine.Evidence{Comparison: "question", Level: answers[way].level, Weight: answers[way].weight, A: p.Names[0].Text, B: name.Text,
		Detail: fmt.Sprintf("%s stands alone", q.word)})
	for _, e := range beside.Evidence {
		if besideName(e.Comparison) {
			add(e)
		}
	}
	out.Probability = 1 / (1 + math.Exp2(-out.Weight))
	a := answered{Candidate: resolve.Candidate{Match: out}, way: way, beside: -q.bits}
	for i := range name.Tokens {
		if c := name.Tokens[i].Class; c != norm.Form && c != norm.Particle {
			a.beside += name.Tokens[i].Bits
		}
	}
	return a, out.Weight >= leastQuestion
}

// leastQuestion is the weight under which a question is not told: that of the
// weakest answer alone, so that only what speaks against it hides it.
const leastQuestion = questionPrior + 1

// besideName reports whether a comparison speaks of something else than names.
func besideName(comparison string) bool {
	return slices.Contains([]string{"identifier", "address", "country", "born", "phone", "email", "domain", "group", "kind"}, comparison)
}
