package screen

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/goods"
)

// Measure is a number of a goods line that is compared with those of its
// peers, the lines of one tariff code.
type Measure uint8

// The measures, all above zero.
const (
	Worth    Measure = iota // dollars, the whole line
	Count                   // pieces, the whole line
	PerKilo                 // dollars a kilogram
	PerPiece                // dollars a piece
	kindsOfMeasure
)

// The steps of a histogram: four for each doubling, from 2^-8 to 2^56. A step
// is 19 % wide, which is far below what a price varies by.
const (
	stepsPerDoubling = 4
	lowestDoubling   = -8
	histogramSteps   = 64 * stepsPerDoubling
)

// PeerStats are what the lines of a group of peers weighed, cost and counted:
// one histogram a measure. Adding and taking off is exact and does not depend
// on order. The zero value holds no line.
type PeerStats struct {
	steps [kindsOfMeasure]map[uint16]uint32
	total [kindsOfMeasure]uint32
}

// PeerPoint is one line's part in a group's histograms: the step of each
// measure, 0 where the line does not tell it.
type PeerPoint [kindsOfMeasure]uint16

// ChipGroup is the group of all goods that are, or hide, accelerators: they go
// under half a dozen codes, beside goods that cost a hundredth.
const ChipGroup = "accelerators"

// PeerGroup is a tariff code's first six digits, or "" for what is no code.
func PeerGroup(hs string) string {
	if d := goods.Digits(hs); len(d) >= 6 {
		return d[:6]
	}
	return ""
}

// PeerGroupOf is the group of a goods line: ChipGroup, or that of its code.
func PeerGroupOf(g *goods.Line) string {
	if sensitive(g) {
		return ChipGroup
	}
	return PeerGroup(g.HS)
}

// PeerPointOf is a line's part in the histograms of its group.
func PeerPointOf(g *goods.Line) PeerPoint {
	return PeerPoint{Worth: step(g.Dollars), Count: step(float64(g.Pieces)), PerKilo: step(g.PerKilo), PerPiece: step(g.PerPiece)}
}

// step is the number of the step that a value falls into, from 1; 0 for none.
func step(v float64) uint16 {
	if !(v > 0) || math.IsInf(v, 0) {
		return 0
	}
	n := int(math.Floor((math.Log2(v)-lowestDoubling)*stepsPerDoubling)) + 1
	return uint16(min(max(n, 1), histogramSteps))
}

// Add counts a line; Take forgets one that was counted.
func (s *PeerStats) Add(p PeerPoint) { s.count(p, 1) }

// Take forgets a line that was counted.
func (s *PeerStats) Take(p PeerPoint) { s.count(p, -1) }

func (s *PeerStats) count(p PeerPoint, by int) {
	for m, at := range p {
		if at == 0 {
			continue
		}
		if s.steps[m] == nil {
			s.steps[m] = map[uint16]uint32{}
		}
		n := int64(s.steps[m][at]) + int64(by)
		if n < 0 {
			continue // was never counted
		}
		s.total[m] = uint32(int64(s.total[m]) + int64(by))
		if s.steps[m][at] = uint32(n); n == 0 {
			delete(s.steps[m], at)
		}
	}
}

// Lines is how many lines told a measure.
func (s *PeerStats) Lines(m Measure) int {
	if s == nil {
		return 0
	}
	return int(s.total[m])
}

// Quantile is the value that the part q of the lines does not exceed, at the
// upper end of its step: Quantile(Worth, 0.95) is the 95th percentile, at most
// 19 % too high. 0 where no line told the measure.
func (s *PeerStats) Quantile(m Measure, q float64) float64 {
	if s == nil || s.total[m] == 0 {
		return 0
	}
	want := uint32(math.Ceil(q * float64(s.total[m])))
	var seen uint32
	for at := uint16(1); at <= histogramSteps; at++ {
		if seen += s.steps[m][at]; seen >= want && seen > 0 {
			return math.Exp2(float64(at)/stepsPerDoubling + lowestDoubling)
		}
	}
	return 0
}

// AppendBinary writes the histograms: of each measure the number of steps that
// are not empty, then step and count of each, in order.
func (s *PeerStats) AppendBinary(b []byte) ([]byte, error) {
	for m := range s.steps {
		b = binary.AppendUvarint(b, uint64(len(s.steps[m])))
		for at := uint16(1); at <= histogramSteps; at++ {
			if n := s.steps[m][at]; n > 0 {
				b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(at)), uint64(n))
			}
		}
	}
	return b, nil
}

// UnmarshalBinary reads what AppendBinary wrote. Anything else is Corrupt.
func (s *PeerStats) UnmarshalBinary(b []byte) error {
	*s = PeerStats{}
	bad := func() error {
		return &engine.Error{Op: "screen.PeerStats", Code: engine.Corrupt, Err: fmt.Errorf("%d bytes are left that are no histogram", len(b))}
	}
	next := func() (uint64, bool) {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return 0, false
		}
		b = b[n:]
		return v, true
	}
	for m := range s.steps {
		n, ok := next()
		if !ok || n > histogramSteps {
			return bad()
		}
		for range n {
			at, ok1 := next()
			count, ok2 := next()
			if !ok1 || !ok2 || at == 0 || at > histogramSteps || count == 0 || count > math.MaxUint32-uint64(s.total[m]) {
				return bad()
			}
			if s.steps[m] == nil {
				s.steps[m] = make(map[uint16]uint32, n)
			}
			s.steps[m][uint16(at)] = uint32(count)
			s.total[m] += uint32(count)
		}
	}
	if len(b) > 0 {
		return bad()
	}
	return nil
}
