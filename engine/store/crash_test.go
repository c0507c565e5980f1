package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pierce-er/pierce/engine"
)

// crashDir names the folder in which a copy of the test works until it is
// killed.
const crashDir = "PIERCE_STORE_CRASH_DIR"

// TestMain runs the work of TestKill where it is asked to, else the tests.
func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		if err := crashWork(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// crashWork is what TestKill disturbs: loads that stream, full ones, a drop, a
// derivation after each, small and large. Each step is left out if it is done,
// as a person would who runs the command again.
func crashWork(dir string) error {
	s, err := Open(Options{Dir: dir})
	if err != nil {
		return err
	}
	defer s.Close()
	for step := range 5 {
		name := fmt.Sprint("step", step)
		if at, err := s.Cursor(name); err != nil || at > 0 {
			if err != nil {
				return err
			}
			continue
		}
		if err := crashLoad(s, Load{Dataset: "d", Format: "x", Stamp: name, Retrieved: day(step + 1), Full: step%2 == 1, AcceptShrink: true}, 3000-400*step); err != nil {
			return err
		}
		if err := crashDerive(s, step); err != nil {
			return err
		}
		if err := s.SetCursor(name, s.Seq()); err != nil {
			return err
		}
	}
	return nil
}

// crashLoad loads n records, with a batch every few hundred, unless the load
// is committed already.
func crashLoad(s *Store, l Load, n int) error {
	for _, r := range s.cat.Load().of(l.Dataset) {
		if r.Stamp == l.Stamp && r.State == committed {
			return nil
		}
	}
	ld, err := s.Begin(l)
	if err != nil {
		return err
	}
	skip, _ := ld.Resume()
	for i := skip; i < int64(n); i++ {
		r := company(fmt.Sprintf("%05d", i), fmt.Sprint("Name ", i%7+int64(l.Retrieved.Day())/2))
		if i%3 == 0 {
			r.Interests = []engine.Interest{{Owner: "d/00001", Owned: r.ID.Party(), Kind: engine.Shares}}
		}
		if _, err := ld.Put(r); err != nil {
			return err
		}
		ld.Mark(i + 1)
		if i%300 == 299 {
			if err := ld.flush(); err != nil {
				return err
			}
		}
	}
	_, err = ld.Commit()
	return err
}

// crashDerive writes entities that count on those of the step before, so that
// a step done twice, or half, shows.
func crashDerive(s *Store, step int) error {
	seq := s.Seq()
	if at, err := s.Cursor("resolve"); err != nil || at == seq-1 || at == seq {
		return err // its own entry is the last of the log, or nothing is new
	}
	write := func(d *Derivation) error {
		var changed []engine.EntityID
		for i := range 200 + 9000*(step%2) {
			p := engine.PartyID(fmt.Sprintf("d/%05d", i))
			e := &engine.Entity{ID: engine.EntityID(fmt.Sprintf("e%05d", i)), Name: "+", Parties: []engine.PartyID{p}}
			if old, err := s.Entity(e.ID); err == nil {
				e.Name += old.Name
			}
			d.PutEntity(e)
			d.SetMember(p, e.ID)
			d.SetStakes(e.ID, []engine.Stake{{Owner: "e00001", Owned: e.ID, Kind: engine.Shares}})
			if i < 100 {
				changed = append(changed, e.ID)
			}
		}
		return d.Commit("resolve", seq, changed)
	}
	if step == 2 {
		return s.ReplaceDerived("resolve", write)
	}
	d, err := s.NewDerivation("resolve")
	if err != nil {
		return err
	}
	return write(d)
}

// picture is everything a reader can see of a store.
func picture(t *testing.T, dir string) []string {
	t.Helper()
	s := openDir(t, dir)
	defer s.Close()
	var out []string
	put := func(v any) { out = append(out, fmt.Sprintf("%+v", v)) }
	err := s.eachHistory("", true, func(id engine.RecordID, all []sighting, cat *catalog) error {
		vs, err := versionsOf(cat.counting(all, 0), cat.snapshots[id.Dataset()])
		for i := range vs {
			r, err := vs[i].decode()
			if err != nil {
				return err
			}
			put(*r)
		}
		return err
	})
	err = errors.Join(err,
		s.Claims(func(c Claim) error { put(c); return nil }),
		s.Entities(func(e *engine.Entity) error { put(*e); return nil }),
		s.Stakes(func(c engine.Stake) error { put(c); return nil }),
		s.Changes(0, func(c Change) error { put(c); return nil }))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := s.Verify(true); err != nil || !r.OK() {
		t.Errorf("Verify(true) = %v, %v", r.Problems, err)
	}
	return out
}

// TestKill kills a process at random moments of loading and deriving, runs it
// again until it is through, and wants the picture of an undisturbed run.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	calm, wild := t.TempDir(), t.TempDir()
	if err := crashWork(calm); err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	kills := 0
	for run := 0; ; run++ {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), crashDir+"="+wild)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		wait := time.Duration(30+rnd.IntN(250)) * time.Millisecond
		if kills >= 12 {
			wait = time.Minute
		}
		var err error
		select {
		case err = <-done:
		case <-time.After(wait):
			kills++
			if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
				t.Fatal(err)
			}
			<-done
			continue
		}
		if err != nil {
			t.Fatalf("run %d after %d kills: %v\n%s", run, kills, err, stderr.String())
		}
		break
	}
	t.Logf("killed %d times", kills)
	if diff := cmp.Diff(picture(t, calm), picture(t, wild)); diff != "" {
		t.Errorf("after kills (-undisturbed +killed):\n%.4000s", diff)
	}
}

// TestCopyWhileLoading opens copies of the folder that were taken while a load
// was running: each is as after some whole number of batches, and the load
// goes on from there to the same end.
func TestCopyWhileLoading(t *testing.T) {
	dir := t.TempDir()
	s := openDir(t, dir)
	defer s.Close()
	l := Load{Dataset: "d", Format: "x", Stamp: "s", Retrieved: day(1), Full: true}
	ld, err := s.Begin(l)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 600 {
		if _, err := ld.Put(company(fmt.Sprintf("%05d", i), "Name")); err != nil {
			t.Fatal(err)
		}
		ld.Mark(int64(i + 1))
		if i%200 == 199 {
			if err := ld.settle(); err != nil {
				t.Fatal(err)
			}
			checkCopy(t, dir, l, int64(i+1))
		}
	}
	if err := ld.Suspend(); err != nil {
		t.Fatal(err)
	}
}

func checkCopy(t *testing.T, dir string, l Load, rows int64) {
	t.Helper()
	to := t.TempDir()
	copyDir(t, dir, to)
	s := openDir(t, to)
	defer s.Close()
	if _, err := s.Record("d/00001"); !errors.Is(err, engine.NotFound) {
		t.Errorf("Record of a pending load = %v, want NotFound", err)
	}
	ld, err := s.Begin(l)
	if err != nil {
		t.Fatal(err)
	}
	if got, at := ld.Resume(); got != rows || !at.Equal(l.Retrieved) {
		t.Errorf("Resume() = %d, %v; want %d, %v", got, at, rows, l.Retrieved)
	}
	if st, err := ld.Commit(); err != nil || st.Added != rows {
		t.Errorf("Commit() = %+v, %v; want %d added", st, err, rows)
	}
	if r, err := s.Verify(true); err != nil || !r.OK() || r.Records != rows {
		t.Errorf("Verify(true) = %+v, %v; want %d records", r, err, rows)
	}
}

// copyDir copies a store's files, leaving out runs of zeros: Badger's logs are
// mostly holes.
func copyDir(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		rel := strings.TrimPrefix(path, from)
		if err != nil || e.Name() == "LOCK" {
			return err
		}
		if e.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		return copySparse(path, filepath.Join(to, rel))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func copySparse(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	buf, zero := make([]byte, 1<<20), make([]byte, 1<<20)
	for at := int64(0); ; {
		n, err := io.ReadFull(in, buf)
		if n > 0 && !bytes.Equal(buf[:n], zero[:n]) {
			if _, err := out.WriteAt(buf[:n], at); err != nil {
				return err
			}
		}
		at += int64(n)
		if err != nil {
			return errors.Join(out.Truncate(at), out.Close())
		}
	}
}
