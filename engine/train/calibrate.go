package train

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// Labelled is a pair whose truth is known.
type Labelled struct {
	Weight float64 // bits, as scored
	True   bool
	N      float64 // how much it counts
}

// The limits of a calibration.
const (
	// leastSlope is the least that the log2 odds rise by for each bit: never
	// nothing, so that two weights are never one probability.
	leastSlope = 0.02
	// mostSlope is the most: evidence is never wholly independent, so that a bit
	// is worth a bit at best. With 1.5 the line fitted to organisations and a
	// synthetic world was too sure of Senzing's truth set: log loss 0.39, with the
	// line drawn by hand 0.27.
	mostSlope = 1.0
	// pointPairs is how many pairs the line that was is worth at each point.
	pointPairs = 10.0
	// mostOdds is the largest log2 odds: one in a million millions.
	mostOdds = 40
	// sweeps ends the fitting; it settles within some fifty.
	sweeps = 400
)

// Calibrate fits what weights are worth to labelled pairs: at each of the
// points' weights log2 odds, between which the line runs straight, such that the
// likelihood of the labels is highest. The odds rise by leastSlope to mostSlope
// a bit, so that the order of pairs stays as it is and no probability is 0 or 1;
// where there are no pairs the line stays near the given one. Rounded to
// hundredths. It is a logistic regression on a line of several pieces, which is
// concave, so that there is one best line (Platt 1999 is the same with one piece;
// the rising without steps is the difference to isotonic regression, whose steps
// make ties). The error is Invalid for fewer than two points, points that do not
// rise, or a pair that is no number. Cost: pairs × points × sweeps.
func Calibrate(pairs []Labelled, was [][2]float64) ([][2]float64, error) {
	for i := range was {
		if len(was) < 2 || i > 0 && !(was[i][0] > was[i-1][0]) {
			return nil, &engine.Error{Op: "train.Calibrate", Code: engine.Invalid, Err: errors.New("points must be two or more and rise")}
		}
	}
	if len(was) < 2 {
		return nil, &engine.Error{Op: "train.Calibrate", Code: engine.Invalid, Err: errors.New("points must be two or more and rise")}
	}
	rows, err := calibrationRows(pairs, was)
	if err != nil {
		return nil, err
	}
	l := line{start: was[0][1]}
	for i := 1; i < len(was); i++ {
		l.width = append(l.width, was[i][0]-was[i-1][0])
		l.slope = append(l.slope, clamp((was[i][1]-was[i-1][1])/(was[i][0]-was[i-1][0]), leastSlope, mostSlope))
	}
	for range sweeps {
		if l.sweep(rows) < 1e-4 {
			break
		}
	}
	out := [][2]float64{{was[0][0], max(round(l.start), -mostOdds)}}
	odds := l.start
	for i, s := range l.slope {
		odds += s * l.width[i]
		out = append(out, [2]float64{was[i+1][0], max(min(round(odds), mostOdds), out[i][1]+0.01)})
	}
	return out, nil
}

// calibrationRow is some pairs of one weight: how far it has come in each piece
// of the line, how many there are, and how many are true.
type calibrationRow struct {
	weight   float64
	in       []float64
	all, yes float64
}

// calibrationRows lays pairs out by their weights, with those that stand for the
// line that was.
func calibrationRows(pairs []Labelled, was [][2]float64) ([]calibrationRow, error) {
	var rows []calibrationRow
	for _, p := range pairs {
		if math.IsNaN(p.Weight) || !(p.N >= 0) || math.IsInf(p.N, 0) {
			return nil, &engine.Error{Op: "train.Calibrate", Code: engine.Invalid, Err: errors.New("a pair is no number")}
		}
		r := calibrationRow{weight: clamp(round(p.Weight), was[0][0], was[len(was)-1][0]), all: p.N}
		if p.True {
			r.yes = p.N
		}
		rows = append(rows, r)
	}
	for _, w := range was {
		rows = append(rows, calibrationRow{weight: w[0], all: pointPairs, yes: pointPairs * logistic(w[1]*math.Ln2)})
	}
	slices.SortFunc(rows, func(a, b calibrationRow) int {
		return cmp.Or(cmp.Compare(a.weight, b.weight), cmp.Compare(a.yes, b.yes), cmp.Compare(a.all, b.all))
	})
	out := rows[:0]
	for _, r := range rows {
		if n := len(out); n > 0 && out[n-1].weight == r.weight {
			out[n-1].all += r.all
			out[n-1].yes += r.yes
			continue
		}
		for i := 1; i < len(was); i++ {
			r.in = append(r.in, clamp(r.weight-was[i-1][0], 0, was[i][0]-was[i-1][0]))
		}
		out = append(out, r)
	}
	return out, nil
}

// line is log2 odds in straight pieces.
type line struct {
	start        float64
	slope, width []float64
}

func (l *line) at(r *calibrationRow) float64 {
	odds := l.start
	for i, x := range r.in {
		odds += l.slope[i] * x
	}
	return odds
}

// sweep takes one Newton step for each number of the line, and gives the largest
// change of odds that came of it.
func (l *line) sweep(rows []calibrationRow) float64 {
	odds := make([]float64, len(rows))
	for i := range rows {
		odds[i] = l.at(&rows[i])
	}
	var most float64
	for k := -1; k < len(l.slope); k++ {
		var up, down float64
		for i := range rows {
			x := 1.0
			if k >= 0 {
				x = rows[i].in[k]
			}
			if x == 0 {
				continue
			}
			p := logistic(odds[i] * math.Ln2)
			up += x * (rows[i].yes - rows[i].all*p)
			down += x * x * rows[i].all * max(p*(1-p), 1e-4) * math.Ln2
		}
		if down == 0 {
			continue
		}
		step := clamp(up/down, -1, 1)
		if k < 0 {
			l.start += step
		} else {
			was := l.slope[k]
			l.slope[k] = clamp(was+step, leastSlope, mostSlope)
			step = l.slope[k] - was
		}
		for i := range rows {
			x := 1.0
			if k >= 0 {
				x = rows[i].in[k]
			}
			odds[i] += step * x
			most = max(most, math.Abs(step*x))
		}
	}
	return most
}

func clamp(x, least, most float64) float64 { return min(max(x, least), most) }
