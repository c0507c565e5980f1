package sourcetest

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// insert puts a row into a file before its last line, and gives the row's line
// number.
func (s *Suite) insert(name, row string) (map[string]string, int64) {
	lines := strings.SplitAfter(strings.TrimRight(s.Files[name], "\r\n\x1a"), "\n")
	at := max(len(lines)-1, 0)
	if name == s.Main {
		at = max(at, s.Header)
	}
	lines[len(lines)-1] += "\n"
	lines = slices.Insert(lines, at, row+"\n")
	return s.with(name, strings.Join(lines, "")), int64(at + 1)
}

func (s *Suite) bad(t *testing.T, base *result) {
	for _, b := range s.Bad {
		name := b.File
		if name == "" {
			name = s.Main
		}
		files, line := s.insert(name, b.Row)
		r := s.try(t, files)
		if r.err != nil {
			t.Errorf("with the row %.200q: %v, want the row rejected", b.Row, r.err)
			continue
		}
		if len(r.Rejects) != 1 {
			t.Errorf("with the row %.200q: %d rejects, want 1; first: %v", b.Row, len(r.Rejects), firstReject(r))
			continue
		}
		s.checkReject(t, b, r.Rejects[0], name, line)
		if !b.Kept {
			if d := diff(places(base.Records), places(r.Records)); d != "" {
				t.Errorf("the row %.200q changes other records (-without +with):\n%s", b.Row, d)
			}
		} else if len(r.Records) != len(base.Records)+1 && len(r.Records) != len(base.Records) {
			t.Errorf("the row %.200q, which is kept: %d records, want %d", b.Row, len(r.Records), len(base.Records)+1)
		}
	}
}

func (s *Suite) checkReject(t *testing.T, b Bad, e ingest.RowError, name string, line int64) {
	t.Helper()
	if e.Line != line || e.File != name || e.Kept != b.Kept {
		t.Errorf("the row %.200q is filed as %s:%d kept=%v, want %s:%d kept=%v", b.Row, e.File, e.Line, e.Kept, name, line, b.Kept)
	}
	if e.Err == nil || b.Reason != "" && !strings.Contains(e.Error(), b.Reason) {
		t.Errorf("the row %.200q is filed as %q, want %q in it", b.Row, e.Error(), b.Reason)
	}
	if b.Field != "" && e.Field != b.Field {
		t.Errorf("the row %.200q is filed for its field %q, want %q", b.Row, e.Field, b.Field)
	}
	if len(e.Raw) == 0 {
		t.Errorf("the row %.200q is filed without its bytes", b.Row)
	}
}

// damaged puts a copy of a good row with damage of every kind into the file.
func (s *Suite) damaged(t *testing.T, base *result) {
	lines := strings.Split(strings.TrimRight(s.Files[s.Main], "\r\n\x1a"), "\n")
	good := strings.TrimSuffix(lines[len(lines)-1], "\r")
	half := len(good) / 2
	for half > 0 && good[half]&0xc0 == 0x80 {
		half--
	}
	for _, c := range []struct {
		name, put string
		reject    bool
	}{
		{"a NUL", "\x00", true},
		{"a control character", "\x02", true},
		{"a field of 10 MiB", strings.Repeat("x", 10<<20), true},
		{"a byte that is no UTF-8", "\xff", false}, // a table in ASCII may as well be windows-1252
	} {
		files, line := s.insert(s.Main, good[:half]+c.put+good[half:])
		r := s.try(t, files)
		if r.err != nil {
			t.Errorf("a row with %s: %v, want the row rejected", c.name, r.err)
			continue
		}
		at := slices.IndexFunc(r.Rejects, func(e ingest.RowError) bool { return e.Line == line && !e.Kept })
		if c.reject && at < 0 {
			t.Errorf("a row with %s: no reject at line %d; first: %v", c.name, line, firstReject(r))
		}
		if !subsequence(base.ids(), r.ids()) {
			t.Errorf("a row with %s: records are missing: got %q, want %q", c.name, r.ids(), base.ids())
		}
	}
}

// subsequence reports whether all of part are in whole, in order.
func subsequence[T comparable](part, whole []T) bool {
	for _, w := range whole {
		if len(part) > 0 && part[0] == w {
			part = part[1:]
		}
	}
	return len(part) == 0
}

// Samples of other formats, each so small that any source tells at once.
var foreign = map[string]string{
	"names.csv":  "colour,shape,weight\nred,round,12\nblue,square,13\n",
	"lines.json": `{"colour":"red","shape":"round"}` + "\n" + `{"colour":"blue","shape":"square"}` + "\n",
	"doc.xml":    `<?xml version="1.0"?><colours><colour>red</colour></colours>`,
	"page.html":  "<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>\n",
	"words.txt":  "Lorem ipsum dolor sit amet\n",
	"image.png":  "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01",
}

func (s *Suite) wrong(t *testing.T) {
	for name, content := range foreign {
		files := map[string]string{}
		for n := range s.Files {
			files[n] = content
		}
		r := s.try(t, files)
		if len(r.Records) > 0 {
			t.Errorf("reading %s: %d records, the first %q; want none", name, len(r.Records), r.Records[0].ID)
		}
		if r.err == nil && len(r.Rejects) == 0 {
			t.Errorf("reading %s: no error and no reject", name)
		}
		if r.err != nil && !errors.Is(r.err, engine.Invalid) {
			t.Errorf("reading %s: %v, want Invalid", name, r.err)
		}
	}
}

func (s *Suite) cut(t *testing.T, base *result) {
	whole := s.Files[s.Main]
	for part := 1; part < 16; part++ {
		n := len(whole) * part / 16
		r := s.try(t, s.with(s.Main, whole[:n]))
		if !s.Rows && r.err == nil {
			t.Errorf("cut at byte %d of %d: no error", n, len(whole))
		}
		if r.err != nil && !errors.Is(r.err, engine.Invalid) {
			t.Errorf("cut at byte %d of %d: %v, want Invalid", n, len(whole), r.err)
		}
		if !subsequence(r.ids(), base.ids()) {
			t.Errorf("cut at byte %d of %d: got %q, which are not all of %q", n, len(whole), r.ids(), base.ids())
		}
	}
	packed := pack(whole)
	if r := s.try(t, s.with(s.Main, packed[:len(packed)-10])); !errors.Is(r.err, ingest.ErrTruncated) {
		t.Errorf("gzip cut off: %v, want ErrTruncated", r.err)
	}
}

func pack(content string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(content)); err != nil {
		panic(err) // a bytes.Buffer takes everything
	}
	w.Close()
	return b.String()
}

func (s *Suite) compressed(t *testing.T, base *result) {
	files := map[string]string{}
	for name, content := range s.Files {
		files[name] = pack(content)
	}
	if d := diff(base.Records, s.read(t, files).Records); d != "" {
		t.Errorf("gzip, named as if it were not, gives other records (-plain +gzip):\n%s", d)
	}
}
