package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/pierce-er/pierce/fixtures/synth"
)

// TestKilledAtAnyMoment kills a load, and a resolution, at random moments with
// a signal that no process can catch, runs the same command again, and wants
// the export of an undisturbed run, byte for byte.
func TestKilledAtAnyMoment(t *testing.T) {
	if testing.Short() {
		t.Skip("absent from short runs: kills processes for some minutes; run without -short")
	}
	world := t.TempDir()
	m, err := synth.Write(world, synth.Options{Seed: 7, Records: 4000})
	if err != nil {
		t.Fatal(err)
	}
	reg := m.Loads[0]
	load := []string{"ingest", "--as", reg.Format, "--dataset", reg.Dataset, "--retrieved", reg.Retrieved}
	for _, f := range reg.Files {
		load = append(load, filepath.Join(world, filepath.FromSlash(f)))
	}
	for _, c := range []struct {
		name    string
		prepare [][]string
		kill    []string
	}{
		{"ingest", nil, load},
		{"full ingest", nil, append([]string{"ingest", "--full"}, load[1:]...)},
		{"resolve", [][]string{append([]string{"ingest", "--only-load"}, load[1:]...)}, []string{"resolve", "--all"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			clean := t.TempDir()
			for _, args := range append(c.prepare, c.kill) {
				pierce(t, clean, args...)
			}
			want := pierce(t, clean, "export", "--as", "clusters")
			rng := rand.New(rand.NewPCG(1, uint64(len(c.name))))
			data := t.TempDir()
			for _, args := range c.prepare {
				pierce(t, data, args...)
			}
			killed := 0
			for range 10 {
				if killAfter(t, data, time.Duration(rng.IntN(1500))*time.Millisecond, c.kill...) {
					killed++
				}
			}
			if killed == 0 {
				t.Log("every run ended before it was to be killed: the machine is fast, or the world too small")
			}
			pierce(t, data, c.kill...)
			pierce(t, data, "verify")
			if got := pierce(t, data, "export", "--as", "clusters"); !bytes.Equal(got, want) {
				t.Errorf("after %d kills the export differs from that of an undisturbed run: %d and %d bytes", killed, len(got), len(want))
			}
		})
	}
}

// pierce runs the command as a process and gives its output.
func pierce(t *testing.T, data string, args ...string) []byte {
	t.Helper()
	cmd := command(data, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("pierce %v: %v\n%s", args, err, errs.Bytes())
	}
	return out.Bytes()
}

// killAfter starts the command and kills it; false if it ended by itself.
func killAfter(t *testing.T, data string, after time.Duration, args ...string) bool {
	t.Helper()
	cmd := command(data, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Fatalf("pierce %v: %v\n%s", args, err, errs.Bytes())
		}
		return false
	case <-time.After(after):
		_ = cmd.Process.Kill() // it may have ended just now
		<-done
		return true
	}
}

func command(data string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], append([]string{"--data", data}, args...)...)
	cmd.Env = append(os.Environ(), "PIERCE_TEST_RUN=1")
	return cmd
}
