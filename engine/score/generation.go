package score

import (
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// generations is which of the bearers of one name in a family a person is, as
// the names say: bit 1 the senior, bit 2 the junior or second, and so on. Bit 0
// is a lone "I", which is the first only beside a second and else an initial.
type generations uint8

// ordinals are the words for a generation, and its bit.
var ordinals = map[string]generations{
	"sr": 1 << 1, "snr": 1 << 1, "senior": 1 << 1, "jr": 1 << 2, "jnr": 1 << 2, "junior": 1 << 2, "ii": 1 << 2, "iii": 1 << 3, "iv": 1 << 4, "i": 1,
}

// generationsOf reads the names of a person. The first word is never a
// generation: Junior and Senior are given names too.
func generationsOf(p *norm.Prepared) generations {
	if p.Kind != engine.Person {
		return 0
	}
	var out generations
	for i := range p.Names {
		_, rest, _ := strings.Cut(p.Names[i].Folded, " ")
		for w := range strings.FieldsSeq(rest) {
			out |= ordinals[w]
		}
	}
	return out
}

// generations weighs two people of whom one is said to be the senior and the
// other the junior. The one name may say nothing of it: then it is no evidence.
func (t *tally) generations(a, b *Side) {
	x, y := a.bearer, b.bearer
	if x == 0 || y == 0 || x&y != 0 || x == 1 && y == 1<<1 || y == 1 && x == 1<<1 {
		return
	}
	t.pair.apart = true
	t.add(generationOther, x.String(), y.String(), "")
}

// String names the generations: "1", "2".
func (g generations) String() string {
	var out []string
	for i, s := range []string{"I", "1", "2", "3", "4"} {
		if g>>i&1 == 1 {
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}
