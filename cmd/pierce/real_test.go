package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

// folder is a data folder that a test works on through the command.
type folder struct {
	t    *testing.T
	h    *host
	data string
}

func newFolder(t *testing.T) *folder {
	f := &folder{t: t, h: &host{}, data: t.TempDir()}
	t.Cleanup(f.h.close)
	return f
}

// try runs a command and gives its output and exit code.
func (f *folder) try(args ...string) (out, errs string, code int) {
	f.t.Helper()
	var o, e bytes.Buffer
	code = f.h.serve(f.t.Context(), app.Request{Args: append([]string{"--data", f.data}, args...), Dir: f.data, Width: 80}, strings.NewReader(""), &o, &e)
	return o.String(), e.String(), code
}

// say runs a command that must succeed.
func (f *folder) say(args ...string) string {
	f.t.Helper()
	out, errs, code := f.try(args...)
	if code != 0 {
		f.t.Fatalf("pierce %s: exit code %d\n%s", strings.Join(args, " "), code, errs)
	}
	return out
}

// load runs an ingest and gives its counts.
func (f *folder) load(args ...string) (s loadSummary) {
	f.t.Helper()
	if err := json.Unmarshal([]byte(f.say(append([]string{"ingest", "--json"}, args...)...)), &s); err != nil {
		f.t.Fatal(err)
	}
	return s
}

func writeText(path, text string) error { return os.WriteFile(path, []byte(text), 0o600) }

// sharedData is the absolute path of the folder of public data.
func sharedData(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("absent from short runs: loads whole published lists; run without -short")
	}
	dir, err := filepath.Abs(sourcetest.Shared(t, "data"))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestRealCounts loads published lists and wants the counts that the files
// themselves have.
func TestRealCounts(t *testing.T) {
	shared := sharedData(t)
	list := func(parts ...string) string { return filepath.Join(append([]string{shared}, parts...)...) }
	f := newFolder(t)
	for _, c := range []struct {
		args                                    []string
		records, added, changed, removed, twice int64
	}{
		{[]string{"--as", "ofac", "--full", "--retrieved", "2021-07-07", list("watchlists", "ofac-sdn-2021-07")}, 8976, 8976, 0, 0, 0},
		{[]string{"--as", "ofac", "--full", "--retrieved", "2023-12-28", list("watchlists", "ofac-sdn-2023-12-28")}, 13821, 5637, 740, 792, 0},
		{[]string{"--as", "csl", "--full", "--retrieved", "2022-04-22", list("watchlists", "us-csl-2022-04", "consolidated.csv")}, 14160, 14159, 0, 0, 1},
		{[]string{"--as", "un", "--full", list("watchlists", "un-consolidated", "UN_consolidated.xml")}, 1003, 1003, 0, 0, 0},
		{[]string{"--as", "gleif", "--full", "--retrieved", "2021-01-01", list("registries", "gleif-lei-records", "lei-records.csv")}, 4971, 4971, 0, 0, 0},
	} {
		s := f.load(append(c.args, "--only-load")...)
		if s.Records+s.Duplicate != c.records || s.Added != c.added || s.Changed != c.changed || s.Removed != c.removed || s.Duplicate != c.twice {
			t.Errorf("%v: %+v, want %+v", c.args, s.Stats, c)
		}
	}
	oui := filepath.Join(f.data, "oui.map.json")
	if err := os.WriteFile(oui, []byte(`{"key":"Assignment","kind":"company","columns":{"Organization Name":"name","Organization Address":"address"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if s := f.load("--as", "csv", "--dataset", "ieee", "--map", oui, "--only-load", list("registries", "ieee-oui-organisations", "oui.csv")); s.Rows != 32530 || s.Added != 32527 || s.Duplicate != 3 {
		t.Errorf("IEEE: %+v, want 32,530 rows, 32,527 added, 3 whose key came before", s.Stats)
	}
	before := f.say("status", "--json")
	for _, c := range []struct{ args, want string }{
		{"--as ofac --full " + list("watchlists", "ofac-sdn-snapshots", "sdn-2024-05-04-EMPTY.csv"), "empty"},
		{"--as csl --full " + list("watchlists", "us-csl-2023-partial", "csl.csv"), "cut off"},
	} {
		_, errs, code := f.try(append([]string{"ingest"}, strings.Fields(c.args)...)...)
		if code != 1 || !strings.Contains(errs, c.want) {
			t.Errorf("ingest %s: exit code %d, %q; want 1 and %q", c.args, code, errs, c.want)
		}
	}
	if after := f.say("status", "--json"); after != before {
		t.Errorf("a refused list changed the status\nfrom %s\nto   %s", before, after)
	}
	if s := f.verifyOK(); s != "" {
		t.Error(s)
	}
}

func (f *folder) verifyOK() string {
	out, errs, code := f.try("verify")
	if code != 0 {
		return fmt.Sprintf("verify: exit code %d\n%s%s", code, out, errs)
	}
	return ""
}

// TestRealEnd wants a party that a later list lacks to be ended, not erased: a
// question as of a day before the end still sees it listed.
func TestRealEnd(t *testing.T) {
	shared := sharedData(t)
	f := newFolder(t)
	for _, l := range [][2]string{{"2021-07-07", "ofac-sdn-2021-07"}, {"2023-12-28", "ofac-sdn-2023-12-28"}} {
		f.say("ingest", "--as", "ofac", "--full", "--retrieved", l[0], "--only-load", filepath.Join(shared, "watchlists", l[1]))
	}
	f.say("resolve")
	gone := ""
	for line := range strings.Lines(f.say("export", "--as", "clusters")) {
		id, _, _ := strings.Cut(line, ",")
		if id == "record_id" || gone != "" {
			continue
		}
		if strings.Contains(f.say("show", id), "ended 2023-12-28") && strings.Contains(f.say("show", "--json", id), `"until":"2023-12-28"`) {
			gone = id
		}
	}
	if gone == "" {
		t.Fatal("no record of the first list ended with the second")
	}
	answer := func(asOf string) string {
		return f.say("trace", "--json", "--rule", "ofac-50", "--as-of", asOf, gone)
	}
	if got := answer("2023-12-27"); !strings.Contains(got, `"verdict":"yes","test"`) || !strings.Contains(got, `"tier":0`) {
		t.Errorf("trace %s as of the day before its end: %s, want yes at tier 0", gone, got)
	}
	if got := answer("2023-12-28"); strings.Contains(got, `"verdict":"yes"`) {
		t.Errorf("trace %s as of its end: %s, want no yes", gone, got)
	}
}

// TestRealOrder loads the same files in three orders, an older snapshot after
// a newer one among them, and wants the same partition; and the same order
// twice, and wants the same bytes.
func TestRealOrder(t *testing.T) {
	shared := sharedData(t)
	dir := filepath.Join(shared, "watchlists")
	loads := [][]string{
		{"--as", "ofac", "--full", "--retrieved", "2021-07-07", filepath.Join(dir, "ofac-sdn-2021-07")},
		{"--as", "ofac", "--full", "--retrieved", "2023-12-28", filepath.Join(dir, "ofac-sdn-2023-12-28")},
		{"--as", "un", "--full", filepath.Join(dir, "un-consolidated", "UN_consolidated.xml")},
		{"--as", "csl", "--full", "--retrieved", "2022-04-22", filepath.Join(dir, "us-csl-2022-04", "consolidated.csv")},
	}
	export := func(order ...int) string {
		f := newFolder(t)
		for _, i := range order {
			f.say(append([]string{"ingest"}, loads[i]...)...)
		}
		return f.say("export", "--as", "clusters")
	}
	first := export(0, 1, 2, 3)
	if again := export(0, 1, 2, 3); again != first {
		t.Error("the same order twice gives other bytes")
	}
	want := partition(first)
	for _, order := range [][]int{{3, 1, 0, 2}, {2, 3, 1, 0}} {
		got := partition(export(order...))
		if len(got) != len(want) {
			t.Errorf("order %v: %d parties, want %d", order, len(got), len(want))
		}
		different := 0
		for id, with := range want {
			if got[id] != with {
				if different++; different <= 3 {
					t.Errorf("order %v: %s stands with %s, want %s", order, id, got[id], with)
				}
			}
		}
		if different > 0 {
			t.Errorf("order %v: %d of %d parties stand otherwise", order, different, len(want))
		}
	}
}

// partition names each party's entity by the first party in it, so that
// partitions compare whatever their ids.
func partition(export string) map[string]string {
	first, out := map[string]string{}, map[string]string{}
	for line := range strings.Lines(export) {
		i := strings.LastIndexByte(line, ',')
		id, entity := line[:i], strings.TrimSpace(line[i+1:])
		if first[entity] == "" {
			first[entity] = id
		}
		out[id] = first[entity]
	}
	return out
}
