// Command fit is the training run of the model that ships: it reads open
// labelled data, fits what can be fitted, keeps of it what is better on data that
// it was not fitted to, and writes engine/score/model.json and the report
// engine/score/TRAINING.md.
//
//	go run ./cmd/internal/fit -data DIR -write
//
// DIR holds the folders of engine/score/TRAINING.md. Without -write the report goes to
// standard output and nothing is changed. The same data, code and model give the
// same bytes.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/pierce-er/pierce/engine/score"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "fit:", err)
		os.Exit(1)
	}
}

// settings are what a run depends on beside data and code.
type settings struct {
	data    string // folder of the open data
	root    string // of the repository
	seed    uint64 // of the synthetic world that is fitted to; the next two are tested on
	records int    // of each synthetic world
	write   bool
}

func run(ctx context.Context, args []string, stdout io.Writer) error {
	var s settings
	flags := flag.NewFlagSet("fit", flag.ContinueOnError)
	flags.StringVar(&s.data, "data", "", "folder of the open data; required")
	flags.StringVar(&s.root, "root", ".", "root of the repository")
	flags.Uint64Var(&s.seed, "seed", 101, "seed of the synthetic world")
	flags.IntVar(&s.records, "records", 6000, "records of each synthetic world")
	flags.BoolVar(&s.write, "write", false, "write model.json and TRAINING.md")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if s.data == "" {
		return fmt.Errorf("-data is required")
	}
	path := filepath.Join(s.root, "engine", "score", "model.json")
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	m, err := score.Read(text)
	if err != nil {
		return err
	}
	var report bytes.Buffer
	fitted, err := fit(ctx, s, m, &report)
	if err != nil {
		return err
	}
	if !s.write {
		_, err = stdout.Write(report.Bytes())
		return err
	}
	if err := os.WriteFile(path, fitted.Bytes(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.root, "engine", "score", "TRAINING.md"), report.Bytes(), 0o644)
}
