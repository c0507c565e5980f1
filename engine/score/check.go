package score

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/pierce-er/pierce/engine/norm"
)

// mostBits is the largest number of a model, either side of 0: far beyond any
// weight, and far from where sums of weights lose their last bits.
const mostBits = 1000

// mostOdds is the largest log2 odds of a calibration, either side of 0: beyond
// some 52 a probability is 1 to the last bit.
const mostOdds = 50

// checkNumbers reports a number that would make weights that are none, as where a
// gain is halved every 0 bits. Models come from files of users too.
func (m *Model) checkNumbers() error {
	var wrong error
	err := m.visit(func(path string, from, to int) {
		var x float64
		if json.Unmarshal(m.text[from:to], &x) == nil && !(math.Abs(x) <= mostBits) {
			wrong = fmt.Errorf("%s: got %v, want -%d to %d", path, x, mostBits, mostBits)
		}
	})
	if err := errors.Join(err, wrong); err != nil {
		return err
	}
	n, a := &m.file.Name, &m.file.Asked
	if !(a.Possible < a.Same) {
		return fmt.Errorf("asked: band same from %v does not lie above possible from %v", a.Same, a.Possible)
	}
	for name := range a.Levels {
		if levelNamed(name) < 0 {
			return fmt.Errorf("asked: level %q is unknown", name)
		}
	}
	for _, s := range []shape{n.Company, n.Person, a.Company, a.Person} {
		if !(s.Cap >= 0 && s.Half > 0 && s.Conflict >= 0 && s.Extra >= 0 && s.Floor <= 0 && s.Reach > 0 && s.Near >= 0 && s.Near <= 1 && s.Differ >= 0) {
			return fmt.Errorf("name: a shape has a number out of range: %+v", s)
		}
	}
	for _, q := range []float64{n.Abbreviated.Quality, n.Initial.Quality, n.Nickname.Quality, n.Acronym.Quality, n.Joined.Quality, n.Sound.Quality,
		n.CrossScript.Gain, n.CrossScript.Conflict, n.Alike.Least, n.Alike.LeastPerson, n.Alike.LeastCross, n.Alike.Rest, n.Alike.Short, n.Alike.Near} {
		if !(q >= 0 && q <= 1) {
			return fmt.Errorf("name: a quality is %v, want 0 to 1", q)
		}
	}
	if !(n.Alike.Zero >= 0 && n.Alike.Zero < 1) {
		return fmt.Errorf("name.alike.zero: got %v, want 0 or more and less than 1", n.Alike.Zero)
	}
	return m.checkFactors()
}

// checkFactors reports what a word's class or a name's kind counts for where it is
// out of range.
func (m *Model) checkFactors() error {
	for c := norm.Core; c <= norm.Particle; c++ {
		if !(m.class[c] >= 0 && m.class[c] <= 10) {
			return fmt.Errorf("name.class: got %v for %s, want 0 to 10", m.class[c], c)
		}
	}
	for kind, v := range m.file.Name.Kind {
		if f, ok := v.(float64); ok && !(f >= 0 && f <= 1) {
			return fmt.Errorf("name.kind: got %v for %s, want 0 to 1", f, kind)
		}
	}
	return nil
}

// levelNamed is the level called "comparison: level", -1 if there is none.
func levelNamed(name string) level {
	for i, n := range levelNames {
		if n == name {
			return level(i)
		}
	}
	return -1
}
