package norm

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed addresswords.txt
var addressText string

// addressKind is what a word does in an address.
type addressKind uint8

const (
	noKind       addressKind = iota
	streetAfter              // "road": its name stands before it
	streetBefore             // "rue": its name stands behind it
	unitWord
	floorWord
	buildingWord
	numberWord
	boxWord
)

// addressWord is a word of an address that the table knows.
type addressWord struct {
	text string
	kind addressKind
}

var addressWords = sync.OnceValue(func() map[string]addressWord {
	kinds := map[string]addressKind{"after": streetAfter, "before": streetBefore, "unit": unitWord, "floor": floorWord,
		"building": buildingWord, "number": numberWord, "box": boxWord}
	words := map[string]addressWord{}
	eachLine(addressText, func(head, body string) {
		kind, text, _ := strings.Cut(head, " ")
		w := addressWord{text, kinds[kind]}
		if kinds[kind] == buildingWord {
			w.text = "" // a tower is no plaza: the word itself stands
		}
		for v := range strings.SplitSeq(text+"|"+body, "|") {
			key := Fold(v)
			if _, ok := words[key]; ok || key == "" {
				continue
			}
			one := w
			if one.text == "" {
				one.text = buildingText(key)
			}
			words[key] = one
		}
	})
	return words
})

// buildingText writes out the short forms of words for buildings.
func buildingText(w string) string {
	switch w {
	case "bldg", "bld", "blg", "bldng":
		return "building"
	case "twr":
		return "tower"
	case "center", "ctr":
		return "centre"
	case "hse":
		return "house"
	case "blk", "blks":
		return "block"
	case "korp", "k":
		return "korpus"
	}
	return latin(w)
}
