package index

import (
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"
	bleve "github.com/blevesearch/bleve/v2/document"
)

// document collects the terms of one document, by field. Terms hold no space.
type document struct {
	id    string
	terms [fields][]string
	body  []byte
}

// add puts terms into a field; empty ones, and what no one would type, are
// left out.
func (d *document) add(f field, terms ...string) {
	for _, t := range terms {
		if t != "" && len(t) <= maxTerm {
			d.terms[f] = append(d.terms[f], t)
		}
	}
}

// maxTerm is the longest term in bytes: no word, number or code that a person
// types is longer, and the dictionary does not fill with encoded rubbish.
const maxTerm = 64

// build makes the index's own document. Terms become distinct: how often an
// entity's records repeat a word says how many records there are, not how well
// it fits.
func (d *document) build() *bleve.Document {
	out := bleve.NewDocument(d.id)
	for f := field(0); f < fields; f++ {
		if f == fieldBody {
			continue
		}
		terms := d.terms[f]
		if len(terms) == 0 {
			continue
		}
		slices.Sort(terms)
		text := strings.Join(slices.Compact(terms), " ")
		out.AddField(bleve.NewTextFieldCustom(fieldTable[f].name, nil, []byte(text), fieldTable[f].options, spaces{}))
	}
	out.AddField(bleve.NewTextFieldCustom(fieldTable[fieldBody].name, nil, d.body, fieldTable[fieldBody].options, nil))
	return out
}

// spaces is the analyser of ready-made terms: it parts them at spaces.
type spaces struct{}

// Analyze gives one token a term.
func (spaces) Analyze(text []byte) analysis.TokenStream {
	n := 1
	for _, c := range text {
		if c == ' ' {
			n++
		}
	}
	tokens := make([]analysis.Token, n)
	out := make(analysis.TokenStream, n)
	for i, start := 0, 0; i < n; i++ {
		end := start
		for end < len(text) && text[end] != ' ' {
			end++
		}
		tokens[i] = analysis.Token{Term: text[start:end], Start: start, End: end, Position: i + 1}
		out[i] = &tokens[i]
		start = end + 1
	}
	return out
}
