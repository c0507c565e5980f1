package index

import "slices"

// ask is a question to the index; its answer is a set of documents. The nil
// ask is a question that the text has no words for.
type ask struct {
	op    op
	field field
	text  string  // of has, begins, near
	errs  int     // of near: at most so many typing errors
	least float64 // of some: the part of all weights that a document must have
	of    []*ask  // of all, any, some
}

// op is what an ask asks for.
type op int

const (
	opHas    op = iota // documents that hold the term
	opBegins           // … a term that begins like the text
	opNear             // … a term with few typing errors
	opAll              // what all parts find
	opAny              // what any part finds
	opSome             // what the parts find, those first that the rarest and most parts find
)

func term(f field, text string) *ask { return &ask{op: opHas, field: f, text: text} }

func terms(f field, texts []string) []*ask {
	var out []*ask
	for _, t := range texts {
		out = append(out, term(f, t))
	}
	return out
}

// allOf and anyOf join questions; without any they are nil, of one that one.
func allOf(asks []*ask) *ask { return joined(opAll, asks) }

func anyOf(asks []*ask) *ask {
	return joined(opAny, slices.DeleteFunc(asks, func(a *ask) bool { return a == nil }))
}

// someOf asks for what fulfils at least the given part of the questions.
func someOf(asks []*ask, least float64) *ask {
	if len(asks) == 0 {
		return nil
	}
	return &ask{op: opSome, of: asks, least: least}
}

func joined(o op, asks []*ask) *ask {
	switch len(asks) {
	case 0:
		return nil
	case 1:
		return asks[0]
	}
	return &ask{op: o, of: asks}
}
