package date

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
)

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"10 Dec 1948": "1948-12-10", "1 january 2001": "2001-01-01", "Sep. 1984": "1984-09", "Sept 1984": "1984-09",
		"1936": "1936", "2019-02": "2019-02", "29 Feb 2020": "2020-02-29",
	} {
		if got, err := Words(in); err != nil || got.String() != want {
			t.Errorf("Words(%q) = %v, %v; want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"", "30 Feb 2020", "0000", "0 Jan 2000", "32 Jan 2000", "10 Dez 1948", "Dec 48", "10 Dec 1948 x", "-1 Dec 1948", "10 Dec 99999"} {
		if got, err := Words(in); !errors.Is(err, engine.Invalid) {
			t.Errorf("Words(%q) = %v, %v; want Invalid", in, got, err)
		}
	}
}

func TestBritish(t *testing.T) {
	for in, want := range map[string]string{"": "", "31/12/2020": "2020-12-31", "1/2/1999": "1999-02-01"} {
		if got, err := British(in); err != nil || got.String() != want {
			t.Errorf("British(%q) = %v, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"12/31/2020", "2020-12-31", "31/12/20", "31/12", "0/1/2020"} {
		if got, err := British(in); !errors.Is(err, engine.Invalid) {
			t.Errorf("British(%q) = %v, %v; want Invalid", in, got, err)
		}
	}
}

func TestBorn(t *testing.T) {
	for _, c := range []struct {
		in    string
		want  []engine.Date
		exact bool
	}{
		{"05 Oct 1966", []engine.Date{19661005}, true},
		{"circa 1962", []engine.Date{19620000}, false},
		{"1958 to 1960", []engine.Date{19580000, 19590000, 19600000}, false},
		{"circa 1958-1959", []engine.Date{19580000, 19590000}, false},
		{"Between 1979 and 1980", []engine.Date{19790000, 19800000}, false},
		{"Jan 1961 to Dec 1961", []engine.Date{19610000}, false},
	} {
		got, exact, err := Born(c.in)
		if err != nil || exact != c.exact || cmp.Diff(c.want, got) != "" {
			t.Errorf("Born(%q) = %v, %v, %v; want %v, %v", c.in, got, exact, err, c.want, c.exact)
		}
	}
	for _, in := range []string{"", "1960 to 1958", "1900 to 1980", "unknown", "circa"} {
		if got, _, err := Born(in); !errors.Is(err, engine.Invalid) {
			t.Errorf("Born(%q) = %v, %v; want Invalid", in, got, err)
		}
	}
}

func FuzzBorn(f *testing.F) {
	for _, s := range []string{"10 Dec 1948", "circa 1962", "1958 to 1960", "Between 1 and 2", "to", " to ", "0001 to 9999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got, _, err := Born(in)
		if err == nil && (len(got) == 0 || len(got) > maxSpan) {
			t.Errorf("Born(%q) = %d dates", in, len(got))
		}
		for _, d := range got {
			if d == 0 || !d.Valid() {
				t.Errorf("Born(%q) holds %d, no date", in, d)
			}
		}
	})
}
