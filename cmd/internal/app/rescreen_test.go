package app_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/all"
	"github.com/pierce-er/pierce/ingest/registry/table"
	"pgregory.net/rapid"
)

// folder is a data folder under test, with a clock that moves a second a look.
type folder struct {
	a   *app.App
	dir string
	n   int
}

type tester interface {
	Helper()
	Fatal(...any)
}

func newFolder(t tester, dir string) *folder {
	t.Helper()
	f := &folder{dir: dir}
	clock := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	a, err := app.Open(app.Options{Dir: filepath.Join(dir, "data"), Create: true, Now: func() time.Time { clock = clock.Add(time.Second); return clock }})
	if err != nil {
		t.Fatal(err)
	}
	f.a = a
	return f
}

// load loads lines of the native format and resolves.
func (f *folder) load(t tester, lines ...string) {
	t.Helper()
	f.n++
	path := filepath.Join(f.dir, fmt.Sprintf("load%d.jsonl", f.n))
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.ingest(t, "pierce", time.Date(2026, 1, 1, 0, f.n, 0, 0, time.UTC), false, path)
}

func (f *folder) ingest(t tester, format string, at time.Time, full bool, paths ...string) {
	t.Helper()
	src, err := all.Find(format)
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return at }
	if _, err := ingest.Run(context.Background(), f.a.Store, ingest.Options{Source: src, Paths: paths, Retrieved: at, Full: full, Now: now}); err != nil {
		t.Fatal(err)
	}
	f.settle(t)
}

func (f *folder) settle(t tester) {
	t.Helper()
	done, err := f.a.Writing()
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	if _, err := f.a.Settle(context.Background(), resolve.Options{}); err != nil {
		t.Fatal(err)
	}
}

// screen screens a list of counterparties, or with save keeps it.
func (f *folder) screen(t tester, source ingest.Source, asOf engine.Date, save, path string) map[int64]screen.Digest {
	t.Helper()
	out := map[int64]screen.Digest{}
	x := app.Screening{In: ingest.Options{Source: source, Paths: []string{path}, Dataset: "manifest"}, Options: query.ScreenOptions{AsOf: asOf}, SaveAs: save}
	_, err := f.a.Screen(context.Background(), x, func(r *screen.Result) error { out[r.Line] = screen.DigestOf(r); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// rescreened wants a re-screening to leave what screening everything anew gives,
// and its alerts to be the lines that differ; it gives them.
func (f *folder) rescreened(t tester, source ingest.Source, asOf engine.Date, path string, was map[int64]screen.Digest) (*app.Rescreened, map[int64]screen.Digest) {
	t.Helper()
	got, err := f.a.Rescreen(context.Background(), "kept", app.RescreenOptions{AsOf: asOf, Today: asOf})
	if err != nil {
		t.Fatal(err)
	}
	want := f.screen(t, source, asOf, "", path)
	alerted := map[int64]bool{}
	for _, al := range got.Alerts {
		alerted[al.Line] = true
	}
	err = f.a.SavedLines("kept", func(l *app.SavedLine) error {
		if !l.Digest.Same(want[l.Line]) {
			t.Fatal(fmt.Sprintf("line %d: rescreened to %v, screened anew to %v", l.Line, l.Digest, want[l.Line]))
		}
		if differs := !want[l.Line].Same(was[l.Line]); got.Quiet == 0 && differs != alerted[l.Line] {
			t.Fatal(fmt.Sprintf("line %d differs: %v, alerted: %v", l.Line, differs, alerted[l.Line]))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got, want
}

var day = engine.MakeDate(2026, 3, 1)

// TestRescreenIsAFullScreen changes a small world at random and wants each
// re-screening to be what screening everything anew gives.
func TestRescreenIsAFullScreen(t *testing.T) {
	words := []string{"Quillon", "Marvane", "Ostrel", "Tibbick", "Lanford", "Ruthwen"}
	name := func(i int) string { return words[i%6] + " " + words[(i/6+i+1)%6] + " Works Ltd" }
	steps, worlds := 0, 16
	if testing.Short() {
		worlds = 5
	}
	rapid.Check(t, func(t *rapid.T) {
		if steps++; steps > worlds {
			return // each takes half a second
		}
		dir, err := os.MkdirTemp("", "rescreen")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		f := newFolder(t, dir)
		defer f.a.Close()
		path := filepath.Join(dir, "list.csv")
		list := "ref,name,country,address\n"
		for i := range 12 {
			list += fmt.Sprintf("r%d,%s,GB,%q\n", i, name(i), []string{"", fmt.Sprintf("%d Long Lane, Leeds", i/3)}[i%2])
		}
		if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
			t.Fatal(err)
		}
		var first []string
		for i := range 6 {
			first = append(first, fmt.Sprintf(`{"id":"p%d","kind":"company","names":[%q],"country":"GB","addresses":["%d Long Lane, Leeds"]}`, i, name(i), i/2))
		}
		f.load(t, append(first, `{"id":"zz","kind":"company","names":["Listed Alone Ltd"]}`, `{"party":"zz","list":"us-ofac-sdn","program":"T"}`)...)
		was := f.screen(t, table.Source{Recognise: true}, day, "kept", path)
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			p, q := rapid.IntRange(0, 11).Draw(t, "p"), rapid.IntRange(0, 11).Draw(t, "q")
			switch rapid.IntRange(0, 7).Draw(t, "what") {
			case 0:
				f.load(t, fmt.Sprintf(`{"id":"l%d","party":"p%d","list":"us-ofac-sdn","program":"T"}`, p, p))
			case 1:
				f.load(t, fmt.Sprintf(`{"id":"o%d","owner":"p%d","owned":"p%d","kind":"shares","share":"%d"}`, p, p, q, rapid.SampledFrom([]int{20, 50, 100}).Draw(t, "share")))
			case 2:
				f.load(t, fmt.Sprintf(`{"id":"p%d","kind":"company","names":[%q],"country":"GB","addresses":["%d Long Lane, Leeds"]}`, p, name(q), q))
			case 3:
				f.load(t, fmt.Sprintf(`{"id":"l%d","deleted":true}`, p))
			case 4: // somebody else, listed or not, at an address of the line
				f.load(t, fmt.Sprintf(`{"id":"n%d","kind":"company","names":["Door Neighbour %d Ltd"],"country":"GB","addresses":["%d Long Lane, Leeds"],"phones":["+44 113 496 000%d"]}`, p, p, q/3, q/3))
			case 5: // who is there already comes to a list, without a record of the address
				f.load(t, fmt.Sprintf(`{"id":"m%d","party":"n%d","list":"us-bis-el","program":"T"}`, p, p))
			case 6: // one director of several
				f.load(t, fmt.Sprintf(`{"id":"d%d","kind":"person","names":["Ada Quorn %d"]}`, q/4, q/4), fmt.Sprintf(`{"id":"f%d","owner":"d%d","owned":"p%d","kind":"officer"}`, p, q/4, p))
			default:
				_, err := f.a.Store.AddJudgement(engine.Judgement{A: engine.PartyID(fmt.Sprintf("pierce/p%d", p%6)), B: engine.PartyID(fmt.Sprintf("pierce/p%d", (p+1+q%5)%6)), By: "test", Why: "test"})
				if err != nil {
					t.Fatal(err)
				}
				f.settle(t)
			}
			_, was = f.rescreened(t, table.Source{Recognise: true}, day, path, was)
		}
	})
}

// TestAcknowledgedStaysQuiet wants what was acknowledged told again only once
// the line says more.
func TestAcknowledgedStaysQuiet(t *testing.T) {
	f := newFolder(t, t.TempDir())
	defer f.a.Close()
	path := filepath.Join(f.dir, "list.csv")
	if err := os.WriteFile(path, []byte("ref,name,country\nk1,Quillon Marvane Works Ltd,GB\nk2,Somebody Else Ltd,GB\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.load(t, `{"id":"p","kind":"company","names":["Quillon Marvane Works Ltd"],"country":"GB"}`, `{"id":"z","kind":"company","names":["Listed Alone Ltd"]}`,
		`{"id":"lz","party":"z","list":"us-ofac-sdn","program":"T"}`, `{"id":"lz2","party":"z","list":"us-bis-el","program":"T"}`)
	src := table.Source{Recognise: true}
	was := f.screen(t, src, day, "kept", path)
	listing, gone := `{"id":"lp","party":"p","list":"us-ofac-sdn","program":"T"}`, `{"id":"lp","deleted":true}`
	step := func(want string, quiet int64, lines ...string) *app.Rescreened {
		t.Helper()
		f.load(t, lines...)
		var got *app.Rescreened
		got, was = f.rescreened(t, src, day, path, was)
		var kinds []string
		for _, al := range got.Alerts {
			kinds = append(kinds, al.Shipment+" "+al.Kind)
		}
		if s := strings.Join(kinds, ", "); s != want || got.Quiet != quiet {
			t.Fatalf("after %s: alerts %q, %d quiet, want %q, %d: %+v", lines, s, got.Quiet, want, quiet, got.Alerts)
		}
		return got
	}
	r := step("k1 added", 0, listing)
	if c := r.Alerts[0].Causes; len(c) == 0 || c[0].Kind != query.CauseList || c[0].Record != "pierce/lp" {
		t.Errorf("the causes are %+v, want the listing pierce/lp first", c)
	}
	if r.Asked != 1 {
		t.Errorf("%d lines were asked again, want 1", r.Asked)
	}
	if err := f.a.Acknowledge(r.Alerts[0].ID, "ann", "another one"); err != nil {
		t.Fatal(err)
	}
	step("k1 cleared", 0, gone)
	step("", 1, listing) // just what was acknowledged
	step("k1 changed", 0, `{"id":"lq","party":"p","list":"us-bis-el","program":"T"}`)
	if err := f.a.Acknowledge(r.Alerts[0].ID, "ann", "again"); err == nil {
		t.Error("Acknowledge twice gives no error")
	}
	open, err := f.a.Alerts("kept", false)
	if err != nil || slices.ContainsFunc(open, func(al app.Alert) bool { return al.ID == r.Alerts[0].ID }) {
		t.Errorf("the open alerts are %v, %v", open, err)
	}
	if rep, err := f.a.Store.Verify(true); err != nil || !rep.OK() {
		t.Errorf("Verify = %v, %v", rep.Problems, err)
	}
}
