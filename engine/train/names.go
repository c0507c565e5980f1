package train

// The limits of what names are trained by.
const (
	// nameTrust is the standard deviation of the factor that what names weigh
	// is taken to have before anything is counted.
	nameTrust = 0.1
	// bandError is the standard deviation, in bits, by which a band misses the
	// line however many pairs it holds.
	bandError = 2.0
	// leastInBand is how many pairs a band must hold on either side.
	leastInBand = 5
	// mostFactor is by how much of themselves names are made to count more or
	// less, at most.
	mostFactor = 0.25
)

// nameFactors fits, by least squares through nothing, one factor for the bands
// in which names gain and one for those in which they cost.
func (t *Trainer) nameFactors(c column, changed map[string]any) []Change {
	shape := "name.company."
	if c.Name == personNames {
		shape = "name.person."
	}
	var out []Change
	for _, side := range []struct {
		path  string
		gains bool
	}{{"cap", true}, {"floor", false}} {
		up, down := 1/(nameTrust*nameTrust), 1/(nameTrust*nameTrust)
		var m, u, matches, others float64
		for b, level := range c.Levels {
			if (level.Weight > 0) != side.gains {
				continue
			}
			m, u, matches, others = m+c.m[b], u+c.u[b], matches+c.matches[b], others+c.others[b]
			if c.matches[b] < leastInBand || c.others[b] < leastInBand {
				continue
			}
			bits, v := c.counted(b)
			v += bandError * bandError
			up += bits * level.Weight / v
			down += level.Weight * level.Weight / v
		}
		was, ok := t.m.Number(shape + side.path)
		if !ok {
			continue
		}
		ch := Change{Comparison: c.Name, Level: side.path, Shipped: was, M: m, U: u, Matches: matches, Others: others}
		ch.Trained = round(was * clamp(up/down, 1-mostFactor*t.reach, 1+mostFactor*t.reach))
		if sum(c.matches) < leastMatches {
			ch.Trained = was
		}
		if ch.Trained == was {
			ch.Kept = "too rare"
		} else {
			changed[shape+side.path] = ch.Trained
		}
		out = append(out, ch)
	}
	return out
}
