package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/store"
)

// verifyCmd checks the data folder.
type verifyCmd struct {
	Quick bool `help:"Check the structure only, not every record's content."`
}

// Help gives an example under the flags.
func (*verifyCmd) Help() string {
	return `Reads every key, checks every record against its hash, every posting against
its record, and the chain of the audit log. Exit 1 if anything is wrong. What was
loaded or judged and not resolved since, as when a command was killed, is not
wrong: it is told with the command that goes on.

Example:
  pierce verify`
}

// Run verifies and prints the report.
func (c *verifyCmd) Run(e *env) error {
	a, err := e.open(false)
	if err != nil {
		return err
	}
	r, err := a.Store.Verify(!c.Quick)
	if err != nil {
		return err
	}
	status, err := a.Status()
	if err != nil {
		return err
	}
	if e.json {
		if err := e.printJSON(struct {
			store.Report
			Stale string `json:"stale,omitempty"`
		}{r, status.Stale}); err != nil {
			return err
		}
	} else {
		printVerified(e, r)
		if status.Stale != "" {
			e.printf("stale: %s\n", status.Stale)
		}
	}
	if !r.OK() {
		return &engine.Error{Op: "verify", ID: a.Dir, Code: engine.Corrupt, Err: fmt.Errorf("%d problems", r.Found),
			Hint: "restore a backup, or load the datasets into a new folder"}
	}
	return nil
}

// backupCmd copies the store.
type backupCmd struct {
	Out   string `short:"o" required:"" placeholder:"FILE" help:"Where to write; - is standard output."`
	Force bool   `help:"Write over a file that is there."`
}

// Help gives an example under the flags.
func (*backupCmd) Help() string {
	return `Works while other commands read. The copy holds everything but the index, which
pierce restore builds again.

Example:
  pierce backup -o pierce-2026-11-23.bak`
}

// Run writes the copy beside its name and renames it when it is whole.
func (c *backupCmd) Run(e *env) error {
	a, err := e.open(false)
	if err != nil {
		return err
	}
	if c.Out == "-" {
		_, err := a.Store.Backup(e.stdout, 0)
		return err
	}
	path := e.path(c.Out)
	if _, err := os.Stat(path); err == nil && !c.Force {
		return &engine.Error{Op: "backup", ID: path, Code: engine.Exists, Hint: "--force writes over it"}
	}
	if err := replaceable(path); err != nil {
		return err
	}
	f, err := os.CreateTemp(dirOf(path), ".pierce-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already where all went well
	w := bufio.NewWriterSize(f, 1<<20)
	seq := a.Store.Seq()
	_, err = a.Store.Backup(w, 0)
	if err := errors.Join(err, w.Flush(), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	if e.json {
		return e.printJSON(struct {
			File string `json:"file"`
			Seq  uint64 `json:"seq"`
		}{path, seq})
	}
	e.printf("%s holds everything up to change %d\n", path, seq)
	return nil
}

// restoreCmd reads a copy back.
type restoreCmd struct {
	File string `arg:"" placeholder:"FILE" help:"A file that pierce backup wrote; - is standard input."`
}

// Help gives an example under the flags.
func (*restoreCmd) Help() string {
	return `Example:
  pierce --data ./restored restore pierce-2026-11-23.bak`
}

// Run restores into an empty folder and proves the result.
func (c *restoreCmd) Run(e *env) error {
	var in io.Reader = e.stdin
	if c.File != "-" {
		f, err := os.Open(e.path(c.File))
		if errors.Is(err, fs.ErrNotExist) {
			return &engine.Error{Op: "restore", ID: c.File, Code: engine.NotFound, Err: errors.New("no such file")}
		}
		if err != nil {
			return err
		}
		defer f.Close()
		in = bufio.NewReaderSize(f, 1<<20)
	}
	a, err := e.open(true)
	if err != nil {
		return err
	}
	done, err := a.Writing()
	if err != nil {
		return err
	}
	defer done()
	if err := a.Store.Restore(in); err != nil {
		return err
	}
	r, err := a.Store.Verify(true)
	if err != nil {
		return err
	}
	if !r.OK() {
		return &engine.Error{Op: "restore", ID: c.File, Code: engine.Corrupt, Err: errors.New(r.Problems[0])}
	}
	if _, err := e.settle(a, resolve.Options{}); err != nil {
		return err
	}
	if e.json {
		return e.printJSON(r)
	}
	printVerified(e, r)
	return nil
}

// statusCmd says what is loaded.
type statusCmd struct{}

// Help gives an example under the flags.
func (*statusCmd) Help() string {
	return `Example:
  pierce status --json`
}

// Run prints the datasets and the state of what is derived.
func (*statusCmd) Run(e *env) error {
	a, err := e.open(false)
	if err != nil {
		return err
	}
	s, err := a.Status()
	if err != nil {
		return err
	}
	if e.json {
		return e.printJSON(s)
	}
	printStatus(e, s)
	return nil
}

func printStatus(e *env, s app.Status) {
	e.printf("%s\n\n", s.Dir)
	if len(s.Datasets) > 0 {
		g := e.newGrid([]int{1}, "dataset", "records", "ended", "retrieved")
		for _, d := range s.Datasets {
			retrieved := "being loaded"
			if !d.Retrieved.IsZero() {
				retrieved = d.Retrieved.Format("2006-01-02 15:04")
			}
			g.add(d.Dataset, thousands(d.Records), thousands(d.Ended), retrieved)
		}
		g.print(e.stdout)
		e.printf("\n")
	}
	e.printf("model: %s\n", modelLine(s.Model))
	if s.Stale != "" {
		e.printf("stale: %s\n", s.Stale)
	} else {
		e.printf("entities, stakes and index are up to date with change %d\n", s.Seq)
	}
}

// modelLine says which model scores pairs.
func modelLine(m app.ModelStatus) string {
	switch {
	case m.How == "shipped":
		return m.Version + ", as shipped"
	case m.From != "":
		return m.Version + ", " + m.How + " " + m.At + " from " + m.From
	}
	return m.Version + ", " + m.How + " " + m.At
}

func printVerified(e *env, r store.Report) {
	e.printf("%s records in %s versions, up to change %d\n", thousands(r.Records), thousands(r.Versions), r.Seq)
	for _, p := range r.Problems {
		e.printf("  %s\n", wrap(p, e.columns(), "    "))
	}
	if more := r.Found - int64(len(r.Problems)); more > 0 {
		e.printf("  and %s more problems\n", thousands(more))
	}
	if r.OK() {
		e.printf("nothing is wrong\n")
	}
}
