package norm

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// rarity.txt is written by internal/rarity: each line is a number of half bits
// and the words that are that rare, as "11 trading group".
//
//go:embed rarity.txt
var rarityText string

// rarityTable maps words in ASCII to bits.
type rarityTable map[string]float32

var rarities = sync.OnceValue(func() rarityTable { return readRarities(rarityText, 1<<13) })

//go:embed people.txt
var peopleText string

// peopleRarities are the words that are commoner among people's names than
// among those of companies.
var peopleRarities = sync.OnceValue(func() rarityTable { return readRarities(peopleText, 1<<9) })

func readRarities(text string, size int) rarityTable {
	t := make(rarityTable, size)
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		half, words, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, err := strconv.Atoi(half)
		if err != nil {
			continue
		}
		for w := range strings.FieldsSeq(words) {
			t[w] = float32(n) / 2
		}
	}
	return t
}

// of is the rarity of a canonical word or phrase. A phrase is as rare as its
// rarest word.
func (t rarityTable) of(text string, class TokenClass) float32 {
	if b, ok := t[text]; ok {
		return b
	}
	if strings.IndexByte(text, ' ') > 0 {
		best := float32(0)
		for w := range strings.FieldsSeq(text) {
			best = max(best, t.of(w, class))
		}
		return best
	}
	return unknownBits(len(text), class)
}

// unknownBits is the rarity of a word that the table lacks. The table holds
// what occurs more than a few times in some 400,000 names, so a word beyond it
// is one in about 2¹⁷ or rarer; but there are few short words and all of them
// are used by many, so they are held to be as rare as their number allows.
// Legal forms, particles and initials never say much.
func unknownBits(letters int, class TokenClass) float32 {
	switch class {
	case Form, Particle, Initial:
		return 4
	case Generic:
		return 9
	case Place:
		return 10
	}
	switch {
	case letters <= 1:
		return 6
	case letters == 2:
		return 10
	case letters == 3:
		return 13
	case letters == 4:
		return 15
	case letters <= 6:
		return 17
	}
	return 18
}

// numberBits is the rarity of a number: small ones are everywhere.
func numberBits(digits int) float32 { return min(18, 5+2.5*float32(digits)) }

// Known reports whether a word is in use by many, as the tables of rarity have
// it: then it is hardly a slip of another word.
func Known(t *Token) bool {
	return t.Class == Generic || t.Class == Place || t.Class == Core && t.Bits < unknownBits(len(t.Text), Core)
}
