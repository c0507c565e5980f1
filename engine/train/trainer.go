package train

import (
	"math"

	"github.com/pierce-er/pierce/engine/score"
)

// Trainer counts pairs of a store and fits a model to them. It is for one
// goroutine.
type Trainer struct {
	m       *score.Model
	plan    *Plan
	random  Table
	known   Table
	passes  [Passes]Table
	without [Passes][]int
	seen    []score.Observation
	reach   float64 // by what share of the most that they may weights move
}

// New trains from a model on: the one that ships, for its weights are what rare
// levels keep.
func New(m *score.Model) *Trainer {
	t := &Trainer{m: m, plan: NewPlan(m)}
	for i := range passes {
		for _, name := range passes[i].without {
			if c, ok := t.plan.columns[name]; ok {
				t.without[i] = append(t.without[i], c)
			}
		}
	}
	return t
}

// Random counts a pair that was drawn among all pairs, by the chance that it is
// two parties.
func (t *Trainer) Random(a, b *score.Side) {
	out, r := t.read(a, b)
	if !out.Forbidden {
		r.N = 1 - t.m.Probability(out.Weight)
	}
	t.random.Add(r)
}

// Blocked counts a pair that shares a key of a pass.
func (t *Trainer) Blocked(pass int, a, b *score.Side) {
	_, r := t.read(a, b)
	t.passes[pass].Add(t.plan.without(r, t.without[pass]))
}

// known is the weight, in bits, of being told that a pair is one party.
const known = 1000

// Known counts a pair that is labelled as one party: m is then counted and not
// expected, and Fit is that of labelled data.
func (t *Trainer) Known(a, b *score.Side) {
	_, r := t.read(a, b)
	r.Fixed = known
	t.known.Add(r)
}

func (t *Trainer) read(a, b *score.Side) (score.Outcome, Row) {
	out, seen := t.m.Observe(a, b, t.seen[:0])
	t.seen = seen
	return out, t.plan.Read(seen, score.Personal(a, b))
}

// Result is a trained model and how it came about.
type Result struct {
	Model  *score.Model `json:"-"`
	Levels []Change     `json:"levels"`
	Names  []Change     `json:"names"`  // the caps and floors of names
	Passes []PassCount  `json:"passes"` // those that had pairs
	Random float64      `json:"random"` // pairs drawn, less those that are likely one party
	Steps  int          `json:"steps"`  // until the likelihood settled
	Climb  []float64    `json:"climb"`  // log likelihood in nats, before the first step and after each
}

// PassCount is what a pass held.
type PassCount struct {
	Name    string  `json:"name"`
	Pairs   float64 `json:"pairs"`
	Matches float64 `json:"matches"` // expected pairs of one party among them
}

// Change is a number of the model as shipped and as trained.
type Change struct {
	Comparison string  `json:"comparison"`
	Level      string  `json:"level"`
	Shipped    float64 `json:"shipped"` // bits
	Trained    float64 `json:"trained"` // bits
	M          float64 `json:"m"`       // how often one party's records meet it
	U          float64 `json:"u"`       // how often two parties' do
	Matches    float64 `json:"matches"` // pairs of one party that m rests on, expected, once for each pass that they are in
	Others     float64 `json:"others"`  // drawn pairs that u rests on
	Kept       string  `json:"kept,omitempty"`
}

// Fit fits u, m and the weights to what was counted in a store of so many
// parties. Without pairs the model is the one that it began with.
func (t *Trainer) Fit(parties int) (*Result, error) {
	t.reach = Reach(parties)
	u, others, random := t.chances()
	shipped := shippedM(t.plan.Comparisons, u)
	res := &Result{Random: random}
	var ps []Pass
	for i := range t.passes {
		if rows := t.passes[i].Rows(); len(rows) > 0 {
			ps = append(ps, Pass{passes[i].name, rows, logistic(t.m.Prior * math.Ln2)})
		}
	}
	if rows := t.known.Rows(); len(rows) > 0 {
		ps = append(ps, Pass{"labelled", rows, 0.5})
	}
	f, err := EM(u, shipped, ps)
	if err != nil {
		return nil, err
	}
	for i, p := range ps {
		c := PassCount{Name: p.Name, Matches: f.Held[i]}
		for _, r := range p.Rows {
			c.Pairs += r.N
		}
		res.Passes = append(res.Passes, c)
	}
	res.Steps, res.Climb = len(f.Climb)-1, f.Climb
	changed := map[string]any{}
	for c := range t.plan.Comparisons {
		col := column{&t.plan.Comparisons[c], u[c], others[c], f.M[c], f.Matches[c]}
		switch name := col.Name; name {
		case companyNames, personNames:
			res.Names = append(res.Names, t.nameFactors(col, changed)...)
		default:
			res.Levels = append(res.Levels, t.weights(col, changed)...)
		}
	}
	if res.Model, err = t.m.Changed(changed); err != nil {
		return nil, err
	}
	return res, nil
}
