package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/pierce-er/pierce/cmd/internal/app"
)

// TestKeyboard: keys that have a meaning come through, one by one; what a
// terminal sends for an arrow, a function key or a letter of another script
// does not, least of all as the letter in which it ends.
func TestKeyboard(t *testing.T) {
	for in, want := range map[string]string{
		"sdk":                    "sdk",
		"s\r\nd\n":               "sd",
		"\x1b[D\x1b[1;2Ds":       "s", // arrow to the left, with shift
		"\x1bOSd":                "d", // F4
		"\x1b[200~q":             "q",
		"\x1bsd":                 "d", // alt and s
		"é深s":                    "s",
		" ?":                     " ?",
		"s\x04d":                 "s",
		"":                       "",
		"\x1b":                   "",
		"\x1b[":                  "",
		strings.Repeat("é", 500): "",
	} {
		k := &keyboard{in: strings.NewReader(in)}
		got, err := "", error(nil)
		for err == nil {
			var b byte
			if b, err = k.key(); err == nil {
				got += string(b)
			}
		}
		if got != want || !errors.Is(err, io.EOF) {
			t.Errorf("keys of %q = %q, %v, want %q and the end", in, got, err, want)
		}
	}
	if _, err := (&keyboard{in: strings.NewReader("\x03")}).key(); !errors.Is(err, context.Canceled) {
		t.Errorf("Ctrl-C gives %v, want context.Canceled", err)
	}
}

func TestTypedLine(t *testing.T) {
	for in, want := range map[string]string{
		"two firms\r":     "two firms",
		"café\x7fe\n":     "cafe", // a letter of two bytes is taken back whole
		"\x7f\x7fa\n":     "a",
		"a\x00b\n":        "ab",
		"never mind\x1b":  "",
		"never mind":      "",
		"\xff\xfe bad \n": " bad ",
		"\n":              "",
	} {
		var echo bytes.Buffer
		k := &keyboard{in: strings.NewReader(in), echo: &echo}
		if got, _, err := k.line(); got != want || err != nil {
			t.Errorf("line of %q = %q, %v, want %q", in, got, err, want)
		}
	}
	long := &keyboard{in: strings.NewReader(strings.Repeat("x", 100_000) + "\n")}
	if got, ok, err := long.line(); len(got) != maxLine || !ok || err != nil {
		t.Errorf("line of 100,000 letters gives %d, %v, %v, want %d", len(got), ok, err, maxLine)
	}
}

// meddler does something before the first key is read.
type meddler struct {
	keys io.Reader
	do   func()
}

func (m *meddler) Read(p []byte) (int, error) {
	if m.do != nil {
		m.do()
		m.do = nil
	}
	return m.keys.Read(p)
}

// reviewed loads rows and gives a function that runs commands on them.
func reviewed(t *testing.T, rows string) func(stdin io.Reader, args ...string) (string, int) {
	t.Helper()
	h, dir := &host{}, t.TempDir()
	t.Cleanup(h.close)
	if err := os.WriteFile(filepath.Join(dir, "x.jsonl"), []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	say := func(stdin io.Reader, args ...string) (string, int) {
		var out bytes.Buffer
		code := h.serve(t.Context(), app.Request{Args: append([]string{"--data", filepath.Join(dir, "data")}, args...), Dir: dir, Width: 80}, stdin, &out, &out)
		return out.String(), code
	}
	if out, code := say(nil, "ingest", "--as", "pierce", "--retrieved", "2026-01-01", "x.jsonl"); code != 0 {
		t.Fatal(out)
	}
	return say
}

// TestReviewContradiction: a judgement that contradicts one given meanwhile is
// told with the way out, and the session goes on.
func TestReviewContradiction(t *testing.T) {
	say := reviewed(t, `{"id":"a","kind":"person","names":["Tamsin Aldervale"]}
{"id":"b","kind":"person","names":["Tamsin Aldervale"]}
{"id":"c","kind":"person","names":["Tamsin Aldervale"]}
`)
	out, code := say(&meddler{keys: strings.NewReader("sq"), do: func() {
		if out, code := say(nil, "judge", "different", "pierce/a", "pierce/b", "--by", "BM", "--why", "twins"); code != 0 {
			t.Error(out)
		}
	}}, "review", "--by", "AL")
	for _, want := range []string{"not kept: judge", "BM", "hint: pierce judge undo", "0 pairs judged"} {
		if !strings.Contains(out, want) {
			t.Errorf("review prints no %q:\n%s", want, out)
		}
	}
	if code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}

	// What a merger settles is not asked again: a = c, with a ≠ b judged, leaves
	// nothing open.
	out, _ = say(strings.NewReader("ssssss"), "review", "--by", "AL")
	if n := strings.Count(out, "the same: one entity now"); n != 1 {
		t.Errorf("%d pairs were judged the same, want 1:\n%s", n, out)
	}
}

// TestReviewWidth: nothing that a review prints is wider than the terminal,
// whatever is known of the two.
func TestReviewWidth(t *testing.T) {
	say := reviewed(t, `{"id":"a","kind":"person","names":["Tamsin Aldervale","深圳市天衡智算科技有限公司深圳市天衡智算科技有限公司"],"country":"GB","born":"1971-05-02","identifiers":{"passport":"`+strings.Repeat("9", 120)+`"},"addresses":["`+strings.Repeat("Long Lane ", 40)+`","深圳市南山区天衡路9号天衡大厦16层深圳市南山区天衡路9号天衡大厦16层"]}
{"id":"b`+strings.Repeat("-long", 30)+`","kind":"person","names":["Tamsin Aldervale"]}
{"party":"a","list":"a-list-with-a-rather-long-name-of-its-own-that-goes-on","from":"2020-01-01"}
`)
	out, code := say(strings.NewReader("wxq"), "review", "--by", "AL")
	if code != 0 || !strings.Contains(out, "1 of ") {
		t.Fatalf("exit code %d: %s", code, out)
	}
	for line := range strings.Lines(out) {
		if n := text.StringWidthWithoutEscSequences(strings.TrimRight(line, "\n")); n > 80 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}
