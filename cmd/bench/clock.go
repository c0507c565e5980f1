package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
)

// stage runs one stage in bulk and adds its row.
func (w *world) stage(name, unit, ceiling string, work func() (int64, error)) error {
	settle()
	start := time.Now()
	n, err := work()
	took := time.Since(start).Seconds()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return w.done(row{Stage: name, Unit: unit, N: n, Seconds: took, Rate: float64(n) / took, Ceiling: ceiling})
}

// each runs one question n times, one after the other, and adds its row.
func (w *world) each(name, unit, ceiling string, n int, ask func(i int) error) error {
	settle()
	took := make([]time.Duration, n)
	begin := time.Now()
	for i := range n {
		start := time.Now()
		if err := ask(i); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		took[i] = time.Since(start)
	}
	all := time.Since(begin).Seconds()
	slices.Sort(took)
	at := func(p float64) float64 {
		return float64(took[min(n-1, int(p*float64(n)))].Microseconds()) / 1000
	}
	return w.done(row{Stage: name, Unit: unit, N: int64(n), Seconds: all, Rate: float64(n) / all, P50: at(0.5), P95: at(0.95), P99: at(0.99), Ceiling: ceiling})
}

// done adds a row with what the process and the disk hold.
func (w *world) done(r row) error {
	r.PeakMiB = peak()
	bytes, err := size(filepath.Join(w.dir, "data"))
	r.DiskMiB = float64(bytes) / (1 << 20)
	w.report.add(r)
	fmt.Fprintf(w.progress, "%-26s %9d in %7.1f s: %9.0f/s, peak %5.0f MiB\n", r.Stage, r.N, r.Seconds, r.Rate, r.PeakMiB)
	return err
}

// settle gives memory back, so that a stage is not charged for the one before
// it, and makes the kernel forget the peak.
func settle() {
	runtime.GC()
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0o200) // where there is none, peak gives 0 or the peak of all
}

// peak is the most resident memory since settle in MiB, 0 where the system does
// not tell.
func peak() float64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.SplitSeq(string(b), "\n") {
		if v, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(v), " kB"), 64) // 0 where it is no number
			return kb / 1024
		}
	}
	return 0
}

// size is how many bytes what lies under a folder takes, 0 where there is none.
func size(dir string) (n int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		if info, err := d.Info(); err == nil { // files come and go while a store compacts
			n += occupied(info)
		}
		return nil
	})
	return n, err
}
