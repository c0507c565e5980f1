package score

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

//go:embed model.json
var shipped []byte

// Level is one outcome of a comparison and what it is worth. The weight of a
// name is worked out from its words; its levels have none of their own.
type Level struct {
	Comparison string  `json:"comparison"`
	Level      string  `json:"level"`
	Weight     float64 `json:"weight"` // bits
	Doc        string  `json:"doc"`    // a sentence for people
}

// Model is the numbers by which matches are scored. It is not changed after
// Read, and may be used by many at once.
type Model struct {
	Version  string  // of the file, with a hash of its bytes; part of the run stamp
	Prior    float64 // bits
	Same     float64 // from this weight on the band is "same"
	Possible float64 // from this weight on it is "possibly same"
	Levels   []Level // with their documentation, in the order of the file

	text    []byte // as read
	file    file
	weights [levelCount]float64
	docs    [levelCount]*Level
	class   [norm.Particle + 1]float64
}

// file is model.json as written.
type file struct {
	Version  string `json:"version"`
	Prior    weight `json:"prior"`
	Same     weight `json:"same"`
	Possible weight `json:"possible"`
	Asked    struct {
		Prior    float64 `json:"prior"`
		Same     float64 `json:"same"`
		Possible float64 `json:"possible"`
		Company  shape   `json:"company"`
		Person   shape   `json:"person"`

		Levels      map[string]float64 `json:"levels"` // weights under this model, by "comparison: level", where they are others
		Calibration calibration        `json:"calibration"`
	} `json:"asked"`
	Calibration calibration `json:"calibration"`
	Name        nameModel   `json:"name"`
	Levels      []Level     `json:"levels"`
}

// calibration is what weights are worth: points of a weight in bits and the
// log2 odds that a pair of that weight is one party, both rising.
type calibration struct {
	Points [][2]float64 `json:"points"`
}

type weight struct {
	Weight float64 `json:"weight"`
}

type quality struct {
	Quality float64 `json:"quality"`
}

// shape turns agreeing and differing words into bits; see nameWeight.
type shape struct {
	Cap      float64 `json:"cap"`      // most that agreeing words gain
	Half     float64 `json:"half"`     // agreeing bits that gain half of it
	Conflict float64 `json:"conflict"` // share of the gain that differing words take, a share of the words
	Extra    float64 `json:"extra"`    // the same for words on one side only
	Floor    float64 `json:"floor"`    // least that names can weigh
	Reach    float64 `json:"reach"`    // how far below 0 the share that is left must fall for that
	Near     float64 `json:"near"`     // share of that which words that are nearly alike are let off
	Differ   float64 `json:"differ"`   // least bits of a word in which both names differ
}

type nameModel struct {
	Company     shape `json:"company"`
	Person      shape `json:"person"`
	CrossScript struct {
		Gain     float64 `json:"gain"`
		Conflict float64 `json:"conflict"`
	} `json:"cross_script"`
	Class      map[string]any `json:"class"`
	NumberBits weight         `json:"number_bits"`
	Alike      struct {
		Least          float64 `json:"least"`
		LeastPerson    float64 `json:"least_person"`
		LeastCross     float64 `json:"least_cross"`
		Zero           float64 `json:"zero"`
		Short          float64 `json:"short"`
		Rest           float64 `json:"rest"`
		Near           float64 `json:"near"`
		Known          float64 `json:"known"`
		SpellingKnown  float64 `json:"spelling_known"`
		Spelling       float64 `json:"spelling"`
		SpellingPerson float64 `json:"spelling_person"`
		SpellingCross  float64 `json:"spelling_cross"`
	} `json:"alike"`
	Abbreviated quality        `json:"abbreviated"`
	Initial     quality        `json:"initial"`
	Nickname    quality        `json:"nickname"`
	Acronym     quality        `json:"acronym"`
	Joined      quality        `json:"joined"`
	Sound       quality        `json:"sound"`
	Opening     quality        `json:"opening"`
	Kind        map[string]any `json:"kind"`
	Arms        []string       `json:"arms"` // words by which a house names its arms
}

var readShipped = sync.OnceValues(func() (*Model, error) { return Read(shipped) })

// Default is the model that ships. It is read once; a mistake in the file is a
// mistake of this package, and its tests read it, so the error is dropped.
func Default() *Model {
	m, _ := readShipped()
	return m
}

// Read reads a model in the form of model.json. Every level must be there
// once, every number finite, the bands in order: otherwise the error's code is
// Invalid.
func Read(b []byte) (*Model, error) {
	m := &Model{text: b}
	if err := json.Unmarshal(b, &m.file); err != nil {
		return nil, invalid(err)
	}
	f := &m.file
	m.Version = fmt.Sprintf("%s-%08x", f.Version, uint32(hash(string(b))))
	m.Prior, m.Same, m.Possible, m.Levels = f.Prior.Weight, f.Same.Weight, f.Possible.Weight, f.Levels
	if !(m.Possible < m.Same) {
		return nil, invalid(fmt.Errorf("band same from %v does not lie above possible from %v", m.Same, m.Possible))
	}
	for i := range m.Levels {
		l := &m.Levels[i]
		id := levelOf(l.Comparison, l.Level)
		if id < 0 || m.docs[id] != nil || math.IsNaN(l.Weight) || math.IsInf(l.Weight, 0) || l.Doc == "" {
			return nil, invalid(fmt.Errorf("level %q of %q is unknown, repeated, without doc or not finite", l.Level, l.Comparison))
		}
		m.docs[id], m.weights[id] = l, l.Weight
	}
	for i := range m.docs {
		if m.docs[i] == nil {
			return nil, invalid(fmt.Errorf("level %q is missing", levelNames[i]))
		}
	}
	for c := norm.Core; c <= norm.Particle; c++ {
		v, ok := f.Name.Class[c.String()].(float64)
		if !ok {
			return nil, invalid(fmt.Errorf("name class %q is missing", c))
		}
		m.class[c] = v
	}
	for _, c := range []calibration{f.Calibration, f.Asked.Calibration} {
		if err := c.check(); err != nil {
			return nil, invalid(err)
		}
	}
	if err := m.checkNumbers(); err != nil {
		return nil, invalid(err)
	}
	return m, nil
}

// check reports points that do not rise, or are too few to draw a line.
func (c calibration) check() error {
	for i, p := range c.Points {
		if i > 0 && !(p[0] > c.Points[i-1][0] && p[1] > c.Points[i-1][1]) {
			return fmt.Errorf("calibration point %v does not rise", p)
		}
		if !(math.Abs(p[1]) <= mostOdds) {
			return fmt.Errorf("calibration point %v: log2 odds beyond %d are certainty", p, mostOdds)
		}
	}
	if len(c.Points) < 2 {
		return fmt.Errorf("got %d calibration points, want 2 or more", len(c.Points))
	}
	return nil
}

func invalid(err error) error {
	return &engine.Error{Op: "score.Read", Code: engine.Invalid, Err: err}
}

// Asked is the model for two names that somebody has laid side by side, where
// the question itself speaks for them and the rarity of what agrees says less:
// the same weights under another prior, other bands, a calibration of their own
// and names that reach their cap sooner.
func (m *Model) Asked() *Model {
	c := *m
	a := &m.file.Asked
	c.Prior, c.Same, c.Possible = a.Prior, a.Same, a.Possible
	c.file.Name.Company, c.file.Name.Person, c.file.Calibration = a.Company, a.Person, a.Calibration
	for name, w := range a.Levels {
		if i := slices.Index(levelNames[:], name); i >= 0 {
			c.weights[i] = w
		}
	}
	return &c
}

// Doc is the level's sentence for people, "" if there is no such level.
func (m *Model) Doc(comparison, level string) string {
	if id := levelOf(comparison, level); id >= 0 {
		return m.docs[id].Doc
	}
	return ""
}

// Band is what a weight means where nothing forbids the pair.
func (m *Model) Band(weight float64) engine.Band {
	switch {
	case weight >= m.Same:
		return engine.Same
	case weight >= m.Possible:
		return engine.PossiblySame
	}
	return engine.Different
}

// Probability is the calibrated chance that a pair of this weight is one
// party: strictly between 0 and 1 and rising with the weight over the whole
// range of weights that occur. Between the points of the calibration table the
// log2 odds run straight.
func (m *Model) Probability(weight float64) float64 {
	pts := m.file.Calibration.Points
	i := 1
	for i < len(pts)-1 && weight > pts[i][0] {
		i++
	}
	a, b := pts[i-1], pts[i]
	x := min(max(weight, pts[0][0]), pts[len(pts)-1][0])
	odds := a[1] + (b[1]-a[1])*(x-a[0])/(b[0]-a[0])
	return 1 / (1 + math.Exp2(-odds))
}

// kindFactor is what a name of this kind gains, of the whole.
func (m *Model) kindFactor(k engine.NameKind) float64 {
	if k == engine.Primary {
		return 1
	}
	if v, ok := m.file.Name.Kind[string(k)].(float64); ok {
		return v
	}
	return 1
}
