package index

import (
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/sim"
)

// writtenForms are the legal forms that most names in the open registries end
// in, or begin with, as they are written. A word of a query that is a slip away
// from one is that form misspelt.
var writtenForms = strings.Fields("ltd llc inc corp co gmbh limited company corporation incorporated plc llp sa sas sarl spa srl bv nv ag kg oy ab as aps ooo zao oao pao jsc pjsc ojsc ao fze fzco fzc pte pty bhd sdn ltda eood ood doo kft zrt kk")

// maxForm is the length in letters of the longest word that may be a misspelt
// form: one more than that of the longest form.
const maxForm = 13

// misspeltForms takes the first and the last word of the query for legal forms
// where they are a slip away from one and stand in no name: GMMBH would weigh
// as much as a name by which nobody is known.
func (s *search) misspeltForms(tokens []token) {
	for _, i := range []int{0, len(tokens) - 1} {
		if len(tokens) < 2 {
			return
		}
		t := &tokens[i]
		if t.class != norm.Core && t.class != norm.Initial || t.letters > maxForm || s.look.counted(fieldWord, t.text) > 0 {
			continue
		}
		if nearForm(t.text) {
			t.class = norm.Form
		}
	}
}

// nearForm reports whether a word is a slip away from a form: one letter put
// in, left out, replaced, or exchanged with the next.
func nearForm(w string) bool {
	return len(w) >= 2 && slices.ContainsFunc(writtenForms, func(f string) bool {
		if len(f) == 2 && len(w) == 2 {
			return w[0] == f[1] && w[1] == f[0]
		}
		return len(w) <= len(f)+1 && len(f) <= len(w)+1 && sim.OSADistance(w, f) == 1
	})
}
