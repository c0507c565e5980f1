package ingest

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// file writes content to a file of its own and gives it as an input's File.
func file(t testing.TB, name, content string) File {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return File{Name: name, path: p, Size: int64(len(content))}
}

// rows reads a table and writes what came of each row on one line:
// "line:field|field" or "line!reason".
func rows(t testing.TB, content string, o CSVOptions) (out []string) {
	t.Helper()
	c, err := OpenCSV(file(t, "t.csv", content), o)
	if err != nil {
		return []string{err.Error()}
	}
	defer c.Close()
	for {
		row, err := c.Read()
		var bad *RowError
		switch {
		case errors.Is(err, io.EOF):
			return out
		case errors.As(err, &bad):
			out = append(out, fmt.Sprintf("%d!%v", bad.Line, bad.Err))
		case err != nil:
			return append(out, err.Error())
		default:
			out = append(out, fmt.Sprintf("%d:%s", row.Line, strings.Join(row.Fields, "|")))
		}
	}
}

func TestCSV(t *testing.T) {
	const cut = "ingest.Read: t.csv: invalid: the file is cut off: it ends in the middle"
	for _, c := range []struct {
		name, in string
		o        CSVOptions
		want     []string
	}{
		{"plain", "a,b\n1,2\n", CSVOptions{}, []string{"2:1|2"}},
		{"no line end", "a,b\n1,2", CSVOptions{}, []string{"2:1|2"}},
		{"crlf", "a,b\r\n1,2\r\n", CSVOptions{}, []string{"2:1|2"}},
		{"cr", "a,b\r1,2\r3,4\r", CSVOptions{}, []string{"2:1|2", "3:3|4"}},
		{"quotes", "a,b\n\"x, y\",\"he said \"\"no\"\"\"\n", CSVOptions{}, []string{`2:x, y|he said "no"`}},
		{"empty quotes", "a,b\n\"\",\"\"\n", CSVOptions{}, []string{"2:|"}},
		{"lines in quotes", "a,b\n\"x\ny\",2\n3,4\n", CSVOptions{}, []string{"2:x\ny|2", "4:3|4"}},
		{"empty line in quotes", "a,b\n\"x\n\ny\",2\n", CSVOptions{}, []string{"2:x\n\ny|2"}},
		{"mark inside", "a,b\n5\" pipe,\"a \"small\" one\"\n", CSVOptions{}, []string{`2:5" pipe|a "small" one`}},
		{"space after mark", "a,b\n\"x\" ,y\n", CSVOptions{}, []string{"2:x|y"}},
		{"too few", "a,b\n1\n3,4\n", CSVOptions{}, []string{"2!got 1 fields, want 2", "3:3|4"}},
		{"too many", "a,b\n1,2,3\n3,4,,\n", CSVOptions{}, []string{"2!got 3 fields, want 2", "3:3|4"}},
		{"short", "a,b\n1\n", CSVOptions{Short: true}, []string{"2:1"}},
		{"header again", "a,b\n1,2\na,b\n3,4\n", CSVOptions{}, []string{"2:1|2", "3!is the header again", "4:3|4"}},
		{"blank lines", "a,b\n\n1,2\n\n\n", CSVOptions{}, []string{"3:1|2"}},
		{"mark of the end", "1,2\n\x1a", CSVOptions{NoHeader: true}, []string{"1:1|2"}},
		{"mark of the end, more lines", "1,2\n\x1a\r\n", CSVOptions{NoHeader: true}, []string{"1:1|2"}},
		{"that mark in the middle", "1,2\n\x1a\n3,4\n", CSVOptions{NoHeader: true}, []string{"1:1|2", "2!holds a control character", "3:3|4"}},
		{"nul", "a,b\n1,\x00\n3,4\n", CSVOptions{}, []string{"2!holds a NUL", "3:3|4"}},
		{"control", "a,b\n1,\x07\n3,4\n", CSVOptions{}, []string{"2!holds a control character", "3:3|4"}},
		{"stray mark", "a,b\n\"1,2\n3,4\n5,6\n", CSVOptions{}, []string{"2!a quotation mark is never closed (in a row that goes on for several lines)", "3:3|4", "4:5|6"}},
		{"stray mark closed later", "a,b\n\"1,2\n3,\"4\"\n5,6\n", CSVOptions{}, []string{"2!got 1 fields, want 2 (in a row that goes on for several lines)", "3:3|4", "4:5|6"}},
		{"cut in a mark", "a,b\n1,2\n3,\"4", CSVOptions{}, []string{"2:1|2", "3!a quotation mark is never closed", cut}},
		{"cut in a row", "a,b\n1,2\n3", CSVOptions{}, []string{"2:1|2", "3!got 1 fields, want 2", cut}},
		{"semicolons", "a;b\n1,5;2\n", CSVOptions{}, []string{"2:1,5|2"}},
		{"tabs", "a\tb\n1\t\"2\n", CSVOptions{NoQuotes: true}, []string{`2:1|"2`}},
		{"no header", "1,2\n1\n", CSVOptions{NoHeader: true}, []string{"1:1|2", "2!got 1 fields, want 2"}},
		{"wanted headings", "a,b\n", CSVOptions{Want: []string{"A", "LEI"}, Format: "gleif"}, []string{`ingest.Read: t.csv: invalid: is not of the format gleif: it has no column "LEI"`}},
		{"no header at all", "\n\n", CSVOptions{Format: "csl"}, []string{"ingest.Read: t.csv: invalid: is not of the format csl: it holds no header"}},
		{"invalid utf-8", "a,b\né,\xff\n香,4\n", CSVOptions{}, []string{"2!is not valid UTF-8", "3:香|4"}},
		{"mark of order", "\ufeffa,b\n1,2\n", CSVOptions{Want: []string{"a"}}, []string{"2:1|2"}},
	} {
		if diff := cmp.Diff(c.want, rows(t, c.in, c.o)); diff != "" {
			t.Errorf("%s: reading %q (-want +got):\n%s", c.name, c.in, diff)
		}
	}
}

func TestCSVLongRow(t *testing.T) {
	long := strings.Repeat("x", 10<<20)
	got := rows(t, "a,b\n1,2\n3,"+long+"\n5,6\n", CSVOptions{})
	want := []string{"2:1|2", "3!longer than 4 MiB", "4:5|6"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a field of 10 MiB (-want +got):\n%s", diff)
	}
	got = rows(t, "a,b\n1,2\n3,\""+strings.Repeat(strings.Repeat("x", 1<<20)+"\n", 6)+"\"\n5,6\n", CSVOptions{})
	if len(got) < 3 || got[0] != "2:1|2" || !strings.HasPrefix(got[1], "3!a quotation mark is never closed") || !strings.HasSuffix(got[len(got)-1], ":5|6") {
		t.Errorf("a quoted field of 6 MiB: first %q, last %q", got[:2], got[len(got)-1])
	}
}

func TestCSVTruncatedGzip(t *testing.T) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	for i := range 5000 {
		fmt.Fprintf(w, "%d,%d\n", i, i*i)
	}
	w.Close()
	c, err := OpenCSV(file(t, "t.csv", "a,b\n"), CSVOptions{})
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	c, err = OpenCSV(file(t, "t.bin", b.String()[:b.Len()/2]), CSVOptions{NoHeader: true})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	n := 0
	for {
		_, err = c.Read()
		if err != nil {
			break
		}
		n++
	}
	if !errors.Is(err, ErrTruncated) || n == 0 {
		t.Errorf("half of a gzip file: %d rows, then %v; want some and ErrTruncated", n, err)
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a,b\n\"x\ny\",2\n", "\"\"\"", "a;b\r\n\"\r\n\"\r\n", "\x1a", "a,b\n\"1,2\n3,4\n", "\xff\xfea\x00,\x00b\x00\n\x00"} {
		f.Add(s)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, in string) {
		p := filepath.Join(dir, "t.csv")
		if err := os.WriteFile(p, []byte(in), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := OpenCSV(File{Name: "t.csv", path: p}, CSVOptions{})
		if err != nil {
			return
		}
		defer c.Close()
		var last int64
		for i := 0; ; i++ {
			row, err := c.Read()
			var bad *RowError
			line := last
			switch {
			case err == nil:
				if line = row.Line; len(row.Fields) != len(c.Header) {
					t.Fatalf("reading %q: a row of %d fields, want %d", in, len(row.Fields), len(c.Header))
				}
			case errors.As(err, &bad):
				line = bad.Line
			default:
				return
			}
			if line <= last && i > 0 || i > len(in)+1 {
				t.Fatalf("reading %q: line %d after line %d", in, line, last)
			}
			last = line
		}
	})
}

// TestQuotesWithoutCopies holds that following quotation marks costs no memory,
// which once was a copy of the row for each quoted field of it.
func TestQuotesWithoutCopies(t *testing.T) {
	row := []byte(strings.Repeat(`"EXAMPLE ""TRADING"" LIMITED",`, 55) + `"end"`)
	var inside bool
	if n := testing.AllocsPerRun(10, func() { inside = quoteState(row, ',', false) }); n != 0 || inside {
		t.Errorf("quoteState(55 quoted fields) = %v with %v allocations, want false with none", inside, n)
	}
}
