package entry

import (
	"slices"
	"testing"
)

func TestNumbered(t *testing.T) {
	for in, want := range map[string][]string{
		"": nil, "A1": {"A1"}, "(1) A (2) B, C (3) D": {"A", "B, C", "D"}, "(1) A": {"A"}, "(2) B": {"(2) B"}, "(1) A; (2) ": {"A"},
		"A (1) B": {"A (1) B"}, "(1)": nil,
	} {
		if got := Numbered(in); !slices.Equal(got, want) {
			t.Errorf("Numbered(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzNumbered(f *testing.F) {
	f.Add("(1) A (2) B")
	f.Fuzz(func(t *testing.T, s string) {
		for _, v := range Numbered(s) {
			if v == "" {
				t.Errorf("Numbered(%q) gives an empty value", s)
			}
		}
	})
}
