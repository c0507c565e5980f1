package draw

import (
	_ "embed"
	"html/template"
	"io"

	"github.com/pierce-er/pierce/engine/screen"
)

//go:embed screening.html
var screeningHTML string

// Screening is what a page about a screened manifest shows.
type Screening struct {
	Manifest string
	Lines    string
	Rejected string // "" for none
	AsOf     string
	Snapshot string
	Against  string // what it was screened against
	Verdicts []VerdictCount
	Signs    []WordCount
	Licences []WordCount
	Worst    []WorstLine
	Made     string
}

// VerdictCount is how many lines a rule's answer was given for.
type VerdictCount struct {
	Rule, Answer string
	Lines        string
}

// WordCount is how many lines bear a word.
type WordCount struct {
	Word  string
	Lines string
}

// WorstLine is a line to look at.
type WorstLine struct {
	Result  *screen.Result
	Against []screen.Verdict // that say anything against a party
	Who     string           // whose owners are drawn
	Picture []byte           // an SVG of them; nil where nobody is known
}

// SVG is the picture for the template. It is the layout of labels that were
// quoted when it was written in Graphviz's language, which escapes them in turn.
func (w WorstLine) SVG() template.HTML { return template.HTML(w.Picture) } //nolint:gosec // made by SVG

// Page writes the screening as one HTML file.
func (s *Screening) Page(w io.Writer) error {
	tmpl, err := template.New("screening").Parse(screeningHTML)
	if err != nil {
		return err
	}
	return tmpl.Execute(w, s)
}
