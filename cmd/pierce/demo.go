package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/fixtures"
)

// demoCmd shows the three journeys on an invented world.
type demoCmd struct {
	Keep  bool   `help:"Keep the world and its data folder, to explore further."`
	Serve bool   `help:"Serve the pages and the API over the world instead of showing the journeys."`
	Addr  string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"With --serve: where to listen; port 0 takes a free one. Default: 127.0.0.1:8080."`
}

// Help gives an example under the flags.
func (*demoCmd) Help() string {
	return `Writes some thirty small files in the formats that publishers use, loads them,
and asks what the three kinds of users ask. Everyone in it is invented.

Examples:
  pierce demo --keep
  pierce demo --serve`
}

// demoLoads are the commands that load the world; its files are relative to
// the working folder.
func demoLoads() [][]string {
	var out [][]string
	loads := fixtures.Loads()
	for i, l := range loads {
		args := []string{"ingest", "--as", l.Format, "--dataset", l.Dataset, "--retrieved", l.Retrieved}
		if l.Full {
			args = append(args, "--full")
		}
		if l.Map != "" {
			args = append(args, "--map", l.Map)
		}
		if i < len(loads)-1 {
			args = append(args, "--only-load")
		}
		out = append(out, append(args, l.Paths...))
	}
	return out
}

// journey is one user's questions.
type journey struct {
	title string
	say   []string // what to look at
	asks  [][]string
}

func journeys() []journey {
	return []journey{
		{"A compliance analyst: who is this buyer?",
			[]string{"A Singapore company wants 64 NVIDIA H200. The name was typed from a fax."},
			[][]string{{"search", "--limit", "3", "Lumenpaek Computing"}, {"trace", "--as-of", "2026-11-23", "Lumenpeak Compute"}}},
		{"A batch job: score this manifest.",
			[]string{"42 lines: honest trade, and diversions under cover words, misspelt names, forwarders and used-up licences."},
			[][]string{{"screen", "--as-of", "line", "--summary", fixtures.Shipments}, {"ingest", "--as", "shipments", "--retrieved", "2026-11-02", fixtures.Shipments}, {"licence", "list"}}},
		{"An investigator: ad-hoc search.",
			[]string{"Another script, an address, and why two records are one."},
			[][]string{{"search", "--limit", "3", "天衡智算"}, {"search", "--limit", "4", "Kam Wah Comm Bldg 1407"}, {"why", "sg-registry/202318847K", "gleif/999900LP3V91W0S7E581"}, {"trace", "--down", "--as-of", "2026-11-23", "天衡智算"}}},
	}
}

// Run builds the world and shows the journeys.
func (c *demoCmd) Run(e *env) error {
	dir, err := os.MkdirTemp("", "pierce-demo-")
	if err != nil {
		return err
	}
	if !c.Keep {
		defer os.RemoveAll(dir) // a temporary folder: the system clears what is left
	}
	if err := os.CopyFS(dir, fixtures.World()); err != nil {
		return err
	}
	show := &stagehand{e: e, h: &host{}, dir: dir}
	defer show.h.close()
	e.printf("An invented world: %d loads of files in published formats.\n", len(fixtures.Loads()))
	for _, args := range demoLoads() {
		if err := show.run(args, io.Discard); err != nil {
			return err
		}
	}
	if c.Serve {
		return c.serve(show)
	}
	if err := show.run([]string{"status"}, e.stdout); err != nil {
		return err
	}
	for i, j := range journeys() {
		e.printf("\n\n%d. %s\n", i+1, j.title)
		for _, s := range j.say {
			e.printf("%s\n", wrap(s, e.columns(), ""))
		}
		for _, args := range j.asks {
			e.printf("\n$ pierce %s\n", strings.Join(quoted(args), " "))
			if err := show.run(args, e.stdout); err != nil {
				return err
			}
		}
	}
	if c.Keep {
		e.printf("\nThe world stays in %s. To go on:\n  cd %s && export PIERCE_DATA=./data\n  pierce show \"Lumenpeak Compute\"\n", dir, dir)
	} else {
		e.printf("\nThat was all; nothing was left behind. To explore it: pierce demo --keep\n")
	}
	return nil
}

// serve serves the world, with its shipments, until it is interrupted.
func (c *demoCmd) serve(show *stagehand) error {
	if err := show.run([]string{"ingest", "--as", "shipments", "--retrieved", "2026-11-02", fixtures.Shipments}, io.Discard); err != nil {
		return err
	}
	e := *show.e
	e.host, e.data, e.dir = show.h, filepath.Join(show.dir, "data"), show.dir
	e.printf("Ctrl-C ends it%s.\n", map[bool]string{true: "; the world stays in " + show.dir, false: " and removes the world"}[c.Keep])
	return (&serveCmd{Addr: c.Addr, Rate: -1, Quiet: true}).Run(&e)
}

// stagehand runs commands on the demonstration's own data folder.
type stagehand struct {
	e   *env
	h   *host
	dir string
}

func (s *stagehand) run(args []string, out io.Writer) error {
	if err := s.e.ctx.Err(); err != nil {
		return err
	}
	full := append([]string{"--data", filepath.Join(s.dir, "data")}, args...)
	var errs strings.Builder
	code := s.h.serve(s.e.ctx, app.Request{Args: full, Dir: s.dir, Width: min(s.e.columns(), 100)}, strings.NewReader(""), out, &errs)
	if code != 0 && code != 5 {
		return fmt.Errorf("pierce %s: exit code %d\n%s", strings.Join(args, " "), code, errs.String())
	}
	return nil
}

// quoted writes arguments as one would type them.
func quoted(args []string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		if out[i] = a; strings.Contains(a, " ") {
			out[i] = `"` + a + `"`
		}
	}
	return out
}
