package score

import (
	"testing"

	"github.com/pierce-er/pierce/engine"
	"pgregory.net/rapid"
)

// TestBornYearsApart checks that dates are told apart by their years alone as
// the calendar tells them: more than 366 days between all that they can mean.
func TestBornYearsApart(t *testing.T) {
	draw := func(t *rapid.T, name string) engine.Date {
		y, m, d := rapid.IntRange(1990, 1996).Draw(t, name+" year"), rapid.IntRange(0, 12).Draw(t, name+" month"), 0
		if m > 0 {
			d = rapid.IntRange(0, 28).Draw(t, name+" day")
		}
		return engine.MakeDate(y, m, d)
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t, "a"), draw(t, "b")
		days := max(a.Earliest().Time().Sub(b.Latest().Time()), b.Earliest().Time().Sub(a.Latest().Time())).Hours() / 24
		switch got := compareBorn(a, b); {
		case got == bornOther && !(days > 366), got == bornNear && days > 366:
			t.Fatalf("compareBorn(%v, %v) = level %d, with %.0f days between them", a, b, got, days)
		}
	})
}
