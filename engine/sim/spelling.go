package sim

import "sync"

// Two hands that write one name down in Latin letters seldom agree on its
// vowels, on double letters, on an h, or on which of a family of consonants
// stands for a sound that the alphabet lacks: Qadhafi, Gaddafi, Ghathafi. They
// do agree on the rest. Spelling is an edit distance in which such slips cost
// a part of a letter.

// spellingMost is the longest word that is compared letter by letter. The
// longest of 18,000 words in names of people on a watch list has 24.
const spellingMost = 32

// whole is the cost of a letter that is another; the others are parts of it.
const whole = 20

// The costs of slips that say little. They were set by what sources make of
// one name: aliases of one party on a list of the United States (OFAC, 2023)
// against their nearest neighbours among the aliases of all others.
const (
	doubled   = 2  // a letter written twice
	swapped   = 12 // two neighbours in the other order
	vowelBy   = 5  // a vowel beside another: Abdulaziz, Abdoulaziz
	vowelLost = 9  // a vowel: Mohsen, Mohsn
	ending    = 14 // an a that ends a word: Patricia, Ivanova
	breath    = 5  // an h behind a letter: Gandour, Ghandour
	breathAt  = 9  // an h that begins a word
	glide     = 6  // y or w beside a vowel: Husayn, Husan
	helper    = 6  // a letter that only says how the next one sounds: Tchad, Dzhokhar
)

// kin are letters that stand for one another, and the cost.
var kin = []struct {
	letters string
	cost    uint8
}{
	{"iy", 2}, {"ei", 4}, {"ae", 4}, {"ou", 3}, {"uw", 4}, {"ey", 4}, {"ao", 7}, {"ai", 9}, {"au", 9}, {"eo", 10}, {"iu", 10}, {"eu", 10}, {"io", 12}, {"ay", 9}, {"ow", 6}, {"oy", 12}, {"uy", 10},
	{"kq", 3}, {"ck", 3}, {"cq", 4}, {"gq", 6}, {"gk", 8}, {"kx", 8}, {"hx", 8}, {"hk", 10}, {"gh", 10}, {"sz", 5}, {"cs", 6}, {"cz", 7}, {"sx", 6}, {"zx", 10},
	{"dt", 8}, {"vw", 3}, {"fv", 6}, {"bp", 10}, {"bv", 9}, {"fp", 10}, {"jy", 8}, {"gj", 7}, {"jz", 8}, {"cj", 10}, {"mn", 12}, {"lr", 14}, {"dz", 10}, {"uv", 8}, {"ij", 8},
}

type costs [26][26]uint8

var kinship = sync.OnceValue(func() *costs {
	c := &costs{}
	for i := range c {
		for j := range c[i] {
			if i != j {
				c[i][j] = whole
			}
		}
	}
	for _, k := range kin {
		a, b := k.letters[0]-'a', k.letters[1]-'a'
		c[a][b], c[b][a] = k.cost, k.cost
	}
	return c
})

// Spelling is how alike two words are as spellings of one name by two hands:
// 1 less the cost of the slips over the length of the longer one. Words that
// are not all lower case letters a to z, or have more than 32, are compared by
// OSA. Spelling("naim", "naeem") = 0.91, Spelling("naim", "karim") = 0.6. Cost:
// some 150 ns for words of six letters.
func Spelling(a, b string) float64 {
	if a == b {
		return 1
	}
	if !lower(a) || !lower(b) || a == "" || b == "" {
		return OSA(a, b)
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	k := kinship()
	var lostA, lostB [spellingMost]uint8
	losses(a, &lostA)
	losses(b, &lostB)
	var rows [3][spellingMost + 1]uint16
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) {
		last[j+1] = last[j] + uint16(lostB[j])
	}
	for i := range len(a) {
		of := &k[a[i]-'a']
		row[0] = last[0] + uint16(lostA[i])
		for j := range len(b) {
			put := uint16(of[b[j]-'a'])
			if i == len(a)-1 && j == len(b)-1 && (a[i] == 'a') != (b[j] == 'a') {
				put = max(put, ending) // Angelo, Angela
			}
			d := min(last[j]+put, last[j+1]+uint16(lostA[i]), row[j]+uint16(lostB[j]))
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, before[j-1]+swapped)
			}
			row[j+1] = d
		}
		before, last, row = last, row, before
	}
	return max(0, 1-float64(last[len(b)])/float64(whole*len(b)))
}

// lower reports whether s is at most spellingMost letters a to z.
func lower(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return len(s) <= spellingMost
}

func vowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }

// losses sets what each letter of s costs to be left out.
func losses(s string, out *[spellingMost]uint8) {
	for i := range len(s) {
		out[i] = loss(s, i)
	}
}

func loss(s string, i int) uint8 {
	var before, after byte
	if i > 0 {
		before = s[i-1]
	}
	if i+1 < len(s) {
		after = s[i+1]
	}
	switch c := s[i]; {
	case c == before:
		return doubled
	case c == 'a' && after == 0:
		return ending
	case vowel(c) && (vowel(before) || vowel(after) || before == 'y' || after == 'y'):
		return vowelBy
	case vowel(c):
		return vowelLost
	case c == 'h' && i == 0:
		return breathAt
	case c == 'h':
		return breath
	case (c == 'y' || c == 'w') && (vowel(before) || vowel(after)):
		return glide
	case c == 'g' && before == 'n', c == 'c' && after == 'k', (c == 'k' || c == 'g') && after == 'h', (c == 't' || c == 'd') && (after == 's' || after == 'c' || after == 'z' || after == 'j'):
		return helper
	}
	return whole
}
