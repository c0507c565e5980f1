package ingest

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/pierce-er/pierce/engine"
)

// zipped is an archive of name and content pairs.
func zippedFiles(t testing.TB, pairs ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		m, err := w.Create(pairs[i])
		if err == nil {
			_, err = io.WriteString(m, pairs[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzipped1(t testing.TB, content string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	w.Close()
	return b.String()
}

func zstded(t testing.TB, content string) string {
	t.Helper()
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b)
	if err == nil {
		_, err = io.WriteString(w, content)
	}
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
	return b.String()
}

// contentsOf lists "name=content" of all files that are found.
func contentsOf(t testing.TB, patterns string, o Options) ([]string, error) {
	t.Helper()
	files, err := FindFiles(Format{Files: patterns}, o)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, f := range files {
		r, err := f.Open()
		if err != nil {
			return out, err
		}
		b, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			return out, err
		}
		out = append(out, f.Name+"="+string(b))
	}
	return out, nil
}

func TestFindFiles(t *testing.T) {
	dir := t.TempDir()
	put := func(name, content string) string {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	put("in/b.csv", "b")
	put("in/A.CSV", "a")
	put("in/c.csv.gz", gzipped1(t, "c"))
	put("in/d.txt", "not wanted")
	put("in/.hidden.csv", "hidden")
	put("in/sub/e.csv", "e")
	put("in/z.zip", zippedFiles(t, "x.csv", "x", "readme.txt", "not wanted", "deep/y.csv", "y"))
	misnamed := put("list.csv", zstded(t, "zstd"))
	alone := put("alone.zip", zippedFiles(t, "../evil.csv", "evil"))
	besides := put("besides.zip", zippedFiles(t, "../readme.txt", "no data", "ok.csv", "ok", "__MACOSX/._ok.csv", "mac", ".hid.csv", "hid"))
	hidden := put("hidden.zip", zippedFiles(t, ".hid.csv", "hid"))
	evil := put("evil.zip", zippedFiles(t, "../up.csv", "up", "/abs.csv", "abs", "..\\win.csv", "win", "ok.csv", "ok", "__MACOSX/._ok.csv", "mac", ".hid.csv", "hid"))
	others := put("others.zip", zippedFiles(t, "one.dat", "1", "two.dat", "2"))
	put("none/readme.txt", "x")
	empty := put("empty.csv", "")
	nested := put("nested.zip", zippedFiles(t, "in.csv", zippedFiles(t, "x.csv", "x")))
	for _, c := range []struct {
		name  string
		paths []string
		want  []string
		fails string
	}{
		{"folder", []string{filepath.Join(dir, "in")}, []string{"A.CSV=a", "b.csv=b", "c.csv.gz=c", "sub/e.csv=e", "z.zip!deep/y.csv=y", "z.zip!x.csv=x"}, ""},
		{"named wrongly", []string{misnamed}, []string{"list.csv=zstd"}, ""},
		{"paths in an archive", []string{evil}, nil, `evil.zip: invalid: its member "../up.csv" has a name that leads outside`},
		{"such a path alone", []string{alone}, nil, `its member "../evil.csv" has a name that leads outside`},
		{"such a path of what is not wanted", []string{besides}, []string{"besides.zip!ok.csv=ok"}, ""},
		{"hidden files alone", []string{hidden}, nil, `holds only folders and hidden files, as ".hid.csv"`},
		{"an archive without a wanted file", []string{others}, []string{"others.zip!one.dat=1", "others.zip!two.dat=2"}, ""},
		{"standard input", []string{"-"}, []string{"stdin=from a pipe"}, ""},
		{"no such file", []string{filepath.Join(dir, "nothing")}, nil, "not found"},
		{"a folder without a wanted file", []string{filepath.Join(dir, "none")}, nil, "holds no file named *.csv"},
		{"an empty file", []string{empty}, nil, "the file is empty"},
		{"no path", nil, nil, "no file was named"},
		{"an archive in an archive", []string{nested}, nil, "an archive inside of another is not read"},
	} {
		got, err := contentsOf(t, "*.csv", Options{Paths: c.paths, Stdin: strings.NewReader("from a pipe")})
		if c.fails != "" {
			if err == nil || !strings.Contains(err.Error(), c.fails) {
				t.Errorf("%s: %v, want %q", c.name, err, c.fails)
			}
			continue
		}
		if d := cmp.Diff(c.want, got); d != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", c.name, err, d)
		}
	}
}

func TestBombs(t *testing.T) {
	zeros := strings.Repeat("0", 64<<20)
	many := make([]string, 0, 200)
	for i := range 100 {
		many = append(many, fmt.Sprintf("%d.csv", i), "x")
	}
	for _, c := range []struct {
		name, content string
		limits        Limits
	}{
		{"gzip", gzipped1(t, zeros), Limits{}},
		{"zstd", zstded(t, zeros), Limits{}},
		{"zip", zippedFiles(t, "a.csv", zeros), Limits{}},
		{"bytes", gzipped1(t, strings.Repeat("0123456789abcdef", 1<<10)), Limits{Bytes: 1 << 10}},
		{"members", zippedFiles(t, many...), Limits{Members: 99}},
	} {
		p := filepath.Join(t.TempDir(), "x.csv")
		if err := os.WriteFile(p, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := contentsOf(t, "*.csv", Options{Paths: []string{p}, Limits: c.limits})
		if !errors.Is(err, engine.Invalid) || !strings.Contains(err.Error(), "bomb") {
			t.Errorf("%s: %v, want an error that it looks like a bomb", c.name, err)
		}
	}
	p := filepath.Join(t.TempDir(), "x.csv")
	if err := os.WriteFile(p, []byte(gzipped1(t, zeros)), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := contentsOf(t, "*.csv", Options{Paths: []string{p}, Limits: Limits{Ratio: -1}}); err != nil || len(got[0]) != len("x.csv=")+len(zeros) {
		t.Errorf("without a limit of the ratio: %v", err)
	}
}

func TestDamagedArchives(t *testing.T) {
	for name, whole := range map[string]string{
		"gzip": gzipped1(t, strings.Repeat("one,two,three\n", 100_000)),
		"zstd": zstded(t, strings.Repeat("one,two,three\n", 100_000)),
		"zip":  zippedFiles(t, "a.csv", strings.Repeat("one,two,three\n", 100_000)),
	} {
		p := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(p, []byte(whole[:len(whole)-7]), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := contentsOf(t, "*", Options{Paths: []string{p}}); !errors.Is(err, ErrTruncated) || !errors.Is(err, engine.Invalid) {
			t.Errorf("%s cut off: %v, want ErrTruncated", name, err)
		}
		broken := []byte(whole)
		for i := len(broken) / 2; i < len(broken)/2+8; i++ {
			broken[i] ^= 0x55
		}
		if err := os.WriteFile(p, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := contentsOf(t, "*", Options{Paths: []string{p}}); !errors.Is(err, engine.Invalid) {
			t.Errorf("%s damaged: %v, want Invalid", name, err)
		}
	}
}
