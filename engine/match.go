package engine

import "strings"

// Pair is two parties that might be one, the smaller id first.
type Pair struct {
	A PartyID `json:"a" cbor:"1,keyasint,omitempty"`
	B PartyID `json:"b" cbor:"2,keyasint,omitempty"`
}

// NewPair orders a and b.
func NewPair(a, b PartyID) Pair {
	if strings.Compare(string(a), string(b)) > 0 {
		a, b = b, a
	}
	return Pair{a, b}
}

// Band is what a score means.
type Band string

// The bands. A pair in the middle band is a link between entities, never a
// merge.
const (
	Same         Band = "same"
	PossiblySame Band = "possibly same"
	Different    Band = "different"
)

// Evidence is one comparison's part in a match.
type Evidence struct {
	Comparison string  `json:"comparison" cbor:"1,keyasint,omitempty"`  // as "name", "address", "identifier"
	Level      string  `json:"level" cbor:"2,keyasint,omitempty"`       // which of the comparison's levels was met
	Weight     float64 `json:"weight" cbor:"3,keyasint,omitempty"`      // bits: log2 of how much likelier this is for one party than for two
	A          string  `json:"a,omitempty" cbor:"4,keyasint,omitempty"` // the values compared, as published
	B          string  `json:"b,omitempty" cbor:"5,keyasint,omitempty"`
	Detail     string  `json:"detail,omitempty" cbor:"6,keyasint,omitempty"`
}

// Match is a scored pair. Weight is Prior plus the sum of the evidence, and
// nothing else.
type Match struct {
	Pair        Pair       `json:"pair" cbor:"1,keyasint,omitempty"`
	Prior       float64    `json:"prior" cbor:"2,keyasint,omitempty"`  // bits
	Weight      float64    `json:"weight" cbor:"3,keyasint,omitempty"` // bits
	Probability float64    `json:"probability" cbor:"4,keyasint,omitempty"`
	Band        Band       `json:"band" cbor:"5,keyasint,omitempty"`
	Forbidden   string     `json:"forbidden,omitempty" cbor:"6,keyasint,omitempty"` // why the two can never be one, whatever the weight
	Evidence    []Evidence `json:"evidence,omitempty" cbor:"7,keyasint,omitempty"`
}

// Judgement is a person's word on a pair. It outranks every score. It is never
// erased: undoing adds to it.
type Judgement struct {
	ID       string  `json:"id" cbor:"1,keyasint,omitempty"`
	A        PartyID `json:"a" cbor:"2,keyasint,omitempty"`
	B        PartyID `json:"b" cbor:"3,keyasint,omitempty"`
	Same     bool    `json:"same" cbor:"4,keyasint"`
	By       string  `json:"by" cbor:"5,keyasint,omitempty"`
	Why      string  `json:"why" cbor:"6,keyasint,omitempty"`
	At       string  `json:"at" cbor:"7,keyasint,omitempty"` // RFC 3339, UTC
	UndoneBy string  `json:"undone_by,omitempty" cbor:"8,keyasint,omitempty"`
	UndoneAt string  `json:"undone_at,omitempty" cbor:"9,keyasint,omitempty"`
	Undone   string  `json:"undone,omitempty" cbor:"10,keyasint,omitempty"` // why it was undone
}

// Active reports whether the judgement has not been undone.
func (j *Judgement) Active() bool { return j.UndoneAt == "" }
