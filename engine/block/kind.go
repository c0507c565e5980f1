package block

// Kind is what a key is made of.
type Kind uint8

// The kinds, in the order of their numbers, which are stored: new ones are
// added at the end. Sixteen fit.
const (
	Strong  Kind = iota // a valid identifier that decides alone
	Twin                // the whole name with its form and country, or a person's with the day of birth
	Number              // any other identifier
	Whole               // all words that tell, in any order
	Word                // one rare word
	Pair                // two words
	Ends                // the beginnings or the ends of two words
	Slip                // a name of one word with one letter left out
	Sound               // the consonants of the name
	Acronym             // the first letters, with the country
	Phone               // a telephone number
	Email               // an e-mail address
	Domain              // a web or mail domain
	Door                // a unit in a building, or a building
	Born                // a word of a person's name with the year of birth
	Narrow              // the whole name with its city, for names that very many have
	kindCount
)

// Kinds is how many kinds a key can tell apart.
const Kinds = 16

var kindNames = [kindCount]string{"strong", "twin", "number", "whole", "word", "pair", "ends", "slip", "sound", "acronym",
	"phone", "email", "domain", "door", "born", "narrow"}

// String is the kind in one word.
func (k Kind) String() string {
	if k < kindCount {
		return kindNames[k]
	}
	return "unknown"
}

// KindOf is the kind of a key.
func KindOf(key uint64) Kind { return Kind(key >> 60) }

// Joins reports whether sharing the key is itself enough to hang together.
func (k Kind) Joins() bool { return k == Strong || k == Twin }

// Cap is how many parties may hold an ordinary key before it is generic. A key
// with n holders proposes n(n-1)/2 pairs, so that the pairs a record can cost
// are bounded by its keys times Cap. Measured on the lists and registries at
// hand by TestReach of package resolve.
const Cap = 50

// WeakCap is how many parties may hold a key of few letters or of common words
// and still be compared with each other for its sake alone. As a store grows such
// keys fill up to any cap, and bring together ever less: of the 2.4 million pairs
// among 300,000 synthetic parties that met in nothing but one of these with more
// than ten holders, 23 were one party. At 12 instead of Cap such a store proposes
// 7.3 pairs a party instead of 19.0.
const WeakCap = 12

// FirmCap is the same for a door and for a word of a person's name with the year
// of birth, which tell much though many hold them. It brings back, for 0.4 pairs
// a party, more records than WeakCap loses: of 300,000 synthetic ones 151,858
// reach another of their entity, and 151,856 did under Cap for all.
const FirmCap = 100

// Proposing is how much a key of this kind is trusted to propose pairs alone.
type Proposing uint8

// The three degrees.
const (
	Ordinary Proposing = iota // up to Cap holders
	Weak                      // up to WeakCap
	Firm                      // up to FirmCap
)

// Proposing is the kind's.
func (k Kind) Proposing() Proposing {
	switch k {
	case Word, Pair, Ends, Sound, Acronym:
		return Weak
	case Door, Born:
		return Firm
	}
	return Ordinary
}

// MostProposed is the most holders of a key that are compared with each other
// for its sake.
func MostProposed(key uint64) int {
	switch KindOf(key).Proposing() {
	case Weak:
		return WeakCap
	case Firm:
		return FirmCap
	}
	return Cap
}

// JoinCap is the same for keys that decide alone. A number held by more is
// somebody's default, as 000000000 that happens to have a valid check digit.
const JoinCap = 20000

// CapOf is the most holders that a key may have and not be generic.
func CapOf(key uint64) int {
	if KindOf(key).Joins() {
		return JoinCap
	}
	return Cap
}
