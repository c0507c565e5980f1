package score

import (
	"math/bits"
	"strings"

	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/sim"
)

// shortWord is the length up to which one letter often makes another word.
const shortWord = 4

// quality is how well two words that are not equal agree: 0, or up to 1.
func (m *Model) quality(a, b *word, al *alignment) float64 {
	n := &m.file.Name
	if len(a.text) > len(b.text) {
		a, b = b, a
	}
	if len(a.text) == 0 || !a.counts() || !b.counts() {
		return 0
	}
	if len(a.text) == 1 || a.class == norm.Initial {
		if a.text[0] == b.text[0] && (len(b.text) == 1 || b.class == norm.Core) {
			return n.Initial.Quality
		}
		return 0
	}
	if both(a, b, nick) && norm.Nicknames(a.text, b.text) {
		return n.Nickname.Quality
	}
	least := n.Alike.Least
	if al.person {
		least = n.Alike.LeastPerson
	}
	if al.cross {
		least = n.Alike.LeastCross
	}
	s := m.likeness(a, b, al)
	if s >= least {
		return (s - n.Alike.Zero) / (1 - n.Alike.Zero)
	}
	if b.marks&known != 0 && a.class != norm.Particle && abbreviates(a.text, b.text) {
		return n.Abbreviated.Quality
	}
	switch {
	case s > n.Alike.Near:
		return (n.Alike.Near - s) / (least - n.Alike.Near)
	case a.letters == b.letters && scrambled(a.text, b.text):
		return -1
	}
	return 0
}

// scrambled reports whether two words have the same letters in another order,
// five at least: fewer make too many words.
func scrambled(a, b string) bool {
	if len(a) != len(b) || len(a) < scrambledLeast {
		return false
	}
	var n [256]int8
	for i := range len(a) {
		n[a[i]]++
		n[b[i]]--
	}
	return n == [256]int8{}
}

const scrambledLeast = 5

// likeness is how alike two words are, a the shorter, 0 where their letters
// tell that they are hardly alike.
func (m *Model) likeness(a, b *word, al *alignment) float64 {
	n := &m.file.Name.Alike
	if 2*(len(b.text)-len(a.text)) > len(b.text) {
		return 0
	}
	spoken := n.Spelling
	if al.person || al.cross {
		spoken = n.SpellingPerson
		if al.cross {
			spoken = n.SpellingCross
		}
		if len(b.text) <= shortWord {
			spoken = 1
		}
		differ := bits.OnesCount16(a.sounds ^ b.sounds)
		if differ > 2 || len(b.text) > shortWord && differ == 2 && a.sounds&b.sounds == 0 {
			return 0
		}
	} else if bits.OnesCount64(a.letters^b.letters) > 2+len(b.text)/4 {
		return 0
	}
	if al.person && (al.syllables || both(a, b, settled) || patronymic(a.text) != patronymic(b.text)) {
		return 0
	}
	s := 0.0
	if both(a, b, known) || both(a, b, syllabic) { // in use by many, both: no slips, but perhaps two spellings
		s = 1 - (1-spelled(a.text, b.text, max(spoken, n.SpellingKnown)))*n.Known
	} else {
		s = spelled(a.text, b.text, spoken)
	}
	if al.person && len(a.text) >= articleLeast && (a.marks|b.marks)&known == 0 {
		if x, y := withoutArticle(a.text), withoutArticle(b.text); len(x)+len(y) < len(a.text)+len(b.text) {
			s = max(s, spelled(x, y, spoken))
		}
	}
	if len(b.text) <= shortWord && !al.person && !al.cross {
		s -= n.Short
	}
	return s
}

// spelled mixes how alike two words are as they are typed and as they are
// spelt by two hands, which counts the share spoken.
func spelled(a, b string, spoken float64) float64 { return spelledLeast(a, b, spoken, 0) }

// spelledLeast is spelled, 0 where it cannot reach least.
func spelledLeast(a, b string, spoken, least float64) float64 {
	if a == b {
		return 1
	}
	typed := 0.0
	if spoken < 1 {
		typed = sim.Similarity(a, b)
		if typed < typedLeast || (1-spoken)*typed+spoken < least {
			return 0
		}
	}
	return (1-spoken)*typed + spoken*sim.Spelling(a, b)
}

// typedLeast is how alike two words are at least as they are typed that are
// one name spelt by two hands: ulayq and aliq, 0.52, are the least alike of some
// forty such pairs that were looked at.
const typedLeast = 0.4

// articleLeast is the length from which on a word may begin with the Arabic
// article, written together with it.
const articleLeast = 5

// withoutArticle is a word without an article that is written together with
// it, as in Alhosseini.
func withoutArticle(s string) string {
	if len(s) >= articleLeast+1 && (s[0] == 'a' || s[0] == 'e') && s[1] == 'l' {
		return s[2:]
	}
	return s
}

// patronymic reports whether a word has the ending of a father's name: Sergei
// is not Sergeevich, who is his son.
func patronymic(s string) bool {
	for _, end := range [...]string{"ovich", "evich", "ovych", "ovna", "evna", "ivna", "yevich"} {
		if len(s) > len(end)+1 && strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}

// abbreviates reports whether a is b's beginning, of at least three letters
// and at most two thirds of it, or a consonant skeleton of it as pkg of
// packaging.
func abbreviates(a, b string) bool {
	if len(a) < 3 || 3*len(a) > 2*len(b) || a[0] != b[0] {
		return false
	}
	if strings.HasPrefix(b, a) {
		return true
	}
	if strings.ContainsAny(a, "aeiou") {
		return false
	}
	i := 0
	for j := 0; j < len(b) && i < len(a); j++ {
		if a[i] == b[j] {
			i++
		}
	}
	return i == len(a)
}
