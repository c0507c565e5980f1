package main

import (
	"fmt"
	"strconv"

	"github.com/pierce-er/pierce/engine/query"
)

// maxKinShown is how many possibly controlled companies are printed for a
// reader; --json has all.
const maxKinShown = 10

// printFront prints the signs that an entity fronts for another, and who may be
// controlled with it. Nothing is printed of one without signs.
func printFront(e *env, f *query.Front) {
	if len(f.Signs) > 0 {
		e.printf("\nsigns of a front company as of %v: %.3f, the logistic of %g and these bits\n", f.AsOf, f.Score, f.Prior)
		for _, s := range f.Signs {
			e.printf("  %s\n", wrap("+"+strconv.FormatFloat(s.Weight, 'g', 3, 64)+"  "+s.Sign+"  "+plain(s.Evidence), e.columns(), "      "))
		}
		if n := len(f.Missing); n > 0 {
			e.printf("  %d signs not assessed (--json says what each needs)\n", n)
		}
	}
	if len(f.Kin) == 0 {
		return
	}
	e.printf("\npossibly controlled with\n")
	for i := range f.Kin[:min(len(f.Kin), maxKinShown)] {
		k := &f.Kin[i]
		text := fmt.Sprintf("%s  %s  %.1f bits:", plain(k.Name), k.Entity, k.Bits)
		for _, s := range k.Shared {
			if s.Bits > 0 {
				text += fmt.Sprintf(" %s %s (held by %d);", s.Kind, plain(s.Value), s.Holders)
			}
		}
		e.printf("  %s\n", wrap(text[:len(text)-1], e.columns(), "    "))
	}
	if n := len(f.Kin) - maxKinShown; n > 0 {
		e.printf("  … and %d more (--json has all)\n", n)
	}
}
