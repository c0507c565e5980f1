package index

import (
	"math"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// believed is how many names the rarities of the world count for beside those
// of the index: an index of so many documents is believed as much as the world.
const believed = 20_000

// unseenBits is the rarity of a word of which the tables say nothing.
const unseenBits = 18

// classWeights say what a word is worth beside a distinctive one that is as
// rare. A legal form or a particle is typed or left out at whim.
var classWeights = [...]float64{
	norm.Core: 1, norm.Number: 1.6, norm.Place: 0.8, norm.Generic: 0.8, norm.Initial: 0.5, norm.Form: 0.3, norm.Particle: 0.3,
}

// scaled gives each word its weight, in place: its rarity among the documents
// of the index and the names of the world together, in bits.
func (s *search) scaled(tokens []token) []token {
	for i := range tokens {
		t := &tokens[i]
		n := float64(s.look.counted(fieldWord, t.text)) + believed*math.Exp2(-t.static)
		t.weight = max(1, math.Log2((s.docs+believed)/n))
		if int(t.class) < len(classWeights) {
			t.weight *= classWeights[t.class]
		}
	}
	return tokens
}

// docs is the number of documents.
func (l *look) docs() (float64, error) {
	n, err := l.snap.DocCount()
	if err != nil {
		return 0, &engine.Error{Op: "index.Search", Err: err}
	}
	return float64(n), nil
}
