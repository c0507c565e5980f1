package sim

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hbollon/go-edlib"
	"pgregory.net/rapid"
)

var likenesses = []struct {
	name string
	f    func(a, b string) float64
}{{"JaroWinkler", JaroWinkler}, {"Levenshtein", Levenshtein}, {"OSA", OSA}, {"Similarity", Similarity}, {"Spelling", Spelling}}

func TestLikeness(t *testing.T) {
	for _, c := range []struct {
		f    string
		a, b string
		want float64
	}{
		{"JaroWinkler", "martha", "marhta", 0.961111},
		{"JaroWinkler", "dixon", "dicksonx", 0.813333},
		{"JaroWinkler", "", "", 1},
		{"JaroWinkler", "a", "", 0},
		{"JaroWinkler", "a", "a", 1},
		{"JaroWinkler", "a", "b", 0},
		{"JaroWinkler", "深圳市腾讯", "深圳市腾迅", 0.92},
		{"Levenshtein", "kitten", "sitting", 1 - 3.0/7},
		{"Levenshtein", "", "", 1},
		{"Levenshtein", "", "abc", 0},
		{"Levenshtein", "华为", "华卫", 0.5},
		{"OSA", "hauwei", "huawei", 1 - 1.0/6},
		{"OSA", "ca", "abc", 0},
		{"OSA", "", "", 1},
		{"OSA", "x", "", 0},
		{"Spelling", "naim", "naeem", 0.94},
		{"Spelling", "brimhalt", "brimhlat", 1 - 12.0/160},
		{"Spelling", "qadhafi", "gaddafi", 1 - 13.0/140},
		{"Spelling", "patrick", "patricia", 1 - 25.0/160},
		{"Spelling", "huawei", "hauwei", 1 - 10.0/120},
		{"Spelling", "华为", "华卫", 0.5},
		{"Similarity", "", "", 1},
		{"Similarity", "", "x", 0},
	} {
		for _, l := range likenesses {
			if l.name != c.f {
				continue
			}
			if got := l.f(c.a, c.b); math.Abs(got-c.want) > 1e-6 {
				t.Errorf("%s(%q, %q) = %v, want %v", c.f, c.a, c.b, got, c.want)
			}
		}
	}
}

// TestLaws checks range, symmetry and that only equal strings are wholly
// alike, on strings from a small alphabet so that they often come close, and
// on both sides of the length at which the plain path takes over.
func TestLaws(t *testing.T) {
	gen := rapid.OneOf(
		rapid.StringOfN(rapid.SampledFrom([]rune("abc")), 0, 12, -1),
		rapid.StringOfN(rapid.SampledFrom([]rune("abж深")), 0, 12, -1),
		rapid.StringOfN(rapid.SampledFrom([]rune("ab深")), 55, 80, -1),
	)
	rapid.Check(t, func(t *rapid.T) {
		a, b := gen.Draw(t, "a"), gen.Draw(t, "b")
		for _, l := range likenesses {
			x, y := l.f(a, b), l.f(b, a)
			if x != y {
				t.Errorf("%s(%q, %q) = %v, but %v the other way round", l.name, a, b, x, y)
			}
			if !(x >= 0 && x <= 1) {
				t.Errorf("%s(%q, %q) = %v, want 0 to 1", l.name, a, b, x)
			}
			if (x == 1) != (a == b) {
				t.Errorf("%s(%q, %q) = %v, want 1 exactly where equal", l.name, a, b, x)
			}
		}
	})
}

// TestAgainstEdlib compares strings on both sides of the length at which the
// plain path takes over with go-edlib.
func TestAgainstEdlib(t *testing.T) {
	gen := rapid.StringOfN(rapid.SampledFrom([]rune("abcdж深ü")), 0, 80, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := gen.Draw(t, "a"), gen.Draw(t, "b")
		compare(t, a, b)
	})
}

func FuzzAgainstEdlib(f *testing.F) {
	for _, p := range [][2]string{{"", ""}, {"abcd", "dcba"}, {"深圳", "圳深"}, {"\xff", "\xfe"}, {strings.Repeat("ab", 40), strings.Repeat("ba", 41)}} {
		f.Add(p[0], p[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 500 || len(b) > 500 {
			t.Skip("go-edlib would take long")
		}
		compare(t, strings.ToValidUTF8(a, "\ufffd"), strings.ToValidUTF8(b, "\ufffd"))
		for _, l := range likenesses {
			if x := l.f(a, b); !(x >= 0 && x <= 1) || x != l.f(b, a) {
				t.Errorf("%s(%q, %q) = %v", l.name, a, b, x)
			}
		}
	})
}

type failer interface {
	Errorf(format string, args ...any)
}

func compare(t failer, a, b string) {
	if got, want := LevenshteinDistance(a, b), edlib.LevenshteinDistance(a, b); got != want {
		t.Errorf("LevenshteinDistance(%q, %q) = %d, go-edlib says %d", a, b, got, want)
	}
	if got, want := OSADistance(a, b), edlib.OSADamerauLevenshteinDistance(a, b); got != want {
		t.Errorf("OSADistance(%q, %q) = %d, go-edlib says %d", a, b, got, want)
	}
	if a == "" && b == "" {
		return // go-edlib says 0
	}
	// go-edlib computes in float32.
	if got, want := JaroWinkler(a, b), float64(edlib.JaroWinklerSimilarity(a, b)); math.Abs(got-want) > 1e-5 {
		t.Errorf("JaroWinkler(%q, %q) = %v, go-edlib says %v", a, b, got, want)
	}
}

func TestNoAllocation(t *testing.T) {
	a, b := "SHENZHEN TIANHENG ELECTRONICS CO LTD", "深圳市天恒电子有限公司"
	if utf8.RuneCountInString(a) > word {
		t.Fatal("test string too long")
	}
	for _, l := range likenesses {
		if n := testing.AllocsPerRun(100, func() { l.f(a, a[1:]); l.f(b, b[3:]) }); n != 0 {
			t.Errorf("%s allocates %v times a call, want 0", l.name, n)
		}
	}
}

func Benchmark(b *testing.B) {
	pairs := []struct{ name, a, b string }{
		{"latin", "SHENZHEN TIANHENG ELECTRONICS CO LTD", "SHENZEN TIANHANG ELECTRONIC CO LIMITED"},
		{"han", "深圳市天恒电子科技有限公司", "深圳天恒电子有限公司"},
		{"word", "tianheng", "tianhang"},
		{"long", strings.Repeat("shenzhen tianheng ", 6), strings.Repeat("shenzen tianhang ", 6)},
	}
	for _, l := range likenesses {
		for _, p := range pairs {
			b.Run(l.name+"/"+p.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					l.f(p.a, p.b)
				}
			})
		}
	}
}
