// Command bench takes a synthetic world through the main job, stage by stage,
// in one process, and prints one table: rate, latencies, peak memory, disk, and
// each rate as a share of what the library under it reaches alone, measured in
// the same run on the same disk.
//
//	go run ./cmd/bench -n 100000
//
// The world is that of fixtures/synth, with n party records in its registry;
// owners, lists and other registers come on top. It needs some 4 KB of disk and,
// at a million, some 4 KB of memory a record.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
)

func main() {
	log.SetOutput(io.Discard) // libraries write there
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// options of a run.
type options struct {
	records int    // of the registry, from 1
	newer   int    // records that come one by one after all is resolved; as many come in batches
	seed    uint64 // of the world
	dir     string // an empty folder; "" is a temporary one, removed at the end
	json    bool
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&o.records, "n", 100_000, "party `records` in the registry of the world")
	flags.IntVar(&o.newer, "new", 1000, "`records` that come one by one, and in batches, after all is resolved")
	flags.Uint64Var(&o.seed, "seed", 1, "`number` of the world")
	flags.StringVar(&o.dir, "dir", "", "empty `folder` to work in, kept; without it a temporary one is used")
	flags.BoolVar(&o.json, "json", false, "print JSON")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 || o.records < 1 || o.newer < 1 {
		fmt.Fprintln(stderr, "bench: -n and -new want numbers from 1, and there are no other arguments")
		return 2
	}
	if err := measure(ctx, o, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "bench:", err)
		return 1
	}
	return 0
}

// measure runs all stages and prints what they took.
func measure(ctx context.Context, o options, stdout, stderr io.Writer) (err error) {
	dir := o.dir
	if dir == "" {
		if dir, err = os.MkdirTemp("", "pierce-bench-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	w := &world{o: o, dir: dir, progress: stderr}
	if err := w.run(ctx); err != nil {
		return err
	}
	if o.json {
		e := json.NewEncoder(stdout)
		e.SetIndent("", "  ")
		return e.Encode(w.report)
	}
	return w.report.print(stdout)
}
