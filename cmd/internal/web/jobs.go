package web

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/ingest"
)

// The bounds of screening on a page; larger manifests go through the command or
// the API, which write as they read.
const (
	maxJobs    = 8         // kept at once; the oldest that is done goes first
	maxUpload  = 256 << 20 // bytes of a manifest
	maxLines   = 200_000   // lines that a table holds, some 200 bytes each
	maxRejects = 1000      // bad rows that are shown
)

// jobs are the manifests that were dropped on the pages since the server began.
type jobs struct {
	mu   sync.Mutex
	dir  string
	list []*job
}

// job is one manifest under way, or done.
type job struct {
	ID   string
	Name string // of the file, as the browser said
	By   string
	AsOf string
	At   time.Time
	end  context.CancelFunc

	mu       sync.Mutex // guards what is below
	lines    []lineRow
	rejected int64
	rejects  []string
	failed   string
	done     bool
	results  *os.File // a result a line of JSON
	written  int64
}

// lineRow is what a table shows of a line, and where its result stands.
type lineRow struct {
	Line    int64
	ID      string
	Who     string
	Score   float64
	Worst   own.Answer
	Rules   string // that say so
	Signs   string
	Goods   string
	at, end int64
}

// add keeps a job, and lets go of an old one.
func (j *jobs) add(x *job) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	for i := 0; len(j.list) >= maxJobs && i < len(j.list); {
		if !j.list[i].state().Done {
			i++
			continue
		}
		j.list[i].close()
		j.list = append(j.list[:i:i], j.list[i+1:]...)
	}
	if len(j.list) >= maxJobs {
		return &engine.Error{Code: engine.Locked, Err: fmt.Errorf("%d manifests are being screened already", len(j.list)), Hint: "wait until one is done"}
	}
	j.list = append(j.list, x)
	return nil
}

// find gives a job; nil where there is none.
func (j *jobs) find(id string) *job {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, x := range j.list {
		if x.ID == id {
			return x
		}
	}
	return nil
}

// recent are the jobs, the latest first.
func (j *jobs) recent() []jobState {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := make([]jobState, 0, len(j.list))
	for i := len(j.list) - 1; i >= 0; i-- {
		out = append(out, j.list[i].state())
	}
	return out
}

// jobState is how far a job is.
type jobState struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Lines    int    `json:"lines"`
	Rejected int64  `json:"rejected"`
	Done     bool   `json:"done"`
	Failed   string `json:"failed,omitempty"`
}

func (x *job) state() jobState {
	x.mu.Lock()
	defer x.mu.Unlock()
	s := jobState{ID: x.ID, Name: x.Name, Lines: len(x.lines), Rejected: x.rejected, Done: x.done, Failed: x.failed}
	return s
}

// close lets go of a job's files, which have no name any more.
func (x *job) close() {
	x.end()
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.results != nil {
		_ = x.results.Close() // nobody reads it any more
	}
}

// nameless makes a file that is gone when it is closed. Where a system cannot
// remove an open file, it is left to the temporary folder.
func nameless(dir string) (*os.File, error) {
	f, err := os.CreateTemp(dir, "pierce-page-*")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(f.Name())
	return f, nil
}

// start screens a manifest in the background, and removes its file at the end.
func (s *site) start(x *job, manifest string, in ingest.Options, asOf engine.Date) error {
	var err error
	if x.results, err = nameless(s.jobs.dir); err != nil {
		return err
	}
	x.ID = strings.ToLower(rand.Text()[:12])
	ctx, cancel := context.WithCancel(context.Background())
	x.end = cancel
	if err := s.jobs.add(x); err != nil {
		cancel()
		return errors.Join(err, x.results.Close())
	}
	in.Paths = []string{manifest}
	go func() {
		defer cancel()
		defer os.Remove(manifest) // the system clears what is left
		x.finish(s.run(ctx, x, in, asOf))
	}()
	return nil
}

func (x *job) finish(err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.done = true
	if err != nil {
		x.failed = short(err.Error(), 500)
	}
}

// errTooLong ends the screening of a manifest that is too long for a page.
var errTooLong = &engine.Error{Code: engine.Invalid, Err: fmt.Errorf("the manifest has over %d lines: the rest was not screened", maxLines), Hint: "pierce screen FILE has no such bound"}

// write adds a result to the job's file and table.
func (x *job) write(out io.Writer, r *screen.Result) error {
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if _, err := out.Write(append(b, '\n')); err != nil {
		return err
	}
	row := rowOf(r)
	x.mu.Lock()
	defer x.mu.Unlock()
	row.at, row.end = x.written, x.written+int64(len(b))
	x.written += int64(len(b)) + 1
	x.lines = append(x.lines, row)
	if len(x.lines) >= maxLines {
		return errTooLong
	}
	return nil
}

// run screens all lines.
func (s *site) run(ctx context.Context, x *job, in ingest.Options, asOf engine.Date) error {
	out := bufio.NewWriterSize(x.results, 1<<16)
	_, err := s.app.ScreenFile(ctx, in, screenOptions(asOf), func(r *screen.Result) error {
		return x.write(out, r)
	}, func(bad ingest.RowError) error {
		x.mu.Lock()
		defer x.mu.Unlock()
		x.rejected++
		if len(x.rejects) < maxRejects {
			x.rejects = append(x.rejects, short((&bad).Error(), 500))
		}
		return nil
	})
	return errors.Join(err, out.Flush())
}

// result reads one line's result back.
func (x *job) result(line int64) (*screen.Result, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := range x.lines {
		row := &x.lines[i]
		if row.Line != line {
			continue
		}
		b := make([]byte, row.end-row.at)
		if _, err := x.results.ReadAt(b, row.at); err != nil {
			return nil, err
		}
		r := new(screen.Result)
		return r, json.Unmarshal(b, r)
	}
	return nil, notFound(fmt.Sprintf("line %d", line))
}
