package main

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"
)

// meter shows how far long work has come, on standard error and only on a
// terminal.
type meter struct {
	e     *env
	bar   *progressbar.ProgressBar
	stage string
}

func (e *env) progress() *meter { return &meter{e: e} }

// bytes shows progress through input of a known size with the rows so far.
func (m *meter) bytes(stage string, read, size, rows int64) {
	if !m.e.terminal {
		return
	}
	m.start(stage, size, true)
	m.bar.Describe(fmt.Sprintf("%s: %s rows", stage, thousands(rows)))
	_ = m.bar.Set64(min(read, max(size, 1))) // a bar that cannot be drawn is no failure of the work
}

// count shows progress through a number of steps.
func (m *meter) count(stage string, done, total int64) {
	if !m.e.terminal {
		return
	}
	m.start(stage, total, false)
	_ = m.bar.Set64(min(done, max(total, 1))) // as above
}

// start begins a new bar where the stage changes.
func (m *meter) start(stage string, total int64, bytes bool) {
	if m.bar != nil && m.stage == stage {
		return
	}
	m.done()
	if total <= 0 {
		total = -1
	}
	m.stage = stage
	m.bar = progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(m.e.stderr), progressbar.OptionSetDescription(stage),
		progressbar.OptionShowBytes(bytes), progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(24))
}

// done clears the bar.
func (m *meter) done() {
	if m.bar != nil {
		_ = m.bar.Finish() // as above
		m.bar = nil
	}
}
