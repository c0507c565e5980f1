package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/registry/native"
)

// TestMain makes the test binary the process that TestKill kills.
func TestMain(m *testing.M) {
	if dir := os.Getenv("INGEST_KILL_DIR"); dir != "" {
		if _, err := loadInto(dir, os.Getenv("INGEST_KILL_FILE"), os.Getenv("INGEST_KILL_FULL") != ""); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// loadInto loads a file into the store in a folder.
func loadInto(dir, path string, full bool) (s ingest.Stats, err error) {
	st, err := store.Open(store.Options{Dir: filepath.Join(dir, "store"), Now: clock})
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return ingest.Run(context.Background(), st, ingest.Options{Source: native.Source{}, Paths: []string{path}, Full: full,
		Now: clock, Retrieved: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC), Rejects: filepath.Join(dir, "rejects")})
}

// moments is how often TestKill kills.
const moments = 5

// TestKill kills a loading process at random moments and then lets it
// finish: records, counts and the file of rejects are those of a load that was
// left alone.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("starts ten processes")
	}
	path := write(t, "p.jsonl", parties(20_000))
	for _, full := range []bool{false, true} {
		alone, killed := t.TempDir(), t.TempDir()
		start := time.Now()
		want, err := loadInto(alone, path, full)
		if err != nil {
			t.Fatal(err)
		}
		whole := time.Since(start)
		random := rand.New(rand.NewPCG(1, 2))
		kills := 0
		for range moments {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), "INGEST_KILL_DIR="+killed, "INGEST_KILL_FILE="+path)
			if full {
				cmd.Env = append(cmd.Env, "INGEST_KILL_FULL=1")
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			timer := time.AfterFunc(time.Duration(random.Int64N(int64(whole))), func() { cmd.Process.Kill() })
			err := cmd.Wait()
			timer.Stop()
			if err != nil {
				kills++
			}
		}
		got, err := loadInto(killed, path, full)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("full=%v: killed %d times, resumed at row %d of %d", full, kills, got.Resumed, got.Rows)
		if d := cmp.Diff(stored(t, alone, want), stored(t, killed, got)); d != "" {
			t.Errorf("full=%v: killed %d times, other contents (-left alone +killed):\n%.2000s", full, kills, d)
		}
		if got.Same == got.Records {
			continue // it had finished before the last kill: this run was a second load
		}
		got.Resumed, got.RejectFile, want.RejectFile, got.Seq, want.Seq = 0, "", "", 0, 0
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("full=%v: killed %d times, other counts (-left alone +killed):\n%s", full, kills, d)
		}
	}
}

// stored are the records of the store in a folder, and the rejects.
func stored(t testing.TB, dir string, s ingest.Stats) []string {
	t.Helper()
	st, err := store.Open(store.Options{Dir: filepath.Join(dir, "store"), Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	out := contents(t, st, s)
	if len(out) < 1000 || !strings.Contains(strings.Join(out[len(out)-10:], ""), `"reason"`) {
		t.Fatalf("%d lines of contents, want all records and the rejects", len(out))
	}
	return out
}
