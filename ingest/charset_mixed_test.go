package ingest

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

func TestMixed(t *testing.T) {
	long := strings.Repeat("é", mixedWindow) // no line end, and characters across the window's end
	for in, want := range map[string]string{
		"": "", "a": "a", "Caf\xe9\nCafé\n": "Café\nCafé\n", "北京\nM\xfcller": "北京\nMüller", "x" + long: "x" + long, long + "\n\xe9": long + "\né",
	} {
		for _, r := range []io.Reader{strings.NewReader(in), iotest.OneByteReader(strings.NewReader(in))} {
			got, err := io.ReadAll(newMixed(r))
			if err != nil || string(got) != want {
				t.Errorf("reading %.40q gives %.40q, %v; want %.40q", in, got, err, want)
			}
		}
	}
}

// FuzzMixed compares with decoding each line by itself.
func FuzzMixed(f *testing.F) {
	f.Add("a\xe9\né\n\n")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > mixedWindow {
			return
		}
		var want strings.Builder
		for _, line := range strings.SplitAfter(s, "\n") {
			if utf8.ValidString(line) {
				want.WriteString(line)
				continue
			}
			d, err := charmap.Windows1252.NewDecoder().String(line)
			if err != nil {
				t.Fatal(err)
			}
			want.WriteString(d)
		}
		got, err := io.ReadAll(newMixed(strings.NewReader(s)))
		if err != nil || string(got) != want.String() {
			t.Errorf("reading %q gives %q, %v; want %q", s, got, err, want.String())
		}
	})
}
