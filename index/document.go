package index

import (
	"slices"

	bleve "github.com/blevesearch/bleve/v2/document"
	indexapi "github.com/blevesearch/bleve_index_api"
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
	d.terms[fieldSlot] = []string{slotTerm(d.id)}
	if len(d.terms[fieldLength]) == 0 {
		d.terms[fieldLength] = []string{lengthTerm(0)}
	}
	for f := field(0); f < fields; f++ {
		switch {
		case f == fieldBody:
			out.AddField(&column{field: f, value: d.body})
		case len(d.terms[f]) > 0:
			slices.Sort(d.terms[f])
			out.AddField(&column{field: f, terms: slices.Compact(d.terms[f])})
		}
	}
	return out
}

// column is a field of a document with its ready-made terms: the library has
// nothing left to analyse.
type column struct {
	field field
	terms []string
	value []byte // stored
	freqs indexapi.TokenFrequencies
}

// Name is the field's name.
func (c *column) Name() string { return fieldTable[c.field].name }

// Value is what is stored.
func (c *column) Value() []byte { return c.value }

// ArrayPositions is nil: there is one value.
func (c *column) ArrayPositions() []uint64 { return nil }

// EncodedFieldType is that of text.
func (c *column) EncodedFieldType() byte { return 't' }

// Options say how the field is kept.
func (c *column) Options() indexapi.FieldIndexingOptions { return fieldTable[c.field].options }

// AnalyzedLength is 1: nothing is scored by the length of a field.
func (c *column) AnalyzedLength() int { return 1 }

// AnalyzedTokenFrequencies gives the terms.
func (c *column) AnalyzedTokenFrequencies() indexapi.TokenFrequencies { return c.freqs }

// NumPlainTextBytes is nothing: no one asks for the rate in bytes.
func (c *column) NumPlainTextBytes() uint64 { return 0 }

// Size is about what the field takes in memory.
func (c *column) Size() int { return 64 + len(c.value) + 96*len(c.terms) }

// Analyze puts the terms into the form that the library wants.
func (c *column) Analyze() {
	c.freqs = make(indexapi.TokenFrequencies, len(c.terms))
	all := make([]indexapi.TokenFreq, len(c.terms))
	once := !c.Options().SkipFreqNorm()
	for i, t := range c.terms {
		all[i].Term = []byte(t)
		if once {
			all[i].SetFrequency(1)
		}
		c.freqs[t] = &all[i]
	}
}
