package train

import "github.com/pierce-er/pierce/engine/block"

// passes are the blocking keys by what they fix. A telephone in common fixes
// the telephone; a whole name with its form and country fixes these, and a
// person's with the day of birth that too.
var passes = [...]struct {
	name    string
	kinds   []block.Kind
	without []string
}{
	{"number", []block.Kind{block.Strong, block.Number}, []string{"identifier"}},
	{"name", []block.Kind{block.Whole, block.Word, block.Pair, block.Ends, block.Slip, block.Sound, block.Acronym}, []string{companyNames, personNames}},
	{"whole name", []block.Kind{block.Twin}, []string{companyNames, personNames, "form", "country", "born"}},
	{"name and city", []block.Kind{block.Narrow}, []string{companyNames, personNames, "address", "country"}},
	{"name and year of birth", []block.Kind{block.Born}, []string{companyNames, personNames, "born"}},
	{"telephone", []block.Kind{block.Phone}, []string{"phone"}},
	{"e-mail", []block.Kind{block.Email}, []string{"email", "domain"}},
	{"domain", []block.Kind{block.Domain}, []string{"email", "domain"}},
	{"door", []block.Kind{block.Door}, []string{"address", "country"}},
}

// Passes is how many passes there are.
const Passes = len(passes)

// PassOf is the pass that pairs of a kind of key are counted in, -1 for a kind
// that is not trained on.
func PassOf(k block.Kind) int {
	for i := range passes {
		for _, of := range passes[i].kinds {
			if of == k {
				return i
			}
		}
	}
	return -1
}

// PassName is the pass in a word or two.
func PassName(pass int) string { return passes[pass].name }
