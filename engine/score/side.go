package score

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// maxWords is how many words of a name are compared. The longest of 356,000
// published names of organisations has 31; what lies beyond is a sentence.
const maxWords = 32

// maxNames is how many names of a party are compared. The party with most
// aliases on the lists of the United States has 47.
const maxNames = 64

// Crowded marks values that very many parties hold, by their place in the
// Prepared: bit i of Addresses for Addresses[i], and so on. A shared crowded
// value says almost nothing, a shared crowded number nothing. Places from 64 on
// count as not crowded.
type Crowded struct{ Addresses, Phones, Emails, Domains, IDs uint64 }

// Side is a party laid out for scoring: one half of a pair. It is not changed
// after NewSide, and holds nothing of the party that scoring does not need.
type Side struct {
	// What is compared first stands first: in bulk the cost is in fetching it.
	kind      engine.Kind
	nations   []uint16 // countries, two letters each
	born      []engine.Date
	most      float64 // bits of the name that has most
	addresses []address
	ids       []norm.ID
	names     []name
	phones    []string
	emails    []string
	domains   []string
	gender    string
	groups    []name      // employers and associations
	bearer    generations // of one name in a family
	Crowded   Crowded
	ID        engine.PartyID
	p         *norm.Prepared // for the texts of evidence; nil in a lean side
}

// name is a name laid out for scoring.
type name struct {
	words    []word
	joined   string // the words that weigh, without spaces
	latin    string // the name as read out, without spaces
	heads    string // first letters of the first words as read out
	short    string // the sorted letters of a name of one short word: perhaps an acronym
	skeleton uint64 // hashed, with the number of consonants in its last bits; 0 for fewer than five
	form     string
	script   string
	letters  uint64 // hashed pairs of letters of joined, for a quick look
	total    float64
	factor   float64 // what its kind makes of the gain
	branch   bool
	person   bool // read as a person's
	place    bool // one of its words is a place
}

// word is a token with what it counts for.
type word struct {
	text    string
	letters uint64  // letters that occur
	weight  float32 // bits: rarity × what its class counts
	sounds  uint16  // families of consonants that occur
	class   norm.TokenClass
	marks   mark
}

// mark is what the tables say of a word, in bits.
type mark uint8

const (
	known    mark = 1 << iota // is in use by many: hardly a slip of another word
	nick                      // is a given name that has short forms, or such a form
	arm                       // is one by which a house names its arms
	syllabic                  // may be two syllables of a Chinese given name
	settled                   // is a given name whose spellings are all one token
)

// both reports whether two words have a mark.
func both(a, b *word, m mark) bool { return a.marks&b.marks&m != 0 }

// marksOf reads the tables.
func (m *Model) marksOf(t *norm.Token, person bool) (out mark) {
	if norm.Known(t) {
		out |= known
	}
	if t.Class == norm.Generic && slices.Contains(m.file.Name.Arms, t.Text) {
		out |= arm
	}
	if person && norm.HasNickname(t.Text) {
		out |= nick
	}
	if person && norm.Syllabic(t.Text) {
		out |= syllabic
	}
	if person && norm.Settled(t.Text) {
		out |= settled
	}
	return out
}

func (w *word) bits() float64 { return float64(w.weight) }

// NewSide lays a party out for scoring under the model, with its texts for
// evidence. It keeps p.
func (m *Model) NewSide(p *norm.Prepared, crowded Crowded) *Side {
	s := m.LeanSide(p, crowded)
	s.p = p
	return s
}

// LeanSide is NewSide without the texts, for scoring in bulk: evidence taken
// from it has no values. It keeps parts of p.
func (m *Model) LeanSide(p *norm.Prepared, crowded Crowded) *Side {
	s := &Side{ID: p.ID, Crowded: crowded, kind: ownKind(p.Kind), gender: p.Gender, ids: p.IDs,
		nations: nationsOf(p.Countries), born: p.Born, phones: p.Phones, emails: p.Emails, domains: p.Domains}
	n := min(len(p.Names), maxNames)
	s.names = make([]name, 0, n)
	for i := range n {
		s.names = append(s.names, m.layName(&p.Names[i], p.Kind == engine.Person || p.Names[i].Reading == "person"))
		s.most = max(s.most, s.names[i].total)
	}
	s.bearer = generationsOf(p)
	for i := range min(len(p.Groups), maxGroups) {
		s.groups = append(s.groups, m.layName(&p.Groups[i], false))
	}
	if n := min(len(p.Addresses), maxAddresses); n > 0 {
		s.addresses = make([]address, 0, n)
	}
	for i := range min(len(p.Addresses), maxAddresses) {
		s.addresses = append(s.addresses, layAddress(&p.Addresses[i]))
	}
	return s
}

// ownKind is the kind as the one string that all sides share, so that equal
// kinds are told without reading them.
func ownKind(k engine.Kind) engine.Kind {
	for _, own := range kindsByNumber {
		if k == own {
			return own
		}
	}
	return k
}

// layName lays one name out.
func (m *Model) layName(n *norm.Name, person bool) name {
	out := name{skeleton: hashSkeleton(n.Skeleton), form: n.Form, latin: strings.ReplaceAll(n.Latin, " ", ""), script: n.Script, branch: n.Branch, person: person, factor: m.kindFactor(n.Kind)}
	out.words = make([]word, 0, min(len(n.Tokens), maxWords))
	var joined strings.Builder
	only := ""
	tellers := 0 // words other than legal forms and "and"
	for i := range n.Tokens {
		t := &n.Tokens[i]
		if len(out.words) == maxWords {
			break
		}
		b := float64(t.Bits) * m.class[min(t.Class, norm.Particle)]
		if t.Class == norm.Number {
			b = max(b, m.file.Name.NumberBits.Weight*m.class[norm.Number])
		}
		w := word{text: t.Text, class: t.Class, weight: float32(b), letters: lettersOf(t.Text), sounds: soundsOf(t.Text), marks: m.marksOf(t, person)}
		if t.Class != norm.Form && (t.Class != norm.Place || tellers == 0 && i == len(n.Tokens)-1) && (t.Text != "and" || len(n.Tokens) == 1) {
			tellers++
			only = t.Text
		}
		if !(w.weight > 0) {
			continue
		}
		out.words = append(out.words, w)
		out.total += w.bits()
		out.place = out.place || w.class == norm.Place
		joined.WriteString(t.Text)
	}
	out.joined = joined.String()
	if out.joined == out.latin {
		out.latin = out.joined // one copy
	}
	out.heads, out.short = headsOf(n.Latin), ""
	if w := onlyWord(n, only); tellers == 1 && len(w) >= 2 && len(w) <= acronymMost {
		out.short = sortLetters(w)
	}
	out.letters = pairsOf(out.joined)
	return out
}

// hashSkeleton is a hash of the consonants without spaces, 0 where they are too
// few to tell.
func hashSkeleton(s string) uint64 {
	n, h := 0, uint64(fnvStart)
	for i := range len(s) {
		if s[i] != ' ' {
			n++
			h = (h ^ uint64(s[i])) * fnvPrime
		}
	}
	if n < skeletonLeast {
		return 0
	}
	return h&^consonants | uint64(min(n, consonants))
}

// consonants are the bits of a hashed skeleton that hold how many it has.
const consonants = 63

// skeletonLeast is how many consonants in common tell that two names sound
// alike.
const skeletonLeast = 5

// nationsOf packs countries of two letters; what is no such code is hashed.
func nationsOf(countries []string) []uint16 {
	if len(countries) == 0 {
		return nil
	}
	out := make([]uint16, len(countries))
	for i, c := range countries {
		out[i] = uint16(c[0])<<8 | uint16(c[len(c)-1])
	}
	return out
}

// textsOf are the countries that nationsOf packed.
func textsOf(nations []uint16) []string {
	out := make([]string, len(nations))
	for i, n := range nations {
		out[i] = string([]byte{byte(n >> 8), byte(n)})
	}
	return out
}

// onlyWord is the one word of a name that is no legal form, as it is spelt:
// the token's own text, or the first word where the token was translated.
func onlyWord(n *norm.Name, token string) string {
	first := ""
	for w := range strings.FieldsSeq(n.Latin) {
		if w == token {
			return w
		}
		if first == "" {
			first = w
		}
	}
	return first
}

// headsOf is the first letters of the first words, without "and", "of", "the".
func headsOf(latin string) string {
	var out []byte
	for w := range strings.FieldsSeq(latin) {
		if w != "and" && w != "of" && w != "the" && len(out) <= acronymMost+acronymRest {
			out = append(out, w[0])
		}
	}
	return string(out)
}

func sortLetters(s string) string {
	b := []byte(s)
	slices.Sort(b)
	return string(b)
}

// lettersOf has a bit for each letter and digit of s.
func lettersOf(s string) uint64 {
	var m uint64
	for i := range len(s) {
		m |= 1 << (s[i] & 63)
	}
	return m
}

// families are the consonants that stand for one another in spellings of one
// name. H, y, w and the vowels come and go; c may be of two families.
var families = [...]string{"kqgx", "sz", "t", "d", "bp", "fv", "m", "n", "l", "r", "j"}

// soundOf has for each letter a bit for each family that it is of.
var soundOf = func() (of [256]uint16) {
	for f, letters := range families {
		for i := range len(letters) {
			of[letters[i]] |= 1 << f
		}
	}
	return of
}()

// soundsOf has a bit for each family of consonants that occurs in s.
func soundsOf(s string) uint16 {
	var m uint16
	for i := range len(s) {
		m |= soundOf[s[i]]
	}
	return m
}

// pairsOf has a bit for each hashed pair of neighbouring letters of s.
func pairsOf(s string) uint64 {
	var m uint64
	for i := 1; i < len(s); i++ {
		m |= 1 << ((uint32(s[i-1])*31 + uint32(s[i])) * 2654435761 >> 26)
	}
	return m
}

// overlap is a quick likeness of two names, from 0 to 64.
func overlap(a, b *name) int {
	if a.joined == b.joined {
		return 65
	}
	n := min(bits.OnesCount64(a.letters), bits.OnesCount64(b.letters))
	if n == 0 {
		return 0
	}
	return bits.OnesCount64(a.letters&b.letters) * 64 / n
}

// Conflicting reports whether a kind of party excludes another: a person is no
// company, a vessel is neither. Kinds that sources mix up, as company, trust
// and state body, do not exclude each other; an unknown one excludes nothing.
func Conflicting(a, b engine.Kind) bool {
	x, y := KindClass(a), KindClass(b)
	return x != "" && y != "" && x != y
}

// KindClass is the class within which kinds do not exclude each other, "" for
// an unknown kind.
func KindClass(k engine.Kind) string {
	switch k {
	case engine.Company, engine.Arrangement, engine.State:
		return "company"
	case engine.Person, engine.Vessel, engine.Aircraft:
		return string(k)
	}
	return ""
}

// ExclusiveSlot is the scheme and country in which id excludes another value,
// "" where it does not.
func ExclusiveSlot(id norm.ID) string {
	if !id.Exclusive || !id.Valid {
		return ""
	}
	return id.Scheme + "\x00" + id.Country
}

// shared reports the first value that two short slices have in common, by its
// places, -1 if there is none.
func shared(a, b []string) (int, int) {
	for i, x := range a {
		if j := slices.Index(b, x); j >= 0 {
			return i, j
		}
	}
	return -1, -1
}
