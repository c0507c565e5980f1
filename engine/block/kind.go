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
// hand by TestReach of package resolve: 100,000 synthetic parties propose 12.8
// pairs each, a million 21; 88,000 real names 5.7.
const Cap = 50

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
