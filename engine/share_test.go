package engine

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestParseShare(t *testing.T) {
	pc := Whole / 100
	for _, c := range []struct {
		in   string
		want Share
		out  string
	}{
		{"", Share{}, "?"},
		{"25", Percent(25), "[25,25]"},
		{"50 %", Percent(50), "[50,50]"},
		{"0", Percent(0), "[0,0]"},
		{"1/3", Exactly(Whole / 3), "[33 1/3,33 1/3]"},
		{"33 1/3", Exactly(Whole / 3), "[33 1/3,33 1/3]"},
		{"1/3 %", Exactly(Whole / 300), "[0 1/3,0 1/3]"},
		{"1/7", Exactly(Whole / 7), "[14 2/7,14 2/7]"},
		{"[25,50)", Between(25*pc, 50*pc, false, true), "[25,50)"},
		{"(50,75)", Between(50*pc, 75*pc, true, true), "(50,75)"},
		{">25", Between(25*pc, Whole, true, false), "(25,100]"},
		{"≥50", Between(50*pc, Whole, false, false), "[50,100]"},
		{"25%+", Between(25*pc, Whole, false, false), "[25,100]"},
		{"25-50", Between(25*pc, 50*pc, false, false), "[25,50]"},
		{"21.88", Exactly(2188 * pc / 100), "[21.88,21.88]"},
		{"0.0000001", Exactly(9009), "[0.0000001,0.0000001]"},
		{"0.00000001", Between(900, 901, true, true), ""},
		{"1/17", Between(Whole/17, Whole/17+1, true, true), ""},
	} {
		got, err := ParseShare(c.in)
		if err != nil || got != c.want {
			t.Errorf("ParseShare(%q) = %v, %v; want %v", c.in, got, err, c.want)
		}
		if c.out != "" && got.String() != c.out {
			t.Errorf("ParseShare(%q).String() = %q, want %q", c.in, got.String(), c.out)
		}
	}
	for _, in := range []string{"100.0000001", "-1", "50,1", "minority", "[50,25]", "(25,25)", "[25", "(", "1e9", "1/0", "٢٥", "NaN", "0x10", "1//2"} {
		if got, err := ParseShare(in); !errors.Is(err, Invalid) {
			t.Errorf("ParseShare(%q) = %v, %v; want Invalid", in, got, err)
		}
	}
}

func TestSharesAddUpExactly(t *testing.T) {
	var sum int64
	for _, s := range []string{"21.88", "23.97", "4.15"} {
		v, err := ParseShare(s)
		if err != nil {
			t.Fatal(err)
		}
		sum += v.Lo
	}
	if sum != Whole/2 {
		t.Errorf("21.88 + 23.97 + 4.15 = %s, want 50", FormatUnits(sum))
	}
}

func TestShareRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lo := rapid.Int64Range(0, Whole).Draw(t, "lo")
		hi := rapid.Int64Range(lo, Whole).Draw(t, "hi")
		s := Share{Lo: lo, Hi: hi, Known: true}
		if lo < hi {
			s.LoOpen, s.HiOpen = rapid.Bool().Draw(t, "lo open"), rapid.Bool().Draw(t, "hi open")
		}
		got, err := ParseShare(s.String())
		if err != nil || got != s {
			t.Fatalf("ParseShare(%q) = %v, %v; want %v", s.String(), got, err, s)
		}
	})
}

func FuzzParseShare(f *testing.F) {
	for _, s := range []string{"25", "33 1/3", "[25,50)", ">25", "1/3", "25-50", "(", "%", "9999999999/3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		s, err := ParseShare(in)
		if err == nil && s.Known && (s.Lo < 0 || s.Hi > Whole || s.Lo > s.Hi) {
			t.Errorf("ParseShare(%q) = %v, out of range", in, s)
		}
	})
}
