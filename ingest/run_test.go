package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/registry/native"
)

func clock() time.Time { return time.Date(2024, 5, 31, 12, 0, 0, 0, time.UTC) }

func openStore(t testing.TB) *store.Store {
	t.Helper()
	st, err := store.Open(store.Options{InMemory: true, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

// write puts content into a file of its own.
func write(t testing.TB, name, content string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func options(t testing.TB, paths ...string) ingest.Options {
	return ingest.Options{Source: native.Source{}, Paths: paths, Now: clock, Rejects: filepath.Join(t.TempDir(), "rejects"),
		Retrieved: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)}
}

// parties writes n lines of parties, every tenth of which is bad in one of
// four ways.
func parties(n int) string {
	var b strings.Builder
	for i := range n {
		switch {
		case i%40 == 9:
			fmt.Fprintf(&b, "{\"id\":\"p%d\",\"names\":[\"Broken\n", i)
		case i%40 == 19:
			fmt.Fprintf(&b, "{\"id\":\"p%d\",\"names\":[\"Second version\"]}\n", i-1)
		case i%40 == 29:
			fmt.Fprintf(&b, "{\"owner\":\"p1\",\"owned\":\"p%d\",\"share\":\"150\"}\n", i)
		case i%40 == 39:
			fmt.Fprintf(&b, "{\"colour\":\"red\"}\n")
		default:
			fmt.Fprintf(&b, "{\"id\":\"p%d\",\"names\":[\"Company %d Limited\"],\"country\":\"HK\"}\n", i, i)
		}
	}
	return b.String()
}

// contents are all records and the file of rejects.
func contents(t testing.TB, st *store.Store, s ingest.Stats) (out []string) {
	t.Helper()
	err := st.Records("", func(rec *engine.Record) error {
		out = append(out, fmt.Sprintf("%s %s:%d %s", rec.ID, rec.File, rec.Line, rec.Raw))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.RejectFile != "" {
		b, err := os.ReadFile(s.RejectFile)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, strings.Split(string(b), "\n")...)
	}
	return out
}

func TestRun(t *testing.T) {
	st := openStore(t)
	o := options(t, write(t, "p.jsonl", parties(400)))
	var last ingest.Progress
	o.Report = func(p ingest.Progress) { last = p }
	s, err := ingest.Run(context.Background(), st, o)
	if err != nil {
		t.Fatal(err)
	}
	if last.Rows != 410 || last.Bytes != last.Of || last.Of == 0 || last.Rejected != 30 {
		t.Errorf("last progress: %+v, want all 410 rows and all bytes", last)
	}
	want := ingest.Stats{Dataset: "pierce", Retrieved: o.Retrieved, Files: 1, Rows: 410, Records: 370, Added: 370, Duplicate: 10, Rejected: 20, Warnings: 10, Seq: s.Seq, RejectFile: s.RejectFile}
	if d := cmp.Diff(want, s); d != "" {
		t.Errorf("Run (-want +got):\n%s", d)
	}
	b, err := os.ReadFile(s.RejectFile)
	if err != nil || strings.Count(string(b), "\n") != 40 {
		t.Errorf("the rejects: %d lines, %v; want 40", strings.Count(string(b), "\n"), err)
	}
	first, _, _ := strings.Cut(string(b), "\n")
	if want := `{"row":10,"file":"p.jsonl","line":10,"reason":"is no valid JSON: a string never ends at byte 28","raw":"{\"id\":\"p9\",\"names\":[\"Broken"}`; first != want {
		t.Errorf("first reject:\n%s\nwant\n%s", first, want)
	}
	again, err := ingest.Run(context.Background(), st, o)
	if err != nil || again.Same != 370 || again.Added+again.Changed+again.History != 0 || again.Rejected != 20 {
		t.Errorf("Run again = %+v, %v; want 370 the same and nothing else", again, err)
	}
}

// stopper is a source that cancels the run after so many rows, like a person
// who presses Ctrl-C.
type stopper struct {
	ingest.Source
	after  int
	cancel func()
	fail   error
}

func (s stopper) Read(in *ingest.Input, out ingest.Output) error {
	return s.Source.Read(in, &stopAfter{Output: out, s: s})
}

type stopAfter struct {
	ingest.Output
	s stopper
	n int
}

func (o *stopAfter) Record(rec *engine.Record) error {
	if o.n++; o.n == o.s.after {
		if o.s.fail != nil {
			return o.s.fail
		}
		o.s.cancel()
	}
	return o.Output.Record(rec)
}

func TestResume(t *testing.T) {
	path := write(t, "p.jsonl", parties(9000))
	for _, full := range []bool{false, true} {
		whole := openStore(t)
		o := options(t, path)
		o.Full = full
		want, err := ingest.Run(context.Background(), whole, o)
		if err != nil {
			t.Fatal(err)
		}
		st := openStore(t)
		o.Rejects = t.TempDir()
		var resumed int64
		for _, after := range []int{2500, 2600, 5000, 8000} {
			ctx, cancel := context.WithCancel(context.Background())
			o.Source = stopper{native.Source{}, after, cancel, nil}
			s, err := ingest.Run(ctx, st, o)
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("full=%v, cancelled after %d: %v, want Canceled", full, after, err)
			}
			if s.Resumed < resumed {
				t.Errorf("full=%v, cancelled after %d: resumed at %d, before at %d", full, after, s.Resumed, resumed)
			}
			resumed = s.Resumed
		}
		o.Source = native.Source{}
		got, err := ingest.Run(context.Background(), st, o)
		if err != nil || got.Resumed == 0 {
			t.Fatalf("full=%v: the last run resumed at %d, %v", full, got.Resumed, err)
		}
		if d := cmp.Diff(contents(t, whole, want), contents(t, st, got)); d != "" {
			t.Errorf("full=%v: interrupted four times, other contents (-undisturbed +interrupted):\n%.2000s", full, d)
		}
		got.Resumed, got.RejectFile, want.RejectFile, got.Seq, want.Seq = 0, "", "", 0, 0
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("full=%v: interrupted four times, other counts (-undisturbed +interrupted):\n%s", full, d)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name, content string
		full, strict  bool
		records       int
		want          string
	}{
		{"empty", "", false, false, 0, "the file is empty"},
		{"blank", "\n\n", false, false, 0, "holds no JSON"},
		{"all bad", "{\"colour\":1}\n{\"colour\":2}\n", false, false, 0, "nothing was loaded: all its 2 rows were rejected"},
		{"cut", "{\"id\":\"a\",\"names\":[\"A\"]}\n{\"id\":\"b\",\"na", false, false, 1, "the file is cut off"},
		{"cut, full", "{\"id\":\"a\",\"names\":[\"A\"]}\n{\"id\":\"b\",\"na", true, false, 0, "the file is cut off"},
		{"strict", "{\"id\":\"a\",\"names\":[\"A\"]}\n{}\n{\"id\":\"b\",\"names\":[\"B\"]}\n", false, true, 2, "1 of 3 rows were rejected"},
		{"strict, full", "{\"id\":\"a\",\"names\":[\"A\"]}\n{}\n{\"id\":\"b\",\"names\":[\"B\"]}\n", true, true, 0, "1 of 3 rows were rejected"},
		{"cut array", "[{\"id\":\"a\",\"names\":[\"A\"]},\n{\"id\":\"b\"", true, false, 0, "the file is cut off"},
	} {
		st := openStore(t)
		o := options(t, write(t, "p.jsonl", c.content))
		o.Full, o.Strict = c.full, c.strict
		_, err := ingest.Run(context.Background(), st, o)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		n := 0
		if err := st.Records("", func(*engine.Record) error { n++; return nil }); err != nil || n != c.records {
			t.Errorf("%s: %d records stand, %v; want %d", c.name, n, err, c.records)
		}
	}
}

func TestRunStdin(t *testing.T) {
	st := openStore(t)
	o := options(t, "-")
	o.Stdin = strings.NewReader(parties(100))
	s, err := ingest.Run(context.Background(), st, o)
	if err != nil || s.Records != 92 {
		t.Errorf("Run from standard input = %+v, %v; want 92 records", s, err)
	}
}

// dated is a source whose file tells when it was published, once before the
// first record and, wrongly, once after it.
type dated struct{ ingest.Source }

func (d dated) Read(in *ingest.Input, out ingest.Output) error {
	in.SetRetrieved(time.Date(2023, 12, 28, 0, 0, 0, 0, time.UTC))
	if err := d.Source.Read(in, out); err != nil {
		return err
	}
	in.SetRetrieved(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	return nil
}

func TestRetrieved(t *testing.T) {
	said := time.Date(2022, 2, 2, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		source ingest.Source
		said   time.Time
		want   time.Time
	}{
		{"stated", dated{native.Source{}}, said, said},
		{"published", dated{native.Source{}}, time.Time{}, time.Date(2023, 12, 28, 0, 0, 0, 0, time.UTC)},
		{"neither", native.Source{}, time.Time{}, clock()},
	} {
		st := openStore(t)
		o := options(t, write(t, "p.jsonl", parties(5)))
		o.Source, o.Retrieved = c.source, c.said
		s, err := ingest.Run(context.Background(), st, o)
		if err != nil || !s.Retrieved.Equal(c.want) {
			t.Errorf("%s: retrieved %v, %v; want %v", c.name, s.Retrieved, err, c.want)
		}
		rec, err := st.Record("pierce/p0")
		if err != nil || !rec.Retrieved.Equal(c.want) {
			t.Errorf("%s: record retrieved %v, %v; want %v", c.name, rec, err, c.want)
		}
	}
}

// TestFull: a full load ends what it lacks; one that shrank too much, or is
// cut off, changes nothing.
func TestFull(t *testing.T) {
	st := openStore(t)
	day := 1
	load := func(content string, accept bool) (ingest.Stats, error) {
		o := options(t, write(t, "p.jsonl", content))
		o.Full, o.AcceptShrink, o.Retrieved = true, accept, time.Date(2024, 5, day, 0, 0, 0, 0, time.UTC)
		day++
		return ingest.Run(context.Background(), st, o)
	}
	var lines strings.Builder
	for i := range 100 {
		fmt.Fprintf(&lines, "{\"id\":\"p%d\",\"names\":[\"Company %d\"]}\n", i, i)
	}
	whole := lines.String()
	most, few := whole[strings.Index(whole, "{\"id\":\"p10\""):], whole[strings.Index(whole, "{\"id\":\"p90\""):]
	for _, c := range []struct {
		name, content string
		accept        bool
		fails         string
		removed       int64
		standing      int
	}{
		{"first", whole, false, "", 0, 100},
		{"shrunk to a tenth", few, false, "refused", 0, 100},
		{"cut off", whole[:len(whole)-10], false, "cut off", 0, 100},
		{"ten fewer", most, false, "", 10, 90},
		{"shrunk and accepted", few, true, "", 80, 10},
	} {
		s, err := load(c.content, c.accept)
		if c.fails == "" && err != nil || c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)) || s.Removed != c.removed {
			t.Errorf("%s: %+v, %v; want %d removed and %q", c.name, s, err, c.removed, c.fails)
		}
		standing := 0
		err = st.Records("pierce/", func(r *engine.Record) error {
			if r.Ended == 0 {
				standing++
			}
			return nil
		})
		if err != nil || standing != c.standing {
			t.Errorf("%s: %d records stand, %v; want %d", c.name, standing, err, c.standing)
		}
	}
}
