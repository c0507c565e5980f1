package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/cmd/internal/export"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/screen"
)

// checkpointRows is after how many rows a partial output is synced, with what is
// needed to go on: some seconds of work.
const checkpointRows = 10_000

// stageOut writes FILE.partial, which becomes FILE once it is whole. Beside it
// FILE.partial.state says up to where it counts.
type stageOut struct {
	path  string
	form  form
	f     *os.File
	w     *bufio.Writer
	size  int64
	buf   bytes.Buffer
	state stageState
	tally *tally
	make  func(w io.Writer) error // makes the file out of the partial one; nil where it is that
}

// stageState is what a run that was killed leaves.
type stageState struct {
	Run   string      `json:"run"`   // hash of what the output depends on
	AsOf  engine.Date `json:"as_of"` // of the run: a day later it is still that day's
	Bytes int64       `json:"bytes"` // of the partial file that count
	Tally *tally      `json:"tally"`
}

// stage opens the output to a file: a new one, or with --resume the one that a
// killed run left.
func (c *screenCmd) stage(e *env, a *app.App, x *app.Screening, t *tally) (*stageOut, error) {
	s := &stageOut{path: e.path(c.Out), tally: t}
	if err := replaceable(s.path); err != nil {
		return nil, err
	}
	switch c.Format {
	case "csv":
		s.form = csvLines{}
	case "parquet":
		s.form, s.make = rowLines{}, s.parquet
	case "html":
		s.form, s.make = noLines{}, func(w io.Writer) error { return e.page(a, t, w) }
	default:
		s.form = jsonLines{}
	}
	old, err := s.left(c.Resume)
	if err != nil {
		return nil, err
	}
	if old != nil && c.AsOf == "" {
		x.Options.AsOf = old.AsOf
	}
	if c.Manifest != "-" {
		x.Terms.Manifest, err = app.StampManifest(x.In.Paths...)
		if err != nil {
			return nil, err
		}
	}
	s.state = stageState{AsOf: x.Options.AsOf}
	if s.state.Run, err = runHash(c, a, x); err != nil {
		return nil, err
	}
	if old != nil && old.Run != s.state.Run {
		return nil, &engine.Error{Op: "screen", ID: s.partial(), Code: engine.Stale, Err: errors.New("the manifest, the data or the flags are others than when it was written"),
			Hint: "run it without --resume to begin anew"}
	}
	return s, s.open(old)
}

func (s *stageOut) partial() string   { return s.path + ".partial" }
func (s *stageOut) statePath() string { return s.path + ".partial.state" }

// left reads what a killed run left; nil where there is nothing to go on with.
func (s *stageOut) left(resume bool) (*stageState, error) {
	if !resume {
		return nil, nil
	}
	b, err := os.ReadFile(s.statePath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // killed before the first checkpoint, or never begun
	}
	if err != nil {
		return nil, err
	}
	old := &stageState{}
	if err := json.Unmarshal(b, old); err != nil || old.Tally == nil {
		return nil, &engine.Error{Op: "screen", ID: s.statePath(), Code: engine.Corrupt, Err: err, Hint: "run it without --resume to begin anew"}
	}
	return old, nil
}

// runHash is what the bytes of the output depend on.
func runHash(c *screenCmd, a *app.App, x *app.Screening) (string, error) {
	world, err := a.Query.World()
	if err != nil {
		return "", err
	}
	var sums []string
	for _, f := range x.Terms.Manifest.Files {
		sums = append(sums, f.SHA256)
	}
	b, err := json.Marshal([]any{c.As, c.Encoding, c.Format, c.FailOn, x.In.Map, x.Options.AsOf, x.Options.Volumes, sums, world})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// open opens the partial file: cut to what counts of an old one, or new.
func (s *stageOut) open(old *stageState) error {
	var err error
	if s.f, err = os.OpenFile(s.partial(), os.O_CREATE|os.O_RDWR, 0o644); err != nil {
		return err
	}
	s.w = bufio.NewWriterSize(s.f, 1<<20)
	if old == nil {
		if err := s.f.Truncate(0); err != nil {
			return err
		}
		_ = os.Remove(s.statePath()) // of a run that is not gone on with
		return s.write(s.form.heading())
	}
	if info, err := s.f.Stat(); err != nil || info.Size() < old.Bytes {
		return &engine.Error{Op: "screen", ID: s.partial(), Code: engine.Corrupt, Err: errors.Join(err, errors.New("it is shorter than its state says")), Hint: "run it without --resume to begin anew"}
	}
	g := s.tally.Gate
	g.Met = old.Tally.Gate.Met
	*s.tally = *old.Tally
	s.tally.Gate = g
	s.size = old.Bytes
	if err := s.f.Truncate(old.Bytes); err != nil {
		return err
	}
	_, err = s.f.Seek(old.Bytes, io.SeekStart)
	return err
}

func (s *stageOut) skip() int64 { return s.tally.Rows }

func (s *stageOut) write(b []byte) error {
	n, err := s.w.Write(b)
	s.size += int64(n)
	return err
}

func (s *stageOut) line(r *screen.Result) error {
	s.buf.Reset()
	if err := s.form.line(&s.buf, r); err != nil {
		return err
	}
	if err := s.write(s.buf.Bytes()); err != nil {
		return s.failed(err)
	}
	if s.tally.Lines%checkpointRows == 0 {
		return s.failed(s.checkpoint())
	}
	return nil
}

// checkpoint makes what was written count, whatever happens from now on.
func (s *stageOut) checkpoint() error {
	if err := errors.Join(s.w.Flush(), s.f.Sync()); err != nil {
		return err
	}
	s.state.Bytes, s.state.Tally = s.size, s.tally
	b, err := json.Marshal(&s.state)
	if err != nil {
		return err
	}
	return writeFile(s.statePath(), func(w io.Writer) error { _, err := w.Write(b); return err })
}

// failed says what an output that could not be written leaves.
func (s *stageOut) failed(err error) error {
	if err == nil {
		return nil
	}
	return &engine.Error{Op: "screen", ID: s.path, Err: fmt.Errorf("the output is not whole: %w", err),
		Hint: "make room, then run the same command with --resume"}
}

// end puts the file in its place, or leaves the partial one to be gone on with.
// Of a manifest that changed meanwhile nothing is left.
func (s *stageOut) end(run error) error {
	defer s.f.Close()
	if errors.Is(run, engine.Stale) {
		_, _ = os.Remove(s.partial()), os.Remove(s.statePath()) // they are no part of any result
		return run
	}
	if err := s.checkpoint(); err != nil || run != nil {
		if run != nil {
			return run
		}
		return s.failed(err)
	}
	if s.make != nil {
		if err := writeFile(s.path, s.make); err != nil {
			return s.failed(err)
		}
		return errors.Join(os.Remove(s.partial()), os.Remove(s.statePath()))
	}
	return errors.Join(os.Rename(s.partial(), s.path), os.Remove(s.statePath()))
}

// parquet makes the table of the rows in the partial file.
func (s *stageOut) parquet(w io.Writer) error {
	if _, err := s.f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	t := export.NewTable(w)
	dec := json.NewDecoder(bufio.NewReaderSize(s.f, 1<<20))
	for {
		var row export.LineRow
		err := dec.Decode(&row)
		if errors.Is(err, io.EOF) {
			return t.Close()
		}
		if err != nil {
			return err
		}
		if err := t.Add(row); err != nil {
			return err
		}
	}
}
