package score

import (
	"math/bits"
	"strings"

	"github.com/pierce-er/pierce/engine/norm"
)

// align pairs the words of two names: equal words first, then words parted
// differently, then initials, abbreviations and slips, then what is left as a
// whole.
func (m *Model) align(x, y *name, person bool) alignment {
	al := alignment{person: person, cross: x.script != y.script && x.script != "" && y.script != ""}
	al.syllables = person && !al.cross && (x.script == "Hang" || x.script == "Hani")
	m.alignEqual(&al, x, y)
	if al.open(x, y) && (x.joined == y.joined || x.latin == y.latin) {
		al = alignment{person: person, cross: al.cross, syllables: al.syllables, whole: "parted"}
		al.agree = (x.total + y.total) / 2 * m.file.Name.Joined.Quality
		return al
	}
	if al.open(x, y) {
		m.alignParted(&al, x, y)
		m.alignParted2(&al, x, y)
		m.alignInitials(&al, x, y)
		m.alignInitials2(&al, x, y)
		m.alignAlike(&al, x, y)
	}
	for i := range x.words {
		if al.pairA[i] == 0 {
			al.restA += m.loneBits(x, i)
		}
	}
	for j := range y.words {
		if al.pairB[j] == 0 {
			al.restB += m.loneBits(y, j)
		}
	}
	if al.restA > 0 && al.restB > 0 {
		m.alignWhole(&al, x, y)
	}
	return al
}

// loneBits is what word i of x counts for where it has no partner. A place that
// opens a name before a distinctive word is left out as it pleases: Zhejiang
// Dahua Technology is Dahua Technology.
func (m *Model) loneBits(x *name, i int) float64 {
	b := x.words[i].bits()
	if i == 0 && len(x.words) > 1 && x.words[0].class == norm.Place && x.words[1].class == norm.Core {
		b *= m.file.Name.Opening.Quality
	}
	return b
}

// open reports whether both names have words without a partner.
func (al *alignment) open(x, y *name) bool {
	a, b := false, false
	for i := range x.words {
		a = a || al.pairA[i] == 0
	}
	for j := range y.words {
		b = b || al.pairB[j] == 0
	}
	return a && b
}

func (al *alignment) pair(i, j int) { al.pairA[i], al.pairB[j] = int8(j+1), int8(i+1) }

// alignEqual pairs equal words.
func (m *Model) alignEqual(al *alignment, x, y *name) {
	last := -1
	for i := range x.words {
		for j := range y.words {
			if al.pairB[j] == 0 && x.words[i].letters == y.words[j].letters && x.words[i].text == y.words[j].text {
				al.pair(i, j)
				al.agree += (x.words[i].bits() + y.words[j].bits()) / 2
				al.turned = al.turned || j < last
				last = j
				break
			}
		}
	}
}

// alignParted pairs two neighbouring words of x with one of y that they make
// together.
func (m *Model) alignParted(al *alignment, x, y *name) {
	for i := 0; i+1 < len(x.words); i++ {
		a, b := x.words[i].text, x.words[i+1].text
		for j := range y.words {
			w := y.words[j].text
			if al.pairA[i] != 0 || al.pairA[i+1] != 0 || al.pairB[j] != 0 || len(w) != len(a)+len(b) || !strings.HasPrefix(w, a) || !strings.HasSuffix(w, b) {
				continue
			}
			al.pair(i+1, j)
			al.pair(i, j)
			al.agree += m.file.Name.Joined.Quality * max(y.words[j].bits(), (x.words[i].bits()+x.words[i+1].bits()+y.words[j].bits())/2)
		}
	}
}

// alignParted2 is alignParted with the sides changed.
func (m *Model) alignParted2(al *alignment, x, y *name) {
	al.pairA, al.pairB = al.pairB, al.pairA
	m.alignParted(al, y, x)
	al.pairA, al.pairB = al.pairB, al.pairA
}

// alignInitials pairs a word of two or three letters of x with as many
// neighbouring words of y that begin with them, as JC with Jean-Claude.
func (m *Model) alignInitials(al *alignment, x, y *name) {
	for i := range x.words {
		w := x.words[i].text
		if al.agree == 0 || al.pairA[i] != 0 || len(w) < 2 || len(w) > 3 {
			continue
		}
		for j := 0; j+len(w) <= len(y.words); j++ {
			k := 0
			for k < len(w) && al.pairB[j+k] == 0 && len(y.words[j+k].text) > 1 && y.words[j+k].text[0] == w[k] {
				k++
			}
			if k < len(w) {
				continue
			}
			var b float64
			for k = range len(w) {
				al.pair(i, j+k)
				b += y.words[j+k].bits()
			}
			al.agree += m.file.Name.Initial.Quality * b
			break
		}
	}
}

// alignInitials2 is alignInitials with the sides changed.
func (m *Model) alignInitials2(al *alignment, x, y *name) {
	al.pairA, al.pairB = al.pairB, al.pairA
	m.alignInitials(al, y, x)
	al.pairA, al.pairB = al.pairB, al.pairA
}

// likeness is how alike two words of two names are: a quality, or less than 0
// where they differ and are near.
type likeness struct {
	q    float32
	i, j int8
}

// alignAlike pairs words that are alike, the likest first, and then counts
// those left that are at least near.
func (m *Model) alignAlike(al *alignment, x, y *name) {
	var room [16]likeness
	likely := room[:0] // few words are alike at all
	for i := range x.words {
		if al.pairA[i] != 0 {
			continue
		}
		for j := range y.words {
			if al.pairB[j] == 0 {
				if q := float32(m.quality(&x.words[i], &y.words[j], al)); q != 0 {
					likely = append(likely, likeness{q, int8(i), int8(j)})
				}
			}
		}
	}
	for {
		best, bi, bj := float32(0), 0, 0
		for _, l := range likely {
			if l.q > best && al.pairA[l.i] == 0 && al.pairB[l.j] == 0 {
				best, bi, bj = l.q, int(l.i), int(l.j)
			}
		}
		if best == 0 {
			break
		}
		al.pair(bi, bj)
		b := (x.words[bi].bits() + y.words[bj].bits()) / 2
		if len(x.words[bi].text) == 1 || len(y.words[bj].text) == 1 {
			al.agree += float64(best) * b // an initial is no slip
			continue
		}
		m.take(al, float64(best), b)
	}
	if len(likely) > 0 {
		al.countNear(likely)
	}
}

// countNear adds up how near the words are in which both names differ, each
// word counted once.
func (al *alignment) countNear(likely []likeness) {
	var usedA, usedB uint32
	for {
		best, at := float32(0), -1
		for k, l := range likely {
			if l.q < best && al.pairA[l.i] == 0 && al.pairB[l.j] == 0 && usedA>>l.i&1 == 0 && usedB>>l.j&1 == 0 {
				best, at = l.q, k
			}
		}
		if at < 0 {
			return
		}
		usedA |= 1 << likely[at].i
		usedB |= 1 << likely[at].j
		al.near -= float64(best)
	}
}

// take counts b bits that agree with quality q. What is missing to full
// agreement counts as a difference, by the model's share.
func (m *Model) take(al *alignment, q, b float64) {
	al.agree += q * b
	al.slips += (1 - q) * b * m.file.Name.Alike.Rest
}

// wholeLeast is how alike the words without a partner must be as one string.
// It is set high, since what is left of two names is short.
const wholeLeast = 0.86

// alignWhole looks at what is left as a whole: the rest of each name without
// spaces, an acronym, the skeletons.
func (m *Model) alignWhole(al *alignment, x, y *name) {
	n := &m.file.Name
	if !al.person && (acronym(x, y) || acronym(y, x)) {
		al.whole = "acronym"
		al.all(n.Acronym.Quality, x, y)
		return
	}
	if al.cross && x.skeleton != 0 && x.skeleton == y.skeleton && al.agree < n.Sound.Quality*min(x.total, y.total) {
		al.sound(n.Sound.Quality, x, y)
		return
	}
	if al.syllables || al.told(x, y) || !al.mayAgree(x, y) {
		return
	}
	a, b := al.left(x, &al.pairA), al.left(y, &al.pairB)
	if len(a) < 5 || len(b) < 5 || 3*len(a) > 4*len(b) || 3*len(b) > 4*len(a) {
		return
	}
	spoken := n.Alike.Spelling
	if al.person {
		spoken = n.Alike.SpellingPerson
	}
	if s := spelledLeast(a, b, spoken, wholeLeast); s >= wholeLeast {
		m.take(al, (s-n.Alike.Zero)/(1-n.Alike.Zero), (al.restA+al.restB)/2)
		al.restA, al.restB = 0, 0
	}
}

// told reports whether one word is left of each name, both of a kind of which
// others near them are known to be other words.
func (al *alignment) told(x, y *name) bool {
	a, b := al.only(x, &al.pairA), al.only(y, &al.pairB)
	return a != nil && b != nil && (both(a, b, syllabic) || both(a, b, known))
}

// only is the one word of x without a partner, nil if there is not just one.
func (al *alignment) only(x *name, pair *[maxWords]int8) (w *word) {
	for i := range x.words {
		if pair[i] != 0 {
			continue
		}
		if w != nil {
			return nil
		}
		w = &x.words[i]
	}
	return w
}

// mayAgree reports whether what is left of two names can reach wholeLeast, by
// its letters alone. A likeness of s asks, of n letters, for at most 2(1-s)n
// slips, each of which changes at most two of the letters that occur.
func (al *alignment) mayAgree(x, y *name) bool {
	a, m := al.leftLetters(x, &al.pairA)
	b, n := al.leftLetters(y, &al.pairB)
	if m < 5 || n < 5 || 3*m > 4*n || 3*n > 4*m {
		return false
	}
	return bits.OnesCount64(a^b) <= 2*int(2*(1-wholeLeast)*float64(max(m, n))+slack)
}

// leftLetters is which letters occur in left, and its length.
func (al *alignment) leftLetters(x *name, pair *[maxWords]int8) (letters uint64, n int) {
	for i := range x.words {
		if pair[i] == 0 {
			letters |= x.words[i].letters
			n += len(x.words[i].text)
		}
	}
	return letters, n
}

// all sets the alignment to whole names that agree with quality q.
func (al *alignment) all(q float64, x, y *name) {
	al.agree, al.slips, al.restA, al.restB = q*max(x.total, y.total), 0, 0, 0
}

// soundMost is how many bits a consonant in common is worth at most: readings
// in one script of names in another have few consonants to choose from.
const soundMost = 2.5

// sound sets the alignment to names of which the distinctive words have the
// same consonants; their other words stay as they are paired.
func (al *alignment) sound(q float64, x, y *name) {
	al.whole, al.slips, al.near = "sound", 0, 0
	coreA, agreeA, restA := split(x, &al.pairA)
	coreB, agreeB, restB := split(y, &al.pairB)
	al.agree = min(q*max(coreA, coreB), soundMost*float64(x.skeleton&consonants)) + (agreeA+agreeB)/2
	al.restA, al.restB = restA, restB
}

// split sums the bits of the words that a skeleton is made of, and of the
// others with and without a partner.
func split(x *name, pair *[maxWords]int8) (core, agree, rest float64) {
	for i := range x.words {
		b := x.words[i].bits()
		switch c := x.words[i].class; {
		case c == norm.Core || c == norm.Number || c == norm.Initial:
			core += b
		case pair[i] != 0:
			agree += b
		default:
			rest += b
		}
	}
	return core, agree, rest
}

// left is the words of x without a partner, in order, without spaces; "" if
// it holds a number.
func (al *alignment) left(x *name, pair *[maxWords]int8) string {
	var out strings.Builder
	for i := range x.words {
		if pair[i] != 0 {
			continue
		}
		if !x.words[i].counts() {
			return ""
		}
		out.WriteString(x.words[i].text)
	}
	return out.String()
}

// acronymMost is the length of the longest word that is taken for an acronym.
const acronymMost = 6

// acronymRest is how many words a legal form has at most, as Pte Ltd.
const acronymRest = 2

// acronym reports whether x is one word, the first letters of y's words in any
// order: word order changes between sources, and the letters with it. Words of
// y's legal form may be left over.
func acronym(x, y *name) bool {
	n := len(x.short)
	return n >= 2 && len(y.heads) >= n && len(y.heads) <= n+acronymRest && len(y.words) >= 2 && x.short == sortLetters(y.heads[:n])
}
