package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/fixtures"
)

// TestKilledCommands kills every other command that writes at random moments, each
// on a folder of its own. The folder must verify, and must be as before or as
// after the command; the same command again must bring it to as after. A
// judgement that was written and not resolved is told to be stale, and pierce
// resolve goes on. PIERCE_KILLS is how often each is killed.
func TestKilledCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("absent from short runs: kills processes for a minute; run without -short")
	}
	kills := 2
	if n, err := strconv.Atoi(os.Getenv("PIERCE_KILLS")); err == nil {
		kills = n
	}
	base := killBase(t)
	for _, c := range []struct {
		name  string
		args  []string
		file  string // that the command writes, beside the folder
		fresh bool   // the command begins with no folder
	}{
		{name: "judge", args: []string{"judge", "same", base.a, base.b, "--by", "t", "--why", "w"}},
		{name: "judge undo", args: []string{"judge", "undo", base.judged, "--by", "t", "--why", "w"}},
		{name: "drop", args: []string{"drop", "gleif"}},
		{name: "index", args: []string{"index", "--rebuild"}},
		{name: "token add", args: []string{"token", "add", "night", "--may", "read"}},
		{name: "token revoke", args: []string{"token", "revoke", "old"}},
		{name: "screen", args: []string{"screen", "--as-of", "2026-11-01", "--save", "third", "-o", "OUT/lines.jsonl", base.manifest}, file: "lines.jsonl"},
		{name: "rescreen", args: []string{"rescreen", "second", "-o", "OUT/alerts.jsonl"}, file: "alerts.jsonl"},
		{name: "alert ack", args: []string{"alert", "ack", base.alert, "--by", "t", "--why", "w"}},
		{name: "backup", args: []string{"backup", "-o", "OUT/copy.bak"}, file: "copy.bak"},
		{name: "restore", args: []string{"restore", base.backup}, fresh: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := func() (data string, args []string) {
				dir := t.TempDir()
				data = filepath.Join(dir, "data")
				if !c.fresh {
					if err := os.CopyFS(data, os.DirFS(base.data)); err != nil {
						t.Fatal(err)
					}
				}
				for _, a := range c.args {
					args = append(args, strings.ReplaceAll(a, "OUT", dir))
				}
				return data, args
			}
			data, args := folder()
			before := ""
			if !c.fresh {
				before = stateOf(t, data)
			}
			start := time.Now()
			pierce(t, data, args...)
			whole := time.Since(start)
			after := stateOf(t, data)
			if before == after && c.file == "" && c.name != "index" {
				t.Fatal("the command changes nothing that is looked at: the test shows nothing")
			}
			rng := rand.New(rand.NewPCG(2, uint64(len(c.name))))
			for range kills {
				data, args := folder()
				moment := time.Duration(rng.Int64N(int64(whole) * 11 / 10))
				killed := killAfter(t, data, moment, args...)
				if c.fresh {
					// What is there of a folder that was being made is not used: it is made again.
					if _, code := try(data, "verify"); code == 0 && stateOf(t, data) == after {
						continue
					}
					if err := os.RemoveAll(data); err != nil {
						t.Fatal(err)
					}
				} else {
					said, code := try(data, "verify")
					if code != 0 {
						t.Fatalf("killed after %v of %v: verify exits %d: %s", moment, whole, code, said)
					}
					if _, code := try(data, "export", "--as", "clusters"); code != 0 {
						if code != 4 || !strings.Contains(said, "pierce resolve") {
							t.Fatalf("killed after %v of %v: export exits %d, and verify says %q", moment, whole, code, said)
						}
						pierce(t, data, "resolve")
					}
					switch stateOf(t, data) {
					case after:
						if c.file == "" {
							continue
						}
					case before:
					default:
						t.Fatalf("killed after %v of %v (%t): the folder is neither as before nor as after", moment, whole, killed)
					}
				}
				if out, code := try(data, args...); code != 0 && !strings.Contains(out, "exists") {
					t.Fatalf("killed after %v of %v, and again: exit %d: %s", moment, whole, code, out)
				}
				if got := stateOf(t, data); got != after {
					t.Fatalf("killed after %v of %v, and again: the folder is not as after one that was not killed", moment, whole)
				}
			}
		})
	}
}

// base is a folder with something of everything in it.
type base struct{ data, manifest, a, b, judged, alert, backup string }

func killBase(t *testing.T) base {
	t.Helper()
	w := loadWorld(t)
	b := base{data: filepath.Join(w.dir, "data"), manifest: filepath.Join(w.dir, filepath.FromSlash(fixtures.Shipments)), backup: filepath.Join(w.dir, "base.bak")}
	one, other, strange := threeOfTwo(t, w.say("export", "--as", "clusters"))
	b.a, b.b = one, strange
	w.say("judge", "same", one, other, "--by", "t", "--why", "first")
	b.judged = idOf(t, w.say("judge", "list", "--json"))
	w.say("token", "add", "old", "--may", "read")
	for _, name := range []string{"first", "second"} {
		w.say("screen", "--as-of", "2026-11-01", "--save", name, "-o", filepath.Join(w.dir, name+".jsonl"), b.manifest)
	}
	w.say("drop", "ofac")
	w.say("rescreen", "first", "-o", filepath.Join(w.dir, "alerts.jsonl"))
	b.alert = idOf(t, w.say("alert", "list", "--json"))
	w.say("backup", "-o", b.backup)
	w.h.close()
	return b
}

// idOf is the id of the first object that a command printed.
func idOf(t *testing.T, lines string) string {
	t.Helper()
	var v struct {
		ID string `json:"id"`
	}
	first, _, _ := strings.Cut(lines, "\n")
	if err := json.Unmarshal([]byte(first), &v); err != nil || v.ID == "" {
		t.Fatalf("no id in %q: %v", first, err)
	}
	return v.ID
}

// threeOfTwo are two parties of one entity, and a company of another, as an export
// of clusters has them.
func threeOfTwo(t *testing.T, clusters string) (one, other, strange string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(clusters)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	first := map[string]string{}
	for _, r := range rows[1:] {
		switch party, entity := r[0], r[1]; {
		case one == "" && first[entity] != "":
			one, other = first[entity], party
		case one != "" && first[entity] == "" && strings.HasPrefix(party, "hk-registry/") && !strings.Contains(party, "/P-"):
			return one, other, party
		default:
			first[entity] = party
		}
	}
	t.Fatalf("no two entities to judge: %q, %q", one, other)
	return "", "", ""
}

// moments and secrets differ from one run to the next.
var moments = regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.]+(Z|[+-]\d\d:\d\d)|"hash":"[^"]*"|"id":"[a-z0-9]{8}"`)

// stateOf is what the reading commands say of a folder, without the moments at
// which it came about.
func stateOf(t *testing.T, data string) string {
	t.Helper()
	var all strings.Builder
	for _, args := range [][]string{{"export", "--as", "clusters"}, {"judge", "list", "--json"}, {"alert", "list", "--all", "--json"}, {"token", "list", "--json"}, {"licence", "list", "--json"}, {"search", "lumenpeak", "--json"}} {
		out, code := try(data, args...)
		if code != 0 && !(code == 3 && args[0] == "search") {
			t.Fatalf("pierce %s: exit %d: %s", strings.Join(args, " "), code, out)
		}
		all.WriteString(moments.ReplaceAllString(out, "…"))
	}
	return all.String()
}

// try runs a command in this process and gives what it prints, and its exit code.
func try(data string, args ...string) (string, int) {
	h := &host{}
	defer h.close()
	var out, errs bytes.Buffer
	dir := filepath.Dir(data)
	code := h.serve(context.Background(), app.Request{Args: append([]string{"--data", data}, args...), Dir: dir, Width: 80}, strings.NewReader(""), &out, &errs)
	return out.String() + errs.String(), code
}
